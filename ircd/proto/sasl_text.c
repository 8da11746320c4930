#include "proto/sasl_text.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

#define BASE64 sodium_base64_VARIANT_ORIGINAL

int
sasl_plain_parse(struct view message, struct sasl_plain *out)
{
	struct view rest = message;

	if (message.n == 0 || !view_cut(&rest, '\0', &out->authzid) ||
		!view_cut(&rest, '\0', &out->authcid) || !view_cut(&rest, '\0', &out->password) ||
		rest.p != NULL)
		return -1;
	return out->authcid.n != 0 && out->password.n != 0 ? 0 : -1;
}

/* RFC 5802 5.1: ',' and '=' are "=2C" and "=3D".  -1: another '=', NUL, or too long. */
static int
decode_name(struct view v, char dst[ACCOUNT_LEN + 1], size_t *n)
{
	size_t len = 0;

	for (size_t i = 0; i < v.n; i++) {
		char c = v.p[i];

		if (len == ACCOUNT_LEN || c == '\0')
			return -1;
		if (c == '=' && view_starts(view_skip(v, i), VIEW("=2C")))
			c = ',';
		else if (c == '=' && !view_starts(view_skip(v, i), VIEW("=3D")))
			return -1;
		i += v.p[i] == '=' ? 2 : 0;
		dst[len++] = c;
	}
	dst[len] = '\0';
	*n = len;
	return 0;
}

/* RFC 5802 7, printable: visible ASCII but no comma. */
static bool
is_nonce(struct view v)
{
	for (size_t i = 0; i < v.n; i++) {
		if (v.p[i] < 0x21 || v.p[i] > 0x7e || v.p[i] == ',')
			return false;
	}
	return v.n != 0;
}

/* The next attribute, which must be this one. */
static int
attribute(struct view *rest, char name, struct view *value)
{
	struct view piece;

	if (!view_cut(rest, ',', &piece) || piece.n < 2 || piece.p[0] != name || piece.p[1] != '=')
		return -1;
	*value = view_skip(piece, 2);
	return 0;
}

static int
parse_flag(struct view piece, struct scram_first *out)
{
	out->type = VIEW("");
	if (view_eq(piece, VIEW("n"))) {
		out->flag = SCRAM_NO_BINDING;
	} else if (view_eq(piece, VIEW("y"))) {
		out->flag = SCRAM_NOT_OFFERED;
	} else if (view_starts(piece, VIEW("p=")) && piece.n > 2) {
		out->flag = SCRAM_BINDING;
		out->type = view_skip(piece, 2);
	} else {
		return -1;
	}
	return 0;
}

int
scram_first_parse(struct view message, struct scram_first *out)
{
	struct view rest = message, piece, value;

	if (message.n > SCRAM_MESSAGE_MAX || !view_cut(&rest, ',', &piece) || parse_flag(piece, out) == -1 ||
		!view_cut(&rest, ',', &piece) || rest.p == NULL)
		return -1;
	out->authzid[0] = '\0';
	out->n_authzid = 0;
	if (piece.n != 0 &&
		(!view_starts(piece, VIEW("a=")) ||
			decode_name(view_skip(piece, 2), out->authzid, &out->n_authzid) == -1 ||
			out->n_authzid == 0))
		return -1;
	out->bare = rest;
	out->gs2 = view_left(message, message.n - rest.n);
	/* "m=" in front would be an extension that has to be understood: it is not "n=". */
	if (attribute(&rest, 'n', &value) == -1 || decode_name(value, out->user, &out->n_user) == -1 ||
		out->n_user == 0)
		return -1;
	return attribute(&rest, 'r', &out->nonce) == 0 && is_nonce(out->nonce) ? 0 : -1;
}

int
scram_final_parse(struct view message, struct scram_final *out)
{
	struct view rest = message, piece = VIEW(""), last = VIEW("");
	size_t n = 0, end = 0;

	if (message.n > SCRAM_MESSAGE_MAX || attribute(&rest, 'c', &out->binding) == -1 ||
		attribute(&rest, 'r', &out->nonce) == -1)
		return -1;
	while (view_cut(&rest, ',', &piece))
		last = piece;
	if (!view_starts(last, VIEW("p=")))
		return -1;
	end = message.n - last.n;
	last = view_skip(last, 2);
	if (end == 0 ||
		sodium_base642bin(out->proof, sizeof(out->proof), last.p, last.n, NULL, &n, NULL, BASE64) !=
			0 ||
		n != sizeof(out->proof))
		return -1;
	out->without_proof = view_left(message, end - 1);
	return 0;
}

void
scram_nonce_text(const uint8_t bytes[SCRAM_NONCE_BYTES], char dst[SCRAM_NONCE_TEXT])
{
	_Static_assert(SCRAM_NONCE_BYTES % 3 == 0, "no padding");
	_Static_assert(SCRAM_NONCE_TEXT == SCRAM_NONCE_BYTES / 3 * 4 + 1, "it fits");

	(void)sodium_bin2base64(dst, SCRAM_NONCE_TEXT, bytes, SCRAM_NONCE_BYTES, BASE64);
}

size_t
scram_server_first(char dst[SCRAM_SERVER_FIRST_MAX], struct view client_nonce, const char *server_nonce,
	const struct scram_key *key)
{
	char salt[sodium_base64_ENCODED_LEN(SCRAM_SALT_BYTES, BASE64)];

	(void)sodium_bin2base64(salt, sizeof(salt), key->salt, sizeof(key->salt), BASE64);
	return (size_t)snprintf(dst, SCRAM_SERVER_FIRST_MAX, "r=%.*s%s,s=%s,i=%u", VIEW_ARG(client_nonce),
		server_nonce, salt, (unsigned)key->iterations);
}

bool
scram_binding_fits(struct view binding, struct view gs2, struct view channel)
{
	enum { BYTES_MAX = SCRAM_MESSAGE_MAX + 64 };
	char bytes[BYTES_MAX], text[sodium_base64_ENCODED_LEN(BYTES_MAX, BASE64)];

	if (gs2.n > SCRAM_MESSAGE_MAX || channel.n > BYTES_MAX - gs2.n)
		return false;
	memcpy(bytes, gs2.p, gs2.n);
	if (channel.n != 0)
		memcpy(bytes + gs2.n, channel.p, channel.n);
	(void)sodium_bin2base64(text, sizeof(text), (const unsigned char *)bytes, gs2.n + channel.n, BASE64);
	return view_eq(binding, view_z(text));
}

/* AuthMessage, signed with a key. */
static void
sign(const uint8_t key[SCRAM_KEY_BYTES], const struct scram_said *said, uint8_t dst[SCRAM_KEY_BYTES])
{
	const struct view part[] = { said->client_first_bare, VIEW(","), said->server_first, VIEW(","),
		said->client_final_without_proof };
	char text[2 * SCRAM_MESSAGE_MAX + SCRAM_SERVER_FIRST_MAX + 2];
	size_t n = 0;

	for (size_t i = 0; i < ARRAY_LEN(part); i++) {
		size_t take = part[i].n < sizeof(text) - n ? part[i].n : sizeof(text) - n;

		if (take != 0)
			memcpy(text + n, part[i].p, take);
		n += take;
	}
	scram_hmac(view_of(key, SCRAM_KEY_BYTES), view_of(text, n), dst);
}

bool
scram_check(const struct scram_key *key, const struct scram_said *said, const uint8_t proof[SCRAM_KEY_BYTES],
	uint8_t signature[SCRAM_KEY_BYTES])
{
	uint8_t client[SCRAM_KEY_BYTES], stored[SCRAM_KEY_BYTES];
	bool right;

	sign(key->stored, said, client);
	for (size_t i = 0; i < sizeof(client); i++)
		client[i] ^= proof[i];
	scram_hash(view_of(client, sizeof(client)), stored);
	right = sodium_memcmp(stored, key->stored, sizeof(stored)) == 0;
	sodium_memzero(client, sizeof(client));
	sign(key->server, said, signature);
	return right;
}

void
scram_prove(struct view password, const struct scram_key *key, const struct scram_said *said,
	uint8_t proof[SCRAM_KEY_BYTES])
{
	uint8_t salted[SCRAM_KEY_BYTES], client[SCRAM_KEY_BYTES], stored[SCRAM_KEY_BYTES];

	scram_salted(password, view_of(key->salt, sizeof(key->salt)), key->iterations, salted);
	scram_hmac(view_of(salted, sizeof(salted)), VIEW("Client Key"), client);
	scram_hash(view_of(client, sizeof(client)), stored);
	sign(stored, said, proof);
	for (size_t i = 0; i < sizeof(client); i++)
		proof[i] ^= client[i];
}
