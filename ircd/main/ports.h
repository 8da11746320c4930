/* The listeners of the configuration, open for the life of the process. */
#ifndef CONCLAVE_MAIN_PORTS_H
#define CONCLAVE_MAIN_PORTS_H

#include "commands/command.h"
#include "conf/conf.h"
#include "core/err.h"
#include "core/util.h"
#include "net/tls.h"

struct net;
struct ports;

/* Opens all; NULL with *e naming the one that failed, and nothing left open. */
struct ports *ports_open(const struct conf *conf, struct err *e) WARN_UNUSED;
void ports_close(struct ports *p);
/* Closes the listeners; connections that came by them still know where. */
void ports_stop(struct ports *p);
/* From now on clients are accepted; and who comes by the control socket, into a net of their own. */
int ports_start(struct ports *p, struct net *net, struct net *control, struct err *e) WARN_UNUSED;
/* Certificates for those who connect from now on. */
void ports_set_tls(struct ports *p, struct tls_contexts *tls);
/* Takes over the classes and origins of those that are open; new ones and changed addresses take a restart. */
void ports_configure(struct ports *p, const struct conf *conf);
/* One line per listener. */
void ports_tell(const struct ports *p, control_emit_fn *emit, void *to);

#endif
