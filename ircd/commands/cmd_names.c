/* NAMES: who is in a channel.  RFC 2812 3.2.5; IRCv3 multi-prefix, userhost-in-names. */
#include "commands/command.h"
#include "commands/lookup.h"
#include "commands/names_list.h"
#include "proto/caps.h"
#include "route/reply.h"
#include "state/channel.h"
#include "state/mode.h"

#define NAMES_PER_COST 500 /* members that are shown for a cost of 1 */
#define NAME_MAX_LEN   (8 + MASK_LEN + 2)

/* "@+nick" or, with userhost-in-names, "@+nick!user@host" */
static size_t
name_text(const struct member *m, uint64_t caps, char *dst)
{
	char prefixes[8];
	size_t n = view_copy(
		view_z(member_prefixes(m, (caps & CAP_BIT(CAP_MULTI_PREFIX)) != 0, prefixes)), dst, 8);

	if ((caps & CAP_BIT(CAP_USERHOST_IN_NAMES)) != 0)
		return n + client_mask(m->client, dst + n);
	return n + view_copy(client_nick(m->client), dst + n, NICK_LEN_MAX + 1);
}

static void
begin(struct reply *r, struct cmd_ctx *cx, const struct client *to, const struct channel *ch)
{
	reply_begin(r, cx->route, to, RPL_NAMREPLY);
	if ((ch->modes & CMODE_SECRET) != 0)
		reply_param(r, VIEW("@"));
	else
		reply_param(r, (ch->modes & CMODE_PRIVATE) != 0 ? VIEW("*") : VIEW("="));
	reply_param(r, channel_name(ch));
}

static void
send_members(struct cmd_ctx *cx, const struct client *to, const struct channel *ch)
{
	bool inside = member_find(ch, to) != NULL || lookup_sees_all(to);
	char line[MSG_BODY_MAX], one[NAME_MAX_LEN];
	size_t n = 0, room;
	struct reply r;

	begin(&r, cx, to, ch);
	room = msg_build_room(&r.build);
	for (uint32_t i = 0; i < ch->n_members; i++) {
		const struct member *m = ch->member[i];
		size_t len;

		if (!inside && (m->client->umodes & UMODE_INVISIBLE) != 0)
			continue;
		len = name_text(m, to->caps, one);
		if (n + len + 1 > room) {
			reply_end_text(&r, view_of(line, n));
			begin(&r, cx, to, ch);
			n = 0;
		}
		if (n != 0)
			line[n++] = ' ';
		n += view_copy(view_of(one, len), line + n, sizeof(line) - n);
	}
	if (n != 0)
		reply_end_text(&r, view_of(line, n));
	else
		route_line_send(cx->route, to, 0); /* gives the begun line up */
}

void
names_list_send(struct cmd_ctx *cx, const struct client *to, const struct channel *ch)
{
	send_members(cx, to, ch);
	reply(cx->route, to, RPL_ENDOFNAMES, channel_name(ch));
}

/* NAMES [<channel>{,<channel>}].  Without a channel there is only the end: listing everybody helps nobody but address collectors. */
static void
cmd_names(struct cmd_ctx *cx, struct client *src, const struct msg *m)
{
	struct view rest = msg_param(m, 0), name;

	if (rest.n == 0) {
		reply(cx->route, src, RPL_ENDOFNAMES, VIEW("*"));
		return;
	}
	/* TARGMAX says one channel. */
	if (!view_cut(&rest, ',', &name))
		return;
	const struct channel *ch = channel_find(cx->world, name);

	if (ch != NULL && lookup_channel_visible(ch, src)) {
		gate_charge(src, ch->n_members / NAMES_PER_COST);
		names_list_send(cx, src, ch);
	} else {
		reply(cx->route, src, RPL_ENDOFNAMES, name);
	}
}

static const struct command rows[] = {
	{ VIEW_INIT("NAMES"), FROM_USER, { 0, 2 }, 3, PRIV_N, "<channel>", "Show who is in a channel.",
		cmd_names },
};
const struct command_table commands_names = { rows, ARRAY_LEN(rows) };
