#include "state/member.h"

#include <criterion/criterion.h>
#include <stdio.h>

#include "tests/unit/state/state_rig.h"
#include "tests/unit/state/world_check.h"

Test(member, is_found_from_the_shorter_side)
{
	struct world *w = rig_world();
	struct client *busy = rig_user(w, "busy"), *c[40];
	struct channel *big;
	char name[16];

	for (unsigned i = 0; i < RIG_MAX - 1; i++) {
		(void)snprintf(name, sizeof(name), "#small%u", i);
		rig_join(busy, name);
	}
	big = rig_join(busy, "#big");
	for (unsigned i = 0; i < ARRAY_LEN(c); i++) {
		(void)snprintf(name, sizeof(name), "u%u", i);
		c[i] = rig_user(w, name);
		rig_join(c[i], "#big");
		cr_expect(member_find(big, c[i])->client == c[i]);
	}
	cr_expect(member_find(big, busy)->channel == big);
	for (unsigned i = 0; i < RIG_MAX - 1; i++) {
		const struct channel *ch;

		(void)snprintf(name, sizeof(name), "#small%u", i);
		ch = channel_find(w, view_z(name));
		cr_expect(member_find(ch, busy)->client == busy);
		cr_expect_null(member_find(ch, c[0]));
	}
	cr_expect_null(world_fault(w));
	world_free(w);
}

Test(member, array_stays_packed_and_gives_memory_back)
{
	struct world *w = rig_world();
	struct client *c[200];
	struct channel *ch = NULL;
	char nick[16];

	for (unsigned i = 0; i < ARRAY_LEN(c); i++) {
		(void)snprintf(nick, sizeof(nick), "u%u", i);
		c[i] = rig_user(w, nick);
		ch = rig_join(c[i], "#c");
	}
	cr_expect_eq(ch->n_members, 200);
	for (size_t i = 1; i < ARRAY_LEN(c); i++) {
		size_t k = i % 2 == 0 ? i : ARRAY_LEN(c) - i;

		cr_expect_not(member_del(member_find(ch, c[k])));
		cr_expect_null(member_find(ch, c[k]));
		cr_expect_null(world_fault(w));
	}
	cr_expect_eq(ch->n_members, 1);
	cr_expect_leq(ch->cap_members, 4);
	cr_expect(member_del(member_find(ch, c[0])), "the last takes the channel along");
	cr_expect_null(channel_find(w, VIEW("#c")));
	cr_expect_null(world_fault(w));
	world_free(w);
}

Test(member, prefixes_are_the_highest_or_all_highest_first)
{
	struct member m = { 0 };
	char p[8];

	cr_expect_str_eq(member_prefixes(&m, false, p), "");
	cr_expect_str_eq(member_prefixes(&m, true, p), "");
	member_set_ranks(&m, RANK_VOICE);
	cr_expect_str_eq(member_prefixes(&m, false, p), "+");
	member_set_ranks(&m, 2 * RANK_OWNER - 1);
	cr_expect_str_eq(member_prefixes(&m, true, p), "~&@%+");
	cr_expect_str_eq(member_prefixes(&m, false, p), "~");
	member_set_ranks(&m, RANK_VOICE | RANK_OP);
	cr_expect_str_eq(member_prefixes(&m, false, p), "@");
	cr_expect_str_eq(member_prefixes(&m, true, p), "@+");
	member_set_ranks(&m, RANK_OP);
	cr_expect_str_eq(member_prefixes(&m, true, p), "@");
}

Test(member, rank_is_asked_at_least)
{
	struct member m = { 0 };

	cr_expect_not(member_has_rank(NULL, RANK_VOICE));
	cr_expect_not(member_has_rank(&m, RANK_VOICE));
	member_set_ranks(&m, RANK_OP);
	cr_expect(member_has_rank(&m, RANK_VOICE));
	cr_expect(member_has_rank(&m, RANK_OP));
	member_set_ranks(&m, RANK_VOICE);
	cr_expect_not(member_has_rank(&m, RANK_OP));
}

Test(member, only_the_highest_ranks_are_compared)
{
	for (uint32_t a = 0; a < 2 * RANK_OWNER; a++) {
		for (uint32_t b = 0; b < 2 * RANK_OWNER; b++) {
			struct member x = { .ranks = (uint16_t)a }, y = { .ranks = (uint16_t)b };
			uint32_t top_a = RANK_OWNER, top_b = RANK_OWNER;

			while ((a & top_a) == 0 && top_a != 0)
				top_a >>= 1;
			while ((b & top_b) == 0 && top_b != 0)
				top_b >>= 1;
			cr_expect_eq(member_outranks(&x, &y), top_a > top_b, "%u %u", a, b);
		}
	}
}

Test(member, ban_answer_is_kept_and_asked_anew_when_list_or_mask_change)
{
	struct world *w = rig_world();
	struct client *op = rig_user(w, "op"), *bob = rig_user(w, "bob");
	struct channel *ch = rig_join(op, "#c");
	struct member *m;

	rig_join(bob, "#c");
	m = member_find(ch, bob);
	cr_expect_not(member_is_banned(m));
	cr_expect_eq(m->banned, MEMBER_BAN_NO);
	cr_expect_eq(rig_mode(ch, op, "+b bob"), MODE_OK);
	cr_expect(member_is_banned(m));
	cr_expect_eq(client_set_nick(bob, VIEW("rob"), RIG_NOW), NICK_OK);
	cr_expect_not(member_is_banned(m));
	cr_expect_eq(client_set_nick(bob, VIEW("Bob"), RIG_NOW), NICK_OK);
	cr_expect(member_is_banned(m));
	cr_expect_eq(rig_mode(ch, op, "-b bob"), MODE_OK);
	cr_expect_not(member_is_banned(m));
	cr_expect_eq(rig_mode(ch, op, "+b 192.0.2.1"), MODE_OK);
	cr_expect_not(member_is_banned(m));
	client_set_address(bob, VIEW("192.0.2.1"));
	cr_expect(member_is_banned(m));
	client_set_address(bob, VIEW(""));
	cr_expect_not(member_is_banned(m));
	client_set_host(bob, VIEW("192.0.2.1"));
	cr_expect(member_is_banned(m));
	cr_expect_null(world_fault(w));
	world_free(w);
}
