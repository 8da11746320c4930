/* While somebody is under notice its session has a timer; whether the nick is still somebody else's is asked again when it is due. */
#include "auth/protect.h"

#include <stdio.h>

#include "auth/gate.h"
#include "auth/session.h"
#include "core/loop.h"
#include "core/mem.h"
#include "core/rng.h"
#include "proto/casemap.h"
#include "route/renick.h"
#include "route/reply.h"
#include "state/account.h"

#define GUEST_NUMBERS 10000u /* "Guest1234" fits into the shortest nick-length */
#define GUEST_TRIES   100u

struct protect {
	struct timer timer;
	struct session *session;
	char nick[NICK_LEN_MAX + 1]; /* of which it was warned */
};

static const struct conf_accounts *
conf_of(const struct client *c)
{
	return &gate_conf(c->session->gate)->accounts;
}

bool
protect_is_own(const struct client *c, struct view nick)
{
	const struct account *a = account_find(&c->world->accounts, nick);

	return a == NULL || (a->flags & ACCOUNT_PROTECT) == 0 ||
		(c->account != NULL && casemap_eq(view_z(c->account), nick));
}

bool
protect_may_have(const struct client *c, struct view nick)
{
	return conf_of(c)->nick_protection != CONF_PROTECT_STRICT || protect_is_own(c, nick);
}

/* Not even a guest's nick is to be had only where thousands of guests are. */
static void
make_guest(struct client *c)
{
	struct gate *g = c->session->gate;
	char nick[16];

	for (unsigned i = 0; i < GUEST_TRIES; i++) {
		(void)snprintf(nick, sizeof(nick), "Guest%u", rng_below(GUEST_NUMBERS));
		if (protect_is_own(c, view_z(nick)) && renick(gate_env(g)->route, c, view_z(nick)) == NICK_OK)
			return;
	}
	gate_exit(c, VIEW("Nickname is registered to somebody else"));
}

static bool
is_at_stake(const struct client *c)
{
	return client_is_user(c) && conf_of(c)->nick_protection != CONF_PROTECT_OFF &&
		!protect_is_own(c, client_nick(c));
}

static void
on_timer(struct timer *t, uint64_t now_ms)
{
	struct protect *p = CONTAINER_OF(t, struct protect, timer);
	struct session *s = p->session;
	struct client *c = s->client;

	(void)now_ms;
	protect_free(s);
	if (is_at_stake(c))
		make_guest(c);
}

static void
warn(const struct client *c, uint64_t delay_ms)
{
	struct reply r;

	reply_begin_service(&r, gate_env(c->session->gate)->route, c, VIEW("NickServ"));
	reply_end_textf(&r,
		"The nick %s is registered to somebody else.  If it is yours, log in within %u seconds: /msg "
		"NickServ IDENTIFY <password>; or choose another, or you will be called Guest.",
		c->nick, (unsigned)(delay_ms / 1000));
}

void
protect_watch(struct client *c)
{
	struct session *s = c->session;
	struct protect *p = session_rare(s)->protect;
	uint64_t delay_ms = conf_of(c)->nick_delay_ms;
	struct loop *loop = gate_env(s->gate)->loop;

	if (!is_at_stake(c)) {
		protect_free(s);
		return;
	}
	if (p != NULL && casemap_eq(view_z(p->nick), client_nick(c)))
		return;
	protect_free(s);
	p = mem_zalloc(sizeof(*p));
	p->session = s;
	(void)view_copy(client_nick(c), p->nick, sizeof(p->nick));
	loop_timer(loop, &p->timer, loop_mono_ms(loop) + delay_ms, on_timer);
	session_rare_new(s)->protect = p;
	warn(c, delay_ms);
}

void
protect_watch_nick(struct world *w, struct view nick)
{
	struct client *c = client_find(w, nick);

	if (c != NULL && c->session != NULL)
		protect_watch(c);
}

void
protect_free(struct session *s)
{
	struct protect *p = session_rare(s)->protect;

	if (p == NULL)
		return;
	loop_timer_cancel(gate_env(s->gate)->loop, &p->timer);
	mem_free(p);
	s->rare->protect = NULL;
}
