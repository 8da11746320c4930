/* Rows of a module, by a server that has a database and by one that has none. */
#include "module/module_store.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "core/mem.h"
#include "module/module_priv.h"
#include "module_rig.h"
#include "store/sql.h"
#include "tests/unit/store/store_rig.h"

static struct store_rig rig;
static struct modules *set;
static const struct conf *conf;
static struct conf_faults *faults;
static size_t n_ok, n_failed;

static void
on_stored(void *arg, bool ok)
{
	cr_expect_eq(arg, &rig);
	n_ok += ok;
	n_failed += !ok;
}

static char seen[500];

static int
see(struct view kind, struct view key, struct view value, struct err *e)
{
	size_t n = strlen(seen);

	if (view_eq(kind, VIEW("bad")))
		return err_fmt(e, "no such row");
	if (n < sizeof(seen) / 2)
		(void)snprintf(seen + n, sizeof(seen) - n, "%.*s/%.*s=%.*s\n", VIEW_ARG(kind), VIEW_ARG(key),
			VIEW_ARG(view_left(value, 20)));
	return 0;
}

/* A server begins; ret: what modules_load() said. */
static int
begin(struct err *e)
{
	const struct modules_env env = { .loop = rig.loop, .store = rig.store };

	seen[0] = '\0';
	rig_load = see;
	set = modules_new(conf);
	modules_start(set, &env, conf);
	return modules_load(set, e);
}

static void
end(void)
{
	modules_stop(set, VIEW("over"));
	modules_free(set);
}

static void
set_up(void)
{
	faults = conf_faults_new();
	conf = conf_load_text("/conclave.conf",
		VIEW("server { name = irc.example }\nclass users {}\nlisten 127.0.0.1:6667 {}\n"
		     "allow \"*@*\" { class = users }\n"),
		faults);
	cr_assert_not_null(conf);
	store_rig_init(&rig);
	store_rig_open(&rig);
}

static void
tear_down(void)
{
	store_rig_release(&rig);
	conf_unref(conf);
	conf_faults_free(faults);
}

TestSuite(module_store, .init = set_up, .fini = tear_down);

static bool
put(const char *key, struct view value)
{
	return module_put(
		rig_module, &(struct module_row){ VIEW("kind"), view_z(key), value }, on_stored, &rig);
}

Test(module_store, rows_are_there_after_a_restart)
{
	struct err e;

	cr_assert_eq(begin(&e), 0);
	cr_expect_str_eq(seen, "");
	cr_expect(put("1", VIEW("one")));
	cr_expect(put("2", VIEW("two")));
	cr_expect(put("1", VIEW("uno")));
	cr_expect(module_put(rig_module, &(struct module_row){ VIEW("k"), VIEW("3"), VIEW("") }, NULL, NULL),
		"nobody asks");
	cr_expect(module_delete(rig_module, VIEW("kind"), VIEW("2"), on_stored, &rig));
	cr_expect(module_delete(rig_module, VIEW("kind"), VIEW("4"), on_stored, &rig), "has gone already");
	cr_expect_eq(n_ok, 0, "not before it is on the disk");
	store_rig_settle(&rig);
	cr_expect_eq(n_ok, 5);
	cr_expect_eq(n_failed, 0);
	cr_expect_eq(rig_module->n_rows, 2);
	end();
	store_rig_open(&rig);
	cr_assert_eq(begin(&e), 0);
	cr_expect_str_eq(seen, "k/3=\nkind/1=uno\n");
	cr_expect_eq(rig_module->n_rows, 2);
	end();
}

static void
expect_too_long(struct view kind, struct view key, struct view value)
{
	cr_expect_not(module_put(rig_module, &(struct module_row){ kind, key, value }, NULL, NULL));
}

Test(module_store, row_is_as_long_as_there_is_room_and_no_longer)
{
	char *value = mem_zalloc(MODULE_VALUE_MAX + 1);
	char key[MODULE_KEY_MAX + 2], kind[MODULE_KIND_MAX + 2];
	struct module_host *h;
	struct err e;

	memset(key, 'k', sizeof(key));
	memset(kind, 'k', sizeof(kind));
	cr_assert_eq(begin(&e), 0);
	h = rig_module;
	cr_expect(module_put(h,
		&(struct module_row){ view_of(kind, MODULE_KIND_MAX), view_of(key, MODULE_KEY_MAX),
			view_of(value, MODULE_VALUE_MAX) },
		on_stored, &rig));
	expect_too_long(view_of(kind, MODULE_KIND_MAX + 1), VIEW("1"), VIEW(""));
	expect_too_long(VIEW("a"), view_of(key, MODULE_KEY_MAX + 1), VIEW(""));
	expect_too_long(VIEW("a"), VIEW("1"), view_of(value, MODULE_VALUE_MAX + 1));
	expect_too_long(VIEW(""), VIEW("1"), VIEW(""));
	cr_expect_not(module_delete(h, VIEW("a"), VIEW(""), NULL, NULL));
	store_rig_settle(&rig);
	cr_expect_eq(n_ok, 1);
	cr_expect_eq(h->n_rows, 1);
	end();
	mem_free(value);
}

Test(module_store, so_many_are_under_way_and_no_more)
{
	char key[16];
	struct err e;

	cr_assert_eq(begin(&e), 0);
	for (size_t i = 0; i < MODULE_WRITES_MAX; i++) {
		(void)snprintf(key, sizeof(key), "%zu", i);
		cr_assert(put(key, VIEW("x")), "%zu", i);
	}
	cr_expect_not(put("more", VIEW("x")));
	store_rig_settle(&rig);
	cr_expect_eq(n_ok, MODULE_WRITES_MAX);
	cr_expect(put("more", VIEW("x")));
	store_rig_settle(&rig);
	cr_expect_eq(rig_module->n_rows, MODULE_WRITES_MAX + 1);
	end();
}

Test(module_store, what_is_under_way_at_the_end_is_written_and_told_nobody)
{
	struct err e;

	cr_assert_eq(begin(&e), 0);
	cr_expect(put("1", VIEW("one")));
	modules_stop(set, VIEW("over"));
	cr_expect_not(put("2", VIEW("two")), "nothing is begun any more");
	modules_free(set);
	store_rig_close(&rig);
	cr_expect_eq(n_ok + n_failed, 0);
	store_rig_open(&rig);
	cr_assert_eq(begin(&e), 0);
	cr_expect_str_eq(seen, "kind/1=one\n");
	end();
}

Test(module_store, without_a_database_all_is_well_at_once)
{
	const struct modules_env env = { .loop = rig.loop };
	struct err e;

	set = modules_new(conf);
	modules_start(set, &env, conf);
	cr_assert_eq(modules_load(set, &e), 0);
	cr_expect(put("1", VIEW("one")));
	cr_expect_eq(n_ok, 1);
	cr_expect(module_delete(rig_module, VIEW("kind"), VIEW("1"), NULL, NULL));
	end();
}

static void
fill(const char *sql)
{
	cr_assert_eq(sql_run(store_idle_db(rig.store), sql), STORE_OK);
}

Test(module_store, a_row_that_can_not_be_ends_the_start)
{
	struct err e;

	fill("INSERT INTO module_row VALUES ('other', 'bad', x'31', x'')");
	cr_assert_eq(begin(&e), 0, "that of another module is its own business");
	end();
	fill("INSERT INTO module_row VALUES ('test', 'bad', x'31', x'')");
	cr_assert_eq(begin(&e), -1);
	cr_expect_str_eq(e.text, "module test: no such row");
	end();
	fill("UPDATE module_row SET kind = 'abcdefghijklmnopq' WHERE module = 'test'");
	cr_assert_eq(begin(&e), -1);
	cr_expect_str_eq(
		e.text, "module test: a row of kind abcdefghijklmnop is longer than rows of modules are");
	end();
}

Test(module_store, so_many_rows_and_no_more)
{
	struct err e;

	fill("WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000)"
	     " INSERT INTO module_row SELECT 'test', 'kind', CAST(CAST(i AS TEXT) AS BLOB), x'' FROM n");
	cr_assert_eq(begin(&e), 0, "%s", e.text);
	cr_expect_eq(rig_module->n_rows, MODULE_ROWS_MAX);
	cr_expect(put("1", VIEW("another value")));
	cr_expect(put("new", VIEW("x")));
	store_rig_settle(&rig);
	cr_expect_eq(n_ok, 1);
	cr_expect_eq(n_failed, 1, "no room for another row");
	cr_expect(module_delete(rig_module, VIEW("kind"), VIEW("2"), on_stored, &rig));
	store_rig_settle(&rig);
	cr_expect(put("new", VIEW("x")));
	store_rig_settle(&rig);
	cr_expect_eq(n_ok, 3);
	end();
	store_rig_open(&rig);
	fill("INSERT INTO module_row VALUES ('test', 'kind', x'ff', x'')");
	cr_assert_eq(begin(&e), -1);
	cr_expect_str_eq(e.text, "module test: there are more than 1000000 rows");
	end();
}
