#include "config.h"

#include "tests/unit/relay/fake_clamd.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "core/mem.h"

enum { FAKE_MAX = 4 << 20 };

void
fake_clamd_open(struct fake_clamd *f)
{
	struct sockaddr_un at = { .sun_family = AF_UNIX };

	memset(f, 0, sizeof(*f));
	f->fd = -1;
	f->raw = mem_alloc(FAKE_MAX);
	f->file = mem_alloc(FAKE_MAX);
	(void)snprintf(f->dir, sizeof(f->dir), "/tmp/conclave-clamd-XXXXXX");
	cr_assert_not_null(mkdtemp(f->dir));
	(void)snprintf(f->path, sizeof(f->path), "%.60s/socket", f->dir);
	memcpy(at.sun_path, f->path, strlen(f->path) + 1);
	f->listener = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0);
	cr_assert_eq(bind(f->listener, (struct sockaddr *)&at, sizeof(at)), 0);
	cr_assert_eq(listen(f->listener, 5), 0);
}

void
fake_clamd_close(struct fake_clamd *f)
{
	fake_clamd_hang_up(f);
	(void)close(f->listener);
	(void)unlink(f->path);
	cr_expect_eq(rmdir(f->dir), 0);
	mem_free(f->raw);
	mem_free(f->file);
}

/* What is whole of the stream so far. */
static void
understand(struct fake_clamd *f)
{
	static const char command[] = "zINSTREAM";

	if (!f->greeted && f->n >= sizeof(command)) {
		f->greeted = memcmp(f->raw, command, sizeof(command)) == 0;
		f->broken = !f->greeted;
		f->at = sizeof(command);
	}
	while (f->greeted && f->n - f->at >= 4) {
		const uint8_t *p = f->raw + f->at;
		size_t len = (size_t)p[0] << 24 | (size_t)p[1] << 16 | (size_t)p[2] << 8 | p[3];

		f->broken = f->broken || f->ended || f->file_n + len > FAKE_MAX;
		if (f->broken || f->n - f->at - 4 < len)
			return;
		f->ended = len == 0;
		memcpy(f->file + f->file_n, p + 4, len);
		f->file_n += len;
		f->at += 4 + len;
	}
}

void
fake_clamd_look(struct fake_clamd *f)
{
	ssize_t n;

	if (f->fd == -1)
		f->fd = accept4(f->listener, NULL, NULL, SOCK_NONBLOCK);
	if (f->fd == -1 || f->deaf)
		return;
	while ((n = recv(f->fd, f->raw + f->n, FAKE_MAX - f->n, 0)) > 0)
		f->n += (size_t)n;
	understand(f);
}

void
fake_clamd_say(struct fake_clamd *f, const char *text, size_t n)
{
	cr_assert_eq(send(f->fd, text, n, MSG_NOSIGNAL), (ssize_t)n);
}

void
fake_clamd_hang_up(struct fake_clamd *f)
{
	if (f->fd != -1)
		(void)close(f->fd);
	f->fd = -1;
	f->n = f->file_n = f->at = 0;
	f->greeted = f->ended = f->broken = false;
}
