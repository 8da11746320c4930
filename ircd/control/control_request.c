/* The tables of requests, and finding the row of a line. */
#include "control/control_request.h"

#include <stdio.h>

#include "commands/command.h"
#include "control/control_module.h"
#include "core/log.h"
#include "proto/control_wire.h"
#include "proto/msg.h"

static const struct control_requests *const tables[] = { &control_accounts, &control_bans, &control_channels,
	&control_dcc, &control_links, &control_modules, &control_opers, &control_people, &control_server,
	&control_stats };

struct view
control_arg(const struct control_args *a, size_t i)
{
	return i < a->n ? a->v[i] : VIEW("");
}

/* *is_verb: there is a request of this verb, whatever its second word. */
static const struct control_request *
find(const struct msg *m, bool *is_verb)
{
	*is_verb = false;
	for (size_t t = 0; t < ARRAY_LEN(tables); t++) {
		for (size_t i = 0; i < tables[t]->n; i++) {
			const struct control_request *row = &tables[t]->row[i];

			if (!view_eq_nocase(m->verb, row->verb))
				continue;
			*is_verb = true;
			if (row->sub.n == 0 || view_eq_nocase(msg_param(m, 0), row->sub))
				return row;
		}
	}
	return NULL;
}

static void
usage(struct control_session *s, const struct control_request *row)
{
	char text[160];

	(void)snprintf(text, sizeof(text), "usage: %.*s%s%.*s %s", VIEW_ARG(row->verb),
		row->sub.n != 0 ? " " : "", VIEW_ARG(row->sub), row->syntax);
	control_error(s, CONTROL_ERR_USAGE, text);
}

/* What is secret of it is not told. */
static void
begin_record(struct control_session *s, const struct control_request *row, const struct control_args *a)
{
	struct view shown[MSG_PARAMS_MAX];

	for (size_t i = 0; i < a->n; i++)
		shown[i] = row->secret == i + 1 ? VIEW("(secret)") : a->v[i];
	audit_begin(&s->record, s->cx->audit, ACT_CONTROL);
	audit_number(&s->record, "uid", s->uid);
	audit_text(&s->record, "request", row->verb);
	if (row->sub.n != 0)
		audit_text(&s->record, "kind", row->sub);
	audit_list(&s->record, "params", shown, a->n);
	s->recorded = true;
}

/* Arguments as the row wants them: told in the log, recorded, and what is next is the row's answer. */
static bool
begin(struct control_session *s, const struct control_request *row, const struct control_args *a)
{
	char name[CONTROL_NAME_MAX];

	if (a->n < row->args.min || a->n > row->args.max) {
		usage(s, row);
		return false;
	}
	(void)control_session_name(s, name);
	if (row->changes && a->n >= row->asks_below)
		log_info("control", "%s: %.*s %.*s %.*s", name, VIEW_ARG(row->verb), VIEW_ARG(row->sub),
			VIEW_ARG(row->secret == 1 ? VIEW("") : control_arg(a, 0)));
	else
		log_debug("control", "%s: %.*s %.*s", name, VIEW_ARG(row->verb), VIEW_ARG(row->sub));
	begin_record(s, row, a);
	s->cx->act = &s->record;
	return true;
}

static void
run_module(struct control_session *s, const struct msg *m)
{
	const struct control_args own = { &m->verb, 1 }, a = { m->param + 1, m->n_params - 1 };
	struct control_module_found found;

	switch (control_module_find(m, &found)) {
	case CONTROL_MODULE_NONE:
		control_error(s, CONTROL_ERR_USAGE, "no such request");
		break;
	case CONTROL_MODULE_NO_REQUEST:
		control_error(s, CONTROL_ERR_USAGE, "no such request of this kind");
		break;
	case CONTROL_MODULE_LIST:
		if (begin(s, control_module_list(), &own))
			control_module_list()->run(s, &own);
		break;
	case CONTROL_MODULE_FOUND:
		if (begin(s, &found.row, &a))
			control_module_run(s, &found, &a);
		break;
	}
	s->cx->act = NULL;
}

static void
run(struct control_session *s, const struct msg *m)
{
	bool is_verb;
	const struct control_request *row = find(m, &is_verb);
	struct control_args a;
	size_t words;

	if (row == NULL && is_verb) {
		control_error(s, CONTROL_ERR_USAGE, "no such request of this kind");
		return;
	}
	if (row == NULL) {
		run_module(s, m);
		return;
	}
	words = row->sub.n != 0 ? 1 : 0;
	a = (struct control_args){ m->param + words, m->n_params - words };
	if (!begin(s, row, &a))
		return;
	row->run(s, &a);
	s->cx->act = NULL;
}

void
control_request_run(struct control_session *s, struct view line)
{
	struct msg m;

	switch (msg_parse(line, &m)) {
	case MSG_OK:
		run(s, &m);
		break;
	case MSG_EMPTY:
		break;
	case MSG_BAD:
	case MSG_TAGS_TOO_LONG:
	case MSG_BODY_TOO_LONG:
		control_error(s, CONTROL_ERR_USAGE, "not a request, or too long");
		break;
	}
}
