/* A registered channel as a row that the storage thread can have: a copy of all that is to be kept of it; and back. */
#ifndef CONCLAVE_REGISTRY_CHANNEL_ROW_H
#define CONCLAVE_REGISTRY_CHANNEL_ROW_H

#include "core/err.h"
#include "core/util.h"
#include "state/registration.h"
#include "store/store_channel.h"

struct channel_row; /* owns what its row points to */

struct channel_row *channel_row_new(const struct registration *reg) WARN_UNUSED;
void channel_row_free(struct channel_row *row);
const struct store_channel *channel_row_get(const struct channel_row *row);

/* An empty registered channel of the world.  NULL: such a row can't be; *why says so, static. */
struct registration *
channel_row_take(struct world *w, const struct store_channel *row, const char **why) WARN_UNUSED;
/* -1: such a row can't be. */
int channel_row_take_mask(struct registration *reg, const struct store_mask *row) WARN_UNUSED;
int channel_row_take_access(struct registration *reg, const struct store_access *row) WARN_UNUSED;

#endif
