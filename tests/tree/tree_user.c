/* Ends of connections in memory; of what comes only numbered messages are looked at. */
#include "tests/tree/tree_user.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/mem.h"
#include "net/conn_mem.h"
#include "state/channel.h"
#include "state/client_remote.h"

enum { IN_MAX = 1 << 24, LINE_BYTES = 600 };

/* The real name is the number. */
struct tree_user *
tree_user_of(const struct tree *t, const struct client *c)
{
	uint32_t i;

	if (view_to_u32(view_z(c->realname), &i) == -1 || i >= t->n_users ||
		strcmp(t->user[i]->uid, c->uid) != 0)
		return NULL;
	return t->user[i];
}

struct client *
tree_user_client(const struct tree *t, const struct tree_user *u)
{
	struct client *c = client_find_uid(tree_world(t, u->server), view_z(u->uid));

	return c != NULL && client_is_user(c) ? c : NULL;
}

void
tree_user_say(struct tree *t, struct tree_user *u, const char *fmt, ...)
{
	char line[LINE_BYTES];
	va_list ap;
	int n;

	(void)t;
	if (u->end == NULL)
		return;
	va_start(ap, fmt);
	n = vsnprintf(line, sizeof(line) - 2, fmt, ap);
	va_end(ap);
	if (n < 0 || (size_t)n >= sizeof(line) - 2)
		abort();
	line[n] = '\r';
	line[n + 1] = '\n';
	conn_mem_feed(u->end, view_of(line, (size_t)n + 2));
}

/* The loop has to turn some times until it is in. */
static void
register_user(struct tree *t, struct tree_user *u, const char *nick)
{
	const struct client *c = NULL;

	tree_user_say(t, u, "NICK %s", nick);
	tree_user_say(t, u, "USER u%zu 0 * :%zu", u->number % 1000, u->number);
	for (unsigned i = 0; i < 100 && c == NULL; i++) {
		tree_turn(t);
		c = client_find(tree_world(t, u->server), view_z(nick));
	}
	if (c != NULL)
		(void)view_copy(client_uid(c), u->uid, sizeof(u->uid));
	else
		tree_fault(t, "%s is not let in", nick);
}

struct tree_user *
tree_user_new(struct tree *t, size_t server, const char *nick)
{
	static const struct listen_point point = { .title = "tree" };
	const uint8_t n[2] = { (uint8_t)(t->n_users >> 8), (uint8_t)t->n_users };
	const struct peer_addr from = { .family = AF_INET, .ip = { 10, 9, n[0], n[1] }, .port = 40000 };
	struct tree_user *u = mem_zalloc(sizeof(*u));
	struct conn *conn = conn_open_mem(t->server[server]->net, &from, 6667, (void *)(uintptr_t)&point);

	if (conn == NULL || t->n_users == TREE_USERS_MAX)
		abort(); /* a test with more users than there may be */
	u->server = server;
	u->number = t->n_users;
	u->end = conn_mem_detach(conn);
	buf_init(&u->in, IN_MAX);
	t->user[t->n_users++] = u;
	register_user(t, u, nick);
	return u;
}

void
tree_users_free(struct tree *t)
{
	for (size_t i = 0; i < t->n_users; i++) {
		conn_mem_free(t->user[i]->end);
		buf_release(&t->user[i]->in);
		mem_free(t->user[i]);
	}
	t->n_users = 0;
	for (size_t i = 0; i < TREE_MESSAGES_MAX; i++)
		mem_free(t->message[i]);
}

/* ":source PRIVMSG target :m123"; anything else is passed over. */
static void
take_line(struct tree *t, struct tree_user *u, struct view line)
{
	static const char mark[] = " :m";
	const char *at = line.n != 0 ? memmem(line.p, line.n, mark, sizeof(mark) - 1) : NULL;
	uint64_t number;
	struct tree_saying *m;

	if (at == NULL || memmem(line.p, (size_t)(at - line.p), " PRIVMSG ", 9) == NULL ||
		view_to_u64(view_skip(line, (size_t)(at - line.p) + sizeof(mark) - 1), &number) == -1)
		return;
	t->n_heard++;
	if (number < t->first_message || number >= t->first_message + t->n_messages) {
		tree_fault(t, "user %zu hears message %" PRIu64 ", which was over", u->number, number);
		return;
	}
	m = t->message[number - t->first_message];
	if (m->got[u->number] < UINT8_MAX)
		m->got[u->number]++;
}

static void
hear(struct tree *t, struct tree_user *u)
{
	struct view out = conn_mem_output(u->end), line;
	size_t n = out.n;

	if (n != 0) {
		if (buf_put(&u->in, out) == -1)
			abort();
		conn_mem_take(u->end, n);
		out = buf_view(&u->in);
		while ((n = view_find(out, '\n')) < out.n) {
			line = view_left(out, n);
			out = view_skip(out, n + 1);
			if (line.n != 0 && line.p[line.n - 1] == '\r')
				line.n--;
			take_line(t, u, line);
		}
		buf_take(&u->in, buf_view(&u->in).n - out.n);
	}
	if (!conn_mem_is_closed(u->end))
		return;
	conn_mem_free(u->end);
	u->end = NULL;
}

void
tree_users_hear(struct tree *t)
{
	for (size_t i = 0; i < t->n_users; i++) {
		if (t->user[i]->end != NULL)
			hear(t, t->user[i]);
	}
}

static struct tree_saying *
new_message(struct tree *t, const struct tree_user *u, const char *target)
{
	struct tree_saying **m = &t->message[t->n_messages];

	if (t->n_messages == TREE_MESSAGES_MAX)
		abort();
	if (*m == NULL)
		*m = mem_alloc(sizeof(**m));
	memset((*m)->want, TREE_NEVER, sizeof((*m)->want));
	memset((*m)->got, 0, sizeof((*m)->got)); /* users may come yet */
	(*m)->sender = u->number;
	(void)snprintf((*m)->target, sizeof((*m)->target), "%s", target);
	t->n_messages++;
	return *m;
}

static uint64_t
number_of_last(const struct tree *t)
{
	return t->first_message + t->n_messages - 1;
}

void
tree_user_tell_channel(struct tree *t, struct tree_user *u, const struct channel *ch)
{
	const struct client *me = tree_user_client(t, u);
	struct tree_saying *m;

	if (me == NULL)
		return;
	m = new_message(t, u, ch->name);
	for (size_t i = 0; i < ch->n_members && channel_may_speak(ch, me) == SPEAK_OK; i++) {
		const struct client *c = ch->member[i]->client;
		const struct tree_user *to = c != me ? tree_user_of(t, c) : NULL;

		if (to != NULL)
			m->want[to->number] = TREE_ONCE;
	}
	tree_user_say(t, u, "PRIVMSG %s :m%" PRIu64, ch->name, number_of_last(t));
}

void
tree_user_tell(struct tree *t, struct tree_user *u, struct tree_user *to)
{
	const struct client *me = tree_user_client(t, u);
	const struct client *c = client_find_uid(tree_world(t, u->server), view_z(to->uid));

	if (me == NULL || c == NULL || u == to)
		return;
	new_message(t, u, c->nick)->want[to->number] = TREE_ONCE;
	tree_user_say(t, u, "PRIVMSG %s :m%" PRIu64, c->nick, number_of_last(t));
}

void
tree_messages_broken(struct tree *t)
{
	for (size_t i = 0; i < t->n_messages; i++) {
		struct tree_saying *m = t->message[i];

		for (size_t k = 0; k < t->n_users; k++) {
			if (m->want[k] == TREE_ONCE &&
				!tree_is_connected(t, t->user[m->sender]->server, t->user[k]->server))
				m->want[k] = TREE_AT_MOST_ONCE;
		}
	}
}

void
tree_messages_bursting(struct tree *t)
{
	for (size_t i = 0; i < t->n_messages; i++) {
		struct tree_saying *m = t->message[i];
		size_t from = t->user[m->sender]->server;

		for (size_t k = 0; k < t->n_users; k++) {
			const struct world *w = tree_world(t, t->user[k]->server);

			if (m->want[k] == TREE_NEVER &&
				node_find(tree_world(t, from), node_name(w->me)) == NULL &&
				tree_is_connected(t, from, t->user[k]->server))
				m->want[k] = TREE_AT_MOST_ONCE;
		}
	}
}

static bool
is_right(uint8_t want, uint8_t got)
{
	switch ((enum tree_want)want) {
	case TREE_NEVER:
		return got == 0;
	case TREE_ONCE:
		return got == 1;
	case TREE_AT_MOST_ONCE:
		return got <= 1;
	}
	return false;
}

void
tree_messages_check(struct tree *t)
{
	for (size_t i = 0; i < t->n_messages; i++) {
		const struct tree_saying *m = t->message[i];
		const struct tree_user *from = t->user[m->sender];

		for (size_t k = 0; k < t->n_users; k++) {
			if (getenv("NOMSG") != NULL || is_right(m->want[k], m->got[k]))
				continue;
			tree_fault(t,
				"message %" PRIu64
				" of user %zu (s%zu) to %s: user %zu (s%zu) has heard it %u "
				"times",
				t->first_message + i, from->number, from->server, m->target, k,
				t->user[k]->server, m->got[k]);
		}
	}
	t->first_message += t->n_messages;
	t->n_messages = 0;
}
