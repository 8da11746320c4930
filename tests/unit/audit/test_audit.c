/* What a record says of whom. */
#include "audit/audit.h"

#include <criterion/criterion.h>
#include <stdio.h>

#include "core/hash.h"
#include "core/loop.h"
#include "core/mem.h"
#include "state/client.h"
#include "state/oper.h"
#include "state/world.h"

static struct loop *loop;
static struct world *world;
static struct audit *audit;
static char last[AUDIT_RECORD_MAX + 1];

static void
keep(void *arg, struct view object)
{
	(void)arg;
	(void)view_copy(object, last, sizeof(last));
}

static void
setup(void)
{
	const struct world_conf wc = { .server_name = "irc.example", .nick_len = 30, .max_clients = 10 };
	struct err e;

	hash_init();
	loop = loop_new(LOOP_BACKEND_BEST, clock_system(), &e);
	cr_assert(loop != NULL);
	world = world_new(&wc, 0);
	audit = audit_new(loop, keep, NULL);
	last[0] = '\0';
}

static void
teardown(void)
{
	audit_free(audit);
	world_free(world);
	loop_free(loop);
}

TestSuite(audit, .init = setup, .fini = teardown);

static void
expect_behind_time(const char *want)
{
	const char *at = strstr(last, "\",\"event\"");

	cr_assert(at != NULL && strncmp(last, "{\"time\":\"20", 11) == 0, "%s", last);
	cr_expect_str_eq(at, want);
}

Test(audit, a_record_has_time_event_and_fields)
{
	const struct view list[] = { VIEW("a"), VIEW("b c") };
	struct audit_record r;

	audit_begin(&r, audit, ACT_REHASH);
	audit_textf(&r, "by", "uid %d", 7);
	audit_number(&r, "faults", 2);
	audit_list(&r, "what", list, 2);
	audit_end(&r);
	expect_behind_time("\",\"event\":\"rehash\",\"by\":\"uid 7\",\"faults\":2,\"what\":[\"a\",\"b c\"]}");
	cr_expect_eq(audit_count(audit), 1);
}

Test(audit, a_client_is_named_with_what_it_is)
{
	struct client *c = client_new(world, VIEW("cloak.example"));
	struct oper_grant *g = oper_grant_new(VIEW("ann"), VIEW("admin"), 0);
	struct audit_record r;

	cr_assert_eq(client_set_nick(c, VIEW("ann"), 0), NICK_OK);
	client_set_user(c, VIEW("~a"), VIEW("Ann"));
	audit_begin(&r, audit, ACT_REFUSED);
	audit_client(&r, "who", c);
	audit_end(&r);
	expect_behind_time("\",\"event\":\"refused\",\"who\":{\"nick\":\"ann\",\"user\":\"~a\",\"host\":"
			   "\"cloak.example\"}}");
	client_set_address(c, VIEW("192.0.2.1"));
	client_set_account(c, VIEW("ann"));
	client_register(c, 0, 0);
	oper_raise(c, g);
	audit_begin(&r, audit, ACT_OPER);
	audit_client(&r, "by", c);
	audit_end(&r);
	expect_behind_time("\",\"event\":\"oper\",\"by\":{\"nick\":\"ann\",\"user\":\"~a\",\"host\":"
			   "\"cloak.example\",\"address\":\"192.0.2.1\",\"account\":\"ann\",\"oper\":\"ann\","
			   "\"role\":\"admin\"}}");
	oper_grant_unref(g);
}

Test(audit, without_a_log_nothing_is_recorded)
{
	struct audit *off = audit_new(loop, NULL, NULL);
	struct audit_record r;

	audit_begin(&r, off, ACT_START);
	audit_text(&r, "a", VIEW("b"));
	audit_end(&r);
	audit_begin(&r, NULL, ACT_START);
	audit_text(&r, "a", VIEW("b"));
	audit_end(&r);
	audit_text(NULL, "a", VIEW("b"));
	cr_expect_eq(audit_count(off), 0);
	cr_expect_str_eq(last, "");
	audit_free(off);
}

/* The time of a kind begins with its first record. */
Test(audit, beyond_the_limit_records_are_counted_in_one)
{
	const struct audit_conf conf = { .limit = 3, .per_ms = 60000 };
	struct audit_record r;

	audit_configure(audit, &conf);
	for (int i = 0; i < 5; i++) {
		audit_begin_limited(&r, audit, ACT_REFUSED);
		audit_number(&r, "i", (uint64_t)i);
		audit_end(&r);
	}
	cr_expect_eq(audit_count(audit), 3);
	expect_behind_time("\",\"event\":\"refused\",\"i\":2}");
	audit_begin_limited(&r, audit, ACT_LOGIN_FAIL);
	audit_end(&r);
	cr_expect_eq(audit_count(audit), 4, "of another kind");
	audit_begin(&r, audit, ACT_REFUSED);
	audit_end(&r);
	cr_expect_eq(audit_count(audit), 5, "what is not limited is not counted");
	audit_configure(audit, &conf); /* as at REHASH */
	expect_behind_time("\",\"event\":\"refused\",\"more\":2,\"seconds\":60}");
}

Test(audit, the_rest_is_told_when_the_time_is_over)
{
	const struct audit_conf conf = { .limit = 1, .per_ms = 1000 };
	struct audit_record r;
	struct err e;

	audit_configure(audit, &conf);
	for (int i = 0; i < 3; i++) {
		audit_begin_limited(&r, audit, ACT_REFUSED);
		audit_end(&r);
	}
	for (int i = 0; i < 500 && audit_count(audit) == 1; i++)
		cr_assert_eq(loop_turn(loop, 20, &e), 0);
	expect_behind_time("\",\"event\":\"refused\",\"more\":2,\"seconds\":1}");
	audit_begin_limited(&r, audit, ACT_REFUSED);
	audit_end(&r);
	cr_expect_eq(audit_count(audit), 3, "a new time has begun");
}

Test(audit, kinds_may_be_left_out)
{
	const struct audit_conf conf = { .omit = AUDIT_EVENT_BIT(ACT_LOGIN), .limit = 1, .per_ms = 1000 };
	struct audit_record r;

	audit_configure(audit, &conf);
	for (int i = 0; i < 3; i++) {
		audit_begin_limited(&r, audit, ACT_LOGIN);
		audit_text(&r, "x", VIEW("y"));
		audit_end(&r);
	}
	audit_begin(&r, audit, ACT_LOGIN);
	audit_end(&r);
	cr_expect_eq(audit_count(audit), 0);
	audit_begin(&r, audit, ACT_OPER);
	audit_end(&r);
	cr_expect_eq(audit_count(audit), 1);
}
