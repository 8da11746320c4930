noinst_LIBRARIES += %D%/libstate.a
EXTRA_DIST += %D%/README.md
%C%_libstate_a_SOURCES = \
	%D%/account.c %D%/account.h \
	%D%/auditorium.c %D%/auditorium.h \
	%D%/ban.c %D%/ban.h \
	%D%/ban_subject.c %D%/ban_subject.h \
	%D%/block_index.c %D%/block_index.h \
	%D%/channel.c %D%/channel.h %D%/channel_server.h %D%/channel_verdict.h \
	%D%/channel_ts.c %D%/channel_ts.h \
	%D%/client.c %D%/client.h %D%/client_priv.h \
	%D%/client_remote.c %D%/client_remote.h \
	%D%/client_cloak.c %D%/client_cloak.h \
	%D%/collision.c %D%/collision.h \
	%D%/cursor.c %D%/cursor.h %D%/cursor_priv.h \
	%D%/filter.c %D%/filter.h \
	%D%/invite.c %D%/invite.h \
	%D%/isupport.c %D%/isupport.h \
	%D%/mass.c %D%/mass.h \
	%D%/mask_index.c %D%/mask_index.h \
	%D%/member.c %D%/member.h \
	%D%/mode.h %D%/mode_bits.h %D%/mode_verdict.h %D%/mode_channel.c %D%/mode_user.c \
	%D%/monitor.c %D%/monitor.h \
	%D%/nick_delay.c %D%/nick_delay.h \
	%D%/node.c %D%/node.h \
	%D%/oper.c %D%/oper.h \
	%D%/recent.c %D%/recent.h \
	%D%/registration.c %D%/registration.h \
	%D%/server_ban.c %D%/server_ban.h \
	%D%/snomask.c %D%/snomask.h \
	%D%/whowas.c %D%/whowas.h \
	%D%/world.c %D%/world.h
