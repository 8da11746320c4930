/* LIST: which channels there are.  RFC 2812 3.2.6. */
#include "commands/command.h"
#include "commands/lookup.h"
#include "route/reply.h"
#include "state/channel.h"

#define LIST_PER_COST 500 /* channels that may be looked at for a cost of 1 */

static void
list_one(struct cmd_ctx *cx, const struct client *src, const struct channel *ch)
{
	struct reply r;

	if (!lookup_channel_listed(ch, src))
		return;
	reply_begin(&r, cx->route, src, RPL_LIST);
	reply_param(&r, channel_name(ch));
	reply_param_u64(&r, ch->n_members);
	reply_end_text(&r, view_z(ch->topic));
}

static void
list_all(struct cmd_ctx *cx, struct client *src)
{
	struct hash_node *node = NULL;
	size_t pos = 0;

	gate_charge(src, cx->world->channels.count / LIST_PER_COST);
	while ((node = hash_table_next(&cx->world->channels, &pos, node)) != NULL) {
		if (!lookup_has_room(src)) {
			reply(cx->route, src, ERR_TOOMANYMATCHES, VIEW("LIST"));
			return;
		}
		list_one(cx, src, channel_of_node(node));
	}
}

/* LIST [<channel>{,<channel>}] */
static void
cmd_list(struct cmd_ctx *cx, struct client *src, const struct msg *m)
{
	struct view names = msg_param(m, 0), name;

	reply(cx->route, src, RPL_LISTSTART, VIEW("Channel"));
	if (names.n == 0)
		list_all(cx, src);
	while (names.n != 0 && view_cut(&names, ',', &name)) {
		const struct channel *ch = channel_find(cx->world, name);

		if (ch != NULL)
			list_one(cx, src, ch);
	}
	reply_plain(cx->route, src, RPL_LISTEND);
}

static const struct command rows[] = {
	{ VIEW_INIT("LIST"), FROM_USER, { 0, 2 }, 10, PRIV_N, "[<channel>{,<channel>}]", "List channels.",
		cmd_list },
};
const struct command_table commands_list = { rows, ARRAY_LEN(rows) };
