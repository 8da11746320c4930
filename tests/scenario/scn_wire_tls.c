/*
 * TLS by OpenSSL, whose queue of errors is emptied before each call: what it has from another connection would be taken for this one's.
 * Whose certificate it is does not matter here: tests/live/test_tls.sh looks at that.
 */
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <poll.h>

#include "tests/scenario/scn_live.h"
#include "tests/scenario/scn_peer.h"
#include "tests/scenario/scn_rig.h"
#include "tests/scenario/scn_socket.h"

enum { READ_BYTES = 65536 };

/* After an SSL_* call that gave r: it may be tried again, because what it needs has come. */
static bool
may_go_on(const struct scn_socket *s, int r)
{
	int why = SSL_get_error(s->ssl, r);

	return (why == SSL_ERROR_WANT_READ && scn_socket_wait(s, POLLIN, SCN_WAIT_MS)) ||
		(why == SSL_ERROR_WANT_WRITE && scn_socket_wait(s, POLLOUT, SCN_WAIT_MS));
}

static int
shake_hands(struct scn_socket *s)
{
	SSL_CTX *ctx = SSL_CTX_new(TLS_client_method());
	int r = -1;

	s->ssl = ctx != NULL ? SSL_new(ctx) : NULL;
	SSL_CTX_free(ctx);
	if (s->ssl == NULL || SSL_set_fd(s->ssl, s->fd) != 1)
		return -1;
	do {
		ERR_clear_error();
		r = SSL_connect(s->ssl);
	} while (r != 1 && may_go_on(s, r));
	return r == 1 ? 0 : -1;
}

static int
tls_open(struct scn_rig *rig, struct scn_peer *p)
{
	if (scn_socket_open(rig, p, scn_live_port(rig->live, SCN_PORT_TLS)) == -1)
		return -1;
	return shake_hands(scn_socket_of(p)) == 0 ? 0 : scn_rig_fault(rig, "TLS", "no handshake");
}

static void
tls_free(struct scn_peer *p)
{
	struct scn_socket *s = scn_socket_of(p);

	if (s != NULL)
		SSL_free(s->ssl);
	scn_socket_free(p);
}

static void
tls_send(struct scn_peer *p, struct view bytes)
{
	struct scn_socket *s = scn_socket_of(p);
	int n = 0;

	while (bytes.n != 0 && !s->is_mute && n <= 0) {
		ERR_clear_error();
		n = SSL_write(s->ssl, bytes.p, (int)bytes.n);
		s->is_mute = n <= 0 && !may_go_on(s, n);
	}
}

static void
tls_fetch(struct scn_peer *p)
{
	struct scn_socket *s = scn_socket_of(p);
	char bytes[READ_BYTES];
	int n = 1;

	while (n > 0 && !s->is_closed) {
		ERR_clear_error();
		n = SSL_read(s->ssl, bytes, sizeof(bytes));
		if (n > 0)
			s->is_closed = buf_put(&s->received, view_of(bytes, (size_t)n)) == -1;
		else
			s->is_closed = SSL_get_error(s->ssl, n) != SSL_ERROR_WANT_READ;
	}
}

static void
tls_close(struct scn_peer *p)
{
	ERR_clear_error();
	(void)SSL_shutdown(scn_socket_of(p)->ssl);
	scn_socket_close(p);
}

const struct scn_wire scn_wire_tls = {
	.open = tls_open,
	.free = tls_free,
	.send = tls_send,
	.fetch = tls_fetch,
	.is_closed = scn_socket_is_closed,
	.close = tls_close,
	.reset = scn_socket_reset,
};
