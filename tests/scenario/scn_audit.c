#include "tests/scenario/scn_audit.h"

#include "tests/scenario/scn_step.h"

#define RECORDS_MAX (1 << 20) /* bytes */

void
scn_audit_init(struct scn_audit *a)
{
	buf_init(&a->records, RECORDS_MAX);
}

void
scn_audit_release(struct scn_audit *a)
{
	buf_release(&a->records);
}

/* When it is full the oldest go: a scenario that reads none may make many. */
void
scn_audit_take(void *arg, struct view object)
{
	struct scn_audit *a = arg;

	while (a->records.len + object.n + 1 > RECORDS_MAX) {
		struct view all = buf_view(&a->records);

		buf_take(&a->records, view_find(all, '\n') + 1);
	}
	if (buf_put(&a->records, object) == -1 || buf_put(&a->records, VIEW("\n")) == -1)
		buf_clear(&a->records);
}

static const char *
no_word(void *arg, struct view word)
{
	(void)arg;
	(void)word;
	return NULL;
}

/* audited PATTERN: the next record that fits; those before are passed over.  "audited -": none is left; "audited -*": forget them. */
bool
scn_audited(struct scn *s, struct view what)
{
	const struct scn_words words = { no_word, NULL };
	struct buf *b = &s->rig.audit.records;
	struct view line;

	if (s->rig.live != NULL)
		return true; /* a process keeps its own log; tests/live reads one */
	if (view_eq(what, VIEW("-*"))) {
		buf_clear(b);
		return true;
	}
	line = view_left(buf_view(b), view_find(buf_view(b), '\n'));
	if (view_eq(what, VIEW("-")))
		return b->len == 0 || scn_fault(s, "audited: there is still %.*s", VIEW_ARG(line));
	if (scn_pattern_make(&s->pattern, what, &words, &s->names) == -1)
		return scn_fault(s, "audited: malformed");
	while (b->len != 0) {
		bool found;

		line = view_left(buf_view(b), view_find(buf_view(b), '\n'));
		found = scn_pattern_match(&s->pattern, line, &s->names);
		if (!found && view_find(view_skip(buf_view(b), line.n + 1), '\n') >= b->len - line.n - 1)
			return scn_fault(s, "audited: no such record\n#   last     %.*s", VIEW_ARG(line));
		buf_take(b, line.n + 1);
		if (found)
			return true;
	}
	return scn_fault(s, "audited: there is no record");
}
