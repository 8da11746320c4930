EXTRA_DIST += %D%/README.md
if HAVE_CRITERION
check_PROGRAMS += tests/unit/unit_proto
TESTS += tests/unit/unit_proto
tests_unit_unit_proto_SOURCES = \
	%D%/test_ban_mask.c \
	%D%/audit_rig.c %D%/audit_rig.h \
	%D%/test_audit_chain.c \
	%D%/test_audit_event.c \
	%D%/test_audit_line.c \
	%D%/test_audit_verify.c \
	%D%/test_caps.c \
	%D%/test_casemap.c \
	%D%/test_cloak.c \
	%D%/test_confusable.c \
	%D%/test_ctcp.c \
	%D%/test_dcc.c \
	%D%/test_duration.c \
	%D%/test_elist.c \
	%D%/test_extban.c \
	%D%/test_file_name.c \
	%D%/test_ident_reply.c \
	%D%/test_ip_block.c \
	%D%/test_json_build.c \
	%D%/test_limits.c \
	%D%/test_mask.c \
	%D%/test_msg.c \
	%D%/test_msg_build.c \
	%D%/test_names.c \
	%D%/test_numerics.c \
	%D%/test_pattern.c \
	%D%/test_plain.c \
	%D%/test_password_hash.c \
	%D%/test_privs.c \
	%D%/test_scram_key.c \
	%D%/test_sasl_text.c \
	%D%/test_tags.c \
	%D%/test_text.c \
	%D%/test_whox.c
tests_unit_unit_proto_CFLAGS = $(AM_CFLAGS) $(CRITERION_CFLAGS)
tests_unit_unit_proto_LDADD = ircd/proto/libproto.a ircd/core/libcore.a $(PCRE2_LIBS) $(SODIUM_LIBS) \
	$(CRITERION_LIBS)
endif
