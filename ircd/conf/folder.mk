noinst_LIBRARIES += %D%/libconf.a
EXTRA_DIST += %D%/README.md contrib/doc/decisions/0004-scan-before-libconfuse.md
%C%_libconf_a_SOURCES = \
	%D%/conf.c %D%/conf.h \
	%D%/conf_account.h \
	%D%/conf_allow.h \
	%D%/conf_audit.h \
	%D%/conf_arena.c %D%/conf_arena.h \
	%D%/conf_bans.h \
	%D%/conf_bind.c %D%/conf_bind.h \
	%D%/conf_check.c %D%/conf_check.h %D%/conf_check_guard.c \
	%D%/conf_check_dcc.c %D%/conf_check_dcc.h \
	%D%/conf_check_link.c %D%/conf_check_link.h \
	%D%/conf_class.h \
	%D%/conf_compare.c \
	%D%/conf_control.h \
	%D%/conf_confuse.c %D%/conf_confuse.h \
	%D%/conf_dcc.h \
	%D%/conf_describe.c %D%/conf_describe.h \
	%D%/conf_diff.c %D%/conf_diff.h \
	%D%/conf_faults.c %D%/conf_faults.h \
	%D%/conf_file.c %D%/conf_file.h \
	%D%/conf_gateway.h \
	%D%/conf_guard.h \
	%D%/conf_check_icq.c %D%/conf_check_icq.h \
	%D%/conf_icq.c %D%/conf_icq.h %D%/conf_schema_icq.c \
	%D%/conf_link.c %D%/conf_link.h \
	%D%/conf_motd.c %D%/conf_motd.h \
	%D%/conf_origin.c %D%/conf_origin.h \
	%D%/conf_oper.h \
	%D%/conf_password.c %D%/conf_password.h \
	%D%/conf_person.h \
	%D%/conf_range.c %D%/conf_range.h \
	%D%/conf_raw.c %D%/conf_raw.h \
	%D%/conf_role.c %D%/conf_role.h \
	%D%/conf_scan.c %D%/conf_scan.h \
	%D%/conf_schema.c %D%/conf_schema.h %D%/conf_schema_priv.h \
	%D%/conf_schema_account.c %D%/conf_schema_audit.c %D%/conf_schema_class.c %D%/conf_schema_dcc.c \
	%D%/conf_schema_guard.c %D%/conf_schema_link.c \
	%D%/conf_set.c %D%/conf_set.h \
	%D%/conf_show.c %D%/conf_show.h \
	%D%/conf_take.c %D%/conf_take.h %D%/conf_take_priv.h \
	%D%/conf_take_list.c %D%/conf_take_net.c \
	%D%/conf_types.h \
	%D%/conf_value.c %D%/conf_value.h \
	%D%/conf_who.c %D%/conf_who.h
