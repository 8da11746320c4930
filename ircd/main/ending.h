/* The way out: everybody has been told, and what they are told is given the time to arrive. */
#ifndef CONCLAVE_MAIN_ENDING_H
#define CONCLAVE_MAIN_ENDING_H

#include <stdbool.h>
#include <stdint.h>

#include "core/timer.h"

struct loop;
struct net;

#define ENDING_MAX_MS 2000

/* All zero before ending_begin(); stays where it is until the loop has stopped. */
struct ending {
	struct timer timer;
	struct loop *loop;
	const struct net *clients, *links;
	uint64_t deadline_ms;
};

/*
 * Stops the loop once no connection of either is left, or after ENDING_MAX_MS; listeners must be closed and everybody must have been told.
 * A second call stops it at once.
 */
void ending_begin(struct ending *en, struct loop *loop, const struct net *clients, const struct net *links);
bool ending_has_begun(const struct ending *en);
/* Before the loop is freed; harmless if it never began. */
void ending_release(struct ending *en);

#endif
