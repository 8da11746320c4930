#include "icq/oscar_cookie.h"

#include <criterion/criterion.h>

#include "core/rng.h"

static struct view
bytes_of(const uint8_t cookie[OSCAR_COOKIE_BYTES])
{
	return view_of(cookie, OSCAR_COOKIE_BYTES);
}

static struct oscar_cookies *
begin(void)
{
	cr_assert(rng_init(NULL) == 0);
	return oscar_cookies_new();
}

Test(oscar_cookie, is_good_once)
{
	struct oscar_cookies *c = begin();
	uint8_t one[OSCAR_COOKIE_BYTES], two[OSCAR_COOKIE_BYTES];

	oscar_cookies_give(c, 100001, 0, one);
	oscar_cookies_give(c, 100002, 0, two);
	cr_expect(memcmp(one, two, sizeof(one)) != 0);
	cr_expect(oscar_cookies_take(c, bytes_of(two), 1) == 100002);
	cr_expect(oscar_cookies_take(c, bytes_of(two), 1) == 0);
	cr_expect(oscar_cookies_take(c, bytes_of(one), 1) == 100001);
	cr_expect(oscar_cookies_count(c) == 0);
	oscar_cookies_free(c);
}

Test(oscar_cookie, is_too_old_after_a_minute)
{
	struct oscar_cookies *c = begin();
	uint8_t one[OSCAR_COOKIE_BYTES];

	oscar_cookies_give(c, 100001, 5, one);
	cr_expect(oscar_cookies_take(c, bytes_of(one), 5 + OSCAR_COOKIE_MS) == 0);
	oscar_cookies_give(c, 100001, 5, one);
	cr_expect(oscar_cookies_take(c, bytes_of(one), 4 + OSCAR_COOKIE_MS) == 100001);
	oscar_cookies_free(c);
}

Test(oscar_cookie, nothing_else_is_one)
{
	struct oscar_cookies *c = begin();
	uint8_t one[OSCAR_COOKIE_BYTES];
	static const uint8_t zeros[OSCAR_COOKIE_BYTES];

	cr_expect(oscar_cookies_take(c, bytes_of(zeros), 0) == 0);
	oscar_cookies_give(c, 100001, 0, one);
	cr_expect(oscar_cookies_take(c, bytes_of(zeros), 0) == 0);
	cr_expect(oscar_cookies_take(c, view_left(bytes_of(one), OSCAR_COOKIE_BYTES - 1), 0) == 0);
	cr_expect(oscar_cookies_take(c, VIEW(""), 0) == 0);
	one[0] ^= 1;
	cr_expect(oscar_cookies_take(c, bytes_of(one), 0) == 0);
	one[0] ^= 1;
	cr_expect(oscar_cookies_take(c, bytes_of(one), 0) == 100001);
	cr_expect(oscar_cookies_take(c, bytes_of(zeros), 0) == 0, "a free place is no cookie of zeros");
	oscar_cookies_free(c);
}

Test(oscar_cookie, one_above_the_limit_pushes_the_oldest_out)
{
	struct oscar_cookies *c = begin();
	uint8_t first[OSCAR_COOKIE_BYTES], second[OSCAR_COOKIE_BYTES], last[OSCAR_COOKIE_BYTES];

	oscar_cookies_give(c, 100001, 0, first);
	oscar_cookies_give(c, 100002, 1, second);
	for (uint64_t i = 2; i < OSCAR_COOKIES_MAX; i++)
		oscar_cookies_give(c, 100003, i, last);
	cr_expect(oscar_cookies_count(c) == OSCAR_COOKIES_MAX);
	oscar_cookies_give(c, 100004, 5000, last);
	cr_expect(oscar_cookies_count(c) == OSCAR_COOKIES_MAX);
	cr_expect(oscar_cookies_take(c, bytes_of(first), 5000) == 0);
	cr_expect(oscar_cookies_take(c, bytes_of(second), 5000) == 100002);
	cr_expect(oscar_cookies_take(c, bytes_of(last), 5000) == 100004);
	oscar_cookies_free(c);
}
