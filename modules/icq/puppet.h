/*
 * Who stands on IRC for a contact outside: a user of this server for as long as the contact is online.  What the contact says goes to its
 * channels, or to the person it belongs to; what is said there or to the puppet goes to the contact.
 */
#ifndef CONCLAVE_ICQ_PUPPET_H
#define CONCLAVE_ICQ_PUPPET_H

#include <stdbool.h>
#include <stdint.h>

#include "core/buf.h"
#include "core/list.h"
#include "core/timer.h"
#include "core/util.h"
#include "core/view.h"
#include "icq/icq_types.h"
#include "icq/uplink_conf.h"

struct icq_charset;
struct module_user;
struct uplink;

enum {
	PUPPET_UNSAID_MAX = 16384, /* bytes of lines that IRC has not taken */
	PUPPET_PERSONS_MAX = 8,	   /* that are told, of those logged in to one account */
	PUPPET_NICKS_MAX = 20,	   /* tried, one after the other */
	PUPPET_SAY_MS = 500,	   /* between two attempts to go on */
	PUPPET_BACK_MS = 60000,	   /* until one that was thrown off IRC comes again; doubles */
	PUPPET_BACK_MAX_MS = 3600000,
};

struct puppet {
	struct list in_uplink;
	struct uplink *u;
	struct contact_conf conf;
	const struct icq_charset *page;
	enum icq_state state;
	bool is_stale;		  /* the server has not named it since the login */
	struct module_user *user; /* NULL: not on IRC */
	bool is_in;		  /* it is registered there */
	bool is_deaf;		  /* hear() has said false */
	bool is_quiet;		  /* a program has spoken for the contact: it is not answered */
	uint8_t n_nicks;	  /* that were taken */
	uint8_t n_told;		  /* errors of IRC that the contact was told since it last said something */
	char nick[NICK_LEN_MAX + 1];
	uint64_t kept_out; /* bits: channels that it was thrown out of */
	uint64_t back_ms;
	struct timer timer; /* lines that wait, or the way back */
	struct buf unsaid;  /* lines with line feeds */
};

/* Among the uplink's; not on IRC yet. */
struct puppet *puppet_new(struct uplink *u, const struct contact_conf *conf);
/* Leaves IRC. */
void puppet_free(struct puppet *p, struct view reason);
/* The same contact, in other channels, under another nick. */
void puppet_set(struct puppet *p, const struct contact_conf *conf);
/* ICQ_OFFLINE: it leaves IRC, for `reason`. */
void puppet_state(struct puppet *p, enum icq_state state, struct view reason);
/* The contact says: UTF-8 with line feeds.  stored_s: when, of what the server has kept; 0: now. */
void puppet_says(struct puppet *p, struct view text, bool is_automatic, uint64_t stored_s);
/* The uplink's queue has room again. */
void puppet_hears_again(struct puppet *p);

/* puppet_hear.c */
bool puppet_hear(void *arg, struct view line);
/* One line for the server, as soon as it takes it.  False: too many wait. */
bool puppet_line(struct puppet *p, const char *fmt, ...) PRINTF_LIKE(2, 3);
/* One line at once, also before it is let in; lost if the server does not take it. */
void puppet_now(struct puppet *p, struct view line);
/* A word to the contact from the gateway itself. */
void puppet_tell(struct puppet *p, const char *fmt, ...) PRINTF_LIKE(2, 3);
/* It has been let in: joins, and says what waits. */
void puppet_is_in(struct puppet *p, struct view nick);
/* The place of one of its channels, by its name; -1: it is none. */
int puppet_channel(const struct puppet *p, struct view name) WARN_UNUSED;

#endif
