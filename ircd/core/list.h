/* Intrusive doubly linked ring.  A head is a struct list that points to itself when empty. */
#ifndef CONCLAVE_CORE_LIST_H
#define CONCLAVE_CORE_LIST_H

#include <stdbool.h>
#include <stddef.h>

#include "core/util.h"

struct list {
	struct list *next, *prev;
};

static inline void
list_init(struct list *l)
{
	l->next = l->prev = l;
}

static inline bool
list_is_empty(const struct list *l)
{
	return l->next == l;
}

static inline void
list_add_tail(struct list *head, struct list *item)
{
	item->prev = head->prev;
	item->next = head;
	head->prev->next = item;
	head->prev = item;
}

static inline void
list_add_head(struct list *head, struct list *item)
{
	list_add_tail(head->next, item);
}

/* Leaves item pointing to itself, so that deleting twice is harmless. */
static inline void
list_del(struct list *item)
{
	item->prev->next = item->next;
	item->next->prev = item->prev;
	list_init(item);
}

#define LIST_FOR_EACH(it, head) for (struct list *it = (head)->next; it != (head); it = it->next)
/* The item may be deleted in the body. */
#define LIST_FOR_EACH_SAFE(it, nx, head) \
	for (struct list *it = (head)->next, *nx = it->next; it != (head); it = nx, nx = it->next)

#endif
