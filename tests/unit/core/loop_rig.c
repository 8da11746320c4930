#include "config.h"

#include "loop_rig.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

uint64_t loop_rig_now_ms = 1000;
unsigned loop_rig_mono_reads, loop_rig_wall_reads;

struct criterion_test_params
loop_rig_cases(void)
{
	static struct loop_case cases[] = {
		{ LOOP_BACKEND_BEST, LOOP_MANY },
		{ LOOP_BACKEND_BEST, LOOP_FEW },
		{ LOOP_BACKEND_POLL, LOOP_MANY },
		{ LOOP_BACKEND_POLL, LOOP_FEW },
	};

	return cr_make_param_array(struct loop_case, cases, ARRAY_LEN(cases));
}

static uint64_t
rig_mono_ms(void *arg)
{
	(void)arg;
	loop_rig_mono_reads++;
	return loop_rig_now_ms;
}

static uint64_t
rig_wall_ms(void *arg)
{
	(void)arg;
	loop_rig_wall_reads++;
	return UINT64_C(1700000000000) + loop_rig_now_ms;
}

struct loop *
loop_rig_new(const struct loop_case *c)
{
	struct err e;
	struct loop *loop = loop_new(c->backend, (struct clock){ rig_mono_ms, rig_wall_ms, NULL }, &e);

	cr_assert(loop != NULL, "%s", e.text);
	return loop;
}

void
loop_rig_turn(struct loop *loop)
{
	struct err e;

	cr_assert_eq(loop_turn(loop, 0, &e), 0);
}

void
pair_note(struct loop *loop, unsigned ready, void *arg)
{
	struct pair *p = arg;

	(void)loop;
	p->ready = ready;
	p->calls++;
}

void
pair_open(struct pair *p, struct loop *loop, const struct loop_case *c, unsigned want, loop_ready_fn *fn)
{
	struct err e;
	int fd[2];

	cr_assert_eq(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, fd), 0);
	*p = (struct pair){ .fd = fd[0], .peer = fd[1] };
	p->watch = (struct watch){ .fd = -1, .fn = fn != NULL ? fn : pair_note, .arg = p };
	cr_assert_eq(loop_add(loop, &p->watch, p->fd, c->kind, want, &e), 0);
}

void
pair_close(struct pair *p, struct loop *loop)
{
	loop_del(loop, &p->watch);
	(void)close(p->fd);
	(void)close(p->peer);
}

void
pair_poke(struct pair *p)
{
	cr_assert_eq(write(p->peer, "x", 1), 1);
}

void
pair_stuff(struct pair *p)
{
	static const char bytes[65536];

	for (int i = 0; i < 10000; i++) {
		if (write(p->fd, bytes, sizeof(bytes)) == -1) {
			cr_assert_eq(errno, EAGAIN);
			return;
		}
	}
	cr_assert_fail("the socket took everything");
}

void
pair_drain(int fd)
{
	static char bytes[65536];

	for (int i = 0; i < 10000; i++) {
		if (read(fd, bytes, sizeof(bytes)) <= 0)
			return;
	}
	cr_assert_fail("the socket never got empty");
}
