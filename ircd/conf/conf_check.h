/* What titles mean, what keys of a section mean together, and what sections mean together. */
#ifndef CONCLAVE_CONF_CONF_CHECK_H
#define CONCLAVE_CONF_CONF_CHECK_H

#include <stdbool.h>

#include "conf/conf_bind.h"
#include "core/util.h"
#include "core/view.h"

/* Rows of conf_sections[].  `section` is the struct of conf_types.h. */
void conf_check_server(struct conf_build *b, const struct conf_raw_section *raw, void *section);
void conf_check_tls(struct conf_build *b, const struct conf_raw_section *raw, void *section);
void conf_check_listen(struct conf_build *b, const struct conf_raw_section *raw, void *section);
void conf_check_allow(struct conf_build *b, const struct conf_raw_section *raw, void *section);
void conf_check_ident(struct conf_build *b, const struct conf_raw_section *raw, void *section);
void conf_check_control(struct conf_build *b, const struct conf_raw_section *raw, void *section);
void conf_check_gateway(struct conf_build *b, const struct conf_raw_section *raw, void *section);
void conf_check_guard_rule(struct conf_build *b, const struct conf_raw_section *raw, void *section);
void conf_title_guard_rule(struct conf_build *b, const struct conf_raw_section *raw, void *section);
void conf_title_guard_channel(struct conf_build *b, const struct conf_raw_section *raw, void *section);
void conf_title_class(struct conf_build *b, const struct conf_raw_section *raw, void *section);
void conf_title_role(struct conf_build *b, const struct conf_raw_section *raw, void *section);
void conf_title_oper(struct conf_build *b, const struct conf_raw_section *raw, void *section);
void conf_title_person(struct conf_build *b, const struct conf_raw_section *raw, void *section);
void conf_title_listen(struct conf_build *b, const struct conf_raw_section *raw, void *section);
void conf_title_allow(struct conf_build *b, const struct conf_raw_section *raw, void *section);
void conf_title_gateway(struct conf_build *b, const struct conf_raw_section *raw, void *section);
void conf_title_quiz(struct conf_build *b, const struct conf_raw_section *raw, void *section);

/* The title, a fault when it is no name of letters, digits, '-' and '_'. */
const char *conf_title_word(struct conf_build *b, const struct conf_raw_section *raw) WARN_UNUSED;

/* After all sections: what needs to see them all.  Not called when part of a file was not read. */
void conf_check_whole(struct conf_build *b);

/* There is a section tls, or may be in what was not read. */
bool conf_check_has_tls(const struct conf_build *b) WARN_UNUSED;

/* Forms of texts. */
bool conf_check_is_server_name(struct view v) WARN_UNUSED;
bool conf_check_is_sid(struct view v) WARN_UNUSED;
bool conf_check_is_word(struct view v) WARN_UNUSED;	 /* no blank */
bool conf_check_is_tag_list(struct view v) WARN_UNUSED;	 /* CLIENTTAGDENY */
bool conf_check_is_host_part(struct view v) WARN_UNUSED; /* may end a host name */
bool conf_check_is_icon(struct view v) WARN_UNUSED;	 /* https URL */
bool conf_check_is_account(struct view v) WARN_UNUSED;
bool conf_check_is_user_name(struct view v) WARN_UNUSED; /* of the host */
bool conf_check_is_file_name(struct view v) WARN_UNUSED; /* in a directory that is known; not hidden */

#endif
