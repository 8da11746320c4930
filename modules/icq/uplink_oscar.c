/*
 * Two connections, one after the other: the first has the password, by a digest that does not give it away, and gets a cookie; the second,
 * to the address that is configured and not to the one that the server names, begins with the cookie and is the session.
 */
#include "icq/uplink_oscar.h"

#include <string.h>

#include "core/log.h"
#include "core/mem.h"
#include "core/rng.h"
#include "icq/feedbag.h"
#include "icq/icbm.h"
#include "icq/oscar_login.h"
#include "icq/oscar_service.h"
#include "icq/oscar_user.h"
#include "net/tls_md5.h"

enum { OPEN_MS = 30000, ANSWER_MS = 20000, TEXT_MAX = 1000 };

static const struct uplink_pipe_ops ops;

static struct loop *
loop_of(const struct oscar_uplink *s)
{
	return s->u->all->env.loop;
}

/* ---- out ---- */

static void
send_frame(struct oscar_uplink *s, enum flap_channel channel, struct view data)
{
	char frame[FLAP_HEAD + SNAC_HEAD + UPLINK_SNAC_MAX];
	struct icq_out out = icq_out(frame, sizeof(frame));
	size_t at = flap_begin(&out, channel, s->seq++);

	icq_put_bytes(&out, data);
	flap_end(&out, at);
	if (s->pipe != NULL)
		uplink_pipe_send(s->pipe, icq_out_view(&out));
}

void
uplink_oscar_send(struct oscar_uplink *s, enum snac_id id, uint32_t request, struct view body)
{
	char data[SNAC_HEAD + UPLINK_SNAC_MAX];
	struct icq_out out = icq_out(data, sizeof(data));

	snac_put_head(&out, id, 0, request);
	icq_put_bytes(&out, body);
	if (!out.full)
		send_frame(s, FLAP_SNAC, icq_out_view(&out));
}

void
uplink_oscar_fail(struct oscar_uplink *s, enum uplink_fault fault, const char *why)
{
	loop_timer_cancel(loop_of(s), &s->alive);
	loop_timer_cancel(loop_of(s), &s->pace);
	uplink_failed(s->u, fault, why);
}

static void
on_alive(struct timer *t, uint64_t now_ms)
{
	struct oscar_uplink *s = CONTAINER_OF(t, struct oscar_uplink, alive);

	send_frame(s, FLAP_ALIVE, VIEW(""));
	loop_timer(loop_of(s), &s->alive, now_ms + s->u->conf.keepalive_ms, on_alive);
}

static void
on_pace(struct timer *t, uint64_t now_ms)
{
	(void)now_ms;
	uplink_pump(CONTAINER_OF(t, struct oscar_uplink, pace)->u);
}

/* ---- the first connection ---- */

static void
dial(struct oscar_uplink *s, const struct addr *to)
{
	const struct uplinks_env *env = &s->u->all->env;
	struct dial_socks socks;
	const struct uplink_way way = {
		.to = *to,
		.socks = uplink_conf_socks(&s->u->conf, &socks),
		.timeout_ms = OPEN_MS,
	};
	struct err e = { .text = "" };

	uplink_pipe_close(s->pipe);
	buf_clear(&s->in);
	s->n_dials++;
	rng_bytes(&s->seq, sizeof(s->seq));
	s->pipe = env->dial(env->dial_arg, &way, &ops, s, &e);
	if (s->pipe == NULL)
		uplink_oscar_fail(s, UPLINK_FAULT_NET, e.text);
}

static void
on_greeting(struct oscar_uplink *s)
{
	char data[FLAP_HEAD + UPLINK_COOKIE_MAX];
	struct icq_out out = icq_out(data, sizeof(data));

	oscar_put_greeting(&out);
	if (s->phase == OSCAR_BOS)
		oscar_put_cookie(&out, view_of(s->cookie, s->cookie_n));
	send_frame(s, FLAP_SIGNON, icq_out_view(&out));
	if (s->phase != OSCAR_LOGIN)
		return;
	out = icq_out(data, sizeof(data));
	oscar_put_key_ask(&out, s->u->conf.uin);
	uplink_oscar_send(s, SNAC_LOGIN_KEY_ASK, 0, icq_out_view(&out));
}

static void
on_key(struct oscar_uplink *s, const struct snac *snac)
{
	const struct view password = view_z(s->u->conf.password);
	uint8_t secret[TLS_MD5_LEN], digest[OSCAR_DIGEST];
	char data[512];
	struct icq_out out = icq_out(data, sizeof(data));
	struct view key;

	if (!oscar_key_parse(&key, snac->body)) {
		uplink_oscar_fail(s, UPLINK_FAULT_SERVER, "the server's key makes no sense");
		return;
	}
	if (!tls_md5(secret, &password, 1) || !oscar_digest(digest, key, view_of(secret, sizeof(secret)))) {
		uplink_oscar_fail(s, UPLINK_FAULT_PASSWORD, "there is no MD5 here, which the login needs");
		return;
	}
	oscar_put_digest(&out,
		&(struct oscar_credentials){
			.uin = s->u->conf.uin, .digest = digest, .client = VIEW("Conclave") });
	uplink_oscar_send(s, SNAC_LOGIN_ASK, 0, icq_out_view(&out));
}

static void
refused(struct oscar_uplink *s, uint16_t error)
{
	static const struct {
		uint16_t error;
		enum uplink_fault fault;
		const char *why;
	} row[] = {
		{ OSCAR_LOGIN_BAD, UPLINK_FAULT_PASSWORD, "wrong UIN or password" },
		{ OSCAR_LOGIN_WRONG_PASSWORD, UPLINK_FAULT_PASSWORD, "wrong password" },
		{ OSCAR_LOGIN_INVALID, UPLINK_FAULT_PASSWORD, "there is no such account" },
		{ OSCAR_LOGIN_DELETED, UPLINK_FAULT_PASSWORD, "there is no such account" },
		{ OSCAR_LOGIN_SUSPENDED, UPLINK_FAULT_PASSWORD, "the account is suspended" },
		{ OSCAR_LOGIN_TOO_MANY, UPLINK_FAULT_BUSY, "too many connections from here" },
		{ OSCAR_LOGIN_TOO_MANY_HERE, UPLINK_FAULT_BUSY, "too many connections from here" },
		{ OSCAR_LOGIN_RATE, UPLINK_FAULT_BUSY, "too many logins in a short time" },
		{ OSCAR_LOGIN_RATE_HERE, UPLINK_FAULT_BUSY, "too many logins in a short time" },
		{ OSCAR_LOGIN_OLD_CLIENT, UPLINK_FAULT_BUSY, "the server wants another program" },
		{ OSCAR_LOGIN_OLD_CLIENT_WARNED, UPLINK_FAULT_BUSY, "the server wants another program" },
		{ OSCAR_LOGIN_LATER, UPLINK_FAULT_BUSY, "the server says: later" },
	};

	for (size_t i = 0; i < ARRAY_LEN(row); i++) {
		if (row[i].error == error) {
			uplink_oscar_fail(s, row[i].fault, row[i].why);
			return;
		}
	}
	uplink_oscar_fail(s, UPLINK_FAULT_SERVER, "the server refuses the login");
}

/* Where the server would have us go is for people to read: we go where we are told to by who runs this server. */
static void
note_bos(const struct oscar_uplink *s, struct view named)
{
	char ours[ADDR_TEXT_MAX];

	(void)addr_format(&s->u->conf.bos, ours);
	if (!view_eq(view_z(ours), named))
		log_write(LOG_LEVEL_INFO, "icq",
			"%s: the server names %.*s for the session; %s is what is configured",
			s->u->conf.name, VIEW_ARG(view_left(named, ADDR_TEXT_MAX)), ours);
}

static void
on_login_answer(struct oscar_uplink *s, struct view body)
{
	struct oscar_login_answer a;

	if (!oscar_login_answer_parse(&a, body)) {
		uplink_oscar_fail(s, UPLINK_FAULT_SERVER, "the answer to the login makes no sense");
	} else if (a.error != OSCAR_LOGIN_FINE) {
		refused(s, a.error);
	} else if (a.cookie.n > sizeof(s->cookie)) {
		uplink_oscar_fail(s, UPLINK_FAULT_SERVER, "the cookie is too long");
	} else {
		s->cookie_n = a.cookie.n;
		memcpy(s->cookie, a.cookie.p, a.cookie.n);
		note_bos(s, a.server);
		s->phase = OSCAR_BOS;
		dial(s, &s->u->conf.bos);
	}
}

static void
on_login_snac(struct oscar_uplink *s, const struct snac *snac)
{
	switch (snac_id(snac)) {
	case SNAC_LOGIN_KEY:
		on_key(s, snac);
		break;
	case SNAC_LOGIN_ANSWER:
		on_login_answer(s, snac->body);
		break;
	case SNAC_LOGIN_ERROR:
		uplink_oscar_fail(s, UPLINK_FAULT_SERVER, "the server does not know this way to log in");
		break;
	default:
		break;
	}
}

/* ---- the second, until it stands ---- */

static void
on_bos_snac(struct oscar_uplink *s, const struct snac *snac)
{
	char data[512];
	struct icq_out out = icq_out(data, sizeof(data));

	switch (snac_id(snac)) {
	case SNAC_SERVICE_FAMILIES:
		oscar_versions_put(&out, &oscar_families_ours);
		uplink_oscar_send(s, SNAC_SERVICE_VERSIONS_ASK, 0, icq_out_view(&out));
		break;
	case SNAC_SERVICE_VERSIONS:
		uplink_oscar_send(s, SNAC_SERVICE_RATES_ASK, 0, VIEW(""));
		break;
	case SNAC_SERVICE_RATES:
		s->phase = OSCAR_IN;
		loop_timer(
			loop_of(s), &s->alive, loop_mono_ms(loop_of(s)) + s->u->conf.keepalive_ms, on_alive);
		uplink_oscar_enter(s, snac);
		break;
	default:
		break;
	}
}

/* ---- frames ---- */

static void
on_snac(struct oscar_uplink *s, struct view data)
{
	struct snac snac;

	if (!snac_parse(&snac, data))
		uplink_oscar_fail(s, UPLINK_FAULT_SERVER, "a command makes no sense");
	else if (s->phase == OSCAR_LOGIN)
		on_login_snac(s, &snac);
	else if (s->phase == OSCAR_BOS)
		on_bos_snac(s, &snac);
	else
		uplink_oscar_heard(s, &snac);
}

/* Of the first connection it may be the answer, too. */
static void
on_signoff(struct oscar_uplink *s, struct view data)
{
	if (s->phase == OSCAR_LOGIN && data.n > 0)
		on_login_answer(s, data);
	else if (oscar_bye_parse(data) == OSCAR_BYE_REPLACED)
		uplink_oscar_fail(s, UPLINK_FAULT_REPLACED, "the UIN has logged in from elsewhere");
	else
		uplink_oscar_fail(s, UPLINK_FAULT_SERVER, "the server has ended the session");
}

static void
on_frame(struct oscar_uplink *s, const struct flap_frame *frame)
{
	switch (frame->channel) {
	case FLAP_SIGNON:
		if (s->phase != OSCAR_IN)
			on_greeting(s);
		break;
	case FLAP_SNAC:
		on_snac(s, frame->data);
		break;
	case FLAP_SIGNOFF:
		on_signoff(s, frame->data);
		break;
	case FLAP_ERROR:
		uplink_oscar_fail(s, UPLINK_FAULT_SERVER, "the server reports an error");
		break;
	default: /* FLAP_ALIVE, and what later versions may have */
		break;
	}
}

/* What is in a frame may end this connection. */
static void
on_bytes(void *arg, struct view bytes)
{
	struct oscar_uplink *s = arg;
	uint8_t n_dials = s->n_dials;
	struct view stream;
	struct flap_frame frame;
	enum flap_verdict v = FLAP_FRAME;

	if (s->u->is_over)
		return;
	if (buf_put(&s->in, bytes) == -1) {
		uplink_oscar_fail(s, UPLINK_FAULT_SERVER, "frames make no sense");
		return;
	}
	stream = buf_view(&s->in);
	while ((v = flap_cut(&stream, FLAP_DATA_MAX, &frame)) == FLAP_FRAME) {
		on_frame(s, &frame);
		if (s->u->is_over || s->n_dials != n_dials)
			return;
	}
	if (v == FLAP_BAD)
		uplink_oscar_fail(s, UPLINK_FAULT_SERVER, "frames make no sense");
	else
		buf_take(&s->in, s->in.len - stream.n);
}

static void
on_open(void *arg)
{
	(void)arg; /* the server speaks first */
}

static void
on_gone(void *arg, const char *why)
{
	struct oscar_uplink *s = arg;

	s->pipe = NULL;
	uplink_oscar_fail(s, UPLINK_FAULT_NET, why);
}

static const struct uplink_pipe_ops ops = { on_open, on_bytes, on_gone };

/* ---- for uplink.c ---- */

static void oscar_stop(void *session);

static void *
oscar_start(struct uplink *u, struct err *e)
{
	const struct uplinks_env *env = &u->all->env;
	struct oscar_uplink *s = mem_zalloc(sizeof(*s));
	struct dial_socks socks;
	const struct uplink_way way = {
		.to = u->conf.server,
		.socks = uplink_conf_socks(&u->conf, &socks),
		.timeout_ms = OPEN_MS,
	};

	s->u = u;
	buf_init(&s->in, 2 * (FLAP_HEAD + FLAP_DATA_MAX));
	s->pipe = env->dial(env->dial_arg, &way, &ops, s, e);
	if (s->pipe != NULL)
		return s;
	oscar_stop(s);
	return NULL;
}

/* As fast as the server's rates allow, and no faster: what comes too fast it drops without a word. */
static bool
may_send(struct oscar_uplink *s)
{
	uint64_t now = loop_mono_ms(loop_of(s)), wait;

	if (!s->has_rate)
		return true;
	wait = oscar_rate_wait_ms(&s->rate, &s->rate_class, now);
	if (wait > 0)
		loop_timer(loop_of(s), &s->pace, now + wait, on_pace);
	else
		(void)!oscar_rate_take(&s->rate, &s->rate_class, now);
	return wait == 0;
}

static bool
oscar_send(void *session, const struct uplink_item *item)
{
	struct oscar_uplink *s = session;
	char data[UPLINK_SNAC_MAX];
	struct icq_out out = icq_out(data, sizeof(data)), cookie;
	struct icbm m = { .channel = ICBM_TEXT, .to = item->uin, .flags = ICBM_WANTS_ACK | ICBM_STORED };

	if (!may_send(s))
		return false;
	cookie = icq_out(m.cookie, sizeof(m.cookie));
	icq_put_u32_be(&cookie, item->id);
	icq_put_u32_be(&cookie, s->u->conf.uin);
	icbm_put_to(&out, &m);
	icbm_text_put_as_is(&out, view_of(item->text, item->n));
	icbm_put_flags(&out, &m);
	uplink_oscar_send(s, SNAC_ICBM_SEND, item->id, icq_out_view(&out));
	return true;
}

static void
oscar_authorise(void *session, uint32_t uin)
{
	char data[64];
	struct icq_out out = icq_out(data, sizeof(data));

	feedbag_auth_answer_put(&out, &(struct feedbag_auth){ .uin = uin, .is_granted = true });
	uplink_oscar_send(session, SNAC_FEEDBAG_AUTH_ANSWER, 0, icq_out_view(&out));
}

static void
oscar_contact(void *session, uint32_t uin, bool is_there)
{
	char data[32];
	struct icq_out out = icq_out(data, sizeof(data));

	oscar_put_uin(&out, uin);
	uplink_oscar_send(session, is_there ? SNAC_BUDDY_ADD : SNAC_BUDDY_REMOVE, 0, icq_out_view(&out));
}

static void
oscar_stop(void *session)
{
	struct oscar_uplink *s = session;

	if (s->phase == OSCAR_IN)
		send_frame(s, FLAP_SIGNOFF, VIEW(""));
	uplink_pipe_close(s->pipe);
	loop_timer_cancel(loop_of(s), &s->alive);
	loop_timer_cancel(loop_of(s), &s->pace);
	buf_release(&s->in);
	mem_free(s);
}

const struct uplink_protocol uplink_protocol_oscar = {
	.start = oscar_start,
	.send = oscar_send,
	.authorise = oscar_authorise,
	.contact = oscar_contact,
	.stop = oscar_stop,
	.answer_ms = ANSWER_MS,
	.bytes_max = TEXT_MAX,
};
