/*
 * TLS of a stream.  OpenSSL reads ahead, as much as its buffer takes, so that one recv(2) brings several records; what it holds is told
 * by stream_has_pending().  The BIO is ours only because its two calls are then the same as everywhere: recv(2) and send(2).
 */
#include "config.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include "core/mem.h"
#include "net/stream_priv.h"
#include "net/tls_priv.h"

#define READ_AHEAD  65536 /* four records */
#define RECORD_SIZE 16384

struct tls_stream {
	SSL *ssl;
	BIO_METHOD *method;
	struct tls_contexts *contexts; /* SNI asks them */
	int fd;
	bool eof;    /* TCP's end has been seen */
	bool broken; /* fatal: OpenSSL must not be called for this connection again */
	bool more; /* the last read was not stopped by a lack of bytes: what OpenSSL holds may be whole records */
	bool has_fingerprint;
	unsigned char fingerprint[32];
};

static int
bio_read(BIO *b, char *dst, int size)
{
	struct tls_stream *t = BIO_get_data(b);
	ssize_t n = recv(t->fd, dst, (size_t)size, 0);

	BIO_clear_retry_flags(b);
	if (n == 0)
		t->eof = true;
	if (n == -1 && (errno == EAGAIN || errno == EINTR))
		BIO_set_retry_read(b);
	return (int)n;
}

static int
bio_write(BIO *b, const char *src, int size)
{
	const struct tls_stream *t = BIO_get_data(b);
	ssize_t n = send(t->fd, src, (size_t)size, MSG_NOSIGNAL);

	BIO_clear_retry_flags(b);
	if (n == -1 && (errno == EAGAIN || errno == EINTR))
		BIO_set_retry_write(b);
	return (int)n;
}

/* allow long: the signature is OpenSSL's */
static long
bio_ctrl(BIO *b, int command, long num, /* allow long: as above */
	void *ptr)
{
	const struct tls_stream *t = BIO_get_data(b);

	(void)num, (void)ptr;
	if (command == BIO_CTRL_FLUSH)
		return 1;
	return command == BIO_CTRL_EOF ? t->eof : 0;
}

/* A method of its own for each stream: there are few, and none has to outlive them. */
static BIO *
bio_new(struct tls_stream *t)
{
	BIO *b = NULL;

	t->method = BIO_meth_new(BIO_TYPE_SOURCE_SINK, "stream");
	if (t->method != NULL && BIO_meth_set_read(t->method, bio_read) == 1 &&
		BIO_meth_set_write(t->method, bio_write) == 1 && BIO_meth_set_ctrl(t->method, bio_ctrl) == 1)
		b = BIO_new(t->method);
	if (b == NULL)
		return NULL;
	BIO_set_data(b, t);
	BIO_set_init(b, 1);
	return b;
}

int
tls_stream_start(struct stream *s, const struct stream_conf *conf, struct err *e)
{
	struct tls_stream *t = mem_zalloc(sizeof(*t));
	bool client = conf->side == STREAM_CLIENT;
	BIO *bio;

	ERR_clear_error();
	s->tls = t;
	t->fd = s->fd;
	t->contexts = tls_contexts_ref(conf->tls);
	t->ssl = SSL_new(client ? tls_contexts_client(conf->tls) : tls_contexts_first(conf->tls));
	bio = t->ssl != NULL ? bio_new(t) : NULL;
	if (bio == NULL) {
		ERR_clear_error();
		return err_fmt(e, "no memory for TLS");
	}
	SSL_set_bio(t->ssl, bio, bio);
	SSL_set_read_ahead(t->ssl, 1);
	SSL_set_default_read_buffer_len(t->ssl, READ_AHEAD);
	if (client)
		SSL_set_connect_state(t->ssl);
	else
		SSL_set_accept_state(t->ssl);
	return 0;
}

void
tls_stream_free(struct tls_stream *t)
{
	if (t == NULL)
		return;
	SSL_free(t->ssl); /* and the BIO, before its method */
	BIO_meth_free(t->method);
	tls_contexts_unref(t->contexts);
	mem_free(t);
}

/* What an unfinished call means; *error is OpenSSL's word for it. */
static enum stream_result
unfinished(struct tls_stream *t, int r, int *error)
{
	*error = SSL_get_error(t->ssl, r);
	if (*error == SSL_ERROR_WANT_READ || *error == SSL_ERROR_WANT_WRITE)
		return STREAM_AGAIN;
	if (*error == SSL_ERROR_ZERO_RETURN)
		return STREAM_EOF;
	t->broken = true;
	ERR_clear_error();
	return STREAM_ERROR;
}

static void
keep_fingerprint(struct tls_stream *t)
{
	X509 *cert = SSL_get0_peer_certificate(t->ssl);
	unsigned n = 0;

	t->has_fingerprint = cert != NULL && X509_digest(cert, EVP_sha256(), t->fingerprint, &n) == 1 &&
		n == sizeof(t->fingerprint);
}

enum stream_result
tls_stream_handshake(struct stream *s)
{
	struct tls_stream *t = s->tls;
	enum stream_result r;
	int got, error;

	if (t->broken)
		return STREAM_ERROR;
	ERR_clear_error();
	got = SSL_do_handshake(t->ssl);
	if (got == 1) {
		keep_fingerprint(t);
		t->more = true;
		return STREAM_OK;
	}
	r = unfinished(t, got, &error);
	if (r == STREAM_AGAIN)
		stream_wait(s, error == SSL_ERROR_WANT_READ ? LOOP_READ : LOOP_WRITE);
	return r == STREAM_EOF ? STREAM_ERROR : r;
}

/* Records until dst is full.  A fault or an end behind the first is found again by the next call. */
enum stream_result
tls_stream_read(struct stream *s, void *dst, size_t max, size_t *n)
{
	struct tls_stream *t = s->tls;
	enum stream_result r;
	size_t got = 0;
	int ok, error;

	if (t->broken)
		return STREAM_ERROR;
	ERR_clear_error();
	do {
		ok = SSL_read_ex(t->ssl, (char *)dst + *n, max - *n, &got);
		*n += ok == 1 ? got : 0;
	} while (ok == 1 && *n < max);
	s->rx_writes = false;
	t->more = ok == 1;
	if (ok == 1)
		return STREAM_OK;
	r = unfinished(t, ok, &error);
	s->rx_writes = r == STREAM_AGAIN && error == SSL_ERROR_WANT_WRITE;
	return *n > 0 ? STREAM_OK : r;
}

enum stream_result
tls_stream_write(struct stream *s, const void *src, size_t n, size_t *sent)
{
	struct tls_stream *t = s->tls;
	enum stream_result r;
	size_t went = 0;
	int ok, error;

	if (t->broken)
		return STREAM_ERROR;
	ERR_clear_error();
	do {
		ok = SSL_write_ex(t->ssl, (const char *)src + *sent, n - *sent, &went);
		*sent += ok == 1 ? went : 0;
	} while (ok == 1 && *sent < n);
	s->tx_reads = false;
	if (ok == 1)
		return STREAM_OK;
	r = unfinished(t, ok, &error);
	s->tx_reads = r == STREAM_AGAIN && error == SSL_ERROR_WANT_READ;
	if (*sent > 0)
		return STREAM_OK;
	return r == STREAM_EOF ? STREAM_ERROR : r;
}

enum stream_result
tls_stream_shut(struct stream *s)
{
	struct tls_stream *t = s->tls;
	int r, error;

	if (t->broken)
		return STREAM_OK;
	ERR_clear_error();
	r = SSL_shutdown(t->ssl);
	if (r >= 0)
		return STREAM_OK;
	return unfinished(t, r, &error) == STREAM_AGAIN && error == SSL_ERROR_WANT_WRITE ? STREAM_AGAIN
											 : STREAM_OK;
}

bool
tls_stream_has_pending(const struct tls_stream *t)
{
	return t->more && SSL_has_pending(t->ssl) == 1;
}

const char *
tls_stream_version(const struct tls_stream *t)
{
	return SSL_get_version(t->ssl);
}

const unsigned char *
tls_stream_fingerprint(const struct tls_stream *t)
{
	return t->has_fingerprint ? t->fingerprint : NULL;
}
