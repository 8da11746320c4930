/*
 * Any bytes as a message of OSCAR, for a server and for a client, and as what goes with messages.  Text comes out as UTF-8 in the room that is
 * promised for it, and what is built of what was read is read as the same.
 */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "core/utf8.h"
#include "icq/icbm.h"
#include "icq/icbm_relay.h"
#include "icq/icq_utf16.h"
#include "icq/tlv.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { IN_MAX = 8192, TEXT_MAX = IN_MAX * ICQ_UTF8_BYTES, BACK_MAX = 0x10000 };

static uint8_t text[TEXT_MAX], again[TEXT_MAX], back[BACK_MAX];

static void
decode(void *arg, struct icq_out *out, struct view bytes)
{
	(void)arg;
	for (size_t i = 0; i < bytes.n; i++)
		icq_put_u8(out, (bytes.p[i] & 0x80) != 0 ? '?' : (uint8_t)bytes.p[i]);
}

static struct view
decoded(const struct icbm_text *t, uint8_t *dst)
{
	struct icq_out out = icq_out(dst, TEXT_MAX);

	icbm_text_decode(t, &out, decode, NULL);
	assert(!out.full);
	return icq_out_view(&out);
}

/* The inside of the message that was put into back. */
static struct view
inside(const struct icq_out *out, uint16_t type)
{
	struct tlv_block block;

	assert(tlv_parse(&block, icq_out_view(out)));
	return tlv_view(&block, type);
}

static void
try_text(struct view in)
{
	struct icq_out out = icq_out(back, sizeof(back));
	struct icbm_text t;
	struct view utf8;

	if (!icbm_text_parse(&t, in))
		return;
	assert(t.n >= 1 && t.n <= ICBM_FRAGMENTS_MAX);
	utf8 = decoded(&t, text);
	assert(utf8_is_valid(utf8));
	icbm_text_put(&out, utf8);
	assert(!out.full && icbm_text_parse(&t, inside(&out, 2)) && t.n == 1);
	assert(view_eq(decoded(&t, again), utf8));
}

static void
check_said(const struct icbm_said *a, const struct icbm_said *b)
{
	assert(a->version == b->version && a->seq == b->seq && a->kind == b->kind &&
		a->kind_flags == b->kind_flags);
	assert(a->status == b->status && a->priority == b->priority && a->is_utf8 == b->is_utf8);
	assert(view_eq(a->text, b->text));
}

static void
try_relay(struct view in)
{
	struct icq_out out = icq_out(back, sizeof(back));
	struct icbm_relay r, same;

	if (!icbm_relay_parse(&r, in) || !r.has_said)
		return;
	icbm_relay_put(&out, &r);
	assert(!out.full && icbm_relay_parse(&same, inside(&out, 5)) && same.has_said);
	assert(memcmp(r.cookie, same.cookie, ICBM_COOKIE) == 0);
	check_said(&r.said, &same.said);
}

static void
try_old(struct view in)
{
	struct icq_out out = icq_out(back, sizeof(back));
	struct icbm_old o, same;

	if (!icbm_old_parse(&o, in))
		return;
	icbm_old_put(&out, &o);
	assert(!out.full && icbm_old_parse(&same, inside(&out, 5)));
	assert(o.from == same.from && o.kind == same.kind && o.kind_flags == same.kind_flags &&
		view_eq(o.text, same.text));
}

static void
try_inside(const struct icbm *m)
{
	switch (m->channel) {
	case ICBM_TEXT:
		try_text(m->inside);
		break;
	case ICBM_RELAY:
		try_relay(m->inside);
		break;
	case ICBM_OLD:
		try_old(m->inside);
		break;
	default:
		assert(m->inside.n == 0);
	}
}

static void
try_others(struct view in)
{
	struct icq_out out = icq_out(back, sizeof(back));
	struct icbm_answer a, same;
	struct icbm_typing t;
	struct icbm m;

	(void)!icbm_ack_parse(&m, in);
	if (icbm_typing_parse(&t, in))
		assert(t.typing <= ICQ_TYPING);
	if (!icbm_answer_parse(&a, in) || !a.has_said)
		return;
	icbm_answer_put(&out, &a);
	assert(!out.full && icbm_answer_parse(&same, icq_out_view(&out)) && same.has_said &&
		same.uin == a.uin);
	check_said(&a.said, &same.said);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct view in = view_of(data, size);
	struct icbm m, same;

	if (size > IN_MAX)
		return 0;
	if (icbm_parse_to(&m, in)) {
		struct icq_out out = icq_out(back, sizeof(back));

		icbm_put_to(&out, &m);
		assert(icbm_ack_parse(&same, icq_out_view(&out)) && same.to == m.to &&
			same.channel == m.channel);
		try_inside(&m);
	}
	if (icbm_parse_from(&m, in))
		try_inside(&m);
	try_text(in);
	try_others(in);
	return 0;
}
