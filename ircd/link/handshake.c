/*
 * From the first line of a connection to a neighbour: PASS CAPAB SERVER (TS6).  Who dialled speaks first; the other answers when it has
 * found the first's SERVER right, and goes straight on to SVINFO and its burst.  Nothing of a peer is believed before all checks of SERVER.
 */
#include <sodium.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "conf/conf.h"
#include "core/loop.h"
#include "link/burst.h"
#include "link/link_news.h"
#include "link/link_priv.h"
#include "link/link_record.h"
#include "link/out.h"
#include "link/tell_node.h"
#include "proto/casemap.h"
#include "proto/names.h"

#define TS_CURRENT 6
#define TS_MINIMUM 6

/* wire: what the peer reads.  The rest, for operators: in which way, or empty. */
static void refuse(struct link *l, const char *wire, const char *fmt, ...) PRINTF_LIKE(3, 4);

static void
refuse(struct link *l, const char *wire, const char *fmt, ...)
{
	char why[LINK_FAULT_LEN + 1], host[ADDR_TEXT_MAX];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(why, sizeof(why), fmt, ap);
	va_end(ap);
	link_news(l->ls, "%s: refused, from %s: %s%s%s", l->name[0] != '\0' ? l->name : "a server",
		peer_addr_host(conn_peer(l->conn), host, sizeof(host)), wire, why[0] != '\0' ? " " : "", why);
	link_record_refused(l, view_z(why[0] != '\0' ? why : wire));
	link_close(l, "%s", wire);
}

static void
say_error(struct link *l, const char *text)
{
	struct out o;

	out_begin_bare(&o, l->ls, VIEW("ERROR"));
	out_text(&o, view_z(text));
	out_to(&o, l);
}

/* ---- what comes before SERVER ---- */

/* What is wrong with it is said when more has come, so that a stranger learns no more than that he is one. */
static void
on_pass(struct link *l, const struct msg *m)
{
	uint32_t ts;

	if (l->has_pass) {
		refuse(l, "PASS received twice", "%s", "");
		return;
	}
	l->has_pass = true;
	if (m->n_params >= 1 && m->param[0].n <= LINK_PASSWORD_LEN)
		(void)view_copy(m->param[0], l->password, sizeof(l->password));
	if (m->n_params == 4 && view_eq(m->param[1], VIEW("TS")) && view_to_u32(m->param[2], &ts) == 0 &&
		ts >= TS_CURRENT && name_is_sid(m->param[3]))
		(void)view_copy(m->param[3], l->sid, sizeof(l->sid));
}

static void
on_capab(struct link *l, const struct msg *m)
{
	if (l->has_capab) {
		refuse(l, "CAPAB received twice", "%s", "");
		return;
	}
	l->has_capab = true;
	if (l->has_pass && l->sid[0] == '\0') {
		refuse(l, "Incompatible TS version", "%s", "");
		return;
	}
	for (size_t i = 0; i < m->n_params; i++)
		l->caps |= link_caps_parse(m->param[i]);
}

static void
on_error(struct link *l, const struct msg *m)
{
	link_news(l->ls, "%s: it says ERROR %.*s", l->name[0] != '\0' ? l->name : "a server",
		VIEW_ARG(msg_param(m, 0)));
}

static void
on_client_verb(struct link *l, const struct msg *m)
{
	refuse(l, "Mixing client and server protocol", "%.*s", VIEW_ARG(view_left(m->verb, 20)));
}

/* ---- SERVER: is it who it says, and may it come ---- */

/* In constant time, whatever the lengths: both are compared as they lie in memory of one size. */
static bool
password_is_right(const struct link *l)
{
	char want[LINK_PASSWORD_LEN + 1] = "";
	bool same;

	(void)view_copy(view_z(l->conf->accept_password), want, sizeof(want));
	same = sodium_memcmp(want, l->password, sizeof(want)) == 0 && l->password[0] != '\0';
	sodium_memzero(want, sizeof(want));
	return same;
}

static bool
is_pinned(const struct conf_link *conf, const char *print)
{
	for (size_t i = 0; i < conf->n_fingerprints; i++) {
		if (strcmp(conf->fingerprints[i], print) == 0)
			return true;
	}
	return false;
}

/* False: it was refused. */
static bool
check_certificate(struct link *l)
{
	char print[65];

	if (l->conf->tls && !conn_is_tls(l->conn)) {
		refuse(l, "Access denied, requires SSL/TLS but is plaintext", "%s", "");
		return false;
	}
	if (l->conf->n_fingerprints == 0 || !conn_is_tls(l->conn))
		return true;
	if (conn_tls_fingerprint(l->conn, print) == -1) {
		refuse(l, "Invalid certificate.", "it has shown none");
		return false;
	}
	if (is_pinned(l->conf, print))
		return true;
	refuse(l, "Invalid fingerprint.", "%s is not of its section", print);
	return false;
}

/* The section of who has come; NULL: it was refused. */
static const struct conf_link *
find_section(struct link *l)
{
	const struct conf_link *conf = conf_link_find(l->ls->conf, view_z(l->name));
	const struct peer_addr *peer = conn_peer(l->conn);

	if (conf == NULL) {
		refuse(l, "Invalid servername.", "there is no such section");
		return NULL;
	}
	if (!conf_link_has_address(conf, peer->family, peer->ip)) {
		refuse(l, "Invalid host.", "it may not come from there");
		return NULL;
	}
	return conf;
}

static bool
check_credentials(struct link *l, struct view name)
{
	if (l->we_dialled && !casemap_eq(view_z(l->name), name)) {
		refuse(l, "Server name mismatch", "it calls itself %.*s", VIEW_ARG(name));
		return false;
	}
	(void)view_copy(name, l->name, sizeof(l->name));
	if (!l->we_dialled)
		l->conf = find_section(l);
	if (l->conf == NULL)
		return false;
	if (!password_is_right(l)) {
		refuse(l, "Invalid credentials.", "wrong password");
		return false;
	}
	sodium_memzero(l->password, sizeof(l->password));
	if (!check_certificate(l))
		return false;
	if (l->conf->sid != NULL && strcmp(l->conf->sid, l->sid) != 0) {
		refuse(l, "Invalid SID.", "%s is not that of its section", l->sid);
		return false;
	}
	return true;
}

static bool
check_caps(struct link *l)
{
	uint64_t missing = LINK_CAPS_REQUIRED & ~l->caps;
	char text[LINK_FAULT_LEN + 1], names[100];

	if (missing == 0)
		return true;
	(void)link_caps_text(missing, names, sizeof(names));
	(void)snprintf(text, sizeof(text), "Missing required CAPABs (%s)", names);
	say_error(l, text);
	refuse(l, "Missing required CAPABs", "%s", names);
	return false;
}

/* The tree has it already: a loop, or somebody who has taken its name. */
static bool
check_tree(struct link *l)
{
	struct world *w = link_world(l->ls);
	const struct node *n = node_find(w, view_z(l->name));

	if (n != NULL && n->sid[0] == '\0') {
		say_error(l, "Server juped.");
		refuse(l, "Server juped.", "%s", n->description);
		return false;
	}
	if (n != NULL) {
		say_error(l, "Server already exists.");
		refuse(l, "Server Exists", "it is behind %s", n == w->me ? "nobody" : n->uplink->name);
		return false;
	}
	n = node_find_sid(w, view_z(l->sid));
	if (n != NULL) {
		say_error(l, "SID already exists.");
		refuse(l, "SID Exists", "%s is %s", l->sid, n->name);
		return false;
	}
	if (l->ls->up == UINT64_MAX - 1) {
		refuse(l, "No more connections", "%d servers are linked", NODE_LINKS_MAX);
		return false;
	}
	return true;
}

static bool
check_server(struct link *l, const struct msg *m)
{
	struct view name = msg_param(m, 0);

	if (l->sid[0] == '\0') {
		refuse(l, "Incompatible TS version", "%s", "");
		return false;
	}
	if (m->n_params < 3 || !name_is_server(name)) {
		refuse(l, "Bogus server name", "%s", "");
		return false;
	}
	if (m->n_params >= 5 && !view_eq(m->param[2], view_z(l->sid))) {
		refuse(l, "Invalid SID.", "PASS and SERVER differ");
		return false;
	}
	return check_credentials(l, name) && check_caps(l) && check_tree(l);
}

/* ---- it is a neighbour now ---- */

void
handshake_begin(struct link *l)
{
	const struct world *w = link_world(l->ls);
	char caps[400];
	struct out o;

	out_begin_bare(&o, l->ls, VIEW("PASS"));
	out_param(&o, view_z(l->conf->send_password));
	out_param(&o, VIEW("TS"));
	out_param_u64(&o, TS_CURRENT);
	out_text(&o, view_z(w->me->sid));
	out_to(&o, l);
	out_begin_bare(&o, l->ls, VIEW("CAPAB"));
	out_text(&o, view_of(caps, link_caps_text(LINK_CAPS_OURS, caps, sizeof(caps))));
	out_to(&o, l);
	out_begin_bare(&o, l->ls, VIEW("SERVER"));
	out_param(&o, node_name(w->me));
	out_param_u64(&o, 1);
	out_text(&o, view_z(w->me->description));
	out_to(&o, l);
}

static void
say_svinfo(struct link *l)
{
	struct out o;

	out_begin_bare(&o, l->ls, VIEW("SVINFO"));
	out_param_u64(&o, TS_CURRENT);
	out_param_u64(&o, TS_MINIMUM);
	out_param_u64(&o, 0);
	out_textf(&o, "%llu", (unsigned long long)link_wall_s(l->ls));
	out_to(&o, l);
}

static uint8_t
take_number(struct links *ls)
{
	uint8_t i = 1;

	while ((ls->up >> i & 1) != 0)
		i++;
	ls->up |= UINT64_C(1) << i;
	return i;
}

static void
join_tree(struct link *l, struct view info)
{
	struct links *ls = l->ls;
	struct world *w = link_world(ls);
	struct node_intro intro = {
		.name = view_z(l->name), .sid = view_z(l->sid), .uplink = w->me, .number = take_number(ls)
	};
	bool hidden = view_starts(info, VIEW(NODE_HIDDEN_MARK));

	intro.description = view_skip(info, hidden ? sizeof(NODE_HIDDEN_MARK) - 1 : 0);
	l->node = node_add(w, &intro, loop_wall_ms(ls->env.loop));
	l->node->link = l;
	l->node->is_hidden = hidden;
	l->node->is_services = l->conf->services;
	l->node->caps = l->caps;
	l->number = intro.number;
	l->n_servers = 1;
	l->caps &= LINK_CAPS_OURS;
	ls->neighbour[l->number] = l;
}

/* Others must know it before they hear a line of its burst, and it must hear ours before it is answered. */
static void
come_up(struct link *l, const struct msg *m)
{
	char caps[400];

	l->long_sid = m->n_params >= 5;
	join_tree(l, m->param[m->n_params - 1]);
	if (!l->we_dialled)
		handshake_begin(l);
	l->state = LINK_UP;
	link_alive_class(l);
	(void)link_caps_text(l->caps, caps, sizeof(caps));
	link_news(l->ls, "%s: linked as %s: %s%s", l->name, l->sid, conn_is_tls(l->conn) ? "TLS " : "", caps);
	link_record_up(l);
	tell_node(l->ls, l->node, NULL);
	say_svinfo(l);
	burst(l);
}

static void
on_server(struct link *l, const struct msg *m)
{
	if (check_server(l, m))
		come_up(l, m);
}

static const struct {
	struct view verb;
	void (*run)(struct link *l, const struct msg *m);
} greetings[] = {
	{ VIEW_INIT("PASS"), on_pass },
	{ VIEW_INIT("CAPAB"), on_capab },
	{ VIEW_INIT("SERVER"), on_server },
	{ VIEW_INIT("ERROR"), on_error },
	{ VIEW_INIT("NICK"), on_client_verb },
	{ VIEW_INIT("USER"), on_client_verb },
	{ VIEW_INIT("CAP"), on_client_verb },
	{ VIEW_INIT("AUTHENTICATE"), on_client_verb },
};

/* Whatever else, such as notices of looking up a name, is passed over; so is who says it, for there is only one who can. */
void
handshake_line(struct link *l, const struct msg *m)
{
	for (size_t i = 0; i < ARRAY_LEN(greetings); i++) {
		if (view_eq_nocase(m->verb, greetings[i].verb)) {
			greetings[i].run(l, m);
			return;
		}
	}
}
