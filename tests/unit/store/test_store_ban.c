#include "store/store_ban.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "tests/unit/store/store_rig.h"

static struct store_rig rig;
static struct store_db *db;

static void
set_up(void)
{
	store_rig_init(&rig);
	store_rig_open(&rig);
	db = store_idle_db(rig.store);
}

static void
tear_down(void)
{
	store_rig_release(&rig);
}

TestSuite(store_ban, .init = set_up, .fini = tear_down);

static enum store_result
put(uint64_t id, const char *kind, const char *mask, uint64_t until_s)
{
	const struct store_ban row = { .id = id,
		.kind = view_z(kind),
		.mask = view_z(mask),
		.by = VIEW("op"),
		.reason = VIEW("why"),
		.oper_reason = id == 1 ? VIEW("private") : (struct view){ NULL, 0 },
		.set_s = 5,
		.until_s = until_s };

	return store_ban_insert(db, &row);
}

static char seen[500];

static int
see(void *arg, const struct store_ban *row, struct err *e)
{
	size_t n = strlen(seen);

	(void)arg;
	(void)e;
	(void)snprintf(seen + n, sizeof(seen) - n, "%llu %.*s %.*s %.*s %.*s|%.*s %llu %llu\n",
		(unsigned long long)row->id, VIEW_ARG(row->kind), VIEW_ARG(row->mask), VIEW_ARG(row->by),
		VIEW_ARG(row->reason), VIEW_ARG(row->oper_reason), (unsigned long long)row->set_s,
		(unsigned long long)row->until_s);
	return 0;
}

static const char *
all(void)
{
	struct err e;

	seen[0] = '\0';
	cr_assert_eq(store_ban_load(db, see, NULL, &e), 0);
	return seen;
}

Test(store_ban, rows_are_read_as_they_were_written)
{
	cr_expect_eq(put(1, "K", "*@a", 0), STORE_OK);
	cr_expect_eq(put(2, "D", "10.0.0.0/8", 9), STORE_OK);
	cr_expect_str_eq(all(), "1 K *@a op why|private 5 0\n2 D 10.0.0.0/8 op why| 5 9\n");
}

Test(store_ban, mask_is_there_once_for_each_kind)
{
	cr_expect_eq(put(1, "K", "*@a", 0), STORE_OK);
	cr_expect_eq(put(2, "K", "*@a", 0), STORE_REFUSED);
	cr_expect_eq(put(1, "K", "*@b", 0), STORE_REFUSED);
	cr_expect_eq(put(3, "E", "*@a", 0), STORE_OK);
}

Test(store_ban, number_is_never_given_again)
{
	uint64_t id = 7;
	struct err e;

	cr_assert_eq(store_ban_last_id(db, &id, &e), 0);
	cr_expect_eq(id, 0);
	cr_expect_eq(put(5, "K", "*@a", 0), STORE_OK);
	cr_expect_eq(store_ban_delete(db, 5), STORE_OK);
	cr_expect_eq(store_ban_delete(db, 5), STORE_REFUSED);
	cr_assert_eq(store_ban_last_id(db, &id, &e), 0);
	cr_expect_eq(id, 5);
}

Test(store_ban, expired_ones_go_and_those_for_good_stay)
{
	cr_expect_eq(put(1, "K", "a", 0), STORE_OK);
	cr_expect_eq(put(2, "K", "b", 99), STORE_OK);
	cr_expect_eq(put(3, "K", "c", 100), STORE_OK);
	cr_expect_eq(put(4, "K", "d", 101), STORE_OK);
	cr_expect_eq(store_ban_delete_expired(db, 100), STORE_OK);
	cr_expect_str_eq(all(), "1 K a op why|private 5 0\n4 K d op why| 5 101\n");
}
