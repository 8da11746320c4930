/*
 * Payloads of SASL.  The first byte chooses: PLAIN; one of SCRAM's messages; or a whole exchange, in which the rest of the input is the
 * client's first message and, behind a newline, an extension of its final one, and the proof is right: then it must be taken, and with one
 * bit changed it must not.
 */
#include <assert.h>
#include <sodium.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "proto/sasl_text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool
within(struct view part, struct view all)
{
	return part.n == 0 || (part.p >= all.p && part.p + part.n <= all.p + all.n);
}

static void
check_plain(struct view message)
{
	struct sasl_plain p;

	if (sasl_plain_parse(message, &p) == -1)
		return;
	assert(p.authzid.n + p.authcid.n + p.password.n + 2 == message.n);
	assert(p.authcid.n != 0 && p.password.n != 0);
	assert(view_find(p.password, '\0') == p.password.n && view_find(p.authcid, '\0') == p.authcid.n);
	assert(within(p.authzid, message) && within(p.authcid, message) && within(p.password, message));
}

static int
check_first(struct view message, struct scram_first *f)
{
	if (scram_first_parse(message, f) == -1)
		return -1;
	assert(message.n <= SCRAM_MESSAGE_MAX && f->gs2.n + f->bare.n == message.n);
	assert(f->gs2.p == message.p && f->gs2.p[f->gs2.n - 1] == ',' && view_starts(f->bare, VIEW("n=")));
	assert(f->n_user >= 1 && f->n_user <= ACCOUNT_LEN && strlen(f->user) == f->n_user);
	assert(f->n_authzid <= ACCOUNT_LEN && strlen(f->authzid) == f->n_authzid);
	assert(f->nonce.n != 0 && within(f->nonce, f->bare) && view_find(f->nonce, ',') == f->nonce.n);
	assert((f->flag == SCRAM_BINDING) == (f->type.n != 0));
	return 0;
}

static int
check_final(struct view message, struct scram_final *f)
{
	if (scram_final_parse(message, f) == -1)
		return -1;
	assert(message.n <= SCRAM_MESSAGE_MAX && f->without_proof.p == message.p);
	assert(f->without_proof.n + 3 < message.n && message.p[f->without_proof.n] == ',');
	assert(within(f->binding, message) && within(f->nonce, message));
	return 0;
}

static void
check_exchange(struct view first, struct view extension)
{
	static const char nonce[] = "3rfcNHYJY1ZVvWVs7j3rfcNH";
	static struct scram_key key; /* made once: it is slow */
	char server_first[SCRAM_SERVER_FIRST_MAX], final[3 * SCRAM_MESSAGE_MAX], text[64],
		gs2[2 * SCRAM_MESSAGE_MAX];
	uint8_t proof[SCRAM_KEY_BYTES], signature[SCRAM_KEY_BYTES];
	struct scram_first f;
	struct scram_final last;
	struct scram_said said;
	size_t n;

	if (check_first(first, &f) == -1)
		return;
	if (key.iterations == 0) {
		key.iterations = 1;
		scram_key_derive(&key, VIEW("pencil"));
	}
	n = scram_server_first(server_first, f.nonce, nonce, &key);
	assert(n < sizeof(server_first) && strlen(server_first) == n);
	(void)sodium_bin2base64(
		gs2, sizeof(gs2), (const unsigned char *)f.gs2.p, f.gs2.n, sodium_base64_VARIANT_ORIGINAL);
	assert(scram_binding_fits(view_z(gs2), f.gs2, VIEW("")));
	assert(!scram_binding_fits(view_z(gs2), f.gs2, VIEW("x")));
	n = (size_t)snprintf(final, sizeof(final), "c=%s,r=%.*s%s%s%.*s", gs2, VIEW_ARG(f.nonce), nonce,
		extension.n != 0 ? "," : "", VIEW_ARG(extension));
	if (n >= sizeof(final) - 64)
		return;
	said = (struct scram_said){ f.bare, view_z(server_first), view_of(final, n) };
	scram_prove(VIEW("pencil"), &key, &said, proof);
	(void)sodium_bin2base64(text, sizeof(text), proof, sizeof(proof), sodium_base64_VARIANT_ORIGINAL);
	n += (size_t)snprintf(final + n, sizeof(final) - n, ",p=%s", text);
	if (check_final(view_of(final, n), &last) == -1)
		return; /* too long */
	said.client_final_without_proof = last.without_proof;
	assert(view_eq(last.binding, view_z(gs2)));
	assert(scram_check(&key, &said, last.proof, signature));
	last.proof[n % SCRAM_KEY_BYTES] ^= 1;
	assert(!scram_check(&key, &said, last.proof, signature));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct view rest = view_of(data, size), first = VIEW("");
	struct scram_first f;
	struct scram_final l;

	if (size == 0)
		return 0;
	rest = view_skip(rest, 1);
	switch (data[0] % 4) {
	case 0:
		check_plain(rest);
		break;
	case 1:
		(void)check_first(rest, &f);
		break;
	case 2:
		(void)check_final(rest, &l);
		break;
	default:
		if (view_cut(&rest, '\n', &first) && view_find(rest, '\0') == rest.n)
			check_exchange(first, rest);
	}
	return 0;
}
