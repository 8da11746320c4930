#include "ctl_talk.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "core/view.h"

static void *
serve(void *arg)
{
	struct talk *t = arg;
	int fd = accept(t->fd, NULL, NULL);
	size_t used = 0;
	ssize_t n;

	if (fd == -1)
		return NULL;
	n = send(fd, t->says, t->n, MSG_NOSIGNAL);
	(void)shutdown(fd, SHUT_WR);
	while (n != -1 && (n = recv(fd, t->heard + used, sizeof(t->heard) - 1 - used, 0)) > 0)
		used += (size_t)n;
	(void)close(fd);
	return NULL;
}

void
talk_begin(struct talk *t, const char *says, size_t n)
{
	struct sockaddr_un un = { .sun_family = AF_UNIX };

	*t = (struct talk){ .dir = "/tmp/ctlXXXXXX", .says = says, .n = n };
	cr_assert_not_null(mkdtemp(t->dir));
	(void)snprintf(t->path, sizeof(t->path), "%s/s", t->dir);
	(void)view_copy(view_z(t->path), un.sun_path, sizeof(un.sun_path));
	t->fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	cr_assert(bind(t->fd, (struct sockaddr *)&un, sizeof(un)) == 0 && listen(t->fd, 1) == 0);
	cr_assert_eq(pthread_create(&t->thread, NULL, serve, t), 0);
}

void
talk_end(struct talk *t)
{
	(void)pthread_join(t->thread, NULL);
	(void)close(t->fd);
	(void)unlink(t->path);
	(void)rmdir(t->dir);
}
