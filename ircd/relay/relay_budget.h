/*
 * How much of the relay one user may have: offers in a time, offers that wait, sessions that are open; and for how long he may offer nothing
 * because nobody was there to be called too often, for that is how ports are searched.  One small object for each user who has to do with
 * DCC, until he leaves.
 */
#ifndef CONCLAVE_RELAY_RELAY_BUDGET_H
#define CONCLAVE_RELAY_RELAY_BUDGET_H

#include <stdbool.h>
#include <stdint.h>

#include "core/handle.h"
#include "core/hash.h"
#include "core/util.h"

struct conf_dcc;

#define RELAY_FAILS_MAX	  3	 /* dials in vain, with none between that reached somebody */
#define RELAY_FAIL_OFF_MS 600000 /* after these */

struct relay_user {
	struct hash_node node;
	struct handle who;
	uint32_t n_offers;   /* of his that wait */
	uint32_t n_open;     /* sessions in which he takes part, from when the receiver has come */
	uint32_t n_sessions; /* in all, as either; while there are some he is remembered */
	uint32_t n_fails;
	uint64_t off_until_ms; /* may offer nothing; 0: he may */
	uint64_t full_ms;      /* from then on nothing is missing of his rate */
};

struct relay_budget {
	struct hash_table users; /* struct relay_user.node */
};

void relay_budget_init(struct relay_budget *b);
void relay_budget_release(struct relay_budget *b);
struct relay_user *relay_budget_get(struct relay_budget *b, struct handle who);
struct relay_user *relay_budget_find(const struct relay_budget *b, struct handle who) WARN_UNUSED;
/* He leaves.  Must have no session. */
void relay_budget_forget(struct relay_budget *b, struct handle who);

enum relay_limit {
	RELAY_LIMIT_NONE,
	RELAY_LIMIT_RATE,   /* too many offers in a time */
	RELAY_LIMIT_FAILS,  /* too many dials in vain */
	RELAY_LIMIT_OFFERS, /* as many wait as may */
	RELAY_LIMIT_OPEN,   /* as many are open as may be */
	RELAY_N_LIMITS,
};
/* An offer is made: it counts, whatever is answered. */
enum relay_limit
relay_budget_offer(struct relay_user *u, const struct conf_dcc *d, uint64_t now_ms) WARN_UNUSED;
/* Whether it may wait beside those that do. */
enum relay_limit relay_budget_room(const struct relay_user *u, const struct conf_dcc *d) WARN_UNUSED;
/* The dialled one was there, or was not.  true: it was one failure too many. */
bool relay_budget_dialled(struct relay_user *u, bool was_there, uint64_t now_ms);
/* ms until relay_budget_offer() has something else to say than it had. */
uint64_t
relay_budget_wait_ms(const struct relay_user *u, const struct conf_dcc *d, uint64_t now_ms) WARN_UNUSED;

/* For how many sessions there are descriptors; configured: as many as there may be; descriptors 0: nobody counted. */
uint32_t relay_budget_sessions(uint32_t configured, uint64_t descriptors) WARN_UNUSED;

#endif
