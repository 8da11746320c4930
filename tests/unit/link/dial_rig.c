#include "tests/unit/link/dial_rig.h"

#include <criterion/criterion.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>

#include "conf/conf.h"
#include "conf/conf_faults.h"
#include "core/hash.h"
#include "core/log.h"
#include "core/loop.h"
#include "net/conn.h"

static uint64_t
mono_ms(void *arg)
{
	const struct rig *r = arg;

	return r->now_ms;
}

static uint64_t
wall_ms(void *arg)
{
	const struct rig *r = arg;

	return 1700000000000 + r->now_ms;
}

static void
keep_log(void *arg, enum log_level level, const char *area, const char *text)
{
	struct rig *r = arg;
	size_t n = strlen(r->logged);

	(void)level;
	if (strcmp(area, "link") == 0)
		(void)snprintf(r->logged + n, sizeof(r->logged) - n, "%s\n", text);
}

static struct dial *
start(void *arg, const struct dial_plan *plan, struct err *e)
{
	struct rig *r = arg;
	struct rig_call *c = &r->call[r->n_calls];

	if (r->refuse) {
		err_fmt(e, "no socket");
		return NULL;
	}
	cr_assert_lt(r->n_calls, (size_t)RIG_CALLS);
	*c = (struct rig_call){ .plan = *plan, .at_ms = r->now_ms };
	if (plan->socks != NULL) {
		c->socks = *plan->socks;
		(void)view_copy(view_z(plan->socks->user), c->user, sizeof(c->user));
	}
	r->n_calls++;
	return (struct dial *)(void *)c;
}

static void
cancel(void *arg, struct dial *d)
{
	struct rig_call *c = (struct rig_call *)(void *)d;

	(void)arg;
	cr_expect_not(c->answered || c->cancelled);
	c->cancelled = true;
}

static struct tls_contexts *
tls(void *arg)
{
	const struct rig *r = arg;

	return r->tls;
}

static const struct conf *
load(const struct rig *r, const char *sections)
{
	struct conf_faults *faults = conf_faults_new();
	const struct conf *conf;
	char path[100], text[8192];

	(void)snprintf(text, sizeof(text),
		"server { name = irc.test sid = 0AA channel-ranks = ov casemapping = rfc1459 }\nclass c {}\n"
		"class servers { ping = 60s sendq = 1M }\n"
		"tls { certificate = 0.pem key = 0.pem }\nlisten \"[::1]:6667\" {}\nallow \"*@*\" { class = "
		"c }\n%s\n",
		sections);
	(void)snprintf(path, sizeof(path), "%s/t.conf", r->dir.path);
	conf = conf_load_text(path, view_z(text), faults);
	cr_assert_not_null(conf, "%s", conf_faults_text(faults, 0));
	conf_faults_free(faults);
	return conf;
}

void
rig_init(struct rig *r, const char *sections)
{
	const struct clock clock = { mono_ms, wall_ms, r };
	const struct link_dialer dialer = { .start = start, .cancel = cancel, .arg = r };
	const struct conf *conf;
	struct world_conf wc = { .max_clients = 10, .max_channels = 10, .nick_len = 30 };
	struct links_env env;
	struct err e;

	*r = (struct rig){ .now_ms = 1000 };
	tls_dir_make(&r->dir);
	cr_assert_eq(chmod(tls_dir_cert(&r->dir, "ours"), 0600), 0);
	conf = load(r, sections);
	(void)signal(SIGPIPE, SIG_IGN);
	hash_init();
	log_init(LOG_LEVEL_INFO, false);
	log_set_sink(keep_log, r);
	(void)snprintf(wc.server_name, sizeof(wc.server_name), "irc.test");
	(void)snprintf(wc.sid, sizeof(wc.sid), "0AA");
	r->loop = loop_new(LOOP_BACKEND_BEST, clock, &e);
	cr_assert_not_null(r->loop);
	r->lines = line_pool_new();
	r->world = world_new(&wc, 0);
	r->route = route_new(r->world, r->loop, r->lines);
	env = (struct links_env){
		.world = r->world, .route = r->route, .loop = r->loop, .arg = r, .tls = tls
	};
	r->links = links_new(&env, conf);
	links_set_dialer(r->links, &dialer);
	conf_unref(conf);
}

void
rig_release(struct rig *r)
{
	size_t before = r->n_calls;

	links_free(r->links);
	cr_expect_eq(r->n_calls, before, "dialled at the end");
	for (size_t i = 0; i < r->n_calls; i++)
		cr_expect(r->call[i].answered || r->call[i].cancelled, "call %zu was forgotten", i);
	route_free(r->route);
	world_free(r->world);
	line_pool_free(r->lines);
	loop_free(r->loop);
	log_set_sink(NULL, NULL);
	tls_contexts_unref(r->tls);
	tls_dir_remove(&r->dir);
	cr_expect_eq(conf_live_count(), 0);
}

void
rig_configure(struct rig *r, const char *sections)
{
	const struct conf *conf = load(r, sections);

	links_configure(r->links, conf);
	conf_unref(conf);
}

const struct conf_link *
rig_section(const struct rig *r, const char *name)
{
	const struct conf_link *conf = conf_link_find(r->links->conf, view_z(name));

	cr_assert_not_null(conf);
	return conf;
}

void
rig_turns(struct rig *r, size_t n)
{
	struct err e;

	while (n-- > 0)
		cr_assert_eq(loop_turn(r->loop, 0, &e), 0);
}

void
rig_advance(struct rig *r, uint64_t ms, uint64_t step)
{
	while (ms > 0) {
		uint64_t now = ms < step ? ms : step;

		r->now_ms += now;
		ms -= now;
		rig_turns(r, 1);
	}
}

bool
rig_wait_call(struct rig *r, size_t before, uint64_t ms)
{
	for (uint64_t i = 0; i < ms && r->n_calls == before; i += 10)
		rig_advance(r, 10, 10);
	return r->n_calls > before;
}

static struct rig_call *
last(struct rig *r)
{
	struct rig_call *c = &r->call[r->n_calls - 1];

	cr_assert_gt(r->n_calls, 0);
	cr_assert_not(c->answered || c->cancelled);
	c->answered = true;
	return c;
}

void
rig_fail(struct rig *r, enum dial_result result, const char *why)
{
	struct rig_call *c = last(r);

	c->plan.done(c->plan.arg, result, -1, why);
}

int
rig_connect(struct rig *r)
{
	struct rig_call *c = last(r);
	int pair[2];

	cr_assert_eq(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, pair), 0);
	c->plan.done(c->plan.arg, DIAL_CONNECTED, pair[0], NULL);
	return pair[1];
}

struct link *
rig_link(const struct rig *r, const char *name)
{
	LIST_FOR_EACH (it, &r->links->all) {
		struct link *l = CONTAINER_OF(it, struct link, in_links);

		if (strcmp(l->name, name) == 0)
			return l;
	}
	return NULL;
}

struct node *
rig_node(struct rig *r, const char *name, const char *sid, uint8_t number)
{
	const struct node_intro intro = { .name = view_z(name),
		.sid = view_z(sid),
		.description = VIEW("x"),
		.uplink = r->world->me,
		.number = number };

	return node_add(r->world, &intro, 0);
}

void
rig_link_up(struct rig *r, struct link *l, const char *sid, uint8_t number)
{
	cr_assert_not_null(l);
	l->node = rig_node(r, l->name, sid, number);
	l->node->link = l;
	l->state = LINK_UP;
	l->has_svinfo = true;
	l->number = number;
	r->links->neighbour[number] = l;
	r->links->up |= UINT64_C(1) << number;
}

bool
rig_logged(const struct rig *r, const char *text)
{
	return strstr(r->logged, text) != NULL;
}

void
rig_forget_log(struct rig *r)
{
	r->logged[0] = '\0';
}
