/* A client in a channel, with its ranks. */
#ifndef CONCLAVE_STATE_MEMBER_H
#define CONCLAVE_STATE_MEMBER_H

#include <stdbool.h>
#include <stdint.h>

#include "core/list.h"
#include "core/util.h"

struct channel;
struct client;

/* Bits of member.ranks, in the order of the prefix rows of channel_modes; a higher rank is a larger bit. */
#define RANK_VOICE  (1u << 0)
#define RANK_HALFOP (1u << 1)
#define RANK_OP	    (1u << 2)
#define RANK_ADMIN  (1u << 3)
#define RANK_OWNER  (1u << 4)

struct member {
	struct client *client;
	struct channel *channel;
	struct list of_client;
	uint32_t pos;	/* place in channel->member[] */
	uint16_t ranks; /* RANK_* bits */
	uint8_t banned; /* enum member_banned: kept, or each line would cost a walk of the list */
};

enum member_banned { MEMBER_BAN_UNKNOWN, MEMBER_BAN_NO, MEMBER_BAN_YES };

struct member *member_find(const struct channel *ch, const struct client *c) WARN_UNUSED;
/* The client is not yet a member. */
struct member *member_add(struct channel *ch, struct client *c, uint32_t ranks);
/* Frees the channel if it was the last member and nothing keeps it: then true. */
bool member_del(struct member *m);
void member_set_ranks(struct member *m, uint32_t ranks);
/* True if the channel's lists keep the client from speaking. */
bool member_is_banned(struct member *m) WARN_UNUSED;
/* The mask of c has changed; the ban list of ch has changed. */
void member_forget_bans_of(struct client *c);
void member_forget_bans_in(struct channel *ch);
/* "@", "+", "" - or all of them, "@+", for multi-prefix.  dst: at least 8 bytes.  Returns dst. */
const char *member_prefixes(const struct member *m, bool all, char *dst);

static inline bool
member_has_rank(const struct member *m, uint32_t at_least)
{
	return m != NULL && m->ranks >= at_least;
}
/* The highest rank of a is above the highest of b: above means a bit that is higher than all of b. */
static inline bool
member_outranks(const struct member *a, const struct member *b)
{
	return b->ranks < a->ranks && b->ranks < (a->ranks ^ b->ranks);
}
static inline struct member *
member_of_client_link(struct list *l)
{
	return CONTAINER_OF(l, struct member, of_client);
}

#endif
