if HAVE_CRITERION
check_PROGRAMS += tests/unit/unit_ctl
TESTS += tests/unit/unit_ctl
tests_unit_unit_ctl_SOURCES = \
	tests/unit/proto/audit_rig.c tests/unit/proto/audit_rig.h \
	%D%/test_ctl_audit_show.c \
	%D%/test_ctl_audit_verify.c \
	%D%/ctl_talk.c %D%/ctl_talk.h \
	%D%/test_ctl_link.c \
	%D%/test_ctl_module.c \
	%D%/test_ctl_secret.c \
	%D%/test_ctl_show.c
tests_unit_unit_ctl_CFLAGS = $(AM_CFLAGS) $(CRITERION_CFLAGS)
tests_unit_unit_ctl_LDADD = ircd/ctl/libctl.a ircd/proto/libproto.a ircd/core/libcore.a $(SODIUM_LIBS) $(JANSSON_LIBS) $(CRITERION_LIBS)
endif
