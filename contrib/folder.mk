# contrib
include contrib/completion/folder.mk
include contrib/systemd/folder.mk
dist_man_MANS += %D%/doc/man/conclaved.8 %D%/doc/man/conclavectl.8 %D%/doc/man/conclave-oper.7 \
	%D%/doc/man/conclave-dcc.7 %D%/doc/man/conclave-icq.7 %D%/doc/man/conclave-linking.7
EXTRA_DIST += %D%/README.md %D%/quickstart %D%/check %D%/needs.sh %D%/m4/conclave_flags.m4 %D%/doc/decisions
