/*
 * The transport of a TLS 1.3 connection after its handshake: records over the descriptor, with the keys that the handshake has left.
 * One read(2) a turn into a buffer that all connections share, records are opened there; what is not a whole record yet is kept
 * with the connection.  Sent is one record a call; a record that the socket took in part is kept, and its lines stay in the queue
 * until the whole of it is out.
 */
#include "net/tls_stream.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "core/mem.h"
#include "net/tls_priv.h"

/* RFC 8446 6 and 4.6.3 */
enum { ALERT_WARNING = 1, ALERT_FATAL = 2 };
enum {
	ALERT_CLOSE_NOTIFY = 0,
	ALERT_UNEXPECTED_MESSAGE = 10,
	ALERT_BAD_RECORD_MAC = 20,
	ALERT_RECORD_OVERFLOW = 22,
	ALERT_USER_CANCELED = 90,
	ALERT_INTERNAL_ERROR = 80,
};
enum { KEY_UPDATE = 24, KEY_UPDATE_SIZE = 5 };

#define KEY_UPDATES_MAX 32		    /* by the peer, without data between */
#define KEY_RECORDS_MAX ((uint64_t)1 << 23) /* then we update: AES-GCM is good for 2^24.5, RFC 8446 5.5 */
#define CONTROL_MAX	(TLS_RECORD_OVERHEAD + 8)
#define RAW_SIZE	(TLS_RECORD_MAX + CONN_READ_BUDGET)

/* Of a net. */
struct tls_buffers {
	struct tls_records *records;
	char raw[RAW_SIZE];
	char sealed[CONTROL_MAX + TLS_PLAIN_MAX + TLS_RECORD_OVERHEAD];
};

/* Of a connection. */
struct tls_stream {
	struct tls_keys rx, tx;
	const char *cipher;	    /* static */
	const char *reason;	    /* why it failed; static */
	unsigned char *fingerprint; /* as in tls_conn.c */
	char *in;		    /* the beginning of a record, or records that had no room in a read */
	char *out;		    /* the rest of a record */
	uint32_t in_len, out_off, out_len;
	uint32_t out_plain; /* bytes of the queue that are in it */
	uint8_t updates;    /* of keys, by the peer, since it sent data */
	bool update_due;    /* our keys change before the next record */
	bool more;	    /* `in` holds a whole record, or the end was announced */
	bool eof;
};

struct tls_buffers *
tls_buffers_new(void)
{
	struct tls_buffers *b = mem_alloc(sizeof(*b));

	b->records = tls_records_new();
	if (b->records != NULL)
		return b;
	mem_free(b);
	return NULL;
}

void
tls_buffers_free(struct tls_buffers *b)
{
	if (b == NULL)
		return;
	tls_records_free(b->records);
	mem_free(b);
}

static struct tls_buffers *
buffers_of(const struct conn *c)
{
	return tls_shared_buffers(c->net->tls);
}

/* Best effort: there is no later for what the socket has no room for. */
static void
send_alert(struct conn *c, uint8_t level, uint8_t alert)
{
	struct tls_stream *s = c->transport;
	struct tls_buffers *b = buffers_of(c);
	uint8_t body[2] = { level, alert };
	size_t n;

	if (s->out != NULL)
		return; /* in the middle of a record */
	n = tls_record_seal(b->records, &s->tx, TLS_ALERT, view_of(body, sizeof(body)), b->sealed);
	if (n > 0)
		(void)!write(c->watch.fd, b->sealed, n);
}

static enum io_result
fail(struct conn *c, uint8_t alert, const char *reason)
{
	struct tls_stream *s = c->transport;

	s->reason = reason;
	send_alert(c, ALERT_FATAL, alert);
	return IO_ERROR;
}

static enum io_result
on_alert(struct conn *c, struct view body)
{
	struct tls_stream *s = c->transport;

	if (body.n != 2)
		return fail(c, ALERT_UNEXPECTED_MESSAGE, "malformed alert");
	if (body.p[1] == ALERT_USER_CANCELED)
		return IO_OK; /* close_notify follows */
	if (body.p[1] != ALERT_CLOSE_NOTIFY) {
		s->reason = "the peer reported a TLS error";
		return IO_ERROR;
	}
	s->eof = true;
	return IO_OK;
}

/* After the handshake only KeyUpdate is allowed from a client; nobody splits its five bytes. */
static enum io_result
on_handshake(struct conn *c, struct view body)
{
	struct tls_stream *s = c->transport;
	static const char head[] = { KEY_UPDATE, 0, 0, 1 };

	if (body.n != KEY_UPDATE_SIZE || memcmp(body.p, head, sizeof(head)) != 0 || (uint8_t)body.p[4] > 1)
		return fail(c, ALERT_UNEXPECTED_MESSAGE, "unexpected handshake message");
	if (++s->updates > KEY_UPDATES_MAX)
		return fail(c, ALERT_UNEXPECTED_MESSAGE, "too many key updates");
	if (tls_keys_update(buffers_of(c)->records, &s->rx) == -1)
		return fail(c, ALERT_INTERNAL_ERROR, "key update failed");
	s->update_due = s->update_due || body.p[4] == 1;
	return IO_OK;
}

/* What was opened: data goes to dst. */
static enum io_result
take(struct conn *c, const struct tls_opened *o, char *dst, size_t *n)
{
	struct tls_stream *s = c->transport;

	switch (o->type) {
	case TLS_DATA:
		if (o->plain.n > 0) {
			memcpy(dst + *n, o->plain.p, o->plain.n);
			s->updates = 0;
		}
		*n += o->plain.n;
		return IO_OK;
	case TLS_ALERT:
		return on_alert(c, o->plain);
	case TLS_HANDSHAKE:
		return on_handshake(c, o->plain);
	default: /* a byte from the peer, not an enum */
		return fail(c, ALERT_UNEXPECTED_MESSAGE, "unexpected record");
	}
}

/* Opens records of raw[0..len) as long as their content surely fits; *used says how far. */
static enum io_result
open_records(struct conn *c, size_t len, struct iovec *dst, size_t *n, size_t *used)
{
	struct tls_stream *s = c->transport;
	struct tls_buffers *b = buffers_of(c);

	while (!s->eof && *used < len) {
		size_t size = tls_record_size(b->raw + *used, len - *used);
		struct tls_opened o;
		enum io_result r = IO_ERROR;

		if (size > TLS_RECORD_OVERHEAD && size <= TLS_RECORD_MAX &&
			size - TLS_RECORD_OVERHEAD > dst->iov_len - *n && *n > 0)
			return IO_OK;
		switch (tls_record_open(b->records, &s->rx, b->raw + *used, len - *used, &o)) {
		case TLS_OPEN_OK:
			r = take(c, &o, dst->iov_base, n);
			break;
		case TLS_OPEN_SHORT:
			return IO_OK;
		case TLS_OPEN_TOO_LONG:
			return fail(c, ALERT_RECORD_OVERFLOW, "record too long");
		case TLS_OPEN_BAD:
			return fail(c, ALERT_BAD_RECORD_MAC, "bad record");
		}
		if (r != IO_OK)
			return r;
		*used += o.used;
	}
	return IO_OK;
}

/* Keeps what was not opened, and notes whether more can be had without a read(2). */
static void
keep_rest(struct tls_stream *s, const char *rest, size_t n)
{
	mem_free(s->in);
	s->in = NULL;
	s->in_len = 0;
	if (n > 0 && !s->eof) {
		s->in = mem_alloc(n);
		memcpy(s->in, rest, n);
		s->in_len = (uint32_t)n;
	}
	s->more =
		s->eof || (s->in_len >= TLS_RECORD_HEADER && tls_record_size(s->in, s->in_len) <= s->in_len);
}

static enum io_result
stream_read(struct conn *c, char *dst, size_t max, size_t *n)
{
	struct tls_stream *s = c->transport;
	struct tls_buffers *b = buffers_of(c);
	struct iovec to = { .iov_base = dst, .iov_len = max };
	size_t len = s->in_len, used = 0, got = 0;
	enum io_result r;

	if (s->eof)
		return IO_EOF;
	if (s->in_len > 0)
		memcpy(b->raw, s->in, s->in_len);
	/* What is kept is less than a record, or there is more in it and nothing is read. */
	if (!s->more) {
		r = conn_fd_read(c, b->raw + len, CONN_READ_BUDGET, &got);
		if (r != IO_OK)
			return r;
	}
	len += got;
	*n = 0;
	r = open_records(c, len, &to, n, &used);
	if (r != IO_OK)
		return r;
	keep_rest(s, b->raw + used, len - used);
	if (s->more)
		return IO_MORE;
	return *n > 0 ? IO_OK : IO_AGAIN;
}

/* KeyUpdate without a request, sealed with the old keys, to go before the next record. */
static size_t
seal_key_update(struct tls_stream *s, struct tls_buffers *b)
{
	uint8_t body[KEY_UPDATE_SIZE] = { KEY_UPDATE, 0, 0, 1, 0 };
	size_t n = tls_record_seal(b->records, &s->tx, TLS_HANDSHAKE, view_of(body, sizeof(body)), b->sealed);

	if (n == 0 || tls_keys_update(b->records, &s->tx) == -1)
		return 0;
	s->update_due = false;
	return n;
}

/* The front of the queue as a record in b->sealed: its bytes, 0 on failure; *plain bytes of the queue are in it. */
static size_t
seal_front(struct conn *c, size_t *plain)
{
	struct tls_stream *s = c->transport;
	struct tls_buffers *b = buffers_of(c);
	const struct sendq_range *first = sendq_ranges(&c->sendq);
	const char *p = first->slab->bytes + first->off;
	size_t head = 0, body;

	*plain = c->sendq.bytes < TLS_PLAIN_MAX ? c->sendq.bytes : TLS_PLAIN_MAX;
	if (s->update_due || s->tx.seq >= KEY_RECORDS_MAX) {
		head = seal_key_update(s, b);
		if (head == 0)
			return 0;
	}
	if (first->len < *plain) {
		/* Several ranges: together at the place where they are sealed. */
		p = b->sealed + head + TLS_RECORD_HEADER;
		(void)sendq_gather(&c->sendq, b->sealed + head + TLS_RECORD_HEADER, *plain);
	}
	body = tls_record_seal(b->records, &s->tx, TLS_DATA, view_of(p, *plain), b->sealed + head);
	return body != 0 ? head + body : 0;
}

static void
out_clear(struct tls_stream *s)
{
	mem_free(s->out);
	s->out = NULL;
	s->out_off = s->out_len = s->out_plain = 0;
}

/* Sends the rest of a record; its lines leave the queue when it is out. */
static enum io_result
write_rest(struct conn *c)
{
	struct tls_stream *s = c->transport;
	size_t n = 0;
	enum io_result r = conn_fd_write(c, s->out + s->out_off, s->out_len - s->out_off, &n);

	s->out_off += (uint32_t)n;
	if (s->out_off < s->out_len)
		return r == IO_OK ? IO_AGAIN : r;
	sendq_take(&c->sendq, s->out_plain);
	out_clear(s);
	return IO_OK;
}

static enum io_result
stream_write(struct conn *c)
{
	struct tls_stream *s = c->transport;
	struct tls_buffers *b = buffers_of(c);
	size_t plain, len, n = 0;
	enum io_result r;

	if (s->out != NULL)
		return write_rest(c);
	len = seal_front(c, &plain);
	if (len == 0) {
		s->reason = "record could not be sealed";
		return IO_ERROR;
	}
	r = conn_fd_write(c, b->sealed, len, &n);
	if (r == IO_ERROR)
		return r;
	if (n == len) {
		sendq_take(&c->sendq, plain);
		return IO_OK;
	}
	/* A sealed record can't be sealed again: its number is used. */
	s->out_len = (uint32_t)(len - n);
	s->out_plain = (uint32_t)plain;
	s->out = mem_alloc(s->out_len);
	memcpy(s->out, b->sealed + n, s->out_len);
	return IO_AGAIN;
}

static enum io_result
stream_finish(struct conn *c)
{
	send_alert(c, ALERT_WARNING, ALERT_CLOSE_NOTIFY);
	return shutdown(c->watch.fd, SHUT_WR) == 0 ? IO_OK : IO_ERROR;
}

static void
stream_close(struct conn *c)
{
	struct tls_stream *s = c->transport;

	tls_keys_clear(&s->rx);
	tls_keys_clear(&s->tx);
	mem_free(s->fingerprint);
	mem_free(s->in);
	mem_free(s->out);
	mem_free(s);
	c->transport = NULL;
}

static const char *
stream_version(const struct conn *c)
{
	(void)c;
	return "TLSv1.3";
}

static const char *
stream_cipher(const struct conn *c)
{
	const struct tls_stream *s = c->transport;

	return s->cipher;
}

static int
stream_fingerprint(const struct conn *c, char dst[65])
{
	const struct tls_stream *s = c->transport;

	return tls_print_fingerprint(s->fingerprint, dst);
}

static const char *
stream_reason(const struct conn *c)
{
	const struct tls_stream *s = c->transport;

	return s->reason;
}

static const struct conn_tls_ops stream_tls_ops = {
	.version = stream_version,
	.cipher = stream_cipher,
	.fingerprint = stream_fingerprint,
	.reason = stream_reason,
};

static const struct conn_ops stream_ops = {
	.read = stream_read,
	.write = stream_write,
	.want = conn_fd_want,
	.finish = stream_finish,
	.discard = conn_fd_read,
	.close = stream_close,
	.tls = &stream_tls_ops,
};

int
tls_stream_start(struct conn *c, const struct tls_handover *h)
{
	struct tls_records *r = buffers_of(c)->records;
	struct tls_stream *s = mem_zalloc(sizeof(*s));

	if (tls_keys_init(r, &s->rx, h->suite, h->client_secret, 0) == -1 ||
		tls_keys_init(r, &s->tx, h->suite, h->server_secret, h->sent) == -1) {
		tls_keys_clear(&s->rx);
		tls_keys_clear(&s->tx);
		mem_free(s);
		return -1;
	}
	s->cipher = h->cipher;
	s->fingerprint = h->fingerprint;
	keep_rest(s, h->rest.p, h->rest.n);
	c->ops = &stream_ops;
	c->transport = s;
	return s->more ? 1 : 0;
}
