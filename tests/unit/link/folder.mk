EXTRA_DIST += %D%/README.md
if HAVE_CRITERION
check_PROGRAMS += tests/unit/unit_link
TESTS += tests/unit/unit_link
tests_unit_unit_link_SOURCES = \
	%D%/test_schema.c \
	%D%/dial_rig.c %D%/dial_rig.h \
	%D%/link_rig.c %D%/link_rig.h \
	%D%/test_link_alive.c \
	%D%/test_link_ask.c \
	%D%/test_link_bans.c \
	%D%/test_link_caps.c \
	%D%/test_link_cmodes.c \
	%D%/test_link_conf.c \
	%D%/test_link_dial.c \
	%D%/test_link_kill.c \
	%D%/test_link_umodes.c \
	tests/unit/net/tls_dir.c tests/unit/net/tls_dir.h
tests_unit_unit_link_CFLAGS = $(AM_CFLAGS) $(OPENSSL_CFLAGS) $(CRITERION_CFLAGS)
tests_unit_unit_link_LDADD = ircd/link/liblink.a ircd/audit/libaudit.a ircd/route/libroute.a \
	ircd/state/libstate.a ircd/conf/libconf.a ircd/net/libnet.a ircd/proto/libproto.a ircd/core/libcore.a \
	$(OPENSSL_LIBS) $(WSLAY_LIBS) $(CARES_LIBS) $(CONFUSE_LIBS) $(PCRE2_LIBS) $(SODIUM_LIBS) $(CRITERION_LIBS)
endif
