/* A session as the files of the gateway's core see it. */
#ifndef CONCLAVE_ICQ_ICQ_SESSION_PRIV_H
#define CONCLAVE_ICQ_ICQ_SESSION_PRIV_H

#include <stdbool.h>
#include <stdint.h>

#include "core/buf.h"
#include "core/list.h"
#include "core/loop.h"
#include "core/timer.h"
#include "core/util.h"
#include "icq/icq_session.h"
#include "icq/icq_types.h"
#include "module/module_user.h"
#include "proto/limits.h"

struct icq;
struct icq_account;

/* One on a client's list. */
enum icq_watch {
	ICQ_WATCH_LISTED = 1 << 0,  /* by the client */
	ICQ_WATCH_FORCED = 1 << 1,  /* by the configuration */
	ICQ_WATCH_JOINED = 1 << 2,  /* of a channel: it is a member */
	ICQ_WATCH_TO_JOIN = 1 << 3, /* lines of IRC that are still to be said */
	ICQ_WATCH_TO_PART = 1 << 4,
	ICQ_WATCH_TO_SEE = 1 << 5,
	ICQ_WATCH_TO_UNSEE = 1 << 6,
	ICQ_WATCH_ANY_TODO = ICQ_WATCH_TO_JOIN | ICQ_WATCH_TO_PART | ICQ_WATCH_TO_SEE | ICQ_WATCH_TO_UNSEE,
	ICQ_WATCH_ASKED = 1 << 7, /* the user has asked who is there: names are told */
};
struct icq_watched {
	uint32_t uin;
	uint8_t flags, state; /* enum icq_watch; enum icq_state as the client was told */
	bool is_new;	      /* listed since the list was done last */
};

/* A message that the protocol has had no room for. */
struct icq_waiting {
	struct list in_session;
	struct icq_message m;
	char bytes[];
};

struct icq_session {
	struct icq *icq;
	struct list in_icq;
	struct icq_account *account;
	struct module_user *user;
	const struct icq_session_ops *ops;
	void *link;
	struct icq_watched *watched; /* sorted by UIN */
	uint32_t n_watched, room_watched, n_listed;
	uint32_t n_waiting;
	struct list waiting; /* struct icq_waiting: while there is one no line is heard */
	struct buf merge;    /* lines of one turn from merge_from */
	uint32_t merge_from;
	uint32_t nick_tries;
	struct deferred flush;
	struct timer retry; /* lines that are still to be said */
	uint64_t opened_ms;
	uint64_t mail_s;      /* of the last letter that the client was given */
	uint32_t mail_number; /* the same, of those of one second */
	bool mail_given;
	uint64_t ctcp_ms; /* no question of a client is answered before */
	struct peer_addr peer;
	uint8_t protocol, state; /* enum icq_protocol, icq_state */
	bool is_registered;	 /* on IRC */
	bool list_is_done;
	bool is_quiet; /* comings and goings are not told */
	uint8_t nick_len;
	char nick[NICK_LEN_MAX + 1];
};

/* ---- icq_session.c ---- */

/* By its UIN, its nick on IRC; NULL: nobody is there. */
struct icq_session *icq_session_by_uin(const struct icq *icq, uint32_t uin) WARN_UNUSED;
struct icq_session *icq_session_by_nick(const struct icq *icq, struct view nick) WARN_UNUSED;
/* It is over; the protocol is told why. */
void icq_session_end(struct icq_session *s, enum icq_end why, struct view text);
static inline struct icq_session *
icq_session_of(struct list *l)
{
	return CONTAINER_OF(l, struct icq_session, in_icq);
}

#endif
