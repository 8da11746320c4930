#include "proto/audit_chain.h"

#include <assert.h>
#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "core/clock.h"
#include "proto/json_build.h"

#define HEX_LEN	     ((size_t)2 * AUDIT_KEY_BYTES)
#define AHEAD_MAX    1000000 /* checkpoints that somebody may ask ahead for */
#define HEAD_MAGIC   "conclave-audit-1"
#define HEAD_NUMBERS 6

_Static_assert(AUDIT_KEY_BYTES == crypto_generichash_BYTES, "libsodium's sizes");
_Static_assert(AUDIT_KEY_BYTES == crypto_sign_SEEDBYTES, "libsodium's sizes");
_Static_assert(AUDIT_KEY_BYTES == crypto_sign_PUBLICKEYBYTES, "libsodium's sizes");
_Static_assert(AUDIT_SIGN_BYTES == crypto_sign_BYTES, "libsodium's sizes");
_Static_assert(AUDIT_LINE_TIME == CLOCK_UTC_LEN, "times of json records");

/* One-way: seed can't be found from what comes out, nor one label's from another's. */
static void
derive(const uint8_t seed[AUDIT_KEY_BYTES], const char *label, uint8_t out[AUDIT_KEY_BYTES])
{
	uint8_t fresh[AUDIT_KEY_BYTES];

	(void)crypto_generichash(
		fresh, sizeof(fresh), (const unsigned char *)label, strlen(label), seed, AUDIT_KEY_BYTES);
	memcpy(out, fresh, sizeof(fresh));
	sodium_memzero(fresh, sizeof(fresh));
}

struct key_pair {
	uint8_t public[crypto_sign_PUBLICKEYBYTES], secret[crypto_sign_SECRETKEYBYTES];
};

static void
key_pair_of(const uint8_t seed[AUDIT_KEY_BYTES], struct key_pair *k)
{
	uint8_t sign[AUDIT_KEY_BYTES];

	derive(seed, "sign", sign);
	(void)crypto_sign_seed_keypair(k->public, k->secret, sign);
	sodium_memzero(sign, sizeof(sign));
}

static void
public_of(const uint8_t seed[AUDIT_KEY_BYTES], uint8_t public[AUDIT_KEY_BYTES])
{
	struct key_pair k;

	key_pair_of(seed, &k);
	memcpy(public, k.public, sizeof(k.public));
	sodium_memzero(&k, sizeof(k));
}

static void
public_of_next(const uint8_t seed[AUDIT_KEY_BYTES], uint8_t public[AUDIT_KEY_BYTES])
{
	uint8_t next[AUDIT_KEY_BYTES];

	derive(seed, "next", next);
	public_of(next, public);
	sodium_memzero(next, sizeof(next));
}

static void
ratchet(uint8_t seed[AUDIT_KEY_BYTES])
{
	derive(seed, "next", seed);
}

void
audit_chain_begin(struct audit_chain *c, const uint8_t seed[AUDIT_KEY_BYTES], uint64_t file)
{
	assert(file >= 1);
	*c = (struct audit_chain){ .file = file - 1, .checkpoint = 1 };
	derive(seed, "checkpoints", c->seed);
	derive(seed, "files", c->file_seed);
}

void
audit_chain_wipe(struct audit_chain *c)
{
	sodium_memzero(c, sizeof(*c));
}

void
audit_chain_owner(const struct audit_chain *c, uint8_t owner[AUDIT_KEY_BYTES])
{
	public_of(c->file_seed, owner);
}

bool
audit_chain_key(const struct audit_chain *c, uint64_t checkpoint, uint8_t key[AUDIT_KEY_BYTES])
{
	uint8_t seed[AUDIT_KEY_BYTES];

	if (checkpoint < c->checkpoint || checkpoint - c->checkpoint > AHEAD_MAX)
		return false;
	memcpy(seed, c->seed, sizeof(seed));
	for (uint64_t i = c->checkpoint; i < checkpoint; i++)
		ratchet(seed);
	derive(seed, "mac", key);
	sodium_memzero(seed, sizeof(seed));
	return true;
}

static void
json_hex(struct json_build *j, const char *key, const uint8_t *bytes)
{
	char hex[HEX_LEN + 1];

	(void)sodium_bin2hex(hex, sizeof(hex), bytes, AUDIT_KEY_BYTES);
	json_text(j, key, view_of(hex, HEX_LEN));
	sodium_memzero(hex, sizeof(hex));
}

/* A line in the making: the object without its last brace. */
struct draft {
	char *p;
	size_t n;
};

static void
put(struct draft *d, struct view v)
{
	assert(v.n <= AUDIT_LINE_MAX - d->n);
	memcpy(d->p + d->n, v.p, v.n);
	d->n += v.n;
}

static void
put_hex(struct draft *d, struct view name, const uint8_t *bytes, size_t n)
{
	char hex[(size_t)2 * AUDIT_SIGN_BYTES + 1];

	(void)sodium_bin2hex(hex, sizeof(hex), bytes, n);
	put(d, name);
	put(d, view_of(hex, 2 * n));
	put(d, VIEW("\""));
}

static struct draft
draft_begin(const struct audit_chain *c, char *dst, struct view object)
{
	struct draft d = { .p = dst };
	char seq[40];
	int n = snprintf(seq, sizeof(seq), "{\"seq\":%" PRIu64 ",", c->seq + 1);

	assert(object.n > 2 && object.p[0] == '{' && object.n <= AUDIT_LINE_MAX - 128);
	put(&d, view_of(seq, (size_t)n));
	put(&d, view_of(object.p + 1, object.n - 2));
	return d;
}

/* The hash and the line's end; the chain has gone on by it. */
static size_t
draft_end(struct draft *d, struct audit_chain *c)
{
	uint8_t key[AUDIT_KEY_BYTES];

	derive(c->seed, "mac", key);
	audit_line_mac(key, c->mac, view_of(d->p, d->n), c->mac);
	sodium_memzero(key, sizeof(key));
	put_hex(d, VIEW(",\"mac\":\""), c->mac, AUDIT_KEY_BYTES);
	put(d, VIEW("}\n"));
	c->seq++;
	return d->n;
}

static void
draft_sign(struct draft *d, const uint8_t seed[AUDIT_KEY_BYTES])
{
	uint8_t signature[AUDIT_SIGN_BYTES];
	struct key_pair k;

	key_pair_of(seed, &k);
	(void)crypto_sign_detached(signature, NULL, (const unsigned char *)d->p, d->n, k.secret);
	sodium_memzero(&k, sizeof(k));
	put_hex(d, VIEW(",\"signature\":\""), signature, sizeof(signature));
}

static void
object_begin(struct json_build *j, char *dst, size_t size, uint64_t wall_ms)
{
	char time[CLOCK_UTC_LEN + 1];

	clock_utc(wall_ms, time);
	json_begin(j, dst, size);
	json_text(j, "time", view_z(time));
}

size_t
audit_chain_file(
	struct audit_chain *c, char *dst, uint64_t wall_ms, enum audit_begins begins, struct view reason)
{
	static const struct view words[] = { [AUDIT_BEGINS_FIRST] = VIEW_INIT("first"),
		[AUDIT_BEGINS_NEXT] = VIEW_INIT("next"),
		[AUDIT_BEGINS_NEW] = VIEW_INIT("new") };
	uint8_t key[AUDIT_KEY_BYTES];
	struct json_build j;
	char object[2048];
	struct draft d;

	object_begin(&j, object, sizeof(object), wall_ms);
	json_text(&j, "event", VIEW("file"));
	json_number(&j, "file", c->file + 1);
	json_number(&j, "checkpoint", c->checkpoint);
	json_text(&j, "begins", words[begins]);
	json_hex(&j, "previous", c->mac);
	public_of(c->file_seed, key);
	json_hex(&j, "owner", key);
	public_of_next(c->file_seed, key);
	json_hex(&j, "next", key);
	public_of(c->seed, key);
	json_hex(&j, "signer", key);
	if (reason.n != 0)
		json_text(&j, "reason", view_left(reason, 200));
	d = draft_begin(c, dst, json_end(&j));
	draft_sign(&d, c->file_seed);
	c->file++;
	ratchet(c->file_seed);
	return draft_end(&d, c);
}

size_t
audit_chain_record(struct audit_chain *c, char *dst, struct view object)
{
	struct draft d = draft_begin(c, dst, object);

	return draft_end(&d, c);
}

size_t
audit_chain_checkpoint(struct audit_chain *c, char *dst, uint64_t wall_ms, bool is_end)
{
	uint8_t key[AUDIT_KEY_BYTES];
	struct json_build j;
	char object[1024];
	struct draft d;
	size_t n;

	object_begin(&j, object, sizeof(object), wall_ms);
	json_text(&j, "event", is_end ? VIEW("end") : VIEW("checkpoint"));
	json_number(&j, "checkpoint", c->checkpoint);
	json_hex(&j, "previous", c->mac);
	derive(c->seed, "mac", key);
	json_hex(&j, "key", key);
	public_of_next(c->seed, key);
	json_hex(&j, "next", key);
	d = draft_begin(c, dst, json_end(&j));
	draft_sign(&d, c->seed);
	n = draft_end(&d, c);
	c->checkpoint++;
	ratchet(c->seed);
	return n;
}

/* Its hash proves that we wrote it: nobody else has the key. */
bool
audit_chain_follow(struct audit_chain *c, const struct audit_line *l)
{
	uint8_t key[AUDIT_KEY_BYTES];
	bool is_ours;

	derive(c->seed, "mac", key);
	is_ours = l->seq == c->seq + 1 && audit_line_has_mac(l, key, c->mac);
	sodium_memzero(key, sizeof(key));
	if (!is_ours)
		return false;
	c->seq = l->seq;
	memcpy(c->mac, l->mac, sizeof(c->mac));
	switch (l->kind) {
	case AUDIT_LINE_RECORD:
		break;
	case AUDIT_LINE_FILE:
		c->file++;
		ratchet(c->file_seed);
		break;
	case AUDIT_LINE_CHECKPOINT:
	case AUDIT_LINE_END:
		c->checkpoint++;
		ratchet(c->seed);
		break;
	}
	return true;
}

/* Words between blanks, a hash of them all last, blanks up to the end. */
void
audit_head_write(const struct audit_head *h, char slot[AUDIT_HEAD_SLOT])
{
	const struct audit_chain *c = &h->chain;
	char mac[HEX_LEN + 1], seed[HEX_LEN + 1], file_seed[HEX_LEN + 1], sum[HEX_LEN + 1];
	uint8_t hash[AUDIT_KEY_BYTES];
	size_t n;

	(void)sodium_bin2hex(mac, sizeof(mac), c->mac, sizeof(c->mac));
	(void)sodium_bin2hex(seed, sizeof(seed), c->seed, sizeof(c->seed));
	(void)sodium_bin2hex(file_seed, sizeof(file_seed), c->file_seed, sizeof(c->file_seed));
	n = (size_t)snprintf(slot, AUDIT_HEAD_SLOT,
		HEAD_MAGIC " %" PRIu64 " %" PRIu64 " %" PRIu64 " %" PRIu64 " %" PRIu64 " %" PRIu64
			   " %s %s %s ",
		h->generation, h->offset, h->begun_ms, c->file, c->seq, c->checkpoint, mac, seed, file_seed);
	assert(n + HEX_LEN + 1 < AUDIT_HEAD_SLOT);
	(void)crypto_generichash(hash, sizeof(hash), (const unsigned char *)slot, n, NULL, 0);
	(void)sodium_bin2hex(sum, sizeof(sum), hash, sizeof(hash));
	memcpy(slot + n, sum, HEX_LEN);
	memset(slot + n + HEX_LEN, ' ', AUDIT_HEAD_SLOT - n - HEX_LEN);
	slot[AUDIT_HEAD_SLOT - 1] = '\n';
	sodium_memzero(seed, sizeof(seed));
	sodium_memzero(file_seed, sizeof(file_seed));
}

static bool
next_key(struct view *rest, uint8_t dst[AUDIT_KEY_BYTES])
{
	struct view word;
	size_t n = 0;

	return view_cut(rest, ' ', &word) && word.n == HEX_LEN &&
		sodium_hex2bin(dst, AUDIT_KEY_BYTES, word.p, word.n, NULL, &n, NULL) == 0 &&
		n == AUDIT_KEY_BYTES;
}

static bool
read_slot(struct view slot, struct audit_head *h)
{
	struct view rest = slot, word;
	uint8_t sum[AUDIT_KEY_BYTES], hash[AUDIT_KEY_BYTES];
	uint64_t number[HEAD_NUMBERS];

	if (!view_cut(&rest, ' ', &word) || !view_eq(word, VIEW(HEAD_MAGIC)))
		return false;
	for (size_t i = 0; i < HEAD_NUMBERS; i++) {
		if (!view_cut(&rest, ' ', &word) || view_to_u64(word, &number[i]) == -1)
			return false;
	}
	*h = (struct audit_head){ .generation = number[0],
		.offset = number[1],
		.begun_ms = number[2],
		.chain = { .file = number[3], .seq = number[4], .checkpoint = number[5] } };
	if (!next_key(&rest, h->chain.mac) || !next_key(&rest, h->chain.seed) ||
		!next_key(&rest, h->chain.file_seed) || rest.p == NULL)
		return false;
	(void)crypto_generichash(
		hash, sizeof(hash), (const unsigned char *)slot.p, (size_t)(rest.p - slot.p), NULL, 0);
	return next_key(&rest, sum) && memcmp(sum, hash, sizeof(hash)) == 0;
}

bool
audit_head_read(struct view text, struct audit_head *h)
{
	bool found = false;

	for (; text.n != 0; text = view_skip(text, AUDIT_HEAD_SLOT)) {
		struct audit_head one;

		if (read_slot(view_left(text, AUDIT_HEAD_SLOT), &one) &&
			(!found || one.generation > h->generation)) {
			*h = one;
			found = true;
		}
	}
	return found;
}
