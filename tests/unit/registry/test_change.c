#include <criterion/criterion.h>
#include <stdio.h>

#include "tests/unit/registry/registry_rig.h"

static const uint8_t one[ACCOUNT_CERT_BYTES] = { 1 }, two[ACCOUNT_CERT_BYTES] = { 2 };

/* A password takes long to hash; what was asked for later does not overtake it. */
Test(change, changes_of_a_name_keep_their_order)
{
	struct rig_answers a = { .n = 0 };
	struct registry_rig r;
	const struct registry_new_account bob = { .name = VIEW("bob"), .password = VIEW("password of bob") };

	registry_rig_init(&r, "registration = open");
	registry_account_add(r.registry, &bob, rig_call(&a, 1));
	registry_account_cert_add(r.registry, VIEW("BOB"), one, rig_call(&a, 2));
	registry_account_password(r.registry, VIEW("bob"), VIEW("another password"), rig_call(&a, 3));
	registry_account_cert_add(r.registry, VIEW("bob"), two, rig_call(&a, 4));
	registry_account_drop(r.registry, VIEW("bob"), rig_call(&a, 5));
	registry_account_cert_add(r.registry, VIEW("bob"), two, rig_call(&a, 6));
	cr_expect_eq(a.n, 0);
	registry_rig_settle(&r);
	cr_assert_eq(a.n, 6);
	for (int i = 0; i < 6; i++)
		cr_expect_eq(a.tag[i], i + 1);
	for (int i = 0; i < 5; i++)
		cr_expect_eq(a.v[i], REGISTRY_OK, "%d: %s", i, registry_verdict_text(a.v[i]));
	cr_expect_eq(a.v[5], REGISTRY_NO_ACCOUNT);
	registry_rig_release(&r);
}

/* Both ask before either is written: the database says who was first, and memory follows. */
Test(change, two_names_that_want_one_certificate)
{
	struct rig_answers a = { .n = 0 };
	struct registry_rig r;

	registry_rig_init(&r, "registration = open");
	cr_assert_eq(rig_add(&r, "alice", "password1"), REGISTRY_OK);
	cr_assert_eq(rig_add(&r, "bob", "password1"), REGISTRY_OK);
	registry_account_cert_add(r.registry, VIEW("alice"), one, rig_call(&a, 1));
	registry_account_cert_add(r.registry, VIEW("bob"), one, rig_call(&a, 2));
	registry_rig_settle(&r);
	cr_assert_eq(a.n, 2);
	cr_expect(a.v[0] == REGISTRY_OK && a.v[1] == REGISTRY_CERT_TAKEN);
	cr_expect_eq(account_find_cert(&r.world->accounts, one), rig_find(&r, "alice"));
	registry_rig_release(&r);
}

Test(change, limit_is_busy_one_above)
{
	struct rig_answers a = { .n = 0 };
	struct registry_rig r;

	registry_rig_init(&r, "registration = open");
	cr_assert_eq(rig_add(&r, "alice", "password1"), REGISTRY_OK);
	for (int i = 0; i < REGISTRY_CHANGES_MAX; i++)
		registry_account_cert_add(r.registry, VIEW("alice"), one, rig_call(&a, i));
	cr_expect_eq(a.n, 0);
	registry_account_cert_add(r.registry, VIEW("alice"), two, rig_call(&a, -1));
	cr_expect(a.n == 1 && a.tag[0] == -1 && a.v[0] == REGISTRY_BUSY);
	registry_rig_settle(&r);
	cr_expect_eq(a.n, REGISTRY_CHANGES_MAX + 1);
	cr_expect_eq(a.v[1], REGISTRY_OK);
	cr_expect_eq(a.v[2], REGISTRY_CERT_TAKEN);
	registry_rig_release(&r);
}

/* What has not begun is refused, what is being hashed as well, what was given to the store is written; everybody hears of it. */
Test(change, stopping_answers_all)
{
	struct rig_answers a = { .n = 0 };
	struct registry_rig r;
	char name[8];
	unsigned n = 0;

	registry_rig_init(&r, "registration = open");
	for (int i = 0; i < 20; i++) {
		(void)snprintf(name, sizeof(name), "n%d", i);
		registry_account_add(r.registry,
			&(struct registry_new_account){ .name = view_z(name), .password = VIEW("password1") },
			rig_call(&a, i));
		registry_account_cert_add(r.registry, view_z(name), one, rig_call(&a, 100 + i));
	}
	registry_rig_stop(&r);
	cr_expect_eq(a.n, 40);
	for (unsigned i = 0; i < a.n; i++) {
		cr_expect(a.v[i] == REGISTRY_OK || a.v[i] == REGISTRY_BUSY, "%s",
			registry_verdict_text(a.v[i]));
		n += a.v[i] == REGISTRY_OK;
	}
	registry_rig_start(&r, 0);
	cr_expect_eq(account_set_count(&r.world->accounts), n);
	registry_rig_release(&r);
}

Test(change, without_a_store_changes_are_made_all_the_same)
{
	struct rig_answers a = { .n = 0 };
	struct registry_rig r;

	registry_rig_init(&r, "registration = open");
	registry_rig_stop(&r);
	r.no_store = true;
	registry_rig_start(&r, 0);
	cr_expect_eq(rig_add(&r, "alice", "password1"), REGISTRY_OK);
	registry_account_cert_add(r.registry, VIEW("alice"), one, rig_call(&a, 1));
	cr_expect(a.n == 1 && a.v[0] == REGISTRY_OK);
	registry_rig_release(&r);
}
