/* What the files of the relay share. */
#ifndef CONCLAVE_RELAY_RELAY_PRIV_H
#define CONCLAVE_RELAY_RELAY_PRIV_H

#include <stdbool.h>
#include <stdint.h>

#include "conf/conf.h"
#include "core/list.h"
#include "core/loop.h"
#include "relay/pump.h"
#include "relay/relay.h"
#include "relay/relay_budget.h"
#include "relay/relay_port.h"

struct allow_table;

struct relay {
	struct relay_env env;
	const struct conf *conf;    /* one reference */
	const struct conf *started; /* another: what the jail was made for, which no REHASH changes */
	struct allow_table *allow;
	struct pumps *pumps;
	struct relay_ports *ports; /* those of the start */
	struct relay_budget budget;
	struct list sessions; /* struct relay_session.in_relay, oldest first */
	size_t n_sessions, n_open;
	uint32_t last_id;
	struct relay_stats stats; /* what is counted, not what is asked for */
};

/* Never more than the jail was made for. */
static inline enum conf_dcc_mode
relay_mode(const struct relay *r)
{
	return r->conf->dcc.mode < r->started->dcc.mode ? r->conf->dcc.mode : r->started->dcc.mode;
}

/* The socket of the scanner whose directory the jail shows; NULL: there is none. */
static inline const char *
relay_scanner(const struct relay *r)
{
	return r->started->dcc.mode != CONF_DCC_OFF ? r->started->dcc.scan : NULL;
}

/* As many sessions as there may be now. */
static inline uint32_t
relay_max_sessions(const struct relay *r)
{
	return relay_budget_sessions(r->conf->dcc.max_sessions, r->env.descriptors);
}

#endif
