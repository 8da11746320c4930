#include "tests/unit/net/net_rig.h"

#include <criterion/criterion.h>
#include <signal.h>
#include <sys/socket.h>

#include "core/hash.h"
#include "core/mem.h"

/* Turns of at most 10 ms: ten seconds in which nothing happens; a busy loop gets more turns than it will need. */
enum { RIG_WAITS = 1000 };

const struct net_conf rig_conf = { .line_max = RIG_LINE_MAX,
	.max_conns = 100,
	.accepts_per_turn = 16,
	.handshakes_per_turn = 2,
	.handshake_ms = 1000 };
const struct conn_from rig_from = { .peer = &rig_peer, .local_port = 6667 };
const struct peer_addr rig_peer = { .family = AF_INET, .port = 40000, .ip = { 192, 0, 2, 1 } };

static uint64_t
fake_mono(void *arg)
{
	const struct rig *r = arg;

	return r->now_ms;
}

static uint64_t
fake_wall(void *arg)
{
	const struct rig *r = arg;

	return 1700000000000 + r->now_ms;
}

static void *
on_opened(struct conn *c, void *arg)
{
	struct rig *r = arg;
	struct rig_conn *rc = &r->conn[r->n];

	cr_assert_lt(r->n, (size_t)RIG_CONNS);
	rc->rig = r;
	rc->c = c;
	rc->echo = r->echo;
	buf_init(&rc->lines, 1 << 24);
	if (r->refuse) {
		rig_send(rc, "ERROR :refused");
		return NULL;
	}
	r->n++;
	return rc;
}

static void
note(struct rig_conn *rc, struct view line)
{
	cr_assert_eq(buf_put(&rc->lines, line), 0);
	cr_assert_eq(buf_put(&rc->lines, VIEW("\n")), 0);
	rc->n_lines++;
}

static bool
on_line(struct conn *c, void *data, struct view line)
{
	struct rig_conn *rc = data;

	cr_assert_eq(rc->c, c);
	note(rc, line);
	if (rc->echo) {
		char *p = line_begin(rc->rig->pool, 0, line.n + 2);

		memcpy(p, line.p, line.n);
		memcpy(p + line.n, "\r\n", 2);
		conn_send(c, line_end(rc->rig->pool, 0, line.n + 2));
	}
	if (rc->close_on_line)
		conn_close(c, CLOSE_LOCAL, true);
	return rc->stop_at == 0 || rc->n_lines < rc->stop_at;
}

static bool
on_too_long(struct conn *c, void *data)
{
	struct rig_conn *rc = data;

	cr_assert_eq(rc->c, c);
	note(rc, VIEW("<too long>"));
	return rc->stop_at == 0 || rc->n_lines < rc->stop_at;
}

static void
on_room(struct conn *c, void *data)
{
	struct rig_conn *rc = data;

	cr_assert_eq(rc->c, c);
	rc->n_rooms++;
	if (rc->room_bytes == 0)
		return;
	rig_send_bytes(rc, rc->room_bytes);
	conn_want_room(c);
}

static void
on_gone(struct conn *c, void *data, enum conn_close why)
{
	struct rig_conn *rc = data;

	cr_assert_eq(rc->c, c);
	cr_assert_not(rc->gone);
	rc->gone = true;
	rc->why = why;
	rc->error = conn_close_errno(c);
	(void)view_copy(view_z(conn_close_text(c)), rc->why_text, sizeof(rc->why_text));
	if (rc->last_word && conn_last_word(c))
		rig_send(rc, "END");
	rc->c = NULL;
}

static void
on_failed(struct conn *c, void *arg, enum conn_close why)
{
	struct rig *r = arg;

	cr_assert(conn_is_ours(c));
	cr_assert(conn_is_closing(c));
	r->n_failed++;
	r->failed_data = conn_listener_data(c);
	r->failed_why = why;
	(void)view_copy(view_z(conn_close_text(c)), r->failed_text, sizeof(r->failed_text));
}

struct rig *
rig_new(enum loop_backend backend, bool real_clock, const struct net_conf *conf)
{
	const struct conn_owner owner = { .opened = on_opened,
		.line = on_line,
		.line_too_long = on_too_long,
		.room = on_room,
		.gone = on_gone,
		.failed = on_failed };
	struct rig *r = mem_zalloc(sizeof(*r));
	struct clock fake = { .mono_ms = fake_mono, .wall_ms = fake_wall, .arg = r };
	struct err e;

	(void)signal(SIGPIPE, SIG_IGN);
	hash_init();
	r->now_ms = 1000;
	r->loop = loop_new(backend, real_clock ? clock_system() : fake, &e);
	cr_assert_not_null(r->loop);
	r->pool = line_pool_new();
	r->net = net_new(r->loop, r->pool, conf, &owner, r);
	return r;
}

void
rig_free(struct rig *r)
{
	net_free(r->net);
	line_pool_free(r->pool);
	loop_free(r->loop);
	for (size_t i = 0; i < r->n; i++) {
		cr_expect(r->conn[i].gone, "connection %zu was freed without a word", i);
		buf_release(&r->conn[i].lines);
	}
	cr_expect_eq(slab_count(), 0, "%zu slabs are left", slab_count());
	mem_free(r);
}

void
rig_turns(struct rig *r, size_t n)
{
	struct err e;

	while (n-- > 0)
		cr_assert_eq(loop_turn(r->loop, 0, &e), 0);
}

/* One turn that waits; the fake clock is not moved by it. */
static void
rig_wait(struct rig *r)
{
	struct err e;

	cr_assert_eq(loop_turn(r->loop, 10, &e), 0);
}

bool
rig_until(struct rig *r, const bool *flag)
{
	for (size_t i = 0; i < RIG_WAITS && !*flag; i++)
		rig_wait(r);
	return *flag;
}

bool
rig_until_count(struct rig *r, const size_t *count, size_t n)
{
	for (size_t i = 0; i < RIG_WAITS && *count < n; i++)
		rig_wait(r);
	return *count >= n;
}

struct rig_conn *
rig_wait_conn(struct rig *r, size_t i)
{
	cr_assert(rig_until_count(r, &r->n, i + 1), "no connection %zu", i);
	return &r->conn[i];
}

struct rig_conn *
rig_mem(struct rig *r, struct conn_mem **end)
{
	struct conn *c = conn_open_mem(r->net, &rig_peer, 6667, NULL);

	cr_assert_not_null(c);
	*end = conn_mem_detach(c);
	return &r->conn[r->n - 1];
}

struct rig_conn *
rig_pair(struct rig *r, int *fd)
{
	int pair[2];

	cr_assert_eq(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, pair), 0);
	*fd = pair[1];
	cr_assert_not_null(conn_accept(r->net, pair[0], &rig_from));
	return &r->conn[r->n - 1];
}

void
rig_send(struct rig_conn *rc, const char *text)
{
	size_t n = strlen(text);
	char *p = line_begin(rc->rig->pool, 0, n + 2);

	memcpy(p, text, n);
	memcpy(p + n, "\r\n", 2);
	conn_send(rc->c, line_end(rc->rig->pool, 0, n + 2));
}

void
rig_send_bytes(struct rig_conn *rc, size_t n)
{
	char *p = line_begin(rc->rig->pool, 0, n);

	for (size_t i = 0; i < n; i++)
		p[i] = (char)('a' + i % 26);
	conn_send(rc->c, line_end(rc->rig->pool, 0, n));
}

const char *
rig_lines(struct rig_conn *rc)
{
	char *p = buf_reserve(&rc->lines, 1);

	cr_assert_not_null(p);
	*p = '\0';
	return buf_view(&rc->lines).p;
}
