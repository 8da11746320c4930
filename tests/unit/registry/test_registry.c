#include "registry/registry.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>

#include "store/sql.h"
#include "tests/unit/registry/registry_rig.h"

Test(registry, every_verdict_has_a_text)
{
	for (int v = 0; v < REGISTRY_N; v++)
		cr_expect_not_null(registry_verdict_text((enum registry_verdict)v), "%d", v);
}

struct row_case {
	char sql[200];
};

/* Whoever edits the file by hand is told; nobody is let in by half of it. */
ParameterizedTestParameters(registry, row_that_cannot_be_is_refused)
{
	static struct row_case cases[] = {
		{ "INSERT INTO account (name, created_s) VALUES ('a b', 1)" },
		{ "INSERT INTO account (name, created_s) VALUES ('', 1)" },
		{ "INSERT INTO account (name, created_s) VALUES ('ALICE', 1)" },
		{ "UPDATE account SET password = 'plain'" },
		{ "UPDATE account SET password = NULL" },
		{ "UPDATE account SET scram_iterations = 1" },
		{ "UPDATE account SET scram_salt = x'00'" },
		{ "UPDATE account SET scram_stored = NULL" },
		{ "UPDATE account SET scram_server = x'0011'" },
	};

	return cr_make_param_array(struct row_case, cases, ARRAY_LEN(cases));
}

ParameterizedTest(struct row_case *c, registry, row_that_cannot_be_is_refused)
{
	struct registry_rig r;

	registry_rig_init(&r, "registration = open");
	cr_assert_eq(rig_add(&r, "alice", "password1"), REGISTRY_OK);
	cr_assert_eq(sql_run(store_idle_db(r.store), c->sql), STORE_OK);
	registry_rig_stop(&r);
	registry_rig_start(&r, -1);
	registry_rig_release(&r);
}
