/* The text of scripts: escapes and short forms, and patterns for lines. */
#ifndef CONCLAVE_TESTS_SCENARIO_SCN_MATCH_H
#define CONCLAVE_TESTS_SCENARIO_SCN_MATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/util.h"
#include "core/view.h"

enum { SCN_PATTERN_MAX = 20000, SCN_NAMES_MAX = 32 };

/* What *{name} has stood for so far in a scenario. */
struct scn_names {
	size_t n;
	struct {
		char *name, *value; /* value NULL: not matched yet */
	} item[SCN_NAMES_MAX];
};
void scn_names_clear(struct scn_names *names);

/* Takes what is before the next blank; empty at the end. */
struct view scn_word(struct view *rest);

/* Gives the text of $WORD, or NULL if it knows none; then the dollar is a dollar. */
typedef const char *scn_word_fn(void *arg, struct view word);
struct scn_words {
	scn_word_fn *fn;
	void *arg;
};

/* A byte, or one of the others. */
enum { SCN_ANY = 0x100, SCN_NAME = 0x200 };
struct scn_pattern {
	size_t n;
	uint16_t piece[SCN_PATTERN_MAX];
};

/*
 * scn_pattern_make: text as written in a script.
 *   \xHH a byte, \\ \* \$ themselves, \(TEXT*N) N times TEXT, $WORD by `words`, and
 *   * any bytes, *{name} any bytes that are the same wherever *{name} stands in a scenario
 *   ret  0, or -1: the text is malformed or too long
 */
int scn_pattern_make(struct scn_pattern *p, struct view text, const struct scn_words *words,
	struct scn_names *names) WARN_UNUSED;
bool scn_pattern_match(const struct scn_pattern *p, struct view line, struct scn_names *names) WARN_UNUSED;
/* The bytes of a pattern, its stars as stars: for text to send.  dst: SCN_PATTERN_MAX bytes. */
size_t scn_pattern_bytes(const struct scn_pattern *p, char *dst);

#endif
