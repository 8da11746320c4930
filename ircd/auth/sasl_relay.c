/*
 * Pieces are not kept: base64 of the client is checked for its letters and its length, and passed on.  Who asks for a mechanism counts as an
 * attempt to log in (login_try.h), as with accounts of this server, so that services are not flooded by one address.
 */
#include "auth/sasl_relay.h"

#include <string.h>

#include "auth/entry.h"
#include "auth/sasl_priv.h"
#include "core/loop.h"
#include "core/mem.h"
#include "route/reply.h"

struct sasl_relay {
	struct session *session;
	struct timer timer;
	size_t n_bytes; /* of pieces so far, each counted with one more */
	bool is_told;	/* the agent knows that it is over */
	char agent[UID_LEN + 1];
};

static const struct gate_env *
env_of(const struct session *s)
{
	return gate_env(s->gate);
}

static struct sasl_relay *
relay_of(const struct client *c)
{
	return session_rare(c->session)->relay;
}

static void
say(const struct sasl_relay *x, char mode, const struct view *data, size_t n)
{
	const struct gate_env *env = env_of(x->session);
	struct sasl_piece piece = { .agent = x->agent, .mode = mode, .n = n };

	for (size_t i = 0; i < n; i++)
		piece.data[i] = data[i];
	env->sasl->send(env->sasl_arg, x->session->client, &piece);
}

void
sasl_relay_free(struct session *s)
{
	static const struct view aborted = VIEW_INIT("A");
	struct sasl_relay *x = session_rare(s)->relay;

	if (x == NULL)
		return;
	s->rare->relay = NULL;
	loop_timer_cancel(env_of(s)->loop, &x->timer);
	if (!x->is_told)
		say(x, 'D', &aborted, 1);
	mem_free(x);
}

/* Where others may listen a password is not asked for, and a certificate only of who has one. */
static bool
is_for(const struct client *c, const struct conf *conf, struct view name)
{
	if (view_eq(name, sasl_plain.name))
		return sasl_plain.usable(c, conf);
	return !view_eq(name, sasl_external.name) || sasl_has_certificate(c);
}

const char *
sasl_relay_offer(const struct client *c, const struct conf *conf, const char *list, char dst[SASL_LIST_SIZE])
{
	struct view rest = view_z(list), name;
	size_t n = 0;

	dst[0] = '\0';
	while (view_cut(&rest, ',', &name)) {
		if (name.n == 0 || !is_for(c, conf, name) || n + name.n + 2 > SASL_LIST_SIZE)
			continue;
		if (n != 0)
			dst[n++] = ',';
		n += view_copy(name, dst + n, SASL_LIST_SIZE - n);
	}
	return dst;
}

static bool
is_offered(const char *list, struct view wanted)
{
	struct view rest = view_z(list), name;

	while (view_cut(&rest, ',', &name)) {
		if (view_eq_nocase(name, wanted))
			return true;
	}
	return false;
}

static void
on_timer(struct timer *t, uint64_t now_ms)
{
	(void)now_ms;
	sasl_abort(CONTAINER_OF(t, struct sasl_relay, timer)->session->client);
}

/* H and S; the fingerprint only of who has a certificate. */
static void
send_start(const struct client *c, const struct sasl_relay *x, struct view mechanism)
{
	char address[64], fingerprint[65], name[SASL_LIST_SIZE];
	struct view data[SASL_RELAY_PARAMS] = { client_real_host(c),
		view_z(session_address(c->session, address, sizeof(address))),
		c->is_secure ? VIEW("S") : VIEW("P") };
	bool has_certificate;

	say(x, 'H', data, 3);
	data[0] = view_of(name, view_copy(mechanism, name, sizeof(name)));
	for (size_t i = 0; name[i] != '\0'; i++) {
		if (name[i] >= 'a' && name[i] <= 'z')
			name[i] = (char)(name[i] - 'a' + 'A');
	}
	has_certificate = session_fingerprint(c->session, fingerprint) == 0;
	data[1] = has_certificate ? view_z(fingerprint) : VIEW("");
	say(x, 'S', data, has_certificate ? 2 : 1);
}

static void
begin(struct client *c, struct view name)
{
	const struct gate_env *env = env_of(c->session);
	const char *agent = env->sasl != NULL ? env->sasl->agent(env->sasl_arg) : NULL;
	char list[SASL_LIST_SIZE];
	struct sasl_relay *x;
	enum login_result r;

	(void)sasl_offer(c, gate_conf(c->session->gate), list);
	if (agent == NULL || !is_offered(list, name)) {
		reply(env->route, c, RPL_SASLMECHS, view_z(list));
		reply_plain(env->route, c, ERR_SASLFAIL);
		return;
	}
	r = login_may_try(c, VIEW(""));
	if (r != LOGIN_TRY_OK) {
		reply_textf(
			env->route, c, ERR_SASLFAIL, "SASL authentication failed: %s", login_result_text(r));
		return;
	}
	x = mem_zalloc(sizeof(*x));
	x->session = c->session;
	(void)view_copy(view_z(agent), x->agent, sizeof(x->agent));
	session_rare_new(c->session)->relay = x;
	if (c->phase == CLIENT_NEW)
		entry_hold(c, HOLD_SASL);
	loop_timer(env->loop, &x->timer, loop_mono_ms(env->loop) + SASL_TIMEOUT_MS, on_timer);
	send_start(c, x, name);
}

static bool
is_base64(struct view v)
{
	for (size_t i = 0; i < v.n; i++) {
		char ch = v.p[i];

		if (!(ch >= 'A' && ch <= 'Z') && !(ch >= 'a' && ch <= 'z') && !(ch >= '0' && ch <= '9') &&
			ch != '+' && ch != '/' && ch != '=')
			return false;
	}
	return v.n != 0;
}

void
sasl_relay_line(struct client *c, struct view text)
{
	struct sasl_relay *x = relay_of(c);

	if (text.n > SASL_CHUNK_MAX || (x != NULL && text.n + 1 > SASL_RELAY_MAX - x->n_bytes)) {
		reply_plain(env_of(c->session)->route, c, ERR_SASLTOOLONG);
		sasl_drop(c);
	} else if (view_eq(text, VIEW("*"))) {
		reply_plain(env_of(c->session)->route, c, ERR_SASLABORTED);
		sasl_drop(c);
	} else if (x == NULL) {
		begin(c, text);
	} else if (!is_base64(text)) {
		reply_plain(env_of(c->session)->route, c, ERR_SASLFAIL);
		sasl_drop(c);
	} else {
		x->n_bytes += text.n + 1;
		say(x, 'C', &text, 1);
	}
}

/* The account has come before, by SVSLOGIN. */
static void
end(struct client *c, struct sasl_relay *x, struct view how)
{
	x->is_told = true;
	if (view_eq(how, VIEW("S"))) {
		login_forgive(c);
		sasl_finish(c, LOGIN_TRY_OK);
	} else if (view_eq(how, VIEW("A"))) {
		sasl_abort(c);
	} else {
		sasl_finish(c, login_disproved(c, VIEW("")));
	}
}

bool
sasl_relay_reply(struct client *c, struct view agent, char mode, struct view data)
{
	struct sasl_relay *x = c->session != NULL ? relay_of(c) : NULL;

	if (x == NULL || !view_eq(agent, view_z(x->agent)))
		return false;
	switch (mode) {
	case 'C':
		if (data.n > SASL_CHUNK_MAX || !is_base64(data))
			return false;
		sasl_send_chunk(c, data);
		return true;
	case 'M':
		reply(env_of(c->session)->route, c, RPL_SASLMECHS, data);
		return true;
	case 'D':
		end(c, x, data);
		return true;
	default: /* a letter, not an enum: what later versions say is passed over */
		return true;
	}
}

static void
recheck(struct client *c, const char *agent)
{
	const struct sasl_relay *x = c->session != NULL && c->phase != CLIENT_GONE ? relay_of(c) : NULL;

	if (x != NULL && (agent == NULL || strcmp(agent, x->agent) != 0))
		sasl_finish(c, LOGIN_TRY_BUSY);
}

/* Whom it ends may leave, but goes on in its list until the reaper comes. */
static void
recheck_all(struct list *clients, const char *agent)
{
	LIST_FOR_EACH_SAFE (it, nx, clients)
		recheck(client_of_world_link(it), agent);
}

void
sasl_relay_recheck(struct gate *g)
{
	const struct gate_env *env = gate_env(g);
	const char *agent = env->sasl->agent(env->sasl_arg);

	recheck_all(&env->world->others, agent);
	recheck_all(&env->world->users, agent);
}
