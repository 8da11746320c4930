#include "icq/icbm.h"

#include <criterion/criterion.h>

#include "icq/tlv.h"
#include "icq_hex.h"

static const struct icbm said = {
	.cookie = { 1, 2, 3, 4, 5, 6, 7, 8 },
	.channel = ICBM_TEXT,
	.to = 100002,
	.from = { .uin = 900001, .classes = 0x50, .has = OSCAR_HAS_STATUS },
};

/* As a decoder of Latin-1 would; what it was asked about is counted. */
static void
decode_latin1(void *arg, struct icq_out *out, struct view bytes)
{
	size_t *asked = arg;

	for (size_t i = 0; i < bytes.n; i++) {
		uint8_t c = (uint8_t)bytes.p[i];

		if (c < 0x80) {
			icq_put_u8(out, c);
			continue;
		}
		icq_put_u8(out, (uint8_t)(0xc0 | c >> 6));
		icq_put_u8(out, (uint8_t)(0x80 | (c & 0x3f)));
	}
	*asked += bytes.n;
}

static bool
text_is(struct view inside, const char *want, size_t asked_want)
{
	static uint8_t bytes[1024];
	struct icq_out out = icq_out(bytes, sizeof(bytes));
	struct icbm_text t;
	size_t asked = 0;

	if (!icbm_text_parse(&t, inside))
		return false;
	icbm_text_decode(&t, &out, decode_latin1, &asked);
	return view_eq(icq_out_view(&out), view_z(want)) && asked == asked_want;
}

Test(icbm, what_a_client_sends_is_read)
{
	struct icq_hex h;
	struct icbm m;

	cr_assert(icbm_parse_to(&m,
		icq_hex(&h,
			"0102030405060708 0001 06313030303032 "
			"0002 0019 0501000101 01010010 00020000 003c0048 20ac d83dde00 0041 "
			"0003 0000 0006 0000")));
	cr_expect(memcmp(m.cookie, said.cookie, ICBM_COOKIE) == 0);
	cr_expect(m.channel == ICBM_TEXT && m.to == 100002 && m.flags == (ICBM_WANTS_ACK | ICBM_STORED));
	cr_expect(text_is(m.inside,
		"<H\xe2\x82\xac\xf0\x9f\x98\x80"
		"A",
		0));
}

Test(icbm, what_a_client_takes_is_built_and_read)
{
	static const char wire[] =
		"0102030405060708 0001 06393030303031 0000 0002 000100020050 000600040000"
		"0000 0002001e 0501000101 01010015 00030000 4c6174696e3120746578743a20636166e9";
	uint8_t bytes[256];
	struct icq_out out = icq_out(bytes, sizeof(bytes));
	struct icq_hex h;
	struct icbm m;

	cr_assert(icbm_parse_from(&m, icq_hex(&h, wire)));
	cr_expect(m.from.uin == 900001 && m.from.classes == 0x50 && m.from.has == OSCAR_HAS_STATUS);
	cr_expect(text_is(m.inside, "Latin1 text: caf\xc3\xa9", 17));
	icbm_put_from(&out, &said);
	icbm_text_put(&out, VIEW("Hi"));
	cr_expect(icq_hex_is(icq_out_view(&out),
		"0102030405060708 0001 06393030303031 0000 0002 000100020050 "
		"0006000400000000 0002000f 0501000101 01010006 00000000 4869"));
}

Test(icbm, flags_and_time_come_back)
{
	uint8_t bytes[256];
	struct icq_out out = icq_out(bytes, sizeof(bytes));
	struct icbm m = said;

	m.flags = ICBM_AUTOMATIC | ICBM_STORED;
	m.wall_s = 1700000000;
	icbm_put_from(&out, &m);
	icbm_text_put(&out, VIEW("caf\xc3\xa9"));
	icbm_put_flags(&out, &m);
	cr_assert(icbm_parse_from(&m, icq_out_view(&out)));
	cr_expect(m.flags == (ICBM_AUTOMATIC | ICBM_STORED) && m.wall_s == 1700000000);
	cr_expect(text_is(m.inside, "caf\xc3\xa9", 0));
}

Test(icbm, cut_short_anywhere_it_is_no_message)
{
	uint8_t bytes[256];
	struct icq_out out = icq_out(bytes, sizeof(bytes));
	struct icbm m;

	icbm_put_to(&out, &said);
	icbm_text_put(&out, VIEW("Hello"));
	for (size_t n = 0; n < out.n; n++)
		cr_expect(!icbm_parse_to(&m, view_left(icq_out_view(&out), n)), "%zu bytes", n);
	out = icq_out(bytes, sizeof(bytes));
	icbm_put_from(&out, &said);
	icbm_text_put(&out, VIEW("Hello"));
	for (size_t n = 0; n < out.n; n++)
		cr_expect(!icbm_parse_from(&m, view_left(icq_out_view(&out), n)), "%zu bytes", n);
}

Test(icbm, a_channel_that_nobody_knows_is_not_an_error)
{
	struct icq_hex h;
	struct icbm m;

	cr_expect(icbm_parse_to(&m, icq_hex(&h, "0102030405060708 0003 06313030303032 0005 0000")));
	cr_expect(m.channel == 3 && m.inside.n == 0);
	cr_expect(!icbm_parse_to(&m, icq_hex(&h, "0102030405060708 0001 06313030303032 0005 0000")));
	cr_expect(icbm_parse_to(&m, icq_hex(&h, "0102030405060708 0004 03616263 0005 0000")) && m.to == 0);
}

Test(icbm, fragments_become_one_text)
{
	struct icq_hex h;

	cr_expect(text_is(icq_hex(&h,
				  "0501 0003 010102 0101 0006 0000ffff 4142 0101 0006 00020000 20ac "
				  "0101 0006 00030000 e943 0101 0005 00000000 44"),
		"AB\xe2\x82\xac\xc3\xa9"
		"CD",
		2));
	cr_expect(text_is(icq_hex(&h, "0101 0004 00000000"), "", 0), "an empty one is a text too");
	cr_expect(!text_is(icq_hex(&h, "0501 0001 01"), "", 0), "none is none");
	cr_expect(!text_is(icq_hex(&h, "0101 0003 000000"), "", 0));
	cr_expect(!text_is(icq_hex(&h, "0101 0006 00000000 41"), "A", 0));
	cr_expect(!text_is(VIEW(""), "", 0));
}

Test(icbm, there_are_16_fragments_and_no_more)
{
	uint8_t bytes[9 * (ICBM_FRAGMENTS_MAX + 1)];
	struct icq_out out = icq_out(bytes, sizeof(bytes));

	for (size_t i = 0; i <= ICBM_FRAGMENTS_MAX; i++)
		icq_put_bytes(&out, VIEW("\x01\x01\x00\x05\x00\x00\x00\x00x"));
	cr_assert(!out.full);
	cr_expect(text_is(view_of(bytes, 9 * ICBM_FRAGMENTS_MAX), "xxxxxxxxxxxxxxxx", 0));
	cr_expect(!text_is(icq_out_view(&out), "xxxxxxxxxxxxxxxxx", 0));
}

Test(icbm, any_text_comes_back)
{
	static const char *const piece[] = { "a", "\xc3\xa9", "\xe2\x82\xac", "\xf0\x9f\x98\x80", "\n", "<" };
	uint32_t seed = 4711;

	for (unsigned run = 0; run < 500; run++) {
		uint8_t text[256], bytes[1024];
		struct icq_out in = icq_out(text, sizeof(text) - 1), out = icq_out(bytes, sizeof(bytes));
		struct tlv_block block;

		for (size_t n = icq_random(&seed) % 50; n > 0; n--)
			icq_put_bytes(&in, view_z(piece[icq_random(&seed) % ARRAY_LEN(piece)]));
		text[in.n] = 0;
		icbm_text_put(&out, icq_out_view(&in));
		cr_assert(tlv_parse(&block, icq_out_view(&out)));
		cr_assert(text_is(tlv_view(&block, 2), (const char *)text, 0));
	}
}

Test(icbm, channel_4_has_a_message_of_the_legacy_protocol)
{
	static const struct icbm_old o = {
		.from = 100003, .kind = ICQ_KIND_URL, .kind_flags = 1, .text = VIEW_INIT("d\xfehttp://x/")
	};
	uint8_t bytes[64];
	struct icq_out out = icq_out(bytes, sizeof(bytes));
	struct icbm_old back;
	struct tlv_block block;
	struct view inside;
	struct icq_hex h;

	icbm_old_put(&out, &o);
	cr_expect(icq_hex_is(icq_out_view(&out), "0005 0014 a3860100 04 01 0c00 64fe687474703a2f2f782f 00"));
	cr_assert(tlv_parse(&block, icq_out_view(&out)));
	inside = tlv_view(&block, 5);
	cr_assert(icbm_old_parse(&back, inside));
	cr_expect(back.from == o.from && back.kind == o.kind && back.kind_flags == 1 &&
		view_eq(back.text, o.text));
	for (size_t n = 0; n < inside.n; n++)
		cr_expect(!icbm_old_parse(&back, view_left(inside, n)), "%zu bytes", n);
	cr_expect(icbm_old_parse(&back, icq_hex(&h, "a3860100 01 00 0400 41420000")) && back.text.n == 2,
		"two NULs");
}

Test(icbm, an_ack_is_the_first_part_of_the_message)
{
	uint8_t bytes[64];
	struct icq_out out = icq_out(bytes, sizeof(bytes));
	struct icbm m;

	icbm_ack_put(&out, &said);
	cr_expect(icq_hex_is(icq_out_view(&out), "0102030405060708 0001 06313030303032"));
	cr_assert(icbm_ack_parse(&m, icq_out_view(&out)));
	cr_expect(m.to == 100002 && m.channel == 1 && memcmp(m.cookie, said.cookie, ICBM_COOKIE) == 0);
	for (size_t n = 0; n < out.n; n++)
		cr_expect(!icbm_ack_parse(&m, view_left(icq_out_view(&out), n)), "%zu bytes", n);
}

Test(icbm, typing_comes_back)
{
	struct icbm_typing t = { .uin = 100002, .typing = ICQ_TYPING }, back;
	uint8_t bytes[64];
	struct icq_out out = icq_out(bytes, sizeof(bytes));

	icbm_typing_put(&out, &t);
	cr_expect(icq_hex_is(icq_out_view(&out), "0000000000000000 0001 06313030303032 0002"));
	for (size_t n = 0; n < out.n; n++)
		cr_expect(!icbm_typing_parse(&back, view_left(icq_out_view(&out), n)), "%zu bytes", n);
	for (int i = ICQ_TYPING_STOPPED; i <= ICQ_TYPING; i++) {
		t.typing = (enum icq_typing)i;
		out = icq_out(bytes, sizeof(bytes));
		icbm_typing_put(&out, &t);
		cr_assert(icbm_typing_parse(&back, icq_out_view(&out)));
		cr_expect(back.uin == 100002 && back.typing == t.typing);
	}
	bytes[out.n - 1] = 3;
	cr_expect(icbm_typing_parse(&back, icq_out_view(&out)) && back.typing == ICQ_TYPING_STOPPED);
}

/* Servers take what looks like HTML out of ASCII. */
Test(icbm, what_looks_like_html_goes_as_utf_16)
{
	static const struct {
		struct view text;
		uint16_t charset;
	} row[] = {
		{ VIEW_INIT("plain"), ICBM_ASCII },
		{ VIEW_INIT("<al> hi"), ICBM_UTF16 },
		{ VIEW_INIT("a &amp; b"), ICBM_UTF16 },
	};

	for (size_t i = 0; i < ARRAY_LEN(row); i++) {
		char bytes[256], text[64];
		struct icq_out out = icq_out(bytes, sizeof(bytes)), got = icq_out(text, sizeof(text));
		struct icbm m = { .channel = ICBM_TEXT, .to = 100002 };
		struct icbm_text t;

		icbm_put_to(&out, &m);
		icbm_text_put_as_is(&out, row[i].text);
		cr_assert(icbm_parse_to(&m, icq_out_view(&out)));
		cr_assert(icbm_text_parse(&t, m.inside));
		cr_assert_eq(t.n, 1);
		cr_expect_eq(t.fragment[0].charset, row[i].charset);
		icbm_text_decode(&t, &got, NULL, NULL);
		cr_expect(view_eq(icq_out_view(&got), row[i].text));
	}
}
