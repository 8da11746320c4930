/* The configuration of a scenario: a default for tests, keys that a script sets over it, and sections that it adds. */
#ifndef CONCLAVE_TESTS_SCENARIO_SCN_CONF_H
#define CONCLAVE_TESTS_SCENARIO_SCN_CONF_H

#include "core/buf.h"
#include "core/util.h"
#include "core/view.h"

struct scn_conf;

struct scn_conf *scn_conf_new(void) WARN_UNUSED;
void scn_conf_free(struct scn_conf *c);
/*
 * scn_conf_change: one line of a script behind the word `config`.
 *   in   line  "SECTION KEY = VALUE" in a default section; "- SECTION" takes a default section away; "+ TEXT" adds
 *              TEXT before the default `allow`; "default" takes everything back.  "%hash:WORD%" anywhere becomes the hash of WORD, made as cheaply as can be.
 *   ret  0, or -1: there is no such section or the line has another form
 */
int scn_conf_change(struct scn_conf *c, struct view line) WARN_UNUSED;
/*
 * A section `link` for a server, plain unless there is a fingerprint, and what links need of the rest; harmless when there is one of
 * that name.  "link:NAME KEY = VALUE" sets a key in it, "link KEY = VALUE" in all of them.  -1: too many.
 */
int
scn_conf_link(struct scn_conf *c, const char *name, const char *server, const char *fingerprint) WARN_UNUSED;
/* The whole file, appended to `out`. */
void scn_conf_write(const struct scn_conf *c, struct buf *out);

#endif
