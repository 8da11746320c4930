/* The table has every row, and only exact names are found. */
#include "proto/caps.h"

#include <criterion/criterion.h>
#include <stdio.h>

#include "proto/limits.h"

/* What a line has room for beside the longest name of a server and a nick of usual length. */
#define MAX_LS (MSG_BODY_MAX - SERVER_NAME_LEN - NICK_LEN_DEFAULT - 20)

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

/* Who does not say CAP LS 302 sees no values, and takes one line for all there is. */
Test(caps, the_names_fit_one_line)
{
	size_t n = 0;

	for (size_t i = 0; i < CAP_N; i++)
		n += cap_table[i].name.n + 1;
	cr_expect_lt(n, (size_t)MAX_LS);
}

static uint64_t
requested(const char *list, uint64_t keep, uint64_t caps)
{
	cr_expect(cap_request_parse(view_z(list), keep, &caps), "%s", list);
	return caps;
}

static void
refused(const char *list, uint64_t keep)
{
	const uint64_t before = CAP_BIT(CAP_SETNAME) | CAP_BIT(CAP_CAP_NOTIFY);
	uint64_t caps = before;

	cr_expect_not(cap_request_parse(view_z(list), keep, &caps), "%s", list);
	cr_expect_eq(caps, before, "%s has changed something", list);
}

Test(caps, request_switches_on_and_off)
{
	const uint64_t batch = CAP_BIT(CAP_BATCH), setname = CAP_BIT(CAP_SETNAME);

	cr_expect_eq(requested("batch", 0, 0), batch);
	cr_expect_eq(requested("batch setname", 0, 0), batch | setname);
	cr_expect_eq(requested("-batch setname", 0, batch), setname);
	cr_expect_eq(requested("batch", 0, batch | setname), batch | setname);
	cr_expect_eq(requested("-batch", 0, setname), setname);
}

Test(caps, request_takes_untidy_lists)
{
	const uint64_t batch = CAP_BIT(CAP_BATCH), setname = CAP_BIT(CAP_SETNAME);

	cr_expect_eq(requested("", 0, batch), batch);
	cr_expect_eq(requested("   ", 0, batch), batch);
	cr_expect_eq(requested("  batch   setname  ", 0, 0), batch | setname);
	cr_expect_eq(requested("batch batch", 0, 0), batch);
	cr_expect_eq(requested("batch -batch", 0, 0), 0);
	cr_expect_eq(requested("-batch batch", 0, 0), batch);
}

Test(caps, request_is_all_or_nothing)
{
	refused("batch nonsense", 0);
	refused("nonsense batch", 0);
	refused("batch -nonsense", 0);
	refused("-setname sts", 0);
	refused("batch -sts", 0);
	refused("-", 0);
	refused("--batch", 0);
	refused("batch=", 0);
	refused("draft/multiline=max-bytes=4096", 0);
	refused("Batch", 0);
	refused("batch\tsetname", 0);
	refused("-setname -cap-notify", CAP_BIT(CAP_CAP_NOTIFY));
	refused("-cap-notify cap-notify", CAP_BIT(CAP_CAP_NOTIFY));
	cr_expect_eq(requested("cap-notify", CAP_BIT(CAP_CAP_NOTIFY), 0), CAP_BIT(CAP_CAP_NOTIFY));
}
