noinst_LIBRARIES += %D%/libguard.a
EXTRA_DIST += %D%/README.md contrib/doc/decisions/0028-rules-about-texts-are-patterns-behind-a-search-for-words.md \
	contrib/doc/decisions/0029-warnings-and-held-messages.md
%C%_libguard_a_SOURCES = \
	%D%/ctcp_level.c %D%/ctcp_level.h \
	%D%/guard.c %D%/guard.h %D%/guard_priv.h \
	%D%/held.c %D%/held.h \
	%D%/plain_copy.c %D%/plain_copy.h \
	%D%/strip.c %D%/strip.h \
	%D%/tally.c %D%/tally.h \
	%D%/words.c %D%/words.h
