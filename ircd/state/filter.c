/*
 * SILENCE, ACCEPT and what +g remembers.  An accept hangs on two lists, so that it dies with either client; the owner's is walked and
 * is bounded by ACCEPT_MAX, the other's is only ever emptied.
 */
#include "state/filter.h"

#include "core/mem.h"
#include "proto/extban.h"
#include "proto/limits.h"
#include "state/mode.h"

static struct filter *
filter_of(struct client *c)
{
	struct filter *f = c->filter;

	if (f != NULL)
		return f;
	f = mem_zalloc(sizeof(*f));
	ban_list_init(&f->silence);
	list_init(&f->accepts);
	list_init(&f->accepted_by);
	c->filter = f;
	return f;
}

static void
free_if_empty(struct client *c)
{
	struct filter *f = c->filter;

	if (f == NULL || f->silence.count != 0 || !list_is_empty(&f->accepts) ||
		!list_is_empty(&f->accepted_by) || f->called_ms != 0)
		return;
	mem_free(f);
	c->filter = NULL;
}

/* The length of the mask as it is kept; 0 if it may not stand here. */
static size_t
normalise(struct view typed, char norm[MASK_LEN + 1])
{
	size_t n = extban_normalise(typed, norm, MASK_LEN + 1);
	struct extban x;

	if (n == 0)
		return 0;
	extban_parse(view_of(norm, n), &x);
	return x.mute || x.forward.n != 0 ? 0 : n;
}

enum ban_verdict
filter_silence(struct client *c, struct view typed, char norm[MASK_LEN + 1])
{
	struct view mask = view_of(norm, normalise(typed, norm));
	struct filter *f;

	if (mask.n == 0)
		return BAN_INVALID;
	f = filter_of(c);
	if (ban_list_has(&f->silence, mask))
		return BAN_EXISTS;
	if (f->silence.count >= SILENCE_MAX)
		return BAN_FULL;
	return ban_list_add(&f->silence, mask, VIEW(""), 0);
}

enum ban_verdict
filter_unsilence(struct client *c, struct view typed, char removed[MASK_LEN + 1])
{
	enum ban_verdict v;

	if (normalise(typed, removed) == 0)
		return BAN_INVALID;
	if (c->filter == NULL)
		return BAN_ABSENT;
	v = ban_list_del(&c->filter->silence, typed, removed);
	free_if_empty(c);
	return v;
}

bool
filter_silences(const struct client *c, const struct client *from)
{
	return c->filter != NULL && c != from && ban_list_find(&c->filter->silence, from, BAN_SPEECH) != NULL;
}

static struct accept *
accept_find(const struct client *c, const struct client *other)
{
	if (c->filter == NULL)
		return NULL;
	LIST_FOR_EACH (it, &c->filter->accepts) {
		struct accept *a = CONTAINER_OF(it, struct accept, of_owner);

		if (a->other == other)
			return a;
	}
	return NULL;
}

/* The filters of both may be gone afterwards. */
static void
accept_free(struct accept *a)
{
	struct client *owner = a->owner, *other = a->other;

	list_del(&a->of_owner);
	list_del(&a->of_other);
	mem_free(a);
	owner->filter->n_accepts--;
	free_if_empty(owner);
	free_if_empty(other);
}

enum accept_verdict
filter_accept(struct client *c, struct client *other)
{
	struct accept *a;

	if (c == other || accept_find(c, other) != NULL)
		return ACCEPT_EXISTS;
	if (c->filter != NULL && c->filter->n_accepts >= ACCEPT_MAX)
		return ACCEPT_FULL;
	a = mem_alloc(sizeof(*a));
	a->owner = c;
	a->other = other;
	list_add_tail(&filter_of(c)->accepts, &a->of_owner);
	list_add_tail(&filter_of(other)->accepted_by, &a->of_other);
	c->filter->n_accepts++;
	return ACCEPT_OK;
}

enum accept_verdict
filter_unaccept(struct client *c, struct client *other)
{
	struct accept *a = accept_find(c, other);

	if (a == NULL)
		return ACCEPT_ABSENT;
	accept_free(a);
	return ACCEPT_OK;
}

bool
filter_accepts(const struct client *c, const struct client *other)
{
	return c == other || accept_find(c, other) != NULL;
}

bool
filter_expect_answer(struct client *c, struct client *from)
{
	if ((c->umodes & UMODE_CALLERID) == 0 || from->oper != NULL)
		return true;
	return filter_accept(c, from) != ACCEPT_FULL;
}

bool
filter_call(struct client *c, uint64_t now_mono_ms)
{
	struct filter *f = filter_of(c);

	if (f->called_ms != 0 && now_mono_ms - f->called_ms < CALLERID_PAUSE_MS)
		return false;
	f->called_ms = now_mono_ms != 0 ? now_mono_ms : 1;
	return true;
}

void
filter_forget_nick(struct client *c)
{
	while (c->filter != NULL && !list_is_empty(&c->filter->accepted_by))
		accept_free(CONTAINER_OF(c->filter->accepted_by.next, struct accept, of_other));
}

void
filter_forget_call(struct client *c)
{
	if (c->filter == NULL)
		return;
	c->filter->called_ms = 0;
	free_if_empty(c);
}

void
filter_clear(struct client *c)
{
	filter_forget_nick(c);
	while (c->filter != NULL && !list_is_empty(&c->filter->accepts))
		accept_free(CONTAINER_OF(c->filter->accepts.next, struct accept, of_owner));
	if (c->filter == NULL)
		return;
	ban_list_release(&c->filter->silence);
	filter_forget_call(c);
}
