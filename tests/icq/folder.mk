EXTRA_DIST += %D%/README.md
check_PROGRAMS += tests/icq/run_icq
TESTS += tests/icq/run_icq
tests_icq_run_icq_SOURCES = \
	%D%/icq_cases.h \
	%D%/icq_cases_account.c \
	%D%/icq_cases_channel.c \
	%D%/icq_cases_people.c \
	%D%/icq_cases_session.c \
	%D%/icq_cases_uins.c \
	%D%/icq_rig.c %D%/icq_rig.h \
	%D%/icq_rig_client.c \
	%D%/run_icq.c
tests_icq_run_icq_LDADD = $(conclave_archives) $(conclave_libs)
if HAVE_CRITERION
check_PROGRAMS += tests/icq/legacy
TESTS += tests/icq/legacy
tests_icq_legacy_SOURCES = \
	%D%/fake_core.c %D%/fake_core.h \
	%D%/legacy_client.c %D%/legacy_client.h \
	%D%/legacy_rig.c %D%/legacy_rig.h \
	%D%/sim_net.c %D%/sim_net.h \
	%D%/test_legacy_flows.c \
	%D%/test_legacy_hostile.c \
	%D%/test_legacy_weather.c
tests_icq_legacy_CFLAGS = $(AM_CFLAGS) $(CRITERION_CFLAGS)
tests_icq_legacy_LDADD = modules/icq/libicq.a ircd/conf/libconf.a ircd/net/libnet.a ircd/proto/libproto.a ircd/core/libcore.a \
	$(CRITERION_LIBS) $(OPENSSL_LIBS) $(WSLAY_LIBS) $(SODIUM_LIBS) $(CONFUSE_LIBS) $(PCRE2_LIBS)
check_PROGRAMS += tests/icq/oscar
TESTS += tests/icq/oscar
tests_icq_oscar_SOURCES = \
	%D%/icq_rig.c %D%/icq_rig.h \
	%D%/icq_rig_client.c \
	%D%/test_oscar_flows.c \
	tests/unit/icq/oscar_client.c tests/unit/icq/oscar_client.h
tests_icq_oscar_CFLAGS = $(AM_CFLAGS) $(CRITERION_CFLAGS)
tests_icq_oscar_LDADD = $(conclave_archives) $(conclave_libs) $(CRITERION_LIBS)
endif
