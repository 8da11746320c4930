/*
 * The server side of OSCAR.  A client makes two connections: one to log in (oscar_auth), which gives it a cookie, and one that shows the
 * cookie and stays (oscar_bos).
 */
#ifndef CONCLAVE_ICQ_OSCAR_SERVER_H
#define CONCLAVE_ICQ_OSCAR_SERVER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/err.h"
#include "core/list.h"
#include "core/util.h"
#include "icq/oscar_cookie.h"
#include "icq/oscar_io.h"
#include "net/addr.h"

struct icq;
struct oscar_conn;
struct oscar_ports;
struct oscar_server;
struct tls_contexts;

enum {
	OSCAR_LOGIN_MS = 30000,	 /* a connection has so long to log in, and so long for a handshake of TLS */
	OSCAR_LOGIN_FRAMES = 10, /* and so many frames */
	OSCAR_LOGINS_MAX = 512,	 /* connections that have not logged in */
	OSCAR_LOGINS_PER_ADDRESS = 10, /* of them */
};

/* ports: owned from now on; NULL: there are none. */
struct oscar_server *oscar_server_new(struct icq *icq, struct oscar_ports *ports) WARN_UNUSED;
/* Sessions have ended before; what is left of connections is closed. */
void oscar_server_free(struct oscar_server *s); /* NULL is fine */
/* Accepts from now on.  -1 with *e. */
int oscar_server_start(struct oscar_server *s, struct err *e) WARN_UNUSED;
/* At the start, and at REHASH; NULL: nobody is accepted on ports of TLS. */
void oscar_server_set_tls(struct oscar_server *s, struct tls_contexts *tls);
/* Nobody logs in any more. */
void oscar_server_stop(struct oscar_server *s);

/* One more that has not logged in is welcome. */
bool oscar_server_admits(const struct oscar_server *s, const struct peer_addr *peer) WARN_UNUSED;
/* io is copied, and closed with the connection.  NULL: it is not wanted; io is as it was. */
struct oscar_conn *oscar_server_accept(struct oscar_server *s, const struct oscar_io *io) WARN_UNUSED;

/* ---- for oscar_auth and oscar_bos ---- */

struct icq *oscar_server_icq(const struct oscar_server *s);
struct oscar_cookies *oscar_server_cookies(const struct oscar_server *s);
/* link: of who has not logged in; list_del() and false at the end. */
void oscar_server_count_login(struct oscar_server *s, struct list *link, bool begins);

#endif
