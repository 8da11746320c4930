/*
 * An entry is an address: first in flight (its question is with c-ares), then known, in order of age.  Time that is up tells who waits and
 * leaves the question to c-ares, which cannot drop a single one; such a late entry answers "none" until its end comes.  c-ares is given whole
 * questions and gives whole answers: what they mean is dns_answer.c's.
 */
#include "net/resolver.h"

#include <ares.h>
#include <arpa/inet.h>
#include <assert.h>
#include <stdio.h>
#include <string.h>
#include <sys/time.h>

#include "core/buf.h"
#include "core/hash.h"
#include "core/list.h"
#include "core/loop.h"
#include "core/mem.h"
#include "core/rng.h"
#include "core/timer.h"

#define SOCKETS_MAX    32
#define TRIES	       2
#define TRY_LEAST_MS   50
#define SERVERS_TEXT   1024
#define CLASS_IN       1
#define DNS_PORT       53
#define KEEP_LEAST_S   60 /* of what was found */
#define KEEP_MOST_S    3600
#define KEEP_NOTHING_S 120
#define KEEP_FAILED_S  30

struct key {
	uint8_t family;
	uint8_t ip[16];
};

struct waiter {
	struct list link;
	struct resolver_ask ask;
};

/* What is needed while an entry is in flight. */
struct question {
	char text[DNS_NAME_LEN + 1];
	struct dns_names names;
	size_t next; /* of names, to be asked for its addresses */
	bool failed; /* one of them could not be asked */
};

struct entry {
	struct hash_node node;
	struct list link; /* in flight or in age */
	struct resolver *r;
	struct peer_addr peer;
	struct timer timer; /* until its time is up */
	struct list waiters;
	struct question *q; /* NULL: known */
	bool is_late;
	char *name; /* NULL: none */
	uint64_t until_ms;
};

struct sock {
	struct watch watch;
	struct resolver *r;
	int fd; /* -1: free */
};

struct resolver {
	struct loop *loop;
	ares_channel channel;
	struct timer timer; /* c-ares' next */
	uint64_t timeout_ms;
	size_t cache_max;
	struct hash_table table;
	struct list flight, age; /* age: oldest first */
	struct resolver_stats stats;
	struct sock sock[SOCKETS_MAX];
};

static void pump(struct resolver *r);
static void ask_next(struct entry *en);

static void
on_ready(struct loop *loop, unsigned ready, void *arg)
{
	struct sock *s = arg;
	struct resolver *r = s->r;
	int fd = s->fd;

	(void)loop;
	ares_process_fd(r->channel, (ready & LOOP_READ) != 0 ? fd : ARES_SOCKET_BAD,
		(ready & LOOP_WRITE) != 0 ? fd : ARES_SOCKET_BAD);
	pump(r);
}

static void
on_timer(struct timer *t, uint64_t now_ms)
{
	struct resolver *r = CONTAINER_OF(t, struct resolver, timer);

	(void)now_ms;
	ares_process_fd(r->channel, ARES_SOCKET_BAD, ARES_SOCKET_BAD);
	pump(r);
}

/* After each call of c-ares that may change what it waits for. */
static void
pump(struct resolver *r)
{
	struct timeval tv;

	if (ares_timeout(r->channel, NULL, &tv) == NULL)
		loop_timer_cancel(r->loop, &r->timer);
	else
		loop_timer(r->loop, &r->timer,
			loop_mono_ms(r->loop) + (uint64_t)tv.tv_sec * 1000 + (uint64_t)tv.tv_usec / 1000 + 1,
			on_timer);
}

static struct sock *
sock_find(struct resolver *r, int fd)
{
	for (size_t i = 0; i < SOCKETS_MAX; i++) {
		if (r->sock[i].fd == fd)
			return &r->sock[i];
	}
	return NULL;
}

/* c-ares tells what it wants of a socket; nothing: it is about to close it.  One for which there is no room times out. */
static void
on_socket(void *data, ares_socket_t fd, int readable, int writable)
{
	struct resolver *r = data;
	unsigned want = (readable != 0 ? LOOP_READ : 0) | (writable != 0 ? LOOP_WRITE : 0);
	struct sock *s = sock_find(r, fd);

	if (s != NULL && want != 0) {
		loop_want(r->loop, &s->watch, want);
	} else if (s != NULL) {
		loop_del(r->loop, &s->watch);
		s->fd = -1;
	} else if (want != 0 && (s = sock_find(r, -1)) != NULL) {
		s->watch.fn = on_ready;
		s->watch.arg = s;
		if (loop_add(r->loop, &s->watch, fd, LOOP_FEW, want, NULL) == 0)
			s->fd = fd;
	}
}

static bool
key_matches(const struct hash_node *node, const void *key)
{
	const struct peer_addr *have = &CONTAINER_OF(node, const struct entry, node)->peer;
	const struct peer_addr *want = key;

	return have->family == want->family && memcmp(have->ip, want->ip, sizeof(have->ip)) == 0;
}

static uint64_t
key_hash(const struct peer_addr *peer)
{
	struct key key = { .family = peer->family };

	memcpy(key.ip, peer->ip, sizeof(key.ip));
	return hash_bytes(view_of(&key, sizeof(key)));
}

static void
entry_free(struct entry *en)
{
	struct resolver *r = en->r;

	loop_timer_cancel(r->loop, &en->timer);
	LIST_FOR_EACH_SAFE (it, nx, &en->waiters)
		mem_free(CONTAINER_OF(it, struct waiter, link));
	if (en->q != NULL)
		r->stats.n_flight--;
	else
		r->stats.n_known--;
	hash_table_del(&r->table, &en->node);
	list_del(&en->link);
	mem_free(en->q);
	mem_free(en->name);
	mem_free(en);
}

static void
trim(struct resolver *r)
{
	while (r->stats.n_known > r->cache_max)
		entry_free(CONTAINER_OF(r->age.next, struct entry, link));
}

/* Those who are told may do what they like, the entry may be gone then. */
static void
tell(struct entry *en)
{
	char name[DNS_HOST_LEN + 1];
	bool has_name = en->name != NULL;
	struct list waiters;

	(void)view_copy(view_z(en->name), name, sizeof(name));
	list_init(&waiters);
	while (!list_is_empty(&en->waiters)) {
		struct list *it = en->waiters.next;

		list_del(it);
		list_add_tail(&waiters, it);
	}
	while (!list_is_empty(&waiters)) {
		struct waiter *w = CONTAINER_OF(waiters.next, struct waiter, link);
		struct resolver_ask by = w->ask;

		list_del(&w->link);
		mem_free(w);
		by.done(by.arg, by.who, has_name ? name : NULL);
	}
}

static void
on_time_up(struct timer *t, uint64_t now_ms)
{
	struct entry *en = CONTAINER_OF(t, struct entry, timer);

	(void)now_ms;
	en->is_late = true;
	tell(en);
}

/* name: NULL for none. */
static void
finish(struct entry *en, const char *name, uint32_t keep_s)
{
	struct resolver *r = en->r;

	en->name = name != NULL ? view_dup(view_z(name)) : NULL;
	en->until_ms = loop_mono_ms(r->loop) + (uint64_t)keep_s * 1000;
	mem_free(en->q);
	en->q = NULL;
	en->is_late = false;
	loop_timer_cancel(r->loop, &en->timer);
	r->stats.n_flight--;
	r->stats.n_known++;
	list_del(&en->link);
	list_add_tail(&r->age, &en->link);
	trim(r);
	tell(en);
}

static void
on_names(struct entry *en, struct view answer)
{
	switch (dns_answer_names(answer, en->q->text, &en->q->names)) {
	case DNS_FOUND:
		ask_next(en);
		break;
	case DNS_NOTHING:
		finish(en, NULL, KEEP_NOTHING_S);
		break;
	case DNS_FAILED:
	case DNS_BAD:
		finish(en, NULL, KEEP_FAILED_S);
		break;
	}
}

static uint32_t
keep_s(uint32_t ttl_s)
{
	if (ttl_s < KEEP_LEAST_S)
		return KEEP_LEAST_S;
	return ttl_s < KEEP_MOST_S ? ttl_s : KEEP_MOST_S;
}

static void
on_addresses(struct entry *en, struct view answer)
{
	struct question *q = en->q;
	char name[DNS_HOST_LEN + 1];

	switch (dns_answer_has(answer, q->text, &en->peer, &q->names.ttl_s)) {
	case DNS_FOUND:
		(void)view_copy(view_z(q->text), name, sizeof(name));
		finish(en, name, keep_s(q->names.ttl_s));
		return;
	case DNS_NOTHING:
		break;
	case DNS_FAILED:
	case DNS_BAD:
		q->failed = true;
		break;
	}
	ask_next(en);
}

/* Also without an answer, then it is empty; and when the channel goes, with all that waits on it. */
static void
on_answer(void *arg, int status, int timeouts, unsigned char *bytes, int n)
{
	struct entry *en = arg;
	struct view answer = bytes != NULL && n > 0 ? view_of(bytes, (size_t)n) : VIEW("");

	(void)timeouts;
	if (status == ARES_EDESTRUCTION || status == ARES_ECANCELLED)
		return;
	if (en->q->names.n == 0)
		on_names(en, answer);
	else
		on_addresses(en, answer);
}

/* The number is ours: libsodium's randomness is better than that of old c-ares. */
static void
ask(struct entry *en, enum dns_type type)
{
	unsigned char *bytes = NULL;
	unsigned short id;
	int n;

	rng_bytes(&id, sizeof(id));
	if (ares_create_query(en->q->text, CLASS_IN, (int)type, id, 1, &bytes, &n, 0) != ARES_SUCCESS) {
		finish(en, NULL, KEEP_FAILED_S);
		return;
	}
	en->r->stats.sent++;
	ares_send(en->r->channel, bytes, n, on_answer, en);
	ares_free_string(bytes);
}

/* Of the names of the address, the next. */
static void
ask_next(struct entry *en)
{
	struct question *q = en->q;

	if (q->next == q->names.n) {
		finish(en, NULL, q->failed ? KEEP_FAILED_S : KEEP_NOTHING_S);
		return;
	}
	(void)view_copy(view_z(q->names.name[q->next++]), q->text, sizeof(q->text));
	ask(en, en->peer.family == AF_INET ? DNS_A : DNS_AAAA);
}

static struct entry *
entry_new(struct resolver *r, const struct peer_addr *peer)
{
	struct entry *en = mem_zalloc(sizeof(*en));

	en->r = r;
	en->peer = *peer;
	en->q = mem_zalloc(sizeof(*en->q));
	list_init(&en->waiters);
	hash_table_add(&r->table, &en->node, key_hash(peer));
	list_add_tail(&r->flight, &en->link);
	r->stats.n_flight++;
	return en;
}

static enum resolver_verdict
known(const struct entry *en, char name[DNS_HOST_LEN + 1])
{
	(void)view_copy(view_z(en->name), name, DNS_HOST_LEN + 1);
	return en->name != NULL ? RESOLVER_FOUND : RESOLVER_NONE;
}

static enum resolver_verdict
wait_for(struct entry *en, const struct resolver_ask *ask)
{
	struct waiter *w = mem_zalloc(sizeof(*w));

	w->ask = *ask;
	list_add_tail(&en->waiters, &w->link);
	return RESOLVER_WAIT;
}

/* The entry of an address, unless what it says is too old. */
static struct entry *
find(struct resolver *r, const struct peer_addr *peer)
{
	struct hash_node *node = hash_table_find(&r->table, key_hash(peer), key_matches, peer);
	struct entry *en;

	if (node == NULL)
		return NULL;
	en = CONTAINER_OF(node, struct entry, node);
	if (en->q != NULL || loop_mono_ms(r->loop) < en->until_ms)
		return en;
	entry_free(en);
	return NULL;
}

enum resolver_verdict
resolver_ask(struct resolver *r, const struct peer_addr *peer, const struct resolver_ask *ask_by,
	char name[DNS_HOST_LEN + 1])
{
	struct entry *en = find(r, peer);
	char question[DNS_NAME_LEN + 1];

	r->stats.asked++;
	if (en != NULL) {
		r->stats.hits++;
		return en->q != NULL && !en->is_late ? wait_for(en, ask_by) : known(en, name);
	}
	if (!dns_reverse_name(peer, question))
		return RESOLVER_NONE;
	if (r->stats.n_flight >= RESOLVER_FLIGHT_MAX) {
		r->stats.skipped++;
		return RESOLVER_BUSY;
	}
	en = entry_new(r, peer);
	(void)view_copy(view_z(question), en->q->text, sizeof(en->q->text));
	loop_timer(r->loop, &en->timer, loop_mono_ms(r->loop) + r->timeout_ms, on_time_up);
	ask(en, DNS_PTR);
	pump(r);
	return en->q != NULL ? wait_for(en, ask_by) : known(en, name);
}

static int
set_servers(struct resolver *r, const struct resolver_conf *conf, struct err *e)
{
	struct buf text;
	int status = ARES_SUCCESS;

	buf_init(&text, SERVERS_TEXT);
	for (size_t i = 0; i < conf->n_servers; i++) {
		if (buf_putf(&text, "%s%s", i == 0 ? "" : ",", conf->servers[i]) == -1)
			status = ARES_EBADSTR;
	}
	if (buf_put(&text, VIEW("\0")) == -1)
		status = ARES_EBADSTR;
	if (conf->n_servers != 0 && status == ARES_SUCCESS)
		status = ares_set_servers_ports_csv(r->channel, buf_view(&text).p);
	buf_release(&text);
	return status == ARES_SUCCESS ? 0 : err_fmt(e, "servers of names: %s", ares_strerror(status));
}

struct resolver *
resolver_new(struct loop *loop, const struct resolver_conf *conf, struct err *e)
{
	static char lookups[] = "b"; /* DNS, and no file of hosts */
	uint64_t try_ms = conf->timeout_ms / (2 * TRIES);
	struct ares_options options = { .flags = ARES_FLAG_NOSEARCH | ARES_FLAG_NOALIASES,
		.timeout = (int)(try_ms > TRY_LEAST_MS ? try_ms : TRY_LEAST_MS),
		.tries = TRIES,
		.lookups = lookups,
		.sock_state_cb = on_socket };
	int mask = ARES_OPT_FLAGS | ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES | ARES_OPT_LOOKUPS |
		ARES_OPT_DOMAINS | ARES_OPT_SOCK_STATE_CB;
	struct resolver *r = mem_zalloc(sizeof(*r));
	int status = ares_library_init(ARES_LIB_INIT_ALL);

	r->loop = loop;
	r->timeout_ms = conf->timeout_ms;
	r->cache_max = conf->cache_max;
	hash_table_init(&r->table);
	list_init(&r->flight);
	list_init(&r->age);
	for (size_t i = 0; i < SOCKETS_MAX; i++)
		r->sock[i] = (struct sock){ .watch = { .fd = -1 }, .r = r, .fd = -1 };
	options.sock_state_cb_data = r;
	if (status == ARES_SUCCESS)
		status = ares_init_options(&r->channel, &options, mask);
	if (status != ARES_SUCCESS) {
		(void)err_fmt(e, "c-ares: %s", ares_strerror(status));
		mem_free(r);
		return NULL;
	}
	if (set_servers(r, conf, e) == 0)
		return r;
	resolver_free(r);
	return NULL;
}

void
resolver_free(struct resolver *r)
{
	if (r == NULL)
		return;
	ares_destroy(r->channel);
	ares_library_cleanup();
	loop_timer_cancel(r->loop, &r->timer);
	while (!list_is_empty(&r->flight))
		entry_free(CONTAINER_OF(r->flight.next, struct entry, link));
	while (!list_is_empty(&r->age))
		entry_free(CONTAINER_OF(r->age.next, struct entry, link));
	hash_table_release(&r->table);
	mem_free(r);
}

void
resolver_configure(struct resolver *r, uint64_t timeout_ms, size_t cache_max)
{
	r->timeout_ms = timeout_ms;
	r->cache_max = cache_max;
	trim(r);
}

size_t
resolver_flush(struct resolver *r)
{
	size_t n = r->stats.n_known, cache_max = r->cache_max;

	r->cache_max = 0;
	trim(r);
	r->cache_max = cache_max;
	return n;
}

struct resolver_stats
resolver_stats(const struct resolver *r)
{
	return r->stats;
}

/* "[2001:db8::53]:53" at dst, cut at size; how long it is. */
static size_t
server_text(const struct ares_addr_port_node *node, char *dst, size_t size)
{
	char ip[INET6_ADDRSTRLEN] = "?";
	int port = node->udp_port != 0 ? node->udp_port : DNS_PORT, n;

	(void)inet_ntop(node->family, &node->addr, ip, sizeof(ip));
	n = snprintf(dst, size, node->family == AF_INET6 ? "[%s]:%d" : "%s:%d", ip, port);
	return n < 0 ? 0 : (size_t)n;
}

const char *
resolver_servers(const struct resolver *r, char *dst, size_t size)
{
	struct ares_addr_port_node *first = NULL;
	size_t n = 0;

	assert(size > 0);
	dst[0] = '\0';
	if (ares_get_servers_ports(r->channel, &first) != ARES_SUCCESS)
		return dst;
	for (const struct ares_addr_port_node *node = first; node != NULL && n + 1 < size;
		node = node->next) {
		if (node != first)
			dst[n++] = ' ';
		n += server_text(node, dst + n, size - n);
	}
	ares_free_data(first);
	return dst;
}
