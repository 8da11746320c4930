/* NICKSERV NS CHANSERV CS: services by a verb of their own, so that a password cannot go to somebody else by a slip. */
#include "commands/command.h"
#include "commands/message.h"
#include "commands/service.h"
#include "route/reply.h"

/* The services of the network have a user of that nick; nobody else hears it. */
static void
hear_elsewhere(const struct service *s, struct cmd_ctx *cx, struct client *src, struct view text)
{
	const struct client *to = client_find(cx->world, s->name);

	if (to == NULL || !to->node->is_services)
		reply(cx->route, src, ERR_SERVICESDOWN, s->name);
	else
		message_say(cx, src, to, text);
}

/* The parameters are the text, whether the client wrote it with ':' or in words. */
static void
hear(const struct service *s, struct cmd_ctx *cx, struct client *src, const struct msg *m)
{
	char text[MSG_BODY_MAX];
	size_t n = 0;

	for (size_t i = 0; i < m->n_params && n < sizeof(text) - 1; i++) {
		if (i != 0)
			text[n++] = ' ';
		n += view_copy(m->param[i], text + n, sizeof(text) - n);
	}
	if (cx->world->conf.services_own)
		hear_elsewhere(s, cx, src, view_of(text, n));
	else
		service_hear(s, cx, src, view_of(text, n));
}

/* NICKSERV <command> */
static void
cmd_nickserv(struct cmd_ctx *cx, struct client *src, const struct msg *m)
{
	hear(&service_nickserv, cx, src, m);
}

/* CHANSERV <command> */
static void
cmd_chanserv(struct cmd_ctx *cx, struct client *src, const struct msg *m)
{
	hear(&service_chanserv, cx, src, m);
}

static const struct command rows[] = {
	{ VIEW_INIT("NICKSERV"), FROM_USER, { 0, MSG_PARAMS_MAX }, 2, PRIV_N, "<command>",
		"Speak to NickServ: accounts and nicks.", cmd_nickserv },
	{ VIEW_INIT("NS"), FROM_USER, { 0, MSG_PARAMS_MAX }, 2, PRIV_N, "<command>", "The same as NICKSERV.",
		cmd_nickserv },
	{ VIEW_INIT("CHANSERV"), FROM_USER, { 0, MSG_PARAMS_MAX }, 2, PRIV_N, "<command>",
		"Speak to ChanServ: registered channels.", cmd_chanserv },
	{ VIEW_INIT("CS"), FROM_USER, { 0, MSG_PARAMS_MAX }, 2, PRIV_N, "<command>", "The same as CHANSERV.",
		cmd_chanserv },
};
const struct command_table commands_service = { rows, ARRAY_LEN(rows) };
