/*
 * Synthetic UINs: channels and users of IRC, as ICQ clients see them.  A name has the same for as long as it is remembered, over restarts
 * too, for clients keep it on their lists.  The first of the range is the gateway's own.
 */
#ifndef CONCLAVE_ICQ_ICQ_UINS_H
#define CONCLAVE_ICQ_ICQ_UINS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/err.h"
#include "core/util.h"
#include "core/view.h"

struct icq_uins;
struct module_host;

#define ICQ_UINS_MAX 50000 /* names remembered; who was seen least recently is forgotten */

/* Somebody of the house has that UIN: the range was another once. */
typedef bool icq_uin_taken_fn(void *arg, uint32_t uin);
struct icq_uins_conf {
	uint32_t first, last;
	icq_uin_taken_fn *is_taken;
	void *arg;
};
struct icq_uins *icq_uins_new(struct module_host *host, const struct icq_uins_conf *conf) WARN_UNUSED;
void icq_uins_free(struct icq_uins *u); /* NULL is fine */
/* A row of the store.  -1 with *e: it can't be. */
int icq_uins_load(struct icq_uins *u, struct view name, struct view value, struct err *e) WARN_UNUSED;

uint32_t icq_uins_own(const struct icq_uins *u); /* the gateway's */
/* It is of the range, whether it was given to a name or not. */
bool icq_uins_is_synthetic(const struct icq_uins *u, uint32_t uin) WARN_UNUSED;
/* A channel's if it begins with '#', else a nick's; one is given if it has none.  0: all are in use, or the disk is behind. */
uint32_t icq_uins_get(struct icq_uins *u, struct view name);
/* 0: it has none. */
uint32_t icq_uins_find(const struct icq_uins *u, struct view name) WARN_UNUSED;
/* Empty: nobody has it.  Lives until the name is forgotten. */
struct view icq_uins_name(const struct icq_uins *u, uint32_t uin) WARN_UNUSED;
static inline bool
icq_uins_is_channel(struct view name)
{
	return name.n != 0 && name.p[0] == '#';
}

/* Each, channels and users; the set must not be changed meanwhile. */
typedef void icq_uin_fn(void *arg, uint32_t uin, struct view name);
void icq_uins_each(const struct icq_uins *u, icq_uin_fn *fn, void *arg);
size_t icq_uins_count(const struct icq_uins *u);

#endif
