#include "guard_rig.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conf/conf.h"
#include "conf/conf_faults.h"
#include "core/hash.h"
#include "core/mem.h"
#include "core/rng.h"

#define TEXT_MAX (64 * 1024)

static struct client *
user(struct world *w, const char *nick)
{
	struct client *c = client_new(w, VIEW("host.example"));

	cr_assert_not_null(c);
	cr_assert_eq(client_set_nick(c, view_z(nick), 1), NICK_OK);
	client_set_user(c, VIEW("user"), VIEW("Real Name"));
	client_register(c, 1, 1);
	return c;
}

static struct channel *
join(struct world *w, struct client *c)
{
	const struct join_ask ask = { .name = VIEW("#c"), .max = 10, .now_wall_ms = 1 };
	struct member *m = NULL;

	cr_assert_eq(channel_join(w, c, &ask, &m), JOIN_OK);
	return m->channel;
}

static const struct conf *
load(const char *rules)
{
	static const char rest[] =
		"server { name = \"irc.example\" }\nclass \"users\" {}\nclass \"bots\" {}\n"
		"allow \"*@*\" { class = users }\nlisten \"127.0.0.1:6667\" {}\n";
	struct conf_faults *faults = conf_faults_new();
	char *text = mem_alloc(TEXT_MAX);
	const struct conf *conf;

	(void)snprintf(text, TEXT_MAX, "%s%s", rest, rules);
	conf = conf_load_text("/tmp/t.conf", view_z(text), faults);
	cr_assert_not_null(conf, "%s", conf_faults_count(faults) != 0 ? conf_faults_text(faults, 0) : "");
	mem_free(text);
	conf_faults_free(faults);
	return conf;
}

static const char *
class_of(const struct client *c)
{
	return strcmp(c->nick, "bob") == 0 ? "bots" : "users";
}

struct guard_rig *
guard_rig_new(const char *rules)
{
	static const struct world_conf wc = { .nick_len = 30, .max_clients = 10, .max_channels = 10 };
	struct guard_rig *r = mem_zalloc(sizeof(*r));
	struct err e;

	cr_assert_eq(rng_init(&e), 0);
	hash_init();
	r->world = world_new(&wc, 1);
	r->alice = user(r->world, "alice");
	r->bob = user(r->world, "bob");
	r->carol = user(r->world, "carol");
	r->ch = join(r->world, r->alice);
	(void)join(r->world, r->bob);
	r->conf = load(rules);
	r->g = guard_new(r->conf, class_of);
	r->now_ms = 1000;
	return r;
}

void
guard_rig_free(struct guard_rig *r)
{
	guard_free(r->g);
	conf_unref(r->conf);
	world_free(r->world);
	mem_free(r);
}

void
guard_rig_configure(struct guard_rig *r, const char *rules)
{
	conf_unref(r->conf);
	r->conf = load(rules);
	guard_configure(r->g, r->conf);
}

struct guard_verdict
guard_rig_channel(struct guard_rig *r, struct view text)
{
	return guard_rig_at(r, GUARD_CHANNEL, text);
}

struct guard_verdict
guard_rig_query(struct guard_rig *r, const struct client *from, struct view text)
{
	const struct guard_ask ask = {
		.from = from, .place = GUARD_QUERY, .to = r->bob, .text = text, .now_ms = r->now_ms
	};
	struct guard_verdict v;

	guard_judge(r->g, &ask, &v);
	return v;
}

struct guard_verdict
guard_rig_at(struct guard_rig *r, enum guard_place place, struct view text)
{
	const struct guard_ask ask = {
		.from = r->alice, .place = place, .ch = r->ch, .text = text, .now_ms = r->now_ms
	};
	struct guard_verdict v;

	guard_judge(r->g, &ask, &v);
	return v;
}

struct guard_count
guard_rig_count(const struct guard_rig *r, const char *name)
{
	struct guard_count c;

	for (size_t i = 0; guard_count_at(r->g, i, &c); i++)
		if (strcmp(c.name, name) == 0)
			return c;
	cr_assert_fail("no rule %s", name);
	return c;
}

char *
guard_rig_source(const char *name)
{
	const char *top = getenv("top_srcdir");
	char path[1024], *text = mem_zalloc(TEXT_MAX);
	FILE *from;

	(void)snprintf(path, sizeof(path), "%s/etc/%s", top != NULL ? top : ".", name);
	from = fopen(path, "r");
	cr_assert_not_null(from, "%s", path);
	cr_assert_neq(fread(text, 1, TEXT_MAX - 1, from), 0);
	cr_assert_eq(fclose(from), 0);
	return text;
}
