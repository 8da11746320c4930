#include "state/channel_ts.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "proto/casemap.h"
#include "state/invite.h"

#define CMODES_PARAM (CMODE_KEY | CMODE_LIMIT | CMODE_THROTTLE | CMODE_FORWARD)

struct channel_collision
channel_collide(uint64_t ours, uint64_t theirs)
{
	if (ours == 0 || theirs == 0)
		return (struct channel_collision){ true, true, 0 };
	if (ours == theirs)
		return (struct channel_collision){ true, true, ours };
	if (theirs < ours)
		return (struct channel_collision){ false, true, theirs };
	return (struct channel_collision){ true, false, ours };
}

void
channel_set_ts(struct channel *ch, uint64_t ts)
{
	if (channel_ts(ch) != ts)
		ch->created_ms = ts * 1000;
}

void
channel_set_case(struct channel *ch, struct view name)
{
	assert(casemap_eq(name, channel_name(ch)) && name.n == ch->name_len);
	memcpy(ch->name, name.p, name.n);
}

void
channel_forget(struct channel *ch)
{
	invite_clear_channel(ch);
	channel_set_mlock(ch, 0, VIEW(""));
	ch->joins = 0;
	ch->joins_since_ms = 0;
}

void
channel_set_mlock(struct channel *ch, uint64_t bits, struct view letters)
{
	ch->mlock = bits;
	(void)view_copy(letters, ch->mlock_letters, sizeof(ch->mlock_letters));
}

void
channel_simple_of(const struct channel *ch, struct channel_simple *out)
{
	*out = (struct channel_simple){ .bits = ch->modes & ~CMODE_REGISTERED,
		.limit = ch->limit,
		.joins_max = ch->joins_max,
		.joins_s = ch->joins_s };
	(void)view_copy(view_z(ch->key), out->key, sizeof(out->key));
	(void)view_copy(view_z(ch->forward), out->forward, sizeof(out->forward));
}

/* Where names are equal but for their case, the larger bytes: or each side would keep its own. */
static bool
is_larger_name(const char *a, const char *b)
{
	struct view va = view_z(a), vb = view_z(b);

	for (size_t i = 0; i < va.n && i < vb.n; i++) {
		unsigned char x = (unsigned char)casemap_fold(va.p[i]),
			      y = (unsigned char)casemap_fold(vb.p[i]);

		if (x != y)
			return x > y;
	}
	return va.n != vb.n ? va.n > vb.n : strcmp(a, b) > 0;
}

void
channel_simple_join(struct channel_simple *into, const struct channel_simple *other)
{
	into->bits |= other->bits;
	if (other->limit > into->limit)
		into->limit = other->limit;
	if (strcmp(other->key, into->key) > 0)
		memcpy(into->key, other->key, sizeof(into->key));
	if (other->joins_max > into->joins_max ||
		(other->joins_max == into->joins_max && other->joins_s > into->joins_s)) {
		into->joins_max = other->joins_max;
		into->joins_s = other->joins_s;
	}
	if (is_larger_name(other->forward, into->forward))
		memcpy(into->forward, other->forward, sizeof(into->forward));
}

/* The parameter of one mode; false: it is none of the four that have one. */
static bool
param_of(const struct channel_simple *s, uint64_t bit, char *dst, size_t size)
{
	if (bit == CMODE_KEY)
		(void)snprintf(dst, size, "%s", s->key);
	else if (bit == CMODE_LIMIT)
		(void)snprintf(dst, size, "%u", (unsigned)s->limit);
	else if (bit == CMODE_THROTTLE)
		(void)snprintf(dst, size, "%u:%u", (unsigned)s->joins_max, (unsigned)s->joins_s);
	else if (bit == CMODE_FORWARD)
		(void)snprintf(dst, size, "%s", s->forward);
	else
		return false;
	return true;
}

/* A command that makes one of the other: what goes, flags that come, modes that have a parameter. */
struct put {
	char letters[2 * MODE_CHANGES_MAX];
	size_t n_letters, n_params;
	char text[4][CHANNEL_LEN + 1];
	struct view param[4];
};

static void
add_letters(struct put *p, char sign, uint64_t bits)
{
	for (size_t i = 0; i < n_channel_modes; i++) {
		const struct mode_def *def = &channel_modes[i];

		if (def->kind == MODE_PREFIX || (def->bit & bits) == 0)
			continue;
		p->letters[p->n_letters++] = sign;
		p->letters[p->n_letters++] = def->letter;
	}
}

/* -k alone takes a parameter, any. */
static void
add_removed(struct put *p, uint64_t bits)
{
	add_letters(p, '-', bits);
	if ((bits & CMODE_KEY) != 0)
		p->param[p->n_params++] = VIEW("*");
}

/* In the order of the table, as add_letters() has it. */
static void
add_with_params(struct put *p, const struct channel_simple *want)
{
	add_letters(p, '+', want->bits & CMODES_PARAM);
	for (size_t i = 0; i < n_channel_modes; i++) {
		uint64_t bit = channel_modes[i].bit;
		char *text = p->text[p->n_params];

		if (channel_modes[i].kind == MODE_PREFIX || (bit & want->bits & CMODES_PARAM) == 0)
			continue;
		if (param_of(want, bit, text, sizeof(p->text[0])))
			p->param[p->n_params++] = view_z(text);
	}
}

size_t
channel_simple_put(struct channel *ch, const struct channel_simple *want, uint64_t now_wall_ms,
	struct mode_change change[MODE_CHANGES_MAX])
{
	struct mode_command cmd = { .now_wall_ms = now_wall_ms, .by_network = true };
	uint64_t had = ch->modes & ~CMODE_REGISTERED;
	struct put p = { .n_letters = 0 };

	add_removed(&p, had & ~want->bits);
	add_letters(&p, '+', want->bits & ~had & ~CMODES_PARAM & ~CMODE_REGISTERED);
	add_with_params(&p, want);
	cmd.letters = view_of(p.letters, p.n_letters);
	cmd.param = p.param;
	cmd.n_params = p.n_params;
	return channel_change_modes(ch, NULL, &cmd, change);
}
