#include "registry/registry_ban.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "core/log.h"
#include "state/server_ban.h"
#include "store/sql.h"
#include "tests/unit/registry/registry_rig.h"

static struct registry_rig rig;
static struct rig_answers answers;

static void
setup(void)
{
	registry_rig_init(&rig, "registration = open } bans { max = 3");
}

static void
teardown(void)
{
	registry_rig_release(&rig);
}

TestSuite(registry_ban, .init = setup, .fini = teardown);

static struct registry_ban_ask
ask_of(enum ban_kind k, const char *mask, uint64_t for_s)
{
	return (struct registry_ban_ask){ .kind = k,
		.mask = view_z(mask),
		.by = VIEW("op!o@h"),
		.reason = VIEW("why"),
		.oper_reason = VIEW("private"),
		.for_s = for_s };
}

static void
start(enum ban_kind k, const char *mask, uint64_t for_s)
{
	const struct registry_ban_ask ask = ask_of(k, mask, for_s);

	registry_ban_add(rig.registry, &ask, rig_call(&answers, 0));
}

static enum registry_verdict
last(void)
{
	registry_rig_settle(&rig);
	return answers.v[answers.n - 1];
}

static enum registry_verdict
add(enum ban_kind k, const char *mask, uint64_t for_s)
{
	start(k, mask, for_s);
	return last();
}

static enum registry_verdict
del(enum ban_kind k, const char *mask)
{
	registry_ban_del(rig.registry, k, view_z(mask), VIEW("op"), rig_call(&answers, 0));
	return last();
}

static struct server_ban *
find(enum ban_kind k, const char *mask)
{
	return server_ban_find(rig.world->bans, k, view_z(mask));
}

static void
restart(int load)
{
	registry_rig_stop(&rig);
	registry_rig_start(&rig, load);
}

Test(registry_ban, is_in_force_once_it_is_written_and_outlives_a_restart)
{
	const struct server_ban *b;

	start(BAN_KLINE, "*@a", 0);
	cr_expect_null(find(BAN_KLINE, "*@a"), "not before the disk has it");
	cr_expect_eq(last(), REGISTRY_OK);
	cr_expect_not_null(find(BAN_KLINE, "*@a"));
	restart(0);
	b = find(BAN_KLINE, "*@a");
	cr_assert_not_null(b);
	cr_expect_str_eq(b->reason, "why");
	cr_expect_str_eq(b->oper_reason, "private");
	cr_expect_str_eq(b->by, "op!o@h");
	cr_expect_eq(b->id, 1);
	cr_expect_eq(del(BAN_KLINE, "*@A"), REGISTRY_OK);
	cr_expect_null(find(BAN_KLINE, "*@a"));
	restart(0);
	cr_expect_null(find(BAN_KLINE, "*@a"));
	cr_expect_eq(add(BAN_KLINE, "*@a", 0), REGISTRY_OK);
	cr_expect_eq(find(BAN_KLINE, "*@a")->id, 2, "numbers are not given again");
}

Test(registry_ban, same_mask_at_the_same_time_is_there_once)
{
	start(BAN_KLINE, "*@a", 0);
	start(BAN_KLINE, "*@A", 0);
	registry_rig_settle(&rig);
	cr_expect_eq(answers.n, 2);
	cr_expect_eq(answers.v[0], REGISTRY_OK);
	cr_expect_eq(answers.v[1], REGISTRY_BAN_TAKEN);
	cr_expect_eq(del(BAN_ELINE, "*@a"), REGISTRY_NO_BAN);
}

Test(registry_ban, at_the_limit_and_one_above)
{
	start(BAN_KLINE, "*@a", 0);
	start(BAN_XLINE, "b", 0);
	start(BAN_RESV, "c", 0);
	start(BAN_ELINE, "*@d", 0);
	registry_rig_settle(&rig);
	cr_expect_eq(answers.v[2], REGISTRY_OK);
	cr_expect_eq(server_bans_total(rig.world->bans), 3);
	cr_expect_eq(add(BAN_ELINE, "*@d", 0), REGISTRY_BANS_FULL);
	cr_expect_eq(del(BAN_RESV, "c"), REGISTRY_OK);
	cr_expect_eq(add(BAN_ELINE, "*@d", 0), REGISTRY_OK);
}

Test(registry_ban, reason_must_be_text_and_is_cut)
{
	char longer[BAN_REASON_LEN + 2];
	struct registry_ban_ask ask = ask_of(BAN_KLINE, "*@a", 0);

	ask.reason = VIEW("");
	registry_ban_add(rig.registry, &ask, rig_call(&answers, 0));
	cr_expect_eq(last(), REGISTRY_BAD_TEXT);
	ask.reason = VIEW("a\nb");
	registry_ban_add(rig.registry, &ask, rig_call(&answers, 0));
	cr_expect_eq(last(), REGISTRY_BAD_TEXT);
	memset(longer, 'x', sizeof(longer) - 1);
	ask.reason = view_of(longer, sizeof(longer) - 1);
	registry_ban_add(rig.registry, &ask, rig_call(&answers, 0));
	cr_expect_eq(last(), REGISTRY_OK);
	cr_expect_eq(strlen(find(BAN_KLINE, "*@a")->reason), BAN_REASON_LEN);
}

static void
spoil(const char *set)
{
	char text[200];
	struct store_db *db = store_idle_db(rig.store);

	(void)snprintf(text, sizeof(text), "UPDATE server_ban SET %s", set);
	cr_assert_eq(sql_run(db, text), STORE_OK, "%s", set);
}

Test(registry_ban, row_that_cannot_be_stops_the_start)
{
	static const char *const faults[] = { "kind = 'Z'", "kind = 'KK'", "mask = 'n!u@h'",
		"mask = '*@10.0.0.1/8'", "mask = ''", "reason = ''", "reason = 'a' || char(10)",
		"reason = printf('%.*c', 251, 'x')", "set_by = printf('%.*c', 300, 'x')",
		"oper_reason = char(7)", "until_s = 1, set_s = 2", "until_s = 9223372036854775807",
		"id = 0" };

	log_init(LOG_LEVEL_ERROR, false);
	for (size_t i = 0; i < ARRAY_LEN(faults); i++) {
		cr_assert_eq(add(BAN_KLINE, "*@a", 0), REGISTRY_OK, "%zu", i);
		spoil(faults[i]);
		restart(-1);
		cr_assert_eq(sql_run(store_idle_db(rig.store), "DELETE FROM server_ban"), STORE_OK);
		restart(0);
	}
}

Test(registry_ban, those_that_ran_out_meanwhile_are_dropped)
{
	uint64_t n = 7;
	struct err e;

	cr_assert_eq(add(BAN_KLINE, "*@a", 60), REGISTRY_OK);
	cr_assert_eq(add(BAN_KLINE, "*@b", 0), REGISTRY_OK);
	spoil("until_s = set_s WHERE until_s != 0");
	restart(0);
	registry_rig_settle(&rig);
	cr_expect_null(find(BAN_KLINE, "*@a"));
	cr_expect_not_null(find(BAN_KLINE, "*@b"));
	cr_assert_eq(sql_ask(store_idle_db(rig.store), "SELECT count(*) FROM server_ban", &n, &e), 0);
	cr_expect_eq(n, 1);
}

Test(registry_ban, reload_takes_what_the_database_has)
{
	struct server_ban *b;

	cr_assert_eq(add(BAN_KLINE, "*@a", 0), REGISTRY_OK);
	cr_assert_eq(add(BAN_KLINE, "*@b", 0), REGISTRY_OK);
	b = find(BAN_KLINE, "*@b");
	b->hits = 9;
	spoil("mask = '*@c' WHERE mask = '*@a'");
	registry_ban_reload(rig.registry, rig_call(&answers, 0));
	start(BAN_DLINE, "10.0.0.1", 0);
	registry_rig_settle(&rig);
	cr_expect_null(find(BAN_KLINE, "*@a"));
	cr_expect_not_null(find(BAN_KLINE, "*@c"));
	cr_expect_not_null(find(BAN_DLINE, "10.0.0.1"), "what was under way came after");
	cr_expect_eq(find(BAN_KLINE, "*@b")->hits, 9);
	log_init(LOG_LEVEL_ERROR, false);
	spoil("kind = 'Z' WHERE mask = '*@c'");
	registry_ban_reload(rig.registry, rig_call(&answers, 0));
	cr_expect_neq(last(), REGISTRY_OK);
	cr_expect_not_null(find(BAN_KLINE, "*@c"), "all stays as it was");
}
