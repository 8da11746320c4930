/* Networks that lose, double, delay and reorder: what is said arrives, once, and all end up as on a network that does not. */
#include <criterion/criterion.h>

#include <stdio.h>
#include <stdlib.h>

#include "core/view.h"
#include "icq/udp_cmd.h"
#include "tests/icq/legacy_rig.h"

#define SEEDS	12
#define CLIENTS 4
#define LINES	12

static const struct weather {
	const char *name;
	struct sim_chance chance;
} weathers[] = {
	{ "calm", { 0, 0, 0 } }, { "slow", { 0, 0, 900 } }, { "double", { 0, 400, 300 } },
	{ "rain", { 60, 0, 20 } }, { "storm", { 100, 100, 1500 } },
	{ "late", { 20, 200, 12000 } }, /* later than a packet is sent again */
};

static struct legacy_client *
newcomer(struct legacy_rig *r, enum icq_protocol version)
{
	struct legacy_client *c = rig_client(r, version);

	legacy_contacts(c,
		(const uint32_t[]){
			FAKE_CHANNEL, RIG_UIN, RIG_UIN + 1, RIG_UIN + 2, RIG_UIN + 3, RIG_UIN + 4 },
		6);
	return c;
}

/* Until all that is under way has come; one packet after the other, that is longer where each takes longer. */
static void
settle(struct legacy_rig *r)
{
	rig_run(r, 150000 + 100 * (uint64_t)r->net.chance.delay_ms);
}

static void
talk(struct legacy_rig *r)
{
	char text[32];

	for (int i = 0; i < LINES; i++) {
		for (size_t k = 0; k < CLIENTS; k++) {
			struct legacy_client *c = &r->client[k];

			(void)snprintf(text, sizeof(text), "from %u number %d", (unsigned)c->uin, i);
			legacy_say(c, i % 2 == 0 ? FAKE_CHANNEL : RIG_UIN + CLIENTS, ICQ_KIND_TEXT,
				view_z(text));
		}
		rig_run(r, 700);
	}
}

/* A client that gave up, or whose session the server gave up, may miss something: then it is not asked. */
static bool
is_whole(const struct legacy_client *c)
{
	return c->given_up == 0 && c->logins == 1;
}

/* What a client said has come to the core, and in the channel to all others. */
static void
expect_line(
	struct legacy_rig *r, const struct weather *w, uint64_t seed, const struct legacy_client *c, int i)
{
	uint32_t to = i % 2 == 0 ? FAKE_CHANNEL : RIG_UIN + CLIENTS;
	char line[64];

	(void)snprintf(line, sizeof(line), "say1 %u %u from %u number %d", (unsigned)c->uin, (unsigned)to,
		(unsigned)c->uin, i);
	cr_expect(fake_core_logged(r->icq, line) == 1, "%s, seed %llu, version %d: %zu times: %s", w->name,
		(unsigned long long)seed, (int)c->version, fake_core_logged(r->icq, line), line);
	(void)snprintf(
		line, sizeof(line), "text %u from %u number %d", (unsigned)FAKE_CHANNEL, (unsigned)c->uin, i);
	for (size_t j = 0; j < CLIENTS; j++) {
		const struct legacy_client *other = &r->client[j];
		size_t n = legacy_told(other, line), wanted = to == FAKE_CHANNEL && other != c ? 1 : 0;

		cr_expect(n == wanted || !is_whole(other), "%s, seed %llu, version %d: %zu times: %s",
			w->name, (unsigned long long)seed, (int)c->version, n, line);
	}
}

static void
expect_lines(struct legacy_rig *r, const struct weather *w, uint64_t seed)
{
	for (int i = 0; i < LINES; i++) {
		for (size_t k = 0; k < CLIENTS; k++) {
			if (is_whole(&r->client[k]))
				expect_line(r, w, seed, &r->client[k], i);
		}
	}
}

/* Each client has a state that it told last, and all others know it. */
static void
expect_states(struct legacy_rig *r, const struct weather *w, uint64_t seed)
{
	for (size_t k = 0; k < CLIENTS; k++) {
		const struct legacy_client *c = &r->client[k];

		cr_expect(c->state == LEGACY_ON, "%s, seed %llu: client %zu is not logged in", w->name,
			(unsigned long long)seed, k);
		cr_expect(list_is_empty(&c->waiting), "%s, seed %llu: client %zu waits", w->name,
			(unsigned long long)seed, k);
		for (size_t j = 0; j < CLIENTS; j++) {
			cr_expect(legacy_seen(c, r->client[j].uin) == (j == 1 ? 1 : 0),
				"%s, seed %llu: client %zu sees of %zu %x", w->name, (unsigned long long)seed,
				k, j, (unsigned)legacy_seen(c, r->client[j].uin));
		}
		cr_expect(legacy_seen(c, RIG_UIN + CLIENTS) == 0xffff,
			"%s, seed %llu: client %zu sees who left", w->name, (unsigned long long)seed, k);
	}
}

static void
expect_mail(struct legacy_rig *r, const struct weather *w, uint64_t seed)
{
	struct legacy_client *last = &r->client[CLIENTS];
	char line[64];

	for (int i = 1; i < 3 && is_whole(last); i += 2) {
		for (size_t k = 0; k < CLIENTS; k++) {
			uint32_t from = r->client[k].uin;

			(void)snprintf(line, sizeof(line), "mail %u from %u number %d", (unsigned)from,
				(unsigned)from, i);
			cr_expect(!is_whole(&r->client[k]) || legacy_told(last, line) == 1,
				"%s, seed %llu: %zu times: %s", w->name, (unsigned long long)seed,
				legacy_told(last, line), line);
		}
	}
}

/* ret: clients that never gave up and were never given up */
static size_t
play(enum icq_protocol version, const struct weather *w, uint64_t seed)
{
	size_t n_whole = 0;
	struct legacy_rig r;
	struct legacy_client *last;

	rig_init(&r, seed);
	r.net.chance = w->chance;
	for (size_t i = 0; i < CLIENTS; i++)
		legacy_login(newcomer(&r, version));
	last = newcomer(&r, version);
	settle(&r);
	talk(&r);
	legacy_status(&r.client[1], 1);
	settle(&r);
	for (size_t k = 0; k < CLIENTS; k++)
		n_whole += is_whole(&r.client[k]) ? 1 : 0;
	expect_lines(&r, w, seed);
	legacy_login(last);
	settle(&r);
	expect_mail(&r, w, seed);
	legacy_logoff(last);
	settle(&r);
	/* What is given up and begun anew comes to rest when nothing is lost any more. */
	r.net.chance = (struct sim_chance){ 0 };
	rig_run(&r, 300000);
	for (size_t k = 0; k < CLIENTS; k++) {
		if (!is_whole(&r.client[k]))
			legacy_status(&r.client[k], k == 1 ? 1 : 0);
	}
	rig_run(&r, 1000);
	expect_states(&r, w, seed);
	cr_expect(rig_stats(&r).sessions == CLIENTS, "%s, seed %llu", w->name, (unsigned long long)seed);
	rig_release(&r);
	return n_whole;
}

static void
play_all(enum icq_protocol version)
{
	const char *wanted = getenv("CONCLAVE_ICQ_SEED");
	uint64_t first = wanted != NULL ? strtoull(wanted, NULL, 10) : 1;

	for (size_t i = 0; i < ARRAY_LEN(weathers); i++) {
		size_t n_whole = 0, least = weathers[i].chance.lost == 0 ? 100 : 90;

		for (uint64_t seed = first; seed < first + SEEDS; seed++)
			n_whole += play(version, &weathers[i], seed);
		cr_expect(n_whole * 100 >= least * SEEDS * CLIENTS, "%s: %zu were whole", weathers[i].name,
			n_whole);
	}
}

Test(legacy_weather, version_2)
{
	play_all(ICQ_V2);
}

Test(legacy_weather, version_3)
{
	play_all(ICQ_V3);
}

Test(legacy_weather, version_4)
{
	play_all(ICQ_V4);
}

Test(legacy_weather, version_5)
{
	play_all(ICQ_V5);
}
