noinst_LIBRARIES += %D%/librelay.a
EXTRA_DIST += %D%/README.md
%C%_librelay_a_SOURCES = \
	%D%/relay.c %D%/relay.h
