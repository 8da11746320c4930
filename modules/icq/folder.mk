noinst_LIBRARIES += %D%/libicq.a
EXTRA_DIST += %D%/README.md
%C%_libicq_a_SOURCES = \
	%D%/flap.c %D%/flap.h \
	%D%/icbm.c %D%/icbm.h \
	%D%/icbm_relay.c %D%/icbm_relay.h \
	%D%/icq_bytes.c %D%/icq_bytes.h \
	%D%/icq_types.h \
	%D%/icq_utf16.c %D%/icq_utf16.h \
	%D%/oscar_user.c %D%/oscar_user.h \
	%D%/snac.c %D%/snac.h \
	%D%/snac_types.h \
	%D%/tlv.c %D%/tlv.h \
	%D%/udp_cmd.h \
	%D%/udp_packet.c %D%/udp_packet.h \
	%D%/udp_scramble.c %D%/udp_scramble.h
