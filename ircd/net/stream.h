/*
 * One TCP connection of bytes, plain or TLS, for who passes bytes on.  No lines and no queue: what the peer does not take stays with
 * the caller.  The descriptor is closed with the stream.
 */
#ifndef CONCLAVE_NET_STREAM_H
#define CONCLAVE_NET_STREAM_H

#include <stdbool.h>
#include <stddef.h>

#include "core/err.h"
#include "core/loop.h"
#include "core/util.h"
#include "net/tls.h"

enum stream_side { STREAM_SERVER, STREAM_CLIENT }; /* of TLS: who answers and who begins the handshake */
enum stream_result {
	STREAM_OK,
	STREAM_AGAIN, /* nothing moved: wait for ready() */
	STREAM_EOF,   /* read: the peer will write no more */
	STREAM_ERROR, /* broken; nothing is left but to free it */
};
enum { STREAM_FINGERPRINT_LEN = 64 };

struct stream;

/*
 * ready: LOOP_READ | LOOP_WRITE, of what stream_want() asked for; both when the connection broke.  While the handshake runs it only
 * says that stream_handshake() may get further.  It may free the stream.
 */
typedef void stream_ready_fn(void *arg, const struct stream *s, unsigned ready);

struct stream_conf {
	struct loop *loop;
	struct tls_contexts *tls; /* NULL: plain; a reference is taken */
	/* STREAM_CLIENT takes any certificate, of a key of today's size; whose it is says stream_fingerprint(). */
	enum stream_side side;
	stream_ready_fn *ready;
	void *arg;
};

/* fd: connected, non-blocking; taken, also on NULL with *e.  Nothing is wanted at first. */
struct stream *stream_new(const struct stream_conf *conf, int fd, struct err *e) WARN_UNUSED;
void stream_free(struct stream *s);  /* close(2): what was written still goes out; NULL is fine */
void stream_reset(struct stream *s); /* the peer gets RST, unsent bytes are lost; NULL is fine */

/* One step.  OK: done, at once for a plain one.  AGAIN: it waits by itself, ready() is called. */
enum stream_result stream_handshake(struct stream *s) WARN_UNUSED;
/* OK: *n bytes, 1..max. */
enum stream_result stream_read(struct stream *s, void *dst, size_t max, size_t *n) WARN_UNUSED;
/*
 * OK: *sent bytes went, 1..n.  What did not go must come again in front of the next call, which may have more behind it but not less:
 * TLS has made a record of it.
 */
enum stream_result stream_write(struct stream *s, const void *src, size_t n, size_t *sent) WARN_UNUSED;
/* Nothing more will be written: says so in TLS, then in TCP.  AGAIN: no room for TLS's goodbye; once more when writable. */
enum stream_result stream_shut(struct stream *s) WARN_UNUSED;

/* What ready() shall be called for, LOOP_READ | LOOP_WRITE; after the handshake. */
void stream_want(struct stream *s, unsigned want);
/* Bytes have arrived that no poll will tell of: TLS has taken them in. */
bool stream_has_pending(const struct stream *s) WARN_UNUSED;
/* What was written has reached the peer's kernel, as far as ours knows.  If it has not, closing could lose it: see RFC 1122 4.2.2.13. */
bool stream_is_flushed(const struct stream *s) WARN_UNUSED;
bool stream_is_tls(const struct stream *s) WARN_UNUSED;
/* "TLSv1.3", or NULL; static.  After the handshake. */
const char *stream_tls_version(const struct stream *s) WARN_UNUSED;
/* SHA-256 of the peer's certificate in hexadecimal and a NUL; -1: there is none. */
int stream_fingerprint(const struct stream *s, char dst[STREAM_FINGERPRINT_LEN + 1]) WARN_UNUSED;

#endif
