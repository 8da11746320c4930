noinst_LIBRARIES += %D%/libaudit.a
EXTRA_DIST += %D%/README.md
%C%_libaudit_a_SOURCES = \
	%D%/audit.c %D%/audit.h
