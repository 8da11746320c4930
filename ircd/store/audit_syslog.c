/* "<86>conclaved: {...}": who reads /dev/log adds time and host (RFC 3164 4.3.3); the record has its own time. */
#include "store/audit_syslog.h"

#include <stdatomic.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "core/mem.h"

#define PRIORITY 86 /* 10 * 8 + 6: authpriv, info */

struct audit_syslog {
	int fd;
	_Atomic uint64_t lost;
};

int
audit_syslog_open(const char *path, struct err *e)
{
	struct sockaddr_un un = { .sun_family = AF_UNIX };
	int fd;

	if (view_z(path).n >= sizeof(un.sun_path))
		return err_fmt(e, "%s: longer than the path of a socket may be", path);
	(void)view_copy(view_z(path), un.sun_path, sizeof(un.sun_path));
	fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd == -1)
		return err_sys(e, "socket");
	if (connect(fd, (const struct sockaddr *)&un, sizeof(un)) == -1) {
		(void)err_sys(e, path);
		(void)close(fd);
		return -1;
	}
	return fd;
}

struct audit_syslog *
audit_syslog_new(int fd)
{
	struct audit_syslog *s = mem_zalloc(sizeof(*s));

	s->fd = fd;
	atomic_init(&s->lost, 0);
	return s;
}

void
audit_syslog_free(struct audit_syslog *s)
{
	if (s == NULL)
		return;
	(void)close(s->fd);
	mem_free(s);
}

uint64_t
audit_syslog_lost(const struct audit_syslog *s)
{
	return atomic_load(&s->lost);
}

void
audit_syslog_send(void *arg, struct view lines)
{
	struct audit_syslog *s = arg;
	char text[4352];
	struct view line;

	while (view_cut(&lines, '\n', &line) && line.n != 0) {
		int n = snprintf(text, sizeof(text), "<%d>conclaved: %.*s", PRIORITY, VIEW_ARG(line));

		if (n < 0 || (size_t)n >= sizeof(text) ||
			send(s->fd, text, (size_t)n, MSG_DONTWAIT | MSG_NOSIGNAL) == -1)
			atomic_fetch_add(&s->lost, 1);
	}
}
