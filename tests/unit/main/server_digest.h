/* What a server is like by its configuration, as text: two of one configuration have the same, whatever they were before. */
#ifndef CONCLAVE_TESTS_UNIT_MAIN_SERVER_DIGEST_H
#define CONCLAVE_TESTS_UNIT_MAIN_SERVER_DIGEST_H

#include "core/buf.h"
#include "main/ports.h"
#include "main/server.h"

/* The world's settings, classes as they are lived, tokens of 005, limits of connections. */
void server_digest(const struct server *s, struct buf *out);
/* Listeners that are open, as a line each. */
void server_digest_ports(const struct ports *p, struct buf *out);
/* The same of those that a fresh start would open, of which `open` has them open. */
void server_digest_listen(const struct conf *conf, struct view open, struct buf *out);

#endif
