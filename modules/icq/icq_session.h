/*
 * The seam between the gateway's core and the protocols that ICQ clients speak.  A protocol checks a login (icq_login.h), opens a
 * session, tells what its client does, and is told what its client shall hear.  The core knows no packet; protocols know no IRC.
 */
#ifndef CONCLAVE_ICQ_ICQ_SESSION_H
#define CONCLAVE_ICQ_ICQ_SESSION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/util.h"
#include "core/view.h"
#include "icq/icq_types.h"
#include "net/addr.h"

struct icq;
struct icq_session;

enum icq_end {
	ICQ_END_REPLACED, /* the UIN has logged in from elsewhere */
	ICQ_END_GONE,	  /* the user is off IRC: KILL, a ban, a limit */
	ICQ_END_STOP,	  /* the server ends, or the gateway is switched off */
};

/* Whom the client shall see on its list. */
struct icq_contact {
	uint32_t uin;
	struct view name; /* "#lobby", a nick: UTF-8 */
	bool is_channel;
	bool is_forced; /* of icq { channels }: on the list of everybody */
};

/* What a protocol does for its client; link is its own object.  None of these may close the session before it returns. */
struct icq_session_ops {
	/* A contact has this state from now on.  Only of contacts that were told by icq_session_contact(), and forced ones. */
	void (*presence)(void *link, uint32_t uin, enum icq_state state);
	/* false: its queue is full; the same comes again after icq_session_room(). */
	bool (*message)(void *link, const struct icq_message *m);
	void (*typing)(void *link, uint32_t from, enum icq_typing typing);
	/* Somebody that should be on the client's list now: /join has made a channel a contact.  Protocols without server-side lists pass it over. */
	void (*contact)(void *link, const struct icq_contact *c);
	/* The last call: the session is gone; the client is told by the protocol's own means. */
	void (*end)(void *link, enum icq_end why, struct view text);
};

struct icq_session_open {
	uint32_t uin; /* that has proved itself, icq_login.h */
	enum icq_protocol protocol;
	const struct peer_addr *peer;
	const char *tls; /* NULL: plain; static */
	enum icq_state state;
	const struct icq_session_ops *ops;
	void *link;
};
enum icq_open_verdict {
	ICQ_OPEN_OK,
	ICQ_OPEN_FULL,	       /* max-sessions, or the server's clients */
	ICQ_OPEN_ADDRESS_FULL, /* max-per-address */
	ICQ_OPEN_STOPPING,
};
/* A live session of the same UIN ends (ICQ_END_REPLACED) before it returns. */
struct icq_session *icq_session_open(
	struct icq *icq, const struct icq_session_open *o, enum icq_open_verdict *verdict) WARN_UNUSED;
/* The client has left, or is silent; ops are not called any more. */
void icq_session_close(struct icq_session *s, struct view reason);

/* The client's list; false: max-contacts are there.  Twice the same is no fault. */
bool icq_session_contact(struct icq_session *s, uint32_t uin, bool is_there);
/*
 * The list is complete: channels among it are joined, and presence() is called for whoever is there; then for every change.  Again: for those
 * who were listed since.
 */
void icq_session_list_done(struct icq_session *s);
/* fn for each contact that all have, before list_done: for protocols with lists of their own. */
typedef void icq_contact_fn(void *arg, const struct icq_contact *c);
void icq_session_forced(const struct icq_session *s, icq_contact_fn *fn, void *arg);

enum icq_send {
	ICQ_SENT,
	ICQ_STORED,  /* for somebody who is not there */
	ICQ_NOBODY,  /* nobody has that UIN, or nobody is there and nothing is stored (an IRC user) */
	ICQ_REFUSED, /* a file, a chat, a full mailbox: message() tells the client why, by itself */
	ICQ_BUSY,    /* said too fast: again later */
};
/* m->from is not looked at. */
enum icq_send icq_session_send(struct icq_session *s, const struct icq_message *m) WARN_UNUSED;
/* text: what is told to those who ask; empty: the state's usual words. */
void icq_session_state(struct icq_session *s, enum icq_state state, struct view text);
void icq_session_typing(struct icq_session *s, uint32_t to, enum icq_typing typing);
/* There is room again for message(). */
void icq_session_room(struct icq_session *s);
/* What was stored for it, oldest first; stays stored until icq_session_mail_delete().  fn answers false to stop. */
typedef bool icq_mail_fn(void *arg, const struct icq_message *m);
void icq_session_mail(struct icq_session *s, icq_mail_fn *fn, void *arg);
void icq_session_mail_delete(struct icq_session *s); /* what it was given of it */

/* The client's list as the client itself has written it: a blob that the protocol understands, kept with the account. */
#define ICQ_LIST_MAX 49152
struct view icq_session_list(const struct icq_session *s) WARN_UNUSED; /* dies at the next change */
/* false: too long, or the disk is behind. */
bool icq_session_list_put(struct icq_session *s, struct view list) WARN_UNUSED;

uint32_t icq_session_uin(const struct icq_session *s);
/* "v5", "oscar" */
const char *icq_protocol_name(enum icq_protocol p);

#endif
