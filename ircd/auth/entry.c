/*
 * The way in.  Each step of registration comes by entry_try(), which does nothing until name, user and all that holds the client are
 * there; then the rules decide, once.
 */
#include "auth/entry.h"

#include "auth/admission.h"
#include "auth/gate.h"
#include "auth/password.h"
#include "auth/quiz.h"
#include "auth/reserved.h"
#include "auth/welcome.h"
#include "core/log.h"
#include "core/loop.h"
#include "net/conn.h"
#include "route/presence.h"
#include "route/reply.h"
#include "route/snotice.h"

/* All that was asked for is there: the client becomes a user. */
static void
let_in(struct client *c)
{
	struct session *s = c->session;
	const struct gate_env *env = gate_env(s->gate);
	uint64_t now = loop_mono_ms(env->loop);
	char address[64];

	session_clear_password(s);
	client_register(c, loop_wall_ms(env->loop), now);
	gate_start_class(c, now);
	welcome_send(s->gate, c);
	presence_online(env->route, c);
	(void)session_address(s, address, sizeof(address));
	log_debug("client", "%s!%s@%s [%s] came in by %s, class %s", c->nick, c->user, c->host, address,
		s->point != NULL ? s->point->title : "-", s->class->name);
	snotice_send(env->route, SNOTICE_CONNECT, "%s!%s@%s [%s] class %s", c->nick, c->user, c->host,
		address, s->class->name);
}

static void
refuse(struct client *c, const char *why)
{
	struct route *rt = gate_env(c->session->gate)->route;

	log_info("gate", "refused %s!%s@%s: %s", c->nick, c->user, c->host, why);
	snotice_send(rt, SNOTICE_REFUSED, "%s!%s@%s: %s", c->nick, c->user, c->host, why);
	reply_textf(rt, c, ERR_YOUREBANNEDCREEP, "You are not allowed to connect: %s", why);
	gate_exit(c, view_z(why));
}

void
entry_refuse(struct client *c, const char *why)
{
	refuse(c, why);
}

/* Takes a place in the class, the last step.  allow is of the configuration of now. */
static void
take_place(struct client *c, const struct conf_allow *allow)
{
	struct session *s = c->session;
	struct gate *g = s->gate;
	struct class *class;

	class = class_set_get(gate_classes(g), admission_class(gate_conf(g), allow, s->point));
	switch (class_enter(gate_classes(g), class, conn_peer(c->conn))) {
	case CLASS_OK:
		s->class = class;
		let_in(c);
		break;
	case CLASS_FULL:
		refuse(c, "Too many users of your class");
		break;
	case CLASS_ADDRESS_FULL:
		refuse(c, "Too many connections from your address");
		break;
	}
}

/* Under a new configuration another rule may be the first that matches, with other demands: then all is asked anew. */
static void
on_password(struct client *c, bool right, void *arg)
{
	const struct conf *asked = arg;

	if (c == NULL)
		goto out;
	c->session->checking = false;
	if (asked != gate_conf(c->session->gate)) {
		entry_try(c);
	} else if (right) {
		take_place(c, admission_rule(asked, c));
	} else {
		reply_plain(gate_env(c->session->gate)->route, c, ERR_PASSWDMISMATCH);
		refuse(c, "Password incorrect");
	}
out:
	conf_unref(asked);
}

static void
check_password(struct client *c, const char *hash)
{
	struct session *s = c->session;
	const struct conf *asked = gate_conf(s->gate);
	struct password_ask ask;

	if (s->password == NULL) {
		reply_plain(gate_env(s->gate)->route, c, ERR_PASSWDMISMATCH);
		refuse(c, "A password is required");
		return;
	}
	ask = (struct password_ask){ .hash = hash,
		.password = view_z(s->password),
		.done = on_password,
		.arg = (void *)(uintptr_t)conf_ref(asked) };
	s->checking = password_check(gate_env(s->gate)->workers, c, &ask);
	if (!s->checking) {
		conf_unref(asked);
		refuse(c, "The server is too busy to check passwords, try again");
	}
}

bool
entry_nick_is_free(const struct client *c, struct view nick)
{
	const struct gate *g = c->session->gate;
	struct reply r;

	if (reserved_may_have(gate_conf(g), c, nick))
		return true;
	reply_begin(&r, gate_env(g)->route, c, ERR_ERRONEUSNICKNAME);
	reply_param(&r, nick);
	reply_end_text(&r, VIEW("Nickname is reserved, or looks like one that is"));
	return false;
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

void
entry_try(struct client *c)
{
	struct session *s = c->session;
	const struct conf_allow *allow;

	if (c->phase != CLIENT_NEW || c->nick_len == 0 || !s->has_user || s->holds != 0 || s->checking)
		return;
	if (!entry_nick_is_free(c, client_nick(c))) {
		client_drop_nick(c);
		return;
	}
	allow = admission_rule(gate_conf(s->gate), c);
	if (allow == NULL)
		refuse(c, "No rule allows you");
	else if (allow->tls_required && !c->is_secure)
		refuse(c, "TLS is required");
	else if (allow->quiz && quiz_holds(c))
		return; /* before the password: a check costs more than a question */
	else if (allow->password != NULL)
		check_password(c, allow->password);
	else
		take_place(c, allow);
}
