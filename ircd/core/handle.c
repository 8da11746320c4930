/*
 * The table behind handles.  A slot's generation changes when its object goes, so old handles miss at once.  Free slots are
 * used again in the order they became free: 2^32 objects in one slot are needed before an old handle could find a new object.
 */
#include "core/handle.h"

#include <assert.h>

#include "core/mem.h"

enum { SLOTS_FIRST = 16 };
#define MAX_OBJECTS ((size_t)1 << 31)
#define NO_SLOT	    UINT32_MAX

struct slot {
	void *obj;     /* NULL: free */
	uint32_t gen;  /* of the object that is here or of the next one; never 0 */
	uint32_t next; /* next free slot */
};

struct handle_table {
	struct slot *slot;
	size_t max, n_slots, count;
	uint32_t free_first, free_last;
};

struct handle_table *
handle_table_new(size_t max)
{
	struct handle_table *t = mem_zalloc(sizeof(*t));

	assert(max >= 1 && max <= MAX_OBJECTS);
	t->max = max;
	t->free_first = t->free_last = NO_SLOT;
	return t;
}

void
handle_table_free(struct handle_table *t)
{
	if (t == NULL)
		return;
	mem_free(t->slot);
	mem_free(t);
}

static void
free_append(struct handle_table *t, uint32_t i)
{
	t->slot[i].next = NO_SLOT;
	if (t->free_last != NO_SLOT)
		t->slot[t->free_last].next = i;
	else
		t->free_first = i;
	t->free_last = i;
}

static void
grow(struct handle_table *t)
{
	size_t n = t->n_slots != 0 ? t->n_slots * 2 : SLOTS_FIRST;

	if (n > t->max)
		n = t->max;
	t->slot = mem_grow(t->slot, n, sizeof(*t->slot));
	for (size_t i = t->n_slots; i < n; i++) {
		t->slot[i] = (struct slot){ .gen = 1 };
		free_append(t, (uint32_t)i);
	}
	t->n_slots = n;
}

struct handle
handle_new(struct handle_table *t, void *obj)
{
	struct slot *s;
	uint32_t i;

	assert(obj != NULL);
	if (t->count == t->max)
		return HANDLE_NONE;
	if (t->free_first == NO_SLOT)
		grow(t);
	i = t->free_first;
	s = &t->slot[i];
	t->free_first = s->next;
	if (t->free_first == NO_SLOT)
		t->free_last = NO_SLOT;
	s->obj = obj;
	t->count++;
	return (struct handle){ .slot = i, .gen = s->gen };
}

void *
handle_get(const struct handle_table *t, struct handle h)
{
	if (h.slot >= t->n_slots || t->slot[h.slot].gen != h.gen)
		return NULL;
	return t->slot[h.slot].obj;
}

void
handle_free(struct handle_table *t, struct handle h)
{
	struct slot *s;

	assert(handle_get(t, h) != NULL);
	s = &t->slot[h.slot];
	s->obj = NULL;
	s->gen = s->gen != UINT32_MAX ? s->gen + 1 : 1;
	free_append(t, h.slot);
	t->count--;
}

size_t
handle_count(const struct handle_table *t)
{
	return t->count;
}
