/* DCCALLOW: whose files and chats one has asked for.  Words and numerics as InspIRCd has them; lists are relay/allow.h. */
#include "commands/command.h"
#include "commands/dcc_help.h"
#include "commands/lookup.h"
#include "proto/duration.h"
#include "relay/allow.h"
#include "relay/relay.h"
#include "route/reply.h"

const char *const dcc_help[] = {
	"Files and private chats between two users (DCC) pass through this server here: your client never "
	"connects",
	"to the other one, and neither learns the other's address.  Each offer is looked at first.  Files of "
	"types",
	"that do harm are stopped; those of unknown types reach you only if you have asked for them.",
	"When somebody's file was stopped and you want it: /DCCALLOW +nick, and let it be sent again.",
	"DCCALLOW +nick [time]  nick may offer you whatever is not forbidden: for so long (90m, 2h, 1d; a "
	"number",
	"    alone is minutes), or until one of you leaves or nick calls itself otherwise",
	"DCCALLOW -nick  no longer",
	"DCCALLOW [LIST]  who is on your list, which nobody else sees",
	"Several of these may stand in one line.  Do it for people whom you know and files that you expect:",
	"a name says nothing of what is in a file.",
	NULL,
};

static void
tell_help(struct cmd_ctx *cx, const struct client *src)
{
	struct reply r;

	for (size_t i = 0; dcc_help[i] != NULL; i++) {
		reply_begin(&r, cx->route, src, i == 0 ? RPL_HELPSTART : RPL_HELPTXT);
		reply_param(&r, VIEW("DCCALLOW"));
		reply_end_text(&r, view_z(dcc_help[i]));
	}
	reply(cx->route, src, RPL_ENDOFHELP, VIEW("DCCALLOW"));
}

static uint64_t
left_s(struct cmd_ctx *cx, const struct allow_entry *en)
{
	uint64_t now_ms = route_mono_ms(cx->route);

	return en->until_ms > now_ms ? (en->until_ms - now_ms + 999) / 1000 : 0;
}

/* Entries that hold only, so each has somebody. */
static void
tell_list(struct cmd_ctx *cx, const struct client *src)
{
	const struct allow_entry *en = NULL;
	char mask[MASK_LEN + 1], left[DURATION_TEXT];
	struct reply r;

	reply_plain(cx->route, src, RPL_DCCALLOWSTART);
	while ((en = allow_next(relay_allows(cx->relay), src, en)) != NULL) {
		(void)client_mask(client_get(cx->world, en->who), mask);
		reply_begin(&r, cx->route, src, RPL_DCCALLOWLIST);
		reply_param(&r, view_z(en->nick));
		if (en->until_ms != 0)
			reply_end_textf(&r, "%s for %s", mask, duration_text(left_s(cx, en), left));
		else
			reply_end_textf(&r, "%s", mask);
	}
	reply_plain(cx->route, src, RPL_DCCALLOWEND);
}

static void
tell(struct cmd_ctx *cx, const struct client *src, enum numeric n, struct view nick, const char *text)
{
	struct reply r;

	reply_begin(&r, cx->route, src, n);
	reply_param(&r, nick);
	reply_end_text(&r, view_z(text));
}

static void
tell_added(struct cmd_ctx *cx, const struct client *src, const struct allow_entry *en)
{
	char left[DURATION_TEXT];
	struct reply r;

	if (en->until_ms == 0) {
		tell(cx, src, RPL_DCCALLOWPERMANENT, view_z(en->nick),
			"is on your DCCALLOW list until one of you leaves");
		return;
	}
	reply_begin(&r, cx->route, src, RPL_DCCALLOWTIMED);
	reply_param(&r, view_z(en->nick));
	reply_end_textf(&r, "is on your DCCALLOW list for %s", duration_text(left_s(cx, en), left));
}

static void
add(struct cmd_ctx *cx, const struct client *src, struct view nick, uint64_t for_s)
{
	static const char *const texts[ALLOW_N] = {
		[ALLOW_SELF] = "is yourself",
		[ALLOW_EXISTS] = "is on your DCCALLOW list already",
		[ALLOW_FULL] = "not added: your DCCALLOW list is full",
	};
	const struct client *who = lookup_client(cx, src, nick);
	const struct allow_entry *en;
	enum allow_verdict v;

	if (who == NULL)
		return;
	v = allow_add(relay_allows(cx->relay), src, who, for_s, &en);
	if (v == ALLOW_OK)
		tell_added(cx, src, en);
	else
		tell(cx, src, ERR_DCCALLOWINVALID, client_nick(who), texts[v]);
}

static void
del(struct cmd_ctx *cx, const struct client *src, struct view nick)
{
	if (allow_del(relay_allows(cx->relay), src, nick) == ALLOW_OK)
		tell(cx, src, RPL_DCCALLOWREMOVED, nick, "is on your DCCALLOW list no more");
	else
		tell(cx, src, ERR_DCCALLOWINVALID, nick, "is not on your DCCALLOW list");
}

/* What was typed, commas as blanks; `word` is the next, empty at the end. */
struct words {
	const struct msg *m;
	size_t at;
	struct view rest, word;
};

static void
step(struct words *w)
{
	w->word = view_of(NULL, 0);
	while (w->word.n == 0) {
		if (view_cut(&w->rest, ',', &w->word))
			continue;
		if (w->at == w->m->n_params)
			return;
		w->rest = w->m->param[w->at++];
	}
}

/* A time may stand behind who is added. */
static uint64_t
take_time(struct words *w)
{
	uint64_t for_s;

	if (duration_parse(w->word, &for_s) == -1)
		return ALLOW_USUAL_S;
	step(w);
	return for_s;
}

/* false: it is none of these, and what is behind it can't be known either. */
static bool
run_word(struct cmd_ctx *cx, const struct client *src, struct words *w)
{
	struct view word = w->word, nick = view_skip(word, 1);

	step(w);
	if (word.p[0] == '+' && nick.n != 0)
		add(cx, src, nick, take_time(w));
	else if (word.p[0] == '-' && nick.n != 0)
		del(cx, src, nick);
	else if (view_eq_nocase(word, VIEW("LIST")))
		tell_list(cx, src);
	else if (view_eq_nocase(word, VIEW("HELP")))
		tell_help(cx, src);
	else
		return false;
	return true;
}

/* DCCALLOW [LIST | HELP | +<nick> [<time>] | -<nick>]{ more} */
static void
cmd_dccallow(struct cmd_ctx *cx, struct client *src, const struct msg *m)
{
	struct words w = { .m = m };

	step(&w);
	if (w.word.n == 0)
		tell_list(cx, src);
	while (w.word.n != 0) {
		if (!run_word(cx, src, &w)) {
			reply_plain(cx->route, src, ERR_UNKNOWNDCCALLOWCMD);
			return;
		}
		if (w.word.n != 0)
			gate_charge(src, 1);
	}
}

static const struct command rows[] = {
	{ VIEW_INIT("DCCALLOW"), FROM_USER, { 0, 15 }, 2, PRIV_N, "[LIST|HELP|+<nick> [<time>]|-<nick>]",
		"Ask for files and chats of somebody, or show who is asked; HELP DCC explains it.",
		cmd_dccallow },
};
const struct command_table commands_dccallow = { rows, ARRAY_LEN(rows) };
