#include "link/save.h"

#include "core/log.h"
#include "link/link_kill.h"
#include "link/out.h"
#include "route/renick.h"
#include "route/reply.h"
#include "route/snotice.h"
#include "state/collision.h"

void
save_user(struct links *ls, struct tree_source by, struct client *c)
{
	uint64_t was_ts = c->nick_ts;
	char uid[UID_LEN + 1];
	struct view nick = view_of(uid, view_copy(client_uid(c), uid, sizeof(uid)));
	struct out o;

	if (client_is_local(c))
		reply(ls->env.route, c, RPL_SAVENICK, nick);
	renick_here(ls->env.route, c, nick, SAVE_NICK_TS);
	out_begin(&o, ls, by, VIEW("SAVE"));
	out_param(&o, nick);
	out_param_u64(&o, was_ts);
	out_flood(&o, LINK_CAP_BIT(LINK_CAP_SAVE), 0);
	out_begin(&o, ls, tree_by(c), VIEW("NICK"));
	out_param(&o, nick);
	out_param_u64(&o, SAVE_NICK_TS);
	out_flood(&o, 0, LINK_CAP_BIT(LINK_CAP_SAVE));
}

/* All servers between this one and that know SAVE. */
static bool
is_able(const struct node *n)
{
	for (; n->uplink != NULL; n = n->uplink) {
		uint64_t caps = n->link != NULL ? n->link->caps : n->caps;

		if ((caps & LINK_CAP_BIT(LINK_CAP_SAVE)) == 0)
			return false;
	}
	return true;
}

static void
say(struct link_msg *m, const struct client *old, const struct clash_ask *ask, const char *losers, bool saves)
{
	struct route *rt = m->ls->env.route;

	log_info("link", "%s: nick collision on %s: %s and %.*s of %s: %s %s", m->from->name, old->nick,
		old->node->name, VIEW_ARG(ask->uid), m->node->name, losers, saves ? "saved" : "killed");
	snotice_send(rt, SNOTICE_KILL, "Nick collision on %s (%s <- %s): %s %s", old->nick, old->node->name,
		m->node->name, losers, saves ? "saved" : "killed");
}

static void
old_loses(struct links *ls, struct client *old, bool saves)
{
	if (saves)
		save_user(ls, TREE_US, old);
	else
		link_kill_clash(ls, old);
}

/* To where it comes from alone: nobody else has heard of it. */
static void
new_loses(struct link_msg *m, const struct clash_ask *ask, bool saves)
{
	struct out o;

	if (!saves && ask->who != NULL)
		return;
	out_begin(&o, m->ls, TREE_US, saves ? VIEW("SAVE") : VIEW("KILL"));
	out_param(&o, ask->uid);
	if (saves)
		out_param_u64(&o, ask->nick_ts);
	else
		out_textf(&o, "%s (Nick collision)", link_world(m->ls)->me->name);
	out_to(&o, m->from);
}

enum clash
save_settle(struct link_msg *m, const struct clash_ask *ask)
{
	struct client *old = client_nick_holder(link_world(m->ls), ask->nick);
	bool saves, same;

	if (old == NULL || old == ask->who)
		return CLASH_NONE;
	saves = !ask->no_save && is_able(old->node) && is_able(m->node);
	same = collision_same_mask(old, ask->user, ask->host);
	switch (collision_decide(old->nick_ts, ask->nick_ts, same, !client_is_user(old))) {
	case COLLISION_OVERRIDDEN:
		m->ls->env.end(m->ls->env.arg, old, VIEW("Overridden"));
		return CLASH_NONE;
	case COLLISION_OLD_LOSES:
		say(m, old, ask, "old", saves);
		old_loses(m->ls, old, saves);
		return CLASH_NONE;
	case COLLISION_BOTH_LOSE:
		say(m, old, ask, "both", saves);
		old_loses(m->ls, old, saves);
		break;
	case COLLISION_NEW_LOSES:
		say(m, old, ask, "new", saves);
		break;
	}
	new_loses(m, ask, saves);
	return saves ? CLASH_SAVED : CLASH_KILLED;
}
