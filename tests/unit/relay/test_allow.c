#include "relay/allow.h"

#include <criterion/criterion.h>
#include <stdio.h>

#include "conf/conf.h"
#include "core/loop.h"
#include "tests/unit/route/route_rig.h"

#define HOUR_MS UINT64_C(3600000)

static struct allow_table *
table_of(struct route_rig *r, uint32_t max, uint64_t usual_ms)
{
	const struct allow_env env = { r->world, r->route, r->loop };
	const struct conf conf = { .dcc = { .max_allow = max, .allow_ms = usual_ms } };

	return allow_table_new(&env, &conf);
}

static enum allow_verdict
add(struct allow_table *t, const struct hearer *owner, const struct hearer *who, uint64_t for_s)
{
	const struct allow_entry *en;
	enum allow_verdict v = allow_add(t, owner->c, who->c, for_s, &en);

	cr_expect_eq(en != NULL, v == ALLOW_OK || v == ALLOW_EXISTS);
	return v;
}

/* As a client leaves. */
static void
leave(struct allow_table *t, struct hearer *h)
{
	allow_client_left(t, h->c);
	client_exit(h->c, RIG_WALL);
}

static void
rename_to(struct hearer *h, const char *nick)
{
	cr_assert_eq(client_set_nick(h->c, view_z(nick), RIG_WALL), NICK_OK);
}

static size_t
count(const struct allow_table *t, const struct hearer *owner)
{
	const struct allow_entry *en = NULL;
	size_t n = 0;

	while ((en = allow_next(t, owner->c, en)) != NULL)
		n++;
	return n;
}

/* h hears this numeric about that nick, and nothing else. */
static void
expect_told(struct hearer *h, enum numeric n, const char *nick, const char *text)
{
	char want[200];

	(void)snprintf(want, sizeof(want), ":irc.test %d %s %s :%s\r\n", (int)n, h->c->nick, nick, text);
	cr_expect_str_eq(rig_heard(h), want);
}

Test(allow, is_one_way_once_and_not_of_oneself)
{
	struct route_rig *r = rig_new();
	struct hearer *a = rig_user(r, "alice", 0), *b = rig_user(r, "bob", 0), *c = rig_user(r, "carol", 0);
	struct allow_table *t = table_of(r, 20, 0);

	cr_expect_not(allow_has(t, a->c, b->c));
	cr_expect_eq(add(t, a, a, 0), ALLOW_SELF);
	cr_expect_eq(add(t, a, b, 0), ALLOW_OK);
	cr_expect_eq(add(t, a, b, 60), ALLOW_EXISTS);
	cr_expect(allow_has(t, a->c, b->c));
	cr_expect_not(allow_has(t, b->c, a->c));
	cr_expect_not(allow_has(t, a->c, c->c));
	cr_expect_not(allow_has(t, c->c, b->c));
	cr_expect_eq(allow_del(t, a->c, VIEW("BOB")), ALLOW_OK);
	cr_expect_eq(allow_del(t, a->c, VIEW("bob")), ALLOW_ABSENT);
	cr_expect_not(allow_has(t, a->c, b->c));
	cr_expect_eq(allow_table_count(t), 0);
	allow_table_free(t);
	rig_free(r);
}

Test(allow, is_full_at_its_limit)
{
	struct route_rig *r = rig_new();
	struct hearer *a = rig_user(r, "alice", 0), *other = rig_user(r, "other", 0), *u[4];
	struct allow_table *t = table_of(r, 3, 0);
	char nick[16];

	for (size_t i = 0; i < ARRAY_LEN(u); i++) {
		(void)snprintf(nick, sizeof(nick), "u%zu", i);
		u[i] = rig_user(r, nick, 0);
	}
	for (size_t i = 0; i < 3; i++)
		cr_expect_eq(add(t, a, u[i], 0), ALLOW_OK);
	cr_expect_eq(add(t, a, u[3], 0), ALLOW_FULL);
	cr_expect_eq(add(t, a, u[1], 0), ALLOW_EXISTS, "not full: it is there");
	cr_expect_eq(add(t, other, u[3], 0), ALLOW_OK, "each has a list");
	cr_expect_eq(count(t, a), 3);
	rename_to(u[0], "somebody");
	cr_expect_eq(count(t, a), 2);
	cr_expect_eq(add(t, a, u[3], 0), ALLOW_OK, "what holds no more takes no room");
	cr_expect_eq(add(t, a, u[0], 0), ALLOW_FULL);
	allow_table_free(t);
	rig_free(r);
}

Test(allow, an_entry_is_of_a_client_and_its_nick)
{
	struct route_rig *r = rig_new();
	struct hearer *a = rig_user(r, "alice", 0), *b = rig_user(r, "bob", 0), *eve = rig_user(r, "eve", 0);
	struct allow_table *t = table_of(r, 20, 0);

	cr_expect_eq(add(t, a, b, 0), ALLOW_OK);
	rename_to(b, "BOB");
	cr_expect(allow_has(t, a->c, b->c), "only another case");
	rename_to(b, "robert");
	cr_expect_not(allow_has(t, a->c, b->c));
	rename_to(eve, "bob");
	cr_expect_not(allow_has(t, a->c, eve->c), "the name alone lets nobody in");
	cr_expect_eq(allow_del(t, a->c, VIEW("bob")), ALLOW_ABSENT);
	cr_expect_eq(add(t, a, b, 0), ALLOW_OK);
	cr_expect_eq(add(t, a, eve, 0), ALLOW_OK);
	cr_expect_eq(count(t, a), 2);
	cr_expect_eq(allow_table_count(t), 2);
	allow_table_free(t);
	rig_free(r);
}

Test(allow, goes_with_either_of_the_two)
{
	struct route_rig *r = rig_new();
	struct hearer *a = rig_user(r, "alice", 0), *b = rig_user(r, "bob", 0), *c = rig_user(r, "carol", 0);
	struct allow_table *t = table_of(r, 20, 0);

	cr_expect_eq(add(t, a, b, 0), ALLOW_OK);
	cr_expect_eq(add(t, a, c, 0), ALLOW_OK);
	cr_expect_eq(add(t, b, c, 60), ALLOW_OK);
	leave(t, c);
	expect_told(a, RPL_DCCALLOWREMOVED, "carol", "has left, and so is on your DCCALLOW list no more");
	expect_told(b, RPL_DCCALLOWREMOVED, "carol", "has left, and so is on your DCCALLOW list no more");
	cr_expect_eq(allow_table_count(t), 1);
	leave(t, a);
	cr_expect_eq(allow_table_count(t), 0);
	cr_expect_str_eq(rig_heard(b), "", "whose list it was on is nobody's business");
	allow_table_free(t);
	rig_free(r);
}

Test(allow, who_has_another_nick_leaves_without_a_word)
{
	struct route_rig *r = rig_new();
	struct hearer *a = rig_user(r, "alice", 0), *b = rig_user(r, "bob", 0);
	struct allow_table *t = table_of(r, 20, 0);

	cr_expect_eq(add(t, a, b, 60), ALLOW_OK);
	rename_to(b, "robert");
	leave(t, b);
	cr_expect_str_eq(rig_heard(a), "");
	cr_expect_eq(allow_table_count(t), 0);
	allow_table_free(t);
	rig_free(r);
}

Test(allow, ends_with_its_time)
{
	struct route_rig *r = rig_new();
	struct hearer *a = rig_user(r, "alice", 0), *b = rig_user(r, "bob", 0), *c = rig_user(r, "carol", 0);
	struct allow_table *t = table_of(r, 20, HOUR_MS);

	cr_expect_eq(add(t, a, b, 60), ALLOW_OK);
	cr_expect_eq(add(t, a, c, ALLOW_USUAL_S), ALLOW_OK, "as configured");
	r->now_ms += 59999;
	cr_expect_str_eq(rig_heard(a), "");
	cr_expect(allow_has(t, a->c, b->c));
	r->now_ms++;
	expect_told(a, RPL_DCCALLOWEXPIRED, "bob", "is on your DCCALLOW list no more: the time is up");
	cr_expect_not(allow_has(t, a->c, b->c));
	cr_expect(allow_has(t, a->c, c->c));
	r->now_ms += HOUR_MS - 60001;
	cr_expect_str_eq(rig_heard(a), "");
	r->now_ms++;
	expect_told(a, RPL_DCCALLOWEXPIRED, "carol", "is on your DCCALLOW list no more: the time is up");
	cr_expect_eq(allow_table_count(t), 0);
	cr_expect_eq(add(t, a, c, 0), ALLOW_OK, "whatever is configured");
	r->now_ms += 100 * HOUR_MS;
	cr_expect_str_eq(rig_heard(a), "");
	cr_expect(allow_has(t, a->c, c->c));
	allow_table_free(t);
	rig_free(r);
}

Test(allow, a_table_is_freed_with_entries_that_have_time_left)
{
	struct route_rig *r = rig_new();
	struct hearer *a = rig_user(r, "alice", 0), *b = rig_user(r, "bob", 0);
	struct allow_table *t = table_of(r, 20, 0);

	cr_expect_eq(add(t, a, b, 60), ALLOW_OK);
	cr_expect_eq(add(t, b, a, 0), ALLOW_OK);
	allow_table_free(t);
	allow_table_free(NULL);
	r->now_ms += 60000;
	cr_expect_str_eq(rig_heard(a), "");
	rig_free(r);
}

Test(allow, a_smaller_limit_leaves_what_is_there)
{
	struct route_rig *r = rig_new();
	struct hearer *a = rig_user(r, "alice", 0), *b = rig_user(r, "bob", 0), *c = rig_user(r, "carol", 0),
		      *d = rig_user(r, "dora", 0);
	struct allow_table *t = table_of(r, 20, 0);
	const struct conf conf = { .dcc = { .max_allow = 1 } };

	cr_expect_eq(add(t, a, b, 0), ALLOW_OK);
	cr_expect_eq(add(t, a, c, 0), ALLOW_OK);
	allow_table_configure(t, &conf);
	cr_expect_eq(count(t, a), 2);
	cr_expect_eq(add(t, a, d, 0), ALLOW_FULL);
	cr_expect_eq(allow_del(t, a->c, VIEW("bob")), ALLOW_OK);
	cr_expect_eq(add(t, a, d, 0), ALLOW_FULL);
	cr_expect_eq(allow_del(t, a->c, VIEW("carol")), ALLOW_OK);
	cr_expect_eq(add(t, a, d, 0), ALLOW_OK);
	allow_table_free(t);
	rig_free(r);
}
