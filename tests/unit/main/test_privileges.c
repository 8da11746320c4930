/*
 * Every command of operators against every privilege, from the tables: whoever adds one is tested here without a word.  An operator who
 * has one privilege alone is refused everything else, by its name; a user everything; and each attempt leaves a record.
 */
#include "main/server.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "commands/dispatch.h"
#include "conf/conf_faults.h"
#include "core/loop.h"
#include "main/libraries.h"
#include "net/conn_mem.h"
#include "state/oper.h"

static const char text[] = "server { name = \"irc.example\" log-level = error }\n"
			   "class \"users\" { flood-burst = 1000000 flood-rate = 1000000 }\n"
			   "listen \"127.0.0.1:6667\" { }\n"
			   "allow \"*@*\" { class = \"users\" }\n";

/* One user of a real server, what it hears, and the last record. */
struct rig {
	struct loop *loop;
	struct server *server;
	struct conn_mem *mem;
	struct client *user;
	size_t n_records;
	char record[AUDIT_RECORD_MAX + 1];
	char heard[8192];
};

static uint64_t
standing_still(void *arg)
{
	(void)arg;
	return 1000000;
}

static void
keep_record(void *arg, struct view object)
{
	struct rig *r = arg;

	r->n_records++;
	(void)view_copy(object, r->record, sizeof(r->record));
}

/* What is heard of it stays in r->heard. */
static void
say(struct rig *r, const char *line)
{
	struct err e;

	conn_mem_feed(r->mem, view_z(line));
	for (int i = 0; i < 3; i++)
		cr_assert_eq(loop_turn(r->loop, 0, &e), 0);
	(void)view_copy(conn_mem_output(r->mem), r->heard, sizeof(r->heard));
	conn_mem_take(r->mem, conn_mem_output(r->mem).n);
}

static void
rig_init(struct rig *r)
{
	static const struct control control = { .arg = NULL };
	const struct clock clock = { standing_still, standing_still, NULL };
	const struct peer_addr peer = { .family = AF_INET, .ip = { 127, 0, 0, 1 } };
	struct conf_faults *faults = conf_faults_new();
	const struct conf *conf;
	struct server_env env;
	struct err e;

	memset(r, 0, sizeof(*r));
	cr_assert_eq(libraries_init(&e), 0);
	conf = conf_load_text("/conclave.conf", view_z(text), faults);
	cr_assert_not_null(conf);
	r->loop = loop_new(LOOP_BACKEND_POLL, clock, &e);
	env = (struct server_env){ .loop = r->loop, .audit_sink = keep_record, .audit_arg = r };
	r->server = server_new(&env, conf, &control);
	conf_unref(conf);
	conf_faults_free(faults);
	r->mem = conn_mem_detach(conn_open_mem(r->server->net, &peer, 6667, NULL));
	say(r, "NICK al\r\nUSER al 0 * :Al\r\n");
	r->user = client_find(r->server->world, VIEW("al"));
	cr_assert_not_null(r->user);
}

static void
rig_release(struct rig *r)
{
	server_free(r->server);
	conn_mem_free(r->mem);
	loop_free(r->loop);
}

static void
raise_to(struct rig *r, uint64_t privs)
{
	struct oper_grant *g = oper_grant_new(VIEW("o"), VIEW("r"), privs);

	oper_raise(r->user, g);
	oper_grant_unref(g);
}

/* The bare verb is refused with this, and exactly one record says so. */
static void
expect_refused(struct rig *r, const struct command *cmd, const char *numeric, const char *answer)
{
	char line[64], want[128];
	size_t before = r->n_records;

	(void)snprintf(line, sizeof(line), "%.*s\r\n", VIEW_ARG(cmd->verb));
	say(r, line);
	(void)snprintf(want, sizeof(want), ":irc.example %s al %s\r\n", numeric, answer);
	cr_expect_str_eq(r->heard, want, "%.*s: %s", VIEW_ARG(cmd->verb), r->heard);
	cr_expect_eq(
		r->n_records, before + 1, "%.*s: %zu records", VIEW_ARG(cmd->verb), r->n_records - before);
	(void)snprintf(want, sizeof(want),
		"\"command\":\"%.*s\",\"params\":[],\"outcome\":\"refused\",\"numeric\":%s}",
		VIEW_ARG(cmd->verb), numeric);
	cr_expect_not_null(strstr(r->record, want), "%s", r->record);
	cr_expect_not_null(strstr(r->record, "\"by\":{\"nick\":\"al\","), "%s", r->record);
}

/* Every command that takes a privilege which is not in the set.  ret: how many. */
static size_t
expect_723(struct rig *r, uint64_t privs)
{
	struct command_use use;
	size_t n = 0;

	raise_to(r, privs);
	for (size_t i = 0; dispatch_use(r->server->dispatch, i, &use); i++) {
		const struct command *cmd = use.command;
		char answer[64];

		if (cmd->from != FROM_OPER || cmd->priv == PRIV_N || (privs & PRIV_BIT(cmd->priv)) != 0)
			continue;
		(void)snprintf(answer, sizeof(answer), "%.*s :Insufficient oper privs",
			VIEW_ARG(priv_table[cmd->priv].name));
		expect_refused(r, cmd, "723", answer);
		n++;
	}
	return n;
}

Test(privileges, with_one_alone_every_other_command_is_723)
{
	struct rig r;
	size_t all;

	rig_init(&r);
	all = expect_723(&r, 0);
	cr_expect_gt(all, 10);
	for (enum priv p = 0; p < PRIV_N; p++)
		cr_expect_leq(all - expect_723(&r, PRIV_BIT(p)), 2, "%s is of too many commands",
			priv_table[p].name.p);
	rig_release(&r);
}

Test(privileges, with_all_but_one_its_commands_are_723)
{
	struct rig r;
	size_t n = 0, all;

	rig_init(&r);
	all = expect_723(&r, 0);
	for (enum priv p = 0; p < PRIV_N; p++)
		n += expect_723(&r, ~PRIV_BIT(p));
	cr_expect_eq(n, all);
	rig_release(&r);
}

Test(privileges, without_being_an_operator_every_command_is_481)
{
	struct command_use use;
	struct rig r;
	size_t n = 0;

	rig_init(&r);
	for (size_t i = 0; dispatch_use(r.server->dispatch, i, &use); i++) {
		if (use.command->from != FROM_OPER)
			continue;
		expect_refused(&r, use.command, "481", ":Permission Denied- You're not an IRC operator");
		n++;
	}
	cr_expect_gt(n, 10);
	rig_release(&r);
}
