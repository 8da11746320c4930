/*
 * The command is sent with a leading z, so that the answer ends with a NUL: "stream: OK", "stream: <name> FOUND", or a text that ends with
 * ERROR, which may come at any time (clamd(8)).
 */
#include "config.h"

#include "relay/clamd.h"

#include <assert.h>
#include <errno.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "core/mem.h"
#include "core/view.h"

enum { ANSWER_MAX = 512, HEAD_MAX = 16, PIECE_MAX = 1 << 20 };

struct clamd {
	struct loop *loop;
	struct watch watch;
	int fd;
	enum clamd_state state;
	clamd_ready_fn *ready;
	void *arg;
	uint8_t head[HEAD_MAX]; /* what goes before the next bytes: the command, a length */
	size_t head_off, head_n;
	size_t piece; /* bytes of the piece that was begun and are still to come */
	char answer[ANSWER_MAX];
	size_t answer_n;
	char found[CLAMD_NAME_MAX + 1];
};

static void
settle(struct clamd *c, enum clamd_state state)
{
	c->state = state;
	loop_del(c->loop, &c->watch);
}

static void
keep_name(struct clamd *c, struct view name)
{
	size_t n = 0;

	for (size_t i = 0; i < name.n && n < CLAMD_NAME_MAX; i++)
		c->found[n++] = name.p[i] > ' ' && name.p[i] <= '~' ? name.p[i] : '_';
	c->found[n] = '\0';
}

static bool
view_ends(struct view v, struct view with)
{
	return v.n >= with.n && view_eq(view_skip(v, v.n - with.n), with);
}

/* An "OK" before all has been sent is none. */
static void
judge(struct clamd *c, struct view answer)
{
	const struct view before = VIEW("stream: "), found = VIEW(" FOUND");

	if (view_starts(answer, before) && view_ends(answer, found) && answer.n >= before.n + found.n) {
		keep_name(c, view_left(view_skip(answer, before.n), answer.n - before.n - found.n));
		settle(c, CLAMD_FOUND);
	} else if (c->state == CLAMD_THINKS && c->head_n == 0 && view_eq(answer, VIEW("stream: OK"))) {
		settle(c, CLAMD_CLEAN);
	} else {
		settle(c, CLAMD_FAILED);
	}
}

static void
read_answer(struct clamd *c)
{
	ssize_t n = recv(c->fd, c->answer + c->answer_n, ANSWER_MAX - c->answer_n, 0);
	const char *end;

	if (n == -1 && (errno == EAGAIN || errno == EINTR))
		return;
	if (n <= 0) {
		settle(c, CLAMD_FAILED);
		return;
	}
	c->answer_n += (size_t)n;
	end = memchr(c->answer, '\0', c->answer_n);
	if (end != NULL)
		judge(c, view_of(c->answer, (size_t)(end - c->answer)));
	else if (c->answer_n == ANSWER_MAX)
		settle(c, CLAMD_FAILED);
}

/* Bytes that went.  A connection that broke may have an answer in it, which says why: on_ready() reads it. */
static size_t
push(struct clamd *c, const void *src, size_t n)
{
	ssize_t went = send(c->fd, src, n, MSG_NOSIGNAL);

	if (went == -1 && errno != EAGAIN && errno != EINTR)
		return 0;
	if (went == -1 || (size_t)went < n)
		loop_want(c->loop, &c->watch, LOOP_READ | LOOP_WRITE);
	return went == -1 ? 0 : (size_t)went;
}

/* false: there is no room for more. */
static bool
push_head(struct clamd *c)
{
	size_t went;

	if (c->head_n == 0)
		return true;
	went = push(c, c->head + c->head_off, c->head_n);
	c->head_off += went;
	c->head_n -= went;
	if (c->head_n > 0)
		return false;
	c->head_off = 0;
	return true;
}

static void
put_length(struct clamd *c, uint32_t n)
{
	uint8_t *dst = c->head + c->head_off + c->head_n;

	dst[0] = (uint8_t)(n >> 24);
	dst[1] = (uint8_t)(n >> 16);
	dst[2] = (uint8_t)(n >> 8);
	dst[3] = (uint8_t)n;
	c->head_n += 4;
}

/* A piece that is begun goes on with what comes next; what is behind it becomes the next piece. */
size_t
clamd_feed(struct clamd *c, const void *src, size_t n)
{
	size_t fed = 0, part = 0, took = 0;

	while (c->state == CLAMD_TAKES && fed < n && took == part) {
		if (!push_head(c))
			break;
		if (c->piece == 0) {
			c->piece = n - fed < PIECE_MAX ? n - fed : PIECE_MAX;
			put_length(c, (uint32_t)c->piece);
			continue;
		}
		part = n - fed < c->piece ? n - fed : c->piece;
		took = push(c, (const char *)src + fed, part);
		c->piece -= took;
		fed += took;
	}
	return fed;
}

void
clamd_end(struct clamd *c)
{
	if (c->state != CLAMD_TAKES)
		return;
	assert(c->piece == 0);
	c->state = CLAMD_THINKS;
	put_length(c, 0);
	(void)push_head(c);
}

enum clamd_state
clamd_state(const struct clamd *c)
{
	return c->state;
}

const char *
clamd_found(const struct clamd *c)
{
	return c->found;
}

static void
on_ready(struct loop *loop, unsigned ready, void *arg)
{
	struct clamd *c = arg;

	if ((ready & LOOP_WRITE) != 0) {
		loop_want(loop, &c->watch, LOOP_READ);
		if (c->state == CLAMD_THINKS)
			(void)push_head(c);
	}
	if ((ready & LOOP_READ) != 0)
		read_answer(c);
	c->ready(c->arg);
}

/* connect(2) to a Unix socket is done at once, or refused: EAGAIN when too many wait there already. */
static int
begin(struct clamd *c, const char *path)
{
	struct sockaddr_un to = { .sun_family = AF_UNIX };

	if (strlen(path) >= sizeof(to.sun_path))
		return -1;
	memcpy(to.sun_path, path, strlen(path));
	c->fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (c->fd == -1 || connect(c->fd, (const struct sockaddr *)&to, sizeof(to)) == -1)
		return -1;
	return loop_add(c->loop, &c->watch, c->fd, LOOP_MANY, LOOP_READ, NULL);
}

struct clamd *
clamd_new(struct loop *loop, const char *path, clamd_ready_fn *ready, void *arg)
{
	static const char command[] = "zINSTREAM"; /* and its NUL */
	struct clamd *c = mem_zalloc(sizeof(*c));

	*c = (struct clamd){ .loop = loop, .fd = -1, .ready = ready, .arg = arg };
	c->watch = (struct watch){ .fd = -1, .fn = on_ready, .arg = c };
	memcpy(c->head, command, sizeof(command));
	c->head_n = sizeof(command);
	if (begin(c, path) == -1)
		c->state = CLAMD_FAILED;
	return c;
}

void
clamd_free(struct clamd *c)
{
	if (c == NULL)
		return;
	loop_del(c->loop, &c->watch);
	if (c->fd != -1)
		(void)close(c->fd);
	mem_free(c);
}
