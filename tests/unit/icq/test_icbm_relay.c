#include "icq/icbm_relay.h"

#include <criterion/criterion.h>
#include <stdio.h>

#include "icq/tlv.h"
#include "icq_hex.h"

#define COOKIE "0102030405060708 "
#define RELAY  "094613494c7f11d18222444553540000 "
#define HEAD                                                                          \
	"1b00 0800 00000000000000000000000000000000 0000 03000000 00 0700 0e00 0700 " \
	"000000000000000000000000 "
#define COLOURS "00000000 ffffff00 "
#define GUID	"26000000 7b30393436313334452d344337462d313144312d383232322d3434343535333534303030307d "

static const struct icbm_relay asks = {
	.cookie = { 1, 2, 3, 4, 5, 6, 7, 8 },
	.cap = OSCAR_CAP_RELAY,
	.has_said = true,
	.said = { .version = 8,
		.seq = 7,
		.kind = ICQ_KIND_TEXT,
		.priority = 1,
		.is_utf8 = true,
		.text = VIEW_INIT("caf\xc3\xa9") },
};

static struct view
inside_of(struct icq_out *out)
{
	struct tlv_block block;

	cr_assert(tlv_parse(&block, icq_out_view(out)));
	return tlv_view(&block, 5);
}

Test(icbm_relay, is_built_as_it_is_known_and_comes_back)
{
	uint8_t bytes[256];
	struct icq_out out = icq_out(bytes, sizeof(bytes));
	struct icbm_relay r;

	icbm_relay_put(&out, &asks);
	cr_expect(icq_hex_is(icq_out_view(&out),
		"0005 0095 0000 " COOKIE RELAY "000a 0002 0001 000f 0000 2711 006d " HEAD
		"01 00 0000 0100 0600 636166c3a900 " COLOURS GUID));
	cr_assert(icbm_relay_parse(&r, inside_of(&out)));
	cr_expect(r.step == ICBM_ASKS && r.cap == OSCAR_CAP_RELAY && r.has_said);
	cr_expect(memcmp(r.cookie, asks.cookie, ICBM_COOKIE) == 0);
	cr_expect(r.said.version == 8 && r.said.seq == 7 && r.said.kind == ICQ_KIND_TEXT &&
		r.said.priority == 1);
	cr_expect(r.said.is_utf8 && view_eq(r.said.text, asks.said.text));
}

Test(icbm_relay, cut_short_it_has_no_message)
{
	uint8_t bytes[256];
	struct icq_out out = icq_out(bytes, sizeof(bytes));
	struct view inside;
	struct icbm_relay r;

	icbm_relay_put(&out, &asks);
	inside = inside_of(&out);
	for (size_t n = 0; n < inside.n; n++)
		cr_expect(!icbm_relay_parse(&r, view_left(inside, n)) || !r.has_said, "%zu bytes", n);
}

Test(icbm_relay, text_without_its_character_set_is_the_senders)
{
	static const char *const end[] = { "", COLOURS, COLOURS "00000000", COLOURS "ffffffff",
		COLOURS "01000000 7b" };
	struct icq_hex h;
	char wire[512];
	struct icbm_relay r;

	for (size_t i = 0; i < ARRAY_LEN(end); i++) {
		struct icq_hex said;
		uint8_t bytes[256];
		struct icq_out out = icq_out(bytes, sizeof(bytes));

		snprintf(wire, sizeof(wire), HEAD "01 00 0000 0100 0300 41e900 %s", end[i]);
		icq_put_bytes(&out, icq_hex(&h, "0000 " COOKIE RELAY));
		tlv_put(&out, 0x2711, icq_hex(&said, wire));
		cr_assert(icbm_relay_parse(&r, icq_out_view(&out)) && r.has_said, "%s", end[i]);
		cr_expect(!r.said.is_utf8 && view_eq(r.said.text, VIEW("A\xe9")), "%s", end[i]);
	}
}

Test(icbm_relay, what_else_is_offered_is_known_by_its_capability)
{
	struct icq_hex h;
	struct icbm_relay r;

	cr_assert(icbm_relay_parse(
		&r, icq_hex(&h, "0000 " COOKIE "09461343 4c7f11d1 8222 444553540000 2711 0002 0000")));
	cr_expect(r.cap == OSCAR_CAP_FILE && !r.has_said);
	cr_assert(icbm_relay_parse(&r, icq_hex(&h, "0001 " COOKIE "00000000 4c7f11d1 8222 444553540000")));
	cr_expect(r.step == ICBM_CANCELS && r.cap == 0 && !r.has_said);
}

Test(icbm_relay, plugins_say_nothing)
{
	uint8_t bytes[256];
	struct icq_out out = icq_out(bytes, sizeof(bytes));
	struct icbm_relay r;

	icbm_relay_put(&out, &asks);
	bytes[4 + 26 + 10 + 4 + 4] = 1; /* within the plugin's number */
	cr_assert(icbm_relay_parse(&r, inside_of(&out)));
	cr_expect(r.cap == OSCAR_CAP_RELAY && !r.has_said);
}

Test(icbm_relay, an_answer_comes_back)
{
	static const struct icbm_answer gone = {
		.cookie = { 1, 2, 3, 4, 5, 6, 7, 8 },
		.uin = 100002,
		.said = { .version = 8,
			.seq = 7,
			.kind = ICBM_AWAY_FIRST,
			.kind_flags = 3,
			.text = VIEW_INIT("gone") },
	};
	uint8_t bytes[256];
	struct icq_out out = icq_out(bytes, sizeof(bytes));
	struct icbm_answer a;

	icbm_answer_put(&out, &gone);
	cr_expect(icq_hex_is(icq_out_view(&out),
		COOKIE "0002 06313030303032 0003 " HEAD "e8 03 0000 0000 0500 676f6e6500"));
	cr_assert(icbm_answer_parse(&a, icq_out_view(&out)) && a.has_said);
	cr_expect(a.uin == 100002 && a.said.seq == 7 && a.said.kind == ICBM_AWAY_FIRST &&
		a.said.kind_flags == 3);
	cr_expect(view_eq(a.said.text, VIEW("gone")) && memcmp(a.cookie, gone.cookie, ICBM_COOKIE) == 0);
	for (size_t n = 0; n < out.n; n++)
		cr_expect(!icbm_answer_parse(&a, view_left(icq_out_view(&out), n)) || !a.has_said,
			"%zu bytes", n);
}
