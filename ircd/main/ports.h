/* The listeners of the configuration, open for the life of the process. */
#ifndef CONCLAVE_MAIN_PORTS_H
#define CONCLAVE_MAIN_PORTS_H

#include "commands/command.h"
#include "conf/conf.h"
#include "core/err.h"
#include "core/util.h"
#include "net/tls.h"

struct conf_faults;
struct net;
struct ports;

/* Opens all; NULL with *e naming the one that failed, and nothing left open. */
struct ports *ports_open(const struct conf *conf, struct err *e) WARN_UNUSED;
void ports_close(struct ports *p);
/* Closes the listeners; connections that came by them still know where. */
void ports_stop(struct ports *p);
/* Where those go who are accepted. */
struct ports_nets {
	struct net *clients;
	struct net *links;   /* who comes by a listener for servers */
	struct net *control; /* who comes by the control socket */
};
/* From now on they are. */
int ports_start(struct ports *p, const struct ports_nets *nets, struct err *e) WARN_UNUSED;
/* Certificates for those who connect from now on. */
void ports_set_tls(struct ports *p, struct tls_contexts *tls);
/*
 * Closes those that are no more; those that stay take over all but what their socket has (address, backlog, mode) and who comes that way (links).  Connections stay.
 * ports_set_tls() comes behind it.  In the jail no socket can be opened: ports_note() says which ones are missing.
 */
void ports_configure(struct ports *p, const struct conf *conf);
/* Some listener that is open is in conf too, or there is none to begin with. */
bool ports_any_stays(const struct ports *p, const struct conf *conf) WARN_UNUSED;
/* A note for each listener of conf that is not open: that takes a restart. */
void ports_note(const struct ports *p, const struct conf *conf, struct conf_faults *notes);
/* One line per listener. */
void ports_tell(const struct ports *p, control_emit_fn *emit, void *to);

#endif
