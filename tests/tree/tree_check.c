/* Each thing of one world is looked up in the other, and there are as many; only where something differs it is looked at from both sides. */
#include "tests/tree/tree_check.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "state/channel.h"
#include "state/client_remote.h"
#include "state/mode_bits.h"
#include "state/node.h"
#include "tests/tree/tree_user.h"

/* Modes of users that other servers hear of. */
#define UMODES_TOLD (UMODE_INVISIBLE | UMODE_OPER | UMODE_WALLOPS | UMODE_CALLERID | UMODE_DEAF)
/* And of channels; registrations are kept by each server for itself. */
#define CMODES_TOLD (~CMODE_REGISTERED)

/* Two servers and what is compared. */
struct pair {
	struct tree *t;
	const char *when;
	size_t a, b;
	const char *kind, *name;
};

static void
differ_text(const struct pair *p, const char *what, const char *a, const char *b)
{
	a = a != NULL ? a : "";
	b = b != NULL ? b : "";
	if (strcmp(a, b) != 0)
		tree_fault(p->t, "%s: %s %s: %s is \"%s\" on s%zu, \"%s\" on s%zu", p->when, p->kind, p->name,
			what, a, p->a, b, p->b);
}

static void
differ_number(const struct pair *p, const char *what, uint64_t a, uint64_t b)
{
	if (a != b)
		tree_fault(p->t, "%s: %s %s: %s is %" PRIu64 " on s%zu, %" PRIu64 " on s%zu", p->when,
			p->kind, p->name, what, a, p->a, b, p->b);
}

static void
missing(const struct pair *p)
{
	tree_fault(p->t, "%s: %s %s is on s%zu and not on s%zu", p->when, p->kind, p->name, p->a, p->b);
}

static void
check_user(struct pair *p, const struct client *a)
{
	const struct client *b = client_find_uid(tree_world(p->t, p->b), client_uid(a));

	p->kind = "user";
	p->name = a->uid;
	if (b == NULL || !client_is_user(b)) {
		missing(p);
		return;
	}
	differ_text(p, "nick", a->nick, b->nick);
	differ_text(p, "user name", a->user, b->user);
	differ_text(p, "host", a->host, b->host);
	differ_text(p, "real name", a->realname, b->realname);
	differ_text(p, "account", a->account, b->account);
	differ_text(p, "away", a->away, b->away);
	differ_text(p, "server", a->node->name, b->node->name);
	differ_number(p, "nick TS", a->nick_ts, b->nick_ts);
	differ_number(p, "modes", a->umodes & UMODES_TOLD, b->umodes & UMODES_TOLD);
	if (client_find(tree_world(p->t, p->b), client_nick(a)) != b)
		tree_fault(p->t, "%s: user %s: s%zu does not find nick %s", p->when, a->uid, p->b, a->nick);
}

static const struct ban *
find_ban(const struct ban_list *l, const char *mask)
{
	for (size_t i = 0; i < l->count; i++) {
		if (strcmp(l->item[i].mask, mask) == 0)
			return &l->item[i];
	}
	return NULL;
}

static void
check_list(const struct pair *p, char letter, const struct ban_list *a, const struct ban_list *b)
{
	char what[600];

	(void)snprintf(what, sizeof(what), "number of +%c", letter);
	differ_number(p, what, a->count, b->count);
	for (size_t i = 0; i < a->count; i++) {
		const struct ban *x = &a->item[i], *y = find_ban(b, x->mask);

		(void)snprintf(what, sizeof(what), "+%c %s", letter, x->mask);
		if (y == NULL) {
			tree_fault(p->t, "%s: channel %s: %s is on s%zu and not on s%zu", p->when, p->name,
				what, p->a, p->b);
			continue;
		}
		differ_text(p, what, x->by, y->by);
		differ_number(p, what, x->set_ms / 1000, y->set_ms / 1000);
	}
}

static void
check_members(const struct pair *p, const struct channel *a, const struct channel *b)
{
	char what[80];

	differ_number(p, "number of members", a->n_members, b->n_members);
	for (size_t i = 0; i < a->n_members; i++) {
		const struct member *x = a->member[i], *y;
		const struct client *c = client_find_uid(tree_world(p->t, p->b), client_uid(x->client));

		y = c != NULL ? member_find(b, c) : NULL;
		(void)snprintf(what, sizeof(what), "ranks of %s", x->client->uid);
		if (y == NULL)
			tree_fault(p->t, "%s: channel %s: %s is in it on s%zu and not on s%zu", p->when,
				p->name, x->client->uid, p->a, p->b);
		else
			differ_number(p, what, x->ranks, y->ranks);
	}
}

static void
check_channel(struct pair *p, const struct channel *a)
{
	const struct channel *b = channel_find(tree_world(p->t, p->b), channel_name(a));

	p->kind = "channel";
	p->name = a->name;
	if (b == NULL) {
		missing(p);
		return;
	}
	differ_text(p, "name", a->name, b->name);
	differ_number(p, "TS", a->created_ms / 1000, b->created_ms / 1000);
	differ_number(p, "modes", a->modes & CMODES_TOLD, b->modes & CMODES_TOLD);
	differ_number(p, "limit", a->limit, b->limit);
	differ_text(p, "key", a->key, b->key);
	differ_text(p, "forward", a->forward, b->forward);
	differ_number(p, "throttle", a->joins_max * UINT64_C(10000) + a->joins_s,
		b->joins_max * UINT64_C(10000) + b->joins_s);
	differ_text(p, "topic", a->topic, b->topic);
	differ_text(p, "setter of the topic", a->topic_by, b->topic_by);
	differ_number(p, "topic TS", a->topic != NULL ? a->topic_ms / 1000 : 0,
		b->topic != NULL ? b->topic_ms / 1000 : 0);
	check_members(p, a, b);
	for (size_t i = 0; i < LIST_N; i++)
		check_list(p, "beIq"[i], &a -> list[i], &b -> list[i]);
}

/* Whoever is nearer to the root on one server may be farther on another: the pair counts. */
static void
check_node(struct pair *p, const struct node *a)
{
	const struct node *b = node_find(tree_world(p->t, p->b), node_name(a));
	const struct node *up;

	p->kind = "server";
	p->name = a->name;
	if (b == NULL) {
		missing(p);
		return;
	}
	differ_text(p, "SID", a->sid, b->sid);
	differ_text(p, "description", a->description, b->description);
	differ_number(p, "number of users", a->n_users, b->n_users);
	if (a->uplink == NULL)
		return;
	up = node_find(tree_world(p->t, p->b), node_name(a->uplink));
	if (up == NULL || (b->uplink != up && up->uplink != b))
		tree_fault(p->t, "%s: server %s: s%zu has it behind %s, s%zu has not", p->when, a->name, p->a,
			a->uplink->name, p->b);
	differ_number(p, "hops", a->hops, a->uplink->hops + 1);
}

/* True if something differs. */
static bool
check_one_way(struct pair *p)
{
	struct tree *t = p->t;
	unsigned before = t->n_faults;
	const struct world *w = tree_world(p->t, p->a), *other = tree_world(p->t, p->b);

	p->kind = "world";
	p->name = "";
	differ_number(p, "number of servers", w->n_nodes, other->n_nodes);
	differ_number(p, "number of users", w->n_users, other->n_users);
	differ_number(p, "number of channels", w->channels.count, other->channels.count);
	LIST_FOR_EACH (it, &w->nodes)
		check_node(p, node_of_world_link(it));
	LIST_FOR_EACH (it, &w->users)
		check_user(p, client_of_world_link(it));
	LIST_FOR_EACH (it, &w->channel_list) {
		const struct channel *ch = CONTAINER_OF(it, const struct channel, in_world);

		if (ch->name[0] == '#')
			check_channel(p, ch);
	}
	return t->n_faults != before;
}

void
tree_check_pair(struct tree *t, size_t a, size_t b, const char *when)
{
	struct pair p = { .t = t, .when = when, .a = a, .b = b };

	if (!check_one_way(&p))
		return;
	p.a = b;
	p.b = a;
	(void)check_one_way(&p);
}

/* It knows of those that it is connected to, and of no other. */
static void
check_reach(struct tree *t, size_t me, const char *when)
{
	for (size_t i = 0; i < t->n_servers; i++) {
		bool known = node_find(tree_world(t, me), view_z(tree_world(t, i)->conf.server_name)) != NULL;

		if (known != tree_is_connected(t, me, i))
			tree_fault(t, "%s: s%zu %s of s%zu", when, me,
				known ? "still knows" : "does not know", i);
	}
}

void
tree_check(struct tree *t, const char *when)
{
	for (size_t i = 0; i < t->n_servers; i++) {
		size_t first = 0;

		check_reach(t, i, when);
		while (!tree_is_connected(t, first, i))
			first++;
		if (first < i)
			tree_check_pair(t, first, i, when);
	}
	/* Whoever is connected to a server is one of its users, and nobody else is. */
	for (size_t i = 0; i < t->n_users; i++) {
		const struct tree_user *u = t->user[i];

		if (u->end != NULL && tree_user_client(t, u) == NULL)
			tree_fault(
				t, "%s: user %zu is connected to s%zu and no user there", when, i, u->server);
	}
}
