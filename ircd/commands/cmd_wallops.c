/* WALLOPS OPERWALL LOCOPS: one text to many.  RFC 2812 4.7 for the first. */
#include "commands/command.h"
#include "route/wallops.h"

/* WALLOPS :<text> */
static void
cmd_wallops(struct cmd_ctx *cx, struct client *src, const struct msg *m)
{
	wallops_say(cx->route, tree_by(src), WALLOPS_USERS, m->param[0]);
}

/* OPERWALL :<text>, to the operators of all servers */
static void
cmd_operwall(struct cmd_ctx *cx, struct client *src, const struct msg *m)
{
	wallops_say(cx->route, tree_by(src), WALLOPS_OPERS, m->param[0]);
}

/* LOCOPS :<text> */
static void
cmd_locops(struct cmd_ctx *cx, struct client *src, const struct msg *m)
{
	wallops_say(cx->route, tree_by(src), WALLOPS_OPERS_HERE, m->param[0]);
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
