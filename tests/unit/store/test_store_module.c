#include "store/store_module.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "core/mem.h"
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

TestSuite(store_module, .init = set_up, .fini = tear_down);

static struct store_module_row
row(const char *kind, struct view key, struct view value)
{
	return (struct store_module_row){ view_z(kind), key, value };
}

static char seen[500];
static size_t value_n;

static int
see(void *arg, const struct store_module_row *r, struct err *e)
{
	size_t n = strlen(seen);

	if (arg != NULL && n != 0)
		return err_fmt(e, "enough");
	(void)snprintf(seen + n, sizeof(seen) - n, "%.*s/%.*s=%.*s\n", VIEW_ARG(r->kind), VIEW_ARG(r->key),
		VIEW_ARG(view_left(r->value, 20)));
	value_n = r->value.n;
	return 0;
}

static const char *
all(const char *module)
{
	struct err e;

	seen[0] = '\0';
	cr_assert_eq(store_module_load(db, view_z(module), see, NULL, &e), 0, "%s", e.text);
	return seen;
}

Test(store_module, rows_are_read_as_they_were_written_each_modules_own)
{
	const struct store_module_row b = row("b", VIEW("1"), VIEW("one")),
				      a2 = row("a", VIEW("2"), VIEW("")), a1 = row("a", VIEW("1"), VIEW("x"));

	cr_expect_eq(store_module_insert(db, VIEW("icq"), &b), STORE_OK);
	cr_expect_eq(store_module_insert(db, VIEW("icq"), &a2), STORE_OK);
	cr_expect_eq(store_module_insert(db, VIEW("icq"), &a1), STORE_OK);
	cr_expect_eq(store_module_insert(db, VIEW("other"), &a1), STORE_OK);
	cr_expect_str_eq(all("icq"), "a/1=x\na/2=\nb/1=one\n");
	cr_expect_str_eq(all("other"), "a/1=x\n");
	cr_expect_str_eq(all("none"), "");
}

Test(store_module, row_is_there_once)
{
	struct store_module_row a = row("a", VIEW("1"), VIEW("x"));

	cr_expect_eq(store_module_update(db, VIEW("icq"), &a), STORE_REFUSED, "there is none yet");
	cr_expect_eq(store_module_insert(db, VIEW("icq"), &a), STORE_OK);
	a.value = VIEW("y");
	cr_expect_eq(store_module_insert(db, VIEW("icq"), &a), STORE_REFUSED);
	cr_expect_str_eq(all("icq"), "a/1=x\n");
	cr_expect_eq(store_module_update(db, VIEW("icq"), &a), STORE_OK);
	cr_expect_str_eq(all("icq"), "a/1=y\n");
	cr_expect_eq(store_module_delete(db, VIEW("other"), &a), STORE_REFUSED);
	cr_expect_eq(store_module_delete(db, VIEW("icq"), &a), STORE_OK);
	cr_expect_eq(store_module_delete(db, VIEW("icq"), &a), STORE_REFUSED);
	cr_expect_str_eq(all("icq"), "");
}

Test(store_module, keys_and_values_are_bytes)
{
	const struct store_module_row a = row("a", view_of("\0\xff", 2), view_of("\0b\xfe", 3)),
				      b = row("a", view_of("\0", 1), VIEW("less"));
	struct err e;

	cr_expect_eq(store_module_insert(db, VIEW("icq"), &a), STORE_OK);
	cr_expect_eq(store_module_insert(db, VIEW("icq"), &b), STORE_OK);
	cr_expect_eq(store_module_delete(db, VIEW("icq"), &b), STORE_OK);
	cr_assert_eq(store_module_load(db, VIEW("icq"), see, NULL, &e), 0);
	cr_expect_eq(value_n, 3);
}

Test(store_module, who_reads_can_end_it)
{
	const struct store_module_row a = row("a", VIEW("1"), VIEW("x")), b = row("a", VIEW("2"), VIEW("x"));
	struct err e;

	cr_expect_eq(store_module_insert(db, VIEW("icq"), &a), STORE_OK);
	cr_expect_eq(store_module_insert(db, VIEW("icq"), &b), STORE_OK);
	seen[0] = '\0';
	cr_expect_eq(store_module_load(db, VIEW("icq"), see, seen, &e), -1);
	cr_expect_str_eq(e.text, "enough");
}
