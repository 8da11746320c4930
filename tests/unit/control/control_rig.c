#include "tests/unit/control/control_rig.h"

#include <criterion/criterion.h>
#include <string.h>

#include "control/control_request.h"
#include "core/mem.h"

static void *
on_opened(struct conn *conn, void *arg)
{
	struct control_rig *r = arg;
	struct control_session *s = mem_zalloc(sizeof(*s));

	*s = (struct control_session){
		.conn = conn, .net = r->net, .lines = r->base.lines, .cx = &r->cx, .uid = 1000
	};
	return s;
}

static bool
on_line(struct conn *conn, void *data, struct view line)
{
	struct control_session *s = data;

	(void)conn;
	control_request_run(s, line);
	return !s->waits;
}

static void
on_gone(struct conn *conn, void *data, enum conn_close why)
{
	(void)conn;
	(void)why;
	mem_free(data);
}

void
control_rig_init(struct control_rig *r)
{
	static const struct conn_owner owner = { .opened = on_opened, .line = on_line, .gone = on_gone };
	const struct net_conf nc = { .line_max = MSG_IN_MAX, .max_conns = 4, .accepts_per_turn = 1 };

	registry_rig_init(&r->base, "password-min-length = 8");
	r->cx = (struct cmd_ctx){
		.world = r->base.world, .route = r->base.route, .registry = r->base.registry
	};
	r->net = net_new(r->base.loop, r->base.lines, &nc, &owner, r);
}

void
control_rig_release(struct control_rig *r)
{
	net_free(r->net);
	registry_rig_release(&r->base);
}

struct conn_mem *
control_rig_open(struct control_rig *r, struct conn **conn)
{
	static const struct peer_addr peer = { .family = AF_UNIX };

	*conn = conn_open_mem(r->net, &peer, 0, NULL);
	cr_assert_not_null(*conn);
	return conn_mem_detach(*conn);
}

void
control_rig_turn(struct control_rig *r)
{
	struct err e;

	cr_assert_eq(loop_turn(r->base.loop, 0, &e), 0);
}

const char *
control_rig_heard(struct control_rig *r, struct conn_mem *mem)
{
	struct view out = conn_mem_output(mem);

	cr_assert(out.n < sizeof(r->answer));
	(void)view_copy(out, r->answer, sizeof(r->answer));
	conn_mem_take(mem, out.n);
	return r->answer;
}

const char *
control_rig_ask(struct control_rig *r, const char *line)
{
	struct conn *conn;
	struct conn_mem *mem = control_rig_open(r, &conn);

	conn_mem_feed(mem, view_z(line));
	conn_mem_feed(mem, VIEW("\n"));
	control_rig_turn(r);
	registry_rig_settle(&r->base);
	control_rig_turn(r);
	(void)control_rig_heard(r, mem);
	conn_mem_free(mem);
	control_rig_turn(r);
	return r->answer;
}

void
control_rig_expect(struct control_rig *r, const char *line, const char *want)
{
	const char *got = control_rig_ask(r, line);

	cr_expect(strncmp(got, want, strlen(want)) == 0, "\"%s\": \"%s\"", line, got);
}
