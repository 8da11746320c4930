/* Roles, which inherit from each other, and operators, who have one. */
#ifndef CONCLAVE_CONF_CONF_ROLE_H
#define CONCLAVE_CONF_CONF_ROLE_H

#include "conf/conf_bind.h"
#include "conf/conf_raw.h"
#include "core/util.h"
#include "core/view.h"

/* Of the row of conf_sections[].  With the last role each gets the privileges of those that it inherits, and theirs; circles are faults. */
void conf_role_check(struct conf_build *b, const struct conf_raw_section *raw, void *section);
/* Of the row of operators. */
void conf_role_check_oper(struct conf_build *b, const struct conf_raw_section *raw, void *section);
/* NULL when there is none of that name. */
const struct conf_role *conf_role_find(const struct conf *conf, struct view name) WARN_UNUSED;

#endif
