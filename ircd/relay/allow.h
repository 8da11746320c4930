/*
 * Whose files and chats somebody has asked for: DCCALLOW.  An entry is about a client while it has the nick that it had then, so that nobody
 * is let in by taking a name; it ends with its time, or when one of the two leaves.  The list itself is nobody else's business.
 */
#ifndef CONCLAVE_RELAY_ALLOW_H
#define CONCLAVE_RELAY_ALLOW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/handle.h"
#include "core/hash.h"
#include "core/list.h"
#include "core/timer.h"
#include "core/util.h"
#include "core/view.h"
#include "proto/limits.h"
#include "state/client.h"

struct conf;
struct loop;
struct route;

struct allow_table; /* everybody's lists */
struct allow_list;

/* Read the first ones freely. */
struct allow_entry {
	struct handle who;
	char nick[NICK_LEN_MAX + 1];
	uint64_t until_ms; /* monotonic; 0: as long as both are there */
	/* of allow.c */
	struct allow_list *list;
	struct list in_list;
	struct hash_node by_who;
	struct timer timer;
};

enum allow_verdict { ALLOW_OK, ALLOW_SELF, ALLOW_EXISTS, ALLOW_FULL, ALLOW_ABSENT, ALLOW_N };

/* All borrowed; they outlive the table. */
struct allow_env {
	struct world *world;
	struct route *route;
	struct loop *loop;
};

struct allow_table *allow_table_new(const struct allow_env *env, const struct conf *conf) WARN_UNUSED;
void allow_table_free(struct allow_table *t); /* NULL is fine */
/* Lists that are longer than what is the limit now stay, and grow no more. */
void allow_table_configure(struct allow_table *t, const struct conf *conf);
/* It leaves: its list goes, and whoever has it on his is told.  Cheap where there is neither. */
void allow_client_left(struct allow_table *t, const struct client *c);

#define ALLOW_USUAL_S UINT64_MAX
/*
 * for_s: how long; 0: as long as both are there; ALLOW_USUAL_S: as configured (dcc { allow-time }).  *out: of OK and EXISTS, till the entry
 * goes.
 */
enum allow_verdict allow_add(struct allow_table *t, const struct client *owner, const struct client *who,
	uint64_t for_s, const struct allow_entry **out) WARN_UNUSED;
/* By the nick it was put there for.  OK or ABSENT. */
enum allow_verdict allow_del(struct allow_table *t, const struct client *owner, struct view nick) WARN_UNUSED;
bool allow_has(const struct allow_table *t, const struct client *owner, const struct client *who) WARN_UNUSED;
/* Those that hold, oldest first; NULL begins, and NULL is the end. */
const struct allow_entry *allow_next(
	const struct allow_table *t, const struct client *owner, const struct allow_entry *after) WARN_UNUSED;
/* Of everybody, for statistics and tests. */
size_t allow_table_count(const struct allow_table *t) WARN_UNUSED;

#endif
