noinst_LIBRARIES += %D%/libcommands.a
EXTRA_DIST += %D%/README.md
%C%_libcommands_a_SOURCES = \
	%D%/cmd_authenticate.c %D%/cmd_away.c %D%/cmd_cap.c %D%/cmd_connection.c %D%/cmd_dccallow.c %D%/cmd_dcckill.c %D%/cmd_filter.c \
	%D%/dcc_help.h \
	%D%/cmd_info.c %D%/cmd_invite.c \
	%D%/cmd_ban.c %D%/cmd_batch.c %D%/cmd_close.c %D%/cmd_connect.c %D%/cmd_test.c \
	%D%/stats_ban.c \
	%D%/cmd_ison.c %D%/cmd_join.c %D%/cmd_kick.c %D%/cmd_knock.c %D%/cmd_list.c %D%/cmd_message.c \
	%D%/cmd_etrace.c \
	%D%/cmd_force.c %D%/cmd_grant.c %D%/cmd_identity.c %D%/cmd_kill.c %D%/cmd_wallops.c %D%/join_welcome.h \
	%D%/cmd_held.c %D%/cmd_help.c %D%/cmd_links.c %D%/held_tell.h \
	%D%/cmd_mode.c %D%/cmd_modlist.c %D%/cmd_monitor.c %D%/cmd_names.c %D%/cmd_nick.c %D%/cmd_oper.c %D%/cmd_part.c \
	%D%/cmd_redact.c %D%/cmd_rename.c \
	%D%/cmd_register.c %D%/cmd_server.c %D%/cmd_service.c %D%/cmd_set.c \
	%D%/svc_chanserv.c %D%/svc_chanserv.h %D%/svc_chanserv_access.c %D%/svc_chanserv_set.c %D%/svc_nickserv.c \
	%D%/cmd_stats.c %D%/cmd_topic.c %D%/cmd_trace.c %D%/cmd_webirc.c %D%/cmd_who.c %D%/cmd_whois.c \
	%D%/command.h %D%/control_status.h \
	%D%/rehash_ask.c %D%/rehash_ask.h \
	%D%/report.c %D%/report.h \
	%D%/dispatch.c %D%/dispatch.h \
	%D%/link_list.c %D%/link_list.h \
	%D%/lookup.c %D%/lookup.h \
	%D%/tree_order.c %D%/tree_order.h \
	%D%/user_walk.c %D%/user_walk.h \
	%D%/operspy.c %D%/operspy.h \
	%D%/who_reply.c %D%/who_reply.h \
	%D%/message.c %D%/message.h \
	%D%/far_message.c %D%/far_message.h \
	%D%/say.c %D%/say.h \
	%D%/say_check.c %D%/say_check.h \
	%D%/service.c %D%/service.h \
	%D%/stats.c %D%/stats.h %D%/stats_conf.c %D%/stats_dcc.c %D%/stats_link.c %D%/stats_server.c %D%/stats_users.c \
	%D%/cap_news.h %D%/names_list.h %D%/topic_reply.h
