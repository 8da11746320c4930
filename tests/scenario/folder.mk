# Every scenario of scripts/, in one program that links all of the server but main().
check_PROGRAMS += tests/scenario/run_scenarios
TESTS += tests/scenario/run_scenarios tests/scenario/test_runner.sh
EXTRA_DIST += %D%/README.md %D%/scripts %D%/test_runner.scn %D%/test_runner.sh
tests_scenario_run_scenarios_SOURCES = \
	%D%/run_scenarios.c \
	%D%/scn_conf.c %D%/scn_conf.h \
	%D%/scn_expect.c \
	%D%/scn_match.c %D%/scn_match.h \
	%D%/scn_peer.c %D%/scn_peer.h \
	%D%/scn_rig.c %D%/scn_rig.h \
	%D%/scn_say.c \
	%D%/scn_step.c %D%/scn_step.h \
	%D%/scn_worker.c %D%/scn_worker.h
tests_scenario_run_scenarios_LDADD = $(conclave_archives) $(conclave_libs)
