/* What stream.c and tls_stream.c share. */
#ifndef CONCLAVE_NET_STREAM_PRIV_H
#define CONCLAVE_NET_STREAM_PRIV_H

#include "net/stream.h"

struct tls_stream;

struct stream {
	struct loop *loop;
	struct watch
		watch; /* in the loop only while something is wanted: a peer that hung up would wake us for ever */
	int fd;
	stream_ready_fn *ready;
	void *arg;
	struct tls_stream *tls; /* NULL: plain */
	unsigned want;		/* what the caller asked for */
	bool in_handshake;
	/* TLS may have to write before it can read, and the other way round. */
	bool rx_writes, tx_reads;
};

/* Waits for these bits of the descriptor, or for nothing. */
void stream_wait(struct stream *s, unsigned bits);

int tls_stream_start(struct stream *s, const struct stream_conf *conf, struct err *e) WARN_UNUSED;
void tls_stream_free(struct tls_stream *t); /* NULL is fine */
enum stream_result tls_stream_handshake(struct stream *s) WARN_UNUSED;
enum stream_result tls_stream_read(struct stream *s, void *dst, size_t max, size_t *n) WARN_UNUSED;
enum stream_result tls_stream_write(struct stream *s, const void *src, size_t n, size_t *sent) WARN_UNUSED;
/* The goodbye; OK: it went, or can't go any more. */
enum stream_result tls_stream_shut(struct stream *s) WARN_UNUSED;
bool tls_stream_has_pending(const struct tls_stream *t) WARN_UNUSED;
const char *tls_stream_version(const struct tls_stream *t) WARN_UNUSED;
const unsigned char *tls_stream_fingerprint(const struct tls_stream *t) WARN_UNUSED; /* 32 bytes or NULL */

#endif
