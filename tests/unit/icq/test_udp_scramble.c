#include "icq/udp_scramble.h"

#include <criterion/criterion.h>
#include <string.h>

#include "udp_vectors.h"

enum { LONGEST = 700, PACKETS = 20000 };

static const size_t header[UDP_FORM_N] = { 20, 24, 16, 21 }, code_at[UDP_FORM_N] = { 16, 20, 12, 17 };

static void
fill(uint8_t *p, size_t n, uint32_t *seed)
{
	for (size_t i = 0; i < n; i++)
		p[i] = (uint8_t)(icq_random(seed) >> 8);
}

/* A code holds the byte of the table that it names: so all of it can be read. */
static uint64_t
table_sum(enum udp_form form)
{
	uint8_t zeros[32] = { 0 };
	uint64_t sum = 0xcbf29ce484222325;

	for (unsigned i = 0; i < 256; i++) {
		uint32_t code = udp_check_code(form, view_of(zeros, sizeof(zeros)), 0, (uint8_t)i);

		sum = (sum ^ ((code ^ 0x00ff00ff) & 0xff)) * 0x100000001b3; /* FNV-1a */
	}
	return sum;
}

Test(udp_scramble, tables_are_those_of_the_clients)
{
	cr_expect_eq(table_sum(UDP_FORM_CLIENT_V4), 0x05757377f0dcd6c7);
	cr_expect_eq(table_sum(UDP_FORM_SERVER_V4), 0x05757377f0dcd6c7);
	cr_expect_eq(table_sum(UDP_FORM_CLIENT_V5), 0x71ed7220aa3c9160);
	cr_expect_eq(table_sum(UDP_FORM_SERVER_V5), 0x71ed7220aa3c9160);
}

Test(udp_scramble, vectors_go_both_ways)
{
	struct icq_hex plain, wire, work;
	unsigned seen = 0;

	for (size_t i = 0; i < udp_vectors_n; i++) {
		const struct udp_vector *v = &udp_vectors[i];
		struct view w, p;

		if (v->plain == NULL)
			continue;
		w = icq_hex(&wire, v->wire);
		p = icq_hex(&plain, v->plain);
		memcpy(work.bytes, p.p, p.n);
		(v->version == ICQ_V4 ? udp_scramble_v4 : udp_scramble_v5)(work.bytes, p.n);
		cr_expect(view_eq(view_of(work.bytes, p.n), w), "%s", v->name);
		(v->version == ICQ_V4 ? udp_unscramble_v4 : udp_unscramble_v5)(work.bytes, p.n);
		cr_expect(view_eq(view_of(work.bytes, p.n), p), "%s", v->name);
		seen++;
	}
	cr_expect_eq(seen, 8);
}

Test(udp_scramble, what_was_scrambled_comes_back)
{
	uint8_t plain[LONGEST], work[LONGEST];
	uint32_t seed = 1;

	for (unsigned i = 0; i < PACKETS; i++) {
		size_t n = icq_random(&seed) % (LONGEST + 1);

		fill(plain, n, &seed);
		if (n >= 2)
			memcpy(plain, "\x04", 2);
		memcpy(work, plain, n);
		udp_scramble_v4(work, n);
		udp_unscramble_v4(work, n);
		cr_assert(memcmp(work, plain, n) == 0, "version 4, %zu bytes", n);
		udp_scramble_v5(work, n);
		cr_assert(n < 24 || (memcmp(work, plain, 10) == 0 && memcmp(work, plain, n) != 0));
		udp_unscramble_v5(work, n);
		cr_assert(memcmp(work, plain, n) == 0, "version 5, %zu bytes", n);
	}
}

Test(udp_scramble, less_than_a_header_stays)
{
	uint8_t bytes[24], work[24];
	uint32_t seed = 2;

	fill(bytes, sizeof(bytes), &seed);
	for (size_t n = 0; n < 24; n++) {
		memcpy(work, bytes, sizeof(work));
		udp_scramble_v5(work, n);
		udp_unscramble_v5(work, n);
		if (n < 20) {
			udp_scramble_v4(work, n);
			udp_unscramble_v4(work, n);
		}
		cr_expect(memcmp(work, bytes, sizeof(work)) == 0);
	}
}

Test(udp_scramble, nothing_past_the_end_is_touched)
{
	uint8_t work[LONGEST + 8];
	uint32_t seed = 3;

	for (size_t n = 20; n <= LONGEST; n++) {
		fill(work, n, &seed);
		memset(work + n, 0x55, 8);
		udp_scramble_v4(work, n);
		udp_scramble_v5(work, n);
		udp_unscramble_v5(work, n);
		cr_assert(memcmp(work + n, "\x55\x55\x55\x55\x55\x55\x55\x55", 8) == 0, "%zu", n);
	}
}

/* Any code that is made is right; with another byte where it looks, or another code, it is not. */
static void
try_code(enum udp_form form, size_t n, uint32_t *seed)
{
	uint8_t p[LONGEST];
	uint32_t random = icq_random(seed);
	uint8_t r1 = udp_check_place(form, n, (uint8_t)random);
	uint8_t bit = (uint8_t)(1u << (random >> 16 & 7));

	fill(p, n, seed);
	udp_check_put(form, p, n, (uint16_t)((random & 0xff00) | r1));
	if (form == UDP_FORM_CLIENT_V5 && n == header[form]) {
		cr_assert(udp_check_verify(form, view_of(p, n)) != UDP_CHECK_WRONG);
		return;
	}
	cr_assert(r1 < n && (r1 < code_at[form] || r1 >= code_at[form] + 4), "form %d, %zu bytes: %u", form,
		n, r1);
	cr_assert(udp_check_verify(form, view_of(p, n)) == UDP_CHECK_OK, "form %d, %zu bytes", form, n);
	p[code_at[form]] ^= bit;
	cr_assert(udp_check_verify(form, view_of(p, n)) == UDP_CHECK_WRONG, "its byte of the table");
	p[code_at[form]] ^= bit;
	if (r1 == 2 || r1 == 4 || r1 == 6 || r1 == 8)
		return; /* changes more than one thing */
	p[r1] ^= bit;
	cr_assert(udp_check_verify(form, view_of(p, n)) == (n > 256 ? UDP_CHECK_UNKNOWN : UDP_CHECK_WRONG));
}

Test(udp_scramble, codes_are_right_until_something_changes)
{
	uint32_t seed = 4;

	for (unsigned i = 0; i < PACKETS; i++) {
		for (unsigned form = 0; form < UDP_FORM_N; form++)
			try_code((enum udp_form)form, header[form] + icq_random(&seed) % (LONGEST - 24),
				&seed);
	}
}

Test(udp_scramble, where_nobody_can_look_nobody_knows)
{
	uint8_t p[300] = { 5 };

	for (unsigned form = 0; form < UDP_FORM_N; form++) {
		for (uint8_t r1 = 0; r1 < 4; r1++) {
			udp_check_put((enum udp_form)form, p, 100, (uint16_t)(code_at[form] + r1));
			cr_expect(
				udp_check_verify((enum udp_form)form, view_of(p, 100)) == UDP_CHECK_UNKNOWN);
		}
		cr_expect(udp_check_verify((enum udp_form)form, view_of(p, header[form] - 1)) ==
			UDP_CHECK_WRONG);
		udp_check_put((enum udp_form)form, p, 100, 100);
		cr_expect(udp_check_verify((enum udp_form)form, view_of(p, 100)) == UDP_CHECK_WRONG,
			"past its end");
	}
	memset(p, 7, sizeof(p));
	udp_check_put(UDP_FORM_CLIENT_V5, p, 300, (uint8_t)290);
	p[34] = 8;
	cr_expect(udp_check_verify(UDP_FORM_CLIENT_V5, view_of(p, 300)) == UDP_CHECK_UNKNOWN,
		"a place cut to 8 bits");
	udp_check_put(UDP_FORM_CLIENT_V5, p, 24, 24);
	cr_expect(udp_check_verify(UDP_FORM_CLIENT_V5, view_of(p, 24)) == UDP_CHECK_UNKNOWN,
		"no byte that it could hold");
}
