noinst_LIBRARIES += %D%/libroute.a
EXTRA_DIST += %D%/README.md
%C%_libroute_a_SOURCES = %D%/login.c %D%/login.h %D%/answer.c %D%/answer.h %D%/chghost.c %D%/chghost.h %D%/event.c %D%/event.h %D%/flood.c %D%/flood.h %D%/presence.c %D%/presence.h %D%/reply.c %D%/reply.h %D%/route.c %D%/route.h \
	%D%/away_event.c %D%/away_event.h \
	%D%/setname.c %D%/setname.h \
	%D%/snotice.c %D%/snotice.h \
	%D%/leave.c %D%/leave.h \
	%D%/renick.c %D%/renick.h \
	%D%/wallops.c %D%/wallops.h \
	%D%/tree.c %D%/tree.h %D%/tree_ban.h \
	%D%/channel_event.c %D%/channel_event.h \
	%D%/mode_event.c %D%/mode_event.h \
	%D%/multiline.c %D%/multiline.h \
	%D%/netjoin.c %D%/netjoin.h \
	%D%/netsplit.c %D%/netsplit.h \
	%D%/route_priv.h
