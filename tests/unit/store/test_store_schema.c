#include "store/store_schema.h"

#include <criterion/criterion.h>

#include "store/sql.h"
#include "store/store_file.h"
#include "tests/unit/store/store_rig.h"

Test(store_schema, new_file_says_whose_it_is_and_which_version)
{
	struct store_rig r;
	uint64_t n = 0;
	struct err e;

	store_rig_init(&r);
	store_rig_open(&r);
	cr_assert_eq(sql_ask(store_idle_db(r.store), "PRAGMA user_version", &n, &e), 0);
	cr_expect_eq(n, store_schema_version());
	cr_assert_eq(sql_ask(store_idle_db(r.store), "PRAGMA application_id", &n, &e), 0);
	cr_expect_eq(n, STORE_APPLICATION_ID);
	store_rig_release(&r);
}

/* What the store promises of every connection. */
Test(store_schema, settings_of_the_connection)
{
	static const struct {
		const char *ask;
		uint64_t want;
	} settings[] = {
		{ "PRAGMA synchronous", 2 },
		{ "PRAGMA foreign_keys", 1 },
		{ "PRAGMA trusted_schema", 0 },
		{ "PRAGMA cell_size_check", 1 },
		{ "SELECT journal_mode = 'wal' FROM pragma_journal_mode", 1 },
	};
	struct store_rig r;
	struct err e;

	store_rig_init(&r);
	store_rig_open(&r);
	for (size_t i = 0; i < ARRAY_LEN(settings); i++) {
		uint64_t n = 99;

		cr_assert_eq(
			sql_ask(store_idle_db(r.store), settings[i].ask, &n, &e), 0, "%s", settings[i].ask);
		cr_expect_eq(n, settings[i].want, "%s: %u", settings[i].ask, (unsigned)n);
	}
	store_rig_release(&r);
}

Test(store_schema, update_of_today_changes_nothing)
{
	struct store_rig r;
	struct err e;

	store_rig_init(&r);
	store_rig_open(&r);
	cr_expect_eq(store_schema_update(store_idle_db(r.store), &e), 0);
	store_rig_release(&r);
}
