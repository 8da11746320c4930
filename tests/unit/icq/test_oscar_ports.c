#include "icq/oscar_ports.h"

#include <criterion/criterion.h>
#include <sys/socket.h>
#include <unistd.h>

#include "core/loop.h"
#include "icq/oscar_server.h"
#include "icq_fake.h"
#include "net/addr.h"

static const char *const any_port[] = { "127.0.0.1:0" };

static struct oscar_ports *
open_at(struct icq *icq, const char *const *at, const char *const *tls_at, struct err *e)
{
	icq->conf.listen = at;
	icq->conf.n_listen = at != NULL ? 1 : 0;
	icq->conf.listen_tls = tls_at;
	icq->conf.n_listen_tls = tls_at != NULL ? 1 : 0;
	return oscar_ports_open(&icq->conf, icq->loop, e);
}

static int
connect_to(const char *text)
{
	struct addr at;
	int fd;

	cr_assert(addr_parse(view_z(text), &at, NULL) == 0);
	fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	cr_assert(fd != -1 && connect(fd, &at.u.sa, at.len) == 0);
	return fd;
}

/* Turns until something has come, or the other end has closed. */
static ssize_t
hear(struct icq *icq, int fd, char *dst, size_t max)
{
	for (int i = 0; i < 1000; i++) {
		ssize_t n = recv(fd, dst, max, MSG_DONTWAIT);

		if (n != -1)
			return n;
		cr_assert(loop_turn(icq->loop, 10, NULL) == 0);
	}
	return -1;
}

Test(oscar_ports, who_connects_is_greeted)
{
	struct icq *icq = icq_fake_new();
	struct err e = { .code = 0 };
	struct oscar_ports *p = open_at(icq, any_port, NULL, &e);
	struct oscar_server *s;
	char got[64];
	int fd;

	cr_assert(p != NULL && oscar_ports_count(p) == 1, "%s", e.text);
	s = oscar_server_new(icq, p);
	cr_assert(oscar_server_start(s, &e) == 0, "%s", e.text);
	fd = connect_to(oscar_ports_text(p, 0));
	cr_expect(hear(icq, fd, got, sizeof(got)) == 10);
	cr_expect(memcmp(got, "\x2a\1\0\0\0\4\0\0\0\1", 10) == 0);
	cr_assert(send(fd, "nonsense", 8, MSG_NOSIGNAL) == 8);
	cr_expect(hear(icq, fd, got, sizeof(got)) == 0, "it is closed");
	(void)close(fd);
	oscar_server_free(s);
	icq_fake_free(icq);
}

Test(oscar_ports, without_certificates_nobody_is_let_in_by_tls)
{
	struct icq *icq = icq_fake_new();
	struct oscar_ports *p = open_at(icq, NULL, any_port, NULL);
	struct oscar_server *s;
	char got[64];
	int fd;

	cr_assert(p != NULL);
	s = oscar_server_new(icq, p);
	cr_assert(oscar_server_start(s, NULL) == 0);
	fd = connect_to(oscar_ports_text(p, 0));
	cr_expect(hear(icq, fd, got, sizeof(got)) == 0);
	(void)close(fd);
	oscar_server_free(s);
	icq_fake_free(icq);
}

Test(oscar_ports, one_address_is_throttled)
{
	struct icq *icq = icq_fake_new();
	struct oscar_ports *p = open_at(icq, any_port, NULL, NULL);
	struct oscar_server *s;
	char got[64];

	cr_assert(p != NULL);
	s = oscar_server_new(icq, p);
	cr_assert(oscar_server_start(s, NULL) == 0);
	for (int i = 0; i <= OSCAR_ADMIT_BURST; i++) {
		int fd = connect_to(oscar_ports_text(p, 0));

		cr_expect((hear(icq, fd, got, sizeof(got)) == 10) == (i < OSCAR_ADMIT_BURST), "%d", i);
		cr_assert(i == OSCAR_ADMIT_BURST || send(fd, "nonsense", 8, MSG_NOSIGNAL) == 8);
		cr_expect(hear(icq, fd, got, sizeof(got)) == 0);
		(void)close(fd);
	}
	oscar_server_free(s);
	icq_fake_free(icq);
}

Test(oscar_ports, what_can_not_be_opened_is_named)
{
	static const char *const bad[] = { "unix:/tmp/x" };
	struct icq *icq = icq_fake_new();
	struct oscar_ports *p = open_at(icq, any_port, NULL, NULL);
	const char *taken[1];
	struct err e = { .code = 0 };

	cr_assert(p != NULL);
	taken[0] = oscar_ports_text(p, 0);
	cr_expect(open_at(icq, taken, NULL, &e) == NULL && strstr(e.text, taken[0]) != NULL, "%s", e.text);
	cr_expect(open_at(icq, NULL, bad, &e) == NULL && strstr(e.text, bad[0]) != NULL, "%s", e.text);
	oscar_ports_free(p);
	icq_fake_free(icq);
}

Test(oscar_ports, descriptors_are_counted)
{
	struct icq *icq = icq_fake_new();

	cr_expect(oscar_ports_fds(&icq->conf) == 0);
	icq->conf.n_listen = 1;
	cr_expect(oscar_ports_fds(&icq->conf) ==
		1 + icq->conf.max_sessions + OSCAR_LOGINS_MAX + OSCAR_SHAKING_MAX);
	icq_fake_free(icq);
}
