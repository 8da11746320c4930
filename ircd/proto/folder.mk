noinst_LIBRARIES += %D%/libproto.a
EXTRA_DIST += %D%/README.md
%C%_libproto_a_SOURCES = \
	%D%/ban_mask.c %D%/ban_mask.h \
	%D%/audit_chain.c %D%/audit_chain.h \
	%D%/audit_event.c %D%/audit_event.h \
	%D%/audit_line.c %D%/audit_line.h \
	%D%/audit_verify.c %D%/audit_verify.h \
	%D%/bytes_priv.h \
	%D%/caps.c %D%/caps.h \
	%D%/casemap.c %D%/casemap.h %D%/casemap_priv.h \
	%D%/cloak.c %D%/cloak.h \
	%D%/confusable.c %D%/confusable.h \
	%D%/control_wire.h \
	%D%/ctcp.c %D%/ctcp.h \
	%D%/dcc.c %D%/dcc.h \
	%D%/duration.c %D%/duration.h \
	%D%/elist.c %D%/elist.h \
	%D%/extban.c %D%/extban.h \
	%D%/file_name.c %D%/file_name.h \
	%D%/ident_reply.c %D%/ident_reply.h \
	%D%/ip_block.c %D%/ip_block.h \
	%D%/json_build.c %D%/json_build.h \
	%D%/limits.h \
	%D%/mask.c %D%/mask.h \
	%D%/msg.c %D%/msg.h \
	%D%/msg_build.c %D%/msg_build.h \
	%D%/names.c %D%/names.h \
	%D%/numerics.c %D%/numerics.h %D%/numerics_low.h \
	%D%/pattern.c %D%/pattern.h \
	%D%/plain.c %D%/plain.h \
	%D%/password_hash.c %D%/password_hash.h \
	%D%/privs.c %D%/privs.h \
	%D%/sasl_text.c %D%/sasl_text.h \
	%D%/scram_key.c %D%/scram_key.h \
	%D%/tags.c %D%/tags.h \
	%D%/text.c %D%/text.h \
	%D%/whox.c %D%/whox.h
