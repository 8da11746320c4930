/* The links of the server, wired to the rest. */
#ifndef CONCLAVE_MAIN_SERVER_LINKS_H
#define CONCLAVE_MAIN_SERVER_LINKS_H

#include "core/view.h"
#include "main/server_services.h" /* what the gate needs of links */

struct conf;
struct server;

void server_links_make(struct server *s, const struct conf *conf);
void server_links_configure(struct server *s, const struct conf *conf);
/* Neighbours are told why. */
void server_links_stop(struct server *s, struct view reason);
void server_links_release(struct server *s);

#endif
