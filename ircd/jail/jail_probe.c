/* All phases in a child that reports and dies, so that an administrator learns what holds before anything depends on it. */
#include "config.h"

#include "jail/jail_priv.h"

#include <string.h>

struct probe_result {
	int r;
	struct jail_report report;
	struct err err;
};

static int
all_phases(struct jail *j, struct err *e)
{
	if (jail_enter_room(j, e) == -1 || jail_drop(j, e) == -1 || jail_landlock(j, e) == -1)
		return -1;
	return jail_seal(j, e) == -1 ? -1 : jail_prove(j, e);
}

static void
probe_run(void *arg, void *out)
{
	struct jail *j = arg;
	struct probe_result *res = out;

	res->r = all_phases(j, &res->err);
	res->report = j->report;
}

int
jail_probe(const struct jail_plan *plan, struct jail_report *report, struct err *e)
{
	struct probe_result res = { .r = -1 };
	struct jail *j = jail_new(plan, e);
	int r = -1;

	memset(report, 0, sizeof(*report));
	report->mode = plan->mode;
	if (j == NULL)
		return -1;
	if (jail_in_child(probe_run, j, &res, sizeof(res), e) == 0) {
		*report = res.report;
		r = res.r;
		if (r == -1 && e != NULL)
			*e = res.err;
	}
	jail_free(j);
	return r;
}
