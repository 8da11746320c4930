/* The guard of a server: what it is told of clients, and the messages that it holds. */
#ifndef CONCLAVE_MAIN_SERVER_GUARD_H
#define CONCLAVE_MAIN_SERVER_GUARD_H

struct conf;
struct server;

/* s->loop is set; sets s->guard, s->held and those of s->cx.  By server_relay.c. */
void server_guard_make(struct server *s, const struct conf *conf);
void server_guard_configure(struct server *s, const struct conf *conf);
void server_guard_free(struct server *s);

#endif
