/*
 * WALLOPS OPERWALL LOCOPS: one text to many.  RFC 2812 4.7 for the first.  All three are heard as WALLOPS, which every client shows; the
 * last two say in front what they are, as on Solanum.
 */
#include "commands/command.h"
#include "route/reply.h"
#include "state/mode.h"

static void
tell(struct cmd_ctx *cx, const struct client *src, struct view front, struct view text)
{
	bool to_opers = front.n != 0;
	struct event ev;

	event_begin(&ev, cx->world, src, VIEW("WALLOPS"));
	if (to_opers)
		msg_build_textf(&ev.build, "%.*s%.*s", VIEW_ARG(front), VIEW_ARG(text));
	else
		msg_build_text(&ev.build, text);
	route_umode(cx->route, to_opers ? UMODE_OPER : UMODE_WALLOPS, &ev);
}

/* WALLOPS :<text> */
static void
cmd_wallops(struct cmd_ctx *cx, struct client *src, const struct msg *m)
{
	tell(cx, src, VIEW(""), m->param[0]);
}

/* OPERWALL :<text>, to the operators of all servers: there is one. */
static void
cmd_operwall(struct cmd_ctx *cx, struct client *src, const struct msg *m)
{
	tell(cx, src, VIEW("OPERWALL - "), m->param[0]);
}

/* LOCOPS :<text> */
static void
cmd_locops(struct cmd_ctx *cx, struct client *src, const struct msg *m)
{
	tell(cx, src, VIEW("LOCOPS - "), m->param[0]);
}

static const struct command rows[] = {
	{ VIEW_INIT("WALLOPS"), FROM_OPER, { 1, 1 }, 1, PRIV_WALLOPS, ":<text>",
		"Write to all with user mode w.", cmd_wallops },
	{ VIEW_INIT("OPERWALL"), FROM_OPER, { 1, 1 }, 1, PRIV_OPERWALL, ":<text>", "Write to all operators.",
		cmd_operwall },
	{ VIEW_INIT("LOCOPS"), FROM_OPER, { 1, 1 }, 1, PRIV_LOCOPS, ":<text>",
		"Write to the operators of this server.", cmd_locops },
};
const struct command_table commands_wallops = { rows, ARRAY_LEN(rows) };
