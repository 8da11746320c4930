/*
 * The ICQ gateway on a whole server.
 * usage: run_icq [PART-OF-NAME]
 */
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "core/hash.h"
#include "core/log.h"
#include "core/rng.h"
#include "tests/icq/icq_cases.h"

struct run {
	const char *only;
	unsigned passed, failed, skipped;
};

static void
run_case(struct run *run, const struct icq_case *c)
{
	struct icq_rig r = { .n_faults = 0 };

	if (run->only != NULL && strstr(c->name, run->only) == NULL) {
		run->skipped++;
		return;
	}
	c->run(&r);
	icq_rig_close(&r);
	(void)printf("%sok %s\n", r.n_faults == 0 ? "" : "not ", c->name);
	(void)fflush(stdout);
	run->passed += r.n_faults == 0;
	run->failed += r.n_faults != 0;
}

int
main(int argc, char **argv)
{
	const struct {
		const struct icq_case *cases;
		size_t n;
	} subjects[] = {
		{ icq_cases_account, n_icq_cases_account },
		{ icq_cases_session, n_icq_cases_session },
		{ icq_cases_channel, n_icq_cases_channel },
		{ icq_cases_people, n_icq_cases_people },
		{ icq_cases_uins, n_icq_cases_uins },
	};
	struct run run = { .only = argc > 1 ? argv[1] : NULL };
	struct err e;

	(void)setvbuf(stdout, NULL, _IOLBF, 0);
	log_init(LOG_LEVEL_ERROR, false);
	if (sodium_init() == -1 || rng_init(&e) == -1)
		return 1;
	hash_init();
	for (size_t i = 0; i < ARRAY_LEN(subjects); i++) {
		for (size_t k = 0; k < subjects[i].n; k++)
			run_case(&run, &subjects[i].cases[k]);
	}
	(void)printf("%u passed, %u failed, %u skipped\n", run.passed, run.failed, run.skipped);
	return run.failed == 0 ? 0 : 1;
}
