/*
 * REHASH as a transaction: the whole new configuration, its texts and certificates are read and checked first, and it is decided what will
 * change and whom it concerns; then it is swapped whole, or, with -n, only told.  A fault changes nothing.
 */
#ifndef CONCLAVE_MAIN_REHASH_H
#define CONCLAVE_MAIN_REHASH_H

#include "commands/control_status.h"
#include "commands/rehash_ask.h"
#include "conf/conf.h"
#include "core/util.h"

struct conf_faults;
struct ports;
struct resolver;
struct server;
struct tls_contexts;

struct rehash {
	struct server *server;
	struct ports *ports;
	struct tls_contexts **tls;   /* the one in use */
	struct resolver *resolver;   /* NULL: there is none */
	const struct conf *started;  /* a reference: what takes a restart is told until it has come */
	struct conf_faults *pending; /* that */
	uint64_t read_ms;
	char last[512];
};

/* What the server was made with; all but the configuration is borrowed. */
struct rehash_env {
	struct server *server;
	struct ports *ports;
	struct tls_contexts **tls;
	struct resolver *resolver;
};
void rehash_init(struct rehash *r, const struct rehash_env *env, const struct conf *conf);
void rehash_release(struct rehash *r); /* all 0 is fine */

/*
 * rehash_run: every fault is emitted, and logged; else what takes a restart, and with ask->dry all that would change.
 *   ret   0, or -1: nothing was changed
 *   cost  reads files; blocks for that long
 */
int rehash_run(struct rehash *r, const struct rehash_ask *ask) WARN_UNUSED;
/* Takes over what SET has changed in a copy of the running configuration. */
void rehash_configure(struct rehash *r, const struct conf *copy);
/* All but the jail. */
void rehash_status(const struct rehash *r, struct control_status *out);
/* An emit function that writes to the log. */
void rehash_log_line(void *to, const char *line);

#endif
