noinst_LIBRARIES += %D%/libnet.a
EXTRA_DIST += %D%/README.md
%C%_libnet_a_SOURCES = \
	%D%/addr.c %D%/addr.h \
	%D%/addr_table.c %D%/addr_table.h \
	%D%/conn.c %D%/conn.h %D%/conn_priv.h \
	%D%/conn_adopt.c %D%/conn_adopt.h \
	%D%/conn_fd.c \
	%D%/conn_hold.c %D%/conn_hold.h \
	%D%/conn_inside.c %D%/conn_inside.h \
	%D%/conn_io.c \
	%D%/conn_mem.c %D%/conn_mem.h \
	%D%/conn_proof.h \
	%D%/conn_turn.c \
	%D%/dial.c %D%/dial.h \
	%D%/dns_answer.c %D%/dns_answer.h \
	%D%/forward.c %D%/forward.h \
	%D%/line.c %D%/line.h \
	%D%/linebuf.c %D%/linebuf.h \
	%D%/listener.c %D%/listener.h \
	%D%/proxy_header.c %D%/proxy_header.h \
	%D%/resolver.c %D%/resolver.h \
	%D%/sendq.c %D%/sendq.h \
	%D%/socks.c %D%/socks.h \
	%D%/socks_udp.c %D%/socks_udp.h \
	%D%/stream.c %D%/stream.h %D%/stream_priv.h \
	%D%/transport_priv.h \
	%D%/throttle.c %D%/throttle.h \
	%D%/tls.h %D%/tls_priv.h \
	%D%/tls_binding.c \
	%D%/tls_accept_key.c %D%/tls_accept_key.h \
	%D%/tls_conn.c \
	%D%/tls_ctx.c \
	%D%/tls_digest.c %D%/tls_digest.h \
	%D%/tls_md5.c %D%/tls_md5.h \
	%D%/tls_stream.c \
	%D%/websocket.c %D%/websocket.h \
	%D%/ws_frames.c %D%/ws_frames.h \
	%D%/ws_handshake.c %D%/ws_handshake.h
