/* What was done to a log is found, and the first line that is not as it was written is named. */
#include "proto/audit_verify.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "core/mem.h"
#include "tests/unit/proto/audit_rig.h"

#define CASES 6000

static struct audit_rig *
rig_new(unsigned seed, size_t lines, size_t sealed)
{
	struct audit_rig *r = mem_zalloc(sizeof(*r));

	audit_rig_make(r, seed, lines, sealed);
	return r;
}

/* Drawn the same each time: AUDIT_SEED=n draws others. */
static uint64_t state;

static size_t
draw(size_t below)
{
	state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (size_t)(state >> 33) % below;
}

/* Where the first fault must be: line 0 is the log's end. */
struct want {
	size_t file, line;
};

static size_t
offset_of(const struct rig_file *f, struct view line)
{
	return (size_t)(line.p - f->p);
}

static bool
is_last_line(size_t file, const struct rig_file *f, size_t line)
{
	return file == RIG_FILES - 1 && line == audit_rig_count(f);
}

static struct want
flip(struct audit_rig *r)
{
	struct want w = { draw(RIG_FILES), 1 };
	struct rig_file *f = &r->file[w.file];
	size_t at = draw(f->n);
	bool is_newline = f->p[at] == '\n';

	while (offset_of(f, audit_rig_line(f, w.line)) + audit_rig_line(f, w.line).n <= at)
		w.line++;
	if (is_newline && is_last_line(w.file, f, w.line))
		w = (struct want){ RIG_FILES, 0 };
	f->p[at] = (char)(f->p[at] ^ 1 << draw(8));
	return w;
}

static struct want
cut(struct audit_rig *r)
{
	struct want w = { draw(RIG_FILES), 0 };
	struct rig_file *f = &r->file[w.file];
	size_t count = audit_rig_count(f);
	struct view line;

	w.line = 1 + draw(count);
	line = audit_rig_line(f, w.line);
	audit_rig_splice(f, offset_of(f, line), line.n, VIEW(""));
	if (w.line != count)
		return w;
	return w.file == RIG_FILES - 1 ? (struct want){ RIG_FILES, 0 } : (struct want){ w.file, count - 1 };
}

static struct want
swap(struct audit_rig *r)
{
	struct want w = { draw(RIG_FILES), 0 };
	struct rig_file *f = &r->file[w.file];
	size_t count = audit_rig_count(f), other;
	char copy[AUDIT_LINE_MAX];
	struct view a, b;

	w.line = 1 + draw(count - 1);
	other = w.line + 1 + draw(count - w.line);
	b = audit_rig_line(f, other);
	memcpy(copy, b.p, b.n);
	b.p = copy;
	a = audit_rig_line(f, w.line);
	audit_rig_splice(f, offset_of(f, audit_rig_line(f, other)), b.n, a);
	audit_rig_splice(f, offset_of(f, a), a.n, b);
	return w;
}

static struct want
insert(struct audit_rig *r)
{
	struct want w = { draw(RIG_FILES), 0 };
	struct rig_file *f = &r->file[w.file];
	size_t count = audit_rig_count(f), from = 1 + draw(count);
	struct view line = audit_rig_line(f, from);
	size_t at;

	w.line = 1 + draw(count + 1);
	at = w.line <= count ? offset_of(f, audit_rig_line(f, w.line)) : f->n;
	audit_rig_splice(f, at, 0, line);
	if (w.line == from) /* it stands for the one that it is a copy of */
		w.line++;
	return w;
}

static struct want
shorten(struct audit_rig *r)
{
	struct want w = { draw(RIG_FILES), 0 };
	struct rig_file *f = &r->file[w.file];

	f->n = draw(f->n);
	if (w.file == RIG_FILES - 1)
		return (struct want){ RIG_FILES, 0 };
	w.line = audit_rig_count(f);
	if (w.line == 0 || f->p[f->n - 1] != '\n')
		w.line++;
	return w;
}

static struct want
swap_files(struct audit_rig *r)
{
	size_t a = draw(RIG_FILES - 1), b = a + 1 + draw(RIG_FILES - 1 - a);
	struct rig_file *copy = mem_alloc(sizeof(*copy));
	uint64_t number[2] = { r->file[a].number, r->file[b].number };

	*copy = r->file[a];
	r->file[a] = r->file[b];
	r->file[b] = *copy;
	r->file[a].number = number[0];
	r->file[b].number = number[1];
	mem_free(copy);
	return (struct want){ a, 1 };
}

/* The first one may go: that is what `keep` does. */
static struct want
lose_file(struct audit_rig *r)
{
	size_t i = 1 + draw(RIG_FILES - 1);

	r->file[i].number = 0;
	return i == RIG_FILES - 1 ? (struct want){ RIG_FILES, 0 } : (struct want){ i + 1, 1 };
}

static struct want (*const tricks[])(
	struct audit_rig *r) = { flip, flip, flip, flip, cut, swap, insert, shorten, swap_files, lose_file };

Test(audit_verify, whatever_is_done_the_first_bad_line_is_named)
{
	struct view seed = view_z(getenv("AUDIT_SEED"));
	struct audit_rig *good = rig_new(7, 20, 6), *r = mem_alloc(sizeof(*r));

	if (view_to_u64(seed, &state) == -1)
		state = 1;
	for (unsigned i = 0; i < CASES; i++) {
		size_t trick = draw(ARRAY_LEN(tricks)), at;
		struct audit_verify v;
		struct want w;

		*r = *good;
		w = tricks[trick](r);
		cr_expect_neq(audit_rig_verify(r, &v, &at), AUDIT_GOOD, "case %u, trick %zu", i, trick);
		cr_expect(at == w.file && v.line == w.line, "case %u, trick %zu: %s in %zu:%zu, not %zu:%zu",
			i, trick, audit_verify_text(v.verdict), at, v.line, w.file, w.line);
	}
	mem_free(good);
	mem_free(r);
}

Test(audit_verify, an_untouched_log_is_good_and_counted)
{
	struct audit_rig *r = rig_new(1, 20, 6);
	struct audit_verify v;
	size_t at;

	cr_expect_eq(audit_rig_verify(r, &v, &at), AUDIT_GOOD);
	cr_expect_eq(v.n_files, RIG_FILES);
	cr_expect_eq(v.n_lines, r->chain.seq);
	cr_expect_eq(v.n_open, 2); /* behind the third checkpoint of the last file */
	cr_expect_eq(v.n_sealed + v.n_open, v.n_lines);
	cr_expect_str_eq(v.sealed_time, "1970-01-01T00:00:02.000Z");
	mem_free(r);
}

/* Without the head: the rest is unproved, but good. */
Test(audit_verify, elsewhere_only_what_is_signed_is_proved)
{
	struct audit_rig *r = rig_new(1, 20, 6);
	const struct rig_file *last = &r->file[RIG_FILES - 1];
	struct audit_verify v;

	audit_verify_init(&v);
	audit_verify_key(&v, r->owner);
	audit_verify_keys(&v, view_of(r->keys, r->n_keys));
	cr_expect(audit_verify_file(&v, view_of(last->p, last->n), 0, true));
	cr_expect(audit_verify_end(&v));
	cr_expect_eq(v.n_unproved, 2);
	cr_expect_eq(v.first_seq, r->chain.seq - v.n_lines + 1);
	mem_free(r);
}

Test(audit_verify, a_log_without_its_oldest_files_is_of_the_key_by_way_of_audit_keys)
{
	struct audit_rig *r = rig_new(1, 8, 4);
	struct audit_verify v;
	size_t at;

	r->file[0].number = r->file[1].number = 0;
	cr_expect_eq(audit_rig_verify(r, &v, &at), AUDIT_GOOD);
	r->keys[r->n_keys / 3] ^= 1; /* in the line of the second file */
	cr_expect_eq(audit_rig_verify(r, &v, &at), AUDIT_WRONG_KEY);
	r->n_keys = 0;
	cr_expect_eq(audit_rig_verify(r, &v, &at), AUDIT_WRONG_KEY);
	mem_free(r);
}

Test(audit_verify, a_log_that_was_made_anew_is_not_of_the_key)
{
	struct audit_rig *r = rig_new(1, 8, 4), *other = rig_new(2, 8, 4);
	struct audit_verify v;
	size_t at;

	memcpy(other->owner, r->owner, sizeof(other->owner));
	cr_expect_eq(audit_rig_verify(other, &v, &at), AUDIT_WRONG_KEY);
	cr_expect_eq(v.line, 1);
	mem_free(r);
	mem_free(other);
}

/* The intruder has all secrets of the end: neither a file nor a line from before the last checkpoint can be made again with them. */
Test(audit_verify, secrets_of_today_do_not_remake_what_was_sealed)
{
	struct audit_rig *r = rig_new(1, 8, 4);
	struct rig_file *f = &r->file[RIG_FILES - 1];
	struct audit_chain thief = r->chain;
	char line[AUDIT_LINE_MAX];
	struct audit_verify v;
	struct view old = audit_rig_line(f, 1);
	size_t at, n;

	thief.file--;
	thief.seq = r->chain.seq - audit_rig_count(f);
	thief.checkpoint -= 2;
	n = audit_chain_file(&thief, line, 1000, AUDIT_BEGINS_NEXT, VIEW(""));
	audit_rig_splice(f, offset_of(f, old), old.n, view_of(line, n));
	cr_expect_eq(audit_rig_verify(r, &v, &at), AUDIT_UNLINKED);
	mem_free(r);
}

/* Cut at an earlier checkpoint, with a head that fits: whoever goes on has not got the key that this checkpoint names. */
Test(audit_verify, a_log_that_goes_on_behind_a_cut_is_found)
{
	struct audit_rig *r = rig_new(1, 8, 4);
	struct rig_file *f = &r->file[RIG_FILES - 1];
	struct view kept = audit_rig_line(f, 6); /* the first line, four records, a checkpoint */
	struct audit_line l;
	struct audit_verify v;
	char line[AUDIT_LINE_MAX];
	size_t at;

	cr_assert(audit_line_take(view_left(kept, kept.n - 1), &l) && l.kind == AUDIT_LINE_CHECKPOINT);
	f->n = offset_of(f, kept) + kept.n;
	r->chain.seq = l.seq;
	r->chain.checkpoint = l.seal.checkpoint + 1;
	memcpy(r->chain.mac, l.mac, sizeof(l.mac));
	audit_rig_splice(f, f->n, 0,
		view_of(line,
			audit_chain_record(&r->chain, line,
				VIEW("{\"time\":\"2026-11-27T17:00:00.000Z\",\"event\":\"ban\"}"))));
	audit_rig_splice(f, f->n, 0, view_of(line, audit_chain_checkpoint(&r->chain, line, 4000, false)));
	cr_expect_eq(audit_rig_verify(r, &v, &at), AUDIT_FORGED);
	cr_expect(at == RIG_FILES - 1 && v.line == 8, "%zu:%zu", at, v.line);
	mem_free(r);
}

Test(audit_verify, lines_that_were_written_after_the_head_are_good)
{
	struct audit_rig *r = rig_new(1, 8, 4);
	struct rig_file *f = &r->file[RIG_FILES - 1];
	struct audit_chain on = r->chain;
	char line[AUDIT_LINE_MAX];
	struct audit_verify v;
	size_t at;

	for (int i = 0; i < 3; i++) {
		audit_rig_splice(f, f->n, 0,
			view_of(line,
				audit_chain_record(&on, line,
					VIEW("{\"time\":\"2026-11-27T17:00:00.000Z\",\"event\":\"ban\"}"))));
		audit_rig_splice(f, f->n, 0, view_of(line, audit_chain_checkpoint(&on, line, 4000, false)));
	}
	audit_rig_splice(f, f->n, 0, VIEW("{\"seq\":99,\"ti"));
	cr_expect_eq(audit_rig_verify(r, &v, &at), AUDIT_GOOD);
	cr_expect_eq(v.n_torn, 13);
	cr_expect_eq(v.seq, on.seq);
	mem_free(r);
}

Test(audit_verify, each_verdict_says_something)
{
	for (int i = 0; i < AUDIT_VERDICT_N; i++)
		cr_expect_not_null(audit_verify_text((enum audit_verdict)i));
}
