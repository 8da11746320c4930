EXTRA_DIST += %D%/README.md
if HAVE_CRITERION
check_PROGRAMS += tests/unit/unit_route
TESTS += tests/unit/unit_route
tests_unit_unit_route_SOURCES = \
	%D%/route_rig.c %D%/route_rig.h \
	%D%/test_far.c \
	%D%/test_login.c \
	%D%/test_answer.c \
	%D%/test_chghost.c \
	%D%/test_event.c \
	%D%/test_flood.c \
	%D%/test_channel_event.c \
	%D%/test_mode_event.c \
	%D%/test_multiline.c \
	%D%/test_netsplit.c \
	%D%/test_reply.c \
	%D%/test_route.c \
	%D%/test_setname.c \
	%D%/test_snotice.c \
	%D%/test_tree.c
tests_unit_unit_route_CFLAGS = $(AM_CFLAGS) $(CRITERION_CFLAGS)
tests_unit_unit_route_LDADD = ircd/route/libroute.a ircd/state/libstate.a ircd/net/libnet.a ircd/proto/libproto.a \
	ircd/core/libcore.a $(OPENSSL_LIBS) $(WSLAY_LIBS) $(CARES_LIBS) $(SODIUM_LIBS) $(CRITERION_LIBS)
endif
