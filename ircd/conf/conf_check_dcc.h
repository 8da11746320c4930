/* What keys of sections dcc and dcc-rule mean together; rows of conf_schema_dcc.c. */
#ifndef CONCLAVE_CONF_CONF_CHECK_DCC_H
#define CONCLAVE_CONF_CONF_CHECK_DCC_H

#include <stdbool.h>

#include "conf/conf_bind.h"
#include "core/util.h"
#include "core/view.h"

void conf_dcc_check(struct conf_build *b, const struct conf_raw_section *raw, void *section);
void conf_dcc_title_rule(struct conf_build *b, const struct conf_raw_section *raw, void *section);
void conf_dcc_check_rule(struct conf_build *b, const struct conf_raw_section *raw, void *section);
/* After all sections: no port of the range is a listener's. */
void conf_dcc_check_listeners(struct conf_build *b);

/* "/run/clamav/clamd.ctl": one name for a file, in a directory that is not the root. */
bool conf_dcc_is_socket_path(struct view v) WARN_UNUSED;
/* Something that a clean file name can be: no blank, no slash. */
bool conf_dcc_is_name_mask(struct view v) WARN_UNUSED;

#endif
