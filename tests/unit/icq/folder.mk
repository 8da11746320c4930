if HAVE_CRITERION
check_PROGRAMS += tests/unit/unit_icq
TESTS += tests/unit/unit_icq
tests_unit_unit_icq_SOURCES = \
	%D%/icq_hex.c %D%/icq_hex.h \
	%D%/test_feedbag.c \
	%D%/test_flap.c \
	%D%/test_icbm.c \
	%D%/test_icbm_relay.c \
	%D%/test_icq_bytes.c \
	%D%/test_icq_char.c \
	%D%/test_icq_charset.c \
	%D%/test_icq_date.c \
	%D%/test_icq_fields.c \
	%D%/test_icq_html.c \
	%D%/test_icq_nick.c \
	%D%/test_icq_status.c \
	%D%/test_icq_text.c \
	%D%/test_icq_utf16.c \
	%D%/test_oscar_ask.c \
	%D%/test_oscar_buddy.c \
	%D%/test_oscar_locate.c \
	%D%/test_oscar_login.c \
	%D%/test_oscar_meta.c \
	%D%/test_oscar_person.c \
	%D%/test_oscar_rate.c \
	%D%/test_oscar_service.c \
	%D%/test_oscar_user.c \
	%D%/test_snac.c \
	%D%/test_tlv.c \
	%D%/test_udp_all.c \
	%D%/test_udp_contacts.c \
	%D%/test_udp_info.c \
	%D%/test_udp_login.c \
	%D%/test_udp_message.c \
	%D%/test_udp_meta.c \
	%D%/test_udp_multi.c \
	%D%/test_puppet.c \
	%D%/test_uplink_udp.c \
	%D%/test_uplink_net.c \
	%D%/test_uplink_oscar.c \
	%D%/test_uplink_queue.c \
	%D%/test_udp_packet.c \
	%D%/test_udp_recent.c \
	%D%/test_udp_resend.c \
	%D%/test_udp_scramble.c \
	%D%/test_udp_search.c \
	%D%/test_udp_seen.c \
	%D%/test_udp_socket.c \
	%D%/udp_all.c %D%/udp_all.h \
	%D%/uplink_oscar_rig.c %D%/uplink_oscar_rig.h \
	%D%/uplink_rig.c %D%/uplink_rig.h \
	%D%/udp_vectors.c %D%/udp_vectors.h
tests_unit_unit_icq_CFLAGS = $(AM_CFLAGS) $(CRITERION_CFLAGS)
tests_unit_unit_icq_LDADD = modules/icq/libicq.a ircd/conf/libconf.a ircd/net/libnet.a ircd/proto/libproto.a ircd/core/libcore.a \
	$(CRITERION_LIBS) $(OPENSSL_LIBS) $(WSLAY_LIBS) $(SODIUM_LIBS)
check_PROGRAMS += tests/unit/unit_oscar
TESTS += tests/unit/unit_oscar
tests_unit_unit_oscar_SOURCES = \
	%D%/icq_fake.c %D%/icq_fake.h \
	%D%/icq_hex.c %D%/icq_hex.h \
	%D%/oscar_client.c %D%/oscar_client.h  \
	%D%/oscar_rig.c %D%/oscar_rig.h \
	%D%/test_oscar_auth.c \
	%D%/test_oscar_bos.c \
	%D%/test_oscar_conn.c \
	%D%/test_oscar_cookie.c \
	%D%/test_oscar_info.c \
	%D%/test_oscar_list.c \
	%D%/test_oscar_message.c \
	%D%/test_oscar_ports.c \
	%D%/test_oscar_presence.c \
	%D%/test_oscar_roster.c
tests_unit_unit_oscar_CFLAGS = $(AM_CFLAGS) $(CRITERION_CFLAGS)
tests_unit_unit_oscar_LDADD = modules/icq/libicq.a ircd/net/libnet.a ircd/proto/libproto.a ircd/core/libcore.a \
	$(CRITERION_LIBS) $(OPENSSL_LIBS) $(WSLAY_LIBS) $(SODIUM_LIBS)
endif
