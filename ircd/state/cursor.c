/*
 * A removal costs as much as there are parked cursors, nothing where there are none.  Members keep no order: the last one fills the
 * place of who goes.  With a cursor behind that place it would be passed over, so it takes the place right before the cursor
 * instead, whose member, already seen, fills the hole; the cursors of a channel are in order, and each hands the hole on.
 */
#include "state/cursor.h"

#include "state/cursor_priv.h"

void
cursor_begin(struct cursor *cur, struct list *head)
{
	list_init(&cur->parked);
	cur->head = head;
	cur->next = head->next;
}

struct list *
cursor_next(struct cursor *cur)
{
	struct list *item = cur->next;

	if (item == cur->head)
		return NULL;
	cur->next = item->next;
	return item;
}

void
cursor_park(struct cursor *cur, struct world *w)
{
	list_init(&cur->parked); /* it was moved here */
	list_add_tail(&w->cursors, &cur->parked);
}

void
cursor_unpark(struct cursor *cur)
{
	list_del(&cur->parked);
}

void
cursor_forget(struct world *w, const struct list *item)
{
	LIST_FOR_EACH (it, &w->cursors) {
		struct cursor *cur = CONTAINER_OF(it, struct cursor, parked);

		if (cur->next == item)
			cur->next = item->next;
	}
}

static struct member_cursor *
cursor_of(struct list *link)
{
	return CONTAINER_OF(link, struct member_cursor, parked);
}

void
member_cursor_begin(struct member_cursor *cur, struct channel *ch)
{
	list_init(&cur->parked);
	cur->channel = ch;
	cur->next = 0;
}

bool
member_cursor_is_at_end(const struct member_cursor *cur)
{
	return cur->channel == NULL || cur->next >= cur->channel->n_members;
}

struct member *
member_cursor_next(struct member_cursor *cur)
{
	return member_cursor_is_at_end(cur) ? NULL : cur->channel->member[cur->next++];
}

void
member_cursor_park(struct member_cursor *cur)
{
	struct list *at;

	list_init(&cur->parked);
	if (cur->channel == NULL)
		return;
	at = cur->channel->cursors.prev;
	while (at != &cur->channel->cursors && cursor_of(at)->next > cur->next)
		at = at->prev;
	list_add_head(at, &cur->parked);
}

void
member_cursor_unpark(struct member_cursor *cur)
{
	list_del(&cur->parked);
}

void
member_cursor_end(struct channel *ch)
{
	LIST_FOR_EACH_SAFE (it, nx, &ch->cursors) {
		cursor_of(it)->channel = NULL;
		list_del(it);
	}
}

uint32_t
member_cursor_fill(struct channel *ch, uint32_t hole)
{
	LIST_FOR_EACH (it, &ch->cursors) {
		struct member_cursor *cur = cursor_of(it);

		if (cur->next <= hole)
			continue;
		cur->next--;
		if (cur->next == hole)
			continue; /* it stands right behind the hole, or where the last one stood */
		ch->member[hole] = ch->member[cur->next];
		ch->member[hole]->pos = hole;
		hole = cur->next;
	}
	return hole;
}
