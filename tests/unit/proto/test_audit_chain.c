/* Lines are made, read back, and followed; the head survives a torn write. */
#include "proto/audit_chain.h"

#include <criterion/criterion.h>
#include <string.h>

static const uint8_t seed[AUDIT_KEY_BYTES] = { 1, 2, 3 };
static const struct view object =
	VIEW_INIT("{\"time\":\"2026-11-27T17:00:00.000Z\",\"event\":\"oper\",\"x\":1}");

static struct audit_line
take(const char *line, size_t n)
{
	struct audit_line l;

	cr_assert(n > 1 && line[n - 1] == '\n');
	cr_assert(audit_line_take(view_of(line, n - 1), &l), "%.*s", (int)n, line);
	return l;
}

Test(audit_chain, record_keeps_its_text_between_number_and_hash)
{
	char line[AUDIT_LINE_MAX];
	struct audit_chain c;
	struct audit_line l;
	size_t n;

	audit_chain_begin(&c, seed, 1);
	(void)audit_chain_file(&c, line, 0, AUDIT_BEGINS_FIRST, VIEW(""));
	n = audit_chain_record(&c, line, object);
	l = take(line, n);
	cr_expect_eq(l.seq, 2);
	cr_expect_eq(l.kind, AUDIT_LINE_RECORD);
	cr_expect(view_eq(l.event, VIEW("oper")));
	cr_expect(view_eq(
		l.body, VIEW("{\"seq\":2,\"time\":\"2026-11-27T17:00:00.000Z\",\"event\":\"oper\",\"x\":1")));
	cr_expect_eq(memcmp(l.mac, c.mac, sizeof(l.mac)), 0);
}

Test(audit_chain, file_says_why_and_is_signed_by_its_owner)
{
	uint8_t owner[AUDIT_KEY_BYTES];
	char line[AUDIT_LINE_MAX];
	struct audit_chain c;
	struct audit_line l;

	audit_chain_begin(&c, seed, 5);
	audit_chain_owner(&c, owner);
	l = take(line, audit_chain_file(&c, line, 0, AUDIT_BEGINS_NEW, VIEW("the \"head\" is gone")));
	cr_expect_eq(l.kind, AUDIT_LINE_FILE);
	cr_expect_eq(l.seal.file, 5);
	cr_expect_eq(l.seal.begins, AUDIT_BEGINS_NEW);
	cr_expect(view_eq(l.seal.reason, VIEW("the \\\"head\\\" is gone")));
	cr_expect(audit_line_is_signed(&l, owner));
	cr_expect_not(audit_line_is_signed(&l, seed));
	cr_expect_eq(c.file, 5);
}

Test(audit_chain, checkpoint_tells_the_key_and_the_next_one_signs_with_what_it_names)
{
	uint8_t key[AUDIT_KEY_BYTES], next[AUDIT_KEY_BYTES];
	char line[AUDIT_LINE_MAX];
	struct audit_chain c;
	struct audit_line l;

	audit_chain_begin(&c, seed, 1);
	cr_assert(audit_chain_key(&c, 1, key));
	l = take(line, audit_chain_checkpoint(&c, line, 0, false));
	cr_expect_eq(memcmp(l.seal.key, key, sizeof(key)), 0);
	memcpy(next, l.seal.next, sizeof(next));
	l = take(line, audit_chain_checkpoint(&c, line, 0, true));
	cr_expect(audit_line_is_signed(&l, next));
	cr_expect_eq(l.kind, AUDIT_LINE_END);
	cr_expect_not(audit_chain_key(&c, 1, key), "what was before can't be told any more");
	cr_expect(audit_chain_key(&c, 3, key));
}

Test(audit_chain, follows_its_own_lines_and_no_others)
{
	struct audit_chain c, behind, other;
	char line[AUDIT_LINE_MAX];
	struct audit_line l;

	audit_chain_begin(&c, seed, 1);
	behind = other = c;
	other.seed[0] ^= 1;
	for (int i = 0; i < 8; i++) {
		size_t n = i == 0    ? audit_chain_file(&c, line, 0, AUDIT_BEGINS_FIRST, VIEW(""))
			: i % 3 == 0 ? audit_chain_checkpoint(&c, line, 0, i == 6)
				     : audit_chain_record(&c, line, object);

		l = take(line, n);
		cr_expect_not(audit_chain_follow(&other, &l));
		cr_expect(audit_chain_follow(&behind, &l), "line %d", i);
		cr_expect_not(audit_chain_follow(&behind, &l), "twice");
	}
	cr_expect_eq(memcmp(&c, &behind, sizeof(c)), 0);
}

Test(audit_chain, head_is_read_back_and_the_later_slot_counts)
{
	char text[2 * AUDIT_HEAD_SLOT];
	struct audit_head h = { .generation = 8, .offset = 1234 }, got;

	audit_chain_begin(&h.chain, seed, 3);
	audit_head_write(&h, text);
	h.generation++;
	h.chain.seq = UINT64_MAX;
	audit_head_write(&h, text + AUDIT_HEAD_SLOT);
	cr_assert(audit_head_read(view_of(text, sizeof(text)), &got));
	cr_expect_eq(memcmp(&h, &got, sizeof(h)), 0);
	text[AUDIT_HEAD_SLOT + 40] ^= 1;
	cr_assert(audit_head_read(view_of(text, sizeof(text)), &got));
	cr_expect_eq(got.generation, 8);
	for (size_t n = 0; n < sizeof(text); n++)
		(void)!audit_head_read(view_of(text, n), &got);
	text[40] ^= 1;
	cr_expect_not(audit_head_read(view_of(text, sizeof(text)), &got));
	cr_expect_not(audit_head_read(VIEW(""), &got));
}
