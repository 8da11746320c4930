#include "state/server_ban.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "tests/unit/state/state_rig.h"
#include "state/client_cloak.h"

static struct server_ban *
add(struct server_bans *set, uint64_t id, enum ban_kind k, const char *typed)
{
	char mask[BAN_MASK_LEN + 1];
	struct server_ban_def def = { .id = id, .kind = k, .by = VIEW("op"), .reason = VIEW("why") };

	def.mask = view_of(mask, ban_mask_normalise(k, view_z(typed), mask, sizeof(mask)));
	cr_assert_neq(def.mask.n, 0, "%s", typed);
	return server_ban_add(set, &def);
}

Test(server_ban, is_found_by_mask_in_any_case_and_by_id)
{
	struct server_bans *set;
	struct server_ban *b;

	hash_init();
	set = server_bans_new();
	b = add(set, 7, BAN_KLINE, "Bob@Host.example");
	cr_assert_not_null(b);
	cr_expect_str_eq(b->reason, "why");
	cr_expect_null(b->oper_reason);
	cr_expect_eq(server_ban_find(set, BAN_KLINE, VIEW("bob@host.EXAMPLE")), b);
	cr_expect_null(server_ban_find(set, BAN_ELINE, VIEW("bob@host.example")));
	cr_expect_eq(server_ban_by_id(set, 7), b);
	cr_expect_null(server_ban_by_id(set, 8));
	cr_expect_null(add(set, 8, BAN_KLINE, "bob@host.example"));
	cr_expect_null(add(set, 7, BAN_KLINE, "other@host.example"));
	cr_expect_not_null(add(set, 8, BAN_ELINE, "bob@host.example"));
	cr_expect_eq(server_bans_total(set), 2);
	cr_expect_eq(server_bans_count(set, BAN_KLINE), 1);
	server_ban_del(set, b);
	cr_expect_null(server_ban_by_id(set, 7));
	cr_expect_null(server_ban_next(set, BAN_KLINE, NULL));
	cr_expect_not_null(server_ban_next(set, BAN_ELINE, NULL));
	server_bans_free(set);
}

Test(server_ban, mask_that_is_none_of_its_kind_is_not_taken)
{
	struct server_bans *set;
	struct server_ban_def def = { .id = 1, .kind = BAN_DLINE, .mask = VIEW("host.example") };

	hash_init();
	set = server_bans_new();
	cr_expect_null(server_ban_add(set, &def));
	cr_expect_eq(server_bans_total(set), 0);
	server_bans_free(set);
}

Test(server_ban, runs_out_in_the_order_of_time)
{
	struct server_ban_def def = { .kind = BAN_XLINE, .by = VIEW("op"), .reason = VIEW("r") };
	static const char *const mask[] = { "a", "b", "c", "d" };
	static const uint64_t until[] = { 300, 0, 100, 200 };
	struct server_bans *set;
	struct server_ban *b;

	hash_init();
	set = server_bans_new();
	cr_expect_eq(server_bans_wait_ms(set, 0), UINT64_MAX);
	for (size_t i = 0; i < 4; i++) {
		def.id = i + 1;
		def.mask = view_z(mask[i]);
		def.until_s = until[i];
		cr_assert_not_null(server_ban_add(set, &def));
	}
	cr_expect_eq(server_bans_wait_ms(set, 40000), 60000);
	cr_expect_null(server_bans_expired(set, 99999));
	b = server_bans_expired(set, 250000);
	cr_assert_not_null(b);
	cr_expect_str_eq(b->mask, "c");
	server_ban_del(set, b);
	b = server_bans_expired(set, 250000);
	cr_assert_not_null(b);
	cr_expect_str_eq(b->mask, "d");
	server_ban_del(set, b);
	cr_expect_null(server_bans_expired(set, 250000));
	cr_expect_eq(server_bans_total(set), 2);
	server_bans_free(set);
}

Test(server_ban, cloak_is_hit_whether_or_not_it_is_worn)
{
	struct world_conf conf = rig_conf();
	struct ban_subject s;
	struct client *c;
	struct world *w;
	struct server_ban *b;
	char cloak[HOST_LEN + 1], mask[HOST_LEN + 8];

	hash_init();
	cloak_init(&conf.cloak, VIEW("0123456789abcdef0123456789abcdef"), VIEW("net"), VIEW("ip"));
	w = world_new(&conf, RIG_NOW);
	c = client_new(w, VIEW("192.0.2.9"));
	client_set_user(c, VIEW("~u"), VIEW("r"));
	cr_assert_neq(client_cloak(c, cloak), 0);
	(void)snprintf(mask, sizeof(mask), "*@*%s", cloak + 8);
	b = add(w->bans, 1, BAN_KLINE, mask);
	cr_assert_not_null(b);
	ban_subject_of(&s, c);
	cr_expect_eq(server_ban_match(w->bans, BAN_KLINE, &s), b);
	ban_subject_of(&s, c);
	cr_expect(server_ban_hits(b, &s));
	server_ban_del(w->bans, b);
	(void)snprintf(mask, sizeof(mask), "*@%.8s.*", cloak);
	b = add(w->bans, 2, BAN_KLINE, mask);
	cr_assert_not_null(b);
	ban_subject_of(&s, c);
	cr_expect_null(
		server_ban_match(w->bans, BAN_KLINE, &s), "it names no cloak, and that one is not worn");
	ban_subject_of(&s, c);
	cr_expect_not(server_ban_hits(b, &s));
	client_free(c);
	world_free(w);
}

static const char *const users[] = { "bob", "~bob", "eve", "~x", "root" };
static const char *const hosts[] = { "a.example.org", "b.example.org", "c.example.net", "dsl-7.isp.test",
	"dsl-8.isp.test", "user/alice" };
static const char *const names[] = { "Bob B", "buy it now", "Eve", "" };
static const char *const accounts[] = { "alice", "bob", "" };

#define PICK(list) (list)[(size_t)rand() % ARRAY_LEN(list)]

/* A mask made of a text: some of it may be wild. */
static const char *
wilden(const char *text, char *dst, size_t size)
{
	size_t n = strlen(text), from = (size_t)rand() % (n + 1), to = (size_t)rand() % (n + 1);

	switch (rand() % 4) {
	case 0:
		(void)snprintf(dst, size, "%.*s*", (int)from, text);
		break;
	case 1:
		(void)snprintf(dst, size, "*%s", text + from);
		break;
	case 2:
		(void)snprintf(dst, size, "*%.*s*", (int)to, text);
		break;
	default:
		(void)snprintf(dst, size, "%s", text);
		break;
	}
	return dst;
}

static void
random_address(struct ip_block *b)
{
	uint8_t ip[16] = { 10, (uint8_t)(rand() % 2), (uint8_t)(rand() % 4), (uint8_t)(rand() % 8) };
	bool six = rand() % 2 == 0;

	if (six) {
		ip[0] = 0x20;
		ip[15] = (uint8_t)(rand() % 4);
	}
	*b = ip_block_of(six ? AF_INET6 : AF_INET, ip, six ? 128 : 32);
}

static void
random_mask(enum ban_kind k, char *dst, size_t size)
{
	char part[2][64], text[IP_BLOCK_TEXT];
	struct ip_block b;
	const char *user = rand() % 3 == 0 ? "*" : wilden(PICK(users), part[0], sizeof(part[0]));

	random_address(&b);
	b = ip_block_of(b.family, b.ip, (unsigned)rand() % (b.bits + 1U));
	if (k == BAN_DLINE)
		(void)snprintf(dst, size, "%s", ip_block_text(&b, text));
	else if (k == BAN_XLINE)
		(void)snprintf(dst, size, "%s", wilden("buy\\sit\\snow", part[1], sizeof(part[1])));
	else if (rand() % 6 == 0)
		(void)snprintf(dst, size, "$a:%s", wilden(PICK(accounts), part[1], sizeof(part[1])));
	else if (rand() % 6 == 0)
		(void)snprintf(dst, size, "%s@*", user);
	else if (rand() % 2 == 0)
		(void)snprintf(dst, size, "%s@%s", user, ip_block_text(&b, text));
	else
		(void)snprintf(dst, size, "%s@%s", user, wilden(PICK(hosts), part[1], sizeof(part[1])));
}

static void
random_subject(struct ban_subject *s)
{
	memset(s, 0, sizeof(*s));
	s->user = view_z(PICK(users));
	s->realname = view_z(PICK(names));
	s->account = view_z(PICK(accounts));
	s->has_address = rand() % 5 != 0;
	random_address(&s->address);
	s->n_hosts = s->n_plain = 1 + (size_t)rand() % 2;
	for (size_t i = 0; i < s->n_hosts; i++)
		s->host[i] = view_z(PICK(hosts));
}

static bool
scan(const struct server_bans *set, enum ban_kind k, struct ban_subject *s)
{
	for (const struct server_ban *b = server_ban_next(set, k, NULL); b != NULL;
		b = server_ban_next(set, k, b)) {
		if (server_ban_hits(b, s))
			return true;
	}
	return false;
}

/* Few bans at a time, so that there are hits and misses alike. */
Test(server_ban, index_says_what_a_scan_says)
{
	static const enum ban_kind kinds[] = { BAN_KLINE, BAN_DLINE, BAN_XLINE, BAN_ELINE };
	size_t n[2] = { 0, 0 };

	hash_init();
	srand(2026);
	for (unsigned round = 0; round < 400; round++) {
		struct server_bans *set = server_bans_new();
		struct ban_subject s;
		char typed[160], mask[BAN_MASK_LEN + 1];

		for (unsigned i = 0; i < 12; i++) {
			enum ban_kind k = PICK(kinds);

			random_mask(k, typed, sizeof(typed));
			if (ban_mask_normalise(k, view_z(typed), mask, sizeof(mask)) != 0)
				(void)!add(set, i + 1, k, mask);
		}
		for (unsigned i = 0; i < 50; i++) {
			enum ban_kind k = PICK(kinds);
			struct server_ban *b;
			bool want;

			random_subject(&s);
			b = server_ban_match(set, k, &s);
			want = scan(set, k, &s);
			cr_assert_eq(b != NULL, want, "round %u", round);
			cr_assert(b == NULL || server_ban_hits(b, &s));
			n[want]++;
		}
		server_bans_free(set);
	}
	cr_expect(n[0] > 2000 && n[1] > 2000, "%zu misses, %zu hits", n[0], n[1]);
}

Test(server_ban, reserved_names_are_nicks_or_channels)
{
	struct server_bans *set;
	struct server_ban *nick, *channel;

	hash_init();
	set = server_bans_new();
	nick = add(set, 1, BAN_RESV, "Admin*");
	channel = add(set, 2, BAN_RESV, "#warez*");
	cr_expect_eq(server_ban_match_name(set, VIEW("adminX")), nick);
	cr_expect_eq(server_ban_match_name(set, VIEW("#WAREZ1")), channel);
	cr_expect_null(server_ban_match_name(set, VIEW("#admin")));
	cr_expect_null(server_ban_match_name(set, VIEW("")));
	cr_expect(server_ban_hits_name(nick, VIEW("administrator")));
	cr_expect_not(server_ban_hits_name(nick, VIEW("#administrator")));
	server_bans_free(set);
}

Test(server_ban, a_file_is_hit_by_its_name_in_any_case)
{
	struct server_bans *set;
	struct server_ban *b;

	hash_init();
	set = server_bans_new();
	cr_expect_null(server_ban_match_file(set, VIEW("x.exe")));
	b = add(set, 1, BAN_DCCDENY, "inv?ice*.PDF");
	cr_assert_not_null(b);
	cr_assert_not_null(add(set, 2, BAN_RESV, "report.txt"));
	cr_expect_eq(server_ban_match_file(set, VIEW("Invoice 7.pdf")), b);
	cr_expect(server_ban_hits_file(b, VIEW("inv ice.pdf")));
	cr_expect_not(server_ban_hits_file(b, VIEW("invoice.pdf.txt")));
	cr_expect_null(server_ban_match_file(set, VIEW("report.txt")), "a name of people");
	cr_expect_null(server_ban_match_file(set, VIEW("")));
	cr_expect_null(server_ban_match_name(set, VIEW("invoice.pdf")));
	server_bans_free(set);
}
