/* What may be said to a linked server: the dialect's grammar, as its servers check it. */
#ifndef CONCLAVE_TESTS_SCENARIO_SCN_GRAMMAR_H
#define CONCLAVE_TESTS_SCENARIO_SCN_GRAMMAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/util.h"
#include "core/view.h"

/*
 * scn_grammar_ok: one line to a neighbour, without CR LF.
 *   in   caps  LINK_CAP_BIT()s that it has said
 *   out  why   what is wrong with the line, when false
 */
bool scn_grammar_ok(struct view line, uint64_t caps, char *why, size_t size) WARN_UNUSED;

#endif
