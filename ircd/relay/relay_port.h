/*
 * The ports of the relay.  Each is given out at random, so that nobody knows in advance where a receiver will be expected, and rests after
 * its use, so that who comes too late does not meet the session of another.
 */
#ifndef CONCLAVE_RELAY_RELAY_PORT_H
#define CONCLAVE_RELAY_RELAY_PORT_H

#include <stddef.h>
#include <stdint.h>

#include "core/util.h"

#define RELAY_PORT_REST_MS 60000

struct relay_ports;

/* first <= last, both among them. */
struct relay_ports *relay_ports_new(uint16_t first, uint16_t last) WARN_UNUSED;
void relay_ports_free(struct relay_ports *p); /* NULL is fine */
/* 0: all are in use or at rest. */
uint16_t relay_ports_take(struct relay_ports *p, uint64_t now_ms) WARN_UNUSED;
/* It rests from now on. */
void relay_ports_give(struct relay_ports *p, uint16_t port, uint64_t now_ms);
size_t relay_ports_count(const struct relay_ports *p);
size_t relay_ports_free_count(const struct relay_ports *p, uint64_t now_ms);

#endif
