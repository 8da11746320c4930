dist_man_MANS += contrib/doc/man/conclave.conf.5
EXTRA_DIST += %D%/README.md %D%/conclave.conf %D%/guard.conf %D%/motd.txt
