if HAVE_CRITERION
check_PROGRAMS += tests/unit/unit_icq
TESTS += tests/unit/unit_icq
tests_unit_unit_icq_SOURCES = \
	%D%/test_icq_bytes.c \
	%D%/test_udp_packet.c \
	%D%/test_udp_scramble.c \
	%D%/udp_vectors.c %D%/udp_vectors.h
tests_unit_unit_icq_CFLAGS = $(AM_CFLAGS) $(CRITERION_CFLAGS)
tests_unit_unit_icq_LDADD = modules/icq/libicq.a ircd/net/libnet.a ircd/proto/libproto.a ircd/core/libcore.a \
	$(CRITERION_LIBS) $(OPENSSL_LIBS) $(WSLAY_LIBS) $(SODIUM_LIBS)
endif
