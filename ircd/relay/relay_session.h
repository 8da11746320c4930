/*
 * One offer and what became of it.  Made by relay_offer.c, moved on by what the two say (relay_hear.c), by their connections and by time;
 * it ends by itself, telling both and the records.  Fields are for reading outside of relay_session.c.
 *
 *   offered -> [resuming -> offered] -> dialing or invited -> open -> the end
 */
#ifndef CONCLAVE_RELAY_RELAY_SESSION_H
#define CONCLAVE_RELAY_RELAY_SESSION_H

#include <stdbool.h>
#include <stdint.h>

#include "core/handle.h"
#include "core/list.h"
#include "core/timer.h"
#include "core/util.h"
#include "core/view.h"
#include "proto/dcc.h"
#include "proto/file_name.h"
#include "proto/limits.h"
#include "relay/pump.h"
#include "relay/relay.h"
#include "relay/relay_chat.h"
#include "relay/relay_end.h"
#include "relay/relay_leg.h"

struct relay_user;

enum relay_state {
	RELAY_OFFERED, /* the receiver is waited for */
	RELAY_RESUMING, /* who wants the rest of a file alone; the sender has not agreed yet.  He may be in already */
	RELAY_DIALING, /* he is in; the sender, who listens, is called */
	RELAY_INVITED, /* he is in; the sender, who can't listen, was asked to come */
	RELAY_OPEN,    /* bytes pass */
	RELAY_N_STATES,
};

#define RELAY_INTRUDERS_MAX 3 /* that a session puts up with */

/* One of the two. */
struct relay_party {
	struct handle who;	 /* may be gone, if transfers survive that */
	struct relay_user *user; /* NULL: gone */
	char name[MASK_LEN + 1]; /* nick!user@host when it began */
	struct relay_where where;
	struct relay_leg leg;
	uint16_t port; /* of ours, where it is, or was, expected; 0: nowhere */
	bool has_port; /* it is still taken */
};

struct relay_session {
	struct list in_relay; /* oldest first */
	struct relay *relay;
	const struct conf *conf; /* one reference: by this it began */
	uint32_t id;
	enum relay_state state;
	bool is_chat, is_passive;
	bool is_secure;	 /* what was offered */
	bool to_plain;	 /* the receiver gets in plain what was offered on TLS */
	bool is_joined;	 /* counts among the open ones of both, not among the sender's offers */
	bool is_over;	 /* it ends; what is called back now is no news */
	uint16_t a_port; /* where the sender listens; 0: is_passive */
	uint32_t a_token;
	uint64_t size, pos,
		asked_pos; /* of a file: all of it, from where on it is sent, the RESUME that waits */
	uint32_t intruders;
	uint64_t began_ms, opened_ms;
	struct timer timer; /* of the state */
	struct pump *pump;  /* RELAY_OPEN */
	struct relay_chat chat;
	struct relay_party party[PUMP_N_LEGS];
	char clean[FILE_NAME_MAX + 1]; /* as the receiver was told; "chat" */
	size_t raw_len;
	char raw[DCC_NAME_MAX + 1]; /* as the sender wrote it */
	struct pump_counts counts;  /* once the pump has told them */
	enum relay_end stop;	    /* why the pump is stopped, until it says so itself */
	char stop_by[NICK_LEN_MAX + 1], stop_reason[KICK_LEN + 1]; /* RELAY_END_KILLED */
};

/* What makes a session. */
struct relay_offer {
	struct client *from, *to;
	const struct dcc_msg *msg;
	struct relay_where where[PUMP_N_LEGS];
	bool to_plain;
	struct view clean;
};

/* A session that listens for the receiver, told to nobody yet; NULL: *why says what is missing. */
struct relay_session *
relay_session_new(struct relay *r, const struct relay_offer *o, enum relay_denial *why) WARN_UNUSED;
enum relay_resume {
	RELAY_RESUME_ASKED,
	RELAY_RESUME_STALE, /* not now, or not from there */
	RELAY_RESUME_WHOLE, /* files are scanned here, and half of one says nothing */
};
/* The receiver asks for the rest of the file. */
enum relay_resume relay_session_resume(struct relay_session *s, uint64_t pos) WARN_UNUSED;
/* The sender agrees; false: nobody has asked for this. */
bool relay_session_accept(struct relay_session *s, uint64_t pos) WARN_UNUSED;
/* It is over, whatever state it is in; s may be gone afterwards. */
void relay_session_end(struct relay_session *s, enum relay_end why);
/* He leaves IRC. */
void relay_session_left(struct relay_session *s, enum pump_leg leg);
/* Nobody is told anything. */
void relay_session_drop(struct relay_session *s);

/* Whether it waits for the receiver. */
bool relay_session_is_pending(const struct relay_session *s) WARN_UNUSED;
/* "offered" */
const char *relay_state_name(enum relay_state state) WARN_UNUSED;
/* That have passed from sender to receiver so far. */
uint64_t relay_session_bytes(const struct relay_session *s) WARN_UNUSED;
uint64_t relay_session_age_ms(const struct relay_session *s) WARN_UNUSED;
/* NULL: has left. */
struct client *relay_session_client(const struct relay_session *s, enum pump_leg leg) WARN_UNUSED;
struct view relay_session_name(const struct relay_session *s) WARN_UNUSED; /* as the receiver was told */

static inline struct relay_session *
relay_session_of_link(const struct list *l)
{
	return CONTAINER_OF(l, struct relay_session, in_relay);
}

#endif
