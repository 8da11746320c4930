/* Checks of sections module, icq-uplink and icq-contact: rows of conf_sections[]. */
#ifndef CONCLAVE_CONF_CONF_CHECK_ICQ_H
#define CONCLAVE_CONF_CONF_CHECK_ICQ_H

#include <stdbool.h>

#include "conf/conf_bind.h"
#include "core/util.h"
#include "core/view.h"

void conf_icq_title(struct conf_build *b, const struct conf_raw_section *raw, void *section);
void conf_icq_title_uplink(struct conf_build *b, const struct conf_raw_section *raw, void *section);
void conf_icq_title_contact(struct conf_build *b, const struct conf_raw_section *raw, void *section);
void conf_icq_check(struct conf_build *b, const struct conf_raw_section *raw, void *section);
void conf_icq_check_uplink(struct conf_build *b, const struct conf_raw_section *raw, void *section);
void conf_icq_check_contact(struct conf_build *b, const struct conf_raw_section *raw, void *section);

/* Form of a text: a name of conf_icq_charset_name(), case does not count. */
bool conf_icq_is_charset(struct view v) WARN_UNUSED;

#endif
