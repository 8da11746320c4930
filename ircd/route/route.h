/*
 * Who gets which bytes.  An event (event.h) is built once; route_*() makes one shared line for each variant of capabilities that
 * changes its bytes, and gives every hearer a reference to the variant that is its own.  Nothing is copied or allocated per hearer.
 */
#ifndef CONCLAVE_ROUTE_ROUTE_H
#define CONCLAVE_ROUTE_ROUTE_H

#include <stdint.h>

#include "core/util.h"
#include "core/view.h"
#include "net/conn_hold.h"
#include "net/line.h"
#include "route/event.h"
#include "state/channel.h"
#include "state/client.h"
#include "state/world.h"

struct loop;
struct route;

/* All are borrowed and outlive it. */
struct route *route_new(struct world *w, struct loop *loop, struct line_pool *lines) WARN_UNUSED;
void route_free(struct route *rt);
struct world *route_world(const struct route *rt);
uint64_t route_wall_ms(const struct route *rt);
uint64_t route_mono_ms(const struct route *rt);

/* To one user, who may be anywhere. */
void route_user(struct route *rt, struct client *to, struct event *ev);
/* To every member but `except` (may be NULL). */
void route_channel(struct route *rt, const struct channel *ch, struct event *ev, const struct client *except);
/* What happens to m: to all of its channel who may see it (state/auditorium.h), itself among them, but `except`. */
void route_member(struct route *rt, const struct member *m, struct event *ev, const struct client *except);
/* To those who can't see it while it has no rank, so not to itself. */
void route_member_unseen(struct route *rt, const struct member *m, struct event *ev);
/* To members of at least this rank. */
void route_channel_ranks(struct route *rt, const struct channel *ch, struct event *ev,
	const struct client *except, uint32_t rank);
/* The bits of ev->far, of a message to members of at least this rank (0: all), without sending anything. */
uint64_t route_channel_far(const struct channel *ch, uint32_t rank) WARN_UNUSED;
/* Once to everybody who shares a channel with c and may see it there; to c itself with and_self. */
void route_common(struct route *rt, struct client *c, struct event *ev, bool and_self);
/* The same, and once to those who share none but watch c with MONITOR and have extended-monitor. */
void route_known(struct route *rt, struct client *c, struct event *ev, bool and_self);
/* To every user with one of these user modes. */
void route_umode(struct route *rt, uint64_t umodes, struct event *ev);
/* To every user whose shown host fits the mask (empty: whatever it is), but `except` (may be NULL).  ret: to how many. */
size_t route_users(struct route *rt, struct event *ev, struct view hostmask, const struct client *except);
/* NOTICE from the server to every user. */
void route_everybody(struct route *rt, struct view text);

/* What c hears waits for conn_release(); conn_hold() of its connection.  false: it has none, or is held too often. */
bool route_hold(const struct client *c, struct conn_hold *hold) WARN_UNUSED;

/* For reply.c: a line to one client in the lane of replies. */
char *route_line_begin(struct route *rt, size_t max) WARN_UNUSED;
void route_line_send(struct route *rt, const struct client *to, size_t n);
/* "2026-11-21T08:15:30.123Z", the value of the time tag in this turn; dies in the next. */
struct view route_time(struct route *rt);

#endif
