/* The table has every row, and only exact names are found. */
#include "proto/caps.h"

#include <criterion/criterion.h>
#include <stdio.h>

#include "proto/limits.h"

#define MAX_LS 400 /* CAP LS must fit one line beside source, verb and nick */

Test(caps, every_row_is_filled_and_found_by_its_name)
{
	for (size_t i = 0; i < CAP_N; i++) {
		const struct cap_def *def = &cap_table[i];

		cr_assert(def->name.n != 0, "row %zu has no name", i);
		cr_expect(def->help != NULL && def->help[0] != '\0', "%s has no help", def->name.p);
		cr_expect_eq((size_t)cap_find(def->name), i, "%s is found elsewhere", def->name.p);
	}
}

Test(caps, the_rows_stand_under_their_names)
{
	cr_expect_eq(cap_find(VIEW("server-time")), CAP_SERVER_TIME);
	cr_expect_eq(cap_find(VIEW("message-tags")), CAP_MESSAGE_TAGS);
	cr_expect_eq(cap_find(VIEW("extended-join")), CAP_EXTENDED_JOIN);
	cr_expect_eq(cap_find(VIEW("batch")), CAP_BATCH);
	cr_expect_eq(cap_find(VIEW("echo-message")), CAP_ECHO_MESSAGE);
	cr_expect_eq(cap_find(VIEW("multi-prefix")), CAP_MULTI_PREFIX);
	cr_expect_eq(cap_find(VIEW("userhost-in-names")), CAP_USERHOST_IN_NAMES);
	cr_expect_eq(cap_find(VIEW("away-notify")), CAP_AWAY_NOTIFY);
	cr_expect_eq(cap_find(VIEW("setname")), CAP_SETNAME);
	cr_expect_eq(cap_find(VIEW("cap-notify")), CAP_CAP_NOTIFY);
	cr_expect_eq(cap_find(VIEW("standard-replies")), CAP_STANDARD_REPLIES);
	cr_expect_eq(cap_find(VIEW("invite-notify")), CAP_INVITE_NOTIFY);
	cr_expect_eq(cap_find(VIEW("no-implicit-names")), CAP_NO_IMPLICIT_NAMES);
	cr_expect_eq(cap_find(VIEW("draft/pre-away")), CAP_PRE_AWAY);
	cr_expect_eq(cap_find(VIEW("draft/extended-isupport")), CAP_EXTENDED_ISUPPORT);
	cr_expect_eq(cap_find(VIEW("draft/channel-rename")), CAP_CHANNEL_RENAME);
	cr_expect_eq(cap_find(VIEW("draft/message-redaction")), CAP_MESSAGE_REDACTION);
	cr_expect_eq(cap_find(VIEW("account-notify")), CAP_ACCOUNT_NOTIFY);
	cr_expect_eq(cap_find(VIEW("account-tag")), CAP_ACCOUNT_TAG);
	cr_expect_eq(cap_find(VIEW("extended-monitor")), CAP_EXTENDED_MONITOR);
	cr_expect_eq(cap_find(VIEW("chghost")), CAP_CHGHOST);
	cr_expect_eq(cap_find(VIEW("sts")), CAP_STS);
	cr_expect_eq(cap_find(VIEW("draft/multiline")), CAP_MULTILINE);
	cr_expect_eq(cap_find(VIEW("labeled-response")), CAP_LABELED_RESPONSE);
}

Test(caps, other_names_are_not_found)
{
	cr_expect_eq(cap_find(VIEW("")), CAP_N);
	cr_expect_eq(cap_find(VIEW("Batch")), CAP_N);
	cr_expect_eq(cap_find(VIEW("batc")), CAP_N);
	cr_expect_eq(cap_find(VIEW("batch ")), CAP_N);
	cr_expect_eq(cap_find(VIEW("-batch")), CAP_N);
}

Test(caps, those_that_change_relayed_lines_are_marked)
{
	for (size_t i = 0; i < CAP_N; i++) {
		bool want = i == CAP_SERVER_TIME || i == CAP_MESSAGE_TAGS || i == CAP_EXTENDED_JOIN ||
			i == CAP_ACCOUNT_TAG || i == CAP_MULTILINE;

		cr_expect_eq(cap_table[i].bytes, want, "%s", cap_table[i].name.p);
	}
}

Test(caps, multiline_tells_its_limits)
{
	char text[64];

	(void)snprintf(
		text, sizeof(text), "max-bytes=%d,max-lines=%d", MULTILINE_BYTES_MAX, MULTILINE_LINES_MAX);
	cr_expect(view_eq(cap_table[CAP_MULTILINE].value, view_z(text)));
}

Test(caps, the_list_fits_one_line)
{
	size_t n = 0;

	for (size_t i = 0; i < CAP_N; i++)
		n += cap_table[i].name.n + 1 + cap_table[i].value.n + 1;
	cr_expect_lt(n, (size_t)MAX_LS);
}
