EXTRA_DIST += %D%/README.md %D%/conclave.conf %D%/motd.txt
