EXTRA_DIST += %D%/README.md
if HAVE_CRITERION
check_PROGRAMS += tests/unit/unit_state
TESTS += tests/unit/unit_state
tests_unit_unit_state_SOURCES = \
	%D%/state_rig.c %D%/state_rig.h \
	%D%/test_recent.c \
	%D%/test_account.c \
	%D%/test_auditorium.c \
	%D%/test_ban.c \
	%D%/test_ban_subject.c \
	%D%/test_block_index.c \
	%D%/test_mask_index.c \
	%D%/test_server_ban.c \
	%D%/test_channel.c \
	%D%/test_channel_ts.c \
	%D%/test_client.c \
	%D%/test_collision.c \
	%D%/test_cursor.c \
	%D%/test_filter.c \
	%D%/test_invite.c \
	%D%/test_isupport.c \
	%D%/test_mass.c \
	%D%/test_member.c \
	%D%/test_mode_channel.c \
	%D%/test_mode_rights.c \
	%D%/test_mode_user.c \
	%D%/test_monitor.c \
	%D%/test_nick_delay.c \
	%D%/test_oper.c \
	%D%/test_property.c \
	%D%/test_registration.c \
	%D%/test_snomask.c \
	%D%/test_whowas.c \
	%D%/test_world.c \
	%D%/world_check.c %D%/world_check.h
tests_unit_unit_state_CFLAGS = $(AM_CFLAGS) $(CRITERION_CFLAGS)
tests_unit_unit_state_LDADD = ircd/state/libstate.a ircd/proto/libproto.a ircd/core/libcore.a $(SODIUM_LIBS) $(CRITERION_LIBS)
endif
