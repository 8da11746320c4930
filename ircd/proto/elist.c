/* Numbers are at most ELIST_NUMBER_MAX, so that minutes become milliseconds without overflow. */
#include "proto/elist.h"

#include "proto/mask.h"
#include "proto/names.h"

#define MINUTE_MS UINT64_C(60000)

/* "<5" or ">5": the sign and the number. */
static bool
parse_bound(struct view v, char *sign, uint32_t *n)
{
	if (v.n == 0 || (v.p[0] != '<' && v.p[0] != '>'))
		return false;
	*sign = v.p[0];
	return view_to_u32(view_skip(v, 1), n) == 0 && *n <= ELIST_NUMBER_MAX;
}

static bool
parse_members(struct elist *e, struct view v)
{
	char sign;
	uint32_t n;

	if (!parse_bound(v, &sign, &n))
		return false;
	if (sign == '>' && n >= e->more_members)
		e->more_members = n + 1;
	else if (sign == '<' && n < e->fewer_members)
		e->fewer_members = n;
	return true;
}

static bool
parse_age(struct view v, uint64_t *older_ms, uint64_t *younger_ms)
{
	char sign;
	uint32_t n;

	if (!parse_bound(v, &sign, &n))
		return false;
	if (sign == '>' && n * MINUTE_MS > *older_ms)
		*older_ms = n * MINUTE_MS;
	else if (sign == '<' && n * MINUTE_MS < *younger_ms)
		*younger_ms = n * MINUTE_MS;
	return true;
}

/* No name of a channel fits anything else. */
static bool
begins_like_a_mask(char c)
{
	return c == '#' || c == '*' || c == '?';
}

static bool
parse_mask(struct elist *e, struct view text, struct view v)
{
	bool not_ = v.p[0] == '!';

	v = view_skip(v, not_ ? 1 : 0);
	if (v.n == 0 || e->n_masks == ELIST_MASKS_MAX || !begins_like_a_mask(v.p[0]))
		return false;
	e->mask[e->n_masks++] =
		(struct elist_mask){ .at = (uint16_t)(v.p - text.p), .n = (uint16_t)v.n, .not_ = not_ };
	return true;
}

static bool
parse_one(struct elist *e, struct view text, struct view v)
{
	switch (v.n != 0 ? v.p[0] : '\0') {
	case '\0':
		return false;
	case '<':
	case '>':
		return parse_members(e, v);
	case 'C':
	case 'c':
		return parse_age(view_skip(v, 1), &e->made.older_ms, &e->made.younger_ms);
	case 'T':
	case 't':
		e->needs_topic = true;
		return parse_age(view_skip(v, 1), &e->topic.older_ms, &e->topic.younger_ms);
	default:
		return parse_mask(e, text, v);
	}
}

static bool
is_names_only(struct view rest)
{
	struct view v;

	while (view_cut(&rest, ',', &v)) {
		if (!name_looks_like_channel(v) || view_has_any(v, VIEW("*?")))
			return false;
	}
	return true;
}

bool
elist_parse(struct view text, struct elist *out)
{
	struct view rest = text, v;

	*out = (struct elist){
		.fewer_members = UINT32_MAX, .made.younger_ms = UINT64_MAX, .topic.younger_ms = UINT64_MAX
	};
	if (text.n == 0)
		return true;
	if (text.n > MSG_BODY_MAX)
		return false;
	out->names_only = is_names_only(text);
	if (out->names_only)
		return true;
	while (view_cut(&rest, ',', &v)) {
		if (!parse_one(out, text, v))
			return false;
	}
	return true;
}

/* One of those without '!' if there are any, and none of those with it. */
static bool
masks_fit(const struct elist *e, struct view text, struct view name)
{
	bool any = false, fits = false;

	for (size_t i = 0; i < e->n_masks; i++) {
		const struct elist_mask *m = &e->mask[i];
		struct view mask = view_of(text.p + m->at, m->n);

		if (m->not_ && mask_match(mask, name))
			return false;
		any = any || !m->not_;
		fits = fits || (!m->not_ && mask_match(mask, name));
	}
	return fits || !any;
}

/* T>0 and C>0 are true of what was made in this minute too, as everywhere. */
static bool
age_fits(uint64_t age_ms, uint64_t older_ms, uint64_t younger_ms)
{
	return age_ms < younger_ms && (age_ms > older_ms || older_ms == 0);
}

bool
elist_fits(const struct elist *e, struct view text, const struct elist_channel *ch)
{
	if (ch->members < e->more_members || ch->members >= e->fewer_members)
		return false;
	if (!age_fits(ch->made_age_ms, e->made.older_ms, e->made.younger_ms))
		return false;
	if (e->needs_topic &&
		(!ch->has_topic || !age_fits(ch->topic_age_ms, e->topic.older_ms, e->topic.younger_ms)))
		return false;
	return masks_fit(e, text, ch->name);
}
