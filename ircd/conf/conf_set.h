/* What SET changes at run time, until the next REHASH: a table of names, each a key of the configuration or the lockdown. */
#ifndef CONCLAVE_CONF_CONF_SET_H
#define CONCLAVE_CONF_CONF_SET_H

#include <stddef.h>

#include "conf/conf.h"
#include "conf/conf_range.h"
#include "conf/conf_show.h"
#include "core/util.h"
#include "core/view.h"

struct conf_setting;

/* Walks: NULL first; NULL at the end. */
const struct conf_setting *conf_setting_next(const struct conf_setting *s) WARN_UNUSED;
/* Case is ignored; NULL: there is none. */
const struct conf_setting *conf_setting_find(struct view name) WARN_UNUSED;
const char *conf_setting_name(const struct conf_setting *s) WARN_UNUSED; /* "MAX" */
const char *conf_setting_help(const struct conf_setting *s) WARN_UNUSED;
/* As one would write it; "differs by class" where classes do.  Returns dst. */
const char *conf_setting_text(
	const struct conf_setting *s, const struct conf *conf, char dst[CONF_SHOW_TEXT]) WARN_UNUSED;
/* "1 to 1000000" */
const char *conf_setting_range(const struct conf_setting *s, char dst[CONF_RANGE_TEXT]) WARN_UNUSED;
/* In a copy that conf_copy() made, of all classes where it is theirs.  0, or -1: the value is not allowed, nothing was changed. */
int conf_setting_put(const struct conf_setting *s, struct conf *copy, struct conf_class *classes,
	struct view value) WARN_UNUSED;

#endif
