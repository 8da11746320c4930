/* A TLS 1.3 connection without an SSL object: what tls_conn.c makes of it once the handshake is done. */
#ifndef CONCLAVE_NET_TLS_STREAM_H
#define CONCLAVE_NET_TLS_STREAM_H

#include "core/util.h"
#include "core/view.h"
#include "net/conn_priv.h"
#include "net/tls_record.h"

struct tls_buffers; /* shared by the connections of a net */

struct tls_buffers *tls_buffers_new(void) WARN_UNUSED; /* NULL when OpenSSL lacks something */
void tls_buffers_free(struct tls_buffers *b);

/* What the handshake leaves. */
struct tls_handover {
	uint16_t suite;
	struct view client_secret, server_secret; /* borrowed */
	uint64_t sent;		    /* records that were sealed with the server's secret: session tickets */
	const char *cipher;	    /* static */
	unsigned char *fingerprint; /* taken if it works */
	struct view rest;	    /* bytes that came behind the handshake; borrowed */
};

/* Changes the conn's transport: 1: a whole record is there already; 0: none; -1: nothing was changed. */
int tls_stream_start(struct conn *c, const struct tls_handover *h) WARN_UNUSED;

#endif
