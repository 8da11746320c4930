#include "icq/oscar_roster.h"

#include <inttypes.h>
#include <stdio.h>

#include "core/mem.h"
#include "icq/icq_bytes.h"
#include "icq/icq_session.h"
#include "icq/oscar_user.h"

enum {
	VERSION = 1,
	HEAD = 5,	/* the version, and when it was changed */
	ID_MAX = 0x7fff /* clients take numbers above it for negative ones */
};

struct oscar_roster {
	uint32_t max_buddies, changed_s;
	size_t n; /* bytes of items, behind HEAD */
	uint8_t bytes[ICQ_LIST_MAX];
};

static bool
is_list(struct view items)
{
	struct icq_in in = icq_in(items);
	struct feedbag_item item;

	while (feedbag_next(&in, &item))
		;
	return !in.bad;
}

static void
put_head(struct oscar_roster *r)
{
	struct icq_out out = icq_out(r->bytes, HEAD);

	icq_put_u8(&out, VERSION);
	icq_put_u32_be(&out, r->changed_s);
}

struct oscar_roster *
oscar_roster_new(struct view blob, uint32_t max_buddies)
{
	struct oscar_roster *r = mem_alloc(sizeof(*r));
	struct icq_in in = icq_in(blob);
	uint8_t version = icq_get_u8(&in);
	uint32_t changed_s = icq_get_u32_be(&in);
	struct view items = icq_get_rest(&in);

	r->max_buddies = max_buddies;
	r->changed_s = 0;
	r->n = 0;
	if (!in.bad && version == VERSION && items.n <= sizeof(r->bytes) - HEAD && is_list(items)) {
		r->changed_s = changed_s;
		r->n = items.n;
		if (items.n != 0)
			memcpy(r->bytes + HEAD, items.p, items.n);
	}
	put_head(r);
	return r;
}

void
oscar_roster_free(struct oscar_roster *r)
{
	mem_free(r);
}

struct view
oscar_roster_blob(const struct oscar_roster *r)
{
	return view_of(r->bytes, HEAD + r->n);
}

struct icq_in
oscar_roster_items(const struct oscar_roster *r)
{
	return icq_in(view_of(r->bytes + HEAD, r->n));
}

struct feedbag_stamp
oscar_roster_stamp(const struct oscar_roster *r)
{
	struct feedbag_stamp stamp = { .changed_s = r->changed_s };
	struct icq_in in = oscar_roster_items(r);
	struct feedbag_item item;

	while (feedbag_next(&in, &item))
		stamp.n++;
	return stamp;
}

void
oscar_roster_touch(struct oscar_roster *r, uint32_t now_s)
{
	r->changed_s = now_s > r->changed_s ? now_s : r->changed_s + 1;
	put_head(r);
}

/* ---- looking ---- */

/* Where an item is in r->bytes. */
struct extent {
	size_t at, n;
};

static bool
find(const struct oscar_roster *r, uint16_t group, uint16_t id, struct extent *e, struct feedbag_item *item)
{
	struct icq_in in = oscar_roster_items(r);
	size_t left = in.n;
	struct feedbag_item one;

	while (feedbag_next(&in, &one)) {
		if (one.group == group && one.id == id) {
			*e = (struct extent){ .at = HEAD + r->n - left, .n = left - in.n };
			*item = one;
			return true;
		}
		left = in.n;
	}
	return false;
}

bool
oscar_roster_find(const struct oscar_roster *r, uint16_t group, uint16_t id, struct feedbag_item *item)
{
	struct extent e;

	return find(r, group, id, &e, item);
}

bool
oscar_roster_has(const struct oscar_roster *r, uint32_t uin)
{
	struct icq_in in = oscar_roster_items(r);
	struct feedbag_item item;

	while (feedbag_next(&in, &item))
		if (item.type == FEEDBAG_BUDDY && oscar_uin(item.name) == uin)
			return true;
	return false;
}

/* One more of its type fits. */
static bool
has_room(const struct oscar_roster *r, uint16_t type)
{
	struct icq_in in = oscar_roster_items(r);
	struct feedbag_item item;
	size_t buddies = 0, others = 0;

	while (feedbag_next(&in, &item)) {
		if (item.type == FEEDBAG_BUDDY)
			buddies++;
		else
			others++;
	}
	return type == FEEDBAG_BUDDY ? buddies < r->max_buddies : others < OSCAR_ROSTER_OTHERS_MAX;
}

/* ---- changing ---- */

/* Puts new bytes where `old` was.  False: there is no room; nothing has changed. */
static bool
splice(struct oscar_roster *r, struct extent old, struct view fresh)
{
	size_t end = HEAD + r->n, behind = old.at + old.n;

	if (fresh.n > old.n && fresh.n - old.n > sizeof(r->bytes) - end)
		return false;
	memmove(r->bytes + old.at + fresh.n, r->bytes + behind, end - behind);
	if (fresh.n != 0)
		memcpy(r->bytes + old.at, fresh.p, fresh.n);
	r->n = r->n - old.n + fresh.n;
	return true;
}

/* The item as bytes; empty if it is too long. */
static struct view
build(const struct feedbag_item *item, uint8_t dst[OSCAR_ROSTER_ITEM_MAX])
{
	struct icq_out out = icq_out(dst, OSCAR_ROSTER_ITEM_MAX);

	if (item->name.n > OSCAR_ROSTER_NAME_MAX)
		return VIEW("");
	feedbag_put(&out, item);
	return icq_out_view(&out);
}

enum feedbag_result
oscar_roster_add(struct oscar_roster *r, const struct feedbag_item *item)
{
	uint8_t bytes[OSCAR_ROSTER_ITEM_MAX];
	struct view fresh = build(item, bytes);
	struct feedbag_item old;
	struct extent e;

	if (find(r, item->group, item->id, &e, &old))
		return FEEDBAG_EXISTS;
	if (fresh.n == 0 || !has_room(r, item->type))
		return FEEDBAG_LIMIT;
	e = (struct extent){ .at = HEAD + r->n };
	return splice(r, e, fresh) ? FEEDBAG_DONE : FEEDBAG_LIMIT;
}

/* An item stays what it is: a setting that becomes a contact would get around the limit of them. */
enum feedbag_result
oscar_roster_update(struct oscar_roster *r, const struct feedbag_item *item)
{
	uint8_t bytes[OSCAR_ROSTER_ITEM_MAX];
	struct view fresh = build(item, bytes);
	struct feedbag_item old;
	struct extent e;

	if (!find(r, item->group, item->id, &e, &old))
		return FEEDBAG_NOT_FOUND;
	if (old.type != item->type)
		return FEEDBAG_REFUSED;
	return fresh.n != 0 && splice(r, e, fresh) ? FEEDBAG_DONE : FEEDBAG_LIMIT;
}

enum feedbag_result
oscar_roster_delete(struct oscar_roster *r, const struct feedbag_item *item)
{
	struct feedbag_item old;
	struct extent e;

	if (!find(r, item->group, item->id, &e, &old))
		return FEEDBAG_NOT_FOUND;
	return splice(r, e, VIEW("")) ? FEEDBAG_DONE : FEEDBAG_REFUSED;
}

/* ---- channels ---- */

/* A number above all that are there; 0: there is none. */
static uint16_t
free_id(const struct oscar_roster *r, bool of_group)
{
	struct icq_in in = oscar_roster_items(r);
	uint16_t top = 0;
	struct feedbag_item item;

	while (feedbag_next(&in, &item)) {
		uint16_t id = of_group ? item.group : item.id;

		if (id <= ID_MAX && id > top)
			top = id;
	}
	return top < ID_MAX ? (uint16_t)(top + 1) : 0;
}

/* Adds `member` to a group's list of what is in it; the group is made if it is not there. */
static bool
add_member(struct oscar_roster *r, uint16_t group, struct view name, uint16_t member)
{
	uint8_t bytes[OSCAR_ROSTER_ITEM_MAX];
	struct icq_out out = icq_out(bytes, sizeof(bytes));
	struct feedbag_item item = { .name = name, .group = group, .type = FEEDBAG_GROUP };
	struct tlv_block rest;
	struct tlv tlv;
	bool is_there = oscar_roster_find(r, group, 0, &item);
	size_t at = tlv_begin(&out, FEEDBAG_T_MEMBERS);

	icq_put_bytes(&out, tlv_view(&item.tlvs, FEEDBAG_T_MEMBERS));
	if (member != 0)
		icq_put_u16_be(&out, member);
	tlv_end(&out, at);
	for (rest = item.tlvs; tlv_next(&rest, &tlv);)
		if (tlv.type != FEEDBAG_T_MEMBERS)
			tlv_put(&out, tlv.type, tlv.value);
	if (out.full)
		return false;
	item.tlvs.bytes = icq_out_view(&out);
	return (is_there ? oscar_roster_update(r, &item) : oscar_roster_add(r, &item)) == FEEDBAG_DONE;
}

/* Of the group of channels; 0: there is none. */
static uint16_t
channels_group(const struct oscar_roster *r)
{
	struct icq_in in = oscar_roster_items(r);
	struct feedbag_item item;

	while (feedbag_next(&in, &item))
		if (item.type == FEEDBAG_GROUP && item.group != 0 &&
			view_eq(item.name, VIEW(OSCAR_ROSTER_CHANNELS)))
			return item.group;
	return 0;
}

static bool
add_buddy(struct oscar_roster *r, const struct oscar_roster_news *news, uint32_t uin, struct view alias)
{
	uint8_t bytes[OSCAR_ROSTER_NAME_MAX + 8];
	struct icq_out out = icq_out(bytes, sizeof(bytes));
	char digits[12];
	int n = snprintf(digits, sizeof(digits), "%" PRIu32, uin);
	struct feedbag_item item = { .name = view_of(digits, (size_t)n),
		.group = news->group,
		.id = news->id,
		.type = FEEDBAG_BUDDY };

	tlv_put(&out, FEEDBAG_T_ALIAS, view_left(alias, OSCAR_ROSTER_NAME_MAX));
	item.tlvs.bytes = icq_out_view(&out);
	return oscar_roster_add(r, &item) == FEEDBAG_DONE;
}

static bool
add_all(struct oscar_roster *r, uint32_t uin, struct view alias, struct oscar_roster_news *news)
{
	news->group = channels_group(r);
	news->is_group_new = news->group == 0;
	if (news->is_group_new)
		news->group = free_id(r, true);
	news->id = free_id(r, false);
	if (news->group == 0 || news->id == 0)
		return false;
	if (news->is_group_new && !add_member(r, 0, VIEW(""), news->group))
		return false;
	return add_member(r, news->group, VIEW(OSCAR_ROSTER_CHANNELS), news->id) &&
		add_buddy(r, news, uin, alias);
}

bool
oscar_roster_add_channel(
	struct oscar_roster *r, uint32_t uin, struct view alias, struct oscar_roster_news *news)
{
	struct oscar_roster *before = mem_alloc(sizeof(*before));
	bool is_done;

	memcpy(before, r, sizeof(*before));
	is_done = add_all(r, uin, alias, news);
	if (!is_done)
		memcpy(r, before, sizeof(*r));
	mem_free(before);
	return is_done;
}
