/*
 * The list is kept by the core, as bytes; here it is read anew for each change, so that a client costs nothing while it changes nothing.
 * Channels are contacts like others, which the gateway adds: the client may rename and move them.  Those that everybody has come back with the
 * next login.
 */
#include "icq/oscar_list.h"

#include "core/loop.h"
#include "icq/feedbag.h"
#include "icq/icq.h"
#include "icq/oscar_roster.h"
#include "icq/oscar_user.h"

enum {
	SETTINGS_MAX = 10, /* that are told; what counts is how much all items are */
	GROUPS_MAX = 200,
	NAMES_MAX = 200,
	EDITS_MAX = 128,	  /* in one SNAC: each of them looks through the list */
	FLAGS_AT = FLAP_HEAD + 4, /* of a SNAC, in its frame */
};

static struct oscar_roster *
load(const struct oscar_bos *b)
{
	return oscar_roster_new(icq_session_list(b->session), icq_conf(oscar_bos_icq(b))->max_contacts);
}

static bool
save(const struct oscar_bos *b, struct oscar_roster *r)
{
	oscar_roster_touch(r, (uint32_t)(loop_wall_ms(icq_loop(oscar_bos_icq(b))) / 1000));
	return icq_session_list_put(b->session, oscar_roster_blob(r));
}

bool
oscar_list_on_rights(struct oscar_bos *b, const struct snac *s)
{
	uint16_t max[FEEDBAG_TYPE_N] = { [FEEDBAG_GROUP] = GROUPS_MAX,
		[FEEDBAG_PERMIT] = NAMES_MAX,
		[FEEDBAG_DENY] = NAMES_MAX,
		[FEEDBAG_PRIVACY] = 1,
		[FEEDBAG_PRESENCE] = 1,
		[FEEDBAG_IGNORE] = NAMES_MAX,
		[FEEDBAG_ICON] = SETTINGS_MAX };
	struct oscar_frame f;

	max[FEEDBAG_BUDDY] = (uint16_t)icq_conf(oscar_bos_icq(b))->max_contacts;
	oscar_bos_reply(&f, s, SNAC_FEEDBAG_RIGHTS);
	feedbag_rights_put(&f.out, max);
	oscar_conn_send(b->conn, &f);
	return true;
}

/* ---- telling the list ---- */

struct forced {
	struct oscar_roster *roster;
	bool has_changed;
};

static void
add_forced(void *arg, const struct icq_contact *c)
{
	struct forced *f = arg;
	struct oscar_roster_news news;

	if (!oscar_roster_has(f->roster, c->uin) &&
		oscar_roster_add_channel(f->roster, c->uin, c->name, &news))
		f->has_changed = true;
}

/* As the client shall see it: with those contacts that everybody has.  If it can't be kept so, they are added the next time again. */
static struct oscar_roster *
load_whole(const struct oscar_bos *b)
{
	struct forced f = { .roster = load(b) };

	icq_session_forced(b->session, add_forced, &f);
	if (f.has_changed)
		(void)!save(b, f.roster);
	return f.roster;
}

static void
begin_part(struct oscar_frame *f, struct feedbag_list *list, const struct snac *s)
{
	oscar_bos_reply(f, s, SNAC_FEEDBAG_LIST);
	feedbag_list_begin(list, &f->out);
}

static void
tell_list(struct oscar_bos *b, const struct snac *s, const struct oscar_roster *r)
{
	struct feedbag_stamp stamp = oscar_roster_stamp(r);
	struct icq_in in = oscar_roster_items(r);
	struct feedbag_item item;
	struct feedbag_list list;
	struct oscar_frame f;

	begin_part(&f, &list, s);
	while (feedbag_next(&in, &item)) {
		if (feedbag_list_add(&list, &item))
			continue;
		feedbag_list_end(&list, stamp.changed_s);
		icq_patch_u16_be(&f.out, FLAGS_AT, SNAC_FLAG_MORE);
		oscar_conn_send(b->conn, &f);
		begin_part(&f, &list, s);
		(void)!feedbag_list_add(&list, &item); /* OSCAR_ROSTER_ITEM_MAX is less than a frame takes */
	}
	feedbag_list_end(&list, stamp.changed_s);
	oscar_conn_send(b->conn, &f);
}

bool
oscar_list_on_ask(struct oscar_bos *b, const struct snac *s)
{
	struct oscar_roster *r = load_whole(b);

	b->has_list = true;
	tell_list(b, s, r);
	oscar_roster_free(r);
	return true;
}

static void
tell_unchanged(struct oscar_bos *b, const struct snac *s, const struct feedbag_stamp *stamp)
{
	struct oscar_frame f;

	oscar_bos_reply(&f, s, SNAC_FEEDBAG_UNCHANGED);
	feedbag_stamp_put(&f.out, stamp);
	oscar_conn_send(b->conn, &f);
}

bool
oscar_list_on_ask_newer(struct oscar_bos *b, const struct snac *s)
{
	struct feedbag_stamp has, is;
	struct oscar_roster *r;

	if (!feedbag_stamp_parse(&has, s->body))
		return false;
	b->has_list = true;
	r = load_whole(b);
	is = oscar_roster_stamp(r);
	if (is.n != 0 && is.n == has.n && is.changed_s == has.changed_s)
		tell_unchanged(b, s, &is);
	else
		tell_list(b, s, r);
	oscar_roster_free(r);
	return true;
}

/* ---- the client's changes ---- */

enum edit { EDIT_ADD, EDIT_UPDATE, EDIT_DELETE };

static uint32_t
contact_of(const struct feedbag_item *item)
{
	return item->type == FEEDBAG_BUDDY ? oscar_uin(item->name) : 0;
}

/* Who was there before a change may be there in another group as well. */
static void
tell_core(struct oscar_bos *b, const struct oscar_roster *r, uint32_t uin)
{
	if (uin != 0 && b->is_ready && b->session != NULL)
		(void)!icq_session_contact(b->session, uin, oscar_roster_has(r, uin));
}

static enum feedbag_result
edit_one(struct oscar_roster *r, enum edit edit, const struct feedbag_item *item)
{
	switch (edit) {
	case EDIT_ADD:
		return oscar_roster_add(r, item);
	case EDIT_UPDATE:
		return oscar_roster_update(r, item);
	case EDIT_DELETE:
		return oscar_roster_delete(r, item);
	}
	return FEEDBAG_REFUSED;
}

/* Whom a change may concern: the item as it was, and as it comes. */
struct concerned {
	size_t n;
	uint32_t uin[2 * EDITS_MAX];
};

static void
concern(struct concerned *c, const struct oscar_roster *r, const struct feedbag_item *item)
{
	struct feedbag_item old;

	if (oscar_roster_find(r, item->group, item->id, &old))
		c->uin[c->n++] = contact_of(&old);
	c->uin[c->n++] = contact_of(item);
}

/* false: the items make no sense. */
static bool
edit_all(struct oscar_roster *r, enum edit edit, struct view items, struct icq_out *results,
	struct concerned *c)
{
	struct icq_in in = icq_in(items);
	struct feedbag_item item;

	for (size_t n = 0; feedbag_next(&in, &item); n++) {
		if (n >= EDITS_MAX) {
			feedbag_result_put(results, FEEDBAG_LIMIT);
			continue;
		}
		concern(c, r, &item);
		feedbag_result_put(results, edit_one(r, edit, &item));
	}
	return !in.bad;
}

static void
refuse_all(struct icq_out *results, size_t from)
{
	for (size_t at = from; at + 2 <= results->n; at += 2)
		icq_patch_u16_be(results, at, FEEDBAG_REFUSED);
}

static bool
on_edit(struct oscar_bos *b, const struct snac *s, enum edit edit)
{
	struct concerned c = { .n = 0 };
	struct oscar_roster *r;
	struct oscar_frame f;
	bool makes_sense, is_kept;
	size_t from;

	oscar_bos_reply(&f, s, SNAC_FEEDBAG_RESULT);
	from = f.out.n;
	r = load(b);
	makes_sense = edit_all(r, edit, s->body, &f.out, &c);
	is_kept = makes_sense && save(b, r);
	if (makes_sense && !is_kept)
		refuse_all(&f.out, from);
	if (makes_sense)
		oscar_conn_send(b->conn, &f);
	for (size_t i = 0; is_kept && i < c.n; i++)
		tell_core(b, r, c.uin[i]);
	if (is_kept && edit != EDIT_DELETE && b->is_ready && b->session != NULL)
		icq_session_list_done(b->session);
	oscar_roster_free(r);
	return makes_sense;
}

bool
oscar_list_on_add(struct oscar_bos *b, const struct snac *s)
{
	return on_edit(b, s, EDIT_ADD);
}

bool
oscar_list_on_update(struct oscar_bos *b, const struct snac *s)
{
	return on_edit(b, s, EDIT_UPDATE);
}

bool
oscar_list_on_delete(struct oscar_bos *b, const struct snac *s)
{
	return on_edit(b, s, EDIT_DELETE);
}

bool
oscar_list_on_auth_ask(struct oscar_bos *b, const struct snac *s)
{
	struct feedbag_auth a;
	struct oscar_frame f;

	if (!feedbag_auth_parse(&a, s->body))
		return false;
	if (a.uin == 0)
		return true;
	a.is_granted = true;
	a.reason = VIEW("");
	oscar_frame_snac(&f, SNAC_FEEDBAG_AUTH_ANSWERED, 0, SNAC_PUSH);
	feedbag_auth_answer_put(&f.out, &a);
	oscar_conn_send(b->conn, &f);
	return true;
}

/* ---- to and from the core ---- */

void
oscar_list_apply(struct oscar_bos *b)
{
	struct oscar_roster *r;
	struct icq_in in;
	struct feedbag_item item;

	if (!b->has_list)
		return;
	r = load(b);
	in = oscar_roster_items(r);
	while (b->session != NULL && feedbag_next(&in, &item))
		if (contact_of(&item) != 0)
			(void)!icq_session_contact(b->session, contact_of(&item), true);
	oscar_roster_free(r);
}

static void
push(struct oscar_bos *b, enum snac_id id, const struct oscar_roster *r, uint16_t group, uint16_t item_id)
{
	struct feedbag_item item;
	struct oscar_frame f;

	if (!oscar_roster_find(r, group, item_id, &item))
		return;
	oscar_frame_snac(&f, id, 0, SNAC_PUSH);
	feedbag_put(&f.out, &item);
	oscar_conn_send(b->conn, &f);
}

static void
push_empty(struct oscar_bos *b, enum snac_id id)
{
	struct oscar_frame f;

	oscar_frame_snac(&f, id, 0, SNAC_PUSH);
	oscar_conn_send(b->conn, &f);
}

static void
push_news(struct oscar_bos *b, const struct oscar_roster *r, const struct oscar_roster_news *news)
{
	push_empty(b, SNAC_FEEDBAG_EDIT_BEGIN);
	if (news->is_group_new)
		push(b, SNAC_FEEDBAG_ADD, r, news->group, 0);
	push(b, SNAC_FEEDBAG_ADD, r, news->group, news->id);
	if (news->is_group_new)
		push(b, SNAC_FEEDBAG_UPDATE, r, 0, 0);
	else
		push(b, SNAC_FEEDBAG_UPDATE, r, news->group, 0);
	push_empty(b, SNAC_FEEDBAG_EDIT_END);
}

void
oscar_list_tell(void *link, const struct icq_contact *c)
{
	struct oscar_bos *b = link;
	struct oscar_roster_news news;
	struct oscar_roster *r;

	if (!b->has_list || b->session == NULL)
		return;
	r = load(b);
	if (!oscar_roster_has(r, c->uin) && oscar_roster_add_channel(r, c->uin, c->name, &news) && save(b, r))
		push_news(b, r, &news);
	oscar_roster_free(r);
}
