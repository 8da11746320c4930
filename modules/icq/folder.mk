noinst_LIBRARIES += %D%/libicq.a
EXTRA_DIST += %D%/README.md
%C%_libicq_a_SOURCES = \
	%D%/icq_bytes.c %D%/icq_bytes.h \
	%D%/icq_types.h \
	%D%/udp_cmd.h \
	%D%/udp_packet.c %D%/udp_packet.h \
	%D%/udp_scramble.c %D%/udp_scramble.h
