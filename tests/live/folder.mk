include tests/live/redteam.mk
include tests/live/hostile.mk
EXTRA_DIST += %D%/README.md %D%/lib.sh %D%/run.sh %D%/irc.py %D%/traffic_rehash.py %D%/traffic_stop.py %D%/test_talk.sh \
	%D%/test_oper.sh %D%/test_rehash.sh %D%/test_stop.sh %D%/test_start.sh %D%/test_jail.sh %D%/test_quickstart.sh
