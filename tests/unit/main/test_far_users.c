/*
 * Users of other servers against every command, from the tables: whoever adds one is tested here without a word.  They have no connection
 * and no session; an operator here names them in every place that a command has, and then they say every command themselves.
 */
#include "main/server.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "commands/control_status.h"
#include "commands/dispatch.h"
#include "conf/conf_faults.h"
#include "core/loop.h"
#include "link/link_priv.h"
#include "main/libraries.h"
#include "net/conn_mem.h"
#include "route/leave.h"
#include "state/channel.h"
#include "state/client_remote.h"
#include "state/mode.h"
#include "state/oper.h"

static const char text[] = "server { name = \"irc.example\" log-level = error }\n"
			   "class \"users\" { flood-burst = 1000000 flood-rate = 1000000 }\n"
			   "listen \"127.0.0.1:6667\" { }\n"
			   "allow \"*@*\" { class = \"users\" }\n";

#define REPLIES_MAX 16384

/* A real server with one user, and another server with one user, far, who are both in #c. */
struct rig {
	struct loop *loop;
	struct server *server;
	struct conn_mem *mem;
	struct client *user, *far;
	struct node *node;
	struct tree_ops ops;
	size_t n_far;	  /* how many have been called far */
	size_t n_replies; /* bytes of what this server has answered to far */
	char replies[REPLIES_MAX + 1];
	char heard[32768];
};

static uint64_t
standing_still(void *arg)
{
	(void)arg;
	return 1000000;
}

static int
no_rehash(void *arg, const struct rehash_ask *ask)
{
	(void)arg;
	(void)ask;
	return -1;
}

static void
no_end(void *arg, struct view reason)
{
	(void)arg;
	(void)reason;
}

static void
no_configure(void *arg, const struct conf *conf)
{
	(void)arg;
	(void)conf;
}

static void
no_status(void *arg, struct control_status *out)
{
	(void)arg;
	memset(out, 0, sizeof(*out));
}

static void
no_stats(void *arg, char letter, control_emit_fn *emit, void *to)
{
	(void)arg;
	(void)letter;
	(void)emit;
	(void)to;
}

static bool
no_library(size_t i, struct server_library *out)
{
	(void)i;
	(void)out;
	return false;
}

/* The test that is running: what link/ is given is its own. */
static struct rig *current;

static void
keep_reply(void *arg, const struct client *to, struct view line)
{
	struct rig *r = current;
	size_t room = REPLIES_MAX - r->n_replies;

	(void)arg;
	cr_assert_eq(to, r->far);
	r->n_replies += view_copy(line, r->replies + r->n_replies, room < line.n ? room : line.n + 1);
}

static void
turn(struct rig *r)
{
	struct err e;

	for (int i = 0; i < 3; i++)
		cr_assert_eq(loop_turn(r->loop, 0, &e), 0);
}

/* What is heard of it stays in r->heard. */
static void
say(struct rig *r, const char *line)
{
	conn_mem_feed(r->mem, view_z(line));
	turn(r);
	(void)view_copy(conn_mem_output(r->mem), r->heard, sizeof(r->heard));
	conn_mem_take(r->mem, conn_mem_output(r->mem).n);
}

static void
join(struct client *c, const char *name)
{
	const struct join_ask ask = { .name = view_z(name), .max = 10, .is_forced = true };
	struct member *m;

	enum join_verdict v = channel_join(c->world, c, &ask, &m);

	cr_assert(v == JOIN_OK || v == JOIN_ALREADY);
}

static void
make_far(struct rig *r)
{
	char uid[UID_LEN + 1];
	struct client_intro intro = { .node = r->node,
		.nick = VIEW("far"),
		.user = VIEW("~far"),
		.host = VIEW("far.example"),
		.address = VIEW("192.0.2.9"),
		.account = VIEW("farthing"),
		.realname = VIEW("Far"),
		.nick_ts = 1000 };

	(void)snprintf(uid, sizeof(uid), "1HBAAA%03zu", r->n_far++ % 1000);
	intro.uid = view_z(uid);
	r->far = client_introduce(r->server->world, &intro, 1000);
	cr_assert_not_null(r->far);
	join(r->far, "#c");
}

static void
raise_to(struct client *c, uint64_t privs)
{
	struct oper_grant *g = oper_grant_new(VIEW("o"), VIEW("r"), privs);

	oper_raise(c, g);
	oper_grant_unref(g);
}

static void
rig_init(struct rig *r)
{
	static const struct control control = { .rehash = no_rehash,
		.die = no_end,
		.restart = no_end,
		.configure = no_configure,
		.status = no_status,
		.stats = no_stats,
		.library = no_library };
	const struct clock clock = { standing_still, standing_still, NULL };
	const struct peer_addr peer = { .family = AF_INET, .ip = { 127, 0, 0, 1 } };
	struct conf_faults *faults = conf_faults_new();
	struct node_intro intro = { VIEW("hub.example"), VIEW("1HB"), VIEW("The hub"), NULL, 1 };
	const struct conf *conf;
	struct server_env env;
	struct err e;

	memset(r, 0, sizeof(*r));
	cr_assert_eq(libraries_init(&e), 0);
	conf = conf_load_text("/conclave.conf", view_z(text), faults);
	cr_assert_not_null(conf);
	r->loop = loop_new(LOOP_BACKEND_POLL, clock, &e);
	env = (struct server_env){ .loop = r->loop };
	r->server = server_new(&env, conf, &control);
	conf_unref(conf);
	conf_faults_free(faults);
	current = r;
	r->ops = link_tree;
	r->ops.reply = keep_reply;
	route_set_tree(r->server->route, &r->ops, r->server->links);
	r->mem = conn_mem_detach(conn_open_mem(r->server->net, &peer, 6667, NULL));
	say(r, "NICK al\r\nUSER al 0 * :Al\r\nJOIN #c\r\n");
	r->user = client_find(r->server->world, VIEW("al"));
	cr_assert_not_null(r->user);
	intro.uplink = r->server->world->me;
	r->node = node_add(r->server->world, &intro, 1000);
	make_far(r);
}

static void
far_goes(struct rig *r)
{
	if (client_find(r->server->world, VIEW("far")) == r->far)
		leave_remote(r->server->route, r->far, VIEW("gone"));
	turn(r);
}

static void
rig_release(struct rig *r)
{
	far_goes(r);
	server_free(r->server);
	conn_mem_free(r->mem);
	loop_free(r->loop);
}

static void
far_says(struct rig *r, const char *line)
{
	struct msg m;

	r->n_replies = 0;
	r->replies[0] = '\0';
	cr_assert_eq(msg_parse(view_z(line), &m), MSG_OK);
	(void)dispatch_message(r->server->dispatch, r->far, &m);
	turn(r);
}

/* What is typed behind the verb: far in every place, alone, in lists, as a mask and with what commands want beside it. */
static const char *const behind[] = {
	"",
	" far",
	" far far",
	" far far far",
	" far #c",
	" far #c :text",
	" #c far",
	" #c far :text",
	" far :text",
	" far host.example",
	" far 5 :text",
	" * far",
	" 60 far :text",
	" LIST far",
	" +far",
	" + far",
	" l far",
	" L far",
	" p",
	" f*",
	" *!*@far.example",
	" far +i",
	" #c +v far",
	" #c +b *!*@far.example",
	" :\001DCC SEND x 2130706433 1025 3\001",
	" far :\001DCC SEND x 2130706433 1025 3\001",
	" NickServ :GHOST far",
	" #c %tcuihsnfdlaor,1",
	" hub.example far",
	" far hub.example",
	" $$*.example :text",
};

/* They end the one who says them, or begin what only the first lines of a connection may; the servers here have no links that could end. */
static bool
is_no_use(struct view verb)
{
	return view_eq(verb, VIEW("QUIT")) || view_eq(verb, VIEW("NICK")) || view_eq(verb, VIEW("OPER")) ||
		view_eq(verb, VIEW("SQUIT"));
}

/* Whoever was killed or put out comes anew. */
static void
renew_far(struct rig *r)
{
	if (client_find(r->server->world, VIEW("far")) == NULL) {
		turn(r);
		make_far(r);
	}
	if (member_find(channel_find(r->server->world, VIEW("#c")), r->far) == NULL)
		join(r->far, "#c");
}

Test(far_users, bear_every_command_of_an_operator)
{
	struct command_use use;
	char line[128];
	struct rig r;

	rig_init(&r);
	for (size_t i = 0; dispatch_use(r.server->dispatch, i, &use); i++) {
		for (size_t k = 0; k < ARRAY_LEN(behind) && !is_no_use(use.command->verb); k++) {
			raise_to(r.user, UINT64_MAX);
			join(r.user, "#c");
			renew_far(&r);
			(void)snprintf(
				line, sizeof(line), "%.*s%s\r\n", VIEW_ARG(use.command->verb), behind[k]);
			say(&r, line);
			cr_assert_eq(client_find(r.server->world, VIEW("al")), r.user, "%s", line);
		}
	}
	rig_release(&r);
}

/* Most are not heard from elsewhere at all; here all of them are, that those are sound which once will be. */
Test(far_users, bear_what_asks_for_something)
{
	static const char *const verbs[] = { "ADMIN", "ETRACE", "INFO", "LINKS", "LUSERS", "MOTD", "PRIVMSG",
		"NOTICE", "TAGMSG", "RULES", "STATS", "TIME", "TRACE", "USERS", "VERSION", "WHOIS", "WHOWAS",
		"WHO", "LIST", "NAMES", "CHANTRACE", "MASKTRACE", "TESTMASK", "ISON", "USERHOST", "MAP" };
	char line[128];
	struct rig r;

	rig_init(&r);
	for (size_t i = 0; i < ARRAY_LEN(verbs); i++) {
		for (size_t k = 0; k < ARRAY_LEN(behind); k++) {
			raise_to(r.far, UINT64_MAX);
			(void)snprintf(line, sizeof(line), "%s%s", verbs[i], behind[k]);
			far_says(&r, line);
			cr_assert_eq(client_find(r.server->world, VIEW("far")), r.far, "%s", line);
		}
	}
	rig_release(&r);
}

static void
expect(struct rig *r, const char *line, const char *part)
{
	say(r, line);
	cr_expect_not_null(strstr(r->heard, part), "%s: %s", line, r->heard);
}

Test(far_users, are_shown_with_their_server)
{
	struct rig r;

	rig_init(&r);
	client_set_modes(r.far, UMODE_OPER, 0);
	expect(&r, "WHO far\r\n", " 352 al * ~far far.example hub.example far H* :1 Far\r\n");
	expect(&r, "WHO #c %sdl\r\n", " 354 al hub.example 1 0\r\n");
	expect(&r, "WHO hub.* s\r\n", " far H* :1 Far\r\n");
	expect(&r, "WHOIS far\r\n", " 312 al far hub.example :The hub\r\n");
	expect(&r, "WHOIS far\r\n", " 313 al far :is an IRC operator\r\n");
	cr_expect_null(strstr(r.heard, " 317 "), "%s", r.heard);
	cr_expect_null(strstr(r.heard, " 378 "), "%s", r.heard);
	raise_to(r.user, UINT64_MAX);
	expect(&r, "WHOIS far\r\n", " 378 al far :is connecting from ~far@far.example 192.0.2.9\r\n");
	expect(&r, "USERHOST far\r\n", " 302 al :far*=+~far@far.example\r\n");
	expect(&r, "STATS p\r\n", " :far (~far@far.example) on hub.example\r\n");
	expect(&r, "TESTMASK *@*\r\n", " 724 al 1 1 *!*@* :");
	expect(&r, "LUSERS\r\n", " 251 al :There are 1 users and 1 invisible on 2 servers\r\n");
	expect(&r, "LUSERS\r\n", " 255 al :I have 1 clients and 1 servers\r\n");
	expect(&r, "LUSERS\r\n", " 265 al 1 1 :Current local users 1, max 1\r\n");
	expect(&r, "LUSERS\r\n", " 266 al 2 2 :Current global users 2, max 2\r\n");
	far_goes(&r);
	expect(&r, "WHOWAS far\r\n", " 312 al far hub.example :");
	rig_release(&r);
}

Test(far_users, are_forced_to_nothing)
{
	static const char *const lines[] = { "SAJOIN far #d", "SAPART far #c", "SANICK far near",
		"GRANT far r :why", "CHGIDENT far x", "CHGNAME far :X" };
	char line[64], want[128];
	struct rig r;

	rig_init(&r);
	raise_to(r.user, UINT64_MAX);
	for (size_t i = 0; i < ARRAY_LEN(lines); i++) {
		struct view verb = view_left(view_z(lines[i]), view_find(view_z(lines[i]), ' '));

		(void)snprintf(line, sizeof(line), "%s\r\n", lines[i]);
		(void)snprintf(want, sizeof(want),
			":irc.example FAIL %.*s NOT_HERE far :far is on hub.example, and only operators "
			"there "
			"can do that\r\n",
			VIEW_ARG(verb));
		say(&r, line);
		cr_expect_str_eq(r.heard, want, "%s", r.heard);
	}
	cr_expect_str_eq(r.far->nick, "far");
	cr_expect_str_eq(r.far->user, "~far");
	cr_expect_str_eq(r.far->realname, "Far");
	cr_expect_eq(r.far->n_channels, 1);
	cr_expect_null(r.far->oper);
	rig_release(&r);
}

Test(far_users, are_killed)
{
	struct rig r;

	rig_init(&r);
	raise_to(r.user, PRIV_BIT(PRIV_KILL));
	say(&r, "KILL far :enough\r\n");
	cr_expect_str_eq(r.heard, ":far!~far@far.example QUIT :Killed (al (enough))\r\n");
	cr_expect_null(client_find(r.server->world, VIEW("far")));
	rig_release(&r);
}

Test(far_users, are_answered)
{
	struct rig r;

	rig_init(&r);
	far_says(&r, "TIME");
	cr_expect_str_eq(
		r.replies, ":irc.example 391 far irc.example :1970-01-01 00:16:40 UTC\r\n", "%s", r.replies);
	rig_release(&r);
}
