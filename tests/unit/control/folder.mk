EXTRA_DIST += %D%/README.md
if HAVE_CRITERION
check_PROGRAMS += tests/unit/unit_control
TESTS += tests/unit/unit_control
tests_unit_unit_control_SOURCES = \
	%D%/control_rig.c %D%/control_rig.h \
	%D%/test_control_module.c \
	%D%/test_control_request.c \
	%D%/test_control_session.c \
	tests/unit/dir_rig.c tests/unit/dir_rig.h \
	tests/unit/registry/registry_rig.c tests/unit/registry/registry_rig.h
tests_unit_unit_control_CFLAGS = $(AM_CFLAGS) $(CRITERION_CFLAGS)
tests_unit_unit_control_LDADD = ircd/control/libcontrol.a ircd/module/libmodule.a ircd/commands/libcommands.a ircd/link/liblink.a ircd/relay/librelay.a ircd/guard/libguard.a \
	ircd/auth/libauth.a \
	ircd/registry/libregistry.a ircd/audit/libaudit.a ircd/route/libroute.a ircd/state/libstate.a ircd/conf/libconf.a ircd/store/libstore.a \
	ircd/net/libnet.a ircd/proto/libproto.a ircd/core/libcore.a $(OPENSSL_LIBS) $(WSLAY_LIBS) $(CARES_LIBS) \
	$(CONFUSE_LIBS) $(PCRE2_LIBS) $(SODIUM_LIBS) $(SQLITE_LIBS) $(CRITERION_LIBS)
endif
