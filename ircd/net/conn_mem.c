/*
 * The transport of tests.  There is no descriptor to wake the loop, so each change on the peer's side asks for service in the next
 * turn (conn_again_soon()), and a read that leaves something behind asks again.
 */
#include "net/conn_mem.h"

#include <errno.h>
#include <string.h>

#include "core/buf.h"
#include "core/mem.h"
#include "net/conn_priv.h"

#define MEM_MAX ((size_t)1 << 30)

struct conn_mem {
	struct conn *conn; /* NULL when it was freed */
	struct buf in, out;
	size_t window;
	struct conn_mem_tls tls;
	bool eof, reset, closed;
	bool owned; /* by the test */
};

static enum io_result
mem_read(struct conn *c, char *dst, size_t max, size_t *n)
{
	struct conn_mem *m = c->transport;
	struct view v = view_left(buf_view(&m->in), max);

	if (m->reset) {
		c->error = ECONNRESET;
		return IO_ERROR;
	}
	if (c->state == CONN_OPEN && (c->want & LOOP_READ) == 0)
		return IO_AGAIN; /* mem_want() asks again */
	if (v.n == 0)
		return m->eof ? IO_EOF : IO_AGAIN;
	memcpy(dst, v.p, v.n);
	*n = v.n;
	buf_take(&m->in, v.n);
	if (m->in.len > 0 || m->eof)
		conn_again(c);
	return IO_OK;
}

static enum io_result
mem_write(struct conn *c)
{
	struct conn_mem *m = c->transport;
	size_t n = c->sendq.bytes < m->window ? c->sendq.bytes : m->window;
	char *dst;

	if (m->reset) {
		c->error = ECONNRESET;
		return IO_ERROR;
	}
	if (n == 0 || (dst = buf_reserve(&m->out, n)) == NULL)
		return IO_AGAIN;
	buf_commit(&m->out, sendq_gather(&c->sendq, dst, n));
	sendq_take(&c->sendq, n);
	if (m->window != SIZE_MAX)
		m->window -= n;
	return c->sendq.bytes == 0 ? IO_OK : IO_AGAIN;
}

/* The peer has done something, or the connection wants something that it may have done before. */
static void
wake(struct conn_mem *m)
{
	struct conn *c = m->conn;

	if (c == NULL || c->state == CONN_DEAD)
		return;
	if ((c->want & LOOP_WRITE) != 0 && (m->window > 0 || m->reset))
		conn_service(c, LOOP_WRITE);
	if (c->state == CONN_HANDSHAKE && (m->in.len > 0 || m->eof || m->reset))
		conn_service(c, LOOP_READ);
	if (c->state == CONN_OPEN && list_is_empty(&c->turn) && ((c->want & LOOP_READ) != 0 || m->reset) &&
		(m->in.len > 0 || m->eof || m->reset))
		conn_again_soon(c);
}

static void
mem_want(struct conn *c, unsigned want)
{
	(void)want;
	wake(c->transport);
}

static enum io_result
mem_finish(struct conn *c)
{
	struct conn_mem *m = c->transport;

	m->closed = true;
	return IO_EOF; /* there is no reset that could eat the last line, so nothing to wait for */
}

static void
mem_close(struct conn *c)
{
	struct conn_mem *m = c->transport;

	m->conn = NULL;
	m->closed = true;
	if (!m->owned)
		conn_mem_free(m);
}

static const char *
mem_version(const struct conn *c)
{
	const struct conn_mem *m = c->transport;

	return m->tls.version;
}

static const char *
mem_cipher(const struct conn *c)
{
	const struct conn_mem *m = c->transport;

	return m->tls.cipher;
}

static int
mem_fingerprint(const struct conn *c, char dst[65])
{
	const struct conn_mem *m = c->transport;

	if (m->tls.fingerprint == NULL)
		return -1;
	(void)view_copy(view_z(m->tls.fingerprint), dst, 65);
	return 0;
}

/* Each kind has bytes of its own; as with TLS 1.3, tls-unique has none. */
static size_t
mem_binding(const struct conn *c, enum tls_binding type, uint8_t *dst)
{
	enum { BYTES = 32 };

	if (mem_version(c) == NULL || type == TLS_BINDING_UNIQUE)
		return 0;
	memset(dst, type == TLS_BINDING_EXPORTER ? 'x' : 'p', BYTES);
	return BYTES;
}

static int
mem_peer_uid(const struct conn *c, uint32_t *uid)
{
	const struct conn_mem *m = c->transport;

	*uid = m->tls.uid;
	return 0;
}

static const char *
mem_reason(const struct conn *c)
{
	(void)c;
	return NULL;
}

static const struct conn_tls_ops mem_tls_ops = {
	.version = mem_version,
	.cipher = mem_cipher,
	.fingerprint = mem_fingerprint,
	.binding = mem_binding,
	.reason = mem_reason,
};

static const struct conn_ops mem_ops = {
	.read = mem_read,
	.write = mem_write,
	.want = mem_want,
	.finish = mem_finish,
	.discard = mem_read,
	.close = mem_close,
	.peer_uid = mem_peer_uid,
	.tls = &mem_tls_ops,
};

static struct conn *
mem_new(struct net *net, const struct peer_addr *peer, void *listener_data)
{
	struct conn *c = conn_new(net, &mem_ops, peer, listener_data);
	struct conn_mem *m;

	if (c == NULL)
		return NULL;
	m = mem_zalloc(sizeof(*m));
	m->conn = c;
	m->window = SIZE_MAX;
	buf_init(&m->in, MEM_MAX);
	buf_init(&m->out, MEM_MAX);
	c->transport = m;
	return c;
}

struct conn *
conn_open_mem_tls(struct net *net, const struct peer_addr *peer, uint16_t local_port, void *listener_data,
	const struct conn_mem_tls *tls)
{
	struct conn *c = mem_new(net, peer, listener_data);

	if (c == NULL)
		return NULL;
	((struct conn_mem *)c->transport)->tls = *tls;
	c->local_port = local_port;
	net->stats.accepted++;
	if (forward_is_expected(net, peer, listener_data)) {
		conn_move(c, CONN_HANDSHAKE);
		forward_start(c, NULL, NULL);
	} else {
		conn_opened(c);
	}
	return c;
}

struct conn *
conn_adopt_mem(struct net *net, const struct peer_addr *peer, void *data, const struct conn_mem_tls *tls)
{
	struct conn *c = mem_new(net, peer, data);

	if (c == NULL)
		return NULL;
	if (tls != NULL)
		((struct conn_mem *)c->transport)->tls = *tls;
	c->ours = true;
	conn_opened(c);
	return c;
}

struct conn *
conn_open_mem_websocket(
	struct net *net, const struct peer_addr *peer, void *listener_data, const struct websocket_conf *conf)
{
	struct conn *c = mem_new(net, peer, listener_data);

	if (c == NULL)
		return NULL;
	net->stats.accepted++;
	conn_move(c, CONN_HANDSHAKE);
	if (forward_is_expected(net, peer, listener_data))
		forward_start(c, NULL, conf);
	else
		websocket_start(c, conf);
	return c;
}

struct conn *
conn_open_mem(struct net *net, const struct peer_addr *peer, uint16_t local_port, void *listener_data)
{
	const struct conn_mem_tls plain = { .version = NULL };

	return conn_open_mem_tls(net, peer, local_port, listener_data, &plain);
}

struct conn_mem *
conn_mem_detach(struct conn *c)
{
	struct conn_mem *m = c->transport;

	m->owned = true;
	return m;
}

void
conn_mem_free(struct conn_mem *m)
{
	if (m == NULL)
		return;
	if (m->conn != NULL) {
		m->owned = false;
		conn_mem_close(m);
		return;
	}
	buf_release(&m->in);
	buf_release(&m->out);
	mem_free(m);
}

void
conn_mem_feed(struct conn_mem *m, struct view bytes)
{
	if (m->eof || buf_put(&m->in, bytes) == -1)
		return;
	wake(m);
}

struct view
conn_mem_output(const struct conn_mem *m)
{
	return buf_view(&m->out);
}

void
conn_mem_take(struct conn_mem *m, size_t n)
{
	buf_take(&m->out, n);
}

void
conn_mem_window(struct conn_mem *m, size_t n)
{
	m->window = n;
	wake(m);
}

void
conn_mem_close(struct conn_mem *m)
{
	m->eof = true;
	wake(m);
}

void
conn_mem_reset(struct conn_mem *m)
{
	m->reset = true;
	wake(m);
}

bool
conn_mem_is_closed(const struct conn_mem *m)
{
	return m->closed;
}

size_t
conn_mem_unread(const struct conn_mem *m)
{
	return m->in.len;
}
