/*
 * The Unix socket that conclavectl speaks to.  Whoever connects is known by the kernel's word (SO_PEERCRED): root, the user that the
 * server runs as, and those whom the configuration names may ask; everybody else is told so and closed.
 */
#ifndef CONCLAVE_CONTROL_CONTROL_SOCKET_H
#define CONCLAVE_CONTROL_CONTROL_SOCKET_H

#include "core/util.h"

#define CONTROL_CONNS_MAX 16 /* at a time */

struct cmd_ctx;
struct control_socket;
struct loop;
struct net;

struct control_socket *
control_socket_new(struct loop *loop, struct cmd_ctx *cx, const char *version) WARN_UNUSED;
/* Everybody is closed at once. */
void control_socket_free(struct control_socket *cs);
/* Where its connections come in: for its listener, and for tests that open them in memory. */
struct net *control_socket_net(const struct control_socket *cs);

#endif
