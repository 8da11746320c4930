/* ISON USERHOST USERIP: is somebody here.  RFC 2812 4.8, 4.9. */
#include "commands/command.h"
#include "commands/service.h"
#include "route/reply.h"
#include "state/mode.h"

#include <stdio.h>

#define USERHOST_MAX   5
#define ADDRESS_HIDDEN "255.255.255.255" /* as Solanum says it */

/* Its nick as it is spelled; empty: nobody has it. */
static struct view
nick_here(const struct world *w, struct view nick)
{
	const struct client *c = client_find(w, nick);
	const struct service *s = c == NULL ? service_find(w, nick) : NULL;

	if (c != NULL)
		return client_nick(c);
	return s != NULL ? s->name : VIEW("");
}

/* ISON <nick>{ <nick>}, as parameters or as one text. */
static void
cmd_ison(struct cmd_ctx *cx, struct client *src, const struct msg *m)
{
	char line[MSG_BODY_MAX];
	struct reply r;
	size_t n = 0, room;

	reply_begin(&r, cx->route, src, RPL_ISON);
	room = msg_build_room(&r.build);
	for (size_t i = 0; i < m->n_params; i++) {
		struct view rest = m->param[i], nick;

		while (view_cut(&rest, ' ', &nick)) {
			nick = nick_here(cx->world, nick);
			if (nick.n == 0 || n + nick.n + 1u > room)
				continue;
			if (n != 0)
				line[n++] = ' ';
			n += view_copy(nick, line + n, sizeof(line) - n);
		}
	}
	reply_end_text(&r, view_of(line, n));
}

typedef const char *host_fn(const struct client *src, const struct client *c);

/* "nick*=+user@host" of up to five, '*' for operators, '-' for those who are away. */
static void
send_hosts(struct cmd_ctx *cx, const struct client *src, const struct msg *m, enum numeric numeric,
	host_fn *host)
{
	char line[MSG_BODY_MAX];
	struct reply r;
	size_t n = 0;

	line[0] = '\0';
	reply_begin(&r, cx->route, src, numeric);
	for (size_t i = 0; i < m->n_params && i < USERHOST_MAX; i++) {
		const struct client *c = client_find(cx->world, m->param[i]);
		int len;

		if (c == NULL)
			continue;
		len = snprintf(line + n, sizeof(line) - n, "%s%s%s=%c%s@%s", n != 0 ? " " : "", c->nick,
			(c->umodes & UMODE_OPER) != 0 ? "*" : "", c->away != NULL ? '-' : '+', c->user,
			host(src, c));
		if (len < 0 || (size_t)len >= sizeof(line) - n)
			break;
		n += (size_t)len;
	}
	reply_end_text(&r, view_of(line, n));
}

static const char *
shown_host(const struct client *src, const struct client *c)
{
	(void)src;
	return c->host;
}

static const char *
address(const struct client *src, const struct client *c)
{
	const char *known = client_address_for(c, src);

	return known != NULL ? known : ADDRESS_HIDDEN;
}

/* USERHOST <nick>{ <nick>} */
static void
cmd_userhost(struct cmd_ctx *cx, struct client *src, const struct msg *m)
{
	send_hosts(cx, src, m, RPL_USERHOST, shown_host);
}

/* USERIP <nick>{ <nick>} */
static void
cmd_userip(struct cmd_ctx *cx, struct client *src, const struct msg *m)
{
	send_hosts(cx, src, m, RPL_USERIP, address);
}

static const struct command rows[] = {
	{ VIEW_INIT("ISON"), FROM_USER, { 1, MSG_PARAMS_MAX }, 2, PRIV_N, "<nick>{ <nick>}",
		"Ask who of these is here.", cmd_ison },
	{ VIEW_INIT("USERHOST"), FROM_USER, { 1, MSG_PARAMS_MAX }, 2, PRIV_N, "<nick>{ <nick>}",
		"Show the hosts of up to five users.", cmd_userhost },
	{ VIEW_INIT("USERIP"), FROM_USER, { 1, MSG_PARAMS_MAX }, 2, PRIV_N, "<nick>{ <nick>}",
		"Show the addresses of up to five users, where they are not hidden.", cmd_userip },
};
const struct command_table commands_ison = { rows, ARRAY_LEN(rows) };
