/*
 * A PROXY header is a handshake before the others: its transport reads no byte that may not belong to it, then gives way to what is
 * below it and to the handshakes of TLS and WebSocket.
 */
#include "net/forward.h"

#include <assert.h>

#include "core/mem.h"
#include "net/conn_priv.h"
#include "net/proxy_header.h"
#include "net/tls.h"

struct forward {
	struct proxy_header header;
	const struct conn_ops *inner;
	const char *refused;
	struct tls_contexts *tls;
	const struct websocket_conf *websocket;
};

void
net_set_forward(struct net *net, forward_expect_fn *fn, void *arg)
{
	net->forward = fn;
	net->forward_arg = arg;
}

bool
forward_is_expected(const struct net *net, const struct peer_addr *peer, void *listener_data)
{
	return net->forward != NULL && net->forward(peer, listener_data, net->forward_arg);
}

static void
note_via(struct conn *c)
{
	if (c->via != NULL)
		return; /* who was accepted is known already */
	c->via = mem_alloc(sizeof(*c->via));
	*c->via = c->peer;
}

bool
forward_conn(struct conn *c, const struct peer_addr *real)
{
	struct net *net = c->net;

	if (net->admit != NULL && !net->admit(real, net->admit_arg)) {
		net->stats.refused++;
		return false;
	}
	note_via(c);
	c->peer = *real;
	return true;
}

const struct peer_addr *
forward_via(const struct conn *c)
{
	return c->via;
}

static void
forward_free(struct conn *c)
{
	tls_contexts_unref(c->forward->tls);
	mem_free(c->forward);
	c->forward = NULL;
}

static enum proxy_verdict
read_header(struct conn *c, enum io_result *r, struct peer_addr *real)
{
	struct forward *f = c->forward;
	enum proxy_verdict v = PROXY_MORE;

	while (v == PROXY_MORE) {
		size_t n = 0;

		*r = f->inner->read(c, c->net->rbuf, proxy_header_wants(&f->header), &n);
		if (*r != IO_OK && *r != IO_MORE)
			break;
		c->bytes_in += n;
		c->net->stats.bytes_in += n;
		v = proxy_header_feed(&f->header, view_of(c->net->rbuf, n), real);
	}
	list_del(
		&c->turn); /* memory asks for more turns while it holds more; the next handshake looks at once */
	return v;
}

/* The header is off; what it stood before begins. */
static enum io_result
go_on(struct conn *c, bool *costly)
{
	struct forward *f = c->forward;
	struct tls_contexts *tls = f->tls;
	const struct websocket_conf *websocket = f->websocket;
	enum io_result r = IO_OK;

	f->tls = NULL;
	c->ops = f->inner;
	forward_free(c);
	if (conn_start_handshake(c, tls, websocket) == -1)
		r = IO_ERROR;
	else if (tls != NULL || websocket != NULL)
		r = c->ops->handshake(c, costly);
	tls_contexts_unref(tls);
	return r;
}

static enum io_result
forward_handshake(struct conn *c, bool *costly)
{
	struct forward *f = c->forward;
	enum io_result r = IO_AGAIN;
	struct peer_addr real;

	switch (read_header(c, &r, &real)) {
	case PROXY_MORE:
		return r;
	case PROXY_BAD:
		f->refused = proxy_header_wrong(&f->header);
		return IO_ERROR;
	case PROXY_PEER:
		if (forward_conn(c, &real))
			return go_on(c, costly);
		f->refused = "too many connections from an address behind a gateway";
		return IO_ERROR;
	case PROXY_SAME:
		break;
	}
	note_via(c);
	return go_on(c, costly);
}

static void
forward_want(struct conn *c, unsigned want)
{
	c->forward->inner->want(c, want);
}

static enum io_result
forward_finish(struct conn *c)
{
	return c->forward->inner->finish(c);
}

static enum io_result
forward_discard(struct conn *c, char *scratch, size_t max, size_t *n)
{
	return c->forward->inner->discard(c, scratch, max, n);
}

static void
forward_close(struct conn *c)
{
	if (c->forward->inner->close != NULL)
		c->forward->inner->close(c);
	forward_free(c);
}

static const char *
no_text(const struct conn *c)
{
	(void)c;
	return NULL;
}

static int
no_fingerprint(const struct conn *c, char dst[65])
{
	(void)c;
	(void)dst;
	return -1;
}

static const char *
forward_reason(const struct conn *c)
{
	return c->forward->refused;
}

static const struct conn_tls_ops forward_tls_ops = {
	.version = no_text,
	.cipher = no_text,
	.fingerprint = no_fingerprint,
	.reason = forward_reason,
};

/* Nothing is written before it is done: no owner has seen the connection. */
static const struct conn_ops forward_ops = {
	.handshake = forward_handshake,
	.want = forward_want,
	.finish = forward_finish,
	.discard = forward_discard,
	.close = forward_close,
	.tls = &forward_tls_ops,
};

void
forward_start(struct conn *c, struct tls_contexts *tls, const struct websocket_conf *websocket)
{
	struct forward *f = mem_zalloc(sizeof(*f));

	assert(c->state == CONN_HANDSHAKE);
	f->inner = c->ops;
	f->tls = tls != NULL ? tls_contexts_ref(tls) : NULL;
	f->websocket = websocket;
	c->forward = f;
	c->ops = &forward_ops;
}
