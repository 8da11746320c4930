/* conclavectl icq ... */
#ifndef CONCLAVE_ICQ_ICQ_REQUEST_H
#define CONCLAVE_ICQ_ICQ_REQUEST_H

#include "module/module.h"

#define ICQ_REQUESTS 9
extern const struct module_request icq_requests[ICQ_REQUESTS];

#endif
