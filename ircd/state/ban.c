/*
 * Mask lists.  Entries are normalised, no two are the same mask under the casemapping, and they stay in the
 * order they came.
 */
#include "state/ban.h"

#include <string.h>

#include "core/mem.h"
#include "proto/casemap.h"
#include "proto/mask.h"
#include "state/auditorium.h"
#include "state/channel.h"
#include "state/client.h"
#include "state/client_cloak.h"
#include "state/mode.h"

#define BANS_CAP_MIN 4
#define BAN_UNKNOWN  '?' /* no letter of proto/extban.h: what_hits() knows it as little as we do */

void
ban_list_init(struct ban_list *l)
{
	*l = (struct ban_list){ 0 };
}

static void
ban_release(struct ban *b)
{
	mem_free(b->mask);
	mem_free(b->by);
}

void
ban_list_release(struct ban_list *l)
{
	for (size_t i = 0; i < l->count; i++)
		ban_release(&l->item[i]);
	mem_free(l->item);
	ban_list_init(l);
}

/* l->count when it is not there. */
static size_t
ban_index(const struct ban_list *l, struct view mask)
{
	size_t i = 0;

	while (i < l->count && !casemap_eq(view_z(l->item[i].mask), mask))
		i++;
	return i;
}

static bool
is_volatile(const struct ban *b)
{
	return b->what.letter == 'c' || b->what.letter == 'j';
}

/* mask: normalised, or what nothing here understands. */
static enum ban_verdict
add(struct ban_list *l, struct view mask, struct view by, uint64_t set_ms)
{
	struct ban *b;

	if (ban_index(l, mask) < l->count)
		return BAN_EXISTS;
	if (l->count >= CHANNEL_LIST_MAX)
		return BAN_FULL;
	if (l->count == l->cap) {
		l->cap = l->cap != 0 ? 2 * l->cap : BANS_CAP_MIN;
		l->item = mem_grow(l->item, l->cap, sizeof(*l->item));
	}
	b = &l->item[l->count++];
	*b = (struct ban){ .mask = view_dup(mask), .by = view_dup(by), .set_ms = set_ms };
	extban_parse(view_of(b->mask, mask.n), &b->what);
	l->n_volatile += is_volatile(b);
	return BAN_OK;
}

enum ban_verdict
ban_list_add(struct ban_list *l, struct view typed, struct view by, uint64_t now_wall_ms)
{
	char norm[MASK_LEN + 1];
	struct view mask = view_of(norm, extban_normalise(typed, norm, sizeof(norm)));

	return mask.n != 0 ? add(l, mask, by, now_wall_ms) : BAN_INVALID;
}

/* Fits as it is into a line to another server. */
static bool
may_be_kept(struct view mask)
{
	if (mask.n == 0 || mask.n > MASK_LEN || mask.p[0] == ':')
		return false;
	for (size_t i = 0; i < mask.n; i++) {
		if ((unsigned char)mask.p[i] <= ' ' || mask.p[i] == 0x7f)
			return false;
	}
	return true;
}

enum ban_verdict
ban_list_put(struct ban_list *l, struct view mask, struct view by, uint64_t set_ms)
{
	enum ban_verdict v = ban_list_add(l, mask, by, set_ms);

	if (v != BAN_INVALID || !may_be_kept(mask))
		return v;
	v = add(l, mask, by, set_ms);
	if (v == BAN_OK) {
		struct ban *b = &l->item[l->count - 1];

		l->n_volatile -= is_volatile(b);
		b->what = (struct extban){ .letter = BAN_UNKNOWN };
	}
	return v;
}

bool
ban_list_settle(struct ban_list *l, struct view typed, struct view by, uint64_t set_ms)
{
	char norm[MASK_LEN + 1], *copy = view_dup(by);
	struct view mask = view_of(norm, extban_normalise(typed, norm, sizeof(norm)));
	size_t i = ban_index(l, mask.n != 0 ? mask : typed);
	struct ban *b = i < l->count ? &l->item[i] : NULL;
	uint64_t ours = b != NULL ? b->set_ms / 1000 : 0, theirs = set_ms / 1000;

	if (b == NULL || theirs > ours || (theirs == ours && strcmp(copy, b->by) >= 0)) {
		mem_free(copy);
		return false;
	}
	mem_free(b->by);
	b->by = copy;
	b->set_ms = set_ms;
	return true;
}

bool
ban_list_has(const struct ban_list *l, struct view typed)
{
	char norm[MASK_LEN + 1];
	struct view mask = view_of(norm, extban_normalise(typed, norm, sizeof(norm)));

	return mask.n != 0 && ban_index(l, mask) < l->count;
}

enum ban_verdict
ban_list_del(struct ban_list *l, struct view typed, char removed[MASK_LEN + 1])
{
	char norm[MASK_LEN + 1];
	struct view mask = view_of(norm, extban_normalise(typed, norm, sizeof(norm)));
	size_t i;

	i = ban_index(l, mask.n != 0 ? mask : typed);
	if (i == l->count)
		return mask.n != 0 ? BAN_ABSENT : BAN_INVALID;
	(void)view_copy(view_z(l->item[i].mask), removed, MASK_LEN + 1);
	l->n_volatile -= is_volatile(&l->item[i]);
	ban_release(&l->item[i]);
	l->count--;
	memmove(&l->item[i], &l->item[i + 1], (l->count - i) * sizeof(*l->item));
	if (l->count == 0)
		ban_list_release(l);
	return BAN_OK;
}

enum { SUBJECT_MASKS = 5 + CLOAK_OLD_MAX };

/* Whom a list is asked about, as the masks may name it. */
struct subject {
	const struct client *c;
	enum ban_purpose purpose;
	bool nested;	 /* in the list of another channel, whose own $j are not followed */
	bool has_cloaks; /* of its address, made when a mask may hit them */
	size_t n; /* 1..SUBJECT_MASKS: as it is shown, with its address, name, cloaks of account and address */
	struct view mask[SUBJECT_MASKS];
	char bytes[SUBJECT_MASKS][MASK_LEN + 1];
};

static const struct ban *find(const struct ban_list *l, struct subject *s);

/* The mask with another host. */
static void
add_mask(struct subject *s, struct view host)
{
	char *bytes = s->bytes[s->n];
	size_t n = s->mask[0].n - s->c->host_len;

	memcpy(bytes, s->bytes[0], n);
	n += view_copy(host, bytes + n, sizeof(s->bytes[0]) - n);
	s->mask[s->n++] = view_of(bytes, n);
}

static void
add_cloak(struct subject *s, const struct cloak *ck)
{
	char cloak[HOST_LEN + 1];
	size_t n = client_address_cloak(s->c, ck, cloak);

	if (n != 0)
		add_mask(s, view_of(cloak, n));
}

/*
 * A ban on a cloak hits whether or not it is worn, or it would help to take it off; by the keys of before too.  Hashes cost more than all
 * else here, so they wait for a mask that may hit them.
 */
static bool
add_cloaks(struct subject *s)
{
	const struct world_conf *wc = &s->c->world->conf;

	if (s->has_cloaks)
		return false;
	s->has_cloaks = true;
	add_cloak(s, &wc->cloak);
	for (size_t i = 0; i < wc->n_old_cloaks; i++)
		add_cloak(s, &wc->old_cloak[i]);
	return true;
}

static bool
hits_from(const struct subject *s, size_t first, struct view mask)
{
	for (size_t i = first; i < s->n; i++) {
		if (mask_match(mask, s->mask[i]))
			return true;
	}
	return false;
}

static bool
mask_hits(struct subject *s, struct view mask)
{
	size_t n = s->n, at = mask.n;

	if (hits_from(s, 0, mask))
		return true;
	while (at > 0 && mask.p[at - 1] != '@')
		at--;
	return cloak_may_hit(&s->c->world->conf.cloak, view_skip(mask, at)) && add_cloaks(s) &&
		hits_from(s, n, mask);
}

static bool
full_hits(struct subject *s, struct view mask)
{
	char full[MASK_LEN + 1 + REALNAME_LEN + 1];

	(void)add_cloaks(s);
	for (size_t i = 0; i < s->n; i++) {
		size_t n = view_copy(s->mask[i], full, sizeof(full));

		full[n++] = '#';
		n += view_copy(view_z(s->c->realname), full + n, sizeof(full) - n);
		if (mask_match(mask, view_of(full, n)))
			return true;
	}
	return false;
}

/* A secret channel is as good as none, and who is hidden by +u not there: bans must not tell who is where. */
static bool
channel_hits(const struct subject *s, struct view name)
{
	const struct channel *ch = channel_find(s->c->world, name);
	const struct member *m = ch != NULL && (ch->modes & CMODE_SECRET) == 0 ? member_find(ch, s->c) : NULL;

	return m != NULL && !auditorium_hides(m);
}

static bool
shared_list_hits(struct subject *s, struct view name)
{
	const struct channel *ch = s->nested ? NULL : channel_find(s->c->world, name);
	struct subject there;

	if (ch == NULL)
		return false;
	there = *s; /* its views are still those of s, which lives on */
	there.nested = true;
	return find(&ch->list[LIST_BAN], &there) != NULL;
}

static bool
what_hits(struct subject *s, const struct extban *x)
{
	const struct client *c = s->c;

	switch (x->letter) {
	case '\0':
		return mask_hits(s, x->arg);
	case EXTBAN_ACCOUNT:
		return c->account != NULL && (x->arg.n == 0 || mask_match(x->arg, view_z(c->account)));
	case 'c':
		return channel_hits(s, x->arg);
	case 'j':
		return shared_list_hits(s, x->arg);
	case 'r':
		return mask_match(x->arg, view_z(c->realname));
	case 'x':
		return full_hits(s, x->arg);
	case 'z':
		return c->is_secure;
	}
	return false;
}

static const struct ban *
find(const struct ban_list *l, struct subject *s)
{
	for (size_t i = 0; i < l->count; i++) {
		const struct extban *x = &l->item[i].what;

		if ((!x->mute || s->purpose == BAN_SPEECH) && what_hits(s, x) != x->not_)
			return &l->item[i];
	}
	return NULL;
}

const struct ban *
ban_list_find(const struct ban_list *l, const struct client *c, enum ban_purpose purpose)
{
	char cloak[HOST_LEN + 1];
	struct subject s;
	size_t n;

	if (l->count == 0)
		return NULL;
	s.c = c;
	s.purpose = purpose;
	s.nested = false;
	s.has_cloaks = !c->world->conf.cloak.is_set;
	s.mask[0] = view_of(s.bytes[0], client_mask(c, s.bytes[0]));
	s.n = 1;
	if (c->address != NULL)
		add_mask(&s, view_z(c->address));
	if (c->name != NULL)
		add_mask(&s, view_z(c->name));
	if ((n = client_account_cloak(c, cloak)) != 0)
		add_mask(&s, view_of(cloak, n));
	return find(l, &s);
}
