#include "config.h"

#include "tests/unit/net/tls_rig.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <openssl/err.h>
#include <openssl/x509.h>

enum { CLIENT_TURNS = 2000 };

void
tls_client_init(struct tls_client *k, struct rig *r)
{
	k->rig = r;
	k->ssl = NULL;
	k->fd = -1;
	k->ctx = SSL_CTX_new(TLS_client_method());
	cr_assert_not_null(k->ctx);
}

void
tls_client_open(struct tls_client *k, struct tls_contexts *contexts, const char *name)
{
	const struct conn_from from = { .peer = &rig_peer, .local_port = 6697, .tls = contexts };
	int fd[2];

	cr_assert_eq(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, fd), 0);
	cr_assert_not_null(conn_accept(k->rig->net, fd[0], &from));
	k->fd = fd[1];
	k->ssl = SSL_new(k->ctx);
	cr_assert_eq(SSL_set_fd(k->ssl, k->fd), 1);
	if (name != NULL)
		cr_assert_eq(SSL_set_tlsext_host_name(k->ssl, (char *)(uintptr_t)name), 1);
}

/* True if the client's call has to be repeated after a turn of the server. */
static bool
client_waits(struct tls_client *k, int r)
{
	int error = SSL_get_error(k->ssl, r);

	if (error != SSL_ERROR_WANT_READ && error != SSL_ERROR_WANT_WRITE) {
		ERR_clear_error();
		return false;
	}
	rig_turns(k->rig, 1);
	return true;
}

bool
tls_client_connect(struct tls_client *k)
{
	for (size_t i = 0; i < CLIENT_TURNS; i++) {
		int r;

		ERR_clear_error();
		r = SSL_connect(k->ssl);
		if (r == 1) {
			rig_turns(k->rig, 1);
			return true;
		}
		if (!client_waits(k, r))
			return false;
	}
	return false;
}

void
tls_client_write(struct tls_client *k, const char *bytes, size_t n)
{
	for (size_t i = 0; i < CLIENT_TURNS; i++) {
		size_t done;

		ERR_clear_error();
		if (SSL_write_ex(k->ssl, bytes, n, &done) == 1)
			return;
		cr_assert(client_waits(k, 0));
	}
	cr_assert_fail("the server does not read");
}

size_t
tls_client_read(struct tls_client *k, char *dst, size_t size)
{
	for (size_t i = 0; i < CLIENT_TURNS; i++) {
		size_t n;

		ERR_clear_error();
		if (SSL_read_ex(k->ssl, dst, size, &n) == 1)
			return n;
		if (!client_waits(k, 0))
			return 0;
	}
	cr_assert_fail("nothing to read");
	return 0;
}

void
tls_client_expect_echo(struct tls_client *k, const char *line)
{
	char text[600], got[600];
	size_t n = 0, len = (size_t)snprintf(text, sizeof(text), "%s\r\n", line);

	tls_client_write(k, text, len);
	while (n < len) {
		size_t more = tls_client_read(k, got + n, sizeof(got) - n);

		cr_assert_gt(more, 0);
		n += more;
	}
	cr_expect(view_eq(view_of(got, n), view_of(text, len)), "%.*s", (int)n, got);
}

const char *
tls_client_server_name(struct tls_client *k)
{
	static char cn[64];
	X509 *x = SSL_get0_peer_certificate(k->ssl);

	cr_assert_not_null(x);
	cr_assert_gt(X509_NAME_get_text_by_NID(X509_get_subject_name(x), NID_commonName, cn, sizeof(cn)), 0);
	return cn;
}

void
tls_client_close(struct tls_client *k)
{
	if (k->ssl != NULL)
		SSL_set_shutdown(k->ssl, SSL_SENT_SHUTDOWN); /* or OpenSSL would not resume its session */
	SSL_free(k->ssl);
	k->ssl = NULL;
	if (k->fd != -1)
		(void)close(k->fd);
	k->fd = -1;
}

void
tls_client_release(struct tls_client *k)
{
	tls_client_close(k);
	SSL_CTX_free(k->ctx);
}
