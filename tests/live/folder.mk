include tests/live/redteam.mk
include tests/live/hostile.mk
EXTRA_DIST += %D%/dcc_jail.py %D%/dcc_pair.py %D%/test_dcc_jail.sh
include tests/live/dcc.mk
EXTRA_DIST += %D%/services.py %D%/services.sh %D%/test_anope.sh %D%/test_atheme.sh
EXTRA_DIST += %D%/icq_bitlbee.sh %D%/test_icq_bitlbee.sh
EXTRA_DIST += %D%/audit.py %D%/ban.py %D%/test_audit.sh %D%/test_ban.sh
EXTRA_DIST += %D%/icq_legacy.py %D%/test_icq_control.sh
EXTRA_DIST += %D%/README.md %D%/clients.sh %D%/control.py %D%/crash.py %D%/gateway.py \
	%D%/ident.py %D%/irc.py %D%/lib.sh %D%/link_tls.py %D%/linking.py %D%/readme.py %D%/rehash_listeners.py %D%/run.sh %D%/sasl.py %D%/sasl_load.py %D%/test_accounts.sh \
	%D%/test_clients.sh %D%/test_completion.sh %D%/test_control.sh %D%/test_crash.sh %D%/test_explain.sh \
	%D%/test_gateway.sh %D%/test_ident.sh %D%/test_jail.sh %D%/test_link_tls.sh %D%/test_linking.sh %D%/test_nickserv.sh %D%/test_oper.sh \
	%D%/test_quickstart.sh %D%/test_readme.sh %D%/test_rehash.sh %D%/test_rehash_listeners.sh %D%/test_restart.sh %D%/test_sasl.sh %D%/test_start.sh %D%/test_stop.sh \
	%D%/test_talk.sh %D%/test_znc.sh %D%/traffic_rehash.py %D%/traffic_stop.py %D%/znc.py
EXTRA_DIST += %D%/icq_oos.py %D%/icq_oos.sh %D%/test_icq_oos.sh
