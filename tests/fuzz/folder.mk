# Needs --enable-fuzz and CC=clang.  A target: its name below, its _SOURCES, _LDFLAGS and _LDADD, and its corpus.
FUZZ_SECONDS = 600
fuzz_link = $(AM_LDFLAGS) -fsanitize=fuzzer
EXTRA_DIST += %D%/README.md %D%/run.sh %D%/corpus

if ENABLE_FUZZ
noinst_PROGRAMS += tests/fuzz/fuzz_audit tests/fuzz/fuzz_ban tests/fuzz/fuzz_cap tests/fuzz/fuzz_conf tests/fuzz/fuzz_control tests/fuzz/fuzz_ctl_show
noinst_PROGRAMS += tests/fuzz/fuzz_dcc tests/fuzz/fuzz_dns tests/fuzz/fuzz_explain tests/fuzz/fuzz_extban tests/fuzz/fuzz_ident
noinst_PROGRAMS += tests/fuzz/fuzz_dcc_chat tests/fuzz/fuzz_guard
noinst_PROGRAMS += tests/fuzz/fuzz_dcc_chat tests/fuzz/fuzz_guard tests/fuzz/fuzz_icq_udp
noinst_PROGRAMS += tests/fuzz/fuzz_icq_html tests/fuzz/fuzz_icq_server tests/fuzz/fuzz_icq_text
noinst_PROGRAMS += tests/fuzz/fuzz_linebuf tests/fuzz/fuzz_link tests/fuzz/fuzz_mask tests/fuzz/fuzz_mode tests/fuzz/fuzz_msg
noinst_PROGRAMS += tests/fuzz/fuzz_proxy tests/fuzz/fuzz_sasl tests/fuzz/fuzz_server tests/fuzz/fuzz_socks tests/fuzz/fuzz_tags
noinst_PROGRAMS += tests/fuzz/fuzz_icbm tests/fuzz/fuzz_icq_meta tests/fuzz/fuzz_oscar_frame
noinst_PROGRAMS += tests/fuzz/fuzz_oscar_server
noinst_PROGRAMS += tests/fuzz/fuzz_uplink tests/fuzz/fuzz_utf8 tests/fuzz/fuzz_websocket tests/fuzz/fuzz_whox
noinst_PROGRAMS += tests/fuzz/fuzz_utf8 tests/fuzz/fuzz_websocket tests/fuzz/fuzz_whox
endif
tests_fuzz_fuzz_uplink_SOURCES = %D%/fuzz_uplink.c
tests_fuzz_fuzz_uplink_LDFLAGS = $(fuzz_link)
tests_fuzz_fuzz_uplink_LDADD = modules/icq/libicq.a ircd/net/libnet.a ircd/proto/libproto.a ircd/core/libcore.a \
	$(OPENSSL_LIBS) $(WSLAY_LIBS) $(CARES_LIBS) $(SODIUM_LIBS)
tests_fuzz_fuzz_utf8_SOURCES = %D%/fuzz_utf8.c
tests_fuzz_fuzz_utf8_LDFLAGS = $(fuzz_link)
tests_fuzz_fuzz_utf8_LDADD = ircd/core/libcore.a $(SODIUM_LIBS)
tests_fuzz_fuzz_mask_SOURCES = %D%/fuzz_mask.c
tests_fuzz_fuzz_mask_LDFLAGS = $(fuzz_link)
tests_fuzz_fuzz_mask_LDADD = ircd/proto/libproto.a ircd/core/libcore.a $(SODIUM_LIBS)
tests_fuzz_fuzz_ban_SOURCES = %D%/fuzz_ban.c
tests_fuzz_fuzz_ban_LDFLAGS = $(fuzz_link)
tests_fuzz_fuzz_ban_LDADD = ircd/state/libstate.a ircd/proto/libproto.a ircd/core/libcore.a $(SODIUM_LIBS)
tests_fuzz_fuzz_msg_SOURCES = %D%/fuzz_msg.c
tests_fuzz_fuzz_msg_LDFLAGS = $(fuzz_link)
tests_fuzz_fuzz_msg_LDADD = ircd/proto/libproto.a ircd/core/libcore.a $(SODIUM_LIBS)
tests_fuzz_fuzz_tags_SOURCES = %D%/fuzz_tags.c
tests_fuzz_fuzz_tags_LDFLAGS = $(fuzz_link)
tests_fuzz_fuzz_tags_LDADD = ircd/proto/libproto.a ircd/core/libcore.a $(SODIUM_LIBS)
tests_fuzz_fuzz_sasl_SOURCES = %D%/fuzz_sasl.c
tests_fuzz_fuzz_sasl_LDFLAGS = $(fuzz_link)
tests_fuzz_fuzz_sasl_LDADD = ircd/proto/libproto.a ircd/core/libcore.a $(SODIUM_LIBS)
tests_fuzz_fuzz_whox_SOURCES = %D%/fuzz_whox.c
tests_fuzz_fuzz_whox_LDFLAGS = $(fuzz_link)
tests_fuzz_fuzz_whox_LDADD = ircd/proto/libproto.a ircd/core/libcore.a $(SODIUM_LIBS)
tests_fuzz_fuzz_proxy_SOURCES = %D%/fuzz_proxy.c
tests_fuzz_fuzz_proxy_LDFLAGS = $(fuzz_link)
tests_fuzz_fuzz_proxy_LDADD = $(conclave_archives) $(conclave_libs)
tests_fuzz_fuzz_ident_SOURCES = %D%/fuzz_ident.c
tests_fuzz_fuzz_ident_LDFLAGS = $(fuzz_link)
tests_fuzz_fuzz_ident_LDADD = ircd/proto/libproto.a ircd/core/libcore.a $(SODIUM_LIBS)
tests_fuzz_fuzz_audit_SOURCES = %D%/fuzz_audit.c
tests_fuzz_fuzz_audit_LDFLAGS = $(fuzz_link)
tests_fuzz_fuzz_audit_LDADD = ircd/ctl/libctl.a ircd/proto/libproto.a ircd/core/libcore.a $(SODIUM_LIBS) $(JANSSON_LIBS)
EXTRA_DIST += %D%/fuzz_audit.dict
tests_fuzz_fuzz_cap_SOURCES = %D%/fuzz_cap.c
tests_fuzz_fuzz_cap_LDFLAGS = $(fuzz_link)
tests_fuzz_fuzz_cap_LDADD = ircd/proto/libproto.a ircd/core/libcore.a $(SODIUM_LIBS)
EXTRA_DIST += %D%/fuzz_cap.dict
tests_fuzz_fuzz_dcc_SOURCES = %D%/fuzz_dcc.c
tests_fuzz_fuzz_dcc_LDFLAGS = $(fuzz_link)
tests_fuzz_fuzz_dcc_LDADD = ircd/proto/libproto.a ircd/core/libcore.a $(SODIUM_LIBS)
EXTRA_DIST += %D%/fuzz_dcc.dict
tests_fuzz_fuzz_dcc_chat_SOURCES = %D%/fuzz_dcc_chat.c
tests_fuzz_fuzz_dcc_chat_LDFLAGS = $(fuzz_link)
tests_fuzz_fuzz_dcc_chat_LDADD = ircd/relay/librelay.a ircd/core/libcore.a $(SODIUM_LIBS)
EXTRA_DIST += %D%/fuzz_dcc_chat.dict
tests_fuzz_fuzz_dns_SOURCES = %D%/fuzz_dns.c
tests_fuzz_fuzz_dns_LDFLAGS = $(fuzz_link)
tests_fuzz_fuzz_dns_LDADD = ircd/net/libnet.a ircd/core/libcore.a $(SODIUM_LIBS)
tests_fuzz_fuzz_linebuf_SOURCES = %D%/fuzz_linebuf.c
tests_fuzz_fuzz_linebuf_LDFLAGS = $(fuzz_link)
tests_fuzz_fuzz_linebuf_LDADD = ircd/net/libnet.a ircd/core/libcore.a $(OPENSSL_LIBS) $(WSLAY_LIBS) $(SODIUM_LIBS)
tests_fuzz_fuzz_socks_SOURCES = %D%/fuzz_socks.c
tests_fuzz_fuzz_socks_LDFLAGS = $(fuzz_link)
tests_fuzz_fuzz_socks_LDADD = ircd/net/libnet.a ircd/core/libcore.a $(SODIUM_LIBS)
tests_fuzz_fuzz_websocket_SOURCES = %D%/fuzz_websocket.c
tests_fuzz_fuzz_websocket_LDFLAGS = $(fuzz_link)
tests_fuzz_fuzz_websocket_LDADD = ircd/net/libnet.a ircd/core/libcore.a $(OPENSSL_LIBS) $(WSLAY_LIBS) $(SODIUM_LIBS)
tests_fuzz_fuzz_mode_SOURCES = %D%/fuzz_mode.c tests/unit/state/world_check.c tests/unit/state/world_check.h
tests_fuzz_fuzz_mode_LDFLAGS = $(fuzz_link)
tests_fuzz_fuzz_mode_LDADD = ircd/state/libstate.a ircd/proto/libproto.a ircd/core/libcore.a $(SODIUM_LIBS)
tests_fuzz_fuzz_conf_SOURCES = %D%/fuzz_conf.c
tests_fuzz_fuzz_conf_LDFLAGS = $(fuzz_link)
tests_fuzz_fuzz_conf_LDADD = ircd/conf/libconf.a ircd/proto/libproto.a ircd/core/libcore.a $(CONFUSE_LIBS) $(PCRE2_LIBS) $(SODIUM_LIBS)
EXTRA_DIST += %D%/fuzz_conf.dict
tests_fuzz_fuzz_explain_SOURCES = %D%/fuzz_explain.c
tests_fuzz_fuzz_explain_LDFLAGS = $(fuzz_link)
tests_fuzz_fuzz_explain_LDADD = $(conclave_archives) $(conclave_libs)
EXTRA_DIST += %D%/fuzz_explain.dict
tests_fuzz_fuzz_guard_SOURCES = %D%/fuzz_guard.c
tests_fuzz_fuzz_guard_LDFLAGS = $(fuzz_link)
tests_fuzz_fuzz_guard_LDADD = ircd/guard/libguard.a ircd/conf/libconf.a ircd/state/libstate.a ircd/proto/libproto.a \
	ircd/core/libcore.a $(CONFUSE_LIBS) $(PCRE2_LIBS) $(SODIUM_LIBS)
tests_fuzz_fuzz_icq_udp_SOURCES = %D%/fuzz_icq_udp.c tests/unit/icq/udp_all.c tests/unit/icq/udp_all.h
tests_fuzz_fuzz_icq_udp_LDFLAGS = $(fuzz_link)
tests_fuzz_fuzz_icq_udp_LDADD = modules/icq/libicq.a ircd/core/libcore.a $(SODIUM_LIBS)
tests_fuzz_fuzz_extban_SOURCES = %D%/fuzz_extban.c
tests_fuzz_fuzz_extban_LDFLAGS = $(fuzz_link)
tests_fuzz_fuzz_extban_LDADD = ircd/state/libstate.a ircd/proto/libproto.a ircd/core/libcore.a $(SODIUM_LIBS)
tests_fuzz_fuzz_ctl_show_SOURCES = %D%/fuzz_ctl_show.c %D%/fuzz_ctl_answer.c %D%/fuzz_ctl_answer.h \
	%D%/fuzz_json.c %D%/fuzz_json.h
tests_fuzz_fuzz_ctl_show_LDFLAGS = $(fuzz_link)
tests_fuzz_fuzz_ctl_show_LDADD = ircd/ctl/libctl.a ircd/proto/libproto.a ircd/core/libcore.a $(SODIUM_LIBS)
EXTRA_DIST += %D%/fuzz_ctl_show.dict
tests_fuzz_fuzz_icq_html_SOURCES = %D%/fuzz_icq_html.c
tests_fuzz_fuzz_icq_html_LDFLAGS = $(fuzz_link)
tests_fuzz_fuzz_icq_html_LDADD = modules/icq/libicq.a ircd/proto/libproto.a ircd/core/libcore.a $(SODIUM_LIBS)
EXTRA_DIST += %D%/fuzz_icq_html.dict
tests_fuzz_fuzz_icq_server_SOURCES = %D%/fuzz_icq_server.c tests/icq/fake_core.c tests/icq/fake_core.h tests/icq/sim_net.c tests/icq/sim_net.h
tests_fuzz_fuzz_icq_server_LDFLAGS = $(fuzz_link)
tests_fuzz_fuzz_icq_server_LDADD = modules/icq/libicq.a ircd/conf/libconf.a ircd/net/libnet.a ircd/proto/libproto.a ircd/core/libcore.a \
	$(OPENSSL_LIBS) $(WSLAY_LIBS) $(SODIUM_LIBS) $(CONFUSE_LIBS) $(PCRE2_LIBS)
tests_fuzz_fuzz_icq_text_SOURCES = %D%/fuzz_icq_text.c
tests_fuzz_fuzz_icq_text_LDFLAGS = $(fuzz_link)
tests_fuzz_fuzz_icq_text_LDADD = modules/icq/libicq.a ircd/proto/libproto.a ircd/core/libcore.a $(SODIUM_LIBS)
tests_fuzz_fuzz_icbm_SOURCES = %D%/fuzz_icbm.c
tests_fuzz_fuzz_icbm_LDFLAGS = $(fuzz_link)
tests_fuzz_fuzz_icbm_LDADD = modules/icq/libicq.a ircd/net/libnet.a ircd/core/libcore.a $(OPENSSL_LIBS) $(WSLAY_LIBS) $(SODIUM_LIBS)
tests_fuzz_fuzz_icq_meta_SOURCES = %D%/fuzz_icq_meta.c
tests_fuzz_fuzz_icq_meta_LDFLAGS = $(fuzz_link)
tests_fuzz_fuzz_icq_meta_LDADD = modules/icq/libicq.a ircd/net/libnet.a ircd/core/libcore.a $(OPENSSL_LIBS) $(WSLAY_LIBS) $(SODIUM_LIBS)
tests_fuzz_fuzz_oscar_frame_SOURCES = %D%/fuzz_oscar_frame.c
tests_fuzz_fuzz_oscar_frame_LDFLAGS = $(fuzz_link)
tests_fuzz_fuzz_oscar_frame_LDADD = modules/icq/libicq.a ircd/net/libnet.a ircd/core/libcore.a $(OPENSSL_LIBS) $(WSLAY_LIBS) $(SODIUM_LIBS)
EXTRA_DIST += %D%/fuzz_oscar_frame.dict
tests_fuzz_fuzz_oscar_server_SOURCES = %D%/fuzz_oscar_server.c tests/unit/icq/icq_fake.c tests/unit/icq/icq_fake.h
tests_fuzz_fuzz_oscar_server_LDFLAGS = $(fuzz_link)
tests_fuzz_fuzz_oscar_server_LDADD = modules/icq/libicq.a ircd/net/libnet.a ircd/proto/libproto.a ircd/core/libcore.a \
	$(OPENSSL_LIBS) $(WSLAY_LIBS) $(SODIUM_LIBS)

fuzz_server_rig = %D%/fuzz_server_batch.c %D%/fuzz_server_batch.h \
	%D%/fuzz_server_belief.c %D%/fuzz_server_belief.h %D%/fuzz_server_rig.c %D%/fuzz_server_rig.h \
	%D%/fuzz_script.c %D%/fuzz_script.h %D%/fuzz_server_words.c %D%/fuzz_server_words.h %D%/fuzz_server_workers.c %D%/fuzz_server_workers.h \
	tests/unit/state/world_check.c tests/unit/state/world_check.h
tests_fuzz_fuzz_link_SOURCES = %D%/fuzz_link.c %D%/fuzz_link_rig.c %D%/fuzz_link_rig.h %D%/fuzz_link_words.c %D%/fuzz_link_words.h %D%/fuzz_script.c %D%/fuzz_script.h \
	%D%/fuzz_server_workers.c %D%/fuzz_server_workers.h tests/unit/state/world_check.c tests/unit/state/world_check.h
tests_fuzz_fuzz_link_LDFLAGS = $(fuzz_link) -Wl,--wrap=msg_build_end
tests_fuzz_fuzz_link_LDADD = $(conclave_archives) $(conclave_libs)
tests_fuzz_fuzz_server_SOURCES = %D%/fuzz_server.c $(fuzz_server_rig)
tests_fuzz_fuzz_server_LDFLAGS = $(fuzz_link) -Wl,--wrap=msg_build_end
tests_fuzz_fuzz_server_LDADD = $(conclave_archives) $(conclave_libs)
tests_fuzz_fuzz_control_SOURCES = %D%/fuzz_control.c %D%/fuzz_ctl_answer.c %D%/fuzz_ctl_answer.h \
	%D%/fuzz_json.c %D%/fuzz_json.h $(fuzz_server_rig)
tests_fuzz_fuzz_control_LDFLAGS = $(fuzz_link) -Wl,--wrap=msg_build_end
tests_fuzz_fuzz_control_LDADD = ircd/ctl/libctl.a $(conclave_archives) $(conclave_libs)
EXTRA_DIST += %D%/fuzz_control.dict

if ENABLE_FUZZ
fuzz: all
	$(top_srcdir)/%D%/run.sh $(FUZZ_SECONDS) .
else
fuzz:
	@echo 'make fuzz needs a build of its own: ./configure --enable-fuzz CC=clang' >&2; exit 1
endif
.PHONY: fuzz
