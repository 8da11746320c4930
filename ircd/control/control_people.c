/* WHO: who is connected.  EXPLAIN: by which rule somebody would come in, or not. */
#include <stdio.h>

#include "auth/admission_explain.h"
#include "auth/gate.h"
#include "auth/session.h"
#include "commands/command.h"
#include "control/control_request.h"
#include "proto/control_wire.h"
#include "proto/mask.h"
#include "state/client.h"

/* The mask of a request fits the nick, the account, or nick!user@host; also with the address. */
static bool
fits(const struct client *c, const char *address, struct view mask)
{
	char whole[MASK_LEN + 1], real[NICK_LEN_MAX + USER_LEN + 80];
	int n = snprintf(real, sizeof(real), "%s!%s@%s", c->nick, c->user, address);

	return mask.n == 0 || mask_match(mask, client_nick(c)) ||
		mask_match(mask, view_of(whole, client_mask(c, whole))) ||
		mask_match(mask, view_of(real, (size_t)n)) ||
		(c->account != NULL && mask_match(mask, view_z(c->account)));
}

static void
tell_client(struct control_session *s, const struct client *c, const char *address)
{
	const struct session *in = c->session;
	char since[CONTROL_NUMBER_MAX], idle[CONTROL_NUMBER_MAX], channels[CONTROL_NUMBER_MAX];
	const struct control_value value[] = {
		{ "nick", client_nick(c) },
		{ "user", client_user(c) },
		{ "host", client_host(c) },
		{ "address", view_z(address) },
		{ "account", view_z(c->account) },
		{ "class", view_z(in->class != NULL ? in->class->name : NULL) },
		{ "listener", view_z(in->point != NULL ? in->point->title : NULL) },
		{ "tls", c->is_secure ? VIEW("1") : VIEW("0") },
		{ "operator", c->oper != NULL ? VIEW("1") : VIEW("0") },
		{ "since", control_number(c->signon_ms / 1000, since) },
		{ "idle", control_number((route_mono_ms(s->cx->route) - c->active_ms) / 1000, idle) },
		{ "channels", control_number(c->n_channels, channels) },
		{ "name", view_z(c->realname) },
	};

	control_row(s, value, ARRAY_LEN(value));
}

/* WHO [<mask>] */
static void
who(struct control_session *s, const struct control_args *a)
{
	control_columns(s,
		"nick:s user:s host:s address:s account:s class:s listener:s tls:b operator:b since:t idle:n "
		"channels:n "
		"name:s");
	LIST_FOR_EACH (it, &s->cx->world->users) {
		const struct client *c = client_of_world_link(it);
		char address[64];

		if (c->session == NULL)
			continue;
		(void)session_address(c->session, address, sizeof(address));
		if (fits(c, address, control_arg(a, 0)))
			tell_client(s, c, address);
	}
	control_ok(s, NULL);
}

static void
emit_text(void *to, const char *line)
{
	control_text(to, line);
}

/* EXPLAIN <subject>, in one word or in several. */
static void
explain(struct control_session *s, const struct control_args *a)
{
	const struct conf *conf = gate_conf(s->cx->gate);
	struct admission_subject subject;
	char text[MSG_BODY_MAX];
	size_t n = 0;
	struct err e;

	for (size_t i = 0; i < a->n && n < sizeof(text) - 1; i++) {
		if (i != 0)
			text[n++] = ' ';
		n += view_copy(a->v[i], text + n, sizeof(text) - n);
	}
	if (admission_subject_parse(conf, view_of(text, n), &subject, &e) == -1)
		control_error(s, CONTROL_ERR_USAGE, e.text);
	else if (admission_explain(conf, &subject.facts, emit_text, s))
		control_ok(s, NULL);
	else
		control_error(s, CONTROL_ERR_DENIED, "it would be refused");
}

static const struct control_request rows[] = {
	{ VIEW_INIT("EXPLAIN"), VIEW_INIT(""), { 1, 8 }, false,
		"<user>@<address>[:<port>] [<account>] [tls] ...", explain },
	{ VIEW_INIT("WHO"), VIEW_INIT(""), { 0, 1 }, false, "[<mask>]", who },
};
const struct control_requests control_people = { rows, ARRAY_LEN(rows) };
