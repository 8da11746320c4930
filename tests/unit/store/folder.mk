EXTRA_DIST += %D%/README.md
if HAVE_CRITERION
check_PROGRAMS += tests/unit/unit_store
TESTS += tests/unit/unit_store
tests_unit_unit_store_SOURCES = \
	%D%/audit_dir.c %D%/audit_dir.h \
	%D%/store_rig.c %D%/store_rig.h \
	%D%/test_audit_file.c \
	%D%/test_audit_log.c \
	%D%/test_audit_syslog.c \
	tests/unit/dir_rig.c tests/unit/dir_rig.h \
	%D%/test_sql.c \
	%D%/test_store.c \
	%D%/test_store_account.c \
	%D%/test_store_ban.c \
	%D%/test_store_channel.c \
	%D%/test_store_file.c \
	%D%/test_store_module.c \
	%D%/test_store_schema.c
tests_unit_unit_store_CFLAGS = $(AM_CFLAGS) $(CRITERION_CFLAGS)
tests_unit_unit_store_LDADD = ircd/store/libstore.a ircd/proto/libproto.a ircd/core/libcore.a $(SQLITE_LIBS) $(SODIUM_LIBS) $(CRITERION_LIBS)
endif
