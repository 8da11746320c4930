/*
 * TLS as a transport of connections.  OpenSSL reads through a BIO of ours: one recv(2) a turn fills a buffer that all connections
 * share, and OpenSSL takes record headers and bodies from there, so that a record costs one system call and an idle connection no
 * buffer.  What it leaves there is moved to the connection before anybody else may use the buffer.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include "core/mem.h"
#include "net/conn_priv.h"
#include "net/tls_priv.h"

#define RAW_SIZE	 16384
#define RECORD_SIZE	 16384 /* plain bytes in the largest record */
#define RECORD_HANDSHAKE 22    /* first byte of every TLS connection, RFC 8446 5.1 */
#define RECORD_ALERT	 21    /* or of what a server says to a hello that it doesn't like */

/* Of a net. */
struct tls_shared {
	BIO_METHOD *method;
	size_t off, len; /* what is left in raw; 0 between calls of OpenSSL */
	char raw[RAW_SIZE];
	char scratch[RECORD_SIZE]; /* a record's plain bytes, gathered from several ranges */
};

/* Of a connection. */
struct tls_conn {
	SSL *ssl;
	struct tls_contexts *contexts; /* SNI asks them */
	const char *reason;	       /* why it failed; static */
	unsigned char *fingerprint;    /* SHA-256 of the peer's certificate, NULL if it sent none */
	char *saved;		       /* raw bytes that OpenSSL has not taken yet, NULL if none */
	uint32_t saved_off, saved_len;
	bool begun;    /* a first byte has arrived */
	bool may_read; /* the BIO may still recv(2) in this call */
	bool more;     /* the last read left raw bytes: they come first, without a recv(2) */
	bool eof;
	bool wrote;  /* the BIO has been given something in this call */
	bool broken; /* fatal error: nothing may be sent any more */
};

static int
bio_take(char *dst, size_t size, const char *src, size_t n)
{
	n = n < size ? n : size;
	memcpy(dst, src, n);
	return (int)n;
}

static bool
is_plain_text(const struct conn *c, char first)
{
	return first != RECORD_HANDSHAKE && !(c->ours && first == RECORD_ALERT);
}

/* Fills the shared buffer: bytes read, 0 at the end of file, -1 with errno. */
static ssize_t
raw_fill(struct conn *c, struct tls_conn *t, struct tls_shared *s)
{
	ssize_t n;

	if (!t->may_read) {
		errno = EAGAIN;
		return -1;
	}
	t->may_read = false;
	n = recv(c->watch.fd, s->raw, sizeof(s->raw), 0);
	s->off = 0;
	s->len = n > 0 ? (size_t)n : 0;
	if (n > 0 && !t->begun && is_plain_text(c, s->raw[0])) {
		t->reason = c->ours ? "no TLS there, but plain text" : "no TLS, but plain text on a TLS port";
		s->len = 0;
		errno = EPROTO;
		return -1;
	}
	t->begun = t->begun || n > 0;
	return n;
}

static int
bio_read(BIO *b, char *dst, int size)
{
	struct conn *c = BIO_get_data(b);
	struct tls_conn *t = c->transport;
	struct tls_shared *s = c->net->tls;
	ssize_t n;
	int took;

	BIO_clear_retry_flags(b);
	if (t->saved_len > 0) {
		took = bio_take(dst, (size_t)size, t->saved + t->saved_off, t->saved_len);
		t->saved_off += (uint32_t)took;
		t->saved_len -= (uint32_t)took;
		return took;
	}
	if (s->len == 0) {
		n = raw_fill(c, t, s);
		if (n == 0)
			t->eof = true;
		if (n == -1 && (errno == EAGAIN || errno == EINTR))
			BIO_set_retry_read(b);
		else if (n == -1 && t->reason == NULL)
			c->error = errno;
		if (n <= 0)
			return (int)n;
	}
	took = bio_take(dst, (size_t)size, s->raw + s->off, s->len);
	s->off += (size_t)took;
	s->len -= (size_t)took;
	return took;
}

static int
bio_write(BIO *b, const char *src, int size)
{
	struct conn *c = BIO_get_data(b);
	struct tls_conn *t = c->transport;
	ssize_t n = send(c->watch.fd, src, (size_t)size, MSG_NOSIGNAL);

	BIO_clear_retry_flags(b);
	t->wrote = true;
	if (n == -1 && (errno == EAGAIN || errno == EINTR))
		BIO_set_retry_write(b);
	else if (n == -1)
		c->error = errno;
	return (int)n;
}

/* allow long: the signature is OpenSSL's */
static long
bio_ctrl(BIO *b, int command, long num, /* allow long: as above */
	void *ptr)
{
	const struct conn *c = BIO_get_data(b);
	const struct tls_conn *t = c->transport;

	(void)num, (void)ptr;
	if (command == BIO_CTRL_FLUSH)
		return 1;
	if (command == BIO_CTRL_EOF)
		return t->eof;
	return 0;
}

static struct tls_shared *
shared_new(void)
{
	struct tls_shared *s = mem_alloc(sizeof(*s));

	s->off = s->len = 0;
	s->method = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "conn");
	if (s->method != NULL && BIO_meth_set_read(s->method, bio_read) == 1 &&
		BIO_meth_set_write(s->method, bio_write) == 1 && BIO_meth_set_ctrl(s->method, bio_ctrl) == 1)
		return s;
	tls_shared_free(s);
	return NULL;
}

void
tls_shared_free(struct tls_shared *s)
{
	if (s == NULL)
		return;
	BIO_meth_free(s->method);
	mem_free(s);
}

static void
call_begin(struct conn *c, bool may_read)
{
	struct tls_conn *t = c->transport;

	t->may_read = may_read;
	t->wrote = false;
	ERR_clear_error(); /* an old error in the queue would make SSL_get_error() call a healthy connection broken */
}

/* Moves what OpenSSL has left in the shared buffer to the connection. */
static void
call_end(struct conn *c)
{
	struct tls_conn *t = c->transport;
	struct tls_shared *s = c->net->tls;

	if (t->saved_len == 0 && t->saved != NULL) {
		mem_free(t->saved);
		t->saved = NULL;
		t->saved_off = 0;
	}
	if (s->len == 0)
		return;
	/* The shared buffer is only filled when nothing is saved. */
	t->saved = mem_alloc(s->len);
	memcpy(t->saved, s->raw + s->off, s->len);
	t->saved_off = 0;
	t->saved_len = (uint32_t)s->len;
	s->len = 0;
}

/* What an unfinished call means.  *wants_other: it waits for the opposite direction of what was called. */
static enum io_result
unfinished(struct conn *c, int r, int own_want, bool *wants_other)
{
	struct tls_conn *t = c->transport;
	int error = SSL_get_error(t->ssl, r);

	*wants_other = false;
	if (error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE) {
		*wants_other = error != own_want;
		return IO_AGAIN;
	}
	if (error == SSL_ERROR_ZERO_RETURN)
		return IO_EOF;
	t->broken = true;
	if (t->reason == NULL && c->error == 0)
		t->reason = ERR_reason_error_string(ERR_peek_error());
	ERR_clear_error();
	return t->eof ? IO_EOF : IO_ERROR;
}

static void
keep_fingerprint(struct tls_conn *t)
{
	X509 *cert = SSL_get0_peer_certificate(t->ssl);
	unsigned char md[EVP_MAX_MD_SIZE];
	unsigned n = 0;

	if (cert == NULL || X509_digest(cert, EVP_sha256(), md, &n) != 1 || n != 32)
		return;
	t->fingerprint = mem_alloc(n);
	memcpy(t->fingerprint, md, n);
}

static enum io_result
tls_handshake(struct conn *c, bool *costly)
{
	struct tls_conn *t = c->transport;
	int r;

	call_begin(c, true);
	r = SSL_do_handshake(t->ssl);
	call_end(c);
	*costly = t->wrote;
	c->rx_writes = false;
	if (r != 1)
		return unfinished(c, r, SSL_ERROR_WANT_READ, &c->rx_writes);
	keep_fingerprint(t);
	t->more = t->saved_len > 0;
	return t->more ? IO_MORE : IO_OK;
}

static enum io_result
tls_read(struct conn *c, char *dst, size_t max, size_t *n)
{
	struct tls_conn *t = c->transport;
	int r;

	call_begin(c, !t->more);
	r = SSL_read_ex(t->ssl, dst, max, n);
	call_end(c);
	c->rx_writes = false;
	t->more = r == 1 && t->saved_len > 0;
	if (r == 1)
		return t->more ? IO_MORE : IO_OK;
	return unfinished(c, r, SSL_ERROR_WANT_READ, &c->rx_writes);
}

/*
 * One record.  An attempt that was not finished has to be repeated with the same bytes in front and at least as many of them: the
 * queue only grows behind.
 */
static enum io_result
tls_write(struct conn *c)
{
	struct tls_conn *t = c->transport;
	const struct sendq_range *first = sendq_ranges(&c->sendq);
	size_t want = c->sendq.bytes < RECORD_SIZE ? c->sendq.bytes : RECORD_SIZE;
	const char *p = first->slab->bytes + first->off;
	size_t n = 0;
	int r;

	if (first->len < want) {
		p = c->net->tls->scratch;
		(void)sendq_gather(&c->sendq, c->net->tls->scratch, want);
	}
	call_begin(c, false);
	r = SSL_write_ex(t->ssl, p, want, &n);
	call_end(c);
	c->tx_reads = false;
	if (r != 1)
		return unfinished(c, r, SSL_ERROR_WANT_WRITE, &c->tx_reads);
	sendq_take(&c->sendq, n);
	return IO_OK;
}

/* Says goodbye in TLS, then in TCP.  If the first finds no room the peer sees the second only, which is enough for IRC. */
static enum io_result
tls_finish(struct conn *c)
{
	struct tls_conn *t = c->transport;

	if (!t->broken) {
		call_begin(c, false);
		(void)SSL_shutdown(t->ssl);
		call_end(c);
		ERR_clear_error();
	}
	return shutdown(c->watch.fd, SHUT_WR) == 0 ? IO_OK : IO_ERROR;
}

static void
tls_close(struct conn *c)
{
	struct tls_conn *t = c->transport;

	if (t == NULL)
		return;
	SSL_free(t->ssl);
	tls_contexts_unref(t->contexts);
	mem_free(t->fingerprint);
	mem_free(t->saved);
	mem_free(t);
	c->transport = NULL;
}

static const char *
tls_version(const struct conn *c)
{
	const struct tls_conn *t = c->transport;

	return SSL_get_version(t->ssl);
}

static const char *
tls_cipher(const struct conn *c)
{
	const struct tls_conn *t = c->transport;

	return SSL_get_cipher_name(t->ssl);
}

static int
tls_fingerprint(const struct conn *c, char dst[65])
{
	const struct tls_conn *t = c->transport;

	if (t->fingerprint == NULL)
		return -1;
	for (size_t i = 0; i < 32; i++)
		(void)snprintf(dst + i * 2, 3, "%02x", t->fingerprint[i]);
	return 0;
}

/* For users that log in to us; of those that we began the two ends would be mixed up. */
static size_t
tls_conn_binding(const struct conn *c, enum tls_binding type, uint8_t *dst)
{
	const struct tls_conn *t = c->transport;

	return c->ours ? 0 : tls_binding(t->ssl, type, dst);
}

static const char *
tls_reason(const struct conn *c)
{
	const struct tls_conn *t = c->transport;

	return t != NULL ? t->reason : NULL;
}

static const struct conn_tls_ops tls_ops_tls = {
	.version = tls_version,
	.cipher = tls_cipher,
	.fingerprint = tls_fingerprint,
	.binding = tls_conn_binding,
	.reason = tls_reason,
};

static const struct conn_ops tls_ops = {
	.handshake = tls_handshake,
	.read = tls_read,
	.write = tls_write,
	.want = conn_fd_want,
	.finish = tls_finish,
	.discard = conn_fd_read,
	.close = tls_close,
	.peer_uid = conn_fd_peer_uid,
	.tls = &tls_ops_tls,
};

int
tls_conn_start(struct conn *c, struct tls_contexts *contexts)
{
	struct tls_conn *t = mem_zalloc(sizeof(*t));
	BIO *bio = NULL;

	ERR_clear_error();
	c->ops = &tls_ops;
	c->transport = t;
	t->contexts = tls_contexts_ref(contexts);
	t->ssl = SSL_new(c->ours ? tls_contexts_client(contexts) : tls_contexts_first(contexts));
	if (c->net->tls == NULL)
		c->net->tls = shared_new();
	if (c->net->tls != NULL)
		bio = BIO_new(c->net->tls->method);
	if (t->ssl == NULL || bio == NULL || (c->ours && tls_contexts_show(contexts, t->ssl) == -1)) {
		BIO_free(bio);
		t->reason = "no memory for TLS";
		ERR_clear_error();
		return -1;
	}
	BIO_set_data(bio, c);
	BIO_set_init(bio, 1);
	SSL_set_bio(t->ssl, bio, bio);
	if (c->ours)
		SSL_set_connect_state(t->ssl);
	else
		SSL_set_accept_state(t->ssl);
	return 0;
}

void
tls_conn_ask(struct conn *c, bool ask)
{
	struct tls_conn *t = c->transport;

	SSL_set_verify(t->ssl, ask ? SSL_VERIFY_PEER : SSL_VERIFY_NONE, NULL);
}
