/* Names of addresses as a script says them, in place of DNS; with a delay by the scenario's clock. */
#ifndef CONCLAVE_TESTS_SCENARIO_SCN_LOOKUP_H
#define CONCLAVE_TESTS_SCENARIO_SCN_LOOKUP_H

#include <stdint.h>

#include "auth/lookup_name.h"
#include "core/list.h"
#include "core/util.h"
#include "core/view.h"

enum { SCN_LOOKUPS_MAX = 16 };

struct scn_lookup {
	struct loop *loop;
	struct name_source source;
	size_t n;
	struct {
		struct peer_addr peer;
		enum resolver_verdict verdict; /* RESOLVER_FOUND, _NONE or _BUSY */
		char name[DNS_HOST_LEN + 1];
		uint64_t after_ms; /* 0: at once */
	} item[SCN_LOOKUPS_MAX];
	struct list waiting;
};

void scn_lookup_init(struct scn_lookup *l);
/* Nobody is told any more. */
void scn_lookup_stop(struct scn_lookup *l);
/* "answers NAME", "nothing" or "busy" for an address; an earlier word about it is forgotten.  -1: not one of these, or too many. */
int scn_lookup_set(
	struct scn_lookup *l, const struct peer_addr *peer, struct view what, uint64_t after_ms) WARN_UNUSED;

#endif
