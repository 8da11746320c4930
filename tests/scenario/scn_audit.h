/* The audit log of a scenario: the sink that keeps records, and the statement `audited` that reads them. */
#ifndef CONCLAVE_TESTS_SCENARIO_SCN_AUDIT_H
#define CONCLAVE_TESTS_SCENARIO_SCN_AUDIT_H

#include "core/buf.h"
#include "core/util.h"

struct scn_audit {
	struct buf records; /* a line each, those that were not read yet */
};

void scn_audit_init(struct scn_audit *a);
void scn_audit_release(struct scn_audit *a);
/* audit_sink_fn */
void scn_audit_take(void *arg, struct view object);

#endif
