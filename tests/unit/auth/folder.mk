EXTRA_DIST += %D%/README.md
if HAVE_CRITERION
check_PROGRAMS += tests/unit/unit_auth
TESTS += tests/unit/unit_auth
tests_unit_unit_auth_SOURCES = \
	%D%/auth_rig.c %D%/auth_rig.h \
	%D%/test_admission.c \
	%D%/test_admission_explain.c \
	%D%/test_ban_sweep.c \
	%D%/test_class.c \
	%D%/test_client_batch.c \
	%D%/test_gateway.c \
	%D%/test_ident.c \
	%D%/test_login_try.c \
	%D%/test_oper_check.c \
	%D%/test_password.c \
	%D%/test_people.c \
	%D%/test_rates.c \
	%D%/test_reject.c \
	%D%/test_reserved.c \
	%D%/test_review.c \
	%D%/test_session.c \
	tests/unit/dir_rig.c tests/unit/dir_rig.h \
	tests/unit/registry/registry_rig.c tests/unit/registry/registry_rig.h
tests_unit_unit_auth_CFLAGS = $(AM_CFLAGS) $(CRITERION_CFLAGS)
tests_unit_unit_auth_LDADD = ircd/auth/libauth.a ircd/registry/libregistry.a ircd/audit/libaudit.a ircd/route/libroute.a \
	ircd/state/libstate.a ircd/conf/libconf.a ircd/store/libstore.a ircd/net/libnet.a ircd/proto/libproto.a \
	ircd/core/libcore.a $(OPENSSL_LIBS) $(WSLAY_LIBS) $(CARES_LIBS) $(CONFUSE_LIBS) $(PCRE2_LIBS) $(SODIUM_LIBS) $(SQLITE_LIBS) \
	$(CRITERION_LIBS)
endif
