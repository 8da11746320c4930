/* LIST: which channels there are.  RFC 2812 3.2.6. */
#include "commands/command.h"
#include "commands/lookup.h"
#include "route/reply.h"
#include "state/channel.h"

static void
list_one(struct cmd_ctx *cx, const struct client *src, const struct channel *ch)
{
	struct reply r;

	if (!lookup_channel_visible(ch, src))
		return;
	reply_begin(&r, cx->route, src, RPL_LIST);
	reply_param(&r, channel_name(ch));
	reply_param_u64(&r, ch->n_members);
	reply_end_text(&r, view_z(ch->topic));
}

/* LIST [<channel>{,<channel>}] */
static void
cmd_list(struct cmd_ctx *cx, struct client *src, const struct msg *m)
{
	struct view names = msg_param(m, 0), name;
	struct hash_node *node = NULL;
	size_t pos = 0;

	reply(cx->route, src, RPL_LISTSTART, VIEW("Channel"));
	if (names.n != 0) {
		while (view_cut(&names, ',', &name)) {
			const struct channel *ch = channel_find(cx->world, name);

			if (ch != NULL)
				list_one(cx, src, ch);
		}
	} else {
		while ((node = hash_table_next(&cx->world->channels, &pos, node)) != NULL)
			list_one(cx, src, channel_of_node(node));
	}
	reply_plain(cx->route, src, RPL_LISTEND);
}

static const struct command rows[] = {
	{ VIEW_INIT("LIST"), FROM_USER, { 0, 2 }, 10, PRIV_N, "[<channel>{,<channel>}]", "List channels.",
		cmd_list },
};
const struct command_table commands_list = { rows, ARRAY_LEN(rows) };
