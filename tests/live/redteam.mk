# The red team: built with the tests, run by tests/live/redteam.sh.
check_PROGRAMS += %D%/redteam
%C%_redteam_SOURCES = \
	%D%/redteam.c %D%/redteam.h \
	%D%/redteam_attempts.c %D%/redteam_attempts.h \
	%D%/redteam_bpf.c %D%/redteam_bpf.h \
	%D%/redteam_filter.c \
	%D%/redteam_lock.c \
	%D%/redteam_net.c \
	%D%/redteam_rows.c
%C%_redteam_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/%D%
%C%_redteam_LDADD = ircd/jail/libjail.a ircd/core/libcore.a $(SECCOMP_LIBS) $(CAP_LIBS) $(SODIUM_LIBS)
TESTS += %D%/redteam.sh
EXTRA_DIST += %D%/redteam.sh %D%/redteam_live.sh %D%/redteam_unit.sh %D%/redteam.pfc %D%/redteam.calls
