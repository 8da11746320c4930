/*
 * The listening sockets of OSCAR, plain and TLS, and what is accepted on them: streams, which oscar_server reads as connections.  Opened before
 * the jail closes.
 */
#ifndef CONCLAVE_ICQ_OSCAR_PORTS_H
#define CONCLAVE_ICQ_OSCAR_PORTS_H

#include <stddef.h>
#include <stdint.h>

#include "conf/conf.h"
#include "core/err.h"
#include "core/util.h"

struct loop;
struct oscar_ports;
struct oscar_server;
struct tls_contexts;

enum {
	OSCAR_PORTS_MAX = 16,	      /* of listen and listen-tls */
	OSCAR_ACCEPTS_PER_TURN = 16,  /* of each */
	OSCAR_SHAKING_MAX = 128,      /* handshakes of TLS that are not through */
	OSCAR_PAUSE_MS = 1000,	      /* nothing is accepted for so long when descriptors are out */
	OSCAR_ADMIT_BURST = 30,	      /* connections of one address at once; a login has two */
	OSCAR_ADMIT_PER_MS = 1000,    /* then one more in so long */
	OSCAR_ADMIT_ADDRESSES = 8192, /* that are remembered */
};

/* Nothing is borrowed of conf.  NULL with *e naming what can't be opened. */
struct oscar_ports *
oscar_ports_open(const struct conf_icq *conf, struct loop *loop, struct err *e) WARN_UNUSED;
void oscar_ports_free(struct oscar_ports *p); /* NULL is fine; what was accepted lives on */
/* Descriptors at most, with those that are accepted. */
uint64_t oscar_ports_fds(const struct conf_icq *conf) WARN_UNUSED;

/* Accepts from now on.  -1 with *e. */
int oscar_ports_start(struct oscar_ports *p, struct oscar_server *server, struct err *e) WARN_UNUSED;
/* For who comes from now on; a reference is taken.  NULL: listen-tls turns everybody away. */
void oscar_ports_set_tls(struct oscar_ports *p, struct tls_contexts *tls);

size_t oscar_ports_count(const struct oscar_ports *p);
/* Where the i-th listens, with the port that the system has chosen for 0: "127.0.0.1:5190". */
const char *oscar_ports_text(const struct oscar_ports *p, size_t i);

#endif
