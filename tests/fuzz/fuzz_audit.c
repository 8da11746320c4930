/*
 * Files of an audit log as anybody may have made them: a head, a file of keys and one or two files, cut at NUL bytes.  Whatever they are,
 * the check ends, names a line that there is, and conclavectl's filter and display survive each of their lines.
 */
#include <assert.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>

#include "ctl/ctl_audit_show.h"
#include "proto/audit_verify.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static FILE *nowhere;

static size_t
count_lines(struct view text)
{
	struct audit_lines lines = { .rest = text };
	struct view line;

	while (audit_lines_next(&lines, &line) != AUDIT_PIECE_NONE)
		;
	return lines.number;
}

static void
show_lines(struct view text)
{
	const struct ctl_audit_filter filter = { .who = "*a*", .command = "KILL", .since = "2026" };
	struct audit_lines lines = { .rest = text };
	struct view line;

	while (audit_lines_next(&lines, &line) != AUDIT_PIECE_NONE) {
		(void)!ctl_audit_wants(&filter, line);
		ctl_audit_print(nowhere, line);
	}
}

static void
verify(struct view keys, struct view a, struct view b, const struct audit_head *head)
{
	static const uint8_t key[AUDIT_KEY_BYTES];
	struct audit_verify v;
	bool good;

	audit_verify_init(&v);
	audit_verify_keys(&v, keys);
	if (head != NULL)
		audit_verify_head(&v, head);
	if (keys.n != 0)
		audit_verify_key(&v, key);
	good = audit_verify_file(&v, a, 0, b.n == 0);
	assert(good == (v.verdict == AUDIT_GOOD) && v.line <= count_lines(a) + 1);
	if (!good || b.n == 0)
		return;
	good = audit_verify_file(&v, b, 0, true) && audit_verify_end(&v);
	assert(good == (v.verdict == AUDIT_GOOD) && v.line <= count_lines(b) + 1);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct view rest = view_of(data, size), head = VIEW(""), keys = VIEW(""), a = VIEW(""), b = VIEW("");
	struct audit_head h;
	bool has_head;

	if (nowhere == NULL && (sodium_init() == -1 || (nowhere = fopen("/dev/null", "w")) == NULL))
		abort();
	(void)!(view_cut(&rest, '\0', &head) && view_cut(&rest, '\0', &keys) && view_cut(&rest, '\0', &a) &&
		view_cut(&rest, '\0', &b));
	has_head = audit_head_read(head, &h);
	verify(keys, a, b, has_head ? &h : NULL);
	show_lines(a);
	return 0;
}
