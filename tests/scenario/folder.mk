# Every scenario of scripts/, in one program that links all of the server but main().
check_PROGRAMS += tests/scenario/run_scenarios
TESTS += tests/scenario/run_scenarios tests/scenario/test_runner.sh
EXTRA_DIST += %D%/README.md %D%/scripts %D%/test_runner.scn %D%/test_runner.sh
tests_scenario_run_scenarios_SOURCES = \
	%D%/run_scenarios.c \
	%D%/scn_account.c %D%/scn_account.h \
	%D%/scn_audit.c %D%/scn_audit.h \
	%D%/scn_cert.c %D%/scn_cert.h \
	%D%/scn_conf.c %D%/scn_conf.h \
	%D%/scn_expect.c \
	%D%/scn_fit.c %D%/scn_fit.h \
	%D%/scn_grammar.c %D%/scn_grammar.h \
	%D%/scn_ident.c %D%/scn_ident.h \
	%D%/scn_link.c %D%/scn_link.h \
	%D%/scn_live.c %D%/scn_live.h %D%/scn_live_priv.h \
	%D%/scn_lookup.c %D%/scn_lookup.h \
	%D%/scn_login.c %D%/scn_login.h \
	%D%/scn_match.c %D%/scn_match.h \
	%D%/scn_peer.c %D%/scn_peer.h \
	%D%/scn_rig.c %D%/scn_rig.h \
	%D%/scn_say.c \
	%D%/scn_socket.h \
	%D%/scn_step.c %D%/scn_step.h \
	%D%/scn_sync.c \
	%D%/scn_wire.h %D%/scn_wire_mem.c %D%/scn_wire_tcp.c %D%/scn_wire_tls.c %D%/scn_wire_ws.c \
	%D%/scn_worker.c %D%/scn_worker.h
tests_scenario_run_scenarios_LDADD = $(conclave_archives) $(conclave_libs)
