/* What keys of sections link and links mean together; rows of conf_schema_link.c. */
#ifndef CONCLAVE_CONF_CONF_CHECK_LINK_H
#define CONCLAVE_CONF_CONF_CHECK_LINK_H

#include <stdbool.h>
#include <stdint.h>

#include "conf/conf_bind.h"
#include "core/util.h"
#include "core/view.h"

void conf_link_title(struct conf_build *b, const struct conf_raw_section *raw, void *section);
void conf_link_check(struct conf_build *b, const struct conf_raw_section *raw, void *section);
void conf_link_check_links(struct conf_build *b, const struct conf_raw_section *raw, void *section);
/* Of section listen: what a listener for servers cannot be as well. */
void conf_link_check_listen(
	struct conf_build *b, const struct conf_raw_section *raw, const struct conf_listen *listen);
/* After all sections: what links need of the others. */
void conf_link_check_whole(struct conf_build *b);

/* The address of a place, literal and without brackets, and its port.  NULL: text is NULL, or no place. */
const char *conf_link_take_place(struct conf_build *b, const char *text, uint16_t *port) WARN_UNUSED;

/* Forms of texts. */
bool conf_link_is_place(struct view v) WARN_UNUSED;    /* "192.0.2.1:6697", "[2001:db8::1]:6697" */
bool conf_link_is_address(struct view v) WARN_UNUSED;  /* "192.0.2.1", "2001:db8::1" */
bool conf_link_is_password(struct view v) WARN_UNUSED; /* stands as one parameter of a line */
bool conf_link_is_nick(struct view v) WARN_UNUSED;

#endif
