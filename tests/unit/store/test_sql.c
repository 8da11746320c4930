#include "store/sql.h"

#include <criterion/criterion.h>
#include <stdio.h>

#include "tests/unit/store/store_rig.h"

Test(sql, binds_and_reads_what_was_bound)
{
	static const char bytes[] = { 0, 1, 2 };
	struct store_rig r;
	struct store_db *db;
	struct sql q;

	store_rig_init(&r);
	store_rig_open(&r);
	db = store_idle_db(r.store);
	sql_begin(&q, db, "SELECT ?, ?, ?, ?, ?");
	sql_bind_text(&q, VIEW("text"));
	sql_bind_text(&q, view_of(NULL, 0));
	sql_bind_text(&q, VIEW(""));
	sql_bind_blob(&q, view_of(bytes, sizeof(bytes)));
	sql_bind_number(&q, UINT64_MAX);
	cr_assert(sql_step(&q));
	cr_expect(view_eq(sql_text(&q, 0), VIEW("text")));
	cr_expect_null(sql_text(&q, 1).p);
	cr_expect_not_null(sql_text(&q, 2).p);
	cr_expect(view_eq(sql_blob(&q, 3), view_of(bytes, sizeof(bytes))));
	cr_expect_eq(sql_number(&q, 4), INT64_MAX);
	cr_expect_not(sql_step(&q));
	cr_expect_eq(sql_end(&q), STORE_OK);
	store_rig_release(&r);
}

Test(sql, first_error_sticks_and_leaves_its_words)
{
	struct store_rig r;
	struct store_db *db;
	struct sql q;

	store_rig_init(&r);
	store_rig_open(&r);
	db = store_idle_db(r.store);
	sql_begin(&q, db, "SELECT nothing FROM nowhere WHERE a = ?");
	sql_bind_number(&q, 1);
	sql_bind_text(&q, VIEW("x"));
	sql_bind_blob(&q, VIEW("x"));
	cr_expect_not(sql_step(&q));
	cr_expect_eq(sql_end(&q), STORE_FAILED);
	cr_expect_str_neq(db->fault, "");
	store_rig_release(&r);
}

/* "text" in double quotes must never be taken for a string. */
Test(sql, double_quotes_are_no_strings)
{
	struct store_rig r;

	store_rig_init(&r);
	store_rig_open(&r);
	cr_expect_eq(sql_run(store_idle_db(r.store), "SELECT \"text\""), STORE_FAILED);
	store_rig_release(&r);
}
