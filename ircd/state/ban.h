/* Mask lists: +b +e +I of a channel, +q where it means quiet, and whom a client has silenced (filter.h). */
#ifndef CONCLAVE_STATE_BAN_H
#define CONCLAVE_STATE_BAN_H

#include <stdbool.h>
#include <stdint.h>

#include "core/util.h"
#include "core/view.h"
#include "proto/extban.h"
#include "proto/limits.h"

struct client;

struct ban {
	struct extban what; /* views of mask */
	char *mask;	    /* normalised, NUL-terminated */
	char *by;	    /* nick!user@host of who set it */
	uint64_t set_ms;
};

struct ban_list {
	struct ban *item; /* oldest first */
	size_t count, cap;
	size_t n_volatile; /* of those that ask about other channels, which nobody tells us of */
};

enum ban_verdict { BAN_OK, BAN_EXISTS, BAN_FULL, BAN_INVALID, BAN_ABSENT };

void ban_list_init(struct ban_list *l);
void ban_list_release(struct ban_list *l);
/* For whom a list is asked; entries of the mute form hit only who wants to speak. */
enum ban_purpose { BAN_JOIN, BAN_SPEECH };

/* typed is normalised first (proto/extban.h).  BAN_FULL at CHANNEL_LIST_MAX. */
enum ban_verdict
ban_list_add(struct ban_list *l, struct view typed, struct view by, uint64_t now_wall_ms) WARN_UNUSED;
/*
 * What another server has in it: kept as it was written if nothing here understands it, and then it hits nobody.  BAN_INVALID: longer than
 * MASK_LEN, or no parameter of a line.
 */
enum ban_verdict
ban_list_put(struct ban_list *l, struct view mask, struct view by, uint64_t set_ms) WARN_UNUSED;
/* The entry was set elsewhere, too: the older time counts, of the same second the smaller setter.  true: it has changed. */
bool ban_list_settle(struct ban_list *l, struct view mask, struct view by, uint64_t set_ms) WARN_UNUSED;
bool ban_list_has(const struct ban_list *l, struct view typed) WARN_UNUSED;
/* On BAN_OK the mask that was there is copied to removed (MASK_LEN + 1). */
enum ban_verdict ban_list_del(struct ban_list *l, struct view typed, char removed[MASK_LEN + 1]) WARN_UNUSED;
/* The first entry that hits, or NULL.  Whatever host is shown, also against the mask with the address, its name, and every cloak of them. */
const struct ban *
ban_list_find(const struct ban_list *l, const struct client *c, enum ban_purpose purpose) WARN_UNUSED;

#endif
