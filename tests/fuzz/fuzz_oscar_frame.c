/*
 * Any stream of bytes as OSCAR's.  The first byte says in what pieces it comes: the frames are the same however it is cut.  Each frame is
 * taken apart by all that a server or a client could try on it; what is read lies within the frame, and what can be built again is the same.
 */
#include <assert.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "core/util.h"
#include "icq/feedbag.h"
#include "icq/flap.h"
#include "icq/oscar_buddy.h"
#include "icq/oscar_locate.h"
#include "icq/oscar_login.h"
#include "icq/oscar_rate.h"
#include "icq/oscar_service.h"
#include "icq/snac.h"
#include "icq/tlv.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { BACK_MAX = 0x10000 };

static uint8_t back[BACK_MAX];

static void
check_within(struct view in, struct view v)
{
	assert(v.n == 0 || (v.p >= in.p && v.n <= in.n && (size_t)(v.p - in.p) <= in.n - v.n));
}

static void
check_tlvs(struct view body)
{
	struct tlv_block block, rest;
	struct icq_out out = icq_out(back, sizeof(back));
	struct tlv t;
	struct view first;
	size_t n;

	if (!tlv_parse(&block, body))
		return;
	rest = block;
	for (n = 0; tlv_next(&rest, &t); n++) {
		check_within(body, t.value);
		assert(tlv_get(&block, t.type, &first) && first.p <= t.value.p);
		tlv_put(&out, t.type, t.value);
	}
	assert(n <= TLV_MAX && view_eq(icq_out_view(&out), body));
}

static void
check_user(const struct oscar_user *u)
{
	struct icq_out out = icq_out(back, sizeof(back));
	struct oscar_user again;
	struct icq_in in;

	oscar_user_put(&out, u);
	if (out.full) {
		assert(u->note.n > 251);
		return;
	}
	in = icq_in(icq_out_view(&out));
	oscar_user_get(&in, &again);
	assert(!in.bad && in.n == 0 && again.has == u->has && again.uin == u->uin &&
		again.warning == u->warning);
	assert(again.classes == u->classes && again.status == u->status && again.caps == u->caps);
	assert(again.signon_s == u->signon_s && again.online_s == u->online_s &&
		again.member_s == u->member_s);
	assert(again.idle_min == u->idle_min && view_eq(again.note, u->note));
}

static void
try_users(struct view body)
{
	struct icq_in in = icq_in(body);
	struct oscar_locate l;
	struct oscar_user u;
	uint32_t uin;

	while (oscar_buddy_next(&in, &u)) {
		check_within(body, u.name);
		check_within(body, u.note);
		check_user(&u);
	}
	in = icq_in(body);
	while (oscar_uin_next(&in, &uin))
		assert(uin == 0 || (uin >= 10000 && uin <= 2147483646));
	if (oscar_locate_info_parse(&u, &l, body))
		check_within(body, l.away);
	if (oscar_locate_parse(&l, body))
		check_within(body, l.away_type);
}

static void
try_feedbag(struct view body)
{
	struct icq_in in = icq_in(body);
	struct icq_out out = icq_out(back, sizeof(back));
	struct feedbag_item item;
	struct feedbag_part part;
	struct feedbag_auth auth;
	struct feedbag_stamp stamp;
	uint16_t result;
	size_t n;

	while (feedbag_next(&in, &item))
		feedbag_put(&out, &item);
	if (!in.bad)
		assert(view_eq(icq_out_view(&out), body));
	if (feedbag_list_parse(&part, body)) {
		for (n = 0; feedbag_next(&part.items, &item); n++)
			check_within(body, item.name);
		assert(n == part.n && !part.items.bad);
	}
	if (feedbag_auth_parse(&auth, body))
		check_within(body, auth.reason);
	if (feedbag_auth_answer_parse(&auth, body))
		check_within(body, auth.reason);
	in = icq_in(body);
	while (feedbag_result_next(&in, &result))
		;
	assert(in.n == 0);
	(void)!feedbag_added_parse(&auth, body);
	(void)!feedbag_stamp_parse(&stamp, body);
}

static void
check_class(const struct oscar_rate_class *c)
{
	struct oscar_rate r;
	uint64_t wait;

	assert(oscar_rate_class_is_sane(c));
	oscar_rate_init(&r, c, 1);
	for (int i = 0; i < 5; i++)
		(void)!oscar_rate_take(&r, c, 1);
	wait = oscar_rate_wait_ms(&r, c, 1);
	r.is_limited = false;
	assert(oscar_rate_take(&r, c, 1 + wait) == OSCAR_RATE_FINE && r.level <= c->max);
}

static void
try_service(struct view body)
{
	struct oscar_families f;
	struct oscar_rates rates;
	struct oscar_rate_change change;
	struct oscar_status status;
	struct oscar_icbm_params params;
	struct oscar_locate_ask ask;
	uint16_t n16;
	uint32_t n32;

	(void)!oscar_families_parse(&f, body);
	(void)!oscar_ready_parse(&f, body);
	(void)!oscar_versions_parse(&f, body);
	assert(f.n <= OSCAR_FAMILIES_MAX);
	if (oscar_rates_parse(&rates, body)) {
		for (size_t i = 0; i < rates.n; i++)
			check_class(&rates.class[i]);
		(void)!oscar_rates_find(&rates, SNAC_ICBM_SEND);
	}
	if (oscar_rate_change_parse(&change, body))
		check_class(&change.class);
	if (oscar_status_parse(&status, body))
		check_within(body, status.note);
	(void)!oscar_icbm_params_parse(&params, body);
	(void)!oscar_locate_ask_parse(&ask, body);
	(void)!oscar_locate_ask_short_parse(&ask, body);
	(void)!oscar_service_ask_parse(&n16, body);
	(void)!oscar_idle_parse(&n32, body);
	(void)!snac_parse_error(&n16, body);
}

static void
try_login(struct view body)
{
	char password[OSCAR_PASSWORD_MAX];
	struct oscar_login_answer a;
	struct oscar_login l;
	struct view v;
	uint16_t port;

	if (oscar_login_parse(&l, body) || oscar_signon_parse(&l, body)) {
		check_within(body, l.cookie);
		assert(l.digest.n == 0 || l.digest.n == OSCAR_DIGEST);
		assert(oscar_unroast(&l, password).n <= OSCAR_PASSWORD_MAX);
	}
	if (oscar_login_answer_parse(&a, body) && a.error == OSCAR_LOGIN_FINE) {
		assert(a.cookie.n > 0);
		if (oscar_server_split(a.server, &v, &port))
			assert(v.n > 0 && port > 0);
	}
	if (oscar_key_parse(&v, body))
		check_within(body, v);
	(void)!oscar_bye_parse(body);
}

static void
try_frame(const struct flap_frame *f)
{
	struct snac s;

	try_login(f->data);
	if (!snac_parse(&s, f->data))
		return;
	check_within(f->data, s.body);
	check_tlvs(s.body);
	try_login(s.body);
	try_service(s.body);
	try_users(s.body);
	try_feedbag(s.body);
	assert(oscar_rate_id(snac_id(&s)) < OSCAR_RATE_ID_N);
}

/* Frames until one is bad; `step` bytes more each time there are too few. */
static size_t
cut(struct view in, size_t step, bool is_tried)
{
	struct view stream = view_left(in, 0);
	enum flap_verdict v;
	struct flap_frame f;
	size_t n = 0, come = 0;

	do {
		v = flap_cut(&stream, FLAP_DATA_MAX, &f);
		if (v == FLAP_FRAME) {
			check_within(in, f.data);
			assert(f.data.n <= FLAP_DATA_MAX && f.channel >= FLAP_SIGNON &&
				f.channel <= FLAP_ALIVE);
			if (is_tried)
				try_frame(&f);
			n++;
		} else if (v == FLAP_MORE) {
			step = step < in.n - come ? step : in.n - come;
			come += step;
			stream.n += step;
		}
	} while (v == FLAP_FRAME || (v == FLAP_MORE && step > 0));
	return n;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct view in = view_of(data, size);

	if (size == 0)
		return 0;
	in = view_skip(in, 1);
	assert(cut(in, in.n, true) == cut(in, 1 + data[0], false));
	return 0;
}
