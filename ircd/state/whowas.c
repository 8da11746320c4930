/*
 * WHOWAS.  A ring of entries in the order they came; those of one nick are chained from newest to oldest,
 * and the newest is in a hash table.  What falls out of the ring is the oldest of all, so it is always the
 * end of its chain.
 */
#include "state/whowas.h"

#include <assert.h>
#include <string.h>

#include "core/hash.h"
#include "core/mem.h"
#include "proto/casemap.h"
#include "state/client.h"

struct entry {
	struct hash_node by_nick;    /* in the table while newer is NULL */
	struct entry *newer, *older; /* of the same nick */
	uint64_t left_ms;
	struct handle who; /* finds nothing once it has left */
	uint8_t nick_len, user_len, host_len;
	char text[]; /* nick NUL user NUL host NUL realname NUL server NUL */
};

struct whowas {
	struct entry **ring; /* cap of them; the oldest at `first` */
	size_t cap, first, count;
	struct hash_table by_nick;
};

static struct view
entry_nick(const struct entry *e)
{
	return view_of(e->text, e->nick_len);
}

static bool
entry_matches(const struct hash_node *node, const void *key)
{
	const struct entry *e = CONTAINER_OF(node, const struct entry, by_nick);
	const struct view *nick = key;

	return casemap_eq(entry_nick(e), *nick);
}

/* The newest of this nick, or NULL. */
static struct entry *
newest_find(const struct whowas *w, struct view nick)
{
	struct hash_node *n;

	if (nick.n == 0 || nick.n > NICK_LEN_MAX)
		return NULL;
	n = hash_table_find(&w->by_nick, casemap_hash(nick), entry_matches, &nick);
	return n != NULL ? CONTAINER_OF(n, struct entry, by_nick) : NULL;
}

static void
oldest_drop(struct whowas *w)
{
	struct entry *e = w->ring[w->first];

	assert(e->older == NULL);
	if (e->newer != NULL)
		e->newer->older = NULL;
	else
		hash_table_del(&w->by_nick, &e->by_nick);
	mem_free(e);
	w->first = (w->first + 1) % w->cap;
	w->count--;
}

struct whowas *
whowas_new(size_t entries)
{
	struct whowas *w = mem_zalloc(sizeof(*w));

	hash_table_init(&w->by_nick);
	whowas_resize(w, entries);
	return w;
}

void
whowas_free(struct whowas *w)
{
	if (w == NULL)
		return;
	whowas_resize(w, 0);
	hash_table_release(&w->by_nick);
	mem_free(w);
}

void
whowas_resize(struct whowas *w, size_t entries)
{
	struct entry **ring = NULL;

	if (entries == w->cap)
		return;
	while (w->count > entries)
		oldest_drop(w);
	if (entries != 0)
		ring = mem_array(entries, sizeof(struct entry *));
	for (size_t i = 0; i < w->count; i++)
		ring[i] = w->ring[(w->first + i) % w->cap];
	mem_free(w->ring);
	w->ring = ring;
	w->cap = entries;
	w->first = 0;
}

static struct entry *
entry_new(const struct client *c, uint64_t now_wall_ms)
{
	size_t real = strlen(c->realname);
	struct view server = node_name(c->node);
	struct entry *e =
		mem_zalloc(sizeof(*e) + c->nick_len + c->user_len + c->host_len + real + server.n + 5);
	char *p = e->text;

	e->left_ms = now_wall_ms;
	e->who = c->handle;
	e->nick_len = c->nick_len;
	e->user_len = c->user_len;
	e->host_len = c->host_len;
	memcpy(p, c->nick, c->nick_len);
	p += c->nick_len + 1;
	memcpy(p, c->user, c->user_len);
	p += c->user_len + 1;
	memcpy(p, c->host, c->host_len);
	p += c->host_len + 1;
	memcpy(p, c->realname, real);
	p += real + 1;
	memcpy(p, server.p, server.n);
	return e;
}

void
whowas_add(struct whowas *w, const struct client *c, uint64_t now_wall_ms)
{
	struct entry *e, *before;

	if (w->cap == 0)
		return;
	if (w->count == w->cap)
		oldest_drop(w);
	e = entry_new(c, now_wall_ms);
	before = newest_find(w, entry_nick(e));
	if (before != NULL) {
		hash_table_del(&w->by_nick, &before->by_nick);
		before->newer = e;
		e->older = before;
	}
	hash_table_add(&w->by_nick, &e->by_nick, casemap_hash(entry_nick(e)));
	w->ring[(w->first + w->count++) % w->cap] = e;
}

int
whowas_find(const struct whowas *w, struct view nick, size_t nth, struct whowas_entry *out)
{
	const struct entry *e = nth < WHOWAS_ANSWERS_MAX ? newest_find(w, nick) : NULL;

	for (; e != NULL && nth > 0; nth--)
		e = e->older;
	if (e == NULL)
		return -1;
	out->nick = e->text;
	out->user = out->nick + e->nick_len + 1;
	out->host = out->user + e->user_len + 1;
	out->realname = out->host + e->host_len + 1;
	out->server = out->realname + strlen(out->realname) + 1;
	out->left_ms = e->left_ms;
	return 0;
}

struct handle
whowas_holder(const struct whowas *w, struct view nick, uint64_t since_ms)
{
	const struct entry *e = newest_find(w, nick);

	return e != NULL && e->left_ms >= since_ms ? e->who : HANDLE_NONE;
}

size_t
whowas_count(const struct whowas *w)
{
	return w->count;
}
