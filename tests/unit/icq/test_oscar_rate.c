#include "icq/oscar_rate.h"

#include <criterion/criterion.h>

#include "icq/snac_types.h"
#include "icq_hex.h"

static bool
same(const struct oscar_rate_class *a, const struct oscar_rate_class *b)
{
	return a->id == b->id && a->window == b->window && a->clear == b->clear && a->alert == b->alert &&
		a->limit == b->limit && a->disconnect == b->disconnect && a->current == b->current &&
		a->max == b->max;
}

Test(oscar_rate, a_burst_of_seven_messages_passes_and_the_fourteenth_ends_it)
{
	const struct oscar_rate_class *c = oscar_rate_class(OSCAR_RATE_MESSAGES);
	struct oscar_rate r;

	oscar_rate_init(&r, c, 1000);
	for (int i = 1; i <= 14; i++) {
		enum oscar_rate_verdict v = oscar_rate_take(&r, c, 1000);

		if (i <= 7)
			cr_expect(v == (r.level < c->alert ? OSCAR_RATE_ALERT : OSCAR_RATE_FINE),
				"message %d", i);
		else
			cr_expect(
				v == (i < 14 ? OSCAR_RATE_LIMITED : OSCAR_RATE_DISCONNECT), "message %d", i);
	}
}

Test(oscar_rate, who_is_limited_stays_so_until_he_is_clear)
{
	const struct oscar_rate_class *c = oscar_rate_class(OSCAR_RATE_MESSAGES);
	uint64_t now = 0;
	struct oscar_rate r;

	oscar_rate_init(&r, c, now);
	for (int i = 0; i < 8; i++)
		(void)!oscar_rate_take(&r, c, now);
	cr_assert(r.is_limited);
	while (r.is_limited) {
		now += 6000;
		cr_assert(oscar_rate_take(&r, c, now) ==
			(r.level < c->clear ? OSCAR_RATE_LIMITED : OSCAR_RATE_FINE));
		cr_assert(now < 600000);
	}
	cr_expect(r.level >= c->clear);
}

Test(oscar_rate, who_waits_as_long_as_he_should_is_never_warned)
{
	for (int id = OSCAR_RATE_MOST_SNACS; id < OSCAR_RATE_ID_N; id++) {
		const struct oscar_rate_class *c = oscar_rate_class((enum oscar_rate_id)id);
		struct oscar_rate mine, theirs;
		uint64_t now = 5, first = now;

		oscar_rate_init(&mine, c, now);
		oscar_rate_init(&theirs, c, now);
		for (int i = 0; i < 500; i++) {
			uint64_t wait = oscar_rate_wait_ms(&mine, c, now);

			if (wait > 0)
				cr_assert(oscar_rate_wait_ms(&mine, c, now + wait - 1) == 1);
			now += wait;
			cr_assert(oscar_rate_wait_ms(&mine, c, now) == 0);
			cr_assert(oscar_rate_take(&mine, c, now) == OSCAR_RATE_FINE);
			cr_assert(oscar_rate_take(&theirs, c, now) == OSCAR_RATE_FINE);
		}
		cr_expect(
			now - first <= (uint64_t)500 * c->clear, "and not longer: one each %u ms", c->clear);
	}
}

Test(oscar_rate, time_does_not_go_backwards_nor_overflow)
{
	const struct oscar_rate_class *c = oscar_rate_class(OSCAR_RATE_MESSAGES);
	struct oscar_rate r;

	oscar_rate_init(&r, c, 1000);
	cr_expect(oscar_rate_take(&r, c, 500) == OSCAR_RATE_FINE && r.level == 5700);
	cr_expect(oscar_rate_take(&r, c, UINT64_MAX) == OSCAR_RATE_FINE && r.level == c->max);
}

Test(oscar_rate, classes_that_make_no_sense_are_known)
{
	static const struct oscar_rate_class bad[] = {
		{ 1, 0, 5, 4, 3, 2, 6, 6 },
		{ 1, 20, 7, 4, 3, 2, 6, 6 },
		{ 1, 20, 5, 6, 3, 2, 6, 6 },
		{ 1, 20, 5, 4, 5, 2, 6, 6 },
		{ 1, 20, 5, 4, 3, 4, 6, 6 },
		{ 1, 20, 5, 4, 3, 2, 6, OSCAR_RATE_MOST + 1 },
		{ 1, OSCAR_RATE_MOST + 1, 5, 4, 3, 2, 6, 6 },
	};
	static const struct oscar_rate_class good = { 1, OSCAR_RATE_MOST, 5, 4, 3, 2, UINT32_MAX,
		OSCAR_RATE_MOST };
	struct oscar_rate r;

	for (size_t i = 0; i < ARRAY_LEN(bad); i++)
		cr_expect(!oscar_rate_class_is_sane(&bad[i]), "%zu", i);
	cr_assert(oscar_rate_class_is_sane(&good));
	oscar_rate_init(&r, &good, 0);
	cr_expect(r.level == OSCAR_RATE_MOST);
	cr_expect(oscar_rate_take(&r, &good, UINT64_MAX) == OSCAR_RATE_FINE);
}

Test(oscar_rate, ours_come_back_with_their_members)
{
	uint8_t bytes[512];
	struct icq_out out = icq_out(bytes, sizeof(bytes));
	struct oscar_rates rates;

	oscar_rates_put(&out);
	cr_assert(oscar_rates_parse(&rates, icq_out_view(&out)) && rates.n == 3);
	for (int id = OSCAR_RATE_MOST_SNACS; id < OSCAR_RATE_ID_N; id++) {
		cr_expect(same(&rates.class[id - 1], oscar_rate_class((enum oscar_rate_id)id)));
		cr_expect(oscar_rate_class_is_sane(&rates.class[id - 1]));
	}
	cr_assert(oscar_rates_find(&rates, SNAC_ICBM_SEND) != NULL);
	cr_expect(oscar_rates_find(&rates, SNAC_ICBM_SEND)->id == OSCAR_RATE_MESSAGES);
	cr_expect(oscar_rates_find(&rates, SNAC_BUDDY_ADD)->id == OSCAR_RATE_LISTS);
	cr_expect(oscar_rates_find(&rates, SNAC_META_ASK)->id == OSCAR_RATE_MOST_SNACS);
	cr_expect(oscar_rates_find(&rates, SNAC_ICBM_DELIVER) == NULL);
	cr_expect(oscar_rate_id(SNAC_ICBM_SEND) == OSCAR_RATE_MESSAGES &&
		oscar_rate_id(0) == OSCAR_RATE_MOST_SNACS);
	for (size_t n = 0; n < 2 + 3 * 39 - 4; n++)
		cr_expect(!oscar_rates_parse(&rates, view_left(icq_out_view(&out), n)) || n >= 2 + 3 * 35,
			"%zu bytes", n);
	out = icq_out(bytes + 400, 100);
	oscar_rates_put_ack(&out, &rates);
	cr_expect(icq_hex_is(icq_out_view(&out), "0001 0002 0003"));
}

Test(oscar_rate, a_server_may_have_no_classes_and_not_too_many)
{
	static uint8_t bytes[2 + 35 * (OSCAR_RATE_CLASSES_MAX + 1)];
	struct icq_hex h;
	struct oscar_rates rates;

	cr_expect(oscar_rates_parse(&rates, icq_hex(&h, "0000")) && rates.n == 0);
	cr_expect(oscar_rates_find(&rates, SNAC_ICBM_SEND) == NULL);
	bytes[1] = OSCAR_RATE_CLASSES_MAX;
	cr_expect(oscar_rates_parse(&rates, view_of(bytes, 2 + 35 * OSCAR_RATE_CLASSES_MAX)));
	cr_expect(rates.n == 0, "none of zeros makes sense");
	bytes[1]++;
	cr_expect(!oscar_rates_parse(&rates, view_of(bytes, sizeof(bytes))));
}

Test(oscar_rate, members_that_end_too_soon_are_none)
{
	struct oscar_rates rates = { .n = 1, .class = { { .id = 3 } } };
	struct icq_hex h;

	rates.members = icq_hex(&h, "0003 0002 00040006 0204");
	cr_expect(oscar_rates_find(&rates, SNAC_ICBM_SEND) == NULL);
	rates.members = icq_hex(&h, "0003 0001 00040006");
	cr_expect(oscar_rates_find(&rates, SNAC_ICBM_SEND) == &rates.class[0]);
	rates.members = icq_hex(&h, "0004 0001 00040006");
	cr_expect(oscar_rates_find(&rates, SNAC_ICBM_SEND) == NULL, "of a class that is not there");
}

Test(oscar_rate, changes_come_back)
{
	uint8_t bytes[64];
	struct icq_out out = icq_out(bytes, sizeof(bytes));
	struct oscar_rate_change c = { .news = OSCAR_RATE_LIMITS,
		.class = *oscar_rate_class(OSCAR_RATE_MESSAGES) },
				 back;

	c.class.current = 3900;
	oscar_rate_change_put(&out, &c);
	cr_assert(oscar_rate_change_parse(&back, icq_out_view(&out)));
	cr_expect(back.news == OSCAR_RATE_LIMITS && same(&back.class, &c.class));
	for (size_t n = 0; n < out.n; n++)
		cr_expect(!oscar_rate_change_parse(&back, view_left(icq_out_view(&out), n)), "%zu bytes", n);
}
