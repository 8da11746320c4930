/*
 * The life of links.  A link is made when its connection is there, and freed when that is gone; what stands behind it leaves the world as soon
 * as it is closing, for nothing that it says is heard any more.
 */
#include "link/link.h"

#include <stdarg.h>
#include <sodium.h>
#include <stdio.h>

#include "conf/conf.h"
#include "core/log.h"
#include "core/loop.h"
#include "core/mem.h"
#include "link/link_news.h"
#include "link/link_bans.h"
#include "link/link_priv.h"
#include "link/link_services.h"
#include "link/link_record.h"
#include "link/out.h"
#include "link/split.h"

#define LINK_CONNS_MAX 128u /* connections on their way to be links, too */

static void *
on_opened(struct conn *conn, void *arg)
{
	return conn_is_ours(conn) ? link_dial_opened(arg, conn) : link_new(arg, conn, NULL);
}

static bool
on_line(struct conn *conn, void *data, struct view line)
{
	struct link *l = data;
	struct msg m;

	(void)conn;
	l->heard_ms = loop_mono_ms(l->ls->env.loop);
	l->pinged = false;
	if (l->state == LINK_UP)
		link_line(l, line);
	else if (l->state == LINK_NEW && msg_parse_server(line, &m) == MSG_OK)
		handshake_line(l, &m);
	return true;
}

static bool
on_line_too_long(struct conn *conn, void *data)
{
	(void)conn;
	link_close(data, "A line is longer than %d bytes", MSG_LINE_MAX);
	return true;
}

static void
on_gone(struct conn *conn, void *data, enum conn_close why)
{
	struct link *l = data;

	if (why != CLOSE_LOCAL)
		link_close(l, "%s", conn_close_text(conn));
	link_dial_over(l);
	loop_timer_cancel(l->ls->env.loop, &l->timer);
	list_del(&l->in_links);
	sodium_memzero(l->password, sizeof(l->password));
	mem_free(l);
}

static void
on_failed(struct conn *conn, void *arg, enum conn_close why)
{
	link_dial_failed(arg, conn, why);
}

static const struct conn_owner owner = {
	.opened = on_opened,
	.line = on_line,
	.line_too_long = on_line_too_long,
	.gone = on_gone,
	.failed = on_failed,
};

struct links *
links_new(const struct links_env *env, const struct conf *conf)
{
	static const struct net_conf nc = { .line_max = MSG_LINE_MAX,
		.max_conns = LINK_CONNS_MAX,
		.accepts_per_turn = 4,
		.handshakes_per_turn = 2,
		.handshake_ms = LINK_GREET_MS };
	struct links *ls = mem_zalloc(sizeof(*ls));

	ls->env = *env;
	ls->conf = conf_ref(conf);
	ls->started = conf_ref(conf);
	ls->lines = line_pool_new();
	list_init(&ls->all);
	ls->services = link_services_new();
	ls->bans = link_bans_new();
	ls->net = net_new(env->loop, ls->lines, &nc, &owner, ls);
	link_conf_init(ls);
	link_dial_init(ls);
	route_set_tree(env->route, &link_tree, ls);
	split_weigh(ls);
	return ls;
}

void
links_free(struct links *ls)
{
	if (ls == NULL)
		return;
	route_set_tree(ls->env.route, NULL, NULL);
	loop_timer_cancel(ls->env.loop, &ls->split_timer);
	link_dial_stop(ls);
	net_free(ls->net);
	link_conf_release(ls);
	line_pool_free(ls->lines);
	link_services_free(ls->services);
	link_bans_free(ls->bans);
	conf_unref(ls->conf);
	conf_unref(ls->started);
	mem_free(ls);
}

struct net *
links_net(const struct links *ls)
{
	return ls->net;
}

uint64_t
link_wall_s(const struct links *ls)
{
	return loop_wall_ms(ls->env.loop) / 1000;
}

struct link *
link_new(struct links *ls, struct conn *conn, const struct conf_link *conf)
{
	struct link *l = mem_zalloc(sizeof(*l));

	l->ls = ls;
	l->conn = conn;
	l->conf = conf;
	l->since_ms = l->heard_ms = loop_mono_ms(ls->env.loop);
	list_add_tail(&ls->all, &l->in_links);
	link_alive_start(l);
	return l;
}

/* The peer learns from SQUIT, in which it is named itself, that the tree ends here (TS6). */
static void
say_end(struct link *l)
{
	char host[ADDR_TEXT_MAX];
	struct out o;

	if (l->state == LINK_UP) {
		out_begin_bare(&o, l->ls, VIEW("SQUIT"));
		out_param(&o, out_node_id(l->node));
		out_text(&o, view_z(l->fault));
		out_to(&o, l);
	}
	out_begin_bare(&o, l->ls, VIEW("ERROR"));
	out_textf(&o, "Closing Link: %s (%s)", peer_addr_host(conn_peer(l->conn), host, sizeof(host)),
		l->fault);
	out_to(&o, l);
}

/* Of a dialled one that never was up it is told by link_dial_over(). */
static void
tell_closed(const struct link *l)
{
	char host[ADDR_TEXT_MAX];

	if (l->was_up)
		link_news(l->ls, "%s: cut off: %s", l->name, l->fault);
	else if (!l->we_dialled)
		log_info("link", "%s: closed: %s",
			l->name[0] != '\0' ? l->name : peer_addr_host(conn_peer(l->conn), host, sizeof(host)),
			l->fault);
}

void
link_close(struct link *l, const char *fmt, ...)
{
	char text[LINK_FAULT_LEN + 1]; /* an argument may be l->fault */
	struct link_loss loss;
	va_list ap;

	if (l->state == LINK_CLOSING)
		return;
	va_start(ap, fmt);
	(void)vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	(void)view_copy(view_z(text), l->fault, sizeof(l->fault));
	l->was_up = l->state == LINK_UP;
	tell_closed(l);
	say_end(l);
	if (l->was_up) {
		split_neighbour(l, view_z(l->fault), &loss);
		link_record_down(l, &loss);
	}
	l->state = LINK_CLOSING;
	conn_close(l->conn, CLOSE_LOCAL, true);
}

static struct link_loss
behind(const struct link *l)
{
	struct link_loss n = { 0, 0 };

	LIST_FOR_EACH (it, &link_world(l->ls)->nodes) {
		const struct node *node = node_of_world_link(it);

		if (node->number != l->number)
			continue;
		n.servers++;
		n.users += node->n_users;
	}
	return n;
}

/* The users behind them stay, for those here are going themselves. */
void
links_stop(struct links *ls, struct view reason)
{
	ls->is_over = true;
	route_set_tree(ls->env.route, NULL, NULL);
	link_dial_stop(ls);
	LIST_FOR_EACH (it, &ls->all) {
		struct link *l = CONTAINER_OF(it, struct link, in_links);
		const struct link_loss loss = behind(l);
		bool was_up = l->state == LINK_UP;

		if (l->state == LINK_CLOSING)
			continue;
		(void)view_copy(reason, l->fault, sizeof(l->fault));
		say_end(l);
		l->state = LINK_CLOSING;
		if (was_up)
			link_record_down(l, &loss);
		conn_close(l->conn, CLOSE_LOCAL, true);
	}
}

bool
link_window_take(struct link *l, struct link_window *w, uint32_t max)
{
	uint64_t now = loop_mono_ms(l->ls->env.loop);

	if (now - w->since_ms >= 60000)
		*w = (struct link_window){ .since_ms = now };
	if (w->n >= max)
		return false;
	w->n++;
	return true;
}

bool
links_each(const struct links *ls, size_t i, struct link_figures *out)
{
	LIST_FOR_EACH (it, &ls->all) {
		const struct link *l = CONTAINER_OF(it, const struct link, in_links);
		struct conn_counts n;

		if (i-- != 0)
			continue;
		n = conn_counts(l->conn);
		*out = (struct link_figures){ .name = l->name,
			.node = l->node,
			.state = l->state,
			.we_dialled = l->we_dialled,
			.is_tls = conn_is_tls(l->conn),
			.is_services = l->node != NULL && l->node->is_services,
			.since_ms = l->since_ms,
			.bytes_in = n.bytes_in,
			.bytes_out = n.bytes_out,
			.lines_in = n.lines_in,
			.violations = l->violations,
			.sendq = n.sendq };
		return true;
	}
	return false;
}
