#include "icq/oscar_user.h"

#include <criterion/criterion.h>

#include "icq_hex.h"

static const struct oscar_user everything = {
	.uin = 100002,
	.warning = 3,
	.classes = OSCAR_CLASS_FREE | OSCAR_CLASS_ICQ | OSCAR_CLASS_AWAY,
	.has = OSCAR_HAS_STATUS | OSCAR_HAS_DIRECT | OSCAR_HAS_CAPS | OSCAR_HAS_SIGNON | OSCAR_HAS_ONLINE |
		OSCAR_HAS_IDLE | OSCAR_HAS_MEMBER | OSCAR_HAS_NOTE,
	.status = 0x10010001,
	.caps = OSCAR_CAP_UTF8 | OSCAR_CAP_TYPING,
	.signon_s = 1700000000,
	.online_s = 60,
	.member_s = 900000000,
	.idle_min = 5,
	.note = VIEW_INIT("gone fishing"),
};

static struct view
put_everything(uint8_t *bytes, size_t max)
{
	struct icq_out out = icq_out(bytes, max);

	oscar_user_put(&out, &everything);
	return icq_out_view(&out);
}

Test(oscar_user, comes_back_with_all_its_fields)
{
	uint8_t bytes[256];
	struct icq_in in = icq_in(put_everything(bytes, sizeof(bytes)));
	struct oscar_user u;

	oscar_user_get(&in, &u);
	cr_assert(!in.bad && in.n == 0);
	cr_expect(view_eq(u.name, VIEW("100002")) && u.uin == 100002);
	cr_expect(u.warning == 3 && u.classes == everything.classes && u.has == everything.has);
	cr_expect(u.status == everything.status && u.caps == everything.caps);
	cr_expect(u.signon_s == 1700000000 && u.online_s == 60 && u.member_s == 900000000 && u.idle_min == 5);
	cr_expect(view_eq(u.note, everything.note));
}

Test(oscar_user, cut_short_anywhere_is_bad)
{
	uint8_t bytes[256];
	struct view all = put_everything(bytes, sizeof(bytes));
	struct oscar_user u;

	for (size_t n = 0; n < all.n; n++) {
		struct icq_in in = icq_in(view_left(all, n));

		oscar_user_get(&in, &u);
		cr_expect(in.bad && u.has == 0, "%zu bytes", n);
	}
}

/* What real clients take. */
Test(oscar_user, is_built_as_clients_know_it)
{
	static const struct oscar_user channel = {
		.uin = 900001,
		.classes = OSCAR_CLASS_FREE | OSCAR_CLASS_ICQ,
		.has = OSCAR_HAS_STATUS | OSCAR_HAS_DIRECT | OSCAR_HAS_CAPS | OSCAR_HAS_SIGNON,
		.signon_s = 0x65000000,
	};
	uint8_t bytes[256];
	struct icq_out out = icq_out(bytes, sizeof(bytes));

	oscar_user_put(&out, &channel);
	cr_expect(icq_hex_is(icq_out_view(&out),
		"06393030303031 0000 0005 000100020050 0006000400000000 000c0025"
		"00000000000000000000000000000000000000000000000000000000000000000000000000"
		"000d0000 0003000465000000"));
	out = icq_out(bytes, sizeof(bytes));
	oscar_user_put_gone(&out, 900001);
	cr_expect(icq_hex_is(icq_out_view(&out), "06393030303031 0000 0001 000100020000"));
}

Test(oscar_user, names_are_numbers_or_nobody)
{
	struct icq_hex h;
	struct icq_in in = icq_in(icq_hex(&h, "053130303030 0431303030 03616263 00 0a32313437343833363436"));
	static const uint32_t want[] = { 10000, 0, 0, 0, 2147483646 };
	uint32_t uin;

	for (size_t i = 0; i < ARRAY_LEN(want); i++)
		cr_expect(oscar_uin_next(&in, &uin) && uin == want[i], "%zu", i);
	cr_expect(!oscar_uin_next(&in, &uin) && !in.bad);
	in = icq_in(icq_hex(&h, "053130303030 0631"));
	cr_expect(oscar_uin_next(&in, &uin));
	cr_expect(!oscar_uin_next(&in, &uin) && in.bad);
	cr_expect(oscar_uin(VIEW("2147483647")) == 0 && oscar_uin(VIEW("-10000")) == 0);
	cr_expect(oscar_uin(VIEW("4294977296")) == 0, "10000, if it were 32 bits");
}

Test(oscar_user, capabilities_are_a_set_and_unknown_ones_are_left_out)
{
	struct icq_hex h;
	unsigned caps = oscar_caps(icq_hex(&h,
		"09461349 4c7f11d1 8222 444553540000 0946134e4c7f11d18222444553540000"
		"00000000 00000000 0000 000000000000 563fc8090b6f41bd9f79422609dfa2f3 09"));
	uint8_t bytes[OSCAR_CAP_BYTES * 16];
	struct icq_out out = icq_out(bytes, sizeof(bytes));

	cr_expect(caps == (OSCAR_CAP_RELAY | OSCAR_CAP_UTF8 | OSCAR_CAP_TYPING));
	oscar_put_caps(&out, 0x3ff);
	cr_expect(out.n == 10 * OSCAR_CAP_BYTES && oscar_caps(icq_out_view(&out)) == 0x3ff);
}

Test(oscar_user, a_note_is_found_among_other_pieces)
{
	static const char long_note[252];
	struct icq_hex h;
	uint8_t bytes[300];
	struct icq_out out = icq_out(bytes, sizeof(bytes));

	cr_expect(view_eq(
		oscar_note(icq_hex(&h, "0001 01 02 abcd  0002 04 09 0005 68656c6c6f 0000")), VIEW("hello")));
	cr_expect(oscar_note(icq_hex(&h, "0001 01 02 abcd  0002 04 09 0006 68656c6c6f")).n == 0);
	cr_expect(oscar_note(icq_hex(&h, "0002 04 02 0001")).n == 0, "longer than its piece");
	oscar_put_note(&out, view_of(long_note, 251));
	cr_expect(oscar_note(icq_out_view(&out)).n == 251);
	out = icq_out(bytes, sizeof(bytes));
	oscar_put_note(&out, view_of(long_note, 252));
	cr_expect(out.full);
}
