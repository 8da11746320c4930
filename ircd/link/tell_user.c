/* Users of this side of the tree, as other servers hear of them. */
#include "link/introduce.h"
#include "link/link_umodes.h"
#include "link/out.h"
#include "link/tell.h"
#include "state/oper.h"

#define EUID LINK_CAP_BIT(LINK_CAP_EUID)
#define OURS LINK_CAP_BIT(LINK_CAP_CONCLAVE)

void
tell_user(void *arg, const struct client *c)
{
	introduce(arg, c);
}

void
tell_quit(void *arg, const struct client *c, struct view reason)
{
	struct out o;

	out_begin(&o, arg, tree_by(c), VIEW("QUIT"));
	out_text(&o, reason);
	out_flood(&o, 0, 0);
}

/* Also towards c itself; from a server it goes to where it has come from, if that is this one. */
void
tell_kill(void *arg, struct tree_source by, const struct client *c, struct view reason)
{
	const struct node *me = link_world(arg)->me;
	struct out o;

	out_begin(&o, arg, by, VIEW("KILL"));
	out_param(&o, client_uid(c));
	if (tree_link_of(by) != 0)
		out_text(&o, reason);
	else if (by.client != NULL)
		out_textf(&o, "%s!%s!%s!%s (%.*s)", me->name, by.client->host, by.client->user,
			by.client->nick, VIEW_ARG(reason));
	else
		out_textf(&o, "%s (%.*s)", me->name, VIEW_ARG(reason));
	out_flood(&o, 0, 0);
}

void
tell_nick(void *arg, const struct client *c)
{
	struct out o;

	out_begin(&o, arg, tree_by(c), VIEW("NICK"));
	out_param(&o, client_nick(c));
	out_param_u64(&o, c->nick_ts);
	out_flood(&o, 0, 0);
}

void
tell_umodes(void *arg, const struct client *c, uint64_t added, uint64_t removed)
{
	for (unsigned i = 0; i < 2; i++) {
		uint64_t need = i == 1 ? OURS : 0;
		char text[LINK_UMODES_TEXT];
		struct out o;

		if (link_umodes_change(added, removed, need, text) == 0)
			continue;
		out_begin(&o, arg, tree_by(c), VIEW("MODE"));
		out_param(&o, client_uid(c));
		out_text(&o, view_z(text));
		out_flood(&o, need, OURS & ~need);
	}
}

void
tell_oper(void *arg, const struct client *c)
{
	struct out o;

	introduce_oper(&o, arg, c);
	out_flood(&o, 0, 0);
}

void
tell_away(void *arg, const struct client *c)
{
	struct out o;

	out_begin(&o, arg, tree_by(c), VIEW("AWAY"));
	if (c->away != NULL)
		out_text(&o, view_z(c->away));
	out_flood(&o, 0, 0);
}

/* That somebody is logged in to nothing more has no line of its own. */
void
tell_account(void *arg, const struct client *c)
{
	struct out o;

	if (c->account == NULL) {
		tell_signon(arg, c);
		return;
	}
	out_begin(&o, arg, tree_by(c), VIEW("ENCAP"));
	out_param(&o, VIEW("*"));
	out_param(&o, VIEW("LOGIN"));
	out_param(&o, view_z(c->account));
	out_flood(&o, 0, 0);
}

void
tell_host(void *arg, struct tree_source by, const struct client *c)
{
	for (unsigned i = 0; i < 2; i++) {
		uint64_t need = i == 1 ? EUID : 0;
		struct out o;

		out_begin(&o, arg, by, i == 1 ? VIEW("CHGHOST") : VIEW("ENCAP"));
		if (i == 0) {
			out_param(&o, VIEW("*"));
			out_param(&o, VIEW("CHGHOST"));
		}
		out_param(&o, client_uid(c));
		out_param(&o, client_host(c));
		out_flood(&o, need, EUID & ~need);
	}
}

void
tell_signon(void *arg, const struct client *c)
{
	struct out o;

	out_begin(&o, arg, tree_by(c), VIEW("SIGNON"));
	out_param(&o, client_nick(c));
	out_param(&o, client_user(c));
	out_param(&o, client_host(c));
	out_param_u64(&o, c->nick_ts);
	out_param(&o, c->account != NULL ? view_z(c->account) : VIEW("0"));
	out_flood(&o, 0, 0);
}

/* Servers pass on what is behind ENCAP whether they know it or not: so it comes to each that does. */
void
tell_realname(void *arg, const struct client *c)
{
	struct out o;

	out_begin(&o, arg, tree_by(c), VIEW("ENCAP"));
	out_param(&o, VIEW("*"));
	out_param(&o, VIEW("SETNAME"));
	out_text(&o, view_z(c->realname));
	out_flood(&o, 0, 0);
}
