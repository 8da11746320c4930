/* The scenarios.  Each prints its rows; false if it could not be carried through. */
#ifndef CONCLAVE_BENCH_LOAD_SCENARIO_H
#define CONCLAVE_BENCH_LOAD_SCENARIO_H

#include "load.h"

bool scenario_register(struct load *l);
bool scenario_fanout10(struct load *l);
bool scenario_fanout100(struct load *l);
bool scenario_fanout100_mixed(struct load *l);
bool scenario_fanout1000(struct load *l);
bool scenario_light(struct load *l);
bool scenario_pingpong(struct load *l);
bool scenario_idle(struct load *l);
bool scenario_memory(struct load *l);
bool scenario_churn(struct load *l);
bool scenario_hostile(struct load *l);
bool scenario_ban(struct load *l);

#endif
