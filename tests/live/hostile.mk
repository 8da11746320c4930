EXTRA_DIST += %D%/hostile.py %D%/hostile_reader.py %D%/hostile_sender.py %D%/hostile_churn.py %D%/hostile_tls.py %D%/hostile_idle.py \
	%D%/hostile_stop.py %D%/hostile_descriptors.py %D%/hostile_full.py %D%/ipv6_unix.py %D%/tls_talk.py %D%/test_hostile.sh \
	%D%/test_descriptors.sh %D%/test_ipv6_unix.sh %D%/test_dns.sh %D%/dns_names.py %D%/test_throttle.sh %D%/test_tls.sh \
	%D%/test_websocket.sh %D%/websocket.html %D%/websocket.py %D%/websocket_page.py
