if HAVE_CRITERION
check_PROGRAMS += tests/unit/unit_jail
TESTS += tests/unit/unit_jail
tests_unit_unit_jail_SOURCES = \
	tests/live/redteam_bpf.c tests/live/redteam_bpf.h \
	%D%/test_jail_child.c \
	%D%/test_jail_early.c \
	%D%/test_jail_plan.c \
	%D%/test_jail_report.c \
	%D%/test_jail_seccomp.c
tests_unit_unit_jail_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests/live \
	-DGOLDEN_DIR='"$(abs_top_srcdir)/tests/live"'
tests_unit_unit_jail_CFLAGS = $(AM_CFLAGS) $(CRITERION_CFLAGS)
tests_unit_unit_jail_LDADD = ircd/jail/libjail.a ircd/core/libcore.a $(SECCOMP_LIBS) $(CAP_LIBS) $(SODIUM_LIBS) \
	$(CRITERION_LIBS)
endif
