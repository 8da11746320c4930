/* A blocking socket: there is nothing else to do while the server works.  What it sends is as hostile as any input. */
#include "ctl/ctl_link.h"

#include <errno.h>
#include <sodium.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "core/mem.h"
#include "proto/control_wire.h"
#include "proto/msg.h"
#include "proto/msg_build.h"

struct ctl_link {
	int fd;
	size_t begin, end; /* of what was read and not yet given */
	char bytes[2 * MSG_LINE_MAX];
};

static int
dial(const char *path, struct err *e)
{
	struct sockaddr_un un = { .sun_family = AF_UNIX };
	int fd;

	if (strlen(path) >= sizeof(un.sun_path))
		return err_fmt(e, "%s: longer than the path of a socket may be", path);
	(void)view_copy(view_z(path), un.sun_path, sizeof(un.sun_path));
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd == -1)
		return err_sys(e, "socket");
	if (connect(fd, (const struct sockaddr *)&un, sizeof(un)) == -1) {
		(void)err_sys(e, path);
		(void)close(fd);
		return -1;
	}
	return fd;
}

static int
greeting(struct ctl_link *l, struct err *e)
{
	struct view line;
	struct msg m;

	if (ctl_link_line(l, &line, e) == -1)
		return -1;
	if (msg_parse(line, &m) != MSG_OK)
		return err_fmt(e, "this is no server of ours");
	if (view_eq(m.verb, VIEW(CONTROL_ERR))) {
		(void)err_fmt(e, "%.*s", VIEW_ARG(msg_param(&m, 1)));
		e->code = EACCES;
		return -1;
	}
	if (!view_eq(m.verb, VIEW(CONTROL_GREETING)))
		return err_fmt(e, "this is no server of ours");
	if (!view_eq(msg_param(&m, 0), VIEW(CONTROL_VERSION)))
		return err_fmt(e, "the server is of another version: %.*s",
			VIEW_ARG(view_left(msg_param(&m, 1), 40)));
	return 0;
}

struct ctl_link *
ctl_link_open(const char *path, struct err *e)
{
	struct ctl_link *l = mem_zalloc(sizeof(*l));

	l->fd = dial(path, e);
	if (l->fd == -1 || greeting(l, e) == -1) {
		ctl_link_close(l);
		return NULL;
	}
	return l;
}

void
ctl_link_close(struct ctl_link *l)
{
	if (l == NULL)
		return;
	if (l->fd != -1)
		(void)close(l->fd);
	mem_free(l);
}

static int
write_all(int fd, struct view v, struct err *e)
{
	while (v.n != 0) {
		ssize_t n = send(fd, v.p, v.n, MSG_NOSIGNAL);

		if (n == -1 && errno != EINTR)
			return err_sys(e, "send");
		if (n > 0)
			v = view_skip(v, (size_t)n);
	}
	return 0;
}

int
ctl_link_ask(struct ctl_link *l, const struct view *word, size_t n, struct err *e)
{
	char bytes[MSG_BODY_MAX];
	struct msg_build b;
	struct view line;
	size_t room;
	int r;

	msg_build_begin(&b, bytes, sizeof(bytes));
	msg_build_verb(&b, word[0]);
	for (size_t i = 1; i + 1 < n; i++)
		msg_build_param(&b, word[i]);
	room = n > 1 ? msg_build_room(&b) : 0;
	if (n > 1)
		msg_build_text(&b, word[n - 1]);
	line = msg_build_end(&b);
	if (line.n == 0 || (n > 1 && word[n - 1].n > room))
		r = err_fmt(e, "too long, or with bytes that can't be sent");
	else
		r = write_all(l->fd, line, e);
	sodium_memzero(bytes, sizeof(bytes));
	return r;
}

static int
fill(struct ctl_link *l, struct err *e)
{
	ssize_t n;

	memmove(l->bytes, l->bytes + l->begin, l->end - l->begin);
	l->end -= l->begin;
	l->begin = 0;
	if (l->end == sizeof(l->bytes))
		return err_fmt(e, "the server sent a line that is too long");
	do
		n = recv(l->fd, l->bytes + l->end, sizeof(l->bytes) - l->end, 0);
	while (n == -1 && errno == EINTR);
	if (n == -1)
		return err_sys(e, "recv");
	if (n == 0)
		return err_fmt(e, "the server closed the connection");
	l->end += (size_t)n;
	return 0;
}

int
ctl_link_line(struct ctl_link *l, struct view *line, struct err *e)
{
	for (;;) {
		struct view have = view_of(l->bytes + l->begin, l->end - l->begin);
		size_t n = view_find(have, '\n');

		if (n < have.n) {
			l->begin += n + 1;
			*line = view_left(have, n != 0 && have.p[n - 1] == '\r' ? n - 1 : n);
			return 0;
		}
		if (fill(l, e) == -1)
			return -1;
	}
}
