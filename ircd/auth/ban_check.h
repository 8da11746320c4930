/*
 * Whom server bans hit, and what becomes of him.  E-lines and the exempt patterns of the configuration win over K-, D- and X-lines.  Costs
 * next to nothing where there are no bans (state/server_ban.h).
 */
#ifndef CONCLAVE_AUTH_BAN_CHECK_H
#define CONCLAVE_AUTH_BAN_CHECK_H

#include <stdbool.h>

#include "auth/gate.h"
#include "core/util.h"
#include "core/view.h"
#include "net/addr.h"
#include "proto/ban_mask.h"
#include "state/ban_subject.h"
#include "state/client.h"

struct server_ban;

/* Where the views of a subject point to. */
struct ban_facts {
	struct ban_subject subject;
	char cert[65];
};
/* All that is known of a local client.  Borrows from it. */
void ban_facts_of(struct ban_facts *f, const struct client *c);

/* A D-line hits this address, and nobody from there is accepted.  It is counted, and told to nobody: there may be many. */
bool ban_check_address(const struct gate *g, const struct peer_addr *peer) WARN_UNUSED;
/* One that hits c and that nothing exempts it from, or NULL. */
struct server_ban *ban_check_find(const struct client *c) WARN_UNUSED;
/* Nothing exempts whom f is of. */
bool ban_check_is_exempt(const struct client *c, struct ban_facts *f) WARN_UNUSED;
/* Asked when what bans go by has changed: registration, login, host, user name.  true: it was hit, and has been put out. */
bool ban_check(struct client *c);
/* 465 and the reason, told to operators, recorded; it exits. */
void ban_put_out(struct client *c, struct server_ban *b);
/* The X-line that hits who is called so, unless c is exempt; or NULL. */
struct server_ban *ban_check_realname(const struct client *c, struct view realname) WARN_UNUSED;
/* The RESV of this nick or channel, unless c may use what is reserved (privilege resv); or NULL. */
struct server_ban *ban_check_name(const struct client *c, struct view name) WARN_UNUSED;

#endif
