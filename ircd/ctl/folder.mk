EXTRA_DIST += %D%/README.md
noinst_LIBRARIES += %D%/libctl.a
%C%_libctl_a_SOURCES = \
	%D%/ctl_audit.c %D%/ctl_audit.h \
	%D%/ctl_audit_files.c %D%/ctl_audit_files.h \
	%D%/ctl_audit_show.c %D%/ctl_audit_show.h \
	%D%/ctl_audit_tail.c %D%/ctl_audit_tail.h \
	%D%/ctl_audit_verify.c %D%/ctl_audit_verify.h \
	%D%/ctl_link.c %D%/ctl_link.h \
	%D%/ctl_module.c %D%/ctl_module.h \
	%D%/ctl_secret.c %D%/ctl_secret.h \
	%D%/ctl_show.c %D%/ctl_show.h

sbin_PROGRAMS += conclavectl
conclavectl_SOURCES = %D%/conclavectl.c
conclavectl_LDADD = %D%/libctl.a ircd/proto/libproto.a ircd/core/libcore.a $(SODIUM_LIBS) $(JANSSON_LIBS)
