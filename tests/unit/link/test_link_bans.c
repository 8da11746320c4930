/* Which of two orders wins, and how long both are remembered. */
#include "link/link_bans.h"

#include <criterion/criterion.h>
#include <stdio.h>

#include "core/hash.h"

#define NOW UINT64_C(1767323045)

static struct link_bans *
make(void)
{
	hash_init();
	return link_bans_new();
}

static struct link_ban
ban(uint64_t created, uint64_t duration, uint64_t lifetime)
{
	return (struct link_ban){ .kind = BAN_KLINE,
		.mask = VIEW("*bad@192.0.2.1"),
		.created = created,
		.duration = duration,
		.lifetime = lifetime,
		.by = VIEW("op"),
		.reason = VIEW("spam") };
}

Test(link_bans, the_later_one_wins)
{
	struct link_bans *all = make();
	struct link_ban b = ban(NOW, 300, 300), older = ban(NOW - 1, 600, 600), newer = ban(NOW + 1, 0, 600);

	cr_expect_eq(link_bans_take(all, &b, NOW), LINK_BAN_NEW);
	cr_expect_eq(link_bans_take(all, &older, NOW), LINK_BAN_OLD);
	cr_expect_eq(link_bans_take(all, &newer, NOW), LINK_BAN_NEWER);
	cr_expect_eq(link_bans_next(all, NULL)->duration, 0);
	cr_expect_null(link_bans_next(all, link_bans_next(all, NULL)), "one of each mask");
	link_bans_free(all);
}

Test(link_bans, of_one_second_the_longer_remembered_wins)
{
	struct link_bans *all = make();
	struct link_ban b = ban(NOW, 300, 300), same = ban(NOW, 200, 300), longer = ban(NOW, 0, 301);

	cr_expect_eq(link_bans_take(all, &b, NOW), LINK_BAN_NEW);
	cr_expect_eq(link_bans_take(all, &same, NOW), LINK_BAN_OLD);
	cr_expect_eq(link_bans_take(all, &longer, NOW), LINK_BAN_NEWER);
	link_bans_free(all);
}

Test(link_bans, one_is_remembered_as_long_as_the_one_before)
{
	struct link_bans *all = make();
	struct link_ban b = ban(NOW, 600, 600), gone = ban(NOW + 100, 0, 10);

	cr_expect_eq(link_bans_take(all, &b, NOW), LINK_BAN_NEW);
	cr_expect_eq(link_bans_take(all, &gone, NOW + 100), LINK_BAN_NEWER);
	cr_expect_eq(gone.lifetime, 500, "or a server that was cut off would bring it back");
	cr_expect_not(link_ban_is_over(link_bans_next(all, NULL), NOW + 599));
	cr_expect(link_ban_is_over(link_bans_next(all, NULL), NOW + 600));
	link_bans_free(all);
}

Test(link_bans, a_lifetime_is_no_shorter_than_the_ban)
{
	struct link_bans *all = make();
	struct link_ban b = ban(NOW, 600, 1), over = ban(NOW - 100, 10, 100);

	cr_expect_eq(link_bans_take(all, &b, NOW), LINK_BAN_NEW);
	cr_expect_eq(b.lifetime, 600);
	over.mask = VIEW("*@192.0.2.9");
	cr_expect_eq(link_bans_take(all, &over, NOW), LINK_BAN_OLD, "nobody need remember it");
	link_bans_free(all);
}

Test(link_bans, kinds_and_masks_are_told_apart_but_not_their_case)
{
	struct link_bans *all = make();
	struct link_ban a = ban(NOW, 300, 300), b = a, c = a;

	b.kind = BAN_RESV;
	c.mask = VIEW("*BAD@192.0.2.1");
	cr_expect_eq(link_bans_take(all, &a, NOW), LINK_BAN_NEW);
	cr_expect_eq(link_bans_take(all, &b, NOW), LINK_BAN_NEW);
	cr_expect_eq(link_bans_take(all, &c, NOW), LINK_BAN_OLD);
	link_bans_free(all);
}

Test(link_bans, there_is_room_for_so_many)
{
	struct link_bans *all = make();
	char mask[32];

	for (unsigned i = 0; i <= LINK_BANS_MAX; i++) {
		struct link_ban b = ban(NOW, 10, i == 0 ? 10 : 300);

		(void)snprintf(mask, sizeof(mask), "*@h%u.test", i);
		b.mask = view_z(mask);
		cr_assert_eq(link_bans_take(all, &b, NOW), i < LINK_BANS_MAX ? LINK_BAN_NEW : LINK_BAN_FULL);
	}
	link_bans_free(all);
}

Test(link_bans, what_is_over_makes_room)
{
	struct link_bans *all = make();
	char mask[32];
	size_t n = 0;

	for (unsigned i = 0; i < 1000; i++) {
		struct link_ban b = ban(NOW + i, 1, 1);

		(void)snprintf(mask, sizeof(mask), "*@h%u.test", i);
		b.mask = view_z(mask);
		cr_assert_eq(link_bans_take(all, &b, NOW + i), LINK_BAN_NEW);
	}
	for (const struct link_ban *b = link_bans_next(all, NULL); b != NULL; b = link_bans_next(all, b))
		n++;
	cr_expect_leq(n, 64);
	link_bans_free(all);
}

Test(link_bans, masks_are_normalised)
{
	char dst[LINK_BAN_TEXT];

	cr_expect(view_eq(link_ban_mask(BAN_KLINE, VIEW("*Bad"), VIEW("0::1"), dst), VIEW("*Bad@0::1")),
		"as those that are typed here");
	cr_expect_eq(link_ban_mask(BAN_KLINE, VIEW("a!b"), VIEW("h"), dst).n, 0);
	cr_expect_eq(link_ban_mask(BAN_DLINE, VIEW("*"), VIEW("no address"), dst).n, 0);
	cr_expect(view_eq(link_ban_mask(BAN_RESV, VIEW("*"), VIEW("#bad"), dst), VIEW("#bad")));
}
