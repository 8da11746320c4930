/* A world with a relay, users in memory who are at real loopback addresses, and what was recorded. */
#ifndef CONCLAVE_TESTS_UNIT_RELAY_RELAY_RIG_H
#define CONCLAVE_TESTS_UNIT_RELAY_RELAY_RIG_H

#include <stdbool.h>
#include <stdint.h>

#include "conf/conf.h"
#include "net/conn_mem.h"
#include "relay/relay.h"
#include "relay/relay_session.h"
#include "state/client.h"

enum { RIG_PEOPLE = 12, RIG_HEARD = 16384, RIG_RECORDED = 32768 };
#define RIG_WALL  UINT64_C(1767323045678) /* 2026-01-02T03:04:05.678Z */
#define SERVER	  "127.77.0.1"		  /* nobody else listens there */
#define SERVER_IS "2135752705"		  /* as offers have it */
#define HERE	  "127.0.0.1"
#define THERE	  "127.0.0.2"
#define SIX	  "::1"

struct person {
	struct relay_rig *rig;
	struct client *c;
	struct conn_mem *mem;
	const char *at;
	struct relay_where where;
	char heard[RIG_HEARD];
};

struct relay_rig {
	uint64_t now_ms; /* since the start */
	struct loop *loop;
	struct world *world;
	struct line_pool *lines;
	struct net *net;
	struct route *route;
	struct audit *audit;
	const struct conf *conf;
	struct relay *relay;
	struct tls_contexts *tls; /* NULL at first; freed */
	size_t n, n_recorded;
	struct person person[RIG_PEOPLE];
	char recorded[RIG_RECORDED]; /* NUL-terminated */
};

/* dcc, more: as relay_conf(); "local = yes" is among the keys. */
struct relay_rig *relay_rig_new(const char *dcc, const char *more);
void relay_rig_free(struct relay_rig *r);
/* nick!~u@nick.users.test, who has dialled SERVER or SIX from there. */
struct person *rig_person(struct relay_rig *r, const char *nick, const char *at);
/* With section dcc as this. */
void rig_configure(struct relay_rig *r, const char *dcc, const char *more);
/* A PRIVMSG of "\001text\001"; a NOTICE. */
void rig_say(struct person *from, struct person *to, const char *fmt, ...) PRINTF_LIKE(3, 4);
void rig_notice(struct person *from, struct person *to, const char *text);
/* All that has come since the last time; dies with the next call for the same person. */
const char *rig_got(struct person *p);
/* The port in the last DCC SEND or CHAT that `heard` has; fails where there is none. */
uint16_t rig_port(const char *heard);
/* The time passes, and what is due is done. */
void rig_pass(struct relay_rig *r, uint64_t ms);
void rig_settle(struct relay_rig *r);
/* What was recorded has this; it is forgotten with rig_forget(). */
bool rig_recorded(const struct relay_rig *r, const char *text);
void rig_forget(struct relay_rig *r);
/* He goes, as the gate does it. */
void rig_quit(struct person *p);
/* He comes back, as another client, on the same connection. */
void rig_return(struct person *p, const char *nick, const char *at);
size_t rig_sessions(const struct relay_rig *r);
/* The only one; NULL: there is none. */
const struct relay_session *rig_session(const struct relay_rig *r);

#define expect_has(text, part)                                                                   \
	do {                                                                                     \
		const char *text_ = (text);                                                      \
		cr_expect_not_null(strstr(text_, (part)), "no \"%s\" in \"%s\"", (part), text_); \
	} while (0)
#define expect_has_not(text, part)                                                                 \
	do {                                                                                       \
		const char *text_ = (text);                                                        \
		cr_expect_null(strstr(text_, (part)), "there is \"%s\" in \"%s\"", (part), text_); \
	} while (0)

#endif
