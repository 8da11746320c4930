#include <criterion/criterion.h>

#include "state/collision.h"
#include "state_rig.h"

static const uint64_t times[] = { 0, 1, 2, 100, 1700000000, 1700000001, UINT64_MAX };

static enum collision_verdict
seen_from_there(enum collision_verdict v)
{
	switch (v) {
	case COLLISION_OLD_LOSES:
		return COLLISION_NEW_LOSES;
	case COLLISION_NEW_LOSES:
		return COLLISION_OLD_LOSES;
	case COLLISION_BOTH_LOSE:
	case COLLISION_OVERRIDDEN:
		break;
	}
	return v;
}

Test(collision, the_rows_of_the_table)
{
	static const struct {
		uint64_t old, new;
		bool same;
		enum collision_verdict v;
	} rows[] = {
		{ 200, 199, false, COLLISION_OLD_LOSES },
		{ 200, 199, true, COLLISION_NEW_LOSES },
		{ 200, 201, false, COLLISION_NEW_LOSES },
		{ 200, 201, true, COLLISION_OLD_LOSES },
		{ 200, 200, false, COLLISION_BOTH_LOSE },
		{ 200, 200, true, COLLISION_BOTH_LOSE },
		{ 200, 0, false, COLLISION_BOTH_LOSE },
		{ 200, 0, true, COLLISION_BOTH_LOSE },
		{ 0, 200, false, COLLISION_BOTH_LOSE },
		{ 0, 200, true, COLLISION_BOTH_LOSE },
		{ 0, 0, false, COLLISION_BOTH_LOSE },
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		cr_expect_eq(collision_decide(rows[i].old, rows[i].new, rows[i].same, false), rows[i].v,
			"row %zu", i);
}

/* Each side calls the other's user the new one. */
Test(collision, both_sides_name_the_same_loser)
{
	for (size_t a = 0; a < ARRAY_LEN(times); a++) {
		for (size_t b = 0; b < ARRAY_LEN(times); b++) {
			for (int same = 0; same < 2; same++) {
				enum collision_verdict here =
					collision_decide(times[a], times[b], same == 1, false);
				enum collision_verdict there =
					collision_decide(times[b], times[a], same == 1, false);

				cr_expect_eq(there, seen_from_there(here), "%zu %zu %d", a, b, same);
				cr_expect_neq(here, COLLISION_OVERRIDDEN);
			}
		}
	}
}

Test(collision, who_has_not_registered_loses_always)
{
	for (size_t a = 0; a < ARRAY_LEN(times); a++) {
		for (size_t b = 0; b < ARRAY_LEN(times); b++) {
			cr_expect_eq(collision_decide(times[a], times[b], false, true), COLLISION_OVERRIDDEN);
			cr_expect_eq(collision_decide(times[a], times[b], true, true), COLLISION_OVERRIDDEN);
		}
	}
}

Test(collision, masks_are_the_same_without_regard_to_case)
{
	struct world *w = rig_world();
	struct client *c = rig_user(w, "bob");

	cr_expect(collision_same_mask(c, VIEW("BOB"), VIEW("Host.EXAMPLE")));
	cr_expect_not(collision_same_mask(c, VIEW("~bob"), VIEW("host.example")));
	cr_expect_not(collision_same_mask(c, VIEW("bob"), VIEW("host.exampl")));
	world_free(w);
}
