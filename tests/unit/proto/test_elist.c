#include "proto/elist.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <string.h>

#define MINUTE UINT64_C(60000)

struct elist_case {
	char asks[64], name[32];
	uint32_t members;
	unsigned made_min, topic_min; /* ago; 0 for topic_min: no topic */
	bool want;
};

/* A case of a channel of 10 members, made 60 minutes ago, topic 30 minutes ago, unless it says otherwise. */
#define CASE(asks, name, want)               \
	{                                    \
		asks, name, 10, 60, 30, want \
	}

ParameterizedTestParameters(elist, fits)
{
	static struct elist_case cases[] = {
		CASE("", "#c", true),
		CASE(">9", "#c", true),
		CASE(">10", "#c", false),
		CASE("<11", "#c", true),
		CASE("<10", "#c", false),
		CASE(">0,<50", "#c", true),
		CASE(">5,>20", "#c", false),
		CASE("<20,<5", "#c", false),
		{ ">99999998", "#c", 99999999, 1, 0, true },
		CASE("<0", "#c", false),
		CASE("C<61", "#c", true),
		CASE("C<60", "#c", false),
		CASE("c>59", "#c", true),
		CASE("C>60", "#c", false),
		CASE("C<99,C>50", "#c", true),
		CASE("C<99,C>70", "#c", false),
		CASE("C>20,C>70", "#c", false),
		CASE("C<70,C<20", "#c", false),
		{ "C>0", "#c", 1, 0, 0, true },
		{ "C<0", "#c", 1, 0, 0, false },
		{ "C<1", "#c", 1, 0, 0, true },
		CASE("T<31", "#c", true),
		CASE("T<30", "#c", false),
		CASE("t>29", "#c", true),
		CASE("T>30", "#c", false),
		{ "T<1000", "#c", 1, 5, 0, false },
		{ "T>0", "#c", 1, 5, 0, false },
		CASE("*hat*", "#Chat", true),
		CASE("#c*", "#Chat", true),
		CASE("?chat", "#chat", true),
		CASE("*dog*", "#chat", false),
		CASE("!*hat*", "#chat", false),
		CASE("!*dog*", "#chat", true),
		CASE("*dog*,*hat*", "#chat", true),
		CASE("*hat*,!#ch*", "#chat", false),
		CASE("!*dog*,!*hat*", "#chat", false),
		CASE("!#chat", "#chat", false),
		CASE("#chat,>1", "#chat", true),
		CASE("#chat,>1", "#chats", false),
		CASE("#chat,>10", "#chat", false),
		CASE("*hat*,>9,<11,C>1,T<31", "#chat", true),
	};

	return cr_make_param_array(struct elist_case, cases, ARRAY_LEN(cases));
}
ParameterizedTest(struct elist_case *c, elist, fits)
{
	struct elist_channel ch = { .name = view_z(c->name),
		.members = c->members,
		.made_age_ms = c->made_min * MINUTE,
		.topic_age_ms = c->topic_min * MINUTE,
		.has_topic = c->topic_min != 0 };
	struct elist e;

	cr_assert(elist_parse(view_z(c->asks), &e), "%s", c->asks);
	cr_expect_not(e.names_only);
	cr_expect_eq(elist_fits(&e, view_z(c->asks), &ch), c->want, "%s of %s", c->asks, c->name);
}

Test(elist, malformed_is_refused)
{
	static const char *const bad[] = { ",", ">1,", ",>1", ">1,,<5", ">", "<", ">x", ">-1", ">+1", "> 1",
		">100000000", "<99999999999999999999", ">1x", "C", "C5", "C=5", "C>", "C<x", "T", "T5", "Tx",
		"C*", "chan", "chan*", "!", "!chan", "!!#c", "YES", "\xff", "#a,b" };
	struct elist e;

	for (size_t i = 0; i < ARRAY_LEN(bad); i++)
		cr_expect_not(elist_parse(view_z(bad[i]), &e), "%s", bad[i]);
}

Test(elist, so_many_masks_and_not_one_more)
{
	struct elist e;

	_Static_assert(ELIST_MASKS_MAX == 8, "as many as below");
	cr_expect(elist_parse(VIEW("*a,!*b,*a,!*b,*a,!*b,*a,!*b"), &e));
	cr_expect_eq(e.n_masks, ELIST_MASKS_MAX);
	cr_expect(elist_parse(VIEW("*a,!*b,*a,!*b,*a,!*b,*a,!*b,>1,C<5"), &e));
	cr_expect_not(elist_parse(VIEW("*a,!*b,*a,!*b,*a,!*b,*a,!*b,*c"), &e));
}

Test(elist, names_alone_are_no_masks_and_have_no_limit)
{
	struct elist e;

	cr_expect(elist_parse(VIEW("#a,#b,#c,#d,#e,#f,#g,#h,#i,#j"), &e));
	cr_expect(e.names_only);
	cr_expect_eq(e.n_masks, 0);
	cr_expect(elist_parse(VIEW("#a"), &e));
	cr_expect(e.names_only);
	cr_expect(elist_parse(VIEW("#a*"), &e));
	cr_expect_not(e.names_only);
}

Test(elist, longer_than_a_line_is_refused)
{
	static char text[MSG_BODY_MAX + 2];
	struct elist e;

	memset(text, '#', sizeof(text));
	cr_expect(elist_parse(view_of(text, MSG_BODY_MAX), &e));
	cr_expect_not(elist_parse(view_of(text, MSG_BODY_MAX + 1), &e));
}
