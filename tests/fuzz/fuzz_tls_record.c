/*
 * Records from a peer: any bytes are opened without harm and without success, and any content that was sealed comes back as the
 * rules of padding say.  The first byte chooses the suite and the content type.
 */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "net/tls_record.h"

static void
open_forged(struct tls_records *r, struct tls_keys *k, const uint8_t *data, size_t size)
{
	static char in[2 * TLS_RECORD_MAX];
	struct tls_opened o;
	enum tls_open got;

	size = size < sizeof(in) ? size : sizeof(in);
	memcpy(in, data, size);
	got = tls_record_open(r, k, in, size, &o);
	assert(got != TLS_OPEN_OK && k->seq == 0);
	assert(got != TLS_OPEN_SHORT || tls_record_size(in, size) > size);
}

static void
open_sealed(
	struct tls_records *r, struct tls_keys *tx, struct tls_keys *rx, uint8_t type, struct view content)
{
	static char wire[TLS_RECORD_MAX];
	struct tls_opened o;
	size_t size = tls_record_seal(r, tx, (enum tls_content)type, content, wire);
	enum tls_open got = tls_record_open(r, rx, wire, size, &o);

	while (type == 0 && content.n > 0) {
		type = (uint8_t)content.p[--content.n];
	}
	assert(size > 0 && got == (type == 0 ? TLS_OPEN_BAD : TLS_OPEN_OK));
	assert(got == TLS_OPEN_BAD || (o.used == size && o.type == type && view_eq(o.plain, content)));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char secret[TLS_SECRET_MAX] = "both ends know it";
	static const size_t secret_size[] = { 32, 48, 32 };
	static struct tls_records *r;
	struct tls_keys tx, rx;
	size_t suite;

	if (size < 2)
		return 0;
	if (r == NULL)
		r = tls_records_new();
	assert(r != NULL);
	suite = data[0] % 3;
	if (tls_keys_init(r, &tx, (uint16_t)(0x1301 + suite), view_of(secret, secret_size[suite]), 0) == -1 ||
		tls_keys_init(r, &rx, (uint16_t)(0x1301 + suite), view_of(secret, secret_size[suite]), 0) ==
			-1)
		return 0;
	open_forged(r, &rx, data + 1, size - 1);
	open_sealed(r, &tx, &rx, data[0] / 3,
		view_of(data + 1, size - 1 < TLS_PLAIN_MAX ? size - 1 : TLS_PLAIN_MAX));
	return 0;
}
