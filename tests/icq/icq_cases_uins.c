/* UINs of channels and users of IRC; and rows that can't be. */
#include "icq/icq_uins.h"

#include <stdio.h>
#include <string.h>

#include "module/module.h"
#include "module/modules.h"
#include "tests/icq/icq_cases.h"

#define FIRST 500000u
#define LAST  501000u /* the gateway's own, and 1000 */
#define HOUSE 500007u /* an account's, of before the range was this one */

static bool
is_taken(void *arg, uint32_t uin)
{
	(void)arg;
	return uin == HOUSE;
}

static struct icq_uins *
new_uins(struct icq_rig *r)
{
	const struct icq_uins_conf conf = { .first = FIRST, .last = LAST, .is_taken = is_taken };

	icq_rig_open(r, "", "");
	return icq_uins_new(icq_host(r->icq), &conf);
}

static uint32_t
uin_of_number(struct icq_uins *u, const char *form, unsigned i)
{
	char name[40];

	(void)snprintf(name, sizeof(name), "%s%u", form, i);
	return icq_uins_get(u, view_z(name));
}

static void
a_name_keeps_its_uin(struct icq_rig *r)
{
	struct icq_uins *u = new_uins(r);
	uint32_t al = icq_uins_get(u, VIEW("al[]")), lobby = icq_uins_get(u, VIEW("#lobby"));

	CHECK(r, al > FIRST && lobby > FIRST && al != lobby);
	CHECK(r, icq_uins_get(u, VIEW("AL{}")) == al);
	CHECK(r, icq_uins_find(u, VIEW("#LOBBY")) == lobby);
	CHECK(r, view_eq(icq_uins_name(u, lobby), VIEW("#lobby")));
	CHECK(r, icq_uins_find(u, VIEW("bob")) == 0);
	CHECK(r, icq_uins_name(u, FIRST).n == 0 && icq_uins_own(u) == FIRST);
	CHECK(r, icq_uins_get(u, VIEW("no nick")) == 0);
	CHECK(r, icq_uins_get(u, VIEW("")) == 0);
	CHECK(r, icq_uins_get(u, VIEW("#")) == 0);
	CHECK(r, icq_uins_is_synthetic(u, LAST) && !icq_uins_is_synthetic(u, LAST + 1));
	icq_uins_free(u);
}

/* 999 can be given: of 1001 one is the gateway's own, and one is of the house. */
static void
who_was_seen_least_recently_is_forgotten(struct icq_rig *r)
{
	struct icq_uins *u = new_uins(r);
	uint32_t lobby = icq_uins_get(u, VIEW("#lobby"));
	bool ok = true;

	for (unsigned i = 0; i < 998; i++) {
		uint32_t uin = uin_of_number(u, "user", i);

		ok = ok && uin > FIRST && uin <= LAST && uin != HOUSE && uin != lobby;
	}
	CHECK(r, ok);
	CHECK(r, icq_uins_find(u, VIEW("user0")) != 0);
	CHECK(r, uin_of_number(u, "user", 0) != 0); /* seen again */
	(void)uin_of_number(u, "user", 998);
	(void)uin_of_number(u, "user", 999);
	(void)uin_of_number(u, "user", 1000);
	CHECK(r, icq_uins_find(u, VIEW("user0")) != 0);
	CHECK(r, icq_uins_find(u, VIEW("user1")) == 0);
	CHECK(r, icq_uins_find(u, VIEW("user1000")) != 0);
	CHECK(r, icq_uins_get(u, VIEW("#lobby")) == lobby);
	CHECK(r, icq_uins_count(u) <= 1000);
	icq_uins_free(u);
}

static void
channels_push_out_channels(struct icq_rig *r)
{
	struct icq_uins *u = new_uins(r);
	uint32_t dora = icq_uins_get(u, VIEW("dora"));

	for (unsigned i = 0; i < 3000; i++)
		(void)uin_of_number(u, "#no", i);
	CHECK(r, icq_uins_count(u) <= 1000);
	CHECK(r, icq_uins_find(u, VIEW("dora")) == dora);
	CHECK(r, icq_uins_find(u, VIEW("#no0")) == 0);
	CHECK(r, icq_uins_find(u, VIEW("#no2999")) != 0);
	icq_uins_free(u);
}

/* Once more than there may be: the newest are kept. */
static void
all_together_have_a_limit(struct icq_rig *r)
{
	const struct icq_uins_conf conf = { .first = 900000000, .last = 999999999, .is_taken = is_taken };
	struct icq_uins *u;

	icq_rig_open(r, "", "");
	u = icq_uins_new(icq_host(r->icq), &conf);
	for (unsigned i = 0; i < ICQ_UINS_MAX; i++)
		(void)uin_of_number(u, "u", i);
	CHECK(r, icq_uins_count(u) == ICQ_UINS_MAX);
	CHECK(r, icq_uins_find(u, VIEW("u0")) != 0);
	CHECK(r, uin_of_number(u, "u", ICQ_UINS_MAX) != 0);
	CHECK(r, icq_uins_count(u) == ICQ_UINS_MAX);
	CHECK(r, icq_uins_find(u, VIEW("u0")) == 0 && icq_uins_find(u, VIEW("u1")) != 0);
	icq_uins_free(u);
}

struct row {
	const char *kind;
	struct view key, value;
	bool may_be;
};

static bool
loads(struct icq_rig *r, const struct row *row)
{
	struct module_host *host = icq_host(r->icq);
	struct err e = { .text = "" };
	int result = module_of(host)->load(module_self(host), view_z(row->kind), row->key, row->value, &e);

	return result == 0 ? row->may_be : !row->may_be && e.text[0] != '\0';
}

static void
rows_that_cannot_be_are_refused(struct icq_rig *r)
{
#define MD5 "0123456789abcdef0123456789abcdef"
	static const struct row rows[] = {
		{ "account", VIEW_INIT("100005"), VIEW_INIT("al\n" MD5 "\n\n\n\n\n"), true },
		{ "account", VIEW_INIT("100005"), VIEW_INIT("al\n" MD5 "\n\n\n\n\n"), false }, /* twice */
		{ "account", VIEW_INIT("9999"), VIEW_INIT("al\n" MD5 "\n\n\n\n\n"), false },
		{ "account", VIEW_INIT("x"), VIEW_INIT("al\n" MD5 "\n\n\n\n\n"), false },
		{ "account", VIEW_INIT("100006"), VIEW_INIT(""), false },
		{ "account", VIEW_INIT("100007"), VIEW_INIT("al\n0123\n\n\n\n\n"), false },
		{ "account", VIEW_INIT("100008"), VIEW_INIT("a l\n" MD5 "\n\n\n\n\n"), false },
		{ "account", VIEW_INIT("100009"), VIEW_INIT("al\n" MD5 "\n\xff\n\n\n\n"), false },
		{ "list", VIEW_INIT("100005"), VIEW_INIT("\0\1"), true },
		{ "list", VIEW_INIT("100050"), VIEW_INIT("\0\1"), true }, /* its account has gone */
		{ "list", VIEW_INIT(""), VIEW_INIT("\0\1"), false },
		{ "mail", VIEW_INIT("100005 1767323045 0"), VIEW_INIT("100006\nhello"), true },
		{ "mail", VIEW_INIT("100005 1767323045"), VIEW_INIT("100006\nhello"), false },
		{ "mail", VIEW_INIT("100005 1767323045 1"), VIEW_INIT("nobody\nhello"), false },
		{ "mail", VIEW_INIT("100005 1767323045 2"), VIEW_INIT("100006\n\xff"), false },
		{ "uin", VIEW_INIT("#lobby"), VIEW_INIT("900000001"), true },
		{ "uin", VIEW_INIT("#LOBBY"), VIEW_INIT("900000002"), false },
		{ "uin", VIEW_INIT("#help"), VIEW_INIT("900000001"), false },
		{ "uin", VIEW_INIT("dora"), VIEW_INIT("0"), false },
		{ "uin", VIEW_INIT("do ra"), VIEW_INIT("900000003"), false },
		{ "uin", VIEW_INIT("emil"), VIEW_INIT("200000"),
			true }, /* of another range, and given anew */
		{ "nonsense", VIEW_INIT("x"), VIEW_INIT("y"), false },
	};
#undef MD5

	icq_rig_open(r, "", "");
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		bool ok = loads(r, &rows[i]);

		if (!ok)
			(void)printf("# row %zu\n", i);
		CHECK(r, ok);
	}
	CHECK(r, icq_rig_uin(r, "#lobby") == 900000001);
	CHECK(r, icq_rig_uin(r, "emil") == 0);
}

const struct icq_case icq_cases_uins[] = {
	{ "uins_a_name_keeps_its_uin", a_name_keeps_its_uin },
	{ "uins_who_was_seen_least_recently_is_forgotten", who_was_seen_least_recently_is_forgotten },
	{ "uins_channels_push_out_channels", channels_push_out_channels },
	{ "uins_all_together_have_a_limit", all_together_have_a_limit },
	{ "uins_rows_that_cannot_be_are_refused", rows_that_cannot_be_are_refused },
};
const size_t n_icq_cases_uins = ARRAY_LEN(icq_cases_uins);
