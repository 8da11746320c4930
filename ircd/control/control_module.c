/*
 * MODULES and requests to modules.  A module answers through a struct module_ask, which knows where the answer goes; one that answers later
 * has a ticket in it, for who asked may be gone by then.
 */
#include "control/control_module.h"

#include <stdio.h>

#include "commands/command.h"
#include "core/mem.h"
#include "module/module.h"
#include "module/module_ask.h"
#include "module/modules.h"
#include "proto/control_wire.h"
#include "proto/msg.h"

struct ask {
	struct module_ask base;
	struct control_session *session; /* NULL: it waits */
	struct control_ticket *ticket;	 /* where it waits */
	char name[CONTROL_NAME_MAX];
};

static struct ask *
ask_of(struct module_ask *a)
{
	return CONTAINER_OF(a, struct ask, base);
}

/* NULL: gone. */
static struct control_session *
session_of(const struct ask *a)
{
	return a->ticket != NULL ? control_ticket_look(a->ticket) : a->session;
}

/* The end of the answer. */
static struct control_session *
finish(struct ask *a)
{
	struct control_session *s = a->session;

	if (a->ticket == NULL)
		return s;
	s = control_ticket_session(a->ticket);
	mem_free(a);
	return s;
}

static void
ask_columns(struct module_ask *base, const char *columns)
{
	struct control_session *s = session_of(ask_of(base));

	if (s != NULL)
		control_columns(s, columns);
}

static void
ask_row(struct module_ask *base, const struct module_value *value, size_t n)
{
	struct control_session *s = session_of(ask_of(base));
	struct control_value out[CONTROL_COLUMNS_MAX];
	size_t i = 0;

	if (s == NULL)
		return;
	for (; i < n && i < ARRAY_LEN(out); i++)
		out[i] = (struct control_value){ value[i].column, value[i].text };
	control_row(s, out, i);
}

static void
ask_text(struct module_ask *base, const char *line)
{
	struct control_session *s = session_of(ask_of(base));

	if (s != NULL)
		control_text(s, line);
}

static void
ask_ok(struct module_ask *base, const char *text)
{
	struct control_session *s = finish(ask_of(base));

	if (s != NULL)
		control_ok(s, text);
}

static void
ask_error(struct module_ask *base, enum module_error e, const char *text)
{
	static const char *const words[] = {
		[MODULE_ERR_USAGE] = CONTROL_ERR_USAGE,
		[MODULE_ERR_NONE] = CONTROL_ERR_NONE,
		[MODULE_ERR_DENIED] = CONTROL_ERR_DENIED,
		[MODULE_ERR_BUSY] = CONTROL_ERR_BUSY,
		[MODULE_ERR_FAILED] = CONTROL_ERR_FAILED,
	};
	struct control_session *s = finish(ask_of(base));

	if (s != NULL)
		control_error(s, words[e], text);
}

static struct module_ask *
ask_wait(struct module_ask *base)
{
	struct ask *now = ask_of(base), *later = mem_zalloc(sizeof(*later));

	*later = *now;
	later->base.arg = NULL;
	later->base.n_args = 0;
	later->base.by = view_z(later->name);
	later->session = NULL;
	later->ticket = control_ticket_new(now->session);
	return &later->base;
}

static const struct module_ask_ops ops = { .columns = ask_columns,
	.row = ask_row,
	.text = ask_text,
	.ok = ask_ok,
	.error = ask_error,
	.wait = ask_wait };

static const struct module *
module_find(struct view name)
{
	const struct module *m;

	for (size_t i = 0; (m = modules_at(i)) != NULL; i++)
		if (view_eq_nocase(m->name, name))
			return m;
	return NULL;
}

static const struct module_request *
request_find(const struct module *m, struct view word)
{
	for (size_t i = 0; i < m->n_requests; i++)
		if (view_eq_nocase(m->request[i].word, word))
			return &m->request[i];
	return NULL;
}

enum control_module_verdict
control_module_find(const struct msg *m, struct control_module_found *out)
{
	const struct module *module = module_find(m->verb);
	const struct module_request *r;

	if (module == NULL)
		return CONTROL_MODULE_NONE;
	if (m->n_params == 0)
		return CONTROL_MODULE_LIST;
	r = request_find(module, msg_param(m, 0));
	if (r == NULL)
		return CONTROL_MODULE_NO_REQUEST;
	out->request = r;
	out->row = (struct control_request){ .verb = module->name,
		.sub = r->word,
		.args = { r->args.min, r->args.max },
		.changes = r->changes,
		.syntax = r->syntax,
		.secret = r->secret };
	return CONTROL_MODULE_FOUND;
}

void
control_module_run(
	struct control_session *s, const struct control_module_found *found, const struct control_args *a)
{
	const struct modules *set = s->cx->modules;
	struct module_host *h = set != NULL ? modules_find(set, found->row.verb) : NULL;
	struct ask ask = { .base = { .ops = &ops, .arg = a->v, .n_args = a->n }, .session = s };

	if (h == NULL) {
		control_error(s, CONTROL_ERR_DENIED, "that module is not on");
		return;
	}
	ask.base.by = view_z(control_session_name(s, ask.name));
	found->request->run(module_self(h), &ask.base);
}

static void
list_modules(struct control_session *s)
{
	const struct modules *set = s->cx->modules;
	const struct module *m;

	control_columns(s, "module:s on:b summary:s");
	for (size_t i = 0; (m = modules_at(i)) != NULL; i++) {
		bool is_on = set != NULL && modules_find(set, m->name) != NULL;
		const struct control_value value[] = { { "module", m->name },
			{ "on", is_on ? VIEW("1") : VIEW("0") }, { "summary", view_z(m->summary) } };

		control_row(s, value, ARRAY_LEN(value));
	}
	control_ok(s, NULL);
}

static void
tell_request(struct control_session *s, const struct module_request *r)
{
	char secret[CONTROL_NUMBER_MAX], drawn[CONTROL_NUMBER_MAX];
	const struct control_value value[] = { { "request", r->word }, { "arguments", view_z(r->syntax) },
		{ "changes", r->changes ? VIEW("1") : VIEW("0") },
		{ "secret", control_number(r->secret, secret) }, { "drawn", control_number(r->drawn, drawn) },
		{ "help", view_z(r->help) } };

	control_row(s, value, ARRAY_LEN(value));
}

/* MODULES [<module> [<request>]] */
static void
modules(struct control_session *s, const struct control_args *a)
{
	const struct module *m = module_find(control_arg(a, 0));
	const struct module_request *one = m != NULL ? request_find(m, control_arg(a, 1)) : NULL;

	if (a->n == 0) {
		list_modules(s);
		return;
	}
	if (m == NULL || (a->n > 1 && one == NULL)) {
		control_error(s, CONTROL_ERR_NONE, m == NULL ? "no such module" : "it has no such request");
		return;
	}
	control_columns(s, "request:s arguments:s changes:b secret:n drawn:n help:s");
	for (size_t i = 0; i < m->n_requests; i++)
		if (one == NULL || one == &m->request[i])
			tell_request(s, &m->request[i]);
	control_ok(s, NULL);
}

static const struct control_request rows[] = {
	{ VIEW_INIT("MODULES"), VIEW_INIT(""), { 0, 2 }, false, "[<module> [<request>]]", modules },
};
const struct control_requests control_modules = { rows, ARRAY_LEN(rows) };

const struct control_request *
control_module_list(void)
{
	return &rows[0];
}
