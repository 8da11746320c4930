/* What run_icq runs, by subject. */
#ifndef TESTS_ICQ_ICQ_CASES_H
#define TESTS_ICQ_ICQ_CASES_H

#include <stddef.h>

#include "tests/icq/icq_rig.h"

extern const struct icq_case icq_cases_account[], icq_cases_channel[], icq_cases_people[],
	icq_cases_session[], icq_cases_uins[];
extern const size_t n_icq_cases_account, n_icq_cases_channel, n_icq_cases_people, n_icq_cases_session,
	n_icq_cases_uins;

#endif
