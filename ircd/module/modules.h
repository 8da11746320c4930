/* The modules of this server, for main/: those that the configuration switches on, from start to end. */
#ifndef CONCLAVE_MODULE_MODULES_H
#define CONCLAVE_MODULE_MODULES_H

#include <stddef.h>

#include "conf/conf.h"
#include "conf/conf_faults.h"
#include "core/err.h"
#include "core/util.h"
#include "core/view.h"
#include "module/module.h"

struct audit;
struct gate;
struct loop;
struct modules;
struct net;
struct store;
struct tls_contexts;
struct world;

/* Everything is borrowed and outlives them, but for the store, which modules_stop() lets go. */
struct modules_env {
	struct loop *loop;
	struct world *world;
	struct gate *gate;
	struct net *net; /* of clients */
	struct audit *audit;
	struct store *store;		 /* NULL: nothing is written */
	struct tls_contexts *const *tls; /* the one in use; NULL: there is no TLS */
};

/* Outside of the jail: their sockets.  NULL with *e; nothing is left open. */
struct modules *modules_open(const struct conf *conf, struct loop *loop, struct err *e) WARN_UNUSED;
/* The same without sockets, for tests without a network. */
struct modules *modules_new(const struct conf *conf) WARN_UNUSED;
/* env is copied, a reference to conf is taken. */
void modules_start(struct modules *m, const struct modules_env *env, const struct conf *conf);
/* What they have stored, then ready(): before the first stranger. */
int modules_load(struct modules *m, struct err *e) WARN_UNUSED;
/* Takes a reference.  Which modules are on stays as it was at the start. */
void modules_configure(struct modules *m, const struct conf *conf);
/* What those that are on need of the jail, all together. */
void modules_needs(const struct conf *conf, struct module_needs *out);
/* Notes which module a REHASH can't switch on or off. */
void modules_note(const struct conf *running, const struct conf *fresh, struct conf_faults *notes);
/* Their users leave with this reason; nothing is stored any more. */
void modules_stop(struct modules *m, struct view reason);
/* Their users' connections are gone.  NULL is fine. */
void modules_free(struct modules *m);

/* Module i of those that there are, on or off; NULL past the last. */
const struct module *modules_at(size_t i) WARN_UNUSED;
/* NULL: it is not on. */
struct module_host *modules_find(const struct modules *m, struct view name) WARN_UNUSED;
const struct module *module_of(const struct module_host *h);
/* The module's own, as its functions take it. */
void *module_self(const struct module_host *h);

#endif
