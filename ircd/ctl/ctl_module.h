/* What conclavectl has to know of a request to a module before it asks: whether a password belongs to it. */
#ifndef CONCLAVE_CTL_CTL_MODULE_H
#define CONCLAVE_CTL_CTL_MODULE_H

#include <stdint.h>

#include "core/util.h"
#include "core/view.h"

/* Which of the arguments behind `request` is secret, counted from 1, by the server's word; 0: none, or it can't be asked. */
uint32_t ctl_module_secret(const char *socket, struct view module, struct view request) WARN_UNUSED;

#endif
