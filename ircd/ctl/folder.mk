EXTRA_DIST += %D%/README.md
noinst_LIBRARIES += %D%/libctl.a
%C%_libctl_a_SOURCES = \
	%D%/ctl_link.c %D%/ctl_link.h \
	%D%/ctl_secret.c %D%/ctl_secret.h \
	%D%/ctl_show.c %D%/ctl_show.h

sbin_PROGRAMS += conclavectl
conclavectl_SOURCES = %D%/conclavectl.c
conclavectl_LDADD = %D%/libctl.a ircd/proto/libproto.a ircd/core/libcore.a $(SODIUM_LIBS)
