/* All are kept for the same time, unless a rehash changed it meanwhile: the timer looks at each. */
#include "guard/held.h"

#include <string.h>

#include "core/loop.h"
#include "core/mem.h"
#include "state/client.h"

struct held_box {
	struct loop *loop;
	struct timer timer; /* for the one that is due first */
	struct list all;
	size_t n;
	uint32_t last_id;
};

static void
free_one(struct held_box *box, struct held *h)
{
	list_del(&h->link);
	box->n--;
	memset(h->said, 0, sizeof(h->said));
	mem_free(h);
}

static void arm(struct held_box *box);

static void
expire(struct timer *t, uint64_t now_ms)
{
	struct held_box *box = CONTAINER_OF(t, struct held_box, timer);
	struct held *next;

	for (struct held *h = held_next(box, NULL); h != NULL; h = next) {
		next = held_next(box, h);
		if (h->until_ms <= now_ms)
			free_one(box, h);
	}
	arm(box);
}

static void
arm(struct held_box *box)
{
	uint64_t due = UINT64_MAX;

	for (const struct held *h = held_next(box, NULL); h != NULL; h = held_next(box, h))
		due = h->until_ms < due ? h->until_ms : due;
	if (due == UINT64_MAX)
		loop_timer_cancel(box->loop, &box->timer);
	else
		loop_timer(box->loop, &box->timer, due, expire);
}

struct held_box *
held_box_new(struct loop *loop)
{
	struct held_box *box = mem_zalloc(sizeof(*box));

	box->loop = loop;
	list_init(&box->all);
	return box;
}

void
held_box_free(struct held_box *box)
{
	if (box == NULL)
		return;
	while (box->n != 0)
		free_one(box, held_next(box, NULL));
	loop_timer_cancel(box->loop, &box->timer);
	mem_free(box);
}

static size_t
count_of(const struct held_box *box, const struct client *from)
{
	size_t n = 0;

	for (const struct held *h = held_next(box, NULL); h != NULL; h = held_next(box, h))
		n += handle_eq(h->from, from->handle);
	return n;
}

struct held *
held_put(struct held_box *box, const struct client *from, const struct held *what,
	const struct held_limits *limits)
{
	struct held *h;

	if (box->n >= limits->max || count_of(box, from) >= limits->max_of_one)
		return NULL;
	h = mem_alloc(sizeof(*h));
	*h = *what;
	h->id = ++box->last_id;
	h->until_ms = loop_mono_ms(box->loop) + limits->keep_ms;
	h->from = from->handle;
	(void)view_copy(client_nick(from), h->nick, sizeof(h->nick));
	list_add_tail(&box->all, &h->link);
	box->n++;
	arm(box);
	return h;
}

struct held *
held_find(const struct held_box *box, uint32_t id)
{
	struct held *h = held_next(box, NULL);

	while (h != NULL && h->id != id)
		h = held_next(box, h);
	return h;
}

void
held_drop(struct held_box *box, struct held *h)
{
	free_one(box, h);
	arm(box);
}

struct held *
held_next(const struct held_box *box, const struct held *h)
{
	const struct list *l = h != NULL ? h->link.next : box->all.next;

	return l != &box->all ? CONTAINER_OF(l, struct held, link) : NULL;
}

size_t
held_count(const struct held_box *box)
{
	return box->n;
}
