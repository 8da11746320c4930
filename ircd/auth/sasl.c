/*
 * The frame around the mechanisms: chunks become messages, messages go to the mechanism, and what it says goes out in chunks.  Every
 * exchange ends in one place, sasl_finish(), or is dropped without an answer from a worker (login_give_up()).
 */
#include "auth/sasl.h"

#include <sodium.h>

#include "auth/entry.h"
#include "auth/gate.h"
#include "auth/sasl_priv.h"
#include "auth/sasl_relay.h"
#include "core/loop.h"
#include "core/mem.h"
#include "net/conn.h"
#include "route/reply.h"

#define BASE64	   sodium_base64_VARIANT_ORIGINAL
#define BASE64_MAX ((SASL_MESSAGE_MAX + 2) / 3 * 4)

static const struct sasl_mech *const mechanisms[] = {
	&sasl_plain,
	&sasl_external,
	&sasl_scram,
	&sasl_scram_plus,
};

/* Set of those of this server that the client can use. */
static uint32_t
usable_by(const struct client *c, const struct conf *conf)
{
	uint32_t set = 0;

	for (size_t i = 0; i < ARRAY_LEN(mechanisms); i++) {
		if (mechanisms[i]->usable(c, conf))
			set |= UINT32_C(1) << i;
	}
	return set;
}

const char *
sasl_offer(const struct client *c, const struct conf *conf, char dst[SASL_LIST_SIZE])
{
	const struct gate_env *env = gate_env(c->session->gate);
	uint32_t set;
	size_t n = 0;

	dst[0] = '\0';
	if (!conf->accounts.sasl)
		return dst;
	if (c->world->conf.services_own)
		return sasl_relay_offer(
			c, conf, env->sasl != NULL ? env->sasl->mechanisms(env->sasl_arg) : "", dst);
	set = usable_by(c, conf);
	for (size_t i = 0; i < ARRAY_LEN(mechanisms); i++) {
		if ((set & UINT32_C(1) << i) == 0)
			continue;
		if (n != 0)
			n += view_copy(VIEW(","), dst + n, SASL_LIST_SIZE - n);
		n += view_copy(mechanisms[i]->name, dst + n, SASL_LIST_SIZE - n);
	}
	return dst;
}

bool
sasl_is_private(const struct client *c)
{
	return c->is_secure || peer_addr_is_local(conn_peer(c->conn));
}

enum sasl_step
sasl_ends(struct sasl *x, enum login_result r)
{
	x->result = r;
	return SASL_END;
}

static struct route *
route_of(const struct client *c)
{
	return gate_env(c->session->gate)->route;
}

/* Passwords go through it. */
static void
buf_wipe(struct buf *b)
{
	if (b->p != NULL)
		sodium_memzero(b->p, b->cap);
	buf_clear(b);
}

void
sasl_free(struct session *s)
{
	struct sasl *x = session_rare(s)->sasl;

	sasl_relay_free(s);
	if (x == NULL)
		return;
	s->rare->sasl = NULL;
	loop_timer_cancel(gate_env(s->gate)->loop, &x->timer);
	if (x->waiting)
		login_give_up(s->client);
	if (x->mech->release != NULL)
		x->mech->release(x);
	buf_wipe(&x->in);
	buf_wipe(&x->out);
	buf_release(&x->in);
	buf_release(&x->out);
	mem_free(x);
}

static bool
is_running(const struct client *c)
{
	return session_rare(c->session)->sasl != NULL || session_rare(c->session)->relay != NULL;
}

/* It may leave here, and registration goes on. */
void
sasl_drop(struct client *c)
{
	bool held = is_running(c);

	sasl_free(c->session);
	if (held && c->phase == CLIENT_NEW)
		entry_release(c, HOLD_SASL);
}

void
sasl_finish(struct client *c, enum login_result r)
{
	struct session *s = c->session;

	switch (r) {
	case LOGIN_TRY_OK:
		s->sasl_failures = 0;
		reply_plain(route_of(c), c, RPL_SASLSUCCESS);
		break;
	case LOGIN_TRY_SUSPENDED:
		reply_plain(route_of(c), c, ERR_NICKLOCKED);
		break;
	case LOGIN_TRY_WRONG:
	case LOGIN_TRY_N:
		s->sasl_failures++;
		reply_plain(route_of(c), c, ERR_SASLFAIL);
		break;
	case LOGIN_TRY_TOO_OFTEN:
	case LOGIN_TRY_BUSY:
		reply_textf(
			route_of(c), c, ERR_SASLFAIL, "SASL authentication failed: %s", login_result_text(r));
		break;
	}
	if (c->phase == CLIENT_NEW && s->sasl_failures >= SASL_FAILURES)
		gate_exit(c, VIEW("Too many failed logins"));
	else
		sasl_drop(c);
}

void
sasl_conclude(struct client *c, enum login_result r, void *arg)
{
	(void)arg;
	if (c == NULL)
		return;
	/* What is with a worker, if anything, is not this exchange's. */
	session_rare(c->session)->sasl->waiting = false;
	sasl_finish(c, r);
}

void
sasl_abort(struct client *c)
{
	if (!is_running(c))
		return;
	reply_plain(route_of(c), c, ERR_SASLABORTED);
	sasl_drop(c);
}

static void
on_timer(struct timer *t, uint64_t now_ms)
{
	(void)now_ms;
	sasl_abort(CONTAINER_OF(t, struct sasl, timer)->session->client);
}

void
sasl_send_chunk(struct client *c, struct view text)
{
	struct reply r;

	reply_begin_bare(&r, route_of(c), c, VIEW("AUTHENTICATE"));
	msg_build_param(&r.build, text); /* reply_param() would cut it */
	reply_end(&r);
}

/* A chunk that is full has another behind it, if only an empty one. */
static void
send_out(struct client *c, struct sasl *x)
{
	struct view bytes = buf_view(&x->out), rest;
	size_t size = sodium_base64_encoded_len(bytes.n, BASE64);
	char *text = mem_alloc(size);

	(void)sodium_bin2base64(text, size, (const unsigned char *)bytes.p, bytes.n, BASE64);
	rest = view_of(text, size - 1);
	while (rest.n >= SASL_CHUNK_MAX) {
		sasl_send_chunk(c, view_left(rest, SASL_CHUNK_MAX));
		rest = view_skip(rest, SASL_CHUNK_MAX);
	}
	sasl_send_chunk(c, rest.n != 0 ? rest : VIEW("+"));
	buf_wipe(&x->out);
	mem_free(text);
}

static const struct sasl_mech *
mechanism_of(const struct client *c, struct view name)
{
	const struct conf *conf = gate_conf(c->session->gate);
	uint32_t usable = usable_by(c, conf);

	for (size_t i = 0; i < ARRAY_LEN(mechanisms) && conf->accounts.sasl; i++) {
		if ((usable & UINT32_C(1) << i) != 0 && view_eq_nocase(name, mechanisms[i]->name))
			return mechanisms[i];
	}
	return NULL;
}

static void
begin(struct client *c, struct view name)
{
	const struct gate_env *env = gate_env(c->session->gate);
	const struct sasl_mech *mech = mechanism_of(c, name);
	char list[SASL_LIST_SIZE];
	struct sasl *x;

	if (mech == NULL) {
		reply(env->route, c, RPL_SASLMECHS, view_z(sasl_offer(c, gate_conf(c->session->gate), list)));
		reply_plain(env->route, c, ERR_SASLFAIL);
		return;
	}
	x = mem_zalloc(sizeof(*x));
	x->session = c->session;
	x->mech = mech;
	buf_init(&x->in, BASE64_MAX);
	buf_init(&x->out, SASL_MESSAGE_MAX);
	session_rare_new(c->session)->sasl = x;
	if (c->phase == CLIENT_NEW)
		entry_hold(c, HOLD_SASL);
	loop_timer(env->loop, &x->timer, loop_mono_ms(env->loop) + SASL_TIMEOUT_MS, on_timer);
	sasl_send_chunk(c, VIEW("+"));
}

/* A whole message is in x->in. */
static void
take_message(struct client *c, struct sasl *x)
{
	struct view text = buf_view(&x->in);
	unsigned char *bytes = mem_alloc(SASL_MESSAGE_MAX);
	enum sasl_step step = SASL_END;
	size_t n = 0;

	x->result = LOGIN_TRY_WRONG;
	if (text.n == 0 ||
		sodium_base642bin(bytes, SASL_MESSAGE_MAX, text.p, text.n, NULL, &n, NULL, BASE64) == 0) {
		buf_wipe(&x->in);
		step = x->mech->step(x, view_of(bytes, n));
	}
	sodium_memzero(bytes, n);
	mem_free(bytes);
	switch (step) {
	case SASL_SEND:
		send_out(c, x);
		break;
	case SASL_WAIT:
		break;
	case SASL_END:
		sasl_finish(c, x->result);
		break;
	}
}

static void
too_long(struct client *c)
{
	reply_plain(route_of(c), c, ERR_SASLTOOLONG);
	sasl_drop(c);
}

static void
take_chunk(struct client *c, struct sasl *x, struct view text)
{
	bool is_empty = view_eq(text, VIEW("+"));

	if (!is_empty && buf_put(&x->in, text) == -1)
		too_long(c);
	else if (is_empty || text.n < SASL_CHUNK_MAX)
		take_message(c, x);
}

void
sasl_line(struct client *c, struct view text)
{
	struct sasl *x = session_rare(c->session)->sasl;

	if (c->world->conf.services_own) {
		sasl_relay_line(c, text);
		return;
	}
	if (text.n > SASL_CHUNK_MAX) {
		too_long(c);
	} else if (view_eq(text, VIEW("*"))) {
		reply_plain(route_of(c), c, ERR_SASLABORTED);
		sasl_drop(c);
	} else if (x == NULL) {
		begin(c, text);
	} else if (x->waiting || text.n == 0) {
		reply_plain(route_of(c), c, ERR_SASLFAIL); /* it was not asked for more */
		sasl_drop(c);
	} else {
		take_chunk(c, x, text);
	}
}
