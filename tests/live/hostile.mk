EXTRA_DIST += %D%/hostile.py %D%/hostile_reader.py %D%/hostile_sender.py %D%/hostile_tls.py %D%/hostile_idle.py \
	%D%/hostile_stop.py %D%/test_hostile.sh
