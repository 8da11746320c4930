#include "icq/oscar_service.h"

#include <criterion/criterion.h>

#include "icq/snac_types.h"
#include "icq_hex.h"

static bool
same(const struct oscar_families *a, const struct oscar_families *b, bool with_versions)
{
	bool equal = a->n == b->n;

	for (size_t i = 0; equal && i < a->n; i++) {
		equal = a->family[i].family == b->family[i].family;
		equal = equal && a->family[i].version == (with_versions ? b->family[i].version : 0);
	}
	return equal;
}

Test(oscar_service, families_and_versions_come_back)
{
	uint8_t bytes[256];
	struct icq_out out = icq_out(bytes, sizeof(bytes));
	struct oscar_families f;

	oscar_families_put(&out, &oscar_families_ours);
	cr_expect(icq_hex_is(icq_out_view(&out), "0001 0002 0003 0004 0009 0013 0015"));
	cr_expect(oscar_families_parse(&f, icq_out_view(&out)) && same(&f, &oscar_families_ours, false));
	out = icq_out(bytes, sizeof(bytes));
	oscar_versions_put(&out, &oscar_families_ours);
	cr_expect(icq_hex_is(view_left(icq_out_view(&out), 8), "0001 0004 0002 0001"));
	cr_expect(oscar_versions_parse(&f, icq_out_view(&out)) && same(&f, &oscar_families_ours, true));
	out = icq_out(bytes, sizeof(bytes));
	oscar_ready_put(&out, &oscar_families_ours);
	cr_expect(icq_hex_is(view_left(icq_out_view(&out), 8), "0001 0004 0110 0629"));
	cr_expect(oscar_ready_parse(&f, icq_out_view(&out)) && same(&f, &oscar_families_ours, true));
}

Test(oscar_service, families_are_whole_and_have_a_limit)
{
	static const uint8_t bytes[8 * (OSCAR_FAMILIES_MAX + 1)];
	struct oscar_families f;

	for (size_t n = 0; n <= 16; n++) {
		cr_expect(oscar_families_parse(&f, view_of(bytes, n)) == (n % 2 == 0), "%zu bytes", n);
		cr_expect(oscar_versions_parse(&f, view_of(bytes, n)) == (n % 4 == 0), "%zu bytes", n);
		cr_expect(oscar_ready_parse(&f, view_of(bytes, n)) == (n % 8 == 0), "%zu bytes", n);
	}
	cr_expect(oscar_families_parse(&f, view_of(bytes, 2 * OSCAR_FAMILIES_MAX)) &&
		f.n == OSCAR_FAMILIES_MAX);
	cr_expect(!oscar_families_parse(&f, view_of(bytes, 2 * OSCAR_FAMILIES_MAX + 2)));
	cr_expect(oscar_ready_parse(&f, view_of(bytes, 8 * OSCAR_FAMILIES_MAX)) && f.n == OSCAR_FAMILIES_MAX);
	cr_expect(!oscar_ready_parse(&f, view_of(bytes, sizeof(bytes))) && f.n <= OSCAR_FAMILIES_MAX);
}

Test(oscar_service, small_ones_come_back)
{
	uint8_t bytes[64];
	struct icq_out out = icq_out(bytes, sizeof(bytes));
	uint16_t family;
	uint32_t seconds;

	oscar_idle_put(&out, 600);
	cr_expect(oscar_idle_parse(&seconds, icq_out_view(&out)) && seconds == 600);
	for (size_t n = 0; n < 4; n++)
		cr_expect(!oscar_idle_parse(&seconds, view_left(icq_out_view(&out), n)));
	cr_expect(oscar_service_ask_parse(&family, VIEW("\0\x18")) && family == 0x18);
	cr_expect(!oscar_service_ask_parse(&family, VIEW("\0")));
	out = icq_out(bytes, sizeof(bytes));
	oscar_motd_put(&out, VIEW("hi"));
	cr_expect(icq_hex_is(icq_out_view(&out), "0004 000b 0002 6869"));
}

Test(oscar_service, status_and_note_come_alone_or_together)
{
	static const struct oscar_status all[] = {
		{ .has_status = true, .status = 0x10000001 },
		{ .has_note = true, .note = VIEW_INIT("out") },
		{ .has_status = true, .has_note = true, .note = VIEW_INIT("") },
		{ .has_status = false },
	};

	for (size_t i = 0; i < ARRAY_LEN(all); i++) {
		uint8_t bytes[128];
		struct icq_out out = icq_out(bytes, sizeof(bytes));
		struct oscar_status s;

		oscar_status_put(&out, &all[i]);
		cr_assert(oscar_status_parse(&s, icq_out_view(&out)), "%zu", i);
		cr_expect(s.has_status == all[i].has_status && s.status == all[i].status, "%zu", i);
		cr_expect(s.has_note == all[i].has_note && view_eq(s.note, all[i].note), "%zu", i);
		if (out.n > 0)
			cr_expect(
				!oscar_status_parse(&s, view_left(icq_out_view(&out), out.n - 1)), "%zu", i);
	}
}

/* What clients send has their address in it. */
Test(oscar_service, a_clients_own_address_is_not_looked_at)
{
	struct icq_hex h;
	struct oscar_status s;

	cr_assert(oscar_status_parse(&s,
		icq_hex(&h,
			"0006 0004 00000020 000c 0025 c0a80001 000004d2 04 0008 00000000 "
			"00000050 00000003 00000000 00000000 00000000 0000")));
	cr_expect(s.has_status && s.status == 0x20 && !s.has_note);
}

Test(oscar_service, limits_of_messages_come_back)
{
	static const struct oscar_icbm_params p = { 2, 3, 8000, 999, 999, 0 };
	uint8_t bytes[64];
	struct icq_out out = icq_out(bytes, sizeof(bytes));
	struct oscar_icbm_params back;

	oscar_icbm_params_put(&out, &p);
	cr_expect(icq_hex_is(icq_out_view(&out), "0002 00000003 1f40 03e7 03e7 00000000"));
	cr_assert(oscar_icbm_params_parse(&back, icq_out_view(&out)));
	cr_expect(back.channel == 2 && back.flags == 3 && back.max == 8000 && back.warn_sender == 999);
	cr_expect(back.warn_receiver == 999 && back.interval_ms == 0);
	for (size_t n = 0; n < out.n; n++)
		cr_expect(!oscar_icbm_params_parse(&back, view_left(icq_out_view(&out), n)), "%zu bytes", n);
}
