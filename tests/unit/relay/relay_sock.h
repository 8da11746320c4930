/* Sockets on loopback that play the clients' DCC. */
#ifndef CONCLAVE_TESTS_UNIT_RELAY_RELAY_SOCK_H
#define CONCLAVE_TESTS_UNIT_RELAY_RELAY_SOCK_H

#include <stdbool.h>
#include <stdint.h>

struct loop;

/* From an address to another, at once or not at all: -1.  Non-blocking. */
int sock_connect(const char *from, const char *to, uint16_t port);
/* Listens at a port that is free and none of those that are denied. */
int sock_listen(const char *at, uint16_t *port);
/* The next connection that waits there, or -1. */
int sock_accept(int listener);

enum sock_state { SOCK_OPEN, SOCK_DATA, SOCK_ENDED, SOCK_RESET };
enum sock_state sock_state(int fd);
/* Turns until the socket is in another state than SOCK_OPEN, for 2 seconds at most. */
enum sock_state sock_wait(struct loop *loop, int fd);
/* Turns until somebody waits there; -1 after 2 seconds. */
int sock_wait_accept(struct loop *loop, int listener);
/* Some turns that do not wait: what can happen by itself has happened. */
void sock_settle(struct loop *loop);
/* Descriptors that the process has. */
unsigned sock_count_fds(void);

#endif
