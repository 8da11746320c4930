/* Who was here: a ring of the last names given up, found by nick, newest first. */
#ifndef CONCLAVE_STATE_WHOWAS_H
#define CONCLAVE_STATE_WHOWAS_H

#include <stddef.h>
#include <stdint.h>

#include "core/handle.h"
#include "core/util.h"
#include "core/view.h"

#define WHOWAS_ANSWERS_MAX 20

struct client;
struct whowas;

struct whowas_entry {
	const char *nick, *user, *host, *realname,
		*server; /* NUL-terminated; die at the next whowas_add() or whowas_resize() */
	uint64_t left_ms;
};

struct whowas *whowas_new(size_t entries) WARN_UNUSED; /* 0 = remembers nothing */
void whowas_free(struct whowas *w);
void whowas_resize(struct whowas *w, size_t entries); /* keeps the newest */
void whowas_add(struct whowas *w, const struct client *c, uint64_t now_wall_ms);
/*
 * Entry number `nth` (0 = newest) of this nick, or -1; also -1 from WHOWAS_ANSWERS_MAX on, for the cost is
 * nth steps.
 */
int whowas_find(const struct whowas *w, struct view nick, size_t nth, struct whowas_entry *out) WARN_UNUSED;
/* Who has given this nick up last, if that was not before then; finds nobody (client_get()) if it has left. */
struct handle whowas_holder(const struct whowas *w, struct view nick, uint64_t since_ms) WARN_UNUSED;
size_t whowas_count(const struct whowas *w);

#endif
