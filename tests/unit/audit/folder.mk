EXTRA_DIST += %D%/README.md
if HAVE_CRITERION
check_PROGRAMS += tests/unit/unit_audit
TESTS += tests/unit/unit_audit
tests_unit_unit_audit_SOURCES = %D%/test_audit.c
tests_unit_unit_audit_CFLAGS = $(AM_CFLAGS) $(CRITERION_CFLAGS)
tests_unit_unit_audit_LDADD = ircd/audit/libaudit.a ircd/state/libstate.a ircd/proto/libproto.a ircd/core/libcore.a \
	$(SODIUM_LIBS) $(CRITERION_LIBS)
endif
