/* REGISTER VERIFY: an account from within IRC.  IRCv3 draft/account-registration. */
#include "auth/signup.h"
#include "commands/command.h"
#include "core/mem.h"
#include "route/answer.h"
#include "route/reply.h"

/* FAIL REGISTER <code>; NULL: not said of it, or no failure. */
static const char *const codes[SIGNUP_N] = {
	[SIGNUP_CLOSED] = "TEMPORARILY_UNAVAILABLE",
	[SIGNUP_SERVICES] = "TEMPORARILY_UNAVAILABLE",
	[SIGNUP_LOGGED_IN] = "ALREADY_AUTHENTICATED",
	[SIGNUP_NOT_CONNECTED] = "COMPLETE_CONNECTION_REQUIRED",
	[SIGNUP_NO_NICK] = "NEED_NICK",
	[SIGNUP_NOT_NICK] = "ACCOUNT_NAME_MUST_BE_NICK",
	[SIGNUP_BAD_NAME] = "BAD_ACCOUNT_NAME",
	[SIGNUP_RESERVED] = "BAD_ACCOUNT_NAME",
	[SIGNUP_IN_USE] = "BAD_ACCOUNT_NAME",
	[SIGNUP_TAKEN] = "ACCOUNT_EXISTS",
	[SIGNUP_WEAK_PASSWORD] = "WEAK_PASSWORD",
	[SIGNUP_BAD_PASSWORD] = "UNACCEPTABLE_PASSWORD",
	[SIGNUP_NO_EMAIL] = "INVALID_EMAIL",
	[SIGNUP_BAD_EMAIL] = "INVALID_EMAIL",
	[SIGNUP_BAD_CODE] = "INVALID_CODE",
	[SIGNUP_NOT_ALLOWED] = "TEMPORARILY_UNAVAILABLE",
	[SIGNUP_TOO_OFTEN] = "TEMPORARILY_UNAVAILABLE",
	[SIGNUP_FULL] = "TEMPORARILY_UNAVAILABLE",
	[SIGNUP_BUSY] = "TEMPORARILY_UNAVAILABLE",
	[SIGNUP_FAILED] = "TEMPORARILY_UNAVAILABLE",
};

/* What the answer needs when the registry has done its part. */
struct register_wait {
	struct route *route;
	struct view verb;
	struct answer answer;
};

static void
say_success(const struct register_wait *w, const struct client *c, struct view what, struct view account,
	enum signup_verdict v)
{
	struct reply r;

	reply_begin_verb(&r, w->route, c, w->verb);
	reply_param(&r, what);
	reply_param(&r, account);
	reply_end_text(&r, view_z(signup_text(v)));
}

static void
say_failure(const struct register_wait *w, const struct client *c, struct view account, enum signup_verdict v)
{
	struct reply r;

	reply_begin_fail(&r, w->route, c, w->verb, view_z(codes[v]));
	if (v != SIGNUP_NOT_CONNECTED)
		reply_param(&r, account); /* "*" while there is none */
	reply_end_text(&r, view_z(signup_text(v)));
}

static void
on_done(struct client *c, enum signup_verdict v, struct view account, void *arg)
{
	struct register_wait *w = arg;

	if (c != NULL) {
		answer_resume(w->route, c, &w->answer);
		if (v == SIGNUP_OK)
			say_success(w, c, VIEW("SUCCESS"), account, v);
		else if (v == SIGNUP_CODE_WANTED)
			say_success(w, c, VIEW("VERIFICATION_REQUIRED"), account, v);
		else
			say_failure(w, c, account, v);
		answer_end(w->route);
	}
	mem_free(w);
}

static struct register_wait *
wait_new(struct cmd_ctx *cx, struct view verb)
{
	struct register_wait *w = mem_zalloc(sizeof(*w));

	w->route = cx->route;
	w->verb = verb;
	w->answer = answer_take(cx->route);
	return w;
}

static struct view
star_is_none(struct view v)
{
	return view_eq(v, VIEW("*")) ? VIEW("") : v;
}

/* REGISTER <account>|* <email>|* <password> */
static void
cmd_register(struct cmd_ctx *cx, struct client *src, const struct msg *m)
{
	const struct signup_ask ask = { .name = star_is_none(m->param[0]),
		.email = star_is_none(m->param[1]),
		.password = m->param[2],
		.done = on_done,
		.arg = wait_new(cx, VIEW("REGISTER")) };

	signup(src, &ask);
}

/* VERIFY <account> <code> */
static void
cmd_verify(struct cmd_ctx *cx, struct client *src, const struct msg *m)
{
	const struct signup_ask ask = {
		.name = m->param[0], .code = m->param[1], .done = on_done, .arg = wait_new(cx, VIEW("VERIFY"))
	};

	signup_verify(src, &ask);
}

static const struct command rows[] = {
	{ VIEW_INIT("REGISTER"), FROM_ANY, { 3, 3 }, 5, PRIV_N, "<account>|* <email>|* <password>",
		"Register an account; * is your nick, and no email address.", cmd_register },
	{ VIEW_INIT("VERIFY"), FROM_ANY, { 2, 2 }, 5, PRIV_N, "<account> <code>",
		"Complete a registration with an invite code.", cmd_verify },
};
const struct command_table commands_register = { rows, ARRAY_LEN(rows) };
