if HAVE_CRITERION
check_PROGRAMS += tests/unit/unit_ctl
TESTS += tests/unit/unit_ctl
tests_unit_unit_ctl_SOURCES = \
	%D%/test_ctl_link.c \
	%D%/test_ctl_secret.c \
	%D%/test_ctl_show.c
tests_unit_unit_ctl_CFLAGS = $(AM_CFLAGS) $(CRITERION_CFLAGS)
tests_unit_unit_ctl_LDADD = ircd/ctl/libctl.a ircd/proto/libproto.a ircd/core/libcore.a $(SODIUM_LIBS) $(CRITERION_LIBS)
endif
