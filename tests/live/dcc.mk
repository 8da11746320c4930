EXTRA_DIST += %D%/dcc_bytes.py %D%/dcc_forms.py %D%/dcc_people.py %D%/dcc_reach.py %D%/dcc_scan.py %D%/dcc_secrets.py %D%/dcc_stage.py \
	%D%/dcc_stage.sh %D%/dcc_states.py %D%/dcc_times.py %D%/test_dcc_probe.sh
EXTRA_DIST += %D%/dcc_clients.sh %D%/dcc_trickle.py %D%/test_dcc.sh
