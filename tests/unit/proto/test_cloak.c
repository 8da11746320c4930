/* What a cloak tells of an address, and what not. */
#include "proto/cloak.h"

#include <criterion/criterion.h>
#include <string.h>

#define SECRET VIEW("0123456789abcdef0123456789abcdef")

static struct cloak
key(struct view secret)
{
	struct cloak ck = { .is_set = false };

	cloak_init(&ck, secret, VIEW("Testnet"), VIEW("ip"));
	return ck;
}

/* Dies at the eighth next call. */
static const char *
cloak(const struct cloak *ck, const char *address)
{
	static char dst[8][HOST_LEN + 1];
	static unsigned i;
	char *p = dst[++i % 8];

	if (cloak_make(ck, view_z(address), p) == 0)
		*p = '\0';
	return p;
}

/* How many of the blocks, counted from the end, are the same. */
static unsigned
common(const char *a, const char *b)
{
	unsigned n = 0;

	for (unsigned i = 3; i-- > 0 && memcmp(a + 9 * i, b + 9 * i, 8) == 0;)
		n++;
	return n;
}

Test(cloak, has_three_blocks_and_the_suffix)
{
	struct cloak ck = key(SECRET);
	const char *c = cloak(&ck, "192.0.2.1");

	cr_assert_eq(strlen(c), 3 * 9 + 2);
	for (size_t i = 0; i < 27; i++) {
		bool good = (c[i] >= '0' && c[i] <= '9') || (c[i] >= 'a' && c[i] <= 'z');

		cr_expect(i % 9 == 8 ? c[i] == '.' : good, "%s", c);
	}
	cr_expect_str_eq(c + 27, "ip");
	cr_expect_str_eq(cloak(&ck, "192.0.2.1"), c, "the same each time");
}

Test(cloak, of_one_key_is_the_same_for_ever)
{
	struct cloak ck = key(SECRET);

	cr_expect_str_eq(cloak(&ck, "192.0.2.1"), "36hn4258.19aqz2q3.mkbbczre.ip",
		"bans that were set with it would not hit any more");
	cr_expect_str_eq(cloak(&ck, "2001:db8::1"), "vy1vnn59.f34be4r1.71wfk6kx.ip");
}

Test(cloak, of_ipv4_shares_blocks_with_its_24_and_16)
{
	struct cloak ck = key(SECRET);
	const char *c = cloak(&ck, "192.0.2.1");

	cr_expect_eq(common(c, cloak(&ck, "192.0.2.2")), 2);
	cr_expect_eq(common(c, cloak(&ck, "192.0.3.1")), 1);
	cr_expect_eq(common(c, cloak(&ck, "192.1.2.1")), 0);
	cr_expect_eq(common(c, cloak(&ck, "191.0.2.1")), 0);
}

Test(cloak, of_ipv6_shares_blocks_with_its_64_48_and_32)
{
	struct cloak ck = key(SECRET);
	const char *c = cloak(&ck, "2001:db8:1:2::1");

	cr_expect_eq(common(c, cloak(&ck, "2001:db8:1:2:ffff::9")), 3, "one user has the whole /64");
	cr_expect_eq(common(c, cloak(&ck, "2001:db8:1:3::1")), 2);
	cr_expect_eq(common(c, cloak(&ck, "2001:db8:2:2::1")), 1);
	cr_expect_eq(common(c, cloak(&ck, "2001:db9:1:2::1")), 0);
}

Test(cloak, of_ipv4_in_ipv6_is_that_of_ipv4)
{
	struct cloak ck = key(SECRET);

	cr_expect_str_eq(cloak(&ck, "::ffff:192.0.2.1"), cloak(&ck, "192.0.2.1"));
	cr_expect_str_eq(cloak(&ck, "0::3"), cloak(&ck, "::3"), "as addresses are shown");
	cr_expect_neq(cloak(&ck, "0::3")[0], '\0');
}

Test(cloak, depends_on_all_of_the_key)
{
	struct cloak a = key(SECRET), b = key(VIEW("0123456789abcdef0123456789abcdeg"));

	cr_expect_eq(common(cloak(&a, "192.0.2.1"), cloak(&b, "192.0.2.1")), 0);
}

Test(cloak, there_is_none_without_key_or_address)
{
	struct cloak ck = key(SECRET), none = { .is_set = false };
	char dst[HOST_LEN + 1];

	cr_expect_eq(cloak_make(&none, VIEW("192.0.2.1"), dst), 0);
	cr_expect_eq(cloak_make(&ck, VIEW("localhost"), dst), 0);
	cr_expect_eq(cloak_make(&ck, VIEW(""), dst), 0);
	cr_expect_eq(cloak_make(&ck, VIEW("192.0.2"), dst), 0);
	cr_expect_eq(cloak_make(&ck, VIEW("ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255x"), dst), 0);
	cr_expect_eq(cloak_make(&ck, VIEW("192.0.2.1\0x"), dst), 0, "inet_pton() would stop there");
}

Test(cloak, the_longest_suffix_fits_a_host)
{
	char suffix[CLOAK_SUFFIX_LEN], dst[HOST_LEN + 1];
	struct cloak ck;

	memset(suffix, 'a', sizeof(suffix));
	cloak_init(&ck, SECRET, VIEW("Testnet"), view_of(suffix, sizeof(suffix)));
	cr_expect_eq(cloak_make(&ck, VIEW("192.0.2.1"), dst), 3 * 9 + CLOAK_SUFFIX_LEN);
	cr_expect_eq(strlen(dst), 3 * 9 + CLOAK_SUFFIX_LEN);
}

Test(cloak, of_one_key_differs_between_networks)
{
	struct cloak a = key(SECRET), b;

	cloak_init(&b, SECRET, VIEW("Othernet"), VIEW("ip"));
	cr_expect_eq(common(cloak(&a, "192.0.2.1"), cloak(&b, "192.0.2.1")), 0);
}

Test(cloak, of_an_account_is_no_name_of_dns)
{
	char longest[HOST_LEN - 5 + 1], dst[HOST_LEN + 1];

	memset(longest, 'a', sizeof(longest));
	cr_expect_eq(cloak_make_account(VIEW("Al{1}_^`~|\\"), dst), 5 + 11);
	cr_expect_str_eq(dst, "user/Al{1}_^`~|\\");
	cr_expect_eq(cloak_make_account(view_of(longest, HOST_LEN - 5), dst), HOST_LEN);
	cr_expect_eq(cloak_make_account(view_of(longest, HOST_LEN - 4), dst), 0);
	cr_expect_eq(cloak_make_account(VIEW(""), dst), 0);
	cr_expect_eq(cloak_make_account(VIEW("a/b"), dst), 0, "not like another's");
	cr_expect_eq(cloak_make_account(VIEW("a:b"), dst), 0);
	cr_expect_eq(cloak_make_account(VIEW("a#b"), dst), 0);
	cr_expect_eq(cloak_make_account(VIEW("\xc3\xa4"), dst), 0);
	cr_expect_eq(cloak_make_account(VIEW("a\0b"), dst), 0);
}

Test(cloak, is_made_only_for_masks_that_may_hit_it)
{
	static const struct {
		const char *mask;
		bool may;
	} table[] = {
		{ "c0nnrg79.pq9zsgme.9fdja408.ip", true },
		{ "*.9fdja408.ip", true },
		{ "*.IP", true },
		{ "*p", true },
		{ "c0nnrg79.*", true },
		{ "?????????????????????????????", true },
		{ "*?", true },
		{ "*", false },
		{ "**", false },
		{ "", false },
		{ "192.0.2.1", false },
		{ "*.example.org", false },
		{ "*.ipx", false },
	};
	struct cloak ck = key(SECRET);

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		cr_expect_eq(cloak_may_hit(&ck, view_z(table[i].mask)), table[i].may, "%s", table[i].mask);
}
