if HAVE_CRITERION
check_PROGRAMS += tests/unit/unit_net
TESTS += tests/unit/unit_net
tests_unit_unit_net_SOURCES = \
	%D%/dns_bytes.c %D%/dns_bytes.h \
	%D%/net_rig.c %D%/net_rig.h \
	%D%/test_addr.c \
	%D%/test_addr_table.c \
	%D%/test_conn.c \
	%D%/test_conn_adopt.c \
	%D%/test_conn_io.c \
	%D%/test_dial.c \
	%D%/test_dns_answer.c \
	%D%/test_forward.c \
	%D%/test_line.c \
	%D%/test_linebuf.c \
	%D%/test_listener.c \
	%D%/test_proxy_header.c \
	%D%/test_resolver.c \
	%D%/test_sendq.c \
	%D%/test_socks.c \
	%D%/test_socks_udp.c \
	%D%/test_stream.c \
	%D%/test_throttle.c \
	%D%/test_tls_binding.c \
	%D%/test_tls_conn.c \
	%D%/test_tls_ctx.c \
	%D%/test_tls_digest.c \
	%D%/test_tls_md5.c \
	%D%/test_websocket.c \
	%D%/test_ws_handshake.c \
	%D%/tls_dir.c %D%/tls_dir.h \
	%D%/tls_rig.c %D%/tls_rig.h
tests_unit_unit_net_CFLAGS = $(AM_CFLAGS) $(OPENSSL_CFLAGS) $(CRITERION_CFLAGS)
tests_unit_unit_net_LDADD = ircd/net/libnet.a ircd/core/libcore.a $(OPENSSL_LIBS) $(WSLAY_LIBS) $(CARES_LIBS) $(SODIUM_LIBS) $(CRITERION_LIBS)
endif
