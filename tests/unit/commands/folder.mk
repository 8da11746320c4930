EXTRA_DIST += %D%/README.md
if HAVE_CRITERION
check_PROGRAMS += tests/unit/unit_commands
TESTS += tests/unit/unit_commands
tests_unit_unit_commands_SOURCES = %D%/test_dispatch.c %D%/test_stats.c %D%/test_tree_order.c
tests_unit_unit_commands_CFLAGS = $(AM_CFLAGS) $(CRITERION_CFLAGS)
tests_unit_unit_commands_LDADD = ircd/commands/libcommands.a ircd/link/liblink.a ircd/relay/librelay.a ircd/guard/libguard.a \
	ircd/auth/libauth.a ircd/registry/libregistry.a ircd/audit/libaudit.a \
	ircd/route/libroute.a ircd/state/libstate.a ircd/conf/libconf.a ircd/store/libstore.a ircd/net/libnet.a \
	ircd/proto/libproto.a ircd/core/libcore.a $(OPENSSL_LIBS) $(WSLAY_LIBS) $(CARES_LIBS) $(CONFUSE_LIBS) $(PCRE2_LIBS) \
	$(SODIUM_LIBS) $(SQLITE_LIBS) $(CRITERION_LIBS)
endif
