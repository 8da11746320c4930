/* STATS: a letter, and what the server tells about it.  RFC 2812 3.4.4; letters as Solanum and InspIRCd users know them. */
#include "auth/class.h"
#include "commands/command.h"
#include "commands/dispatch.h"
#include "commands/lookup.h"
#include "route/reply.h"
#include "state/oper.h"

#include <stdio.h>

typedef void stats_fn(struct cmd_ctx *cx, struct client *src);

static void
stats_uptime(struct cmd_ctx *cx, struct client *src)
{
	uint64_t s = (route_wall_ms(cx->route) - cx->world->started_ms) / 1000;

	reply_textf(cx->route, src, RPL_STATSUPTIME, "Server Up %u days %u:%02u:%02u", (unsigned)(s / 86400),
		(unsigned)(s / 3600 % 24), (unsigned)(s / 60 % 60), (unsigned)(s % 60));
}

static void
stats_commands(struct cmd_ctx *cx, struct client *src)
{
	struct command_use use;

	for (size_t i = 0; dispatch_use(cx->dispatch, i, &use); i++) {
		struct reply r;

		if (use.count == 0)
			continue;
		reply_begin(&r, cx->route, src, RPL_STATSCOMMANDS);
		reply_param(&r, use.command->verb);
		reply_param_u64(&r, use.count);
		reply_end(&r);
	}
}

static void
stats_opers(struct cmd_ctx *cx, struct client *src)
{
	const struct conf *conf = gate_conf(cx->gate);

	for (size_t i = 0; i < conf->n_oper; i++) {
		const struct conf_oper *o = &conf->oper[i];

		for (size_t k = 0; k < o->n_from; k++)
			reply(cx->route, src, RPL_STATSOLINE, VIEW("O"), view_z(o->from[k].text), VIEW("*"),
				view_z(o->name), view_z(o->role->name));
	}
}

static void
stats_opers_online(struct cmd_ctx *cx, struct client *src)
{
	size_t n = 0;

	LIST_FOR_EACH (it, &cx->world->users) {
		const struct client *c = client_of_world_link(it);

		if (c->oper == NULL)
			continue;
		reply_textf(cx->route, src, RPL_STATSDEBUG, "%s (%s@%s) role %s", c->nick, c->user, c->host,
			c->oper->role);
		n++;
	}
	reply_textf(cx->route, src, RPL_STATSDEBUG, "%zu operator(s) online", n);
}

static void
stats_classes(struct cmd_ctx *cx, struct client *src)
{
	struct class_set *set = gate_classes(cx->gate);

	for (const struct class *c = class_next(set, NULL); c != NULL; c = class_next(set, c)) {
		struct reply r;

		reply_begin(&r, cx->route, src, RPL_STATSYLINE);
		reply_param(&r, VIEW("Y"));
		reply_param(&r, view_z(c->name));
		reply_param_u64(&r, c->ping_ms / 1000);
		reply_param_u64(&r, c->max_per_address);
		reply_param_u64(&r, c->max_clients);
		reply_param_u64(&r, c->sendq);
		reply_param_u64(&r, c->n_clients);
		reply_end(&r);
	}
}

static void
stats_allow(struct cmd_ctx *cx, struct client *src)
{
	const struct conf *conf = gate_conf(cx->gate);

	for (size_t i = 0; i < conf->n_allow; i++) {
		const struct conf_allow *a = &conf->allow[i];

		reply(cx->route, src, RPL_STATSILINE, VIEW("I"), view_z(a->who.text),
			a->tls_required ? VIEW("tls") : VIEW("any"),
			a->password != NULL ? VIEW("password") : VIEW("-"), view_z(a->class->name));
	}
}

static void
stats_links(struct cmd_ctx *cx, struct client *src)
{
	LIST_FOR_EACH (it, &cx->world->users) {
		const struct client *c = client_of_world_link(it);
		struct session_counts n;
		struct reply r;

		if (c->session == NULL)
			continue;
		n = session_counts(c->session);
		reply_begin(&r, cx->route, src, RPL_STATSLINKINFO);
		reply_param(&r, client_nick(c));
		reply_param_u64(&r, n.sendq);
		reply_param_u64(&r, n.bytes_out);
		reply_param_u64(&r, n.lines_in);
		reply_param_u64(&r, n.bytes_in);
		reply_end_textf(&r, "%u", (unsigned)((route_wall_ms(cx->route) - c->signon_ms) / 1000));
	}
}

static const struct stats_row {
	char letter;
	bool anybody;  /* else: privilege stats */
	stats_fn *run; /* NULL: only control->stats() knows */
	const char *help;
} letters[] = {
	{ 'E', false, NULL, "event loop" },
	{ 'i', false, stats_allow, "allow rules" },
	{ 'j', false, NULL, "jail: every step and what holds" },
	{ 'l', false, stats_links, "connections: queue, bytes, lines" },
	{ 'm', true, stats_commands, "use of commands" },
	{ 'o', false, stats_opers, "operator blocks" },
	{ 'p', true, stats_opers_online, "operators online" },
	{ 'P', false, NULL, "listeners" },
	{ 'T', false, NULL, "traffic and connections" },
	{ 'u', true, stats_uptime, "uptime" },
	{ 'y', false, stats_classes, "classes" },
	{ 'z', false, NULL, "memory" },
	{ '?', true, NULL, "this list" },
};

static void
stats_help(struct cmd_ctx *cx, const struct client *src)
{
	for (size_t i = 0; i < ARRAY_LEN(letters); i++)
		reply_textf(cx->route, src, RPL_STATSDEBUG, "%c - %s", letters[i].letter, letters[i].help);
}

struct emit_to {
	struct cmd_ctx *cx;
	const struct client *c;
};

static void
emit_debug(void *to, const char *line)
{
	const struct emit_to *e = to;

	reply_textf(e->cx->route, e->c, RPL_STATSDEBUG, "%s", line);
}

static void
run_letter(struct cmd_ctx *cx, struct client *src, const struct stats_row *row)
{
	struct emit_to to = { cx, src };

	if (!row->anybody && src->oper == NULL)
		reply_plain(cx->route, src, ERR_NOPRIVILEGES);
	else if (!row->anybody && !oper_has(src, PRIV_STATS))
		reply(cx->route, src, ERR_NOPRIVS, priv_table[PRIV_STATS].name);
	else if (row->letter == '?')
		stats_help(cx, src);
	else if (row->run != NULL)
		row->run(cx, src);
	else
		cx->control->stats(cx->control->arg, row->letter, emit_debug, &to);
}

static const struct stats_row *
row_find(char letter)
{
	for (size_t i = 0; i < ARRAY_LEN(letters); i++) {
		if (letters[i].letter == letter)
			return &letters[i];
	}
	return NULL;
}

static char
other_case(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ? (char)(c ^ 0x20) : c;
}

/* STATS [<letter> [<server>]].  Servers do not agree on the case of most letters: where only one is taken the other means the same. */
static void
cmd_stats(struct cmd_ctx *cx, struct client *src, const struct msg *m)
{
	struct view word = view_left(msg_param(m, 0), 1);
	const struct stats_row *row;

	if (!lookup_server_is_us(cx, src, msg_param(m, 1)))
		return;
	if (word.n == 0)
		word = VIEW("?");
	row = row_find(word.p[0]);
	if (row == NULL)
		row = row_find(other_case(word.p[0]));
	if (row != NULL)
		run_letter(cx, src, row);
	reply(cx->route, src, RPL_ENDOFSTATS, word);
}

static const struct command rows[] = {
	{ VIEW_INIT("STATS"), FROM_USER, { 0, 2 }, 4, PRIV_N, "<letter> [<server>]",
		"Show figures; STATS ? lists the letters.", cmd_stats },
};
const struct command_table commands_stats = { rows, ARRAY_LEN(rows) };
