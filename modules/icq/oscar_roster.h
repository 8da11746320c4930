/*
 * A client's list as it is kept: the items that the client has made, in one piece of bytes, and those that the gateway has added for channels.
 * Everything here is about the bytes; nobody is told.
 */
#ifndef CONCLAVE_ICQ_OSCAR_ROSTER_H
#define CONCLAVE_ICQ_OSCAR_ROSTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/util.h"
#include "core/view.h"
#include "icq/feedbag.h"

enum {
	OSCAR_ROSTER_ITEM_MAX = 8000, /* bytes of one: it has to fit into a frame */
	OSCAR_ROSTER_NAME_MAX = 256,  /* of a name */
	OSCAR_ROSTER_OTHERS_MAX = 500 /* items that are no contacts: groups, settings */
};
/* The group that channels are put into. */
#define OSCAR_ROSTER_CHANNELS "Channels"

struct oscar_roster;

/* blob: as oscar_roster_blob() gave it; what is no list gives an empty one.  max_buddies: more are not added. */
struct oscar_roster *oscar_roster_new(struct view blob, uint32_t max_buddies) WARN_UNUSED;
void oscar_roster_free(struct oscar_roster *r);
/* To be kept; at most ICQ_LIST_MAX bytes.  Dies with r, and at the next change. */
struct view oscar_roster_blob(const struct oscar_roster *r) WARN_UNUSED;
/* For feedbag_next(). */
struct icq_in oscar_roster_items(const struct oscar_roster *r) WARN_UNUSED;
struct feedbag_stamp oscar_roster_stamp(const struct oscar_roster *r) WARN_UNUSED;
/* When it was changed last, in seconds of UTC; never the same twice. */
void oscar_roster_touch(struct oscar_roster *r, uint32_t now_s);

/* False: it is not there, and *item stays as it was. */
bool oscar_roster_find(
	const struct oscar_roster *r, uint16_t group, uint16_t id, struct feedbag_item *item) WARN_UNUSED;
bool oscar_roster_has(const struct oscar_roster *r, uint32_t uin) WARN_UNUSED;

enum feedbag_result oscar_roster_add(struct oscar_roster *r, const struct feedbag_item *item) WARN_UNUSED;
enum feedbag_result oscar_roster_update(struct oscar_roster *r, const struct feedbag_item *item) WARN_UNUSED;
enum feedbag_result oscar_roster_delete(struct oscar_roster *r, const struct feedbag_item *item) WARN_UNUSED;

/* What oscar_roster_add_channel() has done. */
struct oscar_roster_news {
	uint16_t group, id;
	bool is_group_new; /* so the root has changed as well */
};
/* A contact in the group of channels, with that name as its alias.  False: there is no room; nothing has changed. */
bool oscar_roster_add_channel(
	struct oscar_roster *r, uint32_t uin, struct view alias, struct oscar_roster_news *news) WARN_UNUSED;

#endif
