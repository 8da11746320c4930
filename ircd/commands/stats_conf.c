/* STATS of what the configuration says: classes, allow rules, operators, roles, gateways; and how often each was of use. */
#include "commands/stats.h"

#include <string.h>

#include "auth/class.h"
#include "auth/gateway.h"
#include "guard/guard.h"

static void
classes(struct cmd_ctx *cx, struct stats_out *o)
{
	struct class_set *set = gate_classes(cx->gate);

	for (const struct class *c = class_next(set, NULL); c != NULL; c = class_next(set, c)) {
		struct stats_line l;

		stats_begin(&l);
		stats_word(&l, view_z(c->name));
		stats_number(&l, c->ping_ms / 1000);
		stats_number(&l, c->max_per_address);
		stats_number(&l, c->max_clients);
		stats_number(&l, c->sendq);
		stats_number(&l, c->n_clients);
		stats_end(&l, o);
	}
}

static void
allow(struct cmd_ctx *cx, struct stats_out *o)
{
	const struct conf *conf = gate_conf(cx->gate);

	for (size_t i = 0; i < conf->n_allow; i++) {
		const struct conf_allow *a = &conf->allow[i];
		struct stats_line l;

		stats_begin(&l);
		stats_word(&l, view_z(a->who.text));
		stats_word(&l, a->tls_required ? VIEW("tls") : VIEW("any"));
		stats_word(&l, a->password != NULL ? VIEW("password") : VIEW("-"));
		stats_word(&l, a->account_required ? VIEW("account") : VIEW("-"));
		stats_word(&l, a->quiz ? VIEW("quiz") : VIEW("-"));
		stats_word(&l, view_z(a->class->name));
		stats_number(&l, gate_admitted(cx->gate, i));
		stats_end(&l, o);
	}
}

static void
oper(struct stats_out *o, const struct conf_oper *oper, const struct conf_who *from)
{
	struct stats_line l;

	stats_begin(&l);
	stats_word(&l, view_z(from->text));
	stats_word(&l, VIEW("*"));
	stats_word(&l, view_z(oper->name));
	stats_word(&l, view_z(oper->role->name));
	stats_end(&l, o);
}

/* *place: which section times CONF_FROM_MAX, and which `from` of it.  A rehash meanwhile may make it show one twice, or not. */
static bool
opers(struct cmd_ctx *cx, struct stats_out *o, uint64_t *place)
{
	const struct conf *conf = gate_conf(cx->gate);

	for (; *place / CONF_FROM_MAX < conf->n_oper; ++*place) {
		const struct conf_oper *section = &conf->oper[*place / CONF_FROM_MAX];
		size_t from = (size_t)(*place % CONF_FROM_MAX);

		if (from >= section->n_from)
			continue;
		if (!stats_has_room(o))
			return false;
		oper(o, section, &section->from[from]);
	}
	return true;
}

#define PRIVS_WIDTH 300 /* bytes of names in a line */

/* "role netadmin: kill rehash", on as many lines as it takes. */
static void
role_privs(struct stats_out *o, const struct conf_role *role)
{
	char names[PRIVS_WIDTH + 1] = "";
	size_t n = 0, lines = 0;

	for (enum priv p = 0; p < PRIV_N; p++) {
		struct view name = priv_table[p].name;

		if ((role->privileges & PRIV_BIT(p)) == 0)
			continue;
		if (n + 1 + name.n > PRIVS_WIDTH) {
			stats_textf(o, "role %s:%s", role->name, names);
			lines++;
			n = 0;
		}
		names[n++] = ' ';
		n += view_copy(name, names + n, sizeof(names) - n);
	}
	if (n != 0 || lines == 0)
		stats_textf(o, "role %s:%s", role->name, n != 0 ? names : " no privileges");
}

static void
roles(struct cmd_ctx *cx, struct stats_out *o)
{
	const struct conf *conf = gate_conf(cx->gate);

	for (size_t i = 0; i < conf->n_role; i++)
		role_privs(o, &conf->role[i]);
}

/* How many are here by each gateway of the configuration. */
static void
count_by_gateway(const struct cmd_ctx *cx, const struct conf *conf, size_t count[CONF_GATEWAY_MAX])
{
	LIST_FOR_EACH (it, &cx->world->users) {
		const struct client *c = client_of_world_link(it);
		const struct session_via *via = c->session != NULL ? session_rare(c->session)->via : NULL;

		for (size_t i = 0; via != NULL && i < conf->n_gateway; i++)
			count[i] += strncmp(conf->gateway[i].name, via->name, sizeof(via->name) - 1) == 0;
	}
}

static void
gateways(struct cmd_ctx *cx, struct stats_out *o)
{
	const struct conf *conf = gate_conf(cx->gate);
	size_t count[CONF_GATEWAY_MAX] = { 0 };

	count_by_gateway(cx, conf, count);
	for (size_t i = 0; i < conf->n_gateway; i++) {
		const struct conf_gateway *g = &conf->gateway[i];

		for (size_t k = 0; k < g->n_from; k++) {
			struct stats_line l;

			stats_begin(&l);
			stats_word(&l, view_z(g->name));
			stats_word(&l, view_z(g->from[k].text));
			stats_word(&l, g->proxy ? VIEW("proxy") : VIEW("-"));
			stats_word(&l, gateway_has_webirc(g) ? VIEW("webirc") : VIEW("-"));
			stats_number(&l, count[i]);
			stats_end(&l, o);
		}
	}
}

static void
guard_rules(struct cmd_ctx *cx, struct stats_out *o)
{
	struct guard_count c;

	for (size_t i = 0; cx->guard != NULL && guard_count_at(cx->guard, i, &c); i++) {
		struct stats_line l;

		stats_begin(&l);
		stats_word(&l, view_z(c.name));
		stats_word(&l, guard_action_name(c.action));
		stats_number(&l, c.tried);
		stats_number(&l, c.hits);
		stats_number(&l, c.cut);
		stats_word(&l, view_z(c.text));
		stats_end(&l, o);
	}
}

static const struct stats_row rows[] = {
	{ 'g', false, RPL_STATSDEBUG, "g", "rule:s action:s tried:n hits:n cut:n about:s", NULL, guard_rules,
		"rules of the guard: how often each was tried, has hit, and was cut at match-limit" },
	{ 'i', false, RPL_STATSILINE, "I", "who:s tls:s password:s account:s quiz:s class:s admitted:n", NULL,
		allow, "allow rules, and how many each has let in since the last rehash" },
	{ 'o', false, RPL_STATSOLINE, "O", "from:s any:s name:s role:s", NULL, NULL, "operator blocks",
		opers },
	{ 'O', false, RPL_STATSDEBUG, NULL, NULL, NULL, roles, "roles and their privileges" },
	{ 'w', false, RPL_STATSDEBUG, "w", "gateway:s from:s proxy:s webirc:s clients:n", NULL, gateways,
		"gateways, and how many are here by each" },
	{ 'y', false, RPL_STATSYLINE, "Y", "class:s ping:n max-per-address:n max-clients:n sendq:n clients:n",
		NULL, classes,
		"classes: ping seconds, most of an address, most of all, SENDQ bytes, how many are in it" },
};
const struct stats_table stats_conf = { rows, ARRAY_LEN(rows) };
