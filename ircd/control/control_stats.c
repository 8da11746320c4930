/* STATS: the letters of IRC, by the same functions (commands/stats.h); what has columns there is rows here. */
#include <string.h>

#include "commands/stats.h"
#include "control/control_request.h"
#include "proto/control_wire.h"

#define COLUMN_NAME 32

/* Lines for a session. */
struct to_session {
	struct stats_out out;
	struct control_session *s;
	char column[STATS_WORDS_MAX][COLUMN_NAME]; /* names, without their kinds */
	size_t n_columns;
};

static void
words(struct stats_out *o, const struct view *word, size_t n)
{
	struct to_session *to = CONTAINER_OF(o, struct to_session, out);
	struct control_value value[STATS_WORDS_MAX];

	for (size_t i = 0; i < n && i < to->n_columns; i++)
		value[i] = (struct control_value){ to->column[i], word[i] };
	control_row(to->s, value, n < to->n_columns ? n : to->n_columns);
}

static void
text(struct stats_out *o, const char *line)
{
	control_text(CONTAINER_OF(o, struct to_session, out)->s, line);
}

/* All at once: the socket's SENDQ is made for it. */
static bool
has_room(const struct stats_out *o)
{
	(void)o;
	return true;
}

/* Tells the columns of the row, and keeps their names. */
static void
begin_columns(struct to_session *to)
{
	struct view rest = view_z(to->out.row->columns), column;

	control_columns(to->s, to->out.row->columns);
	while (to->n_columns < STATS_WORDS_MAX && view_cut(&rest, ' ', &column))
		(void)view_copy(
			view_left(column, view_find(column, ':')), to->column[to->n_columns++], COLUMN_NAME);
}

/* STATS <letter> [<mask>] */
static void
stats(struct control_session *s, const struct control_args *a)
{
	static const struct stats_out_kind kind = { words, text, has_room };
	struct view letter = control_arg(a, 0);
	struct to_session to = { .out = { .kind = &kind, .about = control_arg(a, 1) }, .s = s };

	to.out.row = letter.n == 1 ? stats_find(letter.p[0]) : NULL;
	if (to.out.row == NULL) {
		control_error(s, CONTROL_ERR_NONE, "there is no such letter; STATS ? lists them");
		return;
	}
	if (to.out.about.n != 0 && to.out.row->each == NULL) {
		control_error(s, CONTROL_ERR_USAGE, "only letters about users take a mask: l L p");
		return;
	}
	if (to.out.row->columns != NULL)
		begin_columns(&to);
	stats_run(s->cx, &to.out);
	control_ok(s, NULL);
}

static const struct control_request rows[] = {
	{ VIEW_INIT("STATS"), VIEW_INIT(""), { 1, 2 }, false, "<letter> [<mask>]", stats },
};
const struct control_requests control_stats = { rows, ARRAY_LEN(rows) };
