noinst_LIBRARIES += %D%/liblink.a
EXTRA_DIST += %D%/README.md
%C%_liblink_a_SOURCES = \
	%D%/burst.c %D%/burst.h \
	%D%/burst_channels.c \
	%D%/burst_users.c \
	%D%/encap_ban.c \
	%D%/encap_channel.c \
	%D%/encap_server.c \
	%D%/encap_services.c \
	%D%/encap_user.c \
	%D%/handshake.c \
	%D%/introduce.c %D%/introduce.h \
	%D%/link.c %D%/link.h \
	%D%/link_ask.c %D%/link_ask.h \
	%D%/link_alive.c \
	%D%/link_bans.c %D%/link_bans.h \
	%D%/link_caps.c %D%/link_caps.h \
	%D%/link_conf.c \
	%D%/link_dial.c %D%/link_dial.h \
	%D%/link_kill.c %D%/link_kill.h \
	%D%/link_cmodes.c %D%/link_cmodes.h \
	%D%/link_line.c \
	%D%/link_lower.c %D%/link_lower.h \
	%D%/link_news.c %D%/link_news.h \
	%D%/link_priv.h \
	%D%/link_record.c %D%/link_record.h \
	%D%/link_umodes.c %D%/link_umodes.h \
	%D%/link_services.c %D%/link_services.h \
	%D%/out.c %D%/out.h \
	%D%/save.c %D%/save.h \
	%D%/schema.c %D%/schema.h \
	%D%/split.c %D%/split.h \
	%D%/tell.c %D%/tell.h \
	%D%/tell_ban.c \
	%D%/registered.c %D%/registered.h \
	%D%/tell_channel.c \
	%D%/tell_message.c \
	%D%/tell_node.c %D%/tell_node.h \
	%D%/tell_user.c \
	%D%/topic_line.c %D%/topic_line.h \
	%D%/verb.h \
	%D%/verb_ban.c \
	%D%/verb_channel.c \
	%D%/verb_join.c %D%/verb_join.h \
	%D%/verb_encap.c \
	%D%/verb_list.c \
	%D%/verb_message.c \
	%D%/verb_query.c \
	%D%/verb_server.c \
	%D%/verb_topic.c %D%/verb_topic.h \
	%D%/verb_user.c
