#include "state/invite.h"

#include <criterion/criterion.h>
#include <stdio.h>

#include "tests/unit/state/state_rig.h"
#include "tests/unit/state/world_check.h"

Test(invite, is_there_once_until_it_is_taken_back)
{
	struct world *w = rig_world();
	struct client *op = rig_user(w, "op"), *c = rig_user(w, "c");
	struct channel *ch = rig_join(op, "#c"), *other = rig_join(op, "#o");

	cr_expect_not(invite_has(ch, c));
	invite_add(ch, c);
	invite_add(ch, c);
	cr_expect(invite_has(ch, c));
	cr_expect_not(invite_has(other, c));
	cr_expect_eq(invite_count(c), 1);
	cr_expect_null(world_fault(w));
	invite_del(ch, c);
	invite_del(ch, c);
	cr_expect_not(invite_has(ch, c));
	cr_expect_eq(invite_count(c), 0);
	cr_expect_null(world_fault(w));
	world_free(w);
}

Test(invite, oldest_goes_above_the_limit)
{
	struct world *w = rig_world();
	struct client *c = rig_user(w, "c");
	struct channel *ch[INVITES_MAX + 1];
	char name[16];

	for (unsigned i = 0; i < ARRAY_LEN(ch); i++) {
		(void)snprintf(name, sizeof(name), "op%u", i);
		struct client *op = rig_user(w, name);
		(void)snprintf(name, sizeof(name), "#c%u", i);
		ch[i] = rig_join(op, name);
	}
	for (unsigned i = 0; i < INVITES_MAX; i++)
		invite_add(ch[i], c);
	cr_expect_eq(invite_count(c), INVITES_MAX);
	cr_expect(invite_has(ch[0], c));
	invite_add(ch[0], c); /* now the newest */
	invite_add(ch[INVITES_MAX], c);
	cr_expect_eq(invite_count(c), INVITES_MAX);
	cr_expect_not(invite_has(ch[1], c), "the oldest went");
	cr_expect(invite_has(ch[0], c), "invited again, it was not the oldest any more");
	cr_expect(invite_has(ch[INVITES_MAX], c));
	cr_expect_null(world_fault(w));
	world_free(w);
}

Test(invite, dies_with_its_channel_and_with_its_client)
{
	struct world *w = rig_world();
	struct client *op = rig_user(w, "op"), *a = rig_user(w, "a"), *b = rig_user(w, "b");
	struct channel *one = rig_join(op, "#one"), *two = rig_join(op, "#two");

	invite_add(one, a);
	invite_add(one, b);
	invite_add(two, a);
	cr_expect(member_del(member_find(one, op)));
	cr_expect_eq(invite_count(a), 1);
	cr_expect_eq(invite_count(b), 0);
	cr_expect_null(world_fault(w));
	client_exit(a, RIG_NOW);
	cr_expect(list_is_empty(&two->invites));
	cr_expect_null(world_fault(w));
	world_free(w);
}
