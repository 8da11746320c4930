/*
 * Family 13 of OSCAR: contact lists that the server keeps.  A list is items: groups, contacts in them, and settings; an item is known by its
 * group and its own number.
 */
#ifndef CONCLAVE_ICQ_FEEDBAG_H
#define CONCLAVE_ICQ_FEEDBAG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/util.h"
#include "core/view.h"
#include "icq/icq_bytes.h"
#include "icq/tlv.h"

/* As on the wire; others may come, and are kept as they are. */
enum feedbag_type {
	FEEDBAG_BUDDY = 0x00,
	FEEDBAG_GROUP = 0x01, /* group 0 is the root, whose members are the groups */
	FEEDBAG_PERMIT = 0x02,
	FEEDBAG_DENY = 0x03,
	FEEDBAG_PRIVACY = 0x04,
	FEEDBAG_PRESENCE = 0x05,
	FEEDBAG_IGNORE = 0x0e,
	FEEDBAG_ICON = 0x14,
	FEEDBAG_TYPE_N /* of those that we have limits for */
};

/* TLVs of an item. */
enum feedbag_tlv {
	FEEDBAG_T_WAITS = 0x0066,   /* empty: he has not allowed it yet */
	FEEDBAG_T_MEMBERS = 0x00c8, /* of a group: numbers of items, or of groups */
	FEEDBAG_T_PRESENCE = 0x00c9,
	FEEDBAG_T_PRIVACY = 0x00ca, /* enum feedbag_privacy */
	FEEDBAG_T_ALIAS = 0x0131,   /* UTF-8 */
	FEEDBAG_T_SMS = 0x013a,
	FEEDBAG_T_COMMENT = 0x013c,
};

enum feedbag_privacy {
	FEEDBAG_ALL = 1,
	FEEDBAG_NONE = 2,
	FEEDBAG_PERMITTED = 3,
	FEEDBAG_NOT_DENIED = 4,
	FEEDBAG_CONTACTS = 5,
};

/* 13/0E, one for each item. */
enum feedbag_result {
	FEEDBAG_DONE = 0x00,
	FEEDBAG_NOT_FOUND = 0x02,
	FEEDBAG_EXISTS = 0x03,
	FEEDBAG_REFUSED = 0x0a,
	FEEDBAG_LIMIT = 0x0c,
	FEEDBAG_NEEDS_AUTH = 0x0e,
};

struct feedbag_item {
	struct view name; /* a number's digits, or a group's name in UTF-8 */
	uint16_t group, id, type;
	struct tlv_block tlvs;
};

/* 13/08, 13/09 and 13/0A are items one after the other.  False at the end, and where one is cut short or has too many TLVs. */
bool feedbag_next(struct icq_in *in, struct feedbag_item *item) WARN_UNUSED;
/* TLVs of an item are built into a buffer of their own, by tlv_put() and feedbag_put_members(). */
void feedbag_put(struct icq_out *out, const struct feedbag_item *item);
void feedbag_put_members(struct icq_out *out, const uint16_t *ids, size_t n);

/*
 * 13/06, in as many SNACs as it takes: feedbag_list_begin() after the SNAC's head, feedbag_list_add() for each item until it answers
 * false, for then there is no more room in `out`, feedbag_list_end().  All but the last have SNAC_FLAG_MORE; its place in the head is
 * known to who has put it.
 */
struct feedbag_list {
	struct icq_out *out;
	size_t count_at;
	uint16_t n;
};

void feedbag_list_begin(struct feedbag_list *list, struct icq_out *out);
bool feedbag_list_add(struct feedbag_list *list, const struct feedbag_item *item) WARN_UNUSED;
void feedbag_list_end(struct feedbag_list *list, uint32_t changed_s);

/* The other end of it: n items to be read by feedbag_next() from items. */
struct feedbag_part {
	uint16_t n;
	struct icq_in items;
	uint32_t changed_s;
};

bool feedbag_list_parse(struct feedbag_part *part, struct view body) WARN_UNUSED;

/* 13/05, "only if it is not this one", and 13/0F, "it is". */
struct feedbag_stamp {
	uint32_t changed_s;
	uint16_t n;
};

bool feedbag_stamp_parse(struct feedbag_stamp *s, struct view body) WARN_UNUSED;
void feedbag_stamp_put(struct icq_out *out, const struct feedbag_stamp *s);

/* 13/03: how many items of each type; 0 for none. */
void feedbag_rights_put(struct icq_out *out, const uint16_t max[FEEDBAG_TYPE_N]);
/* 13/0E is enum feedbag_result one after the other, in the order of the items.  False at the end. */
bool feedbag_result_next(struct icq_in *in, uint16_t *result) WARN_UNUSED;
void feedbag_result_put(struct icq_out *out, enum feedbag_result result);

/* 13/14, 13/15, 13/18 to 13/1C: about being on a list. */
struct feedbag_auth {
	uint32_t uin;	    /* whom it is for (C), or from (S); 0: not a number that somebody may have */
	bool is_granted;    /* 13/1A, 13/1B */
	struct view reason; /* not in 13/1C */
};

bool
feedbag_auth_parse(struct feedbag_auth *a, struct view body) WARN_UNUSED; /* 13/14, 13/15, 13/18, 13/19 */
bool feedbag_auth_answer_parse(struct feedbag_auth *a, struct view body) WARN_UNUSED; /* 13/1A, 13/1B */
bool feedbag_added_parse(struct feedbag_auth *a, struct view body) WARN_UNUSED;	      /* 13/1C */
void feedbag_auth_put(struct icq_out *out, const struct feedbag_auth *a);
void feedbag_auth_answer_put(struct icq_out *out, const struct feedbag_auth *a);
void feedbag_added_put(struct icq_out *out, const struct feedbag_auth *a);

#endif
