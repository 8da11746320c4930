#include "icq/oscar_rate.h"

#include "icq/snac_types.h"

static const struct oscar_rate_class ours[OSCAR_RATE_ID_N] = {
	[OSCAR_RATE_MOST_SNACS] = { OSCAR_RATE_MOST_SNACS, 80, 2500, 2000, 1500, 800, 6000, 6000 },
	[OSCAR_RATE_LISTS] = { OSCAR_RATE_LISTS, 80, 3000, 2000, 1500, 1000, 6000, 6000 },
	[OSCAR_RATE_MESSAGES] = { OSCAR_RATE_MESSAGES, 20, 5100, 5000, 4000, 3000, 6000, 6000 },
};

/* All that a client sends; what is not here is of the first class. */
static const struct {
	enum snac_id snac;
	enum oscar_rate_id id;
} members[] = {
	{ SNAC_SERVICE_READY, OSCAR_RATE_MOST_SNACS },
	{ SNAC_SERVICE_REQUEST, OSCAR_RATE_MOST_SNACS },
	{ SNAC_SERVICE_RATES_ASK, OSCAR_RATE_MOST_SNACS },
	{ SNAC_SERVICE_RATES_ACK, OSCAR_RATE_MOST_SNACS },
	{ SNAC_SERVICE_SELF_ASK, OSCAR_RATE_MOST_SNACS },
	{ SNAC_SERVICE_IDLE, OSCAR_RATE_MOST_SNACS },
	{ SNAC_SERVICE_VERSIONS_ASK, OSCAR_RATE_MOST_SNACS },
	{ SNAC_SERVICE_STATUS, OSCAR_RATE_MOST_SNACS },
	{ SNAC_LOCATE_RIGHTS_ASK, OSCAR_RATE_MOST_SNACS },
	{ SNAC_LOCATE_SET, OSCAR_RATE_MOST_SNACS },
	{ SNAC_LOCATE_ASK, OSCAR_RATE_MESSAGES },
	{ SNAC_LOCATE_ASK_SHORT, OSCAR_RATE_MOST_SNACS },
	{ SNAC_BUDDY_RIGHTS_ASK, OSCAR_RATE_MOST_SNACS },
	{ SNAC_BUDDY_ADD, OSCAR_RATE_LISTS },
	{ SNAC_BUDDY_REMOVE, OSCAR_RATE_LISTS },
	{ SNAC_ICBM_PARAMS_SET, OSCAR_RATE_MOST_SNACS },
	{ SNAC_ICBM_PARAMS_ASK, OSCAR_RATE_MOST_SNACS },
	{ SNAC_ICBM_SEND, OSCAR_RATE_MESSAGES },
	{ SNAC_ICBM_ANSWER, OSCAR_RATE_MOST_SNACS },
	{ SNAC_ICBM_OFFLINE_ASK, OSCAR_RATE_MOST_SNACS },
	{ SNAC_ICBM_TYPING, OSCAR_RATE_MOST_SNACS },
	{ SNAC_PRIVACY_RIGHTS_ASK, OSCAR_RATE_MOST_SNACS },
	{ SNAC_PRIVACY_VISIBLE_ADD, OSCAR_RATE_LISTS },
	{ SNAC_PRIVACY_VISIBLE_DEL, OSCAR_RATE_LISTS },
	{ SNAC_PRIVACY_INVISIBLE_ADD, OSCAR_RATE_LISTS },
	{ SNAC_PRIVACY_INVISIBLE_DEL, OSCAR_RATE_LISTS },
	{ SNAC_FEEDBAG_RIGHTS_ASK, OSCAR_RATE_MOST_SNACS },
	{ SNAC_FEEDBAG_ASK, OSCAR_RATE_MOST_SNACS },
	{ SNAC_FEEDBAG_ASK_IF_NEWER, OSCAR_RATE_MOST_SNACS },
	{ SNAC_FEEDBAG_USE, OSCAR_RATE_MOST_SNACS },
	{ SNAC_FEEDBAG_ADD, OSCAR_RATE_MOST_SNACS },
	{ SNAC_FEEDBAG_UPDATE, OSCAR_RATE_MOST_SNACS },
	{ SNAC_FEEDBAG_DELETE, OSCAR_RATE_MOST_SNACS },
	{ SNAC_FEEDBAG_EDIT_BEGIN, OSCAR_RATE_MOST_SNACS },
	{ SNAC_FEEDBAG_EDIT_END, OSCAR_RATE_MOST_SNACS },
	{ SNAC_FEEDBAG_AUTH_GRANT, OSCAR_RATE_MOST_SNACS },
	{ SNAC_FEEDBAG_AUTH_ASK, OSCAR_RATE_MOST_SNACS },
	{ SNAC_FEEDBAG_AUTH_ANSWER, OSCAR_RATE_MOST_SNACS },
	{ SNAC_META_ASK, OSCAR_RATE_MOST_SNACS },
};

const struct oscar_rate_class *
oscar_rate_class(enum oscar_rate_id id)
{
	return &ours[id];
}

enum oscar_rate_id
oscar_rate_id(uint32_t snac_id)
{
	for (size_t i = 0; i < ARRAY_LEN(members); i++)
		if ((uint32_t)members[i].snac == snac_id)
			return members[i].id;
	return OSCAR_RATE_MOST_SNACS;
}

bool
oscar_rate_class_is_sane(const struct oscar_rate_class *c)
{
	return c->window > 0 && c->window <= OSCAR_RATE_MOST && c->max <= OSCAR_RATE_MOST &&
		c->clear <= c->max && c->alert <= c->clear && c->limit <= c->alert &&
		c->disconnect <= c->limit;
}

void
oscar_rate_init(struct oscar_rate *r, const struct oscar_rate_class *class, uint64_t now_ms)
{
	r->last_ms = now_ms;
	r->level = class->current < class->max ? class->current : class->max;
	r->is_limited = false;
}

/* What the level would be with a SNAC that is `passed` milliseconds after the last one. */
static uint32_t
level_after(const struct oscar_rate *r, const struct oscar_rate_class *class, uint64_t passed)
{
	uint64_t level;

	if (passed > (uint64_t) class->max * class->window)
		return class->max;
	level = ((uint64_t)r->level * (class->window - 1) + passed) / class->window;
	return level < class->max ? (uint32_t)level : class->max;
}

static uint64_t
passed_since(const struct oscar_rate *r, uint64_t now_ms)
{
	return now_ms > r->last_ms ? now_ms - r->last_ms : 0;
}

enum oscar_rate_verdict
oscar_rate_take(struct oscar_rate *r, const struct oscar_rate_class *class, uint64_t now_ms)
{
	r->level = level_after(r, class, passed_since(r, now_ms));
	r->last_ms = now_ms;
	r->is_limited = r->level < (r->is_limited ? class->clear : class->limit);
	if (r->level < class->disconnect)
		return OSCAR_RATE_DISCONNECT;
	if (r->is_limited)
		return OSCAR_RATE_LIMITED;
	return r->level < class->alert ? OSCAR_RATE_ALERT : OSCAR_RATE_FINE;
}

uint64_t
oscar_rate_wait_ms(const struct oscar_rate *r, const struct oscar_rate_class *class, uint64_t now_ms)
{
	uint64_t passed = passed_since(r, now_ms), needed = (uint64_t) class->clear * class->window;
	uint64_t kept = (uint64_t)r->level * (class->window - 1);

	return needed > kept + passed ? needed - kept - passed : 0;
}

static void
get_class(struct icq_in *in, struct oscar_rate_class *c)
{
	c->id = icq_get_u16_be(in);
	c->window = icq_get_u32_be(in);
	c->clear = icq_get_u32_be(in);
	c->alert = icq_get_u32_be(in);
	c->limit = icq_get_u32_be(in);
	c->disconnect = icq_get_u32_be(in);
	c->current = icq_get_u32_be(in);
	c->max = icq_get_u32_be(in);
	icq_skip(in, 4 + 1); /* when the last one was, and whether it was limited */
}

static void
put_class(struct icq_out *out, const struct oscar_rate_class *c)
{
	icq_put_u16_be(out, c->id);
	icq_put_u32_be(out, c->window);
	icq_put_u32_be(out, c->clear);
	icq_put_u32_be(out, c->alert);
	icq_put_u32_be(out, c->limit);
	icq_put_u32_be(out, c->disconnect);
	icq_put_u32_be(out, c->current);
	icq_put_u32_be(out, c->max);
	icq_put_zeros(out, 4 + 1);
}

bool
oscar_rates_parse(struct oscar_rates *rates, struct view body)
{
	struct icq_in in = icq_in(body);
	size_t n = icq_get_u16_be(&in);

	rates->n = 0;
	if (n > OSCAR_RATE_CLASSES_MAX)
		return false;
	for (; n > 0; n--) {
		struct oscar_rate_class c;

		get_class(&in, &c);
		if (oscar_rate_class_is_sane(&c))
			rates->class[rates->n++] = c;
	}
	rates->members = icq_get_rest(&in);
	return !in.bad;
}

static const struct oscar_rate_class *
class_of(const struct oscar_rates *rates, uint16_t id)
{
	for (size_t i = 0; i < rates->n; i++)
		if (rates->class[i].id == id)
			return &rates->class[i];
	return NULL;
}

/* Reads the list of one class to its end. */
static bool
is_member(struct icq_in *in, uint32_t snac_id)
{
	bool found = false;

	for (size_t n = icq_get_u16_be(in); n > 0 && !in->bad; n--)
		found = icq_get_u32_be(in) == snac_id || found;
	return found && !in->bad;
}

const struct oscar_rate_class *
oscar_rates_find(const struct oscar_rates *rates, uint32_t snac_id)
{
	struct icq_in in = icq_in(rates->members);

	while (in.n > 0) {
		uint16_t id = icq_get_u16_be(&in);

		if (is_member(&in, snac_id))
			return class_of(rates, id);
	}
	return NULL;
}

static void
put_members(struct icq_out *out, enum oscar_rate_id id)
{
	size_t at;
	uint16_t n = 0;

	icq_put_u16_be(out, (uint16_t)id);
	at = icq_put_later(out, 2);
	for (size_t i = 0; i < ARRAY_LEN(members); i++) {
		if (members[i].id != id)
			continue;
		icq_put_u32_be(out, members[i].snac);
		n++;
	}
	icq_patch_u16_be(out, at, n);
}

void
oscar_rates_put(struct icq_out *out)
{
	icq_put_u16_be(out, OSCAR_RATE_ID_N - 1);
	for (int id = OSCAR_RATE_MOST_SNACS; id < OSCAR_RATE_ID_N; id++)
		put_class(out, &ours[id]);
	for (int id = OSCAR_RATE_MOST_SNACS; id < OSCAR_RATE_ID_N; id++)
		put_members(out, (enum oscar_rate_id)id);
}

void
oscar_rates_put_ack(struct icq_out *out, const struct oscar_rates *rates)
{
	for (size_t i = 0; i < rates->n; i++)
		icq_put_u16_be(out, rates->class[i].id);
}

bool
oscar_rate_change_parse(struct oscar_rate_change *c, struct view body)
{
	struct icq_in in = icq_in(body);

	c->news = icq_get_u16_be(&in);
	get_class(&in, &c->class);
	return !in.bad && oscar_rate_class_is_sane(&c->class);
}

void
oscar_rate_change_put(struct icq_out *out, const struct oscar_rate_change *c)
{
	icq_put_u16_be(out, c->news);
	put_class(out, &c->class);
}
