EXTRA_DIST += %D%/README.md
if HAVE_CRITERION
check_PROGRAMS += tests/unit/unit_guard
TESTS += tests/unit/unit_guard
tests_unit_unit_guard_SOURCES = \
	%D%/guard_rig.c %D%/guard_rig.h \
	%D%/test_guard.c \
	%D%/test_guard_rules.c \
	%D%/test_held.c \
	%D%/test_plain_copy.c \
	%D%/test_strip.c \
	%D%/test_tally.c \
	%D%/test_words.c
tests_unit_unit_guard_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/%D%
tests_unit_unit_guard_CFLAGS = $(AM_CFLAGS) $(CRITERION_CFLAGS)
tests_unit_unit_guard_LDADD = ircd/guard/libguard.a ircd/conf/libconf.a ircd/state/libstate.a ircd/proto/libproto.a \
	ircd/core/libcore.a $(CONFUSE_LIBS) $(PCRE2_LIBS) $(SODIUM_LIBS) $(CRITERION_LIBS)
endif
