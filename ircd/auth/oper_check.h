/*
 * Who may be an operator: the sections `oper` as a function of what is known of a client.  It asks for no password, waits for nothing
 * and changes nothing; oper_up.h does, and a rehash that only looks asks the same.
 */
#ifndef CONCLAVE_AUTH_OPER_CHECK_H
#define CONCLAVE_AUTH_OPER_CHECK_H

#include <stdbool.h>
#include <stdint.h>

#include "conf/conf.h"
#include "core/util.h"
#include "state/client.h"

/* What is missing. */
enum oper_lack {
	OPER_LACK_NOTHING,
	OPER_LACK_SECTION, /* there is none of that name */
	OPER_LACK_FROM,
	OPER_LACK_TLS,
	OPER_LACK_CERTIFICATE,
	OPER_LACK_ACCOUNT,
	OPER_LACK_N
};

/* c: local.  oper NULL: OPER_LACK_SECTION.  The password is the caller's to check. */
enum oper_lack oper_check(const struct conf_oper *oper, const struct client *c) WARN_UNUSED;
/* For operators, the log and records: "TLS is required". */
const char *oper_check_text(enum oper_lack lack);

enum oper_fate { OPER_STAYS, OPER_CHANGES, OPER_ENDS };

/* What an operator is under a configuration. */
struct oper_outlook {
	enum oper_fate fate;
	enum oper_lack lack;	      /* why its own section does not count any more */
	const struct conf_oper *oper; /* its own section, if it still fits; NULL: it has none, or had */
	const struct conf_role *role; /* that it has then: given, or the section's; NULL: OPER_ENDS */
	bool is_given;
};
/* c: local, an operator.  CHANGES: another role, or other privileges. */
void oper_check_under(const struct conf *conf, const struct client *c, struct oper_outlook *out);
/* Of ENDS: why, for everybody. */
const char *oper_check_why(const struct oper_outlook *outlook);

#endif
