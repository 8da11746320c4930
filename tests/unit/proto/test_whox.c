#include "proto/whox.h"

#include <criterion/criterion.h>

#define USUAL                                                                                      \
	(WHOX_BIT(WHOX_NICK) | WHOX_BIT(WHOX_USER) | WHOX_BIT(WHOX_HOST) | WHOX_BIT(WHOX_SERVER) | \
		WHOX_BIT(WHOX_REALNAME))

static struct whox
parse(const char *text)
{
	struct whox x;

	whox_parse(view_z(text), &x);
	return x;
}

Test(whox, nothing_asks_for_the_usual)
{
	struct whox x = parse("");

	cr_expect_eq(x.fields, 0);
	cr_expect_eq(x.match, USUAL);
	cr_expect_not(x.opers);
	cr_expect_str_eq(x.token, "0");
}

Test(whox, all_fields_in_any_order)
{
	cr_expect_eq(parse("%tcuihsnfdlaor,1").fields, WHOX_BIT(WHOX_N) - 1);
	cr_expect_eq(parse("%roaldfnshiuct,1").fields, WHOX_BIT(WHOX_N) - 1);
	cr_expect_eq(parse("%nn").fields, WHOX_BIT(WHOX_NICK));
	cr_expect_eq(parse("%aN!z").fields, WHOX_BIT(WHOX_ACCOUNT));
	cr_expect_eq(parse("%").fields, 0);
	cr_expect_eq(parse("%,5").fields, 0);
	cr_expect_eq(parse("nuh").fields, 0);
}

Test(whox, o_before_the_percent_sign_is_operators_and_behind_it_a_field)
{
	cr_expect(parse("o").opers);
	cr_expect(parse("no%n").opers);
	cr_expect_not(parse("%o").opers);
	cr_expect_eq(parse("%o").fields, WHOX_BIT(WHOX_OPLEVEL));
	cr_expect_eq(parse("o").match, USUAL);
}

Test(whox, flags_say_what_the_mask_is_compared_with)
{
	cr_expect_eq(parse("n%u").match, WHOX_BIT(WHOX_NICK));
	cr_expect_eq(parse("ai").match, WHOX_BIT(WHOX_ACCOUNT) | WHOX_BIT(WHOX_ADDRESS));
	cr_expect_eq(parse("nuhsrai%n").match, USUAL | WHOX_BIT(WHOX_ACCOUNT) | WHOX_BIT(WHOX_ADDRESS));
	cr_expect_eq(parse("tcfdlx*").match, USUAL, "what is no place to look in counts for nothing");
}

Test(whox, token_is_one_to_three_digits)
{
	cr_expect_str_eq(parse("%t,7").token, "7");
	cr_expect_str_eq(parse("%t,042").token, "042");
	cr_expect_str_eq(parse("%t,999").token, "999");
	cr_expect_str_eq(parse("%t,1000").token, "0");
	cr_expect_str_eq(parse("%t,").token, "0");
	cr_expect_str_eq(parse("%t").token, "0");
	cr_expect_str_eq(parse("%t,1a").token, "0");
	cr_expect_str_eq(parse("%t,-1").token, "0");
	cr_expect_str_eq(parse("%t,1,2").token, "0");
	cr_expect_str_eq(parse(",5").token, "0");
}

Test(whox, nul_bytes_are_no_letters)
{
	struct whox x;

	whox_parse(VIEW("n\0%n\0"), &x);
	cr_expect_eq(x.fields, WHOX_BIT(WHOX_NICK));
	cr_expect_eq(x.match, WHOX_BIT(WHOX_NICK));
}
