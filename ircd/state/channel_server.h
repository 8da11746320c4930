/* What the server itself does to channels, without anybody's asking: people join, member_del(), channel_set_topic(). */
#ifndef CONCLAVE_STATE_CHANNEL_SERVER_H
#define CONCLAVE_STATE_CHANNEL_SERVER_H

#include <stdint.h>

#include "core/util.h"
#include "core/view.h"

struct channel;
struct world;

/* Empty, with the default modes, for who fills it at once or ends it; there is none of that name. */
struct channel *channel_make(struct world *w, struct view name, uint64_t now_wall_ms) WARN_UNUSED;
/* It has no member left. */
void channel_free(struct channel *ch);
/* channel_set_topic() by the server, which may. */
void channel_put_topic(struct channel *ch, struct view by, struct view text, uint64_t now_wall_ms);

#endif
