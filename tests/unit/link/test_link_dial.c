#include "config.h"

#include "link/link_dial.h"

#include <criterion/criterion.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "conf/conf.h"
#include "net/conn.h"
#include "tests/unit/link/dial_rig.h"

#define TIMES  "links { retry = 10s retry-max = 80s }\n"
#define WORDS  "plaintext = yes send-password = a accept-password = b "
#define PRINT0 "0000000000000000000000000000000000000000000000000000000000000000"
#define HUB    "link hub.test { address = \"192.0.2.1:7000\" " WORDS
#define AUTO   "autoconnect = yes "

static const char auto_hub[] = TIMES HUB AUTO "}";
static const char hub[] = TIMES HUB "}";

static enum link_dial_verdict
dial(struct rig *r, const char *name)
{
	return link_dial(r->links, rig_section(r, name), VIEW("root!r@h.test"));
}

static void
expect_address(const struct addr *a, const char *text)
{
	char got[ADDR_TEXT_MAX];

	cr_expect_str_eq(addr_format(a, got), text);
}

Test(link_dial, autoconnect_begins_soon_and_goes_by_its_section)
{
	struct rig r;

	rig_init(&r,
		TIMES
		"link hub.test { address = \"192.0.2.1:7000\" bind = 192.0.2.9 socks = \"192.0.2.8:1080\" "
		"socks-user = me socks-password = secret " WORDS AUTO "}");
	rig_advance(&r, 499, 499);
	cr_expect_eq(r.n_calls, 0);
	cr_assert(rig_wait_call(&r, 0, 600));
	expect_address(&r.call[0].plan.to, "192.0.2.1:7000");
	expect_address(&r.call[0].plan.from, "192.0.2.9:0");
	expect_address(&r.call[0].socks.at, "192.0.2.8:1080");
	cr_expect_str_eq(r.call[0].user, "me");
	cr_expect_eq(r.call[0].plan.timeout_ms, LINK_DIAL_MS);
	cr_expect(rig_logged(&r, "hub.test: connecting to 192.0.2.1:7000 by proxy 192.0.2.8:1080\n"), "%s",
		r.logged);
	rig_advance(&r, 200000, 1000);
	cr_expect_eq(r.n_calls, 1, "a second attempt beside the first");
	rig_release(&r);
}

Test(link_dial, a_plain_section_has_neither_proxy_nor_source)
{
	struct rig r;

	rig_init(&r, auto_hub);
	cr_assert(rig_wait_call(&r, 0, 1100));
	cr_expect_null(r.call[0].plan.socks);
	cr_expect_eq(r.call[0].plan.from.len, 0);
	rig_release(&r);
}

Test(link_dial, an_operator_dials_what_does_not_dial_by_itself)
{
	struct rig r;

	rig_init(&r, TIMES HUB "} link shy.test { from = 192.0.2.7 " WORDS "}");
	rig_advance(&r, 100000, 1000);
	cr_expect_eq(r.n_calls, 0);
	cr_expect_eq(dial(&r, "hub.test"), LINK_DIAL_BEGUN);
	cr_expect(rig_logged(&r, "hub.test: connecting to 192.0.2.1:7000, for root!r@h.test\n"), "%s",
		r.logged);
	cr_expect_eq(dial(&r, "hub.test"), LINK_DIAL_BUSY);
	cr_expect_eq(dial(&r, "shy.test"), LINK_DIAL_NO_ADDRESS);
	rig_fail(&r, DIAL_REFUSED, "Connection refused");
	cr_expect(rig_logged(&r, "hub.test: no connection to 192.0.2.1:7000: Connection refused\n"), "%s",
		r.logged);
	rig_advance(&r, 100000, 1000);
	cr_expect_eq(r.n_calls, 1, "it was dialled again by itself");
	r.refuse = true;
	cr_expect_eq(dial(&r, "hub.test"), LINK_DIAL_FAILED);
	cr_expect(rig_logged(&r, "no connection to 192.0.2.1:7000: no socket\n"), "%s", r.logged);
	rig_release(&r);
}

/* The filter would end the process. */
Test(link_dial, no_port_is_dialled_that_the_jail_was_not_made_for)
{
	struct rig r;

	rig_init(&r, TIMES HUB "}");
	rig_configure(&r,
		TIMES HUB "} link new.test { address = \"192.0.2.2:7001\" " WORDS AUTO
			  "} link near.test { address = \"192.0.2.3:7000\" " WORDS "}");
	cr_expect_eq(dial(&r, "new.test"), LINK_DIAL_RESTART);
	cr_expect_eq(r.n_calls, 0);
	cr_expect(rig_logged(&r,
			  "new.test: not connected to 192.0.2.2:7001: no link had port 7001 at the start; "
			  "that takes a restart\n"),
		"%s", r.logged);
	rig_advance(&r, 100000, 1000);
	cr_expect_eq(r.n_calls, 0, "autoconnect does not either");
	cr_expect_eq(dial(&r, "near.test"), LINK_DIAL_BEGUN, "another host, the same port");
	cr_expect_eq(r.n_calls, 1);
	rig_release(&r);
}

/* Each pause is at most so long, and at least three quarters of it. */
static void
expect_pause(struct rig *r, uint64_t ms)
{
	size_t before = r->n_calls;
	uint64_t failed_ms = r->now_ms, took;

	rig_fail(r, DIAL_REFUSED, "Connection refused");
	cr_assert(rig_wait_call(r, before, ms + 20));
	took = r->call[before].at_ms - failed_ms;
	cr_expect(took + 10 >= ms * 3 / 4 && took <= ms + 10, "%d instead of %d", (int)took, (int)ms);
}

Test(link_dial, pauses_double_up_to_the_longest)
{
	struct rig r;

	rig_init(&r, auto_hub);
	cr_assert(rig_wait_call(&r, 0, 1100));
	expect_pause(&r, 10000);
	expect_pause(&r, 20000);
	expect_pause(&r, 40000);
	expect_pause(&r, 80000);
	expect_pause(&r, 80000);
	rig_release(&r);
}

Test(link_dial, pauses_differ)
{
	struct rig r;
	uint64_t took[8];
	bool differ = false;

	rig_init(&r, auto_hub);
	cr_assert(rig_wait_call(&r, 0, 1100));
	for (size_t i = 0; i < 8; i++) {
		uint64_t failed_ms = r.now_ms;

		rig_fail(&r, DIAL_TIMEOUT, "no answer in time");
		cr_assert(rig_wait_call(&r, r.n_calls, 81000));
		took[i] = r.now_ms - failed_ms;
		differ |= i > 4 && took[i] != took[4];
	}
	cr_expect(differ, "every pause is the same");
	rig_release(&r);
}

Test(link_dial, one_attempt_a_turn)
{
	struct rig r;

	rig_init(&r,
		TIMES HUB AUTO "} link b.test { address = \"192.0.2.2:7000\" " WORDS AUTO
			       "} link c.test { address = \"192.0.2.3:7000\" " WORDS AUTO "}");
	r.now_ms += 5000; /* all of them are due */
	for (size_t i = 1; i <= 3; i++) {
		rig_turns(&r, 1);
		cr_expect_eq(r.n_calls, i);
	}
	rig_turns(&r, 3);
	cr_expect_eq(r.n_calls, 3);
	rig_release(&r);
}

Test(link_dial, who_is_on_the_network_is_not_dialled_until_it_has_gone)
{
	struct node *n;
	struct rig r;

	rig_init(&r, auto_hub);
	n = rig_node(&r, "Hub.Test", "1HB", 5);
	rig_advance(&r, 100000, 1000);
	cr_expect_eq(r.n_calls, 0);
	cr_expect_eq(dial(&r, "hub.test"), LINK_DIAL_THERE);
	node_del(n);
	cr_expect(rig_wait_call(&r, 0, 10100));
	rig_release(&r);
}

static size_t
links_count(const struct rig *r)
{
	struct link_figures f;
	size_t n = 0;

	while (links_each(r->links, n, &f))
		n++;
	return n;
}

/* What the peer was told; else the system would call it a reset when it goes. */
static void
read_all(struct rig *r, int fd)
{
	char got[4096];
	ssize_t n;

	rig_turns(r, 1);
	do {
		n = read(fd, got, sizeof(got));
	} while (n > 0);
}

static void
leave(struct rig *r, int fd)
{
	read_all(r, fd);
	(void)close(fd);
	rig_turns(r, 3);
}

Test(link_dial, who_answers_is_a_link_that_has_yet_to_greet)
{
	struct link_figures f;
	struct rig r;
	int fd;

	rig_init(&r, auto_hub);
	cr_assert(rig_wait_call(&r, 0, 1100));
	fd = rig_connect(&r);
	cr_assert_eq(links_count(&r), 1);
	cr_assert(links_each(r.links, 0, &f));
	cr_expect_str_eq(f.name, "hub.test");
	cr_expect(f.we_dialled);
	cr_expect_not(f.is_tls);
	cr_expect_eq(f.state, LINK_NEW);
	cr_expect_eq(rig_link(&r, "hub.test")->conf, rig_section(&r, "hub.test"));
	cr_expect_eq(dial(&r, "hub.test"), LINK_DIAL_BUSY);
	rig_advance(&r, 12000, 1000);
	cr_expect_eq(r.n_calls, 1);
	rig_forget_log(&r);
	leave(&r, fd);
	cr_expect_eq(links_count(&r), 0);
	cr_expect(rig_logged(&r, "hub.test: no link: Connection closed\n"), "%s", r.logged);
	cr_expect(rig_wait_call(&r, 1, 10100));
	rig_release(&r);
}

/* A link that stood for `stood_ms` has ended: how long it takes to the next attempt at most. */
static void
after_it_stood(uint64_t stood_ms, uint64_t pause_ms)
{
	struct rig r;
	uint64_t ended_ms;
	int fd;

	rig_init(&r, auto_hub);
	cr_assert(rig_wait_call(&r, 0, 1100));
	expect_pause(&r, 10000);
	expect_pause(&r, 20000);
	fd = rig_connect(&r);
	rig_link_up(&r, rig_link(&r, "hub.test"), "1HB", 1);
	for (uint64_t i = 0; i < stood_ms; i += 1000) {
		rig_advance(&r, 1000, 1000);
		cr_assert_eq(write(fd, ":1HB NONE\r\n", 11), 11);
	}
	cr_expect_eq(r.n_calls, 3, "dialled while it was up");
	ended_ms = r.now_ms;
	leave(&r, fd);
	cr_expect_null(node_find(r.world, VIEW("hub.test")));
	cr_expect(rig_logged(&r, "hub.test: cut off: Connection closed\n"), "%s", r.logged);
	cr_assert(rig_wait_call(&r, 3, 100000));
	cr_expect(r.now_ms - ended_ms <= pause_ms + 10 && r.now_ms - ended_ms + 10 >= pause_ms * 3 / 4, "%d",
		(int)(r.now_ms - ended_ms));
	rig_release(&r);
}

Test(link_dial, a_link_that_has_stood_begins_anew_with_short_pauses)
{
	after_it_stood(80000, 10000);
	after_it_stood(79000, 40000);
}

Test(link_dial, who_came_by_another_way_meanwhile_is_let_be)
{
	struct rig r;
	char got[10];
	int fd;

	rig_init(&r, auto_hub);
	cr_assert(rig_wait_call(&r, 0, 1100));
	(void)rig_node(&r, "hub.test", "1HB", 5);
	fd = rig_connect(&r);
	rig_turns(&r, 2);
	cr_expect_eq(links_count(&r), 0);
	cr_expect_eq(read(fd, got, sizeof(got)), 0);
	(void)close(fd);
	rig_release(&r);
}

Test(link_dial, a_section_that_goes_takes_its_attempt_along)
{
	struct rig r;

	rig_init(&r, auto_hub);
	cr_assert(rig_wait_call(&r, 0, 1100));
	rig_configure(&r, TIMES);
	cr_expect(r.call[0].cancelled);
	rig_advance(&r, 200000, 1000);
	cr_expect_eq(r.n_calls, 1);
	rig_configure(&r, auto_hub);
	cr_expect(rig_wait_call(&r, 1, 1100), "not dialled when it is there again");
	rig_release(&r);
}

Test(link_dial, another_address_is_dialled_at_once_and_with_short_pauses)
{
	struct rig r;

	rig_init(&r, auto_hub);
	cr_assert(rig_wait_call(&r, 0, 1100));
	expect_pause(&r, 10000);
	rig_configure(&r, TIMES "link hub.test { address = \"192.0.2.5:7000\" " WORDS AUTO "}");
	cr_expect(r.call[1].cancelled);
	cr_assert(rig_wait_call(&r, 2, 1100));
	expect_address(&r.call[2].plan.to, "192.0.2.5:7000");
	expect_pause(&r, 10000);
	rig_release(&r);
}

Test(link_dial, the_same_section_keeps_its_attempt_and_its_pause)
{
	struct rig r;

	rig_init(&r, auto_hub);
	cr_assert(rig_wait_call(&r, 0, 1100));
	rig_configure(&r, auto_hub);
	cr_expect_not(r.call[0].cancelled);
	expect_pause(&r, 10000);
	rig_fail(&r, DIAL_REFUSED, "x");
	rig_configure(&r, auto_hub);
	cr_expect_not(rig_wait_call(&r, 2, 14900));
	cr_expect(rig_wait_call(&r, 2, 5200));
	rig_release(&r);
}

Test(link_dial, autoconnect_is_switched_on_and_off)
{
	struct rig r;

	rig_init(&r, hub);
	rig_configure(&r, auto_hub);
	cr_assert(rig_wait_call(&r, 0, 1100));
	rig_fail(&r, DIAL_UNREACHABLE, "No route to host");
	rig_configure(&r, hub);
	rig_advance(&r, 200000, 1000);
	cr_expect_eq(r.n_calls, 1);
	rig_release(&r);
}

Test(link_dial, a_shorter_longest_pause_holds_at_once)
{
	struct rig r;

	rig_init(&r, "links { retry = 1h retry-max = 1d }\n" HUB AUTO "}");
	cr_assert(rig_wait_call(&r, 0, 1100));
	rig_fail(&r, DIAL_UNREACHABLE, "No route to host");
	rig_configure(&r, auto_hub);
	cr_expect(rig_wait_call(&r, 1, 80100));
	rig_release(&r);
}

/* With TLS. */
static const char tls_hub[] =
	TIMES "link hub.test { address = \"192.0.2.1:7000\" send-password = a "
	      "accept-password = b autoconnect = yes fingerprints = { \"" PRINT0 "\" } }";

Test(link_dial, without_a_certificate_of_ours_tls_is_not_tried)
{
	struct rig r;

	rig_init(&r, tls_hub);
	rig_advance(&r, 2000, 100);
	cr_expect_eq(r.n_calls, 0);
	cr_expect(
		rig_logged(&r, "hub.test: not connected: there is no certificate of ours\n"), "%s", r.logged);
	cr_expect_eq(dial(&r, "hub.test"), LINK_DIAL_NO_TLS);
	rig_release(&r);
}

/* The server there. */
struct other {
	struct net *net;
	struct conn *conn; /* NULL: gone */
	size_t lines;
	char shown[65]; /* our fingerprint */
};

static void *
on_opened(struct conn *c, void *arg)
{
	struct other *o = arg;

	o->conn = c;
	if (conn_tls_fingerprint(c, o->shown) == -1)
		o->shown[0] = '\0';
	return o;
}

static bool
on_line(struct conn *c, void *data, struct view line)
{
	struct other *o = data;

	(void)c, (void)line;
	o->lines++;
	return true;
}

static void
on_gone(struct conn *c, void *data, enum conn_close why)
{
	struct other *o = data;

	(void)c, (void)why;
	o->conn = NULL;
}

static void
other_init(struct other *o, struct rig *r)
{
	static const struct net_conf nc = { .line_max = 512,
		.max_conns = 4,
		.accepts_per_turn = 1,
		.handshakes_per_turn = 4,
		.handshake_ms = 1000 };
	static const struct conn_owner owner = { .opened = on_opened, .line = on_line, .gone = on_gone };

	*o = (struct other){ .net = net_new(r->loop, r->lines, &nc, &owner, o) };
}

static void
other_take(struct other *o, struct tls_contexts *tls, int fd)
{
	const struct peer_addr peer = { .family = AF_INET, .ip = { 192, 0, 2, 1 } };
	const struct conn_from from = { .peer = &peer, .tls = tls };

	cr_assert_not_null(conn_accept(o->net, fd, &from));
}

/* The certificate that the log shows becomes the one that is named. */
static void
name_what_is_shown(struct rig *r)
{
	static const char before[] = "not connected to 192.0.2.1:7000: the certificate there is another one: "
				     "its fingerprint is ";
	const char *at = strstr(r->logged, before);
	char text[sizeof(tls_hub)], *zeros;

	cr_assert_not_null(at, "%s", r->logged);
	memcpy(text, tls_hub, sizeof(text));
	zeros = strstr(text, PRINT0);
	memcpy(zeros, at + strlen(before), LINK_PRINT_LEN);
	rig_configure(r, text);
}

Test(link_dial, another_certificate_hears_nothing_and_the_right_one_is_a_link)
{
	struct tls_contexts *there;
	struct other o;
	struct rig r;
	char print[65];

	rig_init(&r, tls_hub);
	r.tls = tls_rig_contexts(&r.dir, NULL);
	there = tls_rig_contexts(&r.dir, NULL);
	other_init(&o, &r);
	cr_assert(rig_wait_call(&r, 0, 1100));
	other_take(&o, there, rig_connect(&r));
	rig_turns(&r, 10);
	cr_expect_eq(links_count(&r), 0);
	cr_expect_null(o.conn, "the connection was kept");
	cr_expect_eq(o.lines, 0, "it was told something");
	cr_assert(rig_wait_call(&r, 1, 10100));
	rig_fail(&r, DIAL_REFUSED, "x");
	name_what_is_shown(&r);
	cr_assert(rig_wait_call(&r, 2, 20100));
	other_take(&o, there, rig_connect(&r));
	rig_turns(&r, 10);
	cr_assert_eq(links_count(&r), 1);
	cr_assert_not_null(o.conn);
	cr_expect_neq(o.shown[0], '\0', "ours was not shown");
	cr_expect_eq(conn_tls_fingerprint(rig_link(&r, "hub.test")->conn, print), 0);
	cr_expect_str_neq(print, o.shown);
	net_free(o.net);
	rig_turns(&r, 3);
	tls_contexts_unref(there);
	rig_release(&r);
}

Test(link_dial, what_speaks_no_tls_is_told_and_tried_again)
{
	struct rig r;
	int fd;

	rig_init(&r, tls_hub);
	r.tls = tls_rig_contexts(&r.dir, NULL);
	cr_assert(rig_wait_call(&r, 0, 1100));
	fd = rig_connect(&r);
	cr_assert_eq(write(fd, "ERROR :no\r\n", 11), 11);
	rig_turns(&r, 3);
	cr_expect(rig_logged(&r, "hub.test: no TLS with 192.0.2.1:7000: no TLS there, but plain text\n"),
		"%s", r.logged);
	(void)close(fd);
	cr_expect(rig_wait_call(&r, 1, 10100));
	rig_release(&r);
}

/* In the midst of a handshake, by REHASH and by the end. */
Test(link_dial, a_handshake_ends_with_its_section_and_with_the_links)
{
	struct rig r;
	char got[2000];
	int fd;

	rig_init(&r, tls_hub);
	r.tls = tls_rig_contexts(&r.dir, NULL);
	cr_assert(rig_wait_call(&r, 0, 1100));
	fd = rig_connect(&r);
	cr_expect_gt(read(fd, got, sizeof(got)), 100);
	rig_configure(&r, TIMES);
	rig_turns(&r, 2);
	cr_expect_eq(read(fd, got, sizeof(got)), 0);
	(void)close(fd);
	rig_configure(&r, tls_hub);
	cr_assert(rig_wait_call(&r, 1, 1100));
	fd = rig_connect(&r);
	rig_release(&r);
	(void)close(fd);
}

Test(link_dial, when_it_is_over_nobody_is_dialled_and_who_is_linked_is_told)
{
	struct rig r;
	char got[200];
	ssize_t n;
	int fd;

	rig_init(&r, TIMES HUB AUTO "} link b.test { address = \"192.0.2.2:7000\" " WORDS "}");
	cr_assert(rig_wait_call(&r, 0, 1100));
	fd = rig_connect(&r);
	read_all(&r, fd);
	cr_expect_eq(dial(&r, "b.test"), LINK_DIAL_BEGUN);
	rig_link_up(&r, CONTAINER_OF(r.links->all.next, struct link, in_links), "1HB", 1);
	links_stop(r.links, VIEW("Server is shutting down"));
	cr_expect(r.call[1].cancelled);
	rig_turns(&r, 2);
	n = read(fd, got, sizeof(got));
	cr_expect(view_eq(view_of(got, n > 0 ? (size_t)n : 0),
			  VIEW("SQUIT 1HB :Server is shutting down\r\n"
			       "ERROR :Closing Link: 192.0.2.1 (Server is shutting down)\r\n")),
		"%.*s", (int)n, got);
	(void)close(fd);
	rig_turns(&r, 2);
	cr_expect_eq(net_stats(links_net(r.links)).conns, 0);
	rig_configure(&r, auto_hub);
	rig_advance(&r, 100000, 1000);
	cr_expect_eq(r.n_calls, 2);
	rig_release(&r);
}
