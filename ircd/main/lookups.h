/* What is asked about addresses: the resolver, made before the jail closes, as the gate asks it; and which are our own. */
#ifndef CONCLAVE_MAIN_LOOKUPS_H
#define CONCLAVE_MAIN_LOOKUPS_H

#include "auth/gate.h"
#include "auth/lookup_name.h"
#include "conf/conf.h"
#include "core/err.h"
#include "core/util.h"
#include "main/own_address.h"

struct lookups {
	struct resolver *resolver; /* NULL: the configuration wants none */
	struct name_source source;
	struct own_addresses own; /* where there is dcc; else none */
};

/* Zeroed before; 0, or -1 with *e. */
int lookups_open(struct lookups *l, struct loop *loop, const struct conf *conf, struct err *e) WARN_UNUSED;
/* l outlives the gate. */
void lookups_give(const struct lookups *l, struct gate *g);
/* After the server.  Harmless if it was not opened. */
void lookups_close(struct lookups *l);

#endif
