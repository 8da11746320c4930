/*
 * The way in.  Each step of registration comes by entry_try(), which does nothing until name, user and all that holds the client are
 * there; then the rules decide.  A rule may ask for its password; then they decide again, with the answer.
 */
#include "auth/entry.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "auth/ban_check.h"
#include "auth/client_facts.h"
#include "auth/gate.h"
#include "auth/ident.h"
#include "auth/inside.h"
#include "auth/let_in.h"
#include "auth/nick_right.h"
#include "auth/password.h"
#include "auth/quiz.h"
#include "auth/refused.h"
#include "auth/reject.h"
#include "core/loop.h"
#include "net/conn.h"
#include "route/reply.h"

/* rule: that it fell under, for the administrator; NULL: none. */
static void
refuse(struct client *c, const struct conf_allow *rule, const char *why)
{
	refused_tell(c, rule, why);
	reply_textf(gate_env(c->session->gate)->route, c, ERR_YOUREBANNEDCREEP,
		"You are not allowed to connect: %s", why);
	gate_exit(c, view_z(why));
}

void
entry_count_refusal(const struct client *c)
{
	const struct gate_env *env = gate_env(c->session->gate);

	if (reject_count(env->reject, conn_peer(c->conn), loop_mono_ms(env->loop)))
		refused_tell_shut(c);
}

void
entry_refuse(struct client *c, const char *why)
{
	entry_count_refusal(c);
	refuse(c, NULL, why);
}

/* true: it had one.  Bans may name what is left. */
static bool
drop_tilde(struct client *c)
{
	char user[USER_LEN + 1];

	(void)view_copy(client_user(c), user, sizeof(user));
	if (user[0] != '~')
		return false;
	client_set_user_name(c, view_z(user + 1));
	return true;
}

static void
refuse_by_rule(struct client *c, const struct admission *a)
{
	const struct session *s = c->session;
	char text[160];

	(void)view_copy(view_z(a->text), text, sizeof(text));
	if (a->lack == LACK_PASSWORD || a->lack == LACK_RIGHT_PASSWORD)
		reply_plain(gate_env(s->gate)->route, c, ERR_PASSWDMISMATCH);
	if (a->lack == LACK_IDENT)
		(void)snprintf(text, sizeof(text),
			"You need a working ident service on port %u to use this server (reply: %s)",
			(unsigned)gate_conf(s->gate)->ident.port, ident_text(s));
	entry_count_refusal(c);
	refuse(c, a->rule, text);
}

/* Takes a place in the class, the last step. */
static void
take_place(struct client *c, const struct admission *a)
{
	struct session *s = c->session;
	struct gate *g = s->gate;
	struct class *class = class_set_get(gate_classes(g), a->class_name);

	switch (class_enter(gate_classes(g), class, conn_peer(c->conn))) {
	case CLASS_OK:
		s->class = class;
		s->passed = a->rule != NULL && a->rule->password != NULL
			? session_password_mark(a->rule->password)
			: 0;
		if ((a->rule == NULL || !a->rule->tilde) && drop_tilde(c) && ban_check(c))
			break;
		if (a->rule != NULL)
			gate_count_admitted(g, a->rule);
		let_in(c);
		break;
	case CLASS_FULL:
		refuse(c, a->rule, "Too many users of your class");
		break;
	case CLASS_ADDRESS_FULL:
		refuse(c, a->rule, "Too many connections from your address");
		break;
	case CLASS_BLOCK_FULL:
		refuse(c, a->rule, "Too many connections from your network");
		break;
	}
}

/*
 * The rules are asked anew with the answer.  Under a new configuration, or when PASS was said again meanwhile, it answers nothing that
 * is asked now: facts_of() passes over it.
 */
static void
on_password(struct client *c, bool right, void *arg)
{
	if (c == NULL)
		return;
	c->session->checking = false;
	if (session_rare(c->session)->pass != NULL)
		admission_answer(&session_rare(c->session)->pass->answers, (size_t)(uintptr_t)arg, right);
	entry_try(c);
}

/* How often at most, for one PASS: conf_check_allow(). */
static void
check_password(struct client *c, const struct conf_allow *rule)
{
	struct session *s = c->session;
	const struct conf *conf = gate_conf(s->gate);
	const struct password_ask ask = { .hash = rule->password,
		.password = view_z(session_rare(s)->pass->text),
		.done = on_password,
		.arg = (void *)(uintptr_t)(rule - conf->allow) };

	assert(session_rare(s)->pass != NULL); /* no PASS, no question about it */
	if (session_rare(s)->pass->of != conf) {
		conf_unref(session_rare(s)->pass->of);
		session_rare(s)->pass->of = conf_ref(conf);
		session_rare(s)->pass->answers = (struct admission_answers){ .right = { 0 } };
	}
	s->checking = password_check(gate_env(s->gate)->workers, c, &ask);
	if (!s->checking)
		refuse(c, rule, "The server is too busy to check passwords, try again");
}

static void
facts_of(const struct client *c, struct client_facts *out)
{
	const struct session *s = c->session;
	const struct session_pass *pass = session_rare(s)->pass;

	client_facts(c, out);
	if (pass == NULL)
		return;
	out->facts.pass = ADMISSION_PASS_GIVEN;
	out->facts.answers = pass->of == gate_conf(s->gate) ? &pass->answers : NULL;
}

bool
entry_nick_is_free(const struct client *c, struct view nick)
{
	return nick_right_has(c, nick, !client_is_user(c));
}

void
entry_hold(struct client *c, enum session_hold hold)
{
	c->session->holds = (uint8_t)(c->session->holds | hold);
}

void
entry_release(struct client *c, enum session_hold hold)
{
	c->session->holds = (uint8_t)(c->session->holds & ~(unsigned)hold);
	entry_try(c);
}

bool
entry_may_have_account(const struct client *c)
{
	struct client_facts known;
	struct admission a;

	if ((c->session->holds & ~(unsigned)HOLD_CAP) != 0 || c->session->checking)
		return false;
	facts_of(c, &known);
	admission_decide(gate_conf(c->session->gate), &known.facts, NULL, &a);
	if (a.rule == NULL || a.rule->password != NULL || a.rule->quiz)
		return false;
	return a.verdict == ADMISSION_ADMIT || a.lack == LACK_ACCOUNT;
}

/* SET LOCKDOWN. */
static bool
is_locked_out(const struct client *c)
{
	switch (gate_conf(c->session->gate)->lockdown) {
	case CONF_LOCKDOWN_OFF:
		break;
	case CONF_LOCKDOWN_ACCOUNTS:
		return c->account == NULL;
	case CONF_LOCKDOWN_ALL:
		return true;
	}
	return false;
}

void
entry_try(struct client *c)
{
	struct session *s = c->session;
	struct client_facts known;
	struct admission a;

	if (c->phase != CLIENT_NEW || c->nick_len == 0 || !s->has_user || s->holds != 0 || s->checking)
		return;
	if (!nick_right_has(c, client_nick(c), false)) {
		client_drop_nick(c);
		return;
	}
	if (is_locked_out(c)) {
		refuse(c, NULL, "The server takes no new users at the moment");
		return;
	}
	if (ban_check(c))
		return;
	if (inside_of(s) != NULL) {
		a = (struct admission){ .class_name = inside_of(s)->class_name };
		take_place(c, &a);
		return;
	}
	facts_of(c, &known);
	admission_decide(gate_conf(s->gate), &known.facts, NULL, &a);
	/* Before the password: a check costs more than a question. */
	if (a.verdict != ADMISSION_REFUSE && a.rule->quiz && quiz_holds(c))
		return;
	switch (a.verdict) {
	case ADMISSION_ADMIT:
		take_place(c, &a);
		break;
	case ADMISSION_REFUSE:
		refuse_by_rule(c, &a);
		break;
	case ADMISSION_ASK_PASSWORD:
		check_password(c, a.rule);
		break;
	}
}
