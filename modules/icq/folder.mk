noinst_LIBRARIES += %D%/libicq.a
EXTRA_DIST += %D%/README.md
%C%_libicq_a_SOURCES = \
	%D%/feedbag.c %D%/feedbag.h \
	%D%/flap.c %D%/flap.h \
	%D%/icbm.c %D%/icbm.h \
	%D%/icbm_relay.c %D%/icbm_relay.h \
	%D%/icq.c %D%/icq.h %D%/icq_priv.h \
	%D%/icq_account.c %D%/icq_account.h \
	%D%/icq_command.c \
	%D%/icq_contacts.c \
	%D%/icq_hear.c \
	%D%/icq_login.c %D%/icq_login.h \
	%D%/icq_mail.c %D%/icq_mail.h \
	%D%/icq_opened.c %D%/icq_opened.h \
	%D%/icq_people.c %D%/icq_people.h \
	%D%/icq_protocols.c %D%/icq_protocols.h \
	%D%/icq_reply.c %D%/icq_reply.h \
	%D%/icq_request.c %D%/icq_request.h \
	%D%/icq_say.c \
	%D%/icq_session.c %D%/icq_session.h %D%/icq_session_priv.h \
	%D%/icq_tell.c \
	%D%/icq_uins.c %D%/icq_uins.h \
	%D%/icq_bytes.c %D%/icq_bytes.h \
	%D%/icq_char.c %D%/icq_char.h \
	%D%/icq_charset.c %D%/icq_charset.h \
	%D%/icq_date.c %D%/icq_date.h \
	%D%/icq_entity.c %D%/icq_entity.h \
	%D%/icq_fields.c %D%/icq_fields.h \
	%D%/icq_html.c %D%/icq_html.h \
	%D%/icq_nick.c %D%/icq_nick.h \
	%D%/icq_status.c %D%/icq_status.h \
	%D%/icq_text.c %D%/icq_text.h \
	%D%/icq_types.h \
	%D%/icq_utf16.c %D%/icq_utf16.h \
	%D%/oscar_ask.c %D%/oscar_ask.h \
	%D%/oscar_auth.c %D%/oscar_auth.h \
	%D%/oscar_bos.c %D%/oscar_bos.h \
	%D%/oscar_bos_priv.h \
	%D%/oscar_buddy.c %D%/oscar_buddy.h \
	%D%/oscar_conn.c %D%/oscar_conn.h \
	%D%/oscar_cookie.c %D%/oscar_cookie.h \
	%D%/oscar_info.c %D%/oscar_info.h \
	%D%/oscar_io.h \
	%D%/oscar_list.c %D%/oscar_list.h \
	%D%/oscar_locate.c %D%/oscar_locate.h \
	%D%/oscar_login.c %D%/oscar_login.h \
	%D%/oscar_message.c %D%/oscar_message.h \
	%D%/oscar_meta.c %D%/oscar_meta.h \
	%D%/oscar_person.c %D%/oscar_person.h \
	%D%/oscar_ports.c %D%/oscar_ports.h \
	%D%/oscar_presence.c %D%/oscar_presence.h \
	%D%/oscar_rate.c %D%/oscar_rate.h \
	%D%/oscar_roster.c %D%/oscar_roster.h \
	%D%/oscar_server.c %D%/oscar_server.h \
	%D%/oscar_service.c %D%/oscar_service.h \
	%D%/oscar_setup.c %D%/oscar_setup.h \
	%D%/oscar_user.c %D%/oscar_user.h \
	%D%/puppet.c %D%/puppet.h \
	%D%/puppet_hear.c \
	%D%/uplink.c %D%/uplink.h %D%/uplink_priv.h \
	%D%/uplink_conf.c %D%/uplink_conf.h \
	%D%/uplink_host.c \
	%D%/uplink_net.c %D%/uplink_net.h \
	%D%/uplink_oscar.c %D%/uplink_oscar.h %D%/uplink_oscar_said.c \
	%D%/uplink_queue.c %D%/uplink_queue.h \
	%D%/uplink_text.c %D%/uplink_text.h \
	%D%/uplink_udp.c \
	%D%/snac.c %D%/snac.h \
	%D%/snac_types.h \
	%D%/tlv.c %D%/tlv.h \
	%D%/udp_cmd.h \
	%D%/udp_contacts.c %D%/udp_contacts.h \
	%D%/udp_handle.c %D%/udp_handle.h \
	%D%/udp_handle_list.c \
	%D%/udp_handle_message.c \
	%D%/udp_handle_meta.c \
	%D%/udp_handle_people.c \
	%D%/udp_handle_priv.h \
	%D%/udp_handle_self.c \
	%D%/udp_info.c %D%/udp_info.h \
	%D%/udp_login.c %D%/udp_login.h \
	%D%/udp_message.c %D%/udp_message.h \
	%D%/udp_meta.c %D%/udp_meta.h \
	%D%/udp_multi.c %D%/udp_multi.h \
	%D%/udp_online.c %D%/udp_online.h \
	%D%/udp_packet.c %D%/udp_packet.h \
	%D%/udp_parts.c %D%/udp_parts.h \
	%D%/udp_recent.c %D%/udp_recent.h \
	%D%/udp_resend.c %D%/udp_resend.h \
	%D%/udp_scramble.c %D%/udp_scramble.h \
	%D%/udp_search.c %D%/udp_search.h \
	%D%/udp_seen.c %D%/udp_seen.h \
	%D%/udp_server.c %D%/udp_server.h \
	%D%/udp_server_priv.h \
	%D%/udp_session.c %D%/udp_session.h \
	%D%/udp_socket.c %D%/udp_socket.h \
	%D%/udp_stranger.c %D%/udp_stranger.h \
	%D%/udp_tell.c %D%/udp_tell.h
