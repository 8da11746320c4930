#include "proto/duration.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>

struct duration_case {
	char typed[24];
	bool ok;
	uint64_t seconds;
};

ParameterizedTestParameters(duration, parse)
{
	static struct duration_case cases[] = {
		{ "60", true, 3600 },
		{ "0", true, 0 },
		{ "90s", true, 90 },
		{ "1d12h", true, 129600 },
		{ "2w", true, 1209600 },
		{ "1w1d1h1m1s", true, 694861 },
		{ "3650d", true, DURATION_MAX_S },
		{ "5256000", true, DURATION_MAX_S },
		{ "3650d1s", false, 0 },
		{ "5256001", false, 0 },
		{ "4294967295w", false, 0 },
		{ "99999999999s", false, 0 },
		{ "", false, 0 },
		{ "s", false, 0 },
		{ "1h1d", false, 0 },
		{ "1h1h", false, 0 },
		{ "1h30", false, 0 },
		{ "-5", false, 0 },
		{ "1H", false, 0 },
		{ "10.0.0.1", false, 0 },
		{ "5x", false, 0 },
	};

	return cr_make_param_array(struct duration_case, cases, ARRAY_LEN(cases));
}
ParameterizedTest(struct duration_case *c, duration, parse)
{
	uint64_t s = 77;
	int r = duration_parse(view_z(c->typed), &s);

	cr_expect_eq(r == 0, c->ok, "%s", c->typed);
	cr_expect_eq(s, c->ok ? c->seconds : 77, "%s is %llu", c->typed, (unsigned long long)s);
}

Test(duration, text_is_read_again)
{
	static const uint64_t some[] = { 0, 1, 59, 60, 3600, 86399, 694861, 1209600, DURATION_MAX_S };

	for (size_t i = 0; i < ARRAY_LEN(some); i++) {
		char text[DURATION_TEXT];
		uint64_t again = 77;

		cr_expect_eq(duration_parse(view_z(duration_text(some[i], text)), &again), 0, "%s", text);
		cr_expect_eq(again, some[i], "%s", text);
	}
}
