/* What libraries must load before the jail closes: random bytes, the hash key, OpenSSL's tables. */
#ifndef CONCLAVE_MAIN_LIBRARIES_H
#define CONCLAVE_MAIN_LIBRARIES_H

#include "core/err.h"
#include "core/util.h"

int libraries_init(struct err *e) WARN_UNUSED;

#endif
