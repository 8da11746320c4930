/*
 * What a new connection costs against many server bans, and what a new ban costs against many connected users, without a network: CPU time
 * of the functions that the server calls.  usage: bans [BANS [USERS]]
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

#include "core/hash.h"
#include "core/mem.h"
#include "state/client.h"
#include "state/mode.h"
#include "state/server_ban.h"
#include "state/world.h"

enum { BANS = 50000, USERS = 10000, ROUNDS = 20, NEWCOMERS = 20000 };

static uint64_t
cpu_ns(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (uint64_t)t.tv_sec * 1000000000U + (uint64_t)t.tv_nsec;
}

/* The same numbers in each run. */
static unsigned
number(unsigned below)
{
	static uint64_t state = 1;

	state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (unsigned)((state >> 32) * below >> 32);
}

/* Hosts of which few are in any ban. */
static void
random_host(char *dst, size_t size)
{
	static const char *const isps[] = { "dsl.example.org", "cable.example.net", "mobile.isp.test",
		"pool.isp.test" };

	(void)snprintf(dst, size, "host-%u-%u.%s", number(4000), number(250), isps[number(4)]);
}

static struct ip_block
random_address(bool six)
{
	uint8_t ip[16];

	for (size_t i = 0; i < sizeof(ip); i++)
		ip[i] = (uint8_t)number(256);
	if (six) {
		ip[0] = 0x20;
		ip[1] = 0x01;
	}
	return ip_block_of(six ? AF_INET6 : AF_INET, ip, six ? 128 : 32);
}

/* A tenth each: exact hosts, hosts that end or begin so, users, accounts, certificates; the rest blocks; 20 in all that are wild. */
static void
random_mask(unsigned i, char *dst, size_t size)
{
	char host[80], text[IP_BLOCK_TEXT];
	struct ip_block b;

	random_host(host, sizeof(host));
	b = random_address(i % 2 == 0);
	if (i < 20)
		(void)snprintf(dst, size, "*@*bad%u*", i);
	else if (i % 10 == 0)
		(void)snprintf(dst, size, "*@x%s", host);
	else if (i % 10 == 1)
		(void)snprintf(dst, size, "*@*.%u.%s", i, host);
	else if (i % 10 == 2)
		(void)snprintf(dst, size, "*@ppp-%u-*", i);
	else if (i % 10 == 3)
		(void)snprintf(dst, size, "user%u@*", i);
	else if (i % 10 == 4)
		(void)snprintf(dst, size, "$a:account%u", i);
	else if (i % 10 == 5)
		(void)snprintf(dst, size, "$f:%064x", i);
	else {
		b = ip_block_of(b.family, b.ip, b.family == AF_INET ? 16 + number(17) : 40 + number(89));
		(void)snprintf(dst, size, "*@%s", ip_block_text(&b, text));
	}
}

static size_t
fill(struct server_bans *set, unsigned n)
{
	char typed[160], mask[BAN_MASK_LEN + 1];

	for (unsigned i = 0; i < n; i++) {
		struct server_ban_def def = {
			.id = i + 1, .kind = BAN_KLINE, .by = VIEW("op"), .reason = VIEW("why")
		};

		random_mask(i, typed, sizeof(typed));
		def.mask = view_of(mask, ban_mask_normalise(def.kind, view_z(typed), mask, sizeof(mask)));
		if (def.mask.n != 0)
			(void)!server_ban_add(set, &def);
	}
	return server_bans_total(set);
}

static struct client *
random_client(struct world *w, unsigned i)
{
	char host[80], nick[16], user[16], text[IP_BLOCK_TEXT];
	struct ip_block b = random_address(i % 2 == 0);
	struct client *c = client_new(w, view_z(ip_block_text(&b, text)));

	(void)snprintf(nick, sizeof(nick), "n%u", i);
	(void)snprintf(user, sizeof(user), "~u%u", i % 5000);
	random_host(host, sizeof(host));
	if (client_set_nick(c, view_z(nick), 1) != NICK_OK)
		exit(1);
	client_set_user(c, view_z(user), VIEW("somebody or other"));
	if (i % 4 != 0)
		client_set_name(c, view_z(host));
	c->umodes = i % 4 != 3 ? UMODE_CLOAK : 0; /* a quarter shows where it comes from */
	client_register(c, 1, 1);
	return c;
}

/* As auth/ban_check.c does: everything that is known, with the cloaks. */
static void
subject_of(struct ban_subject *s, const struct client *c)
{
	ban_subject_of(s, c);
	s->has_address =
		ip_block_parse(c->address != NULL ? view_z(c->address) : client_host(c), &s->address) == 0;
}

static void
measure_matches(const struct world *w, const struct client *const *who, unsigned n_users)
{
	uint64_t begin = cpu_ns();
	size_t hits = 0;

	for (unsigned i = 0; i < NEWCOMERS; i++) {
		struct ban_subject s;

		subject_of(&s, who[i % n_users]);
		hits += server_ban_match(w->bans, BAN_KLINE, &s) != NULL;
	}
	printf("match: %.2f us a newcomer against %zu bans (%zu of %d hit)\n",
		(double)(cpu_ns() - begin) / 1000 / NEWCOMERS, server_bans_total(w->bans), hits, NEWCOMERS);
}

static void
measure_add(struct world *w, const struct client *const *who, unsigned n_users, const char *typed)
{
	char mask[BAN_MASK_LEN + 1];
	struct server_ban_def def = { .id = 1U << 30, .kind = BAN_KLINE };
	uint64_t begin = cpu_ns();
	size_t hits = 0;

	def.mask = view_of(mask, ban_mask_normalise(def.kind, view_z(typed), mask, sizeof(mask)));
	for (unsigned round = 0; round < ROUNDS; round++) {
		struct server_ban *b = server_ban_add(w->bans, &def);

		for (unsigned i = 0; i < 2 * n_users; i++) { /* counted, and put out */
			struct ban_subject s;

			subject_of(&s, who[i % n_users]);
			hits += server_ban_hits(b, &s);
		}
		server_ban_del(w->bans, b);
	}
	printf("add:   %.2f ms for %s against %u users (%zu hit)\n",
		(double)(cpu_ns() - begin) / 1000000 / ROUNDS, typed, n_users, hits / ROUNDS / 2);
}

int
main(int argc, char **argv)
{
	static struct world_conf conf = {
		.server_name = "bench.local", .nick_len = 30, .max_clients = 100000, .max_channels = 10
	};
	uint32_t n_bans = BANS, n_users = USERS;
	const struct client **who;
	struct world *w;

	if ((argc > 1 && view_to_u32(view_z(argv[1]), &n_bans) == -1) ||
		(argc > 2 && view_to_u32(view_z(argv[2]), &n_users) == -1) || n_users == 0)
		return 64;
	who = mem_array(n_users, sizeof(struct client *));

	hash_init();
	cloak_init(&conf.cloak, VIEW("0123456789abcdef0123456789abcdef"), VIEW("net"), VIEW("ip"));
	w = world_new(&conf, 1);
	for (unsigned i = 0; i < n_users; i++)
		who[i] = random_client(w, i);
	(void)fill(w->bans, n_bans);
	measure_matches(w, who, n_users);
	measure_add(w, who, n_users, "*@10.0.0.0/8");
	measure_add(w, who, n_users, "*@*.nowhere.example");
	measure_add(w, who, n_users, "*@*nowhere*");
	measure_add(w, who, n_users, "*@*.0d8e4rzy.ip");
	measure_add(w, who, n_users, "$a:nobody*");
	world_free(w);
	mem_free(who);
	return 0;
}
