#include "link/link.h"

#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "net/addr.h"
#include "net/conn_mem.h"
#include "net/listener.h"
#include "tests/unit/link/dial_rig.h"

#define PRINT0	 "0000000000000000000000000000000000000000000000000000000000000000"
#define PRINT1	 "1111111111111111111111111111111111111111111111111111111111111111"
#define PASSWORD "send-password = a accept-password = b "
#define PLAIN	 "plaintext = yes "
#define HERE	 "from = { 192.0.2.0/24, \"2001:db8::/32\" } "

static bool
admits(const struct rig *r, const char *address)
{
	struct peer_addr peer;

	cr_assert_eq(peer_addr_parse(view_z(address), &peer), 0);
	return links_admit(r->links, &peer);
}

Test(link_conf, who_may_come_is_said_by_any_section)
{
	const struct peer_addr local = { .family = AF_UNIX };
	struct rig r;

	rig_init(&r,
		"link a.test { " HERE PLAIN PASSWORD
		"} link b.test { address = \"198.51.100.1:7000\" " PLAIN PASSWORD "}");
	cr_expect(admits(&r, "192.0.2.77"));
	cr_expect(admits(&r, "2001:db8::1"));
	cr_expect(admits(&r, "198.51.100.1"));
	cr_expect_not(admits(&r, "198.51.100.2"));
	cr_expect_not(admits(&r, "2001:db9::1"));
	cr_expect_not(links_admit(r.links, &local));
	rig_configure(&r, "");
	cr_expect_not(admits(&r, "192.0.2.77"));
	rig_release(&r);
}

/* A listener for servers, and a connection to it from there. */
static struct listener *
listen_here(struct rig *r)
{
	struct listener_conf conf = { .backlog = 100 };
	struct listener *l;
	struct err e = { .text = "" };

	cr_assert_eq(addr_parse(VIEW("127.0.0.1:0"), &conf.at, &e), 0);
	l = listener_new(&conf, &e);
	cr_assert_not_null(l, "%s", e.text);
	cr_assert_eq(listener_start(l, links_net(r->links), &e), 0);
	return l;
}

static int
knock(struct rig *r, const struct listener *l, const char *from)
{
	const struct addr *to = listener_addr(l);
	struct sockaddr_in at = { .sin_family = AF_INET };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	cr_assert_eq(inet_pton(AF_INET, from, &at.sin_addr), 1);
	cr_assert_eq(bind(fd, (struct sockaddr *)&at, sizeof(at)), 0);
	cr_assert_eq(connect(fd, &to->u.sa, to->len), 0);
	rig_turns(r, 2);
	return fd;
}

/* Closed without a word. */
static bool
is_let_in(int fd)
{
	char c;
	ssize_t n = recv(fd, &c, 1, MSG_DONTWAIT);

	(void)close(fd);
	return n == -1;
}

static size_t
count(const char *text, const char *what)
{
	size_t n = 0;

	for (const char *p = text; (p = strstr(p, what)) != NULL; p += strlen(what))
		n++;
	return n;
}

Test(link_conf, who_may_not_come_is_closed_without_a_word_and_told_a_few_times)
{
	struct listener *l;
	struct rig r;

	rig_init(&r, "link a.test { from = 127.0.0.2 " PLAIN PASSWORD "}");
	l = listen_here(&r);
	cr_expect(is_let_in(knock(&r, l, "127.0.0.2")));
	cr_expect_eq(count(r.logged, "turned away"), 0);
	for (size_t i = 0; i < 15; i++)
		cr_expect_not(is_let_in(knock(&r, l, "127.0.0.3")));
	cr_expect_eq(
		count(r.logged, "127.0.0.3: turned away: no section link lets a server come from there\n"),
		10);
	r.now_ms += 60000;
	cr_expect_not(is_let_in(knock(&r, l, "127.0.0.3")));
	cr_expect(rig_logged(&r, "5 more were turned away\n"), "%s", r.logged);
	listener_free(l);
	rig_release(&r);
}

Test(link_conf, one_address_does_not_take_every_place)
{
	struct listener *l;
	struct rig r;
	size_t n = 0;

	rig_init(&r, "link a.test { from = { 127.0.0.2, 127.0.0.3 } " PLAIN PASSWORD "}");
	l = listen_here(&r);
	while (n < 100 && is_let_in(knock(&r, l, "127.0.0.2")))
		n++;
	cr_expect_eq(n, 30);
	cr_expect(rig_logged(&r, "127.0.0.2: turned away: too many connections\n"), "%s", r.logged);
	cr_expect(is_let_in(knock(&r, l, "127.0.0.3")));
	r.now_ms += 1000;
	cr_expect(is_let_in(knock(&r, l, "127.0.0.2")));
	listener_free(l);
	rig_release(&r);
}

/* A link stands, by a certificate with the first print, or plain; another configuration comes: why it ends, "" if it stays. */
static void
after_rehash(const char *before, bool tls, const char *after, const char *why)
{
	const struct conn_mem_tls secure = { "TLSv1.3", "x", PRINT0, 0 };
	const struct conn_mem_tls plain = { .version = NULL };
	const struct peer_addr peer = { .family = AF_INET, .ip = { 192, 0, 2, 1 } };
	struct conn_mem *end;
	struct link *l;
	struct rig r;

	rig_init(&r, before);
	end = conn_mem_detach(
		conn_open_mem_tls(links_net(r.links), &peer, 7000, NULL, tls ? &secure : &plain));
	l = CONTAINER_OF(r.links->all.prev, struct link, in_links);
	(void)view_copy(VIEW("a.test"), l->name, sizeof(l->name));
	l->conf = rig_section(&r, "a.test");
	rig_link_up(&r, l, "1AA", 1);
	rig_configure(&r, after);
	cr_expect_str_eq(l->fault, why);
	cr_expect_eq(l->state == LINK_UP, why[0] == '\0');
	if (why[0] == '\0')
		cr_expect_eq(l->conf, rig_section(&r, "a.test"), "it points to what is gone");
	rig_turns(&r, 3);
	conn_mem_free(end);
	rig_turns(&r, 3);
	rig_release(&r);
}

Test(link_conf, what_would_not_be_let_in_any_more_ends_with_the_configuration)
{
	static const char plain[] = "link a.test { " HERE PLAIN PASSWORD "}";
	static const char tls[] = "link a.test { " HERE "fingerprints = { \"" PRINT0 "\" } " PASSWORD "}";
	static const char two[] =
		"link a.test { " HERE "fingerprints = { \"" PRINT1 "\", \"" PRINT0 "\" } " PASSWORD "}";
	static const char other[] = "link a.test { " HERE "fingerprints = { \"" PRINT1 "\" } " PASSWORD "}";
	static const char elsewhere[] = "link a.test { from = 192.0.3.0/24 " PLAIN PASSWORD "}";
	static const char renamed[] = "link b.test { " HERE PLAIN PASSWORD "}";

	after_rehash(plain, false, plain, "");
	after_rehash(plain, false, "", "No section link any more");
	after_rehash(plain, false, renamed, "No section link any more");
	after_rehash(plain, false, elsewhere, "Its address is not allowed any more");
	after_rehash(plain, false, tls, "Without TLS it is not allowed any more");
	after_rehash(tls, true, two, "");
	after_rehash(tls, true, other, "Its certificate is not allowed any more");
	after_rehash(tls, true, plain, "");
}
