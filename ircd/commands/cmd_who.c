/* WHO: users of a channel or matching a mask.  RFC 2812 3.6.1. */
#include "commands/command.h"
#include "commands/lookup.h"
#include "proto/caps.h"
#include "proto/mask.h"
#include "proto/names.h"
#include "route/reply.h"
#include "state/channel.h"
#include "state/mode.h"

#define WHO_WALK_COST 3	  /* above that of WHO for a channel or a nick, which clients ask after each JOIN */
#define WHO_PER_COST  500 /* users that may be looked at for a cost of 1 */

/* "<channel> <user> <host> <server> <nick> <flags> :<hops> <real name>" */
static void
send_one(struct cmd_ctx *cx, const struct client *src, const struct client *c, const struct member *m)
{
	char flags[16], prefixes[8];
	size_t n = 0;
	struct reply r;

	flags[n++] = c->away != NULL ? 'G' : 'H';
	if (c->oper != NULL)
		flags[n++] = '*';
	if ((c->umodes & UMODE_BOT) != 0)
		flags[n++] = 'B';
	if (m != NULL)
		n += view_copy(
			view_z(member_prefixes(m, (src->caps & CAP_BIT(CAP_MULTI_PREFIX)) != 0, prefixes)),
			flags + n, sizeof(flags) - n);
	reply_begin(&r, cx->route, src, RPL_WHOREPLY);
	reply_param(&r, m != NULL ? channel_name(m->channel) : VIEW("*"));
	reply_param(&r, client_user(c));
	reply_param(&r, client_host(c));
	reply_param(&r, view_z(cx->world->conf.server_name));
	reply_param(&r, client_nick(c));
	reply_param(&r, view_of(flags, n));
	reply_end_textf(&r, "0 %s", c->realname);
}

static void
who_channel(struct cmd_ctx *cx, struct client *src, struct view name, bool opers)
{
	const struct channel *ch = channel_find(cx->world, name);
	bool inside;

	if (ch == NULL || !lookup_channel_visible(ch, src))
		return;
	gate_charge(src, ch->n_members / WHO_PER_COST);
	inside = member_find(ch, src) != NULL || lookup_sees_all(src);
	for (uint32_t i = 0; i < ch->n_members; i++) {
		const struct client *c = ch->member[i]->client;

		if ((inside || (c->umodes & UMODE_INVISIBLE) == 0) && (!opers || c->oper != NULL))
			send_one(cx, src, c, ch->member[i]);
	}
}

static bool
matches(const struct cmd_ctx *cx, const struct client *c, struct view mask)
{
	return mask_match(mask, client_nick(c)) || mask_match(mask, client_user(c)) ||
		mask_match(mask, client_host(c)) || mask_match(mask, view_z(cx->world->conf.server_name)) ||
		mask_match(mask, view_z(c->realname));
}

static void
who_mask(struct cmd_ctx *cx, struct client *src, struct view mask, bool opers)
{
	const struct client *exact = client_find(cx->world, mask);

	if (exact != NULL) {
		if (!opers || exact->oper != NULL)
			send_one(cx, src, exact, NULL);
		return;
	}
	if (view_eq(mask, VIEW("0")))
		mask = VIEW("*");
	gate_charge(src, WHO_WALK_COST + cx->world->n_users / WHO_PER_COST);
	LIST_FOR_EACH (it, &cx->world->users) {
		const struct client *c = client_of_world_link(it);

		if (!lookup_has_room(src)) {
			reply(cx->route, src, ERR_TOOMANYMATCHES, VIEW("WHO"));
			return;
		}
		/* Matching comes last: five masks made for it take 10 us, and most users are invisible. */
		if ((!opers || c->oper != NULL) && lookup_client_visible(c, src) && matches(cx, c, mask))
			send_one(cx, src, c, NULL);
	}
}

/* WHO [<channel>|<mask> [o]] */
static void
cmd_who(struct cmd_ctx *cx, struct client *src, const struct msg *m)
{
	struct view mask = msg_param(m, 0);
	bool opers = view_eq(msg_param(m, 1), VIEW("o"));

	if (name_looks_like_channel(mask))
		who_channel(cx, src, mask, opers);
	else
		who_mask(cx, src, mask.n != 0 ? mask : VIEW("*"), opers);
	reply(cx->route, src, RPL_ENDOFWHO, mask.n != 0 ? mask : VIEW("*"));
}

static const struct command rows[] = {
	{ VIEW_INIT("WHO"), FROM_USER, { 0, 2 }, 1, PRIV_N, "[<channel>|<mask> [o]]", "List users.",
		cmd_who },
};
const struct command_table commands_who = { rows, ARRAY_LEN(rows) };
