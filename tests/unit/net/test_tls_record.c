#include <criterion/criterion.h>
#include <string.h>

#include "core/util.h"
#include "net/tls_record.h"

static const struct {
	uint16_t id;
	size_t secret_size;
} suites[] = { { 0x1301, 32 }, { 0x1302, 48 }, { 0x1303, 32 } };

struct pipe {
	struct tls_records *r;
	struct tls_keys tx, rx;
	char wire[2 * TLS_RECORD_MAX];
};

static void
pipe_open(struct pipe *p, size_t suite)
{
	static const char secret[TLS_SECRET_MAX] = "a secret that both ends of the pipe share";
	struct view v = view_of(secret, suites[suite].secret_size);

	p->r = tls_records_new();
	cr_assert_not_null(p->r);
	cr_assert_eq(tls_keys_init(p->r, &p->tx, suites[suite].id, v, 7), 0);
	cr_assert_eq(tls_keys_init(p->r, &p->rx, suites[suite].id, v, 7), 0);
}

static void
pipe_close(struct pipe *p)
{
	tls_keys_clear(&p->tx);
	tls_keys_clear(&p->rx);
	tls_records_free(p->r);
}

/* Seals and opens; n bytes of content. */
static void
expect_through(struct pipe *p, size_t n)
{
	static char text[TLS_PLAIN_MAX];
	struct tls_opened o;
	size_t size;

	for (size_t i = 0; i < n; i++)
		text[i] = (char)(i * 7);
	size = tls_record_seal(p->r, &p->tx, TLS_DATA, view_of(text, n), p->wire);
	cr_assert_eq(size, n + TLS_RECORD_OVERHEAD);
	cr_expect(n < 16 || memcmp(p->wire + TLS_RECORD_HEADER, text, 16) != 0);
	cr_assert_eq(tls_record_open(p->r, &p->rx, p->wire, size, &o), TLS_OPEN_OK);
	cr_expect_eq(o.type, TLS_DATA);
	cr_expect_eq(o.used, size);
	cr_expect(view_eq(o.plain, view_of(text, n)));
}

Test(tls_record, what_was_sealed_is_opened_with_every_suite_and_size)
{
	static const size_t sizes[] = { 1, 2, 15, 16, 17, 512, TLS_PLAIN_MAX - 1, TLS_PLAIN_MAX };
	struct pipe p;

	for (size_t i = 0; i < ARRAY_LEN(suites); i++) {
		pipe_open(&p, i);
		for (size_t j = 0; j < ARRAY_LEN(sizes); j++)
			expect_through(&p, sizes[j]);
		pipe_close(&p);
	}
}

Test(tls_record, both_ends_change_keys_together)
{
	struct pipe p;
	uint8_t before[32];

	for (size_t i = 0; i < ARRAY_LEN(suites); i++) {
		pipe_open(&p, i);
		expect_through(&p, 100);
		memcpy(before, p.tx.key, sizeof(before));
		cr_assert_eq(tls_keys_update(p.r, &p.tx), 0);
		cr_assert_eq(tls_keys_update(p.r, &p.rx), 0);
		cr_expect_neq(memcmp(before, p.tx.key, 16), 0);
		expect_through(&p, 100);
		pipe_close(&p);
	}
}

Test(tls_record, a_record_is_short_until_its_last_byte)
{
	struct tls_opened o;
	struct pipe p;
	size_t size;

	pipe_open(&p, 0);
	size = tls_record_seal(p.r, &p.tx, TLS_DATA, VIEW("PING"), p.wire);
	for (size_t n = 0; n < size; n++) {
		cr_expect_eq(tls_record_open(p.r, &p.rx, p.wire, n, &o), TLS_OPEN_SHORT);
		cr_expect_gt(tls_record_size(p.wire, n), n);
	}
	cr_expect_eq(tls_record_size(p.wire, size), size);
	cr_expect_eq(tls_record_open(p.r, &p.rx, p.wire, size, &o), TLS_OPEN_OK);
	pipe_close(&p);
}

Test(tls_record, any_changed_bit_is_noticed)
{
	struct tls_opened o;
	struct pipe p;
	char changed[64];
	size_t size;

	for (size_t i = 0; i < ARRAY_LEN(suites); i++) {
		pipe_open(&p, i);
		size = tls_record_seal(p.r, &p.tx, TLS_DATA, VIEW("PING"), p.wire);
		cr_assert_leq(size, sizeof(changed));
		for (size_t bit = 0; bit < size * 8; bit++) {
			if (bit / 8 == 3 || bit / 8 == 4)
				continue; /* the length: another record */
			memcpy(changed, p.wire, size);
			changed[bit / 8] = (char)(changed[bit / 8] ^ (1 << bit % 8));
			cr_expect_eq(
				tls_record_open(p.r, &p.rx, changed, size, &o), TLS_OPEN_BAD, "bit %zu", bit);
		}
		cr_expect_eq(tls_record_open(p.r, &p.rx, p.wire, size, &o), TLS_OPEN_OK);
		pipe_close(&p);
	}
}

Test(tls_record, a_record_opens_once_and_in_its_place_only)
{
	struct tls_opened o;
	struct pipe p;
	char again[64];
	size_t first, second;

	pipe_open(&p, 0);
	first = tls_record_seal(p.r, &p.tx, TLS_DATA, VIEW("one"), p.wire);
	second = tls_record_seal(p.r, &p.tx, TLS_DATA, VIEW("two"), p.wire + first);
	memcpy(again, p.wire + first, second);
	cr_expect_eq(tls_record_open(p.r, &p.rx, again, second, &o), TLS_OPEN_BAD, "out of order");
	memcpy(again, p.wire, first);
	cr_expect_eq(tls_record_open(p.r, &p.rx, p.wire, first, &o), TLS_OPEN_OK);
	cr_expect_eq(tls_record_open(p.r, &p.rx, again, first, &o), TLS_OPEN_BAD, "replayed");
	pipe_close(&p);
}

Test(tls_record, lengths_are_held_at_their_limit)
{
	struct tls_opened o;
	struct pipe p;

	pipe_open(&p, 0);
	memset(p.wire, 0, sizeof(p.wire));
	memcpy(p.wire, "\x17\x03\x03", 3);
	p.wire[3] = (char)((TLS_PLAIN_MAX + 256) >> 8);
	p.wire[4] = 0;
	cr_expect_eq(tls_record_open(p.r, &p.rx, p.wire, 5, &o), TLS_OPEN_SHORT);
	cr_expect_eq(tls_record_open(p.r, &p.rx, p.wire, TLS_RECORD_MAX, &o), TLS_OPEN_BAD);
	p.wire[4] = 1;
	cr_expect_eq(tls_record_open(p.r, &p.rx, p.wire, 5, &o), TLS_OPEN_TOO_LONG);
	p.wire[3] = 0;
	p.wire[4] = 16; /* a tag and no content type */
	cr_expect_eq(tls_record_open(p.r, &p.rx, p.wire, 21, &o), TLS_OPEN_BAD);
	p.wire[4] = 0;
	cr_expect_eq(tls_record_open(p.r, &p.rx, p.wire, 5, &o), TLS_OPEN_BAD);
	pipe_close(&p);
}

Test(tls_record, other_record_types_are_refused_at_their_first_byte)
{
	struct tls_opened o;
	struct pipe p;

	pipe_open(&p, 0);
	for (int type = 0; type < 256; type++) {
		p.wire[0] = (char)type;
		cr_expect_eq(tls_record_open(p.r, &p.rx, p.wire, 1, &o),
			type == TLS_DATA ? TLS_OPEN_SHORT : TLS_OPEN_BAD);
	}
	pipe_close(&p);
}

Test(tls_record, padding_is_taken_off_and_must_not_be_all)
{
	static const char padded[] = "PING\x17\0\0\0", nothing[20];
	struct tls_opened o;
	struct pipe p;
	size_t size;

	/* The inner type is the last byte that is not zero: an outer one of 0 makes what came before it count. */
	pipe_open(&p, 0);
	size = tls_record_seal(p.r, &p.tx, (enum tls_content)0, view_of(padded, 8), p.wire);
	cr_assert_eq(tls_record_open(p.r, &p.rx, p.wire, size, &o), TLS_OPEN_OK);
	cr_expect_eq(o.type, TLS_DATA);
	cr_expect(view_eq(o.plain, VIEW("PING")));
	size = tls_record_seal(p.r, &p.tx, (enum tls_content)0, view_of(nothing, 20), p.wire);
	cr_expect_eq(tls_record_open(p.r, &p.rx, p.wire, size, &o), TLS_OPEN_BAD);
	pipe_close(&p);
}

Test(tls_record, other_suites_and_secrets_of_a_wrong_length_are_refused)
{
	struct tls_records *r = tls_records_new();
	static const char secret[64];
	struct tls_keys k;

	cr_expect_eq(tls_keys_init(r, &k, 0x1304, view_of(secret, 32), 0), -1);
	cr_expect_eq(tls_keys_init(r, &k, 0xc02f, view_of(secret, 32), 0), -1);
	cr_expect_eq(tls_keys_init(r, &k, 0x1301, view_of(secret, 31), 0), -1);
	cr_expect_eq(tls_keys_init(r, &k, 0x1301, view_of(secret, 48), 0), -1);
	cr_expect_eq(tls_keys_init(r, &k, 0x1302, view_of(secret, 0), 0), -1);
	tls_records_free(r);
}
