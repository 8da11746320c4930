/* Finding a service, cutting what is said to it into words, HELP.  What services can do is in svc_*.c. */
#include "commands/service.h"

#include <stdarg.h>
#include <stdio.h>

#include "proto/casemap.h"
#include "route/reply.h"

static const struct service *const services[] = {
	&service_nickserv,
	&service_chanserv,
};

#define COST_HELP    3u
#define COST_UNKNOWN 1u

const struct service *
service_find(const struct world *w, struct view target)
{
	size_t at = view_find(target, '@');
	struct view name = view_left(target, at);

	if (w->conf.services_own)
		return NULL;
	if (at < target.n && !view_eq_nocase(view_skip(target, at + 1), view_z(w->conf.server_name)))
		return NULL;
	for (size_t i = 0; i < ARRAY_LEN(services); i++) {
		if (casemap_eq(name, services[i]->name))
			return services[i];
	}
	return NULL;
}

static void tell(struct route *rt, const struct client *to, struct view service, const char *fmt, va_list ap)
	PRINTF_LIKE(4, 0);

static void
tell(struct route *rt, const struct client *to, struct view service, const char *fmt, va_list ap)
{
	char text[MSG_BODY_MAX];
	struct reply r;

	(void)vsnprintf(text, sizeof(text), fmt, ap);
	reply_begin_service(&r, rt, to, service);
	reply_end_text(&r, view_z(text));
}

void
service_tell(struct route *rt, const struct client *to, struct view service, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	tell(rt, to, service, fmt, ap);
	va_end(ap);
}

void
service_say(const struct service_ask *ask, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	tell(ask->cx->route, ask->src, ask->service->name, fmt, ap);
	va_end(ap);
}

static void
say_syntax(const struct service_ask *ask, const struct service_command *command)
{
	service_say(ask, "Syntax: %.*s%s%s", VIEW_ARG(command->name), command->syntax[0] != '\0' ? " " : "",
		command->syntax);
}

void
service_say_syntax(const struct service_ask *ask)
{
	say_syntax(ask, ask->command);
}

static const struct service_command *
command_find(const struct service *s, struct view name)
{
	for (size_t i = 0; i < s->n_commands; i++) {
		if (view_eq_nocase(name, s->command[i].name))
			return &s->command[i];
	}
	return NULL;
}

static void
say_unknown(const struct service_ask *ask, struct view name)
{
	gate_charge(ask->src, COST_UNKNOWN);
	service_say(ask, "There is no command %.*s.  /msg %.*s HELP lists those that there are.",
		VIEW_ARG(view_left(name, 32)), VIEW_ARG(ask->service->name));
}

static void
say_help(const struct service_ask *ask, struct view about)
{
	const struct service *s = ask->service;
	const struct service_command *command = command_find(s, about);

	gate_charge(ask->src, COST_HELP);
	if (command != NULL) {
		say_syntax(ask, command);
		service_say(ask, "%s", command->help);
		if (command->needs_login)
			service_say(ask, "Only for who is logged in.");
		return;
	}
	if (about.n != 0) {
		say_unknown(ask, about);
		return;
	}
	service_say(ask, "%s", s->about);
	for (size_t i = 0; i < s->n_commands; i++)
		service_say(ask, "%-9.*s %s", VIEW_ARG(s->command[i].name), s->command[i].help);
	service_say(ask, "/msg %.*s HELP <command> says how it is written.", VIEW_ARG(s->name));
}

/* The next word of a text; empty: there is none. */
static struct view
take_word(struct view *rest)
{
	struct view word;

	*rest = view_trim(*rest);
	word = view_left(*rest, view_find(*rest, ' '));
	*rest = view_trim(view_skip(*rest, word.n));
	return word;
}

static void
take_params(struct service_ask *ask, struct view rest)
{
	const struct service_command *command = ask->command;

	while (rest.n != 0 && ask->n_params < command->params.max) {
		bool is_last = ask->n_params + 1u == command->params.max;

		if (is_last && command->rest) {
			ask->param[ask->n_params++] = rest;
			return;
		}
		ask->param[ask->n_params++] = take_word(&rest);
	}
}

static void
run(struct service_ask *ask, struct view rest)
{
	const struct service_command *command = ask->command;

	gate_charge(ask->src, command->cost);
	take_params(ask, rest);
	if (ask->n_params < command->params.min)
		service_say_syntax(ask);
	else if (command->needs_login && ask->src->account == NULL)
		service_say(ask,
			"You are not logged in.  /msg NickServ IDENTIFY <account> <password> logs you in.");
	else
		command->run(ask);
}

/* Only ASCII blanks part words; what begins with ^A is CTCP, which services do not answer. */
void
service_hear(const struct service *s, struct cmd_ctx *cx, struct client *src, struct view text)
{
	struct service_ask ask = { .cx = cx, .src = src, .service = s };
	struct view name;

	if (view_starts(text, VIEW("\001")))
		return;
	name = take_word(&text);
	ask.command = command_find(s, name);
	if (ask.command != NULL)
		run(&ask, text);
	else if (name.n == 0 || view_eq_nocase(name, VIEW("HELP")))
		say_help(&ask, take_word(&text));
	else
		say_unknown(&ask, name);
}

void
service_wait(struct service_wait *w, const struct service_ask *ask)
{
	w->cx = ask->cx;
	w->service = ask->service;
	w->command = ask->command;
	w->who = ask->src->handle;
	w->answer = answer_take(ask->cx->route);
}

struct client *
service_resume(const struct service_wait *w, struct service_ask *ask)
{
	struct client *src = client_get(w->cx->world, w->who);

	*ask = (struct service_ask){ .cx = w->cx, .src = src, .service = w->service, .command = w->command };
	if (src != NULL)
		answer_resume(w->cx->route, src, &w->answer);
	return src;
}

void
service_done(const struct service_ask *ask)
{
	answer_end(ask->cx->route);
}
