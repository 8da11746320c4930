/* Batches are begun once, ended once, and named only in between; nothing comes between the lines of a message of several lines. */
#include "tests/fuzz/fuzz_server_batch.h"

#include <assert.h>
#include <string.h>

#include "proto/tags.h"

/* b->n when it is not open. */
static size_t
find(const struct batches *b, struct view name)
{
	size_t i = 0;

	while (i < b->n && !view_eq(view_z(b->open[i]), name))
		i++;
	return i;
}

static void
on_begin(struct batches *b, struct view name, const struct msg *m)
{
	assert(name.n != 0 && b->n < BATCHES_OPEN && find(b, name) == b->n && !b->lines.is_open);
	assert(m->n_params >= 2);
	assert(view_copy(name, b->open[b->n++], BATCH_NAME + 1) == name.n);
	if (!view_eq(m->param[1], VIEW("draft/multiline")))
		return;
	assert(m->n_params == 3);
	memset(&b->lines, 0, sizeof(b->lines));
	b->lines.is_open = true;
	(void)view_copy(m->param[2], b->lines.target, sizeof(b->lines.target));
	(void)view_copy(m->source, b->lines.source, sizeof(b->lines.source));
}

static void
on_end(struct batches *b, struct view name)
{
	size_t i = find(b, name);

	assert(i < b->n);
	if (b->lines.is_open) {
		assert(i == b->n - 1 && b->lines.n != 0 && b->lines.has_text);
		b->lines.is_open = false;
	}
	b->n--;
	memmove(b->open[i], b->open[i + 1], (b->n - i) * sizeof(b->open[0]));
}

/* A line of the message. */
static void
on_line(struct batches *b, struct view tags, const struct msg *m)
{
	bool concat = tags_has(tags, VIEW("draft/multiline-concat"));

	assert(m->n_params == 2 && view_eq(m->param[0], view_z(b->lines.target)));
	assert(view_eq(m->source, view_z(b->lines.source)));
	if (b->lines.n == 0)
		(void)view_copy(m->verb, b->lines.verb, sizeof(b->lines.verb));
	assert(view_eq(m->verb, VIEW("PRIVMSG")) || view_eq(m->verb, VIEW("NOTICE")));
	assert(view_eq(m->verb, view_z(b->lines.verb)));
	assert(!concat || (b->lines.n != 0 && m->param[1].n != 0));
	b->lines.bytes += m->param[1].n + (b->lines.n != 0 && !concat ? 1 : 0);
	b->lines.has_text = b->lines.has_text || m->param[1].n != 0;
	b->lines.n++;
	assert(b->lines.n <= MULTILINE_LINES_MAX && b->lines.bytes <= MULTILINE_BYTES_MAX);
}

void
batches_hear(struct batches *b, struct view tags, const struct msg *m)
{
	char name[BATCH_NAME + 1];
	size_t n = tags_get(tags, VIEW("batch"), name, sizeof(name));
	bool batch = view_eq(m->verb, VIEW("BATCH"));

	if (n != SIZE_MAX)
		assert(find(b, view_of(name, n)) < b->n);
	if (batch && view_starts(m->param[0], VIEW("+"))) {
		on_begin(b, view_skip(m->param[0], 1), m);
	} else if (batch) {
		assert(view_starts(m->param[0], VIEW("-")));
		on_end(b, view_skip(m->param[0], 1));
	} else if (b->lines.is_open) {
		assert(n != SIZE_MAX && view_eq(view_of(name, n), view_z(b->open[b->n - 1])));
		on_line(b, tags, m);
	} else if (view_find(m->source, '!') < m->source.n && view_eq(m->verb, VIEW("PRIVMSG"))) {
		assert(m->n_params == 2 && m->param[1].n != 0);
	}
}
