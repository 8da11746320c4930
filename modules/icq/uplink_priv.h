/* What the parts of the uplink share: the account (uplink.c), the protocols it is reached by, and the puppets that stand for contacts. */
#ifndef CONCLAVE_ICQ_UPLINK_PRIV_H
#define CONCLAVE_ICQ_UPLINK_PRIV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/list.h"
#include "core/loop.h"
#include "icq/icq_types.h"
#include "icq/uplink_conf.h"
#include "icq/uplink_net.h"
#include "icq/uplink_queue.h"
#include "module/module.h"
#include "module/module_user.h"

struct icq_charset;
struct puppet;
struct uplink;

enum {
	UPLINK_LOGIN_MS = 60000,  /* from the first packet to the last of a login */
	UPLINK_STALE_MS = 15000,  /* whom the server has not named since the login is not there */
	UPLINK_GRACE_MS = 120000, /* puppets stay for so long without a server */
	UPLINK_STEADY_MS = 60000, /* a session that lasted so long was a good one */
	UPLINK_TRIES = 3,	  /* of one message that the server does not answer */
	UPLINK_RAW_MAX = 4096,	  /* bytes of a message from outside; the rest is cut off */
	UPLINK_TEXT_MAX = 3 * UPLINK_RAW_MAX,
};

/* The server, as tests play it. */
struct uplink_irc {
	struct module_user *(*open)(void *arg, const struct module_user_conf *conf);
	bool (*say)(struct module_user *u, struct view line);
	void (*hear)(struct module_user *u);
	void (*close)(struct module_user *u, struct view reason);
	void (*logged_in)(void *arg, struct view account, module_nick_fn *fn, void *to);
};
struct uplinks_env {
	struct loop *loop;
	const struct uplink_irc *irc;
	void *irc_arg;
	uplink_pipe_open_fn *dial;
	void *dial_arg;
	/* A page by its name; NULL: UTF-8, also where there is none of that name. */
	const struct icq_charset *(*page)(void *arg, const char *name);
	void *page_arg;
	const struct conf *started; /* the settings that the jail was made for; NULL in tests */
};
/* Uplinks and contacts as struct conf has them. */
struct uplink_sections {
	const struct conf_uplink *uplink;
	size_t n_uplinks;
	const struct conf_contact *contact;
	size_t n_contacts;
};
struct uplinks {
	struct uplinks_env env;
	struct list all;
	bool is_stopped;
};
/* env is copied. */
struct uplinks *uplinks_make(const struct uplinks_env *env) WARN_UNUSED;
void uplinks_set(struct uplinks *us, const struct uplink_sections *to);
void uplinks_end(struct uplinks *us); /* logs off, frees all */

/* ---- an account ---- */

enum uplink_state {
	UPLINK_WAITING, /* for its next attempt */
	UPLINK_LOGIN,
	UPLINK_ONLINE,
	UPLINK_REFUSED, /* wrong password: until REHASH */
	UPLINK_STATE_N
};
enum uplink_fault {
	UPLINK_FAULT_NET,      /* no way there, or it broke */
	UPLINK_FAULT_SERVER,   /* says no, or makes no sense */
	UPLINK_FAULT_BUSY,     /* too many logins: later */
	UPLINK_FAULT_REPLACED, /* the UIN has logged in from elsewhere */
	UPLINK_FAULT_PASSWORD
};

/* A protocol's client side.  session: its own object. */
struct uplink_protocol {
	/* NULL with *e: no socket. */
	void *(*start)(struct uplink *u, struct err *e);
	/* A message; uplink_answered() follows.  False: not now; uplink_pump() follows. */
	bool (*send)(void *session, const struct uplink_item *item);
	/* Somebody wants to have us on his list. */
	void (*authorise)(void *session, uint32_t uin);
	void (*contact)(void *session, uint32_t uin, bool is_there);
	void (*stop)(void *session); /* logs off if it can, frees it */
	uint64_t answer_ms; /* how long the server may take for uplink_answered(); 0: the protocol knows */
	size_t bytes_max;   /* of one message */
};
extern const struct uplink_protocol uplink_protocol_oscar, uplink_protocol_legacy;

struct uplink {
	struct list in_uplinks;
	struct uplinks *all;
	struct uplink_conf conf;
	const struct icq_charset *page;
	enum uplink_state state;
	const struct uplink_protocol *protocol;
	void *session; /* NULL: none */
	bool is_over;  /* the session has ended, and is freed at the end of this turn */
	struct deferred reap;
	struct timer timer; /* the next attempt, or the end of a login */
	struct timer
		check; /* online: stale contacts, messages without an answer; else: the grace of puppets */
	uint64_t wait_ms, since_ms;
	struct uplink_queue queue;
	struct list puppets;
	uint64_t n_sent, n_heard, n_dropped;
	char why[128]; /* the last session ended */
};

/* From the protocol. */
void uplink_online(struct uplink *u);
/* The session is over; nothing of it is called any more but stop(). */
void uplink_failed(struct uplink *u, enum uplink_fault fault, const char *why);
void uplink_presence(struct uplink *u, uint32_t uin, enum icq_state state);
/* The server has the message, or has refused it: then why, else NULL. */
void uplink_answered(struct uplink *u, uint32_t id, const char *why);
/* The server has dropped it. */
void uplink_unsent(struct uplink *u, uint32_t id);
/* There may be room again for send(). */
void uplink_pump(struct uplink *u);
/* What somebody outside has sent; text as it came. */
struct uplink_said {
	uint32_t from;
	uint16_t kind; /* enum icq_kind, or one that we don't know */
	bool is_utf8;  /* else in the contact's page */
	bool is_automatic;
	uint64_t wall_s; /* 0: now */
	struct view text;
};
void uplink_heard(struct uplink *u, const struct uplink_said *said);
/* For puppets: text for a contact, of any length.  False: the queue has no room; puppets hear again when it has. */
bool uplink_say(struct uplink *u, uint32_t uin, struct view text) WARN_UNUSED;
/* Whom the uplink has as contacts. */
size_t uplink_contacts(const struct uplink *u, uint32_t *uins, size_t max);
/* The page in which this contact writes. */
const struct icq_charset *uplink_page(const struct uplink *u, uint32_t uin) WARN_UNUSED;

#endif
