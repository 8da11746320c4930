/*
 * The letters of STATS, one row each.  Whoever asks, on IRC or by conclavectl, is told by the same functions: they give lines of words, or a
 * text, to a stats_out, which knows where they go.
 */
#ifndef CONCLAVE_COMMANDS_STATS_H
#define CONCLAVE_COMMANDS_STATS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "commands/command.h"
#include "core/util.h"
#include "core/view.h"
#include "proto/numerics.h"
#include "state/client.h"

#define STATS_WORDS_MAX 10 /* of a line */

struct stats_out;
struct stats_row;

struct stats_out_kind {
	/* A line of the row: words that its `columns` name. */
	void (*words)(struct stats_out *o, const struct view *word, size_t n);
	/* A line for people. */
	void (*text)(struct stats_out *o, const char *line);
	/* Another line may be said now. */
	bool (*has_room)(const struct stats_out *o);
};

/* Embedded, first, in what the kind needs. */
struct stats_out {
	const struct stats_out_kind *kind;
	const struct stats_row *row;
	const struct client *asks; /* whose eyes count; NULL: conclavectl, which sees everything */
	struct view about;	   /* of whom: a mask of nicks or nick!user@host; empty: of everybody */
};

typedef void stats_fn(struct cmd_ctx *cx, struct stats_out *o);
/* Some of a list that may be long, while stats_has_room(), from *place on, which is 0 at first; true: that was the end of it. */
typedef bool stats_some_fn(struct cmd_ctx *cx, struct stats_out *o, uint64_t *place);
typedef void stats_each_fn(struct cmd_ctx *cx, struct stats_out *o, const struct client *c);

struct stats_row {
	char letter;
	bool anybody;	      /* else: privilege stats */
	enum numeric numeric; /* of its words, on IRC; texts are 249 */
	const char *mark;     /* on IRC in front of the words, "Y"; NULL: nothing */
	const char
		*columns; /* "class:s clients:n", as control_columns() takes them; NULL: it has texts only */
	/* What it tells, each NULL where there is nothing: of each user; of a list; and behind that. */
	stats_each_fn *each;
	stats_fn *run;
	const char *help;
	stats_some_fn *some;
};

struct stats_table {
	const struct stats_row *row;
	size_t n;
};
extern const struct stats_table stats_bans, stats_conf, stats_dcc, stats_linked, stats_server, stats_users;

/* Servers do not agree on the case of most letters: where only one is taken the other means the same.  NULL: there is none. */
const struct stats_row *stats_find(char letter) WARN_UNUSED;
/* In the order of letters; NULL at the end. */
const struct stats_row *stats_at(size_t i) WARN_UNUSED;
/* All of it at once.  o->row is set. */
void stats_run(struct cmd_ctx *cx, struct stats_out *o);
/* One user's part of it, which may be nothing. */
void stats_run_each(struct cmd_ctx *cx, struct stats_out *o, const struct client *c);

static inline bool
stats_has_room(const struct stats_out *o)
{
	return o->kind->has_room(o);
}

/* A line, made word by word; views live until stats_end(). */
struct stats_line {
	size_t n;
	struct view word[STATS_WORDS_MAX];
	char digits[STATS_WORDS_MAX][24];
};
void stats_begin(struct stats_line *l);
void stats_word(struct stats_line *l, struct view v);
void stats_number(struct stats_line *l, uint64_t n);
void stats_end(const struct stats_line *l, struct stats_out *o);

void stats_textf(struct stats_out *o, const char *fmt, ...) PRINTF_LIKE(2, 3);
/* What went over links, with the columns of letter l; nothing where only some users are asked for. */
void stats_links(struct cmd_ctx *cx, struct stats_out *o);
/* What only main/ knows, as texts: control->stats(). */
void stats_of_main(struct cmd_ctx *cx, struct stats_out *o);

#endif
