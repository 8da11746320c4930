/*
 * A server with the ICQ gateway, in one process under a clock that stands still until told: IRC clients in memory, and ICQ clients that speak
 * to the gateway's core as protocols do (icq_rig_client), or to the protocols themselves, through r->icq.
 */
#ifndef TESTS_ICQ_ICQ_RIG_H
#define TESTS_ICQ_ICQ_RIG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/buf.h"
#include "core/util.h"
#include "core/view.h"
#include "icq/icq.h"
#include "icq/icq_types.h"
#include "main/server.h"
#include "net/addr.h"

struct conn_mem;
struct icq_session;
struct loop;
struct store;
struct worker_pool;

/* 2026-01-02T03:04:05Z */
#define ICQ_RIG_WALL_S UINT64_C(1767323045)
#define ICQ_RIG_OWN    900000000u /* the gateway's own UIN */

struct icq_rig {
	uint64_t mono_ms, wall_ms;
	struct loop *loop;
	struct worker_pool *workers;
	struct store *store; /* NULL before icq_rig_keep() */
	struct server *server;
	struct icq *icq;
	char dir[64]; /* of the store; empty: none */
	struct buf recorded, answer;
	unsigned n_faults;
};

/*
 * gateway: keys of module "icq"; more: sections behind those that every configuration here has, and a class "slow" whose users say one line a
 * second after five.  Accounts al, bob and carl are there.  A configuration that can't be ends the program.
 */
void icq_rig_open(struct icq_rig *r, const char *gateway, const char *more);
/* The same with a database, which outlives icq_rig_restart(). */
void icq_rig_keep(struct icq_rig *r, const char *gateway, const char *more);
/* Ends the server and starts it again on the same rows; whoever was there is gone. */
void icq_rig_restart(struct icq_rig *r, const char *gateway, const char *more);
void icq_rig_close(struct icq_rig *r);
/* REHASH.  False: the configuration can't be. */
bool icq_rig_configure(struct icq_rig *r, const char *gateway, const char *more) WARN_UNUSED;
/* Turns of the loop until all that was said is heard, and what is written is on the disk. */
void icq_rig_settle(struct icq_rig *r);
/* Lets time pass in steps of 100 ms, each with turns of its own. */
void icq_rig_advance(struct icq_rig *r, uint64_t ms);

/* ---- IRC ---- */

/* A client from 127.0.0.1 that is registered. */
struct conn_mem *icq_rig_irc(struct icq_rig *r, const char *nick) WARN_UNUSED;
void icq_rig_irc_end(struct icq_rig *r, struct conn_mem *c);
/* A line; then all settles. */
void icq_rig_irc_says(struct icq_rig *r, struct conn_mem *c, const char *line);
/* What it has heard since the last time has these words; afterwards it is forgotten. */
bool icq_rig_irc_hears(struct icq_rig *r, struct conn_mem *c, const char *words) WARN_UNUSED;
void icq_rig_irc_forget(struct icq_rig *r, struct conn_mem *c);
/* One more account of the server. */
bool icq_rig_account(struct icq_rig *r, const char *name) WARN_UNUSED;

/* ---- conclavectl ---- */

/* "add 100005 al secret1", words cut at blanks: the answer, rows as "key=value ..." lines, then "ok ..." or "error ...". */
const char *icq_rig_ask(struct icq_rig *r, const char *words);
/* The UIN of a channel or nick as an ICQ client sees it; 0: it has none. */
uint32_t icq_rig_uin(struct icq_rig *r, const char *name) WARN_UNUSED;

/* ---- ICQ, at the seam ---- */

#define ICQ_RIG_EVENTS 32768
struct icq_rig_client {
	struct icq_rig *r;
	struct icq_session *s; /* NULL: none, or it has ended */
	struct buf
		events; /* lines: "message FROM text", "presence UIN online", "typing UIN 2", "contact UIN #lobby", "end gone why" */
	uint32_t uin;
	uint32_t room; /* messages that it takes before it is full; UINT32_MAX: any number */
	uint32_t n_messages;
};
/* Logs in with UIN and password from 192.0.2.N, opens a session, says that its list is done, and settles.  False: refused. */
bool icq_rig_login(struct icq_rig *r, struct icq_rig_client *c, uint32_t uin, uint8_t host) WARN_UNUSED;
/* The same without list and settling. */
bool icq_rig_begin(struct icq_rig *r, struct icq_rig_client *c, uint32_t uin, uint8_t host) WARN_UNUSED;
void icq_rig_logout(struct icq_rig_client *c);
/* Frees; logs out if it is there. */
void icq_rig_client_end(struct icq_rig_client *c);
/* Text to a UIN, then all settles.  Returns an enum icq_send. */
int icq_rig_send(struct icq_rig_client *c, uint32_t to, const char *text);
/* As for IRC. */
bool icq_rig_hears(struct icq_rig_client *c, const char *words) WARN_UNUSED;
/* Has them; nothing is forgotten. */
bool icq_rig_has_heard(const struct icq_rig_client *c, const char *words) WARN_UNUSED;
void icq_rig_forget(struct icq_rig_client *c);

/* ---- what is expected ---- */

void icq_rig_check(struct icq_rig *r, bool ok, const char *what, int line);
#define CHECK(r, what) icq_rig_check((r), (what), #what, __LINE__)

struct icq_case {
	const char *name;
	void (*run)(struct icq_rig *r); /* opens and leaves it open */
};

#endif
