#include "store/audit_syslog.h"

#include <criterion/criterion.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "tests/unit/store/audit_dir.h"
#include "tests/unit/store/store_rig.h"

static int
listen_at(const char *path)
{
	struct sockaddr_un un = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0);

	(void)view_copy(view_z(path), un.sun_path, sizeof(un.sun_path));
	cr_assert_eq(bind(fd, (const struct sockaddr *)&un, sizeof(un)), 0);
	return fd;
}

Test(audit_syslog, each_line_is_a_datagram)
{
	struct store_rig rig;
	struct audit_syslog *s;
	char got[200];
	struct err e;
	ssize_t n;
	int fd;

	store_rig_init(&rig);
	fd = listen_at(audit_dir_path(rig.dir, "log"));
	s = audit_syslog_new(audit_syslog_open(audit_dir_path(rig.dir, "log"), &e));
	audit_syslog_send(s, VIEW("{\"a\":1}\n{\"b\":2}\n"));
	n = recv(fd, got, sizeof(got), 0);
	cr_expect(n > 0 && view_eq(view_of(got, (size_t)n), VIEW("<86>conclaved: {\"a\":1}")));
	cr_expect_gt(recv(fd, got, sizeof(got), 0), 0);
	cr_expect_eq(recv(fd, got, sizeof(got), 0), -1);
	cr_expect_eq(audit_syslog_lost(s), 0);
	(void)close(fd);
	audit_syslog_send(s, VIEW("{\"c\":3}\n"));
	cr_expect_eq(audit_syslog_lost(s), 1, "nobody is there");
	audit_syslog_free(s);
	store_rig_release(&rig);
}

Test(audit_syslog, who_does_not_read_holds_nobody_up)
{
	struct store_rig rig;
	struct audit_syslog *s;
	struct err e;
	int fd;

	store_rig_init(&rig);
	fd = listen_at(audit_dir_path(rig.dir, "log"));
	s = audit_syslog_new(audit_syslog_open(audit_dir_path(rig.dir, "log"), &e));
	for (int i = 0; i < 5000; i++)
		audit_syslog_send(s, VIEW("{\"a\":1}\n"));
	cr_expect_gt(audit_syslog_lost(s), 0);
	audit_syslog_free(s);
	(void)close(fd);
	store_rig_release(&rig);
}

Test(audit_syslog, no_socket_is_an_error)
{
	struct err e = { .text = "" };

	cr_expect_eq(audit_syslog_open("/nonexistent/log", &e), -1);
	cr_expect_not_null(strstr(e.text, "/nonexistent/log"));
}
