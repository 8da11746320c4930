EXTRA_DIST += %D%/README.md
if HAVE_CRITERION
check_PROGRAMS += tests/unit/unit_registry
TESTS += tests/unit/unit_registry
tests_unit_unit_registry_SOURCES = \
	%D%/registry_rig.c %D%/registry_rig.h \
	tests/unit/dir_rig.c tests/unit/dir_rig.h \
	%D%/test_channel_row.c \
	%D%/test_change.c \
	%D%/test_registry.c \
	%D%/test_registry_account.c \
	%D%/test_registry_ban.c \
	%D%/test_registry_channel.c
tests_unit_unit_registry_CFLAGS = $(AM_CFLAGS) $(CRITERION_CFLAGS)
tests_unit_unit_registry_LDADD = ircd/registry/libregistry.a ircd/audit/libaudit.a ircd/route/libroute.a ircd/state/libstate.a ircd/conf/libconf.a \
	ircd/store/libstore.a ircd/net/libnet.a ircd/proto/libproto.a ircd/core/libcore.a \
	$(OPENSSL_LIBS) $(WSLAY_LIBS) $(CONFUSE_LIBS) $(PCRE2_LIBS) $(SQLITE_LIBS) $(SODIUM_LIBS) $(CRITERION_LIBS)
endif
