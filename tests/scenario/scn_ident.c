/* A socket pair stands for a TCP connection: the server reads and writes it as it does its own. */
#include "tests/scenario/scn_ident.h"

#include <sys/socket.h>
#include <unistd.h>

#include "auth/ident.h"
#include "core/loop.h"
#include "core/mem.h"
#include "tests/scenario/scn_match.h"

struct call {
	struct scn_ident *services;
	struct dial_plan plan;
	struct timer timer;
	enum dial_result result;
};

static void
put(int fd, struct view bytes)
{
	(void)!send(fd, bytes.p, bytes.n, MSG_NOSIGNAL);
}

/* The server's end, or -1. */
static int
connect_service(struct scn_ident *s)
{
	int pair[2];

	if (s->n_fds == SCN_IDENT_SERVICES ||
		socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, pair) == -1)
		return -1;
	s->fd[s->n_fds++] = pair[1];
	if (s->manner == SCN_IDENT_SAYS)
		put(pair[1], view_of(s->text, s->n_text));
	if (s->manner == SCN_IDENT_CLOSES)
		(void)shutdown(pair[1], SHUT_WR);
	return pair[0];
}

static void
on_timer(struct timer *t, uint64_t now_ms)
{
	struct call *c = CONTAINER_OF(t, struct call, timer);
	struct dial_plan plan = c->plan;
	enum dial_result result = c->result;
	int fd = result == DIAL_CONNECTED ? connect_service(c->services) : -1;

	(void)now_ms;
	mem_free(c);
	plan.done(plan.arg, fd == -1 && result == DIAL_CONNECTED ? DIAL_FAILED : result, fd, NULL);
}

static struct dial *
start(void *arg, const struct dial_plan *plan, struct err *e)
{
	struct scn_ident *s = arg;
	struct call *c = mem_zalloc(sizeof(*c));
	uint64_t now = loop_mono_ms(s->loop);

	(void)e;
	s->n_dialled++;
	*c = (struct call){ .services = s, .plan = *plan, .result = DIAL_CONNECTED };
	if (s->manner == SCN_IDENT_REFUSES)
		c->result = DIAL_REFUSED;
	else if (s->manner == SCN_IDENT_DROPS)
		c->result = DIAL_TIMEOUT;
	loop_timer(s->loop, &c->timer, c->result == DIAL_TIMEOUT ? now + plan->timeout_ms : now, on_timer);
	return (struct dial *)(void *)c;
}

static void
cancel(void *arg, struct dial *d)
{
	struct scn_ident *s = arg;
	struct call *c = (struct call *)(void *)d;

	if (c == NULL)
		return;
	loop_timer_cancel(s->loop, &c->timer);
	mem_free(c);
}

void
scn_ident_install(struct scn_ident *s, struct loop *loop, struct ident *ident)
{
	s->loop = loop;
	ident_set_dialer(ident, &(struct ident_dialer){ start, cancel, s });
}

void
scn_ident_release(struct scn_ident *s)
{
	while (s->n_fds != 0)
		(void)close(s->fd[--s->n_fds]);
}

/* TEXT CR LF, with \xHH and the like. */
static int
take_text(struct scn_ident *s, struct view text)
{
	s->n_text = view_copy(text, s->text, sizeof(s->text) - 2);
	s->text[s->n_text++] = '\r';
	s->text[s->n_text++] = '\n';
	return text.n <= s->n_text - 2 ? 0 : -1;
}

int
scn_ident_do(struct scn_ident *s, struct view words)
{
	static const struct {
		struct view word;
		enum scn_ident_manner manner;
	} manners[] = {
		{ VIEW_INIT("refuses"), SCN_IDENT_REFUSES },
		{ VIEW_INIT("drops"), SCN_IDENT_DROPS },
		{ VIEW_INIT("silent"), SCN_IDENT_SILENT },
		{ VIEW_INIT("closes"), SCN_IDENT_CLOSES },
		{ VIEW_INIT("says"), SCN_IDENT_SAYS },
	};
	struct view word = scn_word(&words);

	if (view_eq(word, VIEW("answers"))) {
		if (take_text(s, words) == -1)
			return -1;
		for (size_t i = 0; i < s->n_fds; i++)
			put(s->fd[i], view_of(s->text, s->n_text));
		return 0;
	}
	for (size_t i = 0; i < ARRAY_LEN(manners); i++) {
		if (!view_eq(word, manners[i].word))
			continue;
		s->manner = manners[i].manner;
		return take_text(s, words);
	}
	return -1;
}

struct view
scn_ident_question(struct scn_ident *s, char *dst, size_t size)
{
	ssize_t n = s->n_fds != 0 ? recv(s->fd[s->n_fds - 1], dst, size, 0) : 0;
	struct view got = view_of(dst, n > 0 ? (size_t)n : 0);

	return view_left(got, view_find(got, '\r'));
}
