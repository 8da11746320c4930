/* CAP: capability negotiation.  IRCv3 capability-negotiation, version 302. */
#include <stdio.h>

#include "commands/command.h"
#include "proto/caps.h"
#include "proto/limits.h"
#include "route/reply.h"

/* Bytes of names that fit into one line, whatever the server and the client are called. */
#define LIST_ROOM (MSG_BODY_MAX - SERVER_NAME_LEN - NICK_LEN_MAX - 32)

/* ":server CAP <nick> <what>" */
static void
begin(struct reply *r, struct cmd_ctx *cx, const struct client *src, struct view what)
{
	reply_begin_verb(r, cx->route, src, VIEW("CAP"));
	reply_param(r, src->nick_len != 0 ? client_nick(src) : VIEW("*"));
	reply_param(r, what);
}

/*
 * IRCv3 sts: plain connections learn the port, those on TLS how long to remember it.  Empty: there is nothing to tell, and nobody
 * who does not read values may see the name.
 */
static struct view
sts_value(struct cmd_ctx *cx, const struct client *src, char *dst, size_t size)
{
	const struct conf *conf = gate_conf(cx->gate);
	int n;

	if (conf->n_tls == 0 || conf->tls[0].sts_port == 0 || !src->session->cap_302)
		return VIEW("");
	if (src->is_secure)
		n = snprintf(dst, size, "duration=%llu",
			(unsigned long long)(conf->tls[0].sts_duration_ms / 1000));
	else
		n = snprintf(dst, size, "port=%u", (unsigned)conf->tls[0].sts_port);
	return view_of(dst, (size_t)n);
}

static size_t
cap_text(struct cmd_ctx *cx, const struct client *src, enum cap cap, char *dst, size_t size)
{
	bool values = src->session->cap_302;
	char sts[40];
	struct view name = cap_table[cap].name;
	struct view value = cap == CAP_STS ? sts_value(cx, src, sts, sizeof(sts)) : cap_table[cap].value;
	size_t n;

	if (cap == CAP_STS && value.n == 0)
		return 0;
	n = view_copy(name, dst, size);

	if (values && value.n != 0 && n + 1 + value.n < size) {
		dst[n++] = '=';
		n += view_copy(value, dst + n, size - n);
	}
	return n;
}

/* A list of capabilities on as many lines as it takes; all but the last have "*" (302 only). */
static void
send_list(struct cmd_ctx *cx, const struct client *src, struct view what, uint64_t caps)
{
	bool v302 = src->session->cap_302;
	char line[MSG_BODY_MAX], one[128];
	size_t n = 0;
	struct reply r;

	for (enum cap cap = 0; cap < CAP_N; cap++) {
		size_t len = cap_text(cx, src, cap, one, sizeof(one));

		if ((caps & CAP_BIT(cap)) == 0 || len == 0)
			continue;
		if (n + len + 1 > LIST_ROOM) {
			begin(&r, cx, src, what);
			if (v302)
				reply_param(&r, VIEW("*"));
			reply_end_text(&r, view_of(line, n));
			n = 0;
		}
		if (n != 0)
			line[n++] = ' ';
		n += view_copy(view_of(one, len), line + n, sizeof(line) - n);
	}
	begin(&r, cx, src, what);
	reply_end_text(&r, view_of(line, n));
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
		src->session->cap_hold = true;
	send_list(cx, src, VIEW("LS"), CAP_BIT(CAP_N) - 1);
}

static void
cap_list(struct cmd_ctx *cx, struct client *src, const struct msg *m)
{
	(void)m;
	send_list(cx, src, VIEW("LIST"), src->caps);
}

/* All or nothing.  *caps is what the client would have; false if one name is unknown or may not be switched off. */
static bool
apply(struct view wanted, bool v302, uint64_t *caps)
{
	struct view word;

	while (view_cut(&wanted, ' ', &word)) {
		bool off = word.n != 0 && word.p[0] == '-';
		enum cap cap;

		if (word.n == 0)
			continue;
		cap = cap_find(off ? view_skip(word, 1) : word);
		if (cap == CAP_N || cap == CAP_STS || (off && cap == CAP_CAP_NOTIFY && v302))
			return false;
		if (off)
			*caps &= ~CAP_BIT(cap);
		else
			*caps |= CAP_BIT(cap);
	}
	return true;
}

static void
cap_req(struct cmd_ctx *cx, struct client *src, const struct msg *m)
{
	struct view wanted = msg_param(m, 1);
	uint64_t caps = src->caps;
	struct reply r;
	bool ok;

	if (!client_is_user(src))
		src->session->cap_hold = true;
	/* An answer that was cut would promise less than was done. */
	ok = wanted.n <= LIST_ROOM && apply(wanted, src->session->cap_302, &caps);
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
	src->session->cap_hold = false;
	gate_try_register(src);
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
