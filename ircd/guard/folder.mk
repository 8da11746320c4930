noinst_LIBRARIES += %D%/libguard.a
EXTRA_DIST += %D%/README.md
%C%_libguard_a_SOURCES = \
	%D%/guard.c %D%/guard.h %D%/guard_priv.h \
	%D%/held.c %D%/held.h \
	%D%/plain_copy.c %D%/plain_copy.h \
	%D%/strip.c %D%/strip.h \
	%D%/tally.c %D%/tally.h \
	%D%/words.c %D%/words.h
