/* A certificate that is thrown away when the program ends. */
#ifndef CONCLAVE_TESTS_SCENARIO_SCN_CERT_H
#define CONCLAVE_TESTS_SCENARIO_SCN_CERT_H

#include "core/util.h"

struct scn_cert {
	char *certificate, *key; /* PEM */
};

/* Made when it is first asked for; NULL when OpenSSL cannot. */
const struct scn_cert *scn_cert_get(void) WARN_UNUSED;

#endif
