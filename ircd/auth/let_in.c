#include "auth/let_in.h"

#include "auth/gate.h"
#include "auth/oper_up.h"
#include "auth/protect.h"
#include "auth/session.h"
#include "auth/welcome.h"
#include "core/log.h"
#include "core/loop.h"
#include "route/presence.h"
#include "route/snotice.h"
#include "route/tree.h"

void
let_in(struct client *c)
{
	struct session *s = c->session;
	const struct gate_env *env = gate_env(s->gate);
	uint64_t now = loop_mono_ms(env->loop);
	char address[64];

	session_clear_password(s);
	client_register(c, loop_wall_ms(env->loop), now);
	tree_user(env->route, c);
	gate_start_class(c, now);
	welcome_send(s->gate, c);
	presence_online(env->route, c);
	protect_watch(c);
	oper_up_auto(c);
	(void)session_address(s, address, sizeof(address));
	log_debug("client", "%s!%s@%s [%s] came in by %s, class %s", c->nick, c->user, c->host, address,
		s->point != NULL ? s->point->title : "-", s->class->name);
	snotice_send(env->route, SNOTICE_CONNECT, "%s!%s@%s [%s] class %s", c->nick, c->user, c->host,
		address, s->class->name);
}
