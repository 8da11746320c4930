/* One function for each type of value: it checks what was written and puts it into the section's struct. */
#ifndef CONCLAVE_CONF_CONF_TAKE_H
#define CONCLAVE_CONF_CONF_TAKE_H

#include "conf/conf_bind.h"
#include "conf/conf_schema.h"

/*
 * Takes slot->key into slot->section by slot->bind; a value that is not allowed becomes a fault and the
 * field stays.
 */
void conf_take(const struct conf_slot *slot);

#endif
