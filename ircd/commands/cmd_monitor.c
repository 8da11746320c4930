/* MONITOR: tell me when these come and go.  IRCv3 monitor. */
#include "commands/command.h"
#include "commands/service.h"
#include "route/reply.h"
#include "state/monitor.h"

/* A numeric whose text is a list of names with commas; as many lines as it takes. */
struct name_lines {
	struct cmd_ctx *cx;
	const struct client *to;
	enum numeric numeric;
	size_t n;
	char text[MSG_BODY_MAX];
};

static void
lines_end(struct name_lines *l)
{
	struct reply r;

	if (l->n == 0)
		return;
	reply_begin(&r, l->cx->route, l->to, l->numeric);
	reply_end_text(&r, view_of(l->text, l->n));
	l->n = 0;
}

static void
lines_add(struct name_lines *l, struct view name)
{
	/* ":server 730 nick :" is before it. */
	size_t room = MSG_BODY_MAX - 2 - (1 + SERVER_NAME_LEN + 5 + NICK_LEN_MAX + 2);

	if (l->n + 1 + name.n > room)
		lines_end(l);
	if (l->n != 0)
		l->text[l->n++] = ',';
	l->n += view_copy(name, l->text + l->n, sizeof(l->text) - l->n);
}

/* Who is here and who is not. */
struct status {
	struct name_lines online, offline;
};

static void
status_begin(struct status *s, struct cmd_ctx *cx, const struct client *to)
{
	s->online.cx = s->offline.cx = cx;
	s->online.to = s->offline.to = to;
	s->online.numeric = RPL_MONONLINE;
	s->offline.numeric = RPL_MONOFFLINE;
	s->online.n = s->offline.n = 0;
}

static void
status_add(struct status *s, struct view nick)
{
	const struct world *w = s->online.cx->world;
	const struct client *c = client_find(w, nick);
	const struct service *service = c == NULL ? service_find(w, nick) : NULL;
	char mask[MASK_LEN + 1];

	if (service != NULL) /* it never comes or goes */
		lines_add(&s->online, service->name);
	else if (c != NULL)
		lines_add(&s->online, view_of(mask, client_mask(c, mask)));
	else
		lines_add(&s->offline, nick);
}

static void
status_end(struct status *s)
{
	lines_end(&s->online);
	lines_end(&s->offline);
}

/* The first that were not taken, as many as a parameter holds; none of them is cut. */
static void
refuse(struct cmd_ctx *cx, const struct client *src, struct view targets)
{
	struct reply r;

	if (targets.n > REPLY_PARAM_MAX) {
		targets.n = REPLY_PARAM_MAX;
		while (targets.n > 1 && targets.p[targets.n] != ',')
			targets.n--;
	}
	reply_begin(&r, cx->route, src, ERR_MONLISTFULL);
	reply_param_u64(&r, MONITOR_MAX);
	reply_param(&r, targets);
	reply_end_text(&r, numeric_text(ERR_MONLISTFULL));
}

/* What is no nick is passed over: nobody can ever have it. */
static void
add(struct cmd_ctx *cx, struct client *src, struct view targets)
{
	struct status s;
	struct view all, nick;
	bool full = false;

	status_begin(&s, cx, src);
	while (!full && (all = targets, view_cut(&targets, ',', &nick))) {
		switch (monitor_add(src, nick)) {
		case MONITOR_OK:
		case MONITOR_ALREADY:
			status_add(&s, nick);
			break;
		case MONITOR_FULL:
			full = true; /* `all` begins with the first that was not taken */
			break;
		case MONITOR_INVALID:
		case MONITOR_N:
			break;
		}
	}
	status_end(&s);
	if (full)
		refuse(cx, src, all);
}

static void
show_list(struct cmd_ctx *cx, struct client *src)
{
	struct name_lines l = { .cx = cx, .to = src, .numeric = RPL_MONLIST };

	if (src->monitors != NULL) {
		LIST_FOR_EACH (it, &src->monitors->entries)
			lines_add(&l, monitor_nick(monitor_of_client_link(it)));
	}
	lines_end(&l);
	reply_plain(cx->route, src, RPL_ENDOFMONLIST);
}

static void
show_status(struct cmd_ctx *cx, struct client *src)
{
	struct status s;

	if (src->monitors == NULL)
		return;
	status_begin(&s, cx, src);
	LIST_FOR_EACH (it, &src->monitors->entries)
		status_add(&s, monitor_nick(monitor_of_client_link(it)));
	status_end(&s);
}

/* MONITOR + <nick>{,<nick>} | - <nick>{,<nick>} | C | L | S */
static void
cmd_monitor(struct cmd_ctx *cx, struct client *src, const struct msg *m)
{
	struct view what = m->param[0], targets = msg_param(m, 1), nick;

	if ((view_eq(what, VIEW("+")) || view_eq(what, VIEW("-"))) && targets.n == 0) {
		reply(cx->route, src, ERR_NEEDMOREPARAMS, VIEW("MONITOR"));
	} else if (view_eq(what, VIEW("+"))) {
		add(cx, src, targets);
	} else if (view_eq(what, VIEW("-"))) {
		while (view_cut(&targets, ',', &nick))
			monitor_del(src, nick);
	} else if (view_eq_nocase(what, VIEW("C"))) {
		monitor_clear(src);
	} else if (view_eq_nocase(what, VIEW("L"))) {
		show_list(cx, src);
	} else if (view_eq_nocase(what, VIEW("S"))) {
		show_status(cx, src);
	} else {
		reply_fail(cx->route, src, VIEW("MONITOR"), VIEW("INVALID_PARAMS"),
			VIEW("MONITOR knows + - C L S"));
	}
}

static const struct command rows[] = {
	{ VIEW_INIT("MONITOR"), FROM_USER, { 1, 2 }, 3, PRIV_N, "+|- <nick>{,<nick>} | C | L | S",
		"Be told when these users come and go.", cmd_monitor },
};
const struct command_table commands_monitor = { rows, ARRAY_LEN(rows) };
