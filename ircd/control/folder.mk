noinst_LIBRARIES += %D%/libcontrol.a
EXTRA_DIST += %D%/README.md
%C%_libcontrol_a_SOURCES = \
	%D%/control_account.c \
	%D%/control_ban.c \
	%D%/control_call.c %D%/control_call.h \
	%D%/control_channel.c \
	%D%/control_dcc.c \
	%D%/control_link.c \
	%D%/control_module.c %D%/control_module.h \
	%D%/control_oper.c \
	%D%/control_people.c \
	%D%/control_request.c %D%/control_request.h \
	%D%/control_server.c \
	%D%/control_stats.c \
	%D%/control_session.c %D%/control_session.h \
	%D%/control_socket.c %D%/control_socket.h
