/* Requests to a module, which is the test's own. */
#include "control/control_module.h"

#include <criterion/criterion.h>
#include <string.h>

#include "conf/conf_faults.h"
#include "module/module_ask.h"
#include "module/modules.h"
#include "proto/control_wire.h"
#include "tests/unit/control/control_rig.h"

static struct control_rig r;
static struct module_ask *waiting;
static struct view seen_arg[4];
static size_t seen_n;
static char seen_by[CONTROL_NAME_MAX];
static bool is_switched_on;

static bool
is_on(const struct conf *conf)
{
	(void)conf;
	return is_switched_on;
}

static void *
start(struct module_host *host, void *sockets)
{
	(void)sockets;
	return host;
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
run_list(void *self, struct module_ask *ask)
{
	const struct module_value value[] = { { "uin", VIEW_INIT("5") }, { "account", VIEW_INIT("al b") } };

	cr_expect_not_null(self);
	module_ask_columns(ask, "uin:n account:s");
	module_ask_row(ask, value, ARRAY_LEN(value));
	module_ask_text(ask, "that was all");
	module_ask_ok(ask, NULL);
}

static void
run_add(void *self, struct module_ask *ask)
{
	(void)self;
	seen_n = ask->n_args;
	for (size_t i = 0; i < seen_n; i++)
		seen_arg[i] = ask->arg[i];
	(void)view_copy(ask->by, seen_by, sizeof(seen_by));
	cr_expect(view_eq(seen_arg[seen_n - 1], VIEW("pass word")));
	module_ask_ok(ask, "added");
}

static void
run_wait(void *self, struct module_ask *ask)
{
	(void)self;
	waiting = module_ask_wait(ask);
}

static void
run_fail(void *self, struct module_ask *ask)
{
	static const enum module_error errors[] = { MODULE_ERR_USAGE, MODULE_ERR_NONE, MODULE_ERR_DENIED,
		MODULE_ERR_BUSY, MODULE_ERR_FAILED };
	uint32_t i;

	(void)self;
	cr_assert_eq(view_to_u32(ask->arg[0], &i), 0);
	module_ask_error(ask, errors[i], "why");
}

static const struct module_request requests[] = {
	{ VIEW_INIT("list"), { 0, 0 }, false, 0, 0, "", "what there is", run_list },
	{ VIEW_INIT("add"), { 2, 3 }, true, 3, 8, "<uin> <account> [:<password>]", "make one", run_add },
	{ VIEW_INIT("wait"), { 0, 0 }, false, 0, 0, "", "later", run_wait },
	{ VIEW_INIT("fail"), { 1, 1 }, false, 0, 0, "<n>", "say why not", run_fail },
};
static const struct module module_test = { .name = VIEW_INIT("test"),
	.summary = "of the unit tests",
	.is_on = is_on,
	.start = start,
	.configure = configure,
	.stop = stop,
	.free = configure,
	.request = requests,
	.n_requests = ARRAY_LEN(requests) };
const struct module *const modules_table[] = { &module_test, NULL };

static struct modules *set;
static const struct conf *conf;

static void
begin(bool on)
{
	const struct modules_env env = { .loop = NULL };
	struct conf_faults *faults = conf_faults_new();

	is_switched_on = on;
	control_rig_init(&r);
	conf = conf_load_text("/conclave.conf",
		VIEW("server { name = irc.example }\nclass users {}\nlisten 127.0.0.1:6667 {}\n"
		     "allow \"*@*\" { class = users }\n"),
		faults);
	cr_assert_not_null(conf);
	conf_faults_free(faults);
	set = modules_new(conf);
	modules_start(set, &env, conf);
	r.cx.modules = set;
}

static void
end(void)
{
	modules_stop(set, VIEW("over"));
	modules_free(set);
	conf_unref(conf);
	control_rig_release(&r);
}

Test(control_module, what_modules_there_are_and_what_they_can_be_asked)
{
	begin(true);
	cr_expect_str_eq(control_rig_ask(&r, "MODULES"),
		"COLUMNS module:s on:b summary:s\r\n"
		"@module=test;on=1;summary=of\\sthe\\sunit\\stests ROW\r\nOK\r\n");
	cr_expect_str_eq(control_rig_ask(&r, "MODULES test add"),
		"COLUMNS request:s arguments:s changes:b secret:n drawn:n help:s\r\n"
		"@request=add;arguments=<uin>\\s<account>\\s[:<password>];changes=1;secret=3;drawn=8;help="
		"make\\sone "
		"ROW\r\nOK\r\n");
	cr_expect_not_null(strstr(control_rig_ask(&r, "TEST"), "@request=fail;"), "%s", r.answer);
	cr_expect_str_eq(control_rig_ask(&r, "MODULES none"), "ERR none :no such module\r\n");
	cr_expect_str_eq(control_rig_ask(&r, "MODULES test none"), "ERR none :it has no such request\r\n");
	end();
}

Test(control_module, one_that_is_off_says_so_and_what_it_could_be_asked)
{
	begin(false);
	cr_expect_not_null(strstr(control_rig_ask(&r, "MODULES"), ";on=0;"));
	cr_expect_not_null(strstr(control_rig_ask(&r, "TEST"), "@request=add;"));
	cr_expect_str_eq(control_rig_ask(&r, "TEST LIST"), "ERR refused :that module is not on\r\n");
	end();
}

Test(control_module, answers_go_out_as_the_module_gives_them)
{
	begin(true);
	cr_expect_str_eq(control_rig_ask(&r, "Test List"),
		"COLUMNS uin:n account:s\r\n@uin=5;account=al\\sb ROW\r\nTEXT :that was all\r\nOK\r\n");
	cr_expect_str_eq(control_rig_ask(&r, "TEST FAIL 0"), "ERR " CONTROL_ERR_USAGE " :why\r\n");
	cr_expect_str_eq(control_rig_ask(&r, "TEST FAIL 1"), "ERR " CONTROL_ERR_NONE " :why\r\n");
	cr_expect_str_eq(control_rig_ask(&r, "TEST FAIL 2"), "ERR " CONTROL_ERR_DENIED " :why\r\n");
	cr_expect_str_eq(control_rig_ask(&r, "TEST FAIL 3"), "ERR " CONTROL_ERR_BUSY " :why\r\n");
	cr_expect_str_eq(control_rig_ask(&r, "TEST FAIL 4"), "ERR " CONTROL_ERR_FAILED " :why\r\n");
	end();
}

Test(control_module, arguments_are_counted_and_who_asks_is_told)
{
	begin(true);
	cr_expect_str_eq(control_rig_ask(&r, "TEST ADD 5 :pass word"), "OK :added\r\n");
	cr_expect_eq(seen_n, 2);
	cr_expect_str_eq(control_rig_ask(&r, "TEST ADD 5 al :pass word"), "OK :added\r\n");
	cr_expect_eq(seen_n, 3);
	cr_expect_str_eq(seen_by, "conclavectl (uid 1000)");
	cr_expect_str_eq(control_rig_ask(&r, "TEST ADD 5"),
		"ERR usage :usage: test add <uin> <account> [:<password>]\r\n");
	cr_expect_str_eq(control_rig_ask(&r, "TEST ADD 5 al p x"),
		"ERR usage :usage: test add <uin> <account> [:<password>]\r\n");
	cr_expect_str_eq(control_rig_ask(&r, "TEST FROB"), "ERR usage :no such request of this kind\r\n");
	cr_expect_str_eq(control_rig_ask(&r, "TESTS ADD"), "ERR usage :no such request\r\n");
	end();
}

Test(control_module, an_answer_that_comes_later_holds_the_next_request)
{
	struct conn *conn;
	struct conn_mem *mem;

	begin(true);
	mem = control_rig_open(&r, &conn);
	conn_mem_feed(mem, VIEW("TEST WAIT\nTEST LIST\n"));
	control_rig_turn(&r);
	control_rig_turn(&r);
	cr_expect_str_eq(control_rig_heard(&r, mem), "");
	cr_assert_not_null(waiting);
	cr_expect_eq(waiting->n_args, 0);
	cr_expect(view_eq(waiting->by, VIEW("conclavectl (uid 1000)")));
	module_ask_text(waiting, "soon");
	control_rig_turn(&r);
	cr_expect_str_eq(control_rig_heard(&r, mem), "TEXT :soon\r\n");
	module_ask_ok(waiting, "now");
	control_rig_turn(&r);
	control_rig_turn(&r);
	cr_expect_eq(strncmp(control_rig_heard(&r, mem), "OK :now\r\nCOLUMNS uin:n", 22), 0, "%s", r.answer);
	conn_mem_free(mem);
	control_rig_turn(&r);
	end();
}

Test(control_module, who_has_gone_is_not_answered)
{
	begin(true);
	cr_expect_str_eq(control_rig_ask(&r, "TEST WAIT"), "");
	module_ask_columns(waiting, "uin:n");
	module_ask_row(waiting, NULL, 0);
	module_ask_text(waiting, "soon");
	module_ask_error(waiting, MODULE_ERR_BUSY, "try again");
	end();
}
