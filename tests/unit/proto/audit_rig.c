#include "tests/unit/proto/audit_rig.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

static void
add(struct rig_file *f, const char *line, size_t n)
{
	cr_assert_lt(n, sizeof(f->p) - f->n);
	memcpy(f->p + f->n, line, n);
	f->n += n;
}

static void
begin_file(struct audit_rig *r, char *line)
{
	struct rig_file *f = &r->file[r->n_files++];
	size_t n = audit_chain_file(
		&r->chain, line, 1000, r->n_files == 1 ? AUDIT_BEGINS_FIRST : AUDIT_BEGINS_NEXT, VIEW(""));

	f->number = r->chain.file;
	f->n = 0;
	add(f, line, n);
	memcpy(r->keys + r->n_keys, line, n);
	r->n_keys += n;
}

void
audit_rig_make(struct audit_rig *r, unsigned seed, size_t lines, size_t sealed)
{
	uint8_t secret[AUDIT_KEY_BYTES] = { (uint8_t)seed, (uint8_t)(seed >> 8), 1 };
	char line[AUDIT_LINE_MAX], object[200];

	*r = (struct audit_rig){ .n_files = 0 };
	audit_chain_begin(&r->chain, secret, 1);
	audit_chain_owner(&r->chain, r->owner);
	while (r->n_files < RIG_FILES) {
		struct rig_file *f = &r->file[r->n_files];

		begin_file(r, line);
		for (size_t i = 1; i <= lines; i++) {
			int n = snprintf(object, sizeof(object),
				"{\"time\":\"2026-11-27T17:00:00.000Z\",\"event\":\"oper\",\"who\":\"n%zu*"
				"J\"}",
				i);

			add(f, line, audit_chain_record(&r->chain, line, view_of(object, (size_t)n)));
			if (i % sealed == 0)
				add(f, line, audit_chain_checkpoint(&r->chain, line, 2000, false));
		}
		if (r->n_files < RIG_FILES)
			add(f, line, audit_chain_checkpoint(&r->chain, line, 3000, true));
	}
}

enum audit_verdict
audit_rig_verify(const struct audit_rig *r, struct audit_verify *v, size_t *at)
{
	const struct audit_head head = { .chain = r->chain };
	size_t last = RIG_FILES;

	audit_verify_init(v);
	audit_verify_key(v, r->owner);
	audit_verify_keys(v, view_of(r->keys, r->n_keys));
	audit_verify_head(v, &head);
	for (size_t i = 0; i < RIG_FILES; i++) {
		if (r->file[i].number != 0)
			last = i;
	}
	for (*at = 0; *at < RIG_FILES; ++*at) {
		const struct rig_file *f = &r->file[*at];

		if (f->number != 0 && !audit_verify_file(v, view_of(f->p, f->n), f->number, *at == last))
			return v->verdict;
	}
	(void)!audit_verify_end(v);
	return v->verdict;
}

struct view
audit_rig_line(const struct rig_file *f, size_t i)
{
	struct audit_lines lines = { .rest = view_of(f->p, f->n) };
	struct view line = VIEW("");

	while (lines.number < i) {
		if (audit_lines_next(&lines, &line) != AUDIT_PIECE_LINE)
			return VIEW("");
	}
	return view_of(line.p, line.n + 1);
}

size_t
audit_rig_count(const struct rig_file *f)
{
	size_t n = 0;

	while (audit_rig_line(f, n + 1).n != 0)
		n++;
	return n;
}

void
audit_rig_splice(struct rig_file *f, size_t at, size_t n, struct view text)
{
	char copy[AUDIT_LINE_MAX];

	cr_assert(text.n <= sizeof(copy) && f->n - n + text.n <= sizeof(f->p));
	memcpy(copy, text.p, text.n);
	memmove(f->p + at + text.n, f->p + at + n, f->n - at - n);
	memcpy(f->p + at, copy, text.n);
	f->n = f->n - n + text.n;
}
