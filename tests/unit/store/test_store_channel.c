#include "store/store_channel.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "store/sql.h"
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

TestSuite(store_channel, .init = set_up, .fini = tear_down);

static enum store_result
put(uint64_t id, const char *name, size_t n_masks)
{
	const struct store_mask mask[] = { { VIEW("b"), VIEW("a!*@*"), VIEW("x"), 3 },
		{ VIEW("e"), VIEW("b!*@*"), VIEW("y"), 4 } };
	const struct store_access access = { VIEW("bob"), VIEW("vo"), 5 };
	const struct store_channel row = { .id = id,
		.name = view_z(name),
		.founder = VIEW("alice"),
		.modes = VIEW("+n"),
		.settings = VIEW(""),
		.lock = VIEW(""),
		.topic_ms = 1,
		.created_ms = 2,
		.registered_s = 3,
		.mask = mask,
		.n_masks = n_masks,
		.access = &access,
		.n_access = 1 };

	return store_channel_put(db, &row);
}

static char seen[500];

static int
see_channel(void *arg, const struct store_channel *row, struct err *e)
{
	size_t n = strlen(seen);

	(void)arg;
	(void)e;
	(void)snprintf(seen + n, sizeof(seen) - n, "%u:%.*s:%s ", (unsigned)row->id, VIEW_ARG(row->name),
		row->topic.p == NULL ? "none" : "topic");
	return 0;
}

static int
see_mask(void *arg, uint64_t channel, const struct store_mask *row, struct err *e)
{
	size_t n = strlen(seen);

	(void)arg;
	(void)e;
	(void)snprintf(seen + n, sizeof(seen) - n, "%u%.*s%.*s ", (unsigned)channel, VIEW_ARG(row->list),
		VIEW_ARG(row->mask));
	return 0;
}

static int
see_access(void *arg, uint64_t channel, const struct store_access *row, struct err *e)
{
	size_t n = strlen(seen);

	(void)arg;
	if (row->set_s != 5)
		return err_fmt(e, "wrong");
	(void)snprintf(seen + n, sizeof(seen) - n, "%u%.*s%.*s ", (unsigned)channel, VIEW_ARG(row->account),
		VIEW_ARG(row->flags));
	return 0;
}

static const char *
all(void)
{
	struct err e;

	seen[0] = '\0';
	cr_assert_eq(store_channel_load(db, see_channel, NULL, &e), 0);
	cr_assert_eq(store_mask_load(db, see_mask, NULL, &e), 0);
	cr_assert_eq(store_access_load(db, see_access, NULL, &e), 0);
	return seen;
}

Test(store_channel, is_written_whole_each_time)
{
	cr_assert_eq(put(1, "#a", 2), STORE_OK);
	cr_assert_eq(put(2, "#b", 0), STORE_OK);
	cr_expect_str_eq(all(), "1:#a:none 2:#b:none 1ba!*@* 1eb!*@* 1bobvo 2bobvo ");
	cr_assert_eq(put(1, "#c", 1), STORE_OK);
	cr_expect_str_eq(all(), "1:#c:none 2:#b:none 1ba!*@* 2bobvo 1bobvo ");
}

Test(store_channel, deleting_takes_all_of_it)
{
	cr_assert_eq(put(1, "#a", 2), STORE_OK);
	cr_assert_eq(store_channel_delete(db, 1), STORE_OK);
	cr_expect_str_eq(all(), "");
	cr_expect_eq(store_channel_delete(db, 1), STORE_OK);
}

Test(store_channel, a_table_that_is_not_there_fails)
{
	struct err e;

	cr_assert_eq(sql_run(db, "DROP TABLE channel_access"), STORE_OK);
	cr_expect_eq(put(1, "#a", 2), STORE_FAILED);
	cr_expect_eq(store_access_load(db, see_access, NULL, &e), -1);
}
