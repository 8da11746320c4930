/* Is an operator still one under this configuration, and with which privileges?  A function of what is known; it changes nothing. */
#ifndef CONCLAVE_AUTH_REVIEW_OPER_H
#define CONCLAVE_AUTH_REVIEW_OPER_H

#include "conf/conf.h"
#include "core/util.h"
#include "state/client.h"

enum review_oper_fate {
	REVIEW_OPER_NONE, /* it is no operator */
	REVIEW_OPER_KEEPS,
	REVIEW_OPER_CHANGES, /* another role, or other privileges of it */
	REVIEW_OPER_LOWERED,
};

struct review_oper {
	enum review_oper_fate fate;
	const struct conf_role *role; /* that it has then; NULL: LOWERED */
	const char *why;	      /* of LOWERED */
};

/* A password that was passed stays passed, also when it was changed; all else has to fit as if OPER were said now. */
void review_oper(const struct conf *conf, const struct client *c, struct review_oper *out);

#endif
