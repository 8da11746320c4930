/* Is it JSON (RFC 8259)? */
#ifndef CONCLAVE_FUZZ_JSON_H
#define CONCLAVE_FUZZ_JSON_H

#include <stdbool.h>

#include "core/util.h"
#include "core/view.h"

/* One value with blanks around it, in UTF-8, nested at most a few deep. */
bool json_is_text(struct view v) WARN_UNUSED;

#endif
