EXTRA_DIST += %D%/README.md
if HAVE_CRITERION
check_PROGRAMS += tests/unit/unit_relay
TESTS += tests/unit/unit_relay
tests_unit_unit_relay_SOURCES = \
	%D%/fake_clamd.c %D%/fake_clamd.h \
	%D%/pump_rig.c %D%/pump_rig.h \
	%D%/relay_conf.c %D%/relay_conf.h \
	%D%/relay_pair.c %D%/relay_pair.h \
	%D%/relay_rig.c %D%/relay_rig.h \
	%D%/relay_sock.c %D%/relay_sock.h \
	%D%/test_allow.c \
	%D%/test_bucket.c \
	%D%/test_chat_filter.c \
	%D%/test_clamd.c \
	%D%/test_policy.c \
	%D%/test_pump.c \
	%D%/test_pump_chat.c \
	%D%/test_pump_scan.c \
	%D%/test_pump_tls.c \
	%D%/test_pump_turn.c \
	%D%/test_relay.c \
	%D%/test_relay_address.c \
	%D%/test_relay_budget.c \
	%D%/test_relay_chat.c \
	%D%/test_relay_hear.c \
	%D%/test_relay_leg.c \
	%D%/test_relay_line.c \
	%D%/test_relay_many.c \
	%D%/test_relay_offer.c \
	%D%/test_relay_port.c \
	%D%/test_relay_session.c \
	%D%/test_relay_tls.c \
	tests/unit/guard/guard_rig.c tests/unit/guard/guard_rig.h \
	tests/unit/net/tls_dir.c tests/unit/net/tls_dir.h \
	tests/unit/route/route_rig.c tests/unit/route/route_rig.h
tests_unit_unit_relay_CFLAGS = $(AM_CFLAGS) $(CRITERION_CFLAGS)
tests_unit_unit_relay_LDADD = ircd/relay/librelay.a ircd/guard/libguard.a ircd/audit/libaudit.a ircd/route/libroute.a \
	ircd/state/libstate.a ircd/conf/libconf.a ircd/net/libnet.a ircd/proto/libproto.a ircd/core/libcore.a \
	$(OPENSSL_LIBS) $(WSLAY_LIBS) $(CARES_LIBS) $(CONFUSE_LIBS) $(PCRE2_LIBS) $(SODIUM_LIBS) $(CRITERION_LIBS)
endif
