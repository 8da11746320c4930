/*
 * Cloaks: hosts that do not tell an address, but of which bans can still name its network.  Three blocks, a keyed hash each, the narrowest
 * network first: IPv4 of the address, its /24 and its /16; IPv6 of its /64 (one user has all of it), its /48 and its /32.
 *   "k3x9q0aa.m2c7v5pt.0d8e4rzy.ip": *!*@*.m2c7v5pt.0d8e4rzy.ip is everybody of that /24
 */
#ifndef CONCLAVE_PROTO_CLOAK_H
#define CONCLAVE_PROTO_CLOAK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/util.h"
#include "core/view.h"
#include "proto/limits.h"

#define CLOAK_OLD_MAX 4 /* keys of before that bans may still be made with */

struct cloak {
	bool is_set; /* false: there is no key, and no cloak */
	uint8_t key[32];
	char suffix[CLOAK_SUFFIX_LEN + 1];
};

/* secret: what the administrator keeps to himself, of any length; equal ones make equal cloaks in one network, and others in another. */
void cloak_init(struct cloak *ck, struct view secret, struct view network, struct view suffix);
/*
 * cloak_make: of an IPv4 or IPv6 address as it is written; IPv4 within IPv6 (::ffff:0:0/96) is IPv4.
 *   out  dst NUL-terminated
 *   ret  length; 0 without a key or if it is no address
 */
size_t cloak_make(const struct cloak *ck, struct view address, char dst[HOST_LEN + 1]) WARN_UNUSED;
/* "user/alice" of who is logged in: no DNS name and no other cloak has a slash.  0 if the account has a byte that hosts should not have. */
size_t cloak_make_account(struct view account, char dst[HOST_LEN + 1]) WARN_UNUSED;
/* False: this mask of hosts hits no cloak of an address that it would not hit whatever the host is.  Costs much less than a cloak. */
bool cloak_may_hit(const struct cloak *ck, struct view host_mask) WARN_UNUSED;

#endif
