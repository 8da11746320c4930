/* What would become of a client, told in plain lines: conclaved --explain, and whoever else wants to know. */
#ifndef CONCLAVE_AUTH_ADMISSION_EXPLAIN_H
#define CONCLAVE_AUTH_ADMISSION_EXPLAIN_H

#include <stdbool.h>

#include "auth/admission.h"
#include "conf/conf.h"
#include "core/err.h"
#include "core/util.h"
#include "core/view.h"
#include "proto/limits.h"

/* A client that is supposed.  facts point into it and into the configuration: it is not to be copied. */
struct admission_subject {
	struct admission_facts facts;
	char user[USER_LEN + 1];
	char account[ACCOUNT_LEN + 1];
	char fingerprint[65];
};

#define ADMISSION_SUBJECT_FORM                                                          \
	"user@address[:port] [ACCOUNT] [tls] [account=NAME] [certificate=FINGERPRINT] " \
	"[ident=ok|none] [listener=TITLE] [password[=right|wrong]]"

/*
 * admission_subject_parse: ADMISSION_SUBJECT_FORM, the words in any order, each once.
 *   address  "192.0.2.1", "2001:db8::1", "[2001:db8::1]", "unix"; port: of the listener that the client comes by
 *   ret      0, or -1 with what is wrong in *e
 */
int admission_subject_parse(
	const struct conf *conf, struct view text, struct admission_subject *out, struct err *e) WARN_UNUSED;

/* Each rule that is looked at, the decision, and the limits of the class.  True: the client would be let in. */
bool admission_explain(
	const struct conf *conf, const struct admission_facts *facts, admission_emit_fn *emit, void *to);

#endif
