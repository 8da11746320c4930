/* CAP: capability negotiation.  IRCv3 capability-negotiation, version 302. */
#include <stdio.h>
#include <string.h>

#include "auth/entry.h"
#include "auth/sasl.h"
#include "auth/sasl_relay.h"
#include "auth/signup.h"
#include "commands/cap_news.h"
#include "commands/command.h"
#include "proto/caps.h"
#include "proto/limits.h"
#include "route/reply.h"

#define FRAME 20 /* bytes of ":<server> CAP <nick> LIST * :" and CR LF beside these names */

/* Bytes of names that fit into one line. */
static size_t
list_room(const struct client *src)
{
	size_t nick = src->nick_len != 0 ? src->nick_len : 1;

	return MSG_BODY_MAX - FRAME - strlen(src->world->conf.server_name) - nick;
}

/* ":server CAP <nick> <what>" */
static void
begin(struct reply *r, struct cmd_ctx *cx, const struct client *src, struct view what)
{
	reply_begin_verb(r, cx->route, src, VIEW("CAP"));
	reply_param(r, src->nick_len != 0 ? client_nick(src) : VIEW("*"));
	reply_param(r, what);
}

/* What the text of a capability depends on. */
struct cap_reader {
	const struct conf *conf;
	bool is_secure, v302;
	char sasl[SASL_LIST_SIZE]; /* mechanisms */
};

static struct cap_reader
reader_of(const struct client *c, const struct conf *conf)
{
	struct cap_reader reader = { .conf = conf, .is_secure = c->is_secure, .v302 = c->session->cap_302 };

	(void)sasl_offer(c, conf, reader.sasl);
	return reader;
}

/*
 * IRCv3 sts: plain connections learn the port, those on TLS how long to remember it.  Empty: there is nothing to tell, and nobody
 * who does not read values may see the name.
 */
static struct view
sts_value(const struct cap_reader *reader, char *dst, size_t size)
{
	const struct conf *conf = reader->conf;
	int n;

	if (conf->n_tls == 0 || conf->tls[0].sts_port == 0 || !reader->v302)
		return VIEW("");
	if (reader->is_secure)
		n = snprintf(dst, size, "duration=%llu",
			(unsigned long long)(conf->tls[0].sts_duration_ms / 1000));
	else
		n = snprintf(dst, size, "port=%u", (unsigned)conf->tls[0].sts_port);
	return view_of(dst, (size_t)n);
}

#define CAP_TEXT 160 /* bytes of a name with its value */

static struct view
cap_value(const struct cap_reader *reader, enum cap cap, char dst[CAP_TEXT])
{
	_Static_assert(CAP_TEXT > SASL_LIST_SIZE + sizeof("sasl="), "a list of mechanisms fits");

	if (cap == CAP_STS)
		return sts_value(reader, dst, CAP_TEXT);
	if (cap == CAP_SASL)
		return view_z(reader->sasl);
	if (cap == CAP_ACCOUNT_REGISTRATION)
		return view_z(signup_cap_value(reader->conf, dst));
	return cap_table[cap].value;
}

/* Empty: it is not there for this reader. */
static struct view
cap_text(const struct cap_reader *reader, enum cap cap, char dst[CAP_TEXT])
{
	char buf[CAP_TEXT];
	struct view name = cap_table[cap].name, value = cap_value(reader, cap, buf);
	size_t n;

	if (((cap == CAP_STS || cap == CAP_SASL) && value.n == 0) ||
		(cap == CAP_ACCOUNT_REGISTRATION && !signup_is_open(reader->conf)))
		return VIEW("");
	n = view_copy(name, dst, CAP_TEXT);
	if (reader->v302 && value.n != 0 && n + 1 + value.n < CAP_TEXT) {
		dst[n++] = '=';
		n += view_copy(value, dst + n, CAP_TEXT - n);
	}
	return view_of(dst, n);
}

/* A list of capabilities on as many lines as it takes; all but the last have "*" (302 only). */
static void
send_list(struct cmd_ctx *cx, const struct client *src, struct view what, uint64_t caps)
{
	const struct cap_reader reader = reader_of(src, gate_conf(cx->gate));
	char line[MSG_BODY_MAX], text[CAP_TEXT];
	size_t room = list_room(src), n = 0;
	struct reply r;

	for (enum cap cap = 0; cap < CAP_N; cap++) {
		struct view one = cap_text(&reader, cap, text);

		if ((caps & CAP_BIT(cap)) == 0 || one.n == 0)
			continue;
		if (n + one.n + 1 > room) {
			begin(&r, cx, src, what);
			if (reader.v302)
				reply_param(&r, VIEW("*"));
			reply_end_text(&r, view_of(line, n));
			n = 0;
		}
		if (n != 0)
			line[n++] = ' ';
		n += view_copy(one, line + n, sizeof(line) - n);
	}
	begin(&r, cx, src, what);
	reply_end_text(&r, view_of(line, n));
}

/* What a reader must be told when its configuration has become another. */
enum cap_news { CAP_SAME, CAP_NEW, CAP_DEL };

/*
 * out  *text  what is behind NEW or DEL
 * sts may not go away (IRCv3 sts): where it is not told any more, those on TLS forget it at once by a duration of 0.
 */
static enum cap_news
cap_change(const struct cap_reader *was, const struct cap_reader *now, enum cap cap, char dst[CAP_TEXT],
	struct view *text)
{
	char before[CAP_TEXT];
	struct view old = cap_text(was, cap, before);

	*text = cap_text(now, cap, dst);
	if (view_eq(old, *text))
		return CAP_SAME;
	if (cap == CAP_STS && text->n == 0) {
		*text = VIEW("sts=duration=0");
		return now->is_secure ? CAP_NEW : CAP_SAME;
	}
	if (text->n != 0)
		return CAP_NEW;
	*text = cap_table[cap].name;
	return CAP_DEL;
}

/* CAP_BIT()s of those that this reader must be told of. */
static uint64_t
cap_changes(const struct cap_reader *was, const struct cap_reader *now)
{
	char dst[CAP_TEXT];
	struct view text;
	uint64_t changed = 0;

	for (enum cap cap = 0; cap < CAP_N; cap++) {
		if (cap_change(was, now, cap, dst, &text) != CAP_SAME)
			changed |= CAP_BIT(cap);
	}
	return changed;
}

static void
tell_changes(struct cmd_ctx *cx, const struct cap_reader *was, struct client *c, uint64_t changed)
{
	const struct cap_reader now = reader_of(c, gate_conf(cx->gate));
	char dst[CAP_TEXT];
	struct view text;

	if (strcmp(was->sasl, now.sasl) != 0)
		changed |= CAP_BIT(CAP_SASL);
	for (enum cap cap = 0; cap < CAP_N; cap++) {
		enum cap_news news =
			(changed & CAP_BIT(cap)) != 0 ? cap_change(was, &now, cap, dst, &text) : CAP_SAME;
		struct reply r;

		if (news == CAP_DEL)
			client_set_caps(c, c->caps & ~CAP_BIT(cap));
		if (news == CAP_SAME || (c->caps & CAP_BIT(CAP_CAP_NOTIFY)) == 0)
			continue;
		begin(&r, cx, c, news == CAP_DEL ? VIEW("DEL") : VIEW("NEW"));
		reply_end_text(&r, text);
	}
}

/*
 * There are four kinds of readers: what changed is found once for each, not for each client; but for SASL, which hangs on the connection.
 */
void
cap_news_tell(struct cmd_ctx *cx, const struct conf *conf_was)
{
	const struct list *const lists[] = { &cx->world->users, &cx->world->others };
	uint64_t changed[2][2];

	for (unsigned i = 0; i < 4; i++) {
		struct cap_reader was = { .conf = conf_was, .is_secure = (i & 1) != 0, .v302 = (i & 2) != 0 };
		struct cap_reader now = was;

		now.conf = gate_conf(cx->gate);
		changed[was.is_secure][was.v302] = cap_changes(&was, &now);
	}
	for (size_t i = 0; i < ARRAY_LEN(lists); i++) {
		LIST_FOR_EACH (it, lists[i]) {
			struct client *c = client_of_world_link(it);
			struct cap_reader was;

			if (c->phase == CLIENT_GONE || c->session == NULL)
				continue;
			was = reader_of(c, conf_was);
			tell_changes(cx, &was, c, changed[was.is_secure][was.v302]);
		}
	}
}

void
cap_news_sasl(struct cmd_ctx *cx, const char *list_was)
{
	const struct list *const lists[] = { &cx->world->users, &cx->world->others };
	const struct conf *conf = gate_conf(cx->gate);

	for (size_t i = 0; i < ARRAY_LEN(lists) && conf->accounts.sasl; i++) {
		LIST_FOR_EACH (it, lists[i]) {
			struct client *c = client_of_world_link(it);
			struct cap_reader was;

			if (c->phase == CLIENT_GONE || c->session == NULL)
				continue;
			was = reader_of(c, conf);
			(void)sasl_relay_offer(c, conf, list_was, was.sasl);
			tell_changes(cx, &was, c, 0);
		}
	}
}

static void
cap_ls(struct cmd_ctx *cx, struct client *src, const struct msg *m)
{
	uint32_t version = 0;

	if (view_to_u32(msg_param(m, 1), &version) == 0 && version >= 302) {
		src->session->cap_302 = true;
		client_set_caps(src, src->caps | CAP_BIT(CAP_CAP_NOTIFY)); /* implied by 302 */
	}
	if (!client_is_user(src))
		entry_hold(src, HOLD_CAP);
	send_list(cx, src, VIEW("LS"), CAP_BIT(CAP_N) - 1);
}

static void
cap_list(struct cmd_ctx *cx, struct client *src, const struct msg *m)
{
	(void)m;
	send_list(cx, src, VIEW("LIST"), src->caps);
}

/* They are there for src, all of them. */
static bool
are_offered(struct cmd_ctx *cx, const struct client *src, uint64_t caps)
{
	const struct conf *conf = gate_conf(cx->gate);
	char list[SASL_LIST_SIZE];

	return ((caps & CAP_BIT(CAP_SASL)) == 0 || sasl_offer(src, conf, list)[0] != '\0') &&
		((caps & CAP_BIT(CAP_ACCOUNT_REGISTRATION)) == 0 || signup_is_open(conf));
}

static void
cap_req(struct cmd_ctx *cx, struct client *src, const struct msg *m)
{
	struct view wanted = msg_param(m, 1);
	uint64_t caps = src->caps, keep = src->session->cap_302 ? CAP_BIT(CAP_CAP_NOTIFY) : 0;
	struct reply r;
	bool ok;

	if (!client_is_user(src))
		entry_hold(src, HOLD_CAP);
	/* An answer that was cut would promise less than was done. */
	ok = wanted.n <= list_room(src) && cap_request_parse(wanted, keep, &caps) &&
		are_offered(cx, src, caps);
	begin(&r, cx, src, ok ? VIEW("ACK") : VIEW("NAK"));
	if (ok)
		client_set_caps(src, caps);
	reply_end_text(&r, wanted);
}

static void
cap_end(struct cmd_ctx *cx, struct client *src, const struct msg *m)
{
	(void)cx;
	(void)m;
	if (!client_is_user(src))
		sasl_abort(src); /* IRCv3 sasl-3.1: who ends negotiation in an exchange gives it up */
	entry_release(src, HOLD_CAP);
}

static const struct {
	struct view word;
	cmd_fn *run;
} subcommands[] = {
	{ VIEW_INIT("LS"), cap_ls },
	{ VIEW_INIT("LIST"), cap_list },
	{ VIEW_INIT("REQ"), cap_req },
	{ VIEW_INIT("END"), cap_end },
};

/* CAP LS [302] | LIST | REQ :<capabilities> | END */
static void
cmd_cap(struct cmd_ctx *cx, struct client *src, const struct msg *m)
{
	for (size_t i = 0; i < ARRAY_LEN(subcommands); i++) {
		if (view_eq_nocase(m->param[0], subcommands[i].word)) {
			subcommands[i].run(cx, src, m);
			return;
		}
	}
	reply(cx->route, src, ERR_INVALIDCAPCMD, m->param[0]);
}

static const struct command rows[] = {
	{ VIEW_INIT("CAP"), FROM_ANY, { 1, 2 }, 1, PRIV_N, "LS [302] | LIST | REQ :<capabilities> | END",
		"Negotiate capabilities.", cmd_cap },
};
const struct command_table commands_cap = { rows, ARRAY_LEN(rows) };
