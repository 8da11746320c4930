#include "oscar_client.h"

#include <criterion/criterion.h>

#include "core/loop.h"
#include "icq/oscar_login.h"
#include "icq/oscar_server.h"
#include "icq/tlv.h"
#include "net/tls_md5.h"

enum { BUF_MAX = 4 << 20 };

/* ---- the stream ---- */

static enum stream_result
io_read(void *io, void *dst, size_t max, size_t *n)
{
	struct oscar_client *c = io;

	*n = c->out.len < max ? c->out.len : max;
	if (*n == 0)
		return c->is_gone ? STREAM_EOF : STREAM_AGAIN;
	memcpy(dst, buf_view(&c->out).p, *n);
	buf_take(&c->out, *n);
	return STREAM_OK;
}

static enum stream_result
io_write(void *io, const void *src, size_t n, size_t *sent)
{
	struct oscar_client *c = io;

	*sent = 0;
	if (c->is_gone)
		return STREAM_ERROR;
	if (c->is_stuck)
		return STREAM_AGAIN;
	cr_assert(buf_put(&c->in, view_of(src, n)) == 0);
	*sent = n;
	return STREAM_OK;
}

static void
io_want(void *io, unsigned want)
{
	struct oscar_client *c = io;

	c->want = want;
}

static bool
io_has_pending(const void *io)
{
	(void)io;
	return false;
}

static enum stream_result
io_shut(void *io)
{
	struct oscar_client *c = io;

	c->is_shut = true;
	return STREAM_OK;
}

static void
io_close(void *io)
{
	struct oscar_client *c = io;

	c->conn = NULL;
	c->want = 0;
}

static const struct oscar_io_ops client_ops = { .read = io_read,
	.write = io_write,
	.want = io_want,
	.has_pending = io_has_pending,
	.shut = io_shut,
	.close = io_close };

bool
oscar_client_connect(struct oscar_client *c, struct oscar_server *server, struct loop *loop, const char *peer)
{
	struct oscar_io io = { .ops = &client_ops, .io = c, .here = "192.0.2.100:5190" };

	*c = (struct oscar_client){ .server = server, .loop = loop, .seq = 100 };
	buf_init(&c->out, BUF_MAX);
	buf_init(&c->in, BUF_MAX);
	cr_assert(peer_addr_parse(view_z(peer), &io.peer) == 0);
	c->conn = oscar_server_accept(server, &io);
	return c->conn != NULL;
}

void
oscar_client_close(struct oscar_client *c)
{
	c->is_gone = true;
	oscar_client_run(c);
	buf_release(&c->out);
	buf_release(&c->in);
}

static bool
step(struct oscar_client *c)
{
	size_t out = c->out.len, in = c->in.len;
	bool was_open = c->conn != NULL;

	if (was_open && (c->want & LOOP_READ) != 0 && (c->out.len != 0 || c->is_gone))
		oscar_conn_ready(c->conn, LOOP_READ);
	cr_assert(loop_turn(c->loop, 0, NULL) == 0);
	if (c->conn != NULL && (c->want & LOOP_WRITE) != 0 && !c->is_stuck)
		oscar_conn_ready(c->conn, LOOP_WRITE);
	return out != c->out.len || in != c->in.len || was_open != (c->conn != NULL);
}

void
oscar_client_run(struct oscar_client *c)
{
	for (size_t quiet = 0; quiet < 3;)
		quiet = step(c) ? 0 : quiet + 1;
}

/* ---- sending ---- */

void
oscar_client_raw(struct oscar_client *c, struct view bytes)
{
	cr_assert(buf_put(&c->out, bytes) == 0);
}

void
oscar_client_frame(struct oscar_client *c, uint8_t channel, struct view data)
{
	uint8_t head[FLAP_HEAD];
	struct icq_out out = icq_out(head, sizeof(head));

	icq_put_u8(&out, 0x2a);
	icq_put_u8(&out, channel);
	icq_put_u16_be(&out, c->seq++);
	icq_put_u16_be(&out, (uint16_t)data.n);
	oscar_client_raw(c, icq_out_view(&out));
	oscar_client_raw(c, data);
}

void
oscar_client_snac(struct oscar_client *c, enum snac_id id, struct view body)
{
	uint8_t bytes[OSCAR_CLIENT_BODY + SNAC_HEAD];
	struct icq_out out = icq_out(bytes, sizeof(bytes));

	snac_put_head(&out, id, 0, ++c->request);
	icq_put_bytes(&out, body);
	oscar_client_frame(c, FLAP_SNAC, icq_out_view(&out));
	oscar_client_run(c);
}

void
oscar_client_begin(struct oscar_client *c)
{
	c->body = icq_out(c->bytes, sizeof(c->bytes));
}

void
oscar_client_send(struct oscar_client *c, enum snac_id id)
{
	cr_assert(!c->body.full);
	oscar_client_snac(c, id, icq_out_view(&c->body));
}

/* ---- hearing ---- */

/* The next frame but keep-alives; false: none has come. */
static bool
cut(struct oscar_client *c, struct flap_frame *f)
{
	struct view stream, rest;

	do {
		stream = rest = buf_view(&c->in);
		if (flap_cut(&rest, FLAP_DATA_MOST, f) != FLAP_FRAME)
			return false;
		cr_assert(f->data.n <= sizeof(c->frame));
		if (f->data.n != 0)
			memcpy(c->frame, f->data.p, f->data.n);
		f->data = c->data = view_of(c->frame, f->data.n);
		buf_take(&c->in, stream.n - rest.n);
	} while (f->channel == FLAP_ALIVE);
	return true;
}

struct view
oscar_client_expect_frame(struct oscar_client *c, uint8_t channel)
{
	struct flap_frame f;

	oscar_client_run(c);
	cr_assert(cut(c, &f), "nothing came, where a frame of %d was expected", channel);
	cr_assert(f.channel == channel, "a frame of %d instead of %d", f.channel, channel);
	return f.data;
}

struct view
oscar_client_expect(struct oscar_client *c, enum snac_id id)
{
	struct view data = oscar_client_expect_frame(c, FLAP_SNAC);

	cr_assert(snac_parse(&c->snac, data));
	cr_assert(snac_id(&c->snac) == (uint32_t)id, "%08x instead of %08x", snac_id(&c->snac), id);
	return c->snac.body;
}

struct view
oscar_client_find(struct oscar_client *c, enum snac_id id)
{
	do {
		cr_assert(snac_parse(&c->snac, oscar_client_expect_frame(c, FLAP_SNAC)), "%08x did not come",
			id);
	} while (snac_id(&c->snac) != (uint32_t)id);
	return c->snac.body;
}

bool
oscar_client_has(struct oscar_client *c, enum snac_id id)
{
	struct flap_frame f;
	struct snac s;
	bool found = false;

	oscar_client_run(c);
	while (cut(c, &f))
		found = found ||
			(f.channel == FLAP_SNAC && snac_parse(&s, f.data) && snac_id(&s) == (uint32_t)id);
	return found;
}

bool
oscar_client_is_quiet(struct oscar_client *c)
{
	struct flap_frame f;

	oscar_client_run(c);
	return !cut(c, &f) && c->conn != NULL && !c->is_shut;
}

void
oscar_client_forget(struct oscar_client *c)
{
	struct flap_frame f;

	oscar_client_run(c);
	while (cut(c, &f))
		;
}

/* ---- flows ---- */

static struct view
answer(struct oscar_client *c, struct view body, uint16_t *error)
{
	struct oscar_login_answer a;

	(void)c;
	cr_assert(oscar_login_answer_parse(&a, body));
	*error = a.error;
	if (a.error == 0)
		cr_expect(a.server.n != 0);
	return a.cookie;
}

struct view
oscar_client_roasted(struct oscar_client *c, const char *uin, const char *password, uint16_t *error)
{
	uint8_t bytes[64];
	char roasted[32];

	oscar_client_expect_frame(c, FLAP_SIGNON);
	oscar_client_begin(c);
	oscar_put_greeting(&c->body);
	tlv_put(&c->body, 0x01, view_z(uin));
	oscar_roast(bytes, view_z(password));
	memcpy(roasted, bytes, strlen(password));
	tlv_put(&c->body, 0x02, view_of(roasted, strlen(password)));
	oscar_client_frame(c, FLAP_SIGNON, icq_out_view(&c->body));
	return answer(c, oscar_client_expect_frame(c, FLAP_SIGNOFF), error);
}

struct view
oscar_client_bucp(struct oscar_client *c, const char *uin, const char *password, uint16_t *error)
{
	uint8_t md5[16], digest[OSCAR_DIGEST];
	struct view key, secret = view_z(password), body;

	oscar_client_expect_frame(c, FLAP_SIGNON);
	oscar_client_begin(c);
	oscar_put_greeting(&c->body);
	oscar_client_frame(c, FLAP_SIGNON, icq_out_view(&c->body));
	oscar_client_begin(c);
	tlv_put(&c->body, 0x01, view_z(uin));
	oscar_client_send(c, SNAC_LOGIN_KEY_ASK);
	cr_assert(oscar_key_parse(&key, oscar_client_expect(c, SNAC_LOGIN_KEY)));
	cr_assert(tls_md5(md5, &secret, 1));
	cr_assert(oscar_digest(digest, key, view_of(md5, sizeof(md5))));
	oscar_client_begin(c);
	tlv_put(&c->body, 0x01, view_z(uin));
	tlv_put(&c->body, 0x25, view_of(digest, sizeof(digest)));
	tlv_put(&c->body, 0x4c, VIEW(""));
	oscar_client_send(c, SNAC_LOGIN_ASK);
	body = oscar_client_expect(c, SNAC_LOGIN_ANSWER);
	return answer(c, body, error);
}

void
oscar_client_show_cookie(struct oscar_client *c, struct view cookie)
{
	oscar_client_expect_frame(c, FLAP_SIGNON);
	oscar_client_begin(c);
	oscar_put_greeting(&c->body);
	oscar_put_cookie(&c->body, cookie);
	oscar_client_frame(c, FLAP_SIGNON, icq_out_view(&c->body));
}

void
oscar_client_get_ready(struct oscar_client *c)
{
	static const struct {
		enum snac_id ask, answer;
		struct view body;
	} flow[] = {
		{ SNAC_SERVICE_VERSIONS_ASK, SNAC_SERVICE_VERSIONS, VIEW_INIT("\0\1\0\4\0\4\0\1") },
		{ SNAC_SERVICE_RATES_ASK, SNAC_SERVICE_RATES, VIEW_INIT("") },
		{ SNAC_SERVICE_SELF_ASK, SNAC_SERVICE_SELF, VIEW_INIT("") },
		{ SNAC_FEEDBAG_RIGHTS_ASK, SNAC_FEEDBAG_RIGHTS, VIEW_INIT("") },
		{ SNAC_FEEDBAG_ASK, SNAC_FEEDBAG_LIST, VIEW_INIT("") },
		{ SNAC_LOCATE_RIGHTS_ASK, SNAC_LOCATE_RIGHTS, VIEW_INIT("") },
		{ SNAC_BUDDY_RIGHTS_ASK, SNAC_BUDDY_RIGHTS, VIEW_INIT("") },
		{ SNAC_ICBM_PARAMS_ASK, SNAC_ICBM_PARAMS, VIEW_INIT("") },
		{ SNAC_PRIVACY_RIGHTS_ASK, SNAC_PRIVACY_RIGHTS, VIEW_INIT("") },
	};

	(void)oscar_client_expect(c, SNAC_SERVICE_FAMILIES);
	for (size_t i = 0; i < ARRAY_LEN(flow); i++) {
		oscar_client_snac(c, flow[i].ask, flow[i].body);
		(void)oscar_client_expect(c, flow[i].answer);
		cr_expect(c->snac.request == c->request);
	}
	oscar_client_snac(c, SNAC_FEEDBAG_USE, VIEW(""));
	oscar_client_snac(c, SNAC_SERVICE_READY, VIEW("\0\1\0\4\1\20\6\51"));
}
