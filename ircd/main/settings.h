/* From the configuration's words to what the layers take.  Checks what conf/ can't know: mode letters, jail words. */
#ifndef CONCLAVE_MAIN_SETTINGS_H
#define CONCLAVE_MAIN_SETTINGS_H

#include <limits.h>

#include "auth/people.h"
#include "conf/conf.h"
#include "conf/conf_faults.h"
#include "core/err.h"
#include "core/util.h"
#include "jail/jail.h"
#include "module/module.h"
#include "net/conn.h"
#include "net/resolver.h"
#include "net/tls.h"
#include "state/world.h"

/* Ranges that are dialled at most: ident, servers of names, links, modules, and what the relay's deny-ports and the listeners leave. */
#define SETTINGS_CONNECT_PORTS \
	(1 + CONF_DNS_MAX + CONF_LINK_MAX + MODULE_PORTS_MAX + CONF_DCC_PORT_MAX + CONF_LISTEN_MAX + 1)
/* Connections to and from other servers, those that are tried and not links yet among them. */
#define SETTINGS_LINK_CONNS (2 * CONF_LINK_MAX)

/* Fills *out; 0, or -1 with the faults added.  Also the check for -t. */
int settings_world(const struct conf *conf, struct world_conf *out, struct conf_faults *faults) WARN_UNUSED;
/* The same of a configuration that was checked so: it can't fail now. */
struct world_conf settings_world_of(const struct conf *conf) WARN_UNUSED;
void settings_net(const struct conf *conf, struct net_conf *out);
/* The same for names; borrows from conf. */
void settings_resolver(const struct conf *conf, struct resolver_conf *out);
/* plan points into it: not to be copied.  plan.bind_ports is dcc ports alone: no listener of IRC is opened once the jail is closed. */
struct settings_jail {
	struct jail_plan plan;
	struct jail_ports bind_ports, connect_ports[SETTINGS_CONNECT_PORTS];
	char peer_dir[PATH_MAX];
};
void settings_jail(const struct conf *conf, struct settings_jail *out);
/* What the relay would have open at most; 0: it is off. */
uint64_t settings_relay_fds(const struct conf *conf) WARN_UNUSED;
/*
 * What it may have open where the process may have so many: what is left when everybody else has theirs.  Where that is less, a line in
 * the log says so.
 *   in   limit  0: nobody knows
 *   ret  1..; 0: nobody knows
 */
uint64_t settings_relay_share(const struct conf *conf, uint64_t limit);
/* Absolute; dst[PATH_MAX], into which any configuration fits. */
void settings_database(const struct conf *conf, char *dst);
struct audit_log_conf;
void settings_audit(const struct conf *conf, struct audit_log_conf *out);
/* The same for the directory of the audit log. */
void settings_audit_dir(const struct conf *conf, char *dst);
/* NULL without an error when no tls section is there. */
int settings_tls(const struct conf *conf, const struct tls_contexts *previous, struct tls_contexts **out,
	struct err *e) WARN_UNUSED;
/* A configuration that every layer accepts, or NULL with all faults. */
const struct conf *settings_load(const char *path, struct conf_faults *faults) WARN_UNUSED;

/* Looks up the names of all sections `person`; whoever is not there is logged and stays unknown.  Blocks; before the jail. */
struct people *settings_people(const struct conf *conf) WARN_UNUSED;
/* Inside the jail: notes the names of `fresh` that nobody has looked up. */
void
settings_note_strangers(const struct people *people, const struct conf *fresh, struct conf_faults *notes);
/* Notes which links of `fresh` the jail of `started` does not let be dialled. */
void settings_note_links(const struct conf *started, const struct conf *fresh, struct conf_faults *notes);
/* Notes which uplinks of `fresh` the same does not let connect, and what modules want that it does not have. */
void settings_note_modules(const struct conf *started, const struct conf *fresh, struct conf_faults *notes);
/* Notes what of the relay the jail of `started` does not have. */
void settings_note_relay(const struct conf *started, const struct conf *fresh, struct conf_faults *notes);

/* All of these, and which modules it can't switch on or off. */
void settings_note(const struct conf *started, const struct people *people, const struct conf *fresh,
	struct conf_faults *notes);

#endif
