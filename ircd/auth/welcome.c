#include "auth/welcome.h"

#include "core/clock.h"
#include "proto/numerics.h"
#include "route/reply.h"
#include "state/client_remote.h"
#include "state/mode.h"

static void
send_myinfo(struct gate *g, const struct client *c)
{
	char user[64], chan[64], with_param[64];

	isupport_mode_letters(c->world, user, chan, with_param, sizeof(user));
	reply(gate_env(g)->route, c, RPL_MYINFO, view_z(c->world->conf.server_name),
		view_z(gate_env(g)->version), view_z(user), view_z(chan), view_z(with_param));
}

static void
send_created(struct gate *g, const struct client *c)
{
	char utc[CLOCK_UTC_LEN + 1];

	clock_utc(c->world->started_ms, utc);
	reply_textf(
		gate_env(g)->route, c, RPL_CREATED, "This server was started %.10s %.8s UTC", utc, utc + 11);
}

static void
send_umodes(struct gate *g, struct client *c)
{
	struct event ev;
	char text[64];

	if (c->umodes == 0)
		return;
	(void)user_modes_text(c->umodes, text, sizeof(text));
	event_begin(&ev, c->world, c, VIEW("MODE"));
	msg_build_param(&ev.build, client_nick(c));
	msg_build_text(&ev.build, view_z(text));
	route_user(gate_env(g)->route, c, &ev);
}

static void
send_isupport(struct route *rt, const struct client *c, const struct isupport *is)
{
	for (size_t i = 0; i < is->n_lines; i++) {
		struct view rest = view_z(is->line[i]), token;
		struct reply r;

		reply_begin(&r, rt, c, RPL_ISUPPORT);
		while (view_cut(&rest, ' ', &token))
			msg_build_param(&r.build, token);
		reply_end_text(&r, numeric_text(RPL_ISUPPORT));
	}
}

void
welcome_isupport(struct gate *g, const struct client *c)
{
	send_isupport(gate_env(g)->route, c, gate_isupport(g));
}

void
welcome_isupport_changes(struct gate *g, const struct isupport *was)
{
	struct isupport diff;

	isupport_diff(&diff, was, gate_isupport(g));
	if (diff.n_lines == 0)
		return;
	LIST_FOR_EACH (it, &gate_env(g)->world->users) {
		const struct client *c = client_of_world_link(it);

		if (client_is_local(c))
			send_isupport(gate_env(g)->route, c, &diff);
	}
}

static void
send_count(struct gate *g, const struct client *c, enum numeric n, uint64_t count)
{
	struct reply r;

	reply_begin(&r, gate_env(g)->route, c, n);
	reply_param_u64(&r, count);
	reply_end_text(&r, numeric_text(n));
}

struct maximum {
	const char *what;
	size_t now, max;
};

static void
send_maximum(struct gate *g, const struct client *c, enum numeric n, const struct maximum *m)
{
	struct reply r;

	reply_begin(&r, gate_env(g)->route, c, n);
	reply_param_u64(&r, m->now);
	reply_param_u64(&r, m->max);
	reply_end_textf(&r, "Current %s users %zu, max %zu", m->what, m->now, m->max);
}

static size_t
count_neighbours(const struct world *w)
{
	size_t n = 0;

	LIST_FOR_EACH (it, &w->nodes)
		n += node_of_world_link(it)->uplink == w->me;
	return n;
}

void
welcome_lusers(struct gate *g, const struct client *c)
{
	const struct world *w = c->world;
	const struct maximum local = { "local", w->me->n_users, w->max_local };
	const struct maximum global = { "global", w->n_users, w->max_users };
	struct route *rt = gate_env(g)->route;

	reply_textf(rt, c, RPL_LUSERCLIENT, "There are %zu users and %zu invisible on %zu servers",
		w->n_users - w->n_invisible, w->n_invisible, w->n_nodes);
	if (w->n_opers != 0)
		send_count(g, c, RPL_LUSEROP, w->n_opers);
	if (w->n_unregistered != 0)
		send_count(g, c, RPL_LUSERUNKNOWN, w->n_unregistered);
	send_count(g, c, RPL_LUSERCHANNELS, w->channels.count);
	reply_textf(rt, c, RPL_LUSERME, "I have %zu clients and %zu servers", local.now, count_neighbours(w));
	send_maximum(g, c, RPL_LOCALUSERS, &local);
	send_maximum(g, c, RPL_GLOBALUSERS, &global);
}

void
welcome_motd(struct gate *g, const struct client *c)
{
	const struct conf_server *server = &gate_conf(g)->server;
	struct route *rt = gate_env(g)->route;

	if (server->n_motd == 0) {
		reply_plain(rt, c, ERR_NOMOTD);
		return;
	}
	reply_textf(rt, c, RPL_MOTDSTART, "- %s Message of the day - ", c->world->conf.server_name);
	for (size_t i = 0; i < server->n_motd; i++)
		reply_textf(rt, c, RPL_MOTD, "- %.*s", VIEW_ARG(server->motd[i]));
	reply_plain(rt, c, RPL_ENDOFMOTD);
}

bool
welcome_oper_motd(struct gate *g, const struct client *c)
{
	const struct conf_server *server = &gate_conf(g)->server;
	struct route *rt = gate_env(g)->route;

	if (server->n_oper_motd == 0)
		return false;
	reply_textf(rt, c, RPL_OMOTDSTART, "- %s Message of the day for operators - ",
		c->world->conf.server_name);
	for (size_t i = 0; i < server->n_oper_motd; i++)
		reply_textf(rt, c, RPL_OMOTD, "- %.*s", VIEW_ARG(server->oper_motd[i]));
	reply_plain(rt, c, RPL_ENDOFOMOTD);
	return true;
}

void
welcome_send(struct gate *g, struct client *c)
{
	struct route *rt = gate_env(g)->route;
	const struct world_conf *w = &c->world->conf;

	reply_textf(rt, c, RPL_WELCOME, "Welcome to the %s IRC Network %s!%s@%s", w->network, c->nick,
		c->user, c->host);
	reply_textf(rt, c, RPL_YOURHOST, "Your host is %s, running version %s", w->server_name,
		gate_env(g)->version);
	send_created(g, c);
	send_myinfo(g, c);
	welcome_isupport(g, c);
	welcome_lusers(g, c);
	welcome_motd(g, c);
	send_umodes(g, c);
	if (!view_eq(client_host(c), client_real_host(c)))
		reply(rt, c, RPL_HOSTHIDDEN, client_host(c));
}
