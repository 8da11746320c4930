# Every scenario of scripts/, in one program that links all of the server but main().
check_PROGRAMS += tests/scenario/run_scenarios
TESTS += tests/scenario/run_scenarios
EXTRA_DIST += %D%/README.md %D%/scripts
tests_scenario_run_scenarios_SOURCES = \
	%D%/run_scenarios.c \
	%D%/scn_conf.c %D%/scn_conf.h \
	%D%/scn_expect.c \
	%D%/scn_match.c %D%/scn_match.h \
	%D%/scn_peer.c %D%/scn_peer.h \
	%D%/scn_rig.c %D%/scn_rig.h \
	%D%/scn_say.c \
	%D%/scn_step.c %D%/scn_step.h
tests_scenario_run_scenarios_LDADD = $(conclave_archives) $(conclave_libs)
