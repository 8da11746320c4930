/*
 * Lines between two checkpoints are a segment.  What they are hashed with is told by the checkpoint behind them, so that one is looked for
 * first: it has to be signed by whom the one before names.  Where there is none, either the log ends, or that line was changed: then the
 * lines around it tell which one it was, as each is hashed with its own text and the hash that is written in the line before.
 */
#include "proto/audit_verify.h"

#include <string.h>

const char *
audit_verify_text(enum audit_verdict v)
{
	static const char *const texts[AUDIT_VERDICT_N] = {
		[AUDIT_GOOD] = "everything is as it was written",
		[AUDIT_BAD_FORM] = "this is no line of an audit log",
		[AUDIT_MISSING] = "lines before this one are missing",
		[AUDIT_REPEATED] = "this line is not in its place",
		[AUDIT_CHANGED] = "this line was changed",
		[AUDIT_FORGED] = "the signature is wrong",
		[AUDIT_UNLINKED] = "the file does not continue the one before",
		[AUDIT_NEW_CHAIN] = "the server could not continue the log and began a new one here",
		[AUDIT_WRONG_KEY] = "the log is not of this public key",
		[AUDIT_NO_END] = "lines are missing at the end of this file",
		[AUDIT_BEHIND_END] = "there is something behind the file's last line",
		[AUDIT_CUT] = "lines are missing at the end of the log",
	};

	return texts[v];
}

void
audit_verify_init(struct audit_verify *v)
{
	*v = (struct audit_verify){ .verdict = AUDIT_GOOD };
}

void
audit_verify_key(struct audit_verify *v, const uint8_t public[AUDIT_KEY_BYTES])
{
	v->has_key = true;
	memcpy(v->key, public, sizeof(v->key));
}

void
audit_verify_keys(struct audit_verify *v, struct view keys)
{
	v->keys = keys;
}

void
audit_verify_head(struct audit_verify *v, const struct audit_head *head)
{
	v->has_head = true;
	v->head = *head;
}

static bool
fault(struct audit_verify *v, enum audit_verdict verdict, size_t line, uint64_t seq)
{
	v->verdict = verdict;
	v->line = line;
	v->bad_seq = seq;
	return false;
}

static bool
is_same(const uint8_t a[AUDIT_KEY_BYTES], const uint8_t b[AUDIT_KEY_BYTES])
{
	return memcmp(a, b, AUDIT_KEY_BYTES) == 0;
}

/* audit.keys has the first line of every file there ever was: from the given key on, each names the owner of the next. */
static bool
is_of_key(const struct audit_verify *v, const struct audit_seal *first)
{
	struct audit_lines lines = { .rest = v->keys };
	struct audit_line l;
	struct audit_seal last = { .file = 0 };
	struct view text;
	bool trusted = false;

	if (is_same(first->owner, v->key))
		return true;
	while (audit_lines_next(&lines, &text) == AUDIT_PIECE_LINE) {
		bool is_file = audit_line_take(text, &l) && l.kind == AUDIT_LINE_FILE &&
			audit_line_is_signed(&l, l.seal.owner);
		bool follows = trusted && is_file && is_same(l.seal.owner, last.next) &&
			l.seal.file == last.file + 1 && l.seal.begins == AUDIT_BEGINS_NEXT;
		bool again = trusted && is_file && is_same(l.seal.owner, last.owner); /* the disk was full */

		trusted = is_file && (follows || again || is_same(l.seal.owner, v->key));
		if (trusted && is_same(l.seal.owner, first->owner))
			return true;
		if (trusted)
			last = l.seal;
	}
	return false;
}

/* The file's first line says that it goes on where the one before ended. */
static enum audit_verdict
check_link(const struct audit_verify *v, const struct audit_line *l)
{
	const struct audit_seal *s = &l->seal;

	if (!v->has_begun)
		return v->has_key && !is_of_key(v, s) ? AUDIT_WRONG_KEY : AUDIT_GOOD;
	if (s->begins != AUDIT_BEGINS_NEXT)
		return AUDIT_NEW_CHAIN;
	if (s->file != v->file + 1 || s->checkpoint != v->checkpoint || l->seq != v->seq + 1 ||
		!is_same(s->previous, v->mac) || !is_same(s->owner, v->next_owner) ||
		!is_same(s->signer, v->signer))
		return AUDIT_UNLINKED;
	return AUDIT_GOOD;
}

/* Looks at the first line, and leaves it to its segment: what it is hashed with is not known yet. */
static bool
begin_file(struct audit_verify *v, struct view text, uint64_t number)
{
	struct audit_lines lines = { .rest = text };
	struct audit_line l;
	struct view line;
	enum audit_verdict verdict;

	if (audit_lines_next(&lines, &line) != AUDIT_PIECE_LINE)
		return fault(v, v->has_begun ? AUDIT_UNLINKED : AUDIT_BAD_FORM, 1, v->seq + 1);
	if (!audit_line_take(line, &l) || l.kind != AUDIT_LINE_FILE)
		return fault(v, AUDIT_BAD_FORM, 1, v->seq + 1);
	if (number != 0 && l.seal.file != number)
		return fault(v, AUDIT_UNLINKED, 1, l.seq);
	if (!audit_line_is_signed(&l, l.seal.owner))
		return fault(v, AUDIT_FORGED, 1, l.seq);
	verdict = check_link(v, &l);
	if (verdict != AUDIT_GOOD)
		return fault(v, verdict, 1, l.seq);
	if (!v->has_begun) {
		v->first_seq = l.seq;
		memcpy(v->owner, l.seal.owner, sizeof(v->owner));
	}
	v->has_begun = true;
	v->has_ended = false;
	v->file = l.seal.file;
	v->seq = l.seq - 1;
	v->checkpoint = l.seal.checkpoint;
	memcpy(v->mac, l.seal.previous, sizeof(v->mac));
	memcpy(v->signer, l.seal.signer, sizeof(v->signer));
	memcpy(v->next_owner, l.seal.next, sizeof(v->next_owner));
	v->n_files++;
	return true;
}

/* What a segment ends with. */
struct segment {
	struct audit_lines from; /* before its first line */
	size_t end;		 /* number of the checkpoint's line, of the last one where there is none */
	bool is_sealed;		 /* by a checkpoint with the right signature */
	bool has_suspect;	 /* there is one with a wrong signature */
	struct audit_line seal;	 /* either of them */
};

static void
find_seal(const struct audit_verify *v, struct segment *s)
{
	struct audit_lines lines = s->from;
	struct audit_line l;
	struct view text;
	size_t suspect = 0;

	while (audit_lines_next(&lines, &text) == AUDIT_PIECE_LINE) {
		s->end = lines.number;
		if (!audit_line_take(text, &l) ||
			(l.kind != AUDIT_LINE_CHECKPOINT && l.kind != AUDIT_LINE_END))
			continue;
		s->is_sealed = audit_line_is_signed(&l, v->signer);
		if (s->is_sealed || suspect == 0)
			s->seal = l;
		if (s->is_sealed)
			return;
		if (suspect == 0)
			suspect = lines.number;
	}
	s->has_suspect = suspect != 0;
	if (s->has_suspect)
		s->end = suspect;
}

/* key NULL: it is not known. */
static enum audit_verdict
check_line(struct audit_verify *v, const struct audit_line *l, size_t number, const uint8_t *key)
{
	bool is_remembered = v->has_head && v->file == v->head.chain.file && l->seq == v->head.chain.seq;

	if (l->seq > v->seq + 1)
		return AUDIT_MISSING;
	if (l->seq <= v->seq)
		return AUDIT_REPEATED;
	if ((l->kind == AUDIT_LINE_FILE) != (number == 1))
		return AUDIT_BAD_FORM;
	if (key != NULL && !audit_line_has_mac(l, key, v->mac))
		return AUDIT_CHANGED;
	if (is_remembered && !is_same(l->mac, v->head.chain.mac))
		return AUDIT_CHANGED;
	v->seq = l->seq;
	memcpy(v->mac, l->mac, sizeof(v->mac));
	v->n_lines++;
	return AUDIT_GOOD;
}

/* All lines of the segment, in order.  lines: behind them when it returns true. */
static bool
check_lines(struct audit_verify *v, const struct segment *s, struct audit_lines *lines, const uint8_t *key)
{
	struct audit_line l;
	struct view text;

	*lines = s->from;
	while (lines->number < s->end && audit_lines_next(lines, &text) == AUDIT_PIECE_LINE) {
		enum audit_verdict verdict;

		if (!audit_line_take(text, &l))
			return fault(v, AUDIT_BAD_FORM, lines->number, v->seq + 1);
		verdict = check_line(v, &l, lines->number, key);
		if (verdict != AUDIT_GOOD)
			return fault(v, verdict, lines->number, l.seq);
	}
	return true;
}

static bool
take_sealed(struct audit_verify *v, const struct segment *s, struct audit_lines *lines)
{
	const struct audit_seal *seal = &s->seal.seal;

	if (!check_lines(v, s, lines, seal->key))
		return false;
	if (seal->checkpoint != v->checkpoint)
		return fault(v, AUDIT_FORGED, s->end, s->seal.seq);
	v->checkpoint++;
	v->has_ended = s->seal.kind == AUDIT_LINE_END;
	memcpy(v->signer, seal->next, sizeof(v->signer));
	v->n_sealed = v->n_lines;
	(void)view_copy(s->seal.time, v->sealed_time, sizeof(v->sealed_time));
	return true;
}

/* How the lines of a segment stand to a key. */
struct fit {
	size_t first;	  /* number of the first line that fits, 0: none */
	size_t first_bad; /* of the first that does not */
	size_t run;	  /* first of those that fit up to the end, or to the line before it */
	size_t n;
};

static struct fit
try_key(const struct audit_verify *v, const struct segment *s, const uint8_t *key)
{
	struct audit_lines lines = s->from;
	uint8_t mac[AUDIT_KEY_BYTES];
	struct audit_line l = { .seq = 0 };
	struct fit fit = { 0 };
	struct view text;

	memcpy(mac, v->mac, sizeof(mac));
	while (lines.number < s->end && audit_lines_next(&lines, &text) == AUDIT_PIECE_LINE) {
		bool fits = audit_line_take(text, &l) && audit_line_has_mac(&l, key, mac);

		memcpy(mac, l.mac, sizeof(mac));
		if (!fits && fit.first_bad == 0)
			fit.first_bad = lines.number;
		if (!fits && lines.number != s->end)
			fit.run = 0;
		if (!fits)
			continue;
		if (fit.first == 0)
			fit.first = lines.number;
		if (fit.run == 0)
			fit.run = lines.number;
		fit.n++;
	}
	return fit;
}

/*
 * No checkpoint has the right signature, though one should: which line is not as it was?  key: what a later checkpoint, or the head, says.
 * If it is the key of this segment the first line that does not fit was changed; if it is a later one's, the line before those that fit was
 * the checkpoint; if nothing fits, the checkpoint that told the key was changed.
 */
static bool
find_changed(struct audit_verify *v, const struct segment *s, const uint8_t *key, bool is_this_one)
{
	struct fit fit = try_key(v, s, key);
	size_t begin = s->from.number + 1, line = s->end;
	uint64_t seq = v->seq;

	if (fit.n != 0 && (is_this_one || fit.first == begin))
		line = fit.first_bad != 0 ? fit.first_bad : s->end;
	else if (fit.run > begin)
		line = fit.run - 1;
	return fault(v, line == s->end && s->has_suspect ? AUDIT_FORGED : AUDIT_CHANGED, line,
		seq + (line - s->from.number));
}

static bool
take_suspect(struct audit_verify *v, const struct segment *s)
{
	struct audit_verify copy = *v;
	struct audit_lines lines;

	if (!check_lines(&copy, s, &lines, NULL)) {
		*v = copy;
		return false;
	}
	return find_changed(v, s, s->seal.seal.key, s->seal.seal.checkpoint == v->checkpoint);
}

/* The last lines of a file, behind its last checkpoint. */
static bool
take_open(struct audit_verify *v, const struct segment *s, struct audit_lines *lines)
{
	const struct audit_chain *head = &v->head.chain;
	uint8_t key[AUDIT_KEY_BYTES];
	bool has_key = v->has_head && audit_chain_key(head, v->checkpoint, key);
	struct audit_verify copy = *v;
	uint64_t before = v->n_lines;

	if (!check_lines(&copy, s, lines, has_key ? key : NULL)) {
		*v = copy;
		return false;
	}
	if (v->has_head && v->checkpoint < head->checkpoint && copy.seq >= head->seq &&
		audit_chain_key(head, head->checkpoint, key))
		return find_changed(v, s, key, false);
	*v = copy;
	if (has_key)
		v->n_open += v->n_lines - before;
	else
		v->n_unproved += v->n_lines - before;
	return true;
}

/* What the server had not written to its end when it was killed. */
static bool
take_torn(struct audit_verify *v, struct audit_lines *lines, bool is_last)
{
	struct view text;

	if (audit_lines_next(lines, &text) == AUDIT_PIECE_NONE)
		return true;
	if (!is_last)
		return fault(v, AUDIT_BAD_FORM, lines->number, v->seq + 1);
	v->n_torn = text.n;
	return true;
}

bool
audit_verify_file(struct audit_verify *v, struct view text, uint64_t number, bool is_last)
{
	struct audit_lines lines = { .rest = text };

	if (is_last && view_find(text, '\n') == text.n &&
		(v->has_begun || (v->has_head && v->head.chain.seq == 0))) {
		v->n_torn = text.n; /* the file was made, and its first line not written */
		return true;
	}
	if (!begin_file(v, text, number))
		return false;
	while (lines.rest.n != 0 && !v->has_ended) {
		struct segment s = { .from = lines, .end = lines.number };

		find_seal(v, &s);
		if (s.is_sealed) {
			if (!take_sealed(v, &s, &lines))
				return false;
			continue;
		}
		if (s.has_suspect)
			return take_suspect(v, &s);
		if (!take_open(v, &s, &lines) || !take_torn(v, &lines, is_last))
			return false;
	}
	if (lines.rest.n != 0)
		return fault(v, AUDIT_BEHIND_END, lines.number + 1, v->seq + 1);
	return is_last || v->has_ended ? true : fault(v, AUDIT_NO_END, lines.number, v->seq);
}

bool
audit_verify_end(struct audit_verify *v)
{
	if (v->has_head && v->seq < v->head.chain.seq)
		return fault(v, AUDIT_CUT, 0, v->seq + 1);
	return true;
}

bool
audit_verify_is_new(struct view text, struct view *reason)
{
	struct audit_lines lines = { .rest = text };
	struct audit_line l;
	struct view line;

	if (audit_lines_next(&lines, &line) != AUDIT_PIECE_LINE || !audit_line_take(line, &l) ||
		l.kind != AUDIT_LINE_FILE || l.seal.begins == AUDIT_BEGINS_NEXT ||
		!audit_line_is_signed(&l, l.seal.owner))
		return false;
	*reason = l.seal.reason;
	return true;
}
