/*
 * The control socket of a server with some clients, accounts and a registered channel.  Each line of the input is one step:
 *   $  a job is done    .  all settles    @<ms>  time passes    0..2<line>  a client says it    ~<n>  n more bytes are read    =  all are
 *   !<uid>  the connection breaks, and another is there at once     -  its end is closed     <<bytes>  bytes without a line's end
 * and what begins otherwise is said as a line, with all its bytes.  Passwords become SECRET on the way, which no answer may hold.
 */
#include <assert.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include "net/conn.h"
#include "proto/control_wire.h"
#include "proto/msg.h"
#include "state/channel.h"
#include "tests/fuzz/fuzz_ctl_answer.h"
#include "tests/fuzz/fuzz_server_rig.h"

#define INPUT_MAX   16384
#define STEPS	    300
#define MS_MAX	    1000000u
#define RECVQ	    8192 /* above, whoever does not wait for the answer is closed */
#define ROUNDS	    1000
#define SECRET	    "kT7~vZ2^wQ9%xM4_"
#define SECRET_FROM 8 /* bytes of a password; shorter ones stay, to be refused */
#define GREETING    CONTROL_GREETING " " CONTROL_VERSION " "

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum want { WANT_ANY, WANT_ROWS, WANT_WORDS, WANT_USAGE };

/* The peer, and what it may expect. */
struct asker {
	struct conn_mem *mem; /* NULL: closed */
	bool may_ask, is_greeted, said_end;
	char line[MSG_IN_MAX];
	size_t n;     /* bytes of the unfinished line, also those that did not fit */
	size_t ahead; /* bytes said since all was answered */
	uint8_t want[2 * INPUT_MAX];
	size_t n_want, n_answered;
	bool in_answer, has_columns;
	struct ctl_answer answer;
};

static void
expect(struct asker *a, enum want w)
{
	assert(a->n_want < sizeof(a->want));
	a->want[a->n_want++] = (uint8_t)w;
}

static bool
is(const struct msg *m, struct view verb, struct view sub)
{
	return view_eq_nocase(m->verb, verb) && (sub.n == 0 || view_eq_nocase(msg_param(m, 0), sub));
}

static enum want
want_of(const struct msg *m)
{
	if (is(m, VIEW("STATS"), VIEW("")))
		return m->n_params >= 1 && m->n_params <= 2 ? WANT_ANY : WANT_USAGE;
	if (is(m, VIEW("OPER"), VIEW("LIST")))
		return m->n_params == 1 ? WANT_ROWS : WANT_USAGE;
	if (is(m, VIEW("OPER"), VIEW("")))
		return WANT_WORDS;
	if ((is(m, VIEW("WHO"), VIEW("")) && m->n_params <= 1) ||
		((is(m, VIEW("ACCOUNT"), VIEW("LIST")) || is(m, VIEW("CHANNEL"), VIEW("LIST"))) &&
			m->n_params <= 2))
		return WANT_ROWS;
	if (is(m, VIEW("WHO"), VIEW("")) || is(m, VIEW("ACCOUNT"), VIEW("LIST")) ||
		(!is(m, VIEW("ACCOUNT"), VIEW("")) && !is(m, VIEW("CHANNEL"), VIEW("")) &&
			!is(m, VIEW("EXPLAIN"), VIEW(""))))
		return WANT_USAGE;
	return is(m, VIEW("ACCOUNT"), VIEW("CERT")) ? WANT_ANY : WANT_WORDS;
}

/* A line has ended, or is known to be too long. */
static void
expect_line(struct asker *a)
{
	struct view line = view_of(a->line, a->n);
	struct msg m;

	while (line.n != 0 && line.p[line.n - 1] == '\r')
		line.n--;
	switch (line.n != 0 && a->n < MSG_IN_MAX ? msg_parse(line, &m) : MSG_EMPTY) {
	case MSG_EMPTY:
		if (a->n >= MSG_IN_MAX)
			expect(a, WANT_USAGE);
		break;
	case MSG_OK:
		expect(a, want_of(&m));
		break;
	case MSG_BAD:
	case MSG_TAGS_TOO_LONG:
	case MSG_BODY_TOO_LONG:
		expect(a, WANT_USAGE);
		break;
	}
}

static void
feed(struct asker *a, struct view bytes)
{
	if (a->said_end)
		return;
	for (size_t i = 0; i < bytes.n; i++) {
		if (bytes.p[i] == '\n') {
			if (a->n < MSG_IN_MAX)
				expect_line(a);
			a->n = 0;
			continue;
		}
		if (a->n < MSG_IN_MAX)
			a->line[a->n] = bytes.p[i];
		if (++a->n == MSG_IN_MAX)
			expect_line(a);
	}
	a->ahead += bytes.n;
	conn_mem_feed(a->mem, bytes);
}

/* Where a password stands, another takes its place. */
static void
say(struct asker *a, struct view line)
{
	struct msg m;
	size_t last = 0;

	if (a->n == 0 && msg_parse(line, &m) == MSG_OK) {
		if (is(&m, VIEW("ACCOUNT"), VIEW("ADD")))
			last = 3;
		else if (is(&m, VIEW("ACCOUNT"), VIEW("PASSWD")))
			last = 2;
	}
	if (last != 0 && m.n_params == last + 1 && m.param[last].n >= SECRET_FROM) {
		feed(a, view_of(line.p, (size_t)(m.param[last].p - line.p)));
		feed(a, VIEW(SECRET));
	} else {
		feed(a, line);
	}
	feed(a, VIEW("\n"));
}

/* What stands in a line, and where, is as control_wire.h says. */
static void
check_line(const struct msg *m)
{
	assert(m->source.n == 0 && (m->tags.n == 0 || view_eq(m->verb, VIEW(CONTROL_ROW))));
	if (view_eq(m->verb, VIEW(CONTROL_COLUMNS)))
		assert(m->n_params != 0);
	else if (view_eq(m->verb, VIEW(CONTROL_ROW)))
		assert(m->n_params == 0);
	else if (view_eq(m->verb, VIEW(CONTROL_TEXT)))
		assert(m->n_params == 1);
	else if (view_eq(m->verb, VIEW(CONTROL_OK)))
		assert(m->n_params <= 1);
	else
		assert(view_eq(m->verb, VIEW(CONTROL_ERR)) && m->n_params == 2);
}

static void
end_answer(struct asker *a, enum ctl_end end)
{
	enum want w;

	ctl_answer_end(&a->answer, end);
	a->in_answer = false;
	if (!a->may_ask) {
		assert(end == CTL_RIGHTS && !a->is_greeted);
		a->is_greeted = true;
		return;
	}
	assert(a->n_answered < a->n_want && end != CTL_RIGHTS);
	w = (enum want)a->want[a->n_answered++];
	assert(w != WANT_ROWS || (end == CTL_OK && a->has_columns));
	assert(w != WANT_WORDS || !a->has_columns);
	assert(w != WANT_USAGE || (end == CTL_USAGE && !a->has_columns));
}

static void
hear(struct asker *a, struct view line)
{
	enum ctl_end end;
	struct msg m;

	assert(memmem(line.p, line.n, SECRET, sizeof(SECRET) - 1) == NULL);
	if (a->may_ask && !a->is_greeted) {
		assert(view_starts(line, VIEW(GREETING)));
		a->is_greeted = true;
		return;
	}
	assert(msg_parse(line, &m) == MSG_OK);
	check_line(&m);
	if (!a->in_answer) {
		ctl_answer_begin(&a->answer);
		a->in_answer = true;
		a->has_columns = false;
	}
	if (view_eq(m.verb, VIEW(CONTROL_COLUMNS)))
		a->has_columns = true;
	end = ctl_answer_line(&a->answer, line);
	assert(end != CTL_GARBAGE);
	if (end != CTL_GOES_ON)
		end_answer(a, end);
}

static void
hang_up(struct asker *a)
{
	if (a->in_answer)
		ctl_answer_end(&a->answer, CTL_GOES_ON);
	conn_mem_free(a->mem);
	a->mem = NULL;
	a->in_answer = false;
}

static void
turn(struct rig *r, struct asker *a)
{
	struct view out;
	const char *lf;

	rig_turn(r);
	if (a->mem == NULL)
		return;
	out = conn_mem_output(a->mem);
	while (out.n != 0 && (lf = memchr(out.p, '\n', out.n)) != NULL) {
		size_t n = (size_t)(lf - out.p) + 1;

		assert(n >= 2 && lf[-1] == '\r');
		hear(a, view_left(out, n - 2));
		conn_mem_take(a->mem, n);
		out = conn_mem_output(a->mem);
	}
	if (a->n_answered == a->n_want)
		a->ahead = 0;
	if (!conn_mem_is_closed(a->mem))
		return;
	assert(!a->may_ask || a->said_end || a->ahead > RECVQ);
	hang_up(a);
}

static void
open_as(struct rig *r, struct asker *a, uint32_t uid)
{
	static const struct peer_addr unix_peer = { .family = AF_UNIX };
	const struct conn_mem_tls tls = { .uid = uid };
	struct conn *c = conn_open_mem_tls(server_control_net(r->server), &unix_peer, 0, NULL, &tls);

	memset(a, 0, sizeof(*a));
	a->may_ask = uid == 0 || uid == (uint32_t)geteuid();
	if (c != NULL)
		a->mem = conn_mem_detach(c);
}

static void
settle(struct rig *r, struct asker *a)
{
	for (int i = 0, quiet = 0; i < ROUNDS && quiet < 4; i++) {
		quiet = workers_finish_one(&r->workers) ? 0 : quiet + 1;
		turn(r, a);
		rig_settle(r);
		turn(r, a);
	}
}

static uint32_t
number(struct view v)
{
	uint32_t n = 0;

	for (size_t i = 0; i < v.n && v.p[i] >= '0' && v.p[i] <= '9' && n < MS_MAX; i++)
		n = n * 10 + (uint32_t)(v.p[i] - '0');
	return n;
}

/* Steps of the connection itself; false: it is none. */
static bool
asker_step(struct rig *r, struct asker *a, char what, struct view rest)
{
	if (what == '!') {
		if (a->mem != NULL) {
			conn_mem_reset(a->mem);
			hang_up(a);
		}
		open_as(r, a, number(rest));
	} else if (what == '-' && a->mem != NULL) {
		conn_mem_close(a->mem);
		a->said_end = true;
	} else if (what == '~' && a->mem != NULL) {
		conn_mem_window(a->mem, number(rest));
	} else if (what == '=' && a->mem != NULL) {
		conn_mem_window(a->mem, SIZE_MAX);
	} else if (what == '<' && a->mem != NULL) {
		feed(a, rest);
	} else {
		return view_find(VIEW("-~=<"), what) < 4;
	}
	return true;
}

static void
step(struct rig *r, struct asker *a, struct view line)
{
	char what = line.n != 0 ? line.p[0] : '\0';
	struct view rest = view_skip(line, 1);

	if (what == '$') {
		(void)!workers_finish_one(&r->workers);
		turn(r, a);
	} else if (what == '.') {
		settle(r, a);
	} else if (what == '@') {
		r->now_ms += number(rest);
		turn(r, a);
	} else if (what >= '0' && what <= '2') {
		rig_feed(r, (size_t)(what - '0'), rest);
		rig_feed(r, (size_t)(what - '0'), VIEW("\r\n"));
		turn(r, a);
	} else if (!asker_step(r, a, what, rest) && a->mem != NULL) {
		say(a, line);
		turn(r, a);
	}
}

static void
people(struct rig *r)
{
	static const char *const said[] = { "NICK al\nUSER al 0 * :Al\n", "NICK bo\nUSER bo 0 * :Bo\n",
		"NICK ce\nUSER ce 0 * :Ce\n" };

	rig_open(r, 0, VIEW(""));
	rig_open(r, 1, VIEW("t"));
	rig_open(r, 2, VIEW("f6"));
	for (size_t i = 0; i < ARRAY_LEN(said); i++)
		rig_feed(r, i, view_z(said[i]));
	rig_settle(r);
	rig_account(r, 0, VIEW("ann"));
	rig_feed(r, 0, VIEW("JOIN #reg\n"));
	rig_settle(r);
	rig_feed(r, 0, VIEW("CS REGISTER #reg\n"));
	rig_feed(r, 1, VIEW("JOIN #reg\n"));
	rig_settle(r);
	assert(r->server->world->n_registered == 1);
}

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	rig_load();
	return 0;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct rig r;
	static struct asker a;
	struct view rest = view_of(data, size), line;

	if (size > INPUT_MAX || (size != 0 && memmem(data, size, SECRET, sizeof(SECRET) - 1) != NULL))
		return -1;
	rig_init(&r);
	people(&r);
	open_as(&r, &a, 0);
	for (size_t i = 0; i < STEPS && view_cut(&rest, '\n', &line); i++)
		step(&r, &a, line);
	if (a.mem != NULL)
		conn_mem_window(a.mem, SIZE_MAX);
	settle(&r, &a);
	assert(a.mem == NULL || a.said_end || !a.may_ask || (a.is_greeted && a.n_answered == a.n_want));
	if (a.mem != NULL)
		hang_up(&a);
	rig_release(&r);
	return 0;
}
