/*
 * BLAKE2b with a key: who has a cloak and not the key can't try addresses.  Each block covers its whole network, so that equal blocks mean
 * equal networks and a block tells nothing of those above it.  Forty bits a block: two of a million addresses seldom share one.
 */
#include "proto/cloak.h"

#include <arpa/inet.h>
#include <assert.h>
#include <sodium.h>
#include <string.h>

#define BLOCKS	  3
#define BLOCK_LEN 8 /* characters, five bits each */

_Static_assert(BLOCKS *(BLOCK_LEN + 1) + CLOAK_SUFFIX_LEN <= HOST_LEN, "the longest cloak is a host");

/* Bytes of the address in each block. */
static const uint8_t cuts_v4[BLOCKS] = { 4, 3, 2 }, cuts_v6[BLOCKS] = { 8, 6, 4 };

void
cloak_init(struct cloak *ck, struct view secret, struct view network, struct view suffix)
{
	uint8_t key[sizeof(ck->key)];

	ck->is_set = true;
	(void)crypto_generichash(key, sizeof(key), (const unsigned char *)secret.p, secret.n, NULL, 0);
	(void)crypto_generichash(
		ck->key, sizeof(ck->key), (const unsigned char *)network.p, network.n, key, sizeof(key));
	sodium_memzero(key, sizeof(key));
	(void)view_copy(suffix, ck->suffix, sizeof(ck->suffix));
}

/* Its family as it stands in the hash, '4' or '6', or '\0'. */
static uint8_t
parse(struct view text, uint8_t ip[16])
{
	static const uint8_t mapped[12] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff };
	char z[INET6_ADDRSTRLEN];

	if (text.n == 0 || text.n >= sizeof(z) || view_has_any(text, VIEW("\0")))
		return '\0';
	(void)view_copy(text, z, sizeof(z));
	if (inet_pton(AF_INET, z, ip) == 1)
		return '4';
	if (inet_pton(AF_INET6, z, ip) != 1)
		return '\0';
	if (memcmp(ip, mapped, sizeof(mapped)) != 0)
		return '6';
	memmove(ip, ip + sizeof(mapped), 4);
	return '4';
}

static void
put_block(const struct cloak *ck, uint8_t family, const uint8_t *ip, size_t n, char dst[BLOCK_LEN])
{
	static const char digits[] = "0123456789abcdefghjkmnpqrstvwxyz";
	uint8_t in[2 + 16] = { family, (uint8_t)n }, out[crypto_generichash_BYTES_MIN];
	uint64_t bits = 0;

	memcpy(in + 2, ip, n);
	(void)crypto_generichash(out, sizeof(out), in, 2 + n, ck->key, sizeof(ck->key));
	for (size_t i = 0; i < BLOCK_LEN * 5 / 8; i++) /* the same on machines of every byte order */
		bits = bits << 8 | out[i];
	for (size_t i = 0; i < BLOCK_LEN; i++) {
		dst[i] = digits[bits & 31];
		bits >>= 5;
	}
}

size_t
cloak_make(const struct cloak *ck, struct view address, char dst[HOST_LEN + 1])
{
	uint8_t ip[16], family = ck->is_set ? parse(address, ip) : '\0';
	const uint8_t *cuts = family == '4' ? cuts_v4 : cuts_v6;
	size_t n = 0;

	if (family == '\0')
		return 0;
	for (size_t i = 0; i < BLOCKS; i++) {
		put_block(ck, family, ip, cuts[i], dst + n);
		n += BLOCK_LEN;
		dst[n++] = '.';
	}
	return n + view_copy(view_z(ck->suffix), dst + n, HOST_LEN + 1 - n);
}

size_t
cloak_make_account(struct view account, char dst[HOST_LEN + 1])
{
	static const char good[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.[]{}\\|^`~";
	const struct view start = VIEW("user/");
	size_t n;

	if (account.n == 0 || account.n > HOST_LEN - start.n)
		return 0;
	for (size_t i = 0; i < account.n; i++) {
		if (account.p[i] == '\0' || strchr(good, account.p[i]) == NULL)
			return 0;
	}
	n = view_copy(start, dst, HOST_LEN + 1);
	return n + view_copy(account, dst + n, HOST_LEN + 1 - n);
}

/* What stands behind the last wildcard must be the end of a cloak. */
bool
cloak_may_hit(const struct cloak *ck, struct view host_mask)
{
	struct view suffix = view_z(ck->suffix), tail;
	size_t n = 0;
	bool any = false;

	for (size_t i = 0; i < host_mask.n; i++)
		any |= host_mask.p[i] != '*';
	while (n < host_mask.n && view_find(VIEW("*?\\"), host_mask.p[host_mask.n - n - 1]) == 3)
		n++;
	n = n < suffix.n ? n : suffix.n;
	tail = view_skip(host_mask, host_mask.n - n);
	return any && view_eq_nocase(tail, view_skip(suffix, suffix.n - n));
}
