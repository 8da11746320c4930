/* What is known of a UIN: of the house, of a channel, of an IRC user.  For search, and for "user info". */
#ifndef CONCLAVE_ICQ_ICQ_PEOPLE_H
#define CONCLAVE_ICQ_ICQ_PEOPLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/util.h"
#include "core/view.h"
#include "icq/icq_types.h"

struct icq;

/* UTF-8; views die with the call, or at the next change. */
struct icq_person {
	uint32_t uin;
	struct view nick, first, last, email, about;
	enum icq_state state;
	bool is_channel;
};
/* False: nobody has it. */
bool icq_person(struct icq *icq, uint32_t uin, struct icq_person *out) WARN_UNUSED;

/* Empty fields match all; case is ignored; a channel is found by its name as nick. */
struct icq_query {
	uint32_t uin; /* 0: any */
	struct view nick, first, last, email;
};
#define ICQ_FOUND_MAX 40 /* answers to one search */
typedef void icq_found_fn(void *arg, const struct icq_person *p);
/* ret: how many there would have been beyond ICQ_FOUND_MAX. */
size_t icq_search(struct icq *icq, const struct icq_query *q, icq_found_fn *fn, void *arg);

/* What the owner of a UIN says of himself; kept.  false: too long, or the disk is behind. */
bool icq_person_set(struct icq *icq, uint32_t uin, const struct icq_person *p) WARN_UNUSED;

#endif
