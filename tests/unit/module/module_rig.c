#include "module_rig.h"

#include <criterion/criterion.h>
#include <string.h>

#include "conf/conf_faults.h"
#include "core/loop.h"
#include "main/libraries.h"
#include "module/module.h"
#include "net/conn_mem.h"

#define HEARD_MAX ((size_t)1 << 20)

#define USERS_MAX 16

uint64_t rig_ms = 1000000;
struct module_host *rig_module;
static struct rig_user *opened[USERS_MAX]; /* what they heard is given back at the end */
static size_t n_opened;
struct module_needs rig_needs;
int (*rig_load)(struct view kind, struct view key, struct view value, struct err *e);

static uint64_t
now(void *arg)
{
	(void)arg;
	return rig_ms;
}

static bool
is_on(const struct conf *conf)
{
	(void)conf;
	return true;
}

static void *
start(struct module_host *host, void *sockets)
{
	cr_assert_null(sockets);
	rig_module = host;
	return host;
}

static void
needs(const struct conf *conf, struct module_needs *out)
{
	(void)conf;
	*out = rig_needs;
}

static int
load(void *self, struct view kind, struct view key, struct view value, struct err *e)
{
	(void)self;
	return rig_load != NULL ? rig_load(kind, key, value, e) : 0;
}

static void
configure(void *self)
{
	(void)self;
}

static void
stop(void *self, struct view reason)
{
	(void)self;
	(void)reason;
}

static void
free_self(void *self)
{
	(void)self;
}

static const struct module module_test = { .name = VIEW_INIT("test"),
	.summary = "of the unit tests",
	.is_on = is_on,
	.needs = needs,
	.start = start,
	.load = load,
	.configure = configure,
	.stop = stop,
	.free = free_self };
const struct module *const modules_table[] = { &module_test, NULL };

void
rig_open(struct module_rig *rig, const char *more)
{
	static const struct control control = { .arg = NULL };
	static const char text[] =
		"server { name = \"irc.example\" log-level = error }\n"
		"class \"users\" { }\n"
		"class \"inside\" { flood-burst = 20 flood-rate = 1 sendq = 16K max-per-address = 1 }\n"
		"listen \"127.0.0.1:6667\" { }\n"
		"allow \"*@127.0.0.0/8\" { class = \"users\" }\n";
	const struct clock clock = { now, now, NULL };
	const struct peer_addr peer = { .family = AF_INET, .ip = { 127, 0, 0, 1 } };
	struct conf_faults *faults = conf_faults_new();
	const struct conf *conf;
	struct buf all;
	struct err e;

	buf_init(&all, 8192);
	cr_assert_eq(buf_putf(&all, "%s%s", text, more), 0);
	conf = conf_load_text("/conclave.conf", buf_view(&all), faults);
	cr_assert_not_null(conf, "%s", conf_faults_count(faults) != 0 ? conf_faults_text(faults, 0) : "");
	cr_assert_eq(libraries_init(&e), 0);
	rig->loop = loop_new(LOOP_BACKEND_POLL, clock, &e);
	rig->server = server_new(&(struct server_env){ .loop = rig->loop }, conf, &control);
	cr_assert_eq(server_load(rig->server, &e), 0);
	rig->irc = conn_mem_detach(conn_open_mem(rig->server->net, &peer, 6667, NULL));
	rig_irc_says(rig, "NICK al");
	rig_irc_says(rig, "USER al 0 * :Al");
	cr_assert(rig_irc_hears(rig, " 001 al "));
	buf_release(&all);
	conf_unref(conf);
	conf_faults_free(faults);
}

void
rig_close(struct module_rig *rig)
{
	server_free(rig->server);
	while (n_opened > 0)
		buf_release(&opened[--n_opened]->heard);
	conn_mem_free(rig->irc);
	loop_free(rig->loop);
}

void
rig_turns(struct module_rig *rig, int n)
{
	struct err e;

	while (n-- > 0)
		cr_assert_eq(loop_turn(rig->loop, 0, &e), 0);
}

static bool
has(struct view text, const char *word)
{
	return text.n != 0 && memmem(text.p, text.n, word, strlen(word)) != NULL;
}

bool
rig_irc_hears(struct module_rig *rig, const char *word)
{
	struct view out;
	bool found;

	rig_turns(rig, 4);
	out = conn_mem_output(rig->irc);
	found = has(out, word);
	conn_mem_take(rig->irc, out.n);
	return found;
}

void
rig_irc_says(struct module_rig *rig, const char *line)
{
	conn_mem_feed(rig->irc, view_z(line));
	conn_mem_feed(rig->irc, VIEW("\r\n"));
}

static bool
hear(void *arg, struct view line)
{
	struct rig_user *user = arg;

	if (user->is_deaf)
		return false;
	user->n_heard++;
	cr_assert_eq(buf_put(&user->heard, line), 0);
	cr_assert_eq(buf_put(&user->heard, VIEW("\n")), 0);
	return true;
}

static void
gone(void *arg, struct view reason)
{
	struct rig_user *user = arg;

	user->is_gone = true;
	user->u = NULL;
	(void)view_copy(reason, user->why, sizeof(user->why));
}

static const struct module_user_ops user_ops = { .hear = hear, .gone = gone };

void
rig_user_open(struct rig_user *user, const char *nick, const char *account)
{
	const struct peer_addr peer = { .family = AF_INET, .ip = { 192, 0, 2, 5 } };
	const struct module_user_conf conf = { .peer = &peer,
		.nick = view_z(nick),
		.user = VIEW("u100005"),
		.realname = VIEW("Somebody"),
		.account = view_z(account),
		.about = VIEW("is using a module"),
		.class = conf_class_find(module_conf(rig_module), VIEW("inside")),
		.ops = &user_ops,
		.arg = user };

	cr_assert_lt(n_opened, USERS_MAX);
	opened[n_opened++] = user;
	*user = (struct rig_user){ .is_gone = false };
	buf_init(&user->heard, HEARD_MAX);
	user->u = module_user_open(rig_module, &conf, VIEW("away-notify"));
	cr_assert_not_null(user->u);
}

bool
rig_user_heard(const struct rig_user *user, const char *word)
{
	return has(buf_view(&user->heard), word);
}
