/*
 * Who may log in.  A UIN belongs to an account of this server, and has a password of its own: what is kept of it is MD5(password), which the
 * challenge of OSCAR forces us to have (decision 0045), and nothing else.
 */
#ifndef CONCLAVE_ICQ_ICQ_LOGIN_H
#define CONCLAVE_ICQ_ICQ_LOGIN_H

#include <stdbool.h>
#include <stdint.h>

#include "core/util.h"
#include "core/view.h"
#include "icq/icq_types.h"
#include "net/addr.h"

struct icq;

enum icq_proof_kind {
	ICQ_PROOF_PASSWORD, /* as it is: legacy, and the roasted one of OSCAR */
	ICQ_PROOF_DIGEST,   /* MD5(key + MD5(password) + the words of AOL), BUCP with TLV 4C */
};
struct icq_proof {
	enum icq_proof_kind kind;
	struct view password; /* 1..20 bytes */
	struct view key;      /* of the challenge */
	uint8_t digest[16];
};
enum icq_login_verdict {
	ICQ_LOGIN_OK,
	ICQ_LOGIN_WRONG,     /* or no such UIN: nobody learns which */
	ICQ_LOGIN_SUSPENDED, /* its account is, or is no more */
	ICQ_LOGIN_LATER,     /* too many failures from this address or for this UIN; nothing was compared */
};
/* Takes the same time whatever is wrong.  Failures are counted, logged and recorded. */
enum icq_login_verdict icq_login(struct icq *icq, uint32_t uin, enum icq_protocol protocol,
	const struct peer_addr *peer, const struct icq_proof *proof) WARN_UNUSED;

#endif
