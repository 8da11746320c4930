/* What state/ tells its cursors. */
#ifndef CONCLAVE_STATE_CURSOR_PRIV_H
#define CONCLAVE_STATE_CURSOR_PRIV_H

#include <stdint.h>

struct channel;
struct list;
struct world;

/* The item is about to be taken out of its list. */
void cursor_forget(struct world *w, const struct list *item);
/* The channel ends. */
void member_cursor_end(struct channel *ch);
/*
 * The member at `hole` goes.  Moves others down so that no cursor's members change sides; ret: the place that is left to be filled
 * with the last member.
 */
uint32_t member_cursor_fill(struct channel *ch, uint32_t hole);

#endif
