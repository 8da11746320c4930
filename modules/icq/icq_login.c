#include "icq/icq_login.h"

#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "core/hash.h"
#include "core/log.h"
#include "icq/icq_account.h"
#include "icq/icq_priv.h"
#include "module/module.h"
#include "module/module_record.h"
#include "net/throttle.h"
#include "net/tls_md5.h"

/* What the owner of the words says itself. */
static const char aol[] = "AOL Instant Messenger (SM)";

/* Of what was shown, to compare with what would be right; false: it can't be made. */
static bool
expected(const struct icq_account *a, const struct icq_proof *proof, uint8_t shown[TLS_MD5_LEN],
	uint8_t right[TLS_MD5_LEN])
{
	static const uint8_t nobody[TLS_MD5_LEN];
	const uint8_t *kept = a != NULL ? a->password : nobody;
	const struct view piece[] = { proof->key, view_of(kept, TLS_MD5_LEN), view_z(aol) };

	switch (proof->kind) {
	case ICQ_PROOF_PASSWORD:
		memcpy(right, kept, TLS_MD5_LEN);
		return tls_md5(shown, &proof->password, 1);
	case ICQ_PROOF_DIGEST:
		memcpy(shown, proof->digest, TLS_MD5_LEN);
		return tls_md5(right, piece, ARRAY_LEN(piece));
	}
	return false;
}

static bool
is_right(const struct icq_account *a, const struct icq_proof *proof)
{
	uint8_t shown[TLS_MD5_LEN] = { 0 }, right[TLS_MD5_LEN] = { 0 };
	bool ok = expected(a, proof, shown, right);
	bool same = sodium_memcmp(shown, right, sizeof(right)) == 0;

	if (proof->kind == ICQ_PROOF_PASSWORD &&
		(proof->password.n == 0 || proof->password.n > ICQ_PASSWORD_MAX ||
			view_find(proof->password, '\0') != proof->password.n))
		ok = false;
	sodium_memzero(shown, sizeof(shown));
	sodium_memzero(right, sizeof(right));
	return ok && same && a != NULL;
}

static void
tell_failure(const struct icq *icq, uint32_t uin, const struct peer_addr *peer, const char *why)
{
	char digits[12], address[INET6_ADDRSTRLEN + 1];
	const char *host = peer_addr_host(peer, address, sizeof(address));
	int n = snprintf(digits, sizeof(digits), "%" PRIu32, uin);
	const struct module_field field[] = { { "uin", view_of(digits, (size_t)n) },
		{ "address", view_z(host) }, { "reason", view_z(why) } };

	log_info("icq", "login as UIN %s from %s failed: %s", digits, host, why);
	module_record(icq->host, "login-fail", field, ARRAY_LEN(field), true);
}

enum icq_login_verdict
icq_login(struct icq *icq, uint32_t uin, enum icq_protocol protocol, const struct peer_addr *peer,
	const struct icq_proof *proof)
{
	uint64_t now = loop_mono_ms(icq_loop(icq)), hash = hash_bytes(view_of(&uin, sizeof(uin)));
	const struct icq_account *a = icq_account_find(icq->accounts, uin);

	(void)protocol;
	if (!throttle_hit(icq->failed_addresses, peer, now) ||
		!throttle_hit_hash(icq->failed_uins, hash, now)) {
		tell_failure(icq, uin, peer, "too many failures");
		return ICQ_LOGIN_LATER;
	}
	if (!is_right(a, proof)) {
		tell_failure(icq, uin, peer, a != NULL ? "wrong password" : "no such UIN");
		return ICQ_LOGIN_WRONG;
	}
	throttle_forgive(icq->failed_addresses, peer, now);
	throttle_forgive_hash(icq->failed_uins, hash, now);
	if (module_account(icq->host, view_z(a->account)).n == 0) {
		tell_failure(icq, uin, peer, "its account is suspended, or is no more");
		return ICQ_LOGIN_SUSPENDED;
	}
	return ICQ_LOGIN_OK;
}
