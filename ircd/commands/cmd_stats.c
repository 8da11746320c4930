/* STATS: a letter, and what the server tells about it.  RFC 2812 3.4.4; letters as Solanum and InspIRCd users know them. */
#include "auth/pace.h"
#include "commands/command.h"
#include "commands/lookup.h"
#include "commands/stats.h"
#include "commands/user_walk.h"
#include "proto/mask.h"
#include "route/reply.h"
#include "route/snotice.h"
#include "state/client_remote.h"
#include "state/oper.h"

/* Lines for a client. */
struct to_client {
	struct stats_out out;
	struct cmd_ctx *cx;
	const struct client *c;
};

/* The last word is the text where it has blanks. */
static void
words(struct stats_out *o, const struct view *word, size_t n)
{
	const struct to_client *to = CONTAINER_OF(o, struct to_client, out);
	bool is_text = n != 0 && view_find(word[n - 1], ' ') != word[n - 1].n;
	struct reply r;

	reply_begin(&r, to->cx->route, to->c, o->row->numeric);
	if (o->row->mark != NULL)
		reply_param(&r, view_z(o->row->mark));
	for (size_t i = 0; i + is_text < n; i++)
		reply_param(&r, word[i]);
	if (is_text)
		reply_end_text(&r, word[n - 1]);
	else
		reply_end(&r);
}

static void
text(struct stats_out *o, const char *line)
{
	const struct to_client *to = CONTAINER_OF(o, struct to_client, out);

	reply_textf(to->cx->route, to->c, RPL_STATSDEBUG, "%s", line);
}

static bool
has_room(const struct stats_out *o)
{
	return pace_has_room(o->asks);
}

static const struct stats_out_kind to_client_kind = { words, text, has_room };

/* STATS that walks over all users. */
struct stats_walk {
	struct user_walk walk;
	const struct stats_row *row;
	char letter; /* as it was typed */
	size_t about_n;
	char about[MSG_BODY_MAX];
};

static void
end(struct cmd_ctx *cx, const struct client *to, char letter)
{
	reply(cx->route, to, RPL_ENDOFSTATS, view_of(&letter, 1));
}

static struct to_client
out_for(struct cmd_ctx *cx, const struct client *to, const struct stats_row *row, struct view about)
{
	return (struct to_client){
		.out = { .kind = &to_client_kind, .row = row, .asks = to, .about = about }, .cx = cx, .c = to
	};
}

static void
walk_each(struct user_walk *w, struct client *to, const struct client *c)
{
	const struct stats_walk *s = CONTAINER_OF(w, struct stats_walk, walk);
	struct to_client out = out_for(w->cx, to, s->row, view_of(s->about, s->about_n));

	stats_run_each(w->cx, &out.out, c);
}

static struct list *
walk_end(struct user_walk *w, struct client *to)
{
	const struct stats_walk *s = CONTAINER_OF(w, struct stats_walk, walk);
	struct to_client out = out_for(w->cx, to, s->row, view_of(s->about, s->about_n));

	if (s->row->run != NULL)
		s->row->run(w->cx, &out.out);
	end(w->cx, to, s->letter);
	return NULL;
}

/* STATS of a list that may be long. */
struct stats_list {
	struct pace_job job;
	struct cmd_ctx *cx;
	const struct stats_row *row;
	uint64_t place;
	char letter;
};

static bool
step_list(struct pace_job *job, struct client *to)
{
	struct stats_list *list = CONTAINER_OF(job, struct stats_list, job);
	struct to_client out = out_for(list->cx, to, list->row, VIEW(""));

	if (!list->row->some(list->cx, &out.out, &list->place))
		return false;
	if (list->row->run != NULL)
		list->row->run(list->cx, &out.out);
	end(list->cx, to, list->letter);
	return true;
}

static void
start_list(struct cmd_ctx *cx, struct client *src, const struct stats_row *row, char letter)
{
	static const struct pace_kind kind = { .step = step_list };
	struct stats_list list = { .job = { .kind = &kind }, .cx = cx, .row = row, .letter = letter };

	pace_start(cx->route, src, &list.job, sizeof(list));
}

static void
start_walk(
	struct cmd_ctx *cx, struct client *src, const struct stats_row *row, char letter, struct view about)
{
	static const struct user_walk_kind kind = { walk_each, walk_end };
	struct stats_walk s;

	s.walk = (struct user_walk){ .kind = &kind, .weight = 1 + 2 * about.n / USER_WALK_MASK };
	s.row = row;
	s.letter = letter;
	s.about_n = view_copy(about, s.about, sizeof(s.about));
	user_walk_start(cx, src, &s.walk, sizeof(s));
}

static bool
may(struct cmd_ctx *cx, const struct client *src, const struct stats_row *row)
{
	if (row->anybody || oper_has(src, PRIV_STATS))
		return true;
	if (src->oper == NULL)
		reply_plain(cx->route, src, ERR_NOPRIVILEGES);
	else
		reply(cx->route, src, ERR_NOPRIVS, priv_table[PRIV_STATS].name);
	return false;
}

/* about: of whom; empty: of everybody. */
static void
tell(struct cmd_ctx *cx, struct client *src, const struct stats_row *row, char letter, struct view about)
{
	struct to_client out = out_for(cx, src, row, VIEW(""));

	if (row->each != NULL) {
		start_walk(cx, src, row, letter, about);
	} else if (row->some != NULL) {
		start_list(cx, src, row, letter);
	} else {
		stats_run(cx, &out.out);
		end(cx, src, letter);
	}
}

/* Where a row is about users, the second word may name some, by a nick or a mask, instead of this server. */
static bool
names_users(const struct cmd_ctx *cx, const struct stats_row *row, struct view word)
{
	const struct client *c;

	if (row == NULL || row->each == NULL || word.n == 0 ||
		mask_match(word, view_z(cx->world->conf.server_name)))
		return false;
	c = client_find(cx->world, word);
	return c != NULL ? client_is_local(c) : view_has_any(word, VIEW("*?!@"));
}

/* STATS [<letter> [<server> | <mask>]] */
static void
cmd_stats(struct cmd_ctx *cx, struct client *src, const struct msg *m)
{
	struct view word = view_left(msg_param(m, 0), 1), about = msg_param(m, 1);
	char letter = word.n != 0 ? word.p[0] : '?';
	const struct stats_row *row = stats_find(letter);

	if (!names_users(cx, row, about)) {
		if (!lookup_server_is_us(cx, src, m, 1))
			return;
		about = VIEW("");
	}
	snotice_send(cx->route, SNOTICE_SPY, "%s!%s@%s asked for STATS %c", src->nick, src->user, src->host,
		letter);
	if (row != NULL && may(cx, src, row)) {
		tell(cx, src, row, letter, about);
		return;
	}
	if (row == NULL)
		reply_textf(cx->route, src, RPL_STATSDEBUG, "There is no STATS %c; STATS ? lists the letters",
			letter);
	end(cx, src, letter);
}

static const struct command rows[] = {
	{ VIEW_INIT("STATS"), FROM_USER, { 0, 2 }, 4, PRIV_N, "[<letter> [<server>|<mask>]]",
		"Show figures; STATS ? lists the letters; l and L show one user, or those of a mask.",
		cmd_stats },
};
const struct command_table commands_stats = { rows, ARRAY_LEN(rows) };
