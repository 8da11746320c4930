#include "main/ports.h"

#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "core/hash.h"
#include "core/loop.h"
#include "net/conn.h"
#include "tests/unit/main/rehash_rig.h"

static void
put_conf(const struct rig_folder *f, const char *link_words, const char *other_words)
{
	char text[2048];

	(void)snprintf(text, sizeof(text),
		"server { name = irc.test sid = 0AA channel-ranks = ov casemapping = rfc1459 log-level = "
		"error }\n"
		"jail { mode = off require = none state = state }\ncontrol { socket = \"\" }\n"
		"tls { certificate = cert.pem key = key.pem }\nclass a { }\nallow \"*@*\" { class = a }\n"
		"listen \"%s:6600\" { %s }\nlisten \"%s:6601\" { %s }\n"
		"link hub.test { from = %s plaintext = yes send-password = a accept-password = b }\n",
		f->host, link_words, f->host, other_words, f->host);
	rig_folder_put(f, "conclave.conf", view_z(text));
}

/* From the address of the folder. */
static int
dial(struct rig *r, uint16_t port)
{
	struct sockaddr_in at = { .sin_family = AF_INET };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	struct err e;

	cr_assert_eq(inet_pton(AF_INET, r->folder->host, &at.sin_addr), 1);
	cr_assert_eq(bind(fd, (struct sockaddr *)&at, sizeof(at)), 0);
	at.sin_port = htons(port);
	cr_assert_eq(connect(fd, (struct sockaddr *)&at, sizeof(at)), 0);
	for (size_t i = 0; i < 3; i++)
		cr_assert_eq(loop_turn(r->loop, 0, &e), 0);
	return fd;
}

static void
expect_accepted(const struct rig *r, uint64_t clients, uint64_t servers)
{
	cr_expect_eq(net_stats(r->server->net).accepted, clients);
	cr_expect_eq(net_stats(server_links_net(r->server)).accepted, servers);
}

static void
find_line(void *to, const char *line)
{
	char *told = to;

	if (strstr(line, ":6600 ") != NULL)
		(void)snprintf(told, 200, "%s", strstr(line, ":6600 ") + 6);
}

static void
expect_told(const struct rig *r, const char *want)
{
	char told[200] = "";

	ports_tell(r->ports, find_line, told);
	cr_expect_str_eq(told, want);
}

Test(ports, servers_come_to_the_links_and_people_to_the_gate)
{
	struct rig_folder f;
	struct rig r;
	int fd[2];

	hash_init();
	rig_folder_init(&f);
	put_conf(&f, "links = yes", "");
	rig_start(&r, &f, false);
	expect_told(&r, "plain links");
	fd[0] = dial(&r, 6600);
	expect_accepted(&r, 0, 1);
	fd[1] = dial(&r, 6601);
	expect_accepted(&r, 1, 1);
	(void)close(fd[0]);
	(void)close(fd[1]);
	rig_stop(&r);
	rig_folder_release(&f);
}

Test(ports, rehash_switches_tls_but_not_who_comes_that_way)
{
	struct rig_folder f;
	struct rig r;
	int fd;

	hash_init();
	rig_folder_init(&f);
	put_conf(&f, "links = yes", "");
	rig_start(&r, &f, false);
	put_conf(&f, "tls = yes", "");
	cr_expect_eq(rig_rehash(&r, REHASH_ALL, false), 0);
	expect_told(&r, "tls links");
	fd = dial(&r, 6600);
	expect_accepted(&r, 0, 1);
	(void)close(fd);
	rig_stop(&r);
	rig_folder_release(&f);
}
