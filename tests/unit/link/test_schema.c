/* Each kind of parameter: what is good, and what is not at its limits. */
#include "link/schema.h"

#include <criterion/criterion.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "core/loop.h"
#include "tests/unit/link/link_rig.h"

static enum link_verdict
run(struct link_msg *m)
{
	(void)m;
	return LINK_OK;
}

/* One parameter of that kind, said by hub.test. */
static enum link_verdict
check(struct link_rig *r, enum link_param kind, bool is_grave, struct view v, struct link_arg *arg)
{
	struct link_verb row = { VIEW_INIT("X"), LINK_FROM_ANY, 1, 1, is_grave, { (uint8_t)kind }, run };
	struct msg msg = { .n_params = 1 };
	struct link_msg m = { .from = r->hub.link, .ls = r->links, .node = r->hub.node, .msg = &msg };
	enum link_verdict verdict;

	msg.param[0] = v;
	verdict = schema_check(&m, &row, 0);
	*arg = m.arg[0];
	return verdict;
}

static const struct {
	const char *text;
	enum link_param kind;
	enum link_verdict want;
} cases[] = {
	{ "", LP_ANY, LINK_OK },
	{ "", LP_TEXT, LINK_OK },
	{ "a b", LP_TEXT, LINK_OK },
	{ "a", LP_WORD, LINK_OK },
	{ "", LP_WORD, LINK_BAD },
	{ "a b", LP_WORD, LINK_BAD },
	{ "*!*@x", LP_MASK, LINK_OK },
	{ ":x", LP_MASK, LINK_BAD },
	{ "", LP_MASK, LINK_BAD },
	{ "0", LP_TS, LINK_OK },
	{ "100", LP_TS, LINK_OK },
	{ "99", LP_TS, LINK_BAD },
	{ "946684799", LP_TS, LINK_BAD },
	{ "946684800", LP_TS, LINK_OK },
	{ "-1", LP_TS, LINK_BAD },
	{ "x", LP_TS, LINK_BAD },
	{ "", LP_TS, LINK_BAD },
	{ "18446744073709551616", LP_TS, LINK_BAD },
	{ "0", LP_NUMBER, LINK_OK },
	{ "4294967295", LP_NUMBER, LINK_OK },
	{ "4294967296", LP_NUMBER, LINK_BAD },
	{ "+1", LP_NUMBER, LINK_BAD },
	{ "3FAAAAAAA", LP_USER, LINK_OK },
	{ "ann", LP_USER, LINK_OK },
	{ "ANN", LP_USER, LINK_OK },
	{ "3FAAAAAAB", LP_USER, LINK_STALE },
	{ "", LP_USER, LINK_STALE },
	{ "#none", LP_CHANNEL, LINK_STALE },
	{ "#none", LP_CHANNEL_NAME, LINK_OK },
	{ "&local", LP_CHANNEL_NAME, LINK_BAD },
	{ "#a,b", LP_CHANNEL_NAME, LINK_BAD },
	{ "", LP_CHANNEL_NAME, LINK_BAD },
	{ "3FA", LP_NODE, LINK_OK },
	{ "FAR.test", LP_NODE, LINK_OK },
	{ "9ZZ", LP_NODE, LINK_STALE },
	{ "", LP_NODE, LINK_STALE },
	{ "9ZZ", LP_NEW_SID, LINK_OK },
	{ "9zZ", LP_NEW_SID, LINK_BAD },
	{ "A11", LP_NEW_SID, LINK_BAD },
	{ "9Z", LP_NEW_SID, LINK_BAD },
	{ "9ZZZ", LP_NEW_SID, LINK_BAD },
	{ "a.b", LP_NEW_SERVER, LINK_OK },
	{ "nodot", LP_NEW_SERVER, LINK_BAD },
	{ "a.b!", LP_NEW_SERVER, LINK_BAD },
	{ "", LP_NEW_SERVER, LINK_BAD },
	{ "1HBAAAAAA", LP_NEW_UID, LINK_OK },
	{ "3FAAAAAAB", LP_NEW_UID, LINK_BAD },
	{ "1HB1AAAAA", LP_NEW_UID, LINK_BAD },
	{ "1HBAAAAAAA", LP_NEW_UID, LINK_BAD },
	{ "bob", LP_NICK, LINK_OK },
	{ "1HBAAAAAA", LP_NICK, LINK_OK },
	{ "-bob", LP_NICK, LINK_BAD },
	{ "a b", LP_NICK, LINK_BAD },
	{ "", LP_NICK, LINK_BAD },
	{ "~user", LP_USER_NAME, LINK_OK },
	{ "us@er", LP_USER_NAME, LINK_BAD },
	{ "12345678901", LP_USER_NAME, LINK_BAD },
	{ "", LP_USER_NAME, LINK_BAD },
	{ "2001:db8::1", LP_HOST, LINK_OK },
	{ ":1", LP_HOST, LINK_BAD },
	{ "a b", LP_HOST, LINK_BAD },
	{ "", LP_HOST, LINK_BAD },
	{ "+ov-b", LP_MODES, LINK_OK },
	{ "0", LP_MODES, LINK_BAD },
	{ "+o ", LP_MODES, LINK_BAD },
};

Test(schema, each_kind_takes_what_is_good_and_nothing_else)
{
	struct link_rig r;
	struct link_arg arg;
	bool seen[LP_N] = { false };

	link_rig_init(&r);
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		seen[cases[i].kind] = true;
		cr_expect_eq(check(&r, cases[i].kind, false, view_z(cases[i].text), &arg), cases[i].want,
			"\"%s\" as kind %d", cases[i].text, (int)cases[i].kind);
	}
	for (size_t i = 0; i < LP_N; i++)
		cr_expect(seen[i], "kind %zu is not tried", i);
	link_rig_release(&r);
}

Test(schema, what_is_malformed_closes_the_link_where_the_row_is_grave)
{
	struct link_rig r;
	struct link_arg arg;

	link_rig_init(&r);
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		enum link_verdict want = cases[i].want == LINK_BAD ? LINK_DROP : cases[i].want;

		cr_expect_eq(check(&r, cases[i].kind, true, view_z(cases[i].text), &arg), want, "\"%s\"",
			cases[i].text);
	}
	link_rig_release(&r);
}

Test(schema, what_is_named_is_found)
{
	struct link_rig r;
	struct link_arg arg;

	link_rig_init(&r);
	cr_assert_eq(check(&r, LP_USER, false, VIEW("3FAAAAAAA"), &arg), LINK_OK);
	cr_expect_eq(arg.client, r.user);
	cr_assert_eq(check(&r, LP_NODE, false, VIEW("3FA"), &arg), LINK_OK);
	cr_expect_eq(arg.node, r.far);
	cr_assert_eq(check(&r, LP_NUMBER, false, VIEW("4294967295"), &arg), LINK_OK);
	cr_expect_eq(arg.number, UINT32_MAX);
	link_rig_release(&r);
}

Test(schema, a_ts_may_be_as_far_ahead_as_clocks_may_differ)
{
	struct link_rig r;
	struct link_arg arg;
	uint64_t now;
	char text[24];

	link_rig_init(&r);
	now = link_wall_s(r.links);
	(void)snprintf(text, sizeof(text), "%" PRIu64, now + LINK_TS_AHEAD);
	cr_expect_eq(check(&r, LP_TS, false, view_z(text), &arg), LINK_OK);
	cr_expect_eq(arg.number, now + LINK_TS_AHEAD);
	(void)snprintf(text, sizeof(text), "%" PRIu64, now + LINK_TS_AHEAD + 1);
	cr_expect_eq(check(&r, LP_TS, false, view_z(text), &arg), LINK_BAD);
	link_rig_release(&r);
}

Test(schema, lengths_at_their_limits)
{
	struct link_rig r;
	struct link_arg arg;
	char text[300];

	link_rig_init(&r);
	memset(text, 'a', sizeof(text));
	text[1] = '.';
	cr_expect_eq(check(&r, LP_NEW_SERVER, false, view_of(text, SERVER_NAME_LEN), &arg), LINK_OK);
	cr_expect_eq(check(&r, LP_NEW_SERVER, false, view_of(text, SERVER_NAME_LEN + 1), &arg), LINK_BAD);
	cr_expect_eq(check(&r, LP_HOST, false, view_of(text, HOST_LEN), &arg), LINK_OK);
	cr_expect_eq(check(&r, LP_HOST, false, view_of(text, HOST_LEN + 1), &arg), LINK_BAD);
	text[1] = 'a';
	cr_expect_eq(check(&r, LP_NICK, false, view_of(text, 30), &arg), LINK_OK);
	cr_expect_eq(check(&r, LP_NICK, false, view_of(text, 31), &arg), LINK_BAD);
	cr_expect_eq(check(&r, LP_USER_NAME, false, view_of(text, USER_LEN), &arg), LINK_OK);
	cr_expect_eq(check(&r, LP_USER_NAME, false, view_of(text, USER_LEN + 1), &arg), LINK_BAD);
	text[0] = '#';
	cr_expect_eq(check(&r, LP_CHANNEL_NAME, false, view_of(text, CHANNEL_LEN), &arg), LINK_OK);
	cr_expect_eq(check(&r, LP_CHANNEL_NAME, false, view_of(text, CHANNEL_LEN + 1), &arg), LINK_BAD);
	link_rig_release(&r);
}
