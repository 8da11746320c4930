#include "link/link_priv.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "conf/conf.h"
#include "net/conn.h"
#include "net/conn_mem.h"
#include "tests/unit/link/dial_rig.h"

#define SECTION "link hub.test { from = 192.0.2.1 plaintext = yes send-password = a accept-password = b "

static const struct peer_addr peer = { .family = AF_INET, .ip = { 192, 0, 2, 1 } };

/* A link that has just come; up: it has greeted. */
static struct link *
come(struct rig *r, struct conn_mem **end, bool up)
{
	struct conn *conn = conn_open_mem(links_net(r->links), &peer, 7000, NULL);
	struct link *l;

	cr_assert_not_null(conn);
	*end = conn_mem_detach(conn);
	l = CONTAINER_OF(r->links->all.prev, struct link, in_links);
	if (!up)
		return l;
	(void)view_copy(VIEW("hub.test"), l->name, sizeof(l->name));
	l->conf = rig_section(r, "hub.test");
	link_alive_class(l);
	rig_link_up(r, l, "1HB", 1);
	return l;
}

/* What it has been told since the last time. */
static void
expect_told(struct conn_mem *end, const char *want)
{
	struct view got = conn_mem_output(end);

	cr_expect(view_eq(got, view_z(want)), "\"%.*s\" instead of \"%s\"", VIEW_ARG(got), want);
	conn_mem_take(end, got.n);
}

static void
say(struct rig *r, struct conn_mem *end)
{
	conn_mem_feed(end, VIEW(":1HB NONE\r\n"));
	rig_turns(r, 2);
}

Test(link_alive, who_does_not_greet_is_closed_in_time)
{
	struct conn_mem *end;
	struct rig r;

	rig_init(&r, SECTION "}");
	(void)come(&r, &end, false);
	rig_advance(&r, LINK_GREET_MS - 1, 1000);
	conn_mem_feed(end, VIEW("NOTICE * :wait\r\n")); /* to talk is not to greet */
	rig_turns(&r, 2);
	expect_told(end, "");
	rig_advance(&r, 1, 1);
	rig_turns(&r, 2);
	expect_told(end, "ERROR :Closing Link: 192.0.2.1 (No greeting in time)\r\n");
	cr_expect(conn_mem_is_closed(end));
	conn_mem_free(end);
	rig_release(&r);
}

/* class NULL: the section has none. */
static void
pings_and_ends(const char *class, uint64_t ping_ms)
{
	char section[300];
	struct conn_mem *end;
	struct rig r;

	(void)snprintf(section, sizeof(section), SECTION "%s%s }", class != NULL ? "class = " : "",
		class != NULL ? class : "");
	rig_init(&r, section);
	if (class == NULL) /* as where there is no class "servers" */
		((struct conf_link *)(uintptr_t)rig_section(&r, "hub.test"))->class = NULL;
	(void)come(&r, &end, true);
	rig_advance(&r, ping_ms - 1, 1000);
	expect_told(end, "");
	rig_advance(&r, 1, 1);
	rig_turns(&r, 1);
	expect_told(end, "PING :0AA\r\n");
	rig_advance(&r, ping_ms - 1, 1000);
	expect_told(end, "");
	rig_advance(&r, 1, 1);
	rig_turns(&r, 2);
	expect_told(end, "SQUIT 1HB :Ping timeout\r\nERROR :Closing Link: 192.0.2.1 (Ping timeout)\r\n");
	cr_expect_null(node_find(r.world, VIEW("hub.test")));
	cr_expect(rig_logged(&r, "hub.test: cut off: Ping timeout\n"), "%s", r.logged);
	conn_mem_free(end);
	rig_release(&r);
}

Test(link_alive, silence_is_pinged_and_then_the_end)
{
	pings_and_ends("servers", 60000);
	pings_and_ends(NULL, LINK_PING_MS);
}

Test(link_alive, any_line_is_a_sign_of_life)
{
	struct conn_mem *end;
	struct rig r;

	rig_init(&r, SECTION "}");
	(void)come(&r, &end, true);
	rig_advance(&r, 59000, 1000);
	say(&r, end);
	rig_advance(&r, 59999, 1000);
	expect_told(end, "");
	rig_advance(&r, 1, 1);
	rig_turns(&r, 1);
	expect_told(end, "PING :0AA\r\n");
	rig_advance(&r, 59999, 1000);
	say(&r, end); /* in the last moment, and no PONG */
	rig_advance(&r, 59999, 1000);
	expect_told(end, "");
	rig_advance(&r, 1, 1);
	rig_turns(&r, 1);
	expect_told(end, "PING :0AA\r\n");
	conn_mem_free(end);
	rig_release(&r);
}

/* Lines of 500 bytes while it does not read: how many bytes wait when it is closed. */
static size_t
sendq_of(bool has_class)
{
	struct conn_mem *end;
	struct link *l;
	struct rig r;
	size_t n = 0;

	rig_init(&r, SECTION "}");
	if (!has_class)
		((struct conf_link *)(uintptr_t)rig_section(&r, "hub.test"))->class = NULL;
	l = come(&r, &end, true);
	conn_mem_window(end, 0);
	while (!conn_is_closing(l->conn) && n < 2 * LINK_SENDQ_DEFAULT) {
		char *p = line_begin(r.links->lines, 0, 500);

		memset(p, 'x', 500);
		conn_send(l->conn, line_end(r.links->lines, 0, 500));
		n += conn_is_closing(l->conn) ? 0 : 500;
	}
	rig_turns(&r, 2);
	cr_expect(rig_logged(&r, "hub.test: cut off: SendQ exceeded\n"), "%s", r.logged);
	conn_mem_free(end);
	rig_release(&r);
	return n;
}

Test(link_alive, what_may_wait_is_said_by_its_class_and_else_much)
{
	size_t n = sendq_of(true);

	cr_expect(n <= 1 << 20 && n + 500 > 1 << 20, "%zu", n);
	n = sendq_of(false);
	cr_expect(n <= LINK_SENDQ_DEFAULT && n + 500 > LINK_SENDQ_DEFAULT, "%zu", n);
}
