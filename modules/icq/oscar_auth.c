/*
 * Whoever asks with a UIN that nobody has gets a key and is asked for the digest like others, so that nobody learns which UINs there are.
 * Digests of the password itself can't be checked, for only MD5(password) is kept: clients that don't say that theirs is of that (TLV 4C) are
 * told that they are too old, whatever UIN they have.
 */
#include "icq/oscar_auth.h"

#include <sodium.h>
#include <stdio.h>

#include "core/loop.h"
#include "core/mem.h"
#include "core/rng.h"
#include "icq/icq.h"
#include "icq/icq_login.h"
#include "icq/oscar_bos.h"
#include "icq/oscar_conn.h"
#include "icq/oscar_login.h"
#include "icq/oscar_server.h"

enum {
	KEY_DIGITS = 20,
	DATA_MAX = 2048,
	QUEUE_MAX = 4096,
};

enum step {
	STEP_GREETING, /* nothing has come yet */
	STEP_KEY,      /* it shall ask for a key */
	STEP_DIGEST    /* it has one */
};

struct oscar_auth {
	struct list link; /* of the server's logins */
	struct oscar_server *server;
	struct oscar_conn *conn;
	enum step step;
	uint32_t frames;
	uint32_t uin; /* that the key was asked for; 0: none that there can be */
	char key[KEY_DIGITS + 1];
};

struct oscar_auth *
oscar_auth_of(struct list *link)
{
	return CONTAINER_OF(link, struct oscar_auth, link);
}

bool
oscar_auth_is_from(const struct oscar_auth *a, const struct peer_addr *peer)
{
	const struct peer_addr *own = &oscar_conn_io(a->conn)->peer;

	return own->family == peer->family && memcmp(own->ip, peer->ip, sizeof(own->ip)) == 0;
}

static void
forget(struct oscar_auth *a)
{
	oscar_server_count_login(a->server, &a->link, false);
	mem_free(a);
}

void
oscar_auth_end(struct oscar_auth *a)
{
	oscar_conn_end(a->conn);
	forget(a);
}

static void
say_bye(struct oscar_auth *a)
{
	struct oscar_frame f;

	oscar_frame_begin(&f, FLAP_SIGNOFF);
	oscar_conn_send(a->conn, &f);
	oscar_auth_end(a);
}

static struct icq *
icq_of(const struct oscar_auth *a)
{
	return oscar_server_icq(a->server);
}

/* ---- the answer ---- */

static uint16_t
error_of(enum icq_login_verdict v)
{
	static const uint16_t error[] = {
		[ICQ_LOGIN_OK] = OSCAR_LOGIN_FINE,
		[ICQ_LOGIN_WRONG] = OSCAR_LOGIN_WRONG_PASSWORD,
		[ICQ_LOGIN_SUSPENDED] = OSCAR_LOGIN_SUSPENDED,
		[ICQ_LOGIN_LATER] = OSCAR_LOGIN_RATE,
	};

	return error[v];
}

/* The port of "host:port", with its colon; empty if there is none. */
static struct view
port_of(struct view at)
{
	size_t n = at.n;

	while (n > 0 && at.p[n - 1] != ':')
		n--;
	return n > 0 ? view_skip(at, n - 1) : VIEW("");
}

/*
 * Where the next connection shall go.  Who has come by TLS has to come to the same port again, whatever is advertised: there is no telling
 * what the other one speaks.
 */
static struct view
bos_of(const struct oscar_auth *a, char *dst, size_t size)
{
	const struct oscar_io *io = oscar_conn_io(a->conn);
	struct view here = view_z(io->here), shown = view_z(icq_conf(icq_of(a))->advertise);
	struct view host = view_left(shown, shown.n - port_of(shown).n);
	int n;

	if (shown.n == 0)
		return here;
	if (io->tls == NULL)
		return shown;
	n = snprintf(dst, size, "%.*s%.*s", VIEW_ARG(host), VIEW_ARG(port_of(here)));
	return n > 0 && (size_t)n < size ? view_of(dst, (size_t)n) : here;
}

static void
answer(struct oscar_auth *a, struct icq_out *out, uint32_t uin, uint16_t error)
{
	struct oscar_login_answer answer = { .uin = uin, .error = error };
	uint8_t cookie[OSCAR_COOKIE_BYTES];
	char bos[ADDR_TEXT_MAX];

	if (error == OSCAR_LOGIN_FINE) {
		oscar_cookies_give(
			oscar_server_cookies(a->server), uin, loop_mono_ms(icq_loop(icq_of(a))), cookie);
		answer.cookie = view_of(cookie, sizeof(cookie));
		answer.server = bos_of(a, bos, sizeof(bos));
	}
	oscar_login_answer_put(out, &answer);
}

/* ---- way 1: the password comes at once ---- */

static void
take_roasted(struct oscar_auth *a, const struct oscar_login *l)
{
	char password[OSCAR_PASSWORD_MAX];
	const struct icq_proof proof = { .kind = ICQ_PROOF_PASSWORD, .password = oscar_unroast(l, password) };
	enum icq_login_verdict v = ICQ_LOGIN_WRONG;
	struct oscar_frame f;

	if (proof.password.n != 0)
		v = icq_login(icq_of(a), l->uin, ICQ_OSCAR, &oscar_conn_io(a->conn)->peer, &proof);
	sodium_memzero(password, sizeof(password));
	oscar_frame_begin(&f, FLAP_SIGNOFF);
	answer(a, &f.out, l->uin, error_of(v));
	oscar_conn_send(a->conn, &f);
	oscar_auth_end(a);
}

/* ---- the second connection ---- */

static void
take_cookie(struct oscar_auth *a, struct view cookie)
{
	uint32_t uin = oscar_cookies_take(
		oscar_server_cookies(a->server), cookie, loop_mono_ms(icq_loop(icq_of(a))));

	if (uin == 0) {
		say_bye(a);
		return;
	}
	if (oscar_bos_begin(a->server, a->conn, uin))
		forget(a);
	else
		say_bye(a);
}

static bool
take_greeting(struct oscar_auth *a, struct view data)
{
	struct oscar_login l;

	if (a->step != STEP_GREETING || !oscar_signon_parse(&l, data))
		return false;
	a->step = STEP_KEY;
	if (l.cookie.n != 0)
		take_cookie(a, l.cookie);
	else if (l.has_password || l.name.n != 0)
		take_roasted(a, &l);
	return true;
}

/* ---- way 2: challenge and digest ---- */

static bool
take_key_ask(struct oscar_auth *a, const struct snac *s)
{
	struct oscar_login l;
	struct oscar_frame f;

	if (!oscar_login_parse(&l, s->body))
		return false;
	a->uin = l.uin;
	for (size_t i = 0; i < KEY_DIGITS; i++)
		a->key[i] = (char)('0' + rng_below(10));
	a->key[KEY_DIGITS] = '\0';
	a->step = STEP_DIGEST;
	oscar_frame_snac(&f, SNAC_LOGIN_KEY, 0, s->request);
	oscar_put_key(&f.out, view_z(a->key));
	oscar_conn_send(a->conn, &f);
	return true;
}

static uint16_t
check_digest(struct oscar_auth *a, const struct oscar_login *l)
{
	struct icq_proof proof = { .kind = ICQ_PROOF_DIGEST, .key = view_z(a->key) };

	if (!l->is_strong)
		return OSCAR_LOGIN_OLD_CLIENT;
	if (l->uin != a->uin || l->digest.n != sizeof(proof.digest))
		return OSCAR_LOGIN_WRONG_PASSWORD;
	memcpy(proof.digest, l->digest.p, sizeof(proof.digest));
	return error_of(icq_login(icq_of(a), l->uin, ICQ_OSCAR, &oscar_conn_io(a->conn)->peer, &proof));
}

static bool
take_digest(struct oscar_auth *a, const struct snac *s)
{
	struct oscar_login l;
	struct oscar_frame f;

	if (!oscar_login_parse(&l, s->body))
		return false;
	oscar_frame_snac(&f, SNAC_LOGIN_ANSWER, 0, s->request);
	answer(a, &f.out, l.uin, check_digest(a, &l));
	oscar_conn_send(a->conn, &f);
	say_bye(a);
	return true;
}

/* What else strangers say gets no answer. */
static bool
take_snac(struct oscar_auth *a, struct view data)
{
	struct snac s;

	if (!snac_parse(&s, data))
		return false;
	if (a->step == STEP_KEY && snac_id(&s) == SNAC_LOGIN_KEY_ASK)
		return take_key_ask(a, &s);
	if (a->step == STEP_DIGEST && snac_id(&s) == SNAC_LOGIN_ASK)
		return take_digest(a, &s);
	return true;
}

static bool
on_frame(void *owner, const struct flap_frame *f)
{
	struct oscar_auth *a = owner;

	if (++a->frames > OSCAR_LOGIN_FRAMES)
		return false;
	if (f->channel == FLAP_SIGNON)
		return take_greeting(a, f->data);
	return f->channel == FLAP_SNAC && a->step != STEP_GREETING && take_snac(a, f->data);
}

static void
on_room(void *owner)
{
	(void)owner;
}

static void
on_gone(void *owner, struct view why)
{
	(void)why;
	forget(owner);
}

static const struct oscar_conn_ops auth_ops = { .frame = on_frame, .room = on_room, .gone = on_gone };

void
oscar_auth_begin(struct oscar_server *s, struct oscar_conn *c)
{
	struct oscar_auth *a = mem_zalloc(sizeof(*a));
	const struct oscar_conn_owner own = { .ops = &auth_ops,
		.owner = a,
		.max_data = DATA_MAX,
		.max_queue = QUEUE_MAX,
		.limit_ms = OSCAR_LOGIN_MS };
	struct oscar_frame f;

	a->server = s;
	a->conn = c;
	oscar_server_count_login(s, &a->link, true);
	oscar_conn_own(c, &own);
	oscar_frame_begin(&f, FLAP_SIGNON);
	oscar_put_greeting(&f.out);
	oscar_conn_send(c, &f);
}
