noinst_LIBRARIES += %D%/libstore.a
EXTRA_DIST += %D%/README.md
%C%_libstore_a_SOURCES = \
	%D%/audit_file.c %D%/audit_file.h %D%/audit_file_priv.h \
	%D%/audit_found.c \
	%D%/audit_log.c %D%/audit_log.h \
	%D%/audit_syslog.c %D%/audit_syslog.h \
	%D%/sql.c %D%/sql.h \
	%D%/store.c %D%/store.h \
	%D%/store_account.c %D%/store_account.h \
	%D%/store_ban.c %D%/store_ban.h \
	%D%/store_channel.c %D%/store_channel.h \
	%D%/store_file.c %D%/store_file.h \
	%D%/store_module.c %D%/store_module.h \
	%D%/store_schema.c %D%/store_schema.h
