#include "icq/uplink_queue.h"

#include <assert.h>

#include "core/mem.h"

static struct uplink_item *
item_of(struct list *it)
{
	return CONTAINER_OF(it, struct uplink_item, in_queue);
}

static size_t
weight(struct view text)
{
	size_t n = text.n;

	for (size_t i = 0; i < text.n; i++)
		n += text.p[i] == '\n';
	return n;
}

void
uplink_queue_init(struct uplink_queue *q, size_t max, size_t bytes_max)
{
	*q = (struct uplink_queue){ .max = max, .bytes_max = bytes_max };
	list_init(&q->items);
}

void
uplink_queue_clear(struct uplink_queue *q)
{
	LIST_FOR_EACH_SAFE (it, nx, &q->items)
		uplink_queue_drop(q, item_of(it));
}

/* The last one for this contact, if it still waits. */
static struct uplink_item *
last_of(const struct uplink_queue *q, uint32_t uin)
{
	for (struct list *it = q->items.prev; it != &q->items; it = it->prev) {
		struct uplink_item *item = item_of(it);

		if (item->uin == uin)
			return item->is_sent ? NULL : item;
	}
	return NULL;
}

static bool
merge(const struct uplink_queue *q, struct uplink_item *item, struct view text)
{
	size_t n;

	if (item == NULL || weight(view_of(item->text, item->n)) + 2 + weight(text) > q->bytes_max)
		return false;
	n = item->n + 1 + text.n;
	item->text = mem_grow(item->text, n, 1);
	item->text[item->n] = '\n';
	memcpy(item->text + item->n + 1, text.p, text.n);
	item->n = n;
	return true;
}

bool
uplink_queue_put(struct uplink_queue *q, uint32_t uin, struct view text)
{
	struct uplink_item *item;

	assert(text.n > 0 && text.n <= q->bytes_max);
	if (merge(q, last_of(q, uin), text))
		return true;
	if (q->n >= q->max + UPLINK_QUEUE_OVER - 1)
		return false;
	item = mem_zalloc(sizeof(*item));
	*item = (struct uplink_item){ .uin = uin, .n = text.n };
	item->id = ++q->last_id != 0 ? q->last_id : ++q->last_id;
	item->text = mem_alloc(text.n);
	memcpy(item->text, text.p, text.n);
	list_add_tail(&q->items, &item->in_queue);
	q->n++;
	return true;
}

bool
uplink_queue_has_room(const struct uplink_queue *q)
{
	return q->n < q->max;
}

/* Of those before it none is for the same contact: the first of a contact's is the oldest. */
static bool
is_first(const struct uplink_queue *q, const struct uplink_item *item)
{
	for (struct list *it = q->items.next; it != &item->in_queue; it = it->next) {
		if (item_of(it)->uin == item->uin)
			return false;
	}
	return true;
}

struct uplink_item *
uplink_queue_next(const struct uplink_queue *q)
{
	for (struct list *it = q->items.next; it != &q->items; it = it->next) {
		struct uplink_item *item = item_of(it);

		if (!item->is_sent && is_first(q, item))
			return item;
	}
	return NULL;
}

void
uplink_queue_sent(struct uplink_item *item, uint64_t now_ms)
{
	item->is_sent = true;
	item->tries++;
	item->sent_ms = now_ms;
}

struct uplink_item *
uplink_queue_find(const struct uplink_queue *q, uint32_t id)
{
	for (struct list *it = q->items.next; it != &q->items; it = it->next) {
		struct uplink_item *item = item_of(it);

		if (item->is_sent && item->id == id)
			return item;
	}
	return NULL;
}

struct uplink_item *
uplink_queue_oldest(const struct uplink_queue *q)
{
	struct uplink_item *oldest = NULL;

	for (struct list *it = q->items.next; it != &q->items; it = it->next) {
		struct uplink_item *item = item_of(it);

		if (item->is_sent && (oldest == NULL || item->sent_ms < oldest->sent_ms))
			oldest = item;
	}
	return oldest;
}

void
uplink_queue_drop(struct uplink_queue *q, struct uplink_item *item)
{
	list_del(&item->in_queue);
	q->n--;
	mem_free(item->text);
	mem_free(item);
}

void
uplink_queue_again(struct uplink_item *item)
{
	item->is_sent = false;
}

void
uplink_queue_all_again(struct uplink_queue *q)
{
	LIST_FOR_EACH (it, &q->items)
		uplink_queue_again(item_of(it));
}
