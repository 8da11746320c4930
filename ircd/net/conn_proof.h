/* What a connection proves of its peer, below IRC; made in conn.c. */
#ifndef CONCLAVE_NET_CONN_PROOF_H
#define CONCLAVE_NET_CONN_PROOF_H

#include <stddef.h>
#include <stdint.h>

#include "core/util.h"
#include "net/conn.h"

/* The user number of who connected to a Unix socket, as the kernel says it (SO_PEERCRED).  0, or -1: it is none, or it can't be told. */
int conn_peer_uid(const struct conn *c, uint32_t *uid) WARN_UNUSED;

enum tls_binding { TLS_BINDING_EXPORTER, TLS_BINDING_SERVER_END_POINT, TLS_BINDING_UNIQUE, TLS_BINDING_N };
#define TLS_BINDING_MAX 64 /* bytes */
/* What ties a proof to this very connection: RFC 9266, RFC 5929.  Its length; 0 where there is none. */
size_t
conn_tls_binding(const struct conn *c, enum tls_binding type, uint8_t dst[TLS_BINDING_MAX]) WARN_UNUSED;

#endif
