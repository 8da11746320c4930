#include "icq/icbm.h"

#include "icq/icq_utf16.h"
#include "icq/tlv.h"

enum {
	T_TEXT = 0x02, /* channel 1 */
	T_WANTS_ACK = 0x03,
	T_AUTOMATIC = 0x04,
	T_INSIDE = 0x05, /* channels 2 and 4 */
	T_STORED = 0x06,
	T_WALL = 0x16,
	FRAGMENT_CAPS = 0x05,
	FRAGMENT_TEXT = 0x01,
	FRAGMENT_VERSION = 0x01,
};

static const struct {
	enum icbm_flag flag;
	uint16_t type;
} flag_tlvs[] = {
	{ ICBM_WANTS_ACK, T_WANTS_ACK },
	{ ICBM_AUTOMATIC, T_AUTOMATIC },
	{ ICBM_STORED, T_STORED },
};

static void
get_cookie(struct icq_in *in, uint8_t cookie[ICBM_COOKIE])
{
	struct view v = icq_get_bytes(in, ICBM_COOKIE);

	if (v.n == ICBM_COOKIE)
		memcpy(cookie, v.p, ICBM_COOKIE);
}

static uint16_t
inside_type(unsigned channel)
{
	return channel == ICBM_TEXT ? T_TEXT : T_INSIDE;
}

static bool
is_known(unsigned channel)
{
	return channel == ICBM_TEXT || channel == ICBM_RELAY || channel == ICBM_OLD;
}

/* What comes after whom it is for, or from. */
static bool
get_rest(struct icbm *m, struct icq_in *in)
{
	struct tlv_block block;

	if (!tlv_parse(&block, icq_get_rest(in)) || in->bad)
		return false;
	for (size_t i = 0; i < ARRAY_LEN(flag_tlvs); i++)
		if (tlv_has(&block, flag_tlvs[i].type))
			m->flags |= flag_tlvs[i].flag;
	tlv_get_u32(&block, T_WALL, &m->wall_s);
	return !is_known(m->channel) || tlv_get(&block, inside_type(m->channel), &m->inside);
}

bool
icbm_parse_to(struct icbm *m, struct view body)
{
	struct icq_in in = icq_in(body);

	*m = (struct icbm){ .inside = VIEW("") };
	get_cookie(&in, m->cookie);
	m->channel = icq_get_u16_be(&in);
	m->to = oscar_uin(icq_get_name(&in));
	return get_rest(m, &in);
}

bool
icbm_parse_from(struct icbm *m, struct view body)
{
	struct icq_in in = icq_in(body);

	*m = (struct icbm){ .inside = VIEW("") };
	get_cookie(&in, m->cookie);
	m->channel = icq_get_u16_be(&in);
	oscar_user_get(&in, &m->from);
	return get_rest(m, &in);
}

static void
put_head(struct icq_out *out, const struct icbm *m)
{
	icq_put_bytes(out, view_of(m->cookie, ICBM_COOKIE));
	icq_put_u16_be(out, m->channel);
}

void
icbm_put_to(struct icq_out *out, const struct icbm *m)
{
	put_head(out, m);
	oscar_put_uin(out, m->to);
}

void
icbm_put_from(struct icq_out *out, const struct icbm *m)
{
	put_head(out, m);
	oscar_user_put(out, &m->from);
}

void
icbm_put_flags(struct icq_out *out, const struct icbm *m)
{
	for (size_t i = 0; i < ARRAY_LEN(flag_tlvs); i++)
		if ((m->flags & flag_tlvs[i].flag) != 0)
			tlv_put(out, flag_tlvs[i].type, VIEW(""));
	if (m->wall_s != 0)
		tlv_put_u32(out, T_WALL, m->wall_s);
}

void
icbm_ack_put(struct icq_out *out, const struct icbm *m)
{
	icbm_put_to(out, m);
}

bool
icbm_ack_parse(struct icbm *m, struct view body)
{
	struct icq_in in = icq_in(body);

	*m = (struct icbm){ .inside = VIEW("") };
	get_cookie(&in, m->cookie);
	m->channel = icq_get_u16_be(&in);
	m->to = oscar_uin(icq_get_name(&in));
	return !in.bad;
}

static void
add_fragment(struct icbm_text *t, struct view v)
{
	struct icq_in in = icq_in(v);
	struct icbm_fragment f;

	f.charset = icq_get_u16_be(&in);
	icq_skip(&in, 2); /* a subset of it, which nobody tells apart */
	f.bytes = icq_get_rest(&in);
	if (!in.bad)
		t->fragment[t->n++] = f;
}

bool
icbm_text_parse(struct icbm_text *t, struct view inside)
{
	struct icq_in in = icq_in(inside);
	size_t n;

	t->n = 0;
	for (n = 0; in.n > 0 && n < ICBM_FRAGMENTS_MAX; n++) {
		uint8_t kind = icq_get_u8(&in);
		struct view v;

		icq_skip(&in, 1);
		v = icq_get_block(&in);
		if (kind == FRAGMENT_TEXT && !in.bad)
			add_fragment(t, v);
	}
	return !in.bad && in.n == 0 && t->n > 0;
}

static bool
is_ascii(struct view v)
{
	for (size_t i = 0; i < v.n; i++)
		if ((v.p[i] & 0x80) != 0)
			return false;
	return true;
}

void
icbm_text_decode(const struct icbm_text *t, struct icq_out *out, icbm_decode_fn *decode, void *arg)
{
	for (size_t i = 0; i < t->n; i++) {
		const struct icbm_fragment *f = &t->fragment[i];

		if (f->charset == ICBM_UTF16)
			icq_utf16_to_utf8(out, f->bytes);
		else if (is_ascii(f->bytes))
			icq_put_bytes(out, f->bytes);
		else
			decode(arg, out, f->bytes);
	}
}

/* A fragment's length is known when all of it is there, and is where a TLV has its own. */
static size_t
begin_fragment(struct icq_out *out, uint8_t kind)
{
	icq_put_u8(out, kind);
	icq_put_u8(out, FRAGMENT_VERSION);
	return icq_put_later(out, 2);
}

static void
put_text(struct icq_out *out, struct view utf8, bool plain)
{
	size_t all = tlv_begin(out, T_TEXT), one = begin_fragment(out, FRAGMENT_CAPS);

	icq_put_u8(out, 1); /* text is what the receiver must be able to show */
	tlv_end(out, one);
	one = begin_fragment(out, FRAGMENT_TEXT);
	icq_put_u16_be(out, plain ? ICBM_ASCII : ICBM_UTF16);
	icq_put_u16_be(out, 0);
	if (plain)
		icq_put_bytes(out, utf8);
	else
		icq_utf8_to_utf16(out, utf8);
	tlv_end(out, one);
	tlv_end(out, all);
}

void
icbm_text_put(struct icq_out *out, struct view utf8)
{
	put_text(out, utf8, is_ascii(utf8));
}

void
icbm_text_put_as_is(struct icq_out *out, struct view utf8)
{
	put_text(out, utf8, is_ascii(utf8) && !view_has_any(utf8, VIEW("<&")));
}

bool
icbm_old_parse(struct icbm_old *o, struct view inside)
{
	struct icq_in in = icq_in(inside);

	o->from = icq_get_u32_le(&in);
	o->kind = icq_get_u8(&in);
	o->kind_flags = icq_get_u8(&in);
	o->text = icq_get_lnts(&in);
	return !in.bad;
}

void
icbm_old_put(struct icq_out *out, const struct icbm_old *o)
{
	size_t at = tlv_begin(out, T_INSIDE);

	icq_put_u32_le(out, o->from);
	icq_put_u8(out, o->kind);
	icq_put_u8(out, o->kind_flags);
	icq_put_lnts(out, o->text);
	tlv_end(out, at);
}

bool
icbm_typing_parse(struct icbm_typing *t, struct view body)
{
	static const enum icq_typing of_wire[] = { ICQ_TYPING_STOPPED, ICQ_TYPING_PAUSED, ICQ_TYPING };
	struct icq_in in = icq_in(body);
	size_t wire;

	icq_skip(&in, ICBM_COOKIE + 2); /* and the channel */
	t->uin = oscar_uin(icq_get_name(&in));
	wire = icq_get_u16_be(&in);
	t->typing = wire < ARRAY_LEN(of_wire) ? of_wire[wire] : ICQ_TYPING_STOPPED;
	return !in.bad;
}

void
icbm_typing_put(struct icq_out *out, const struct icbm_typing *t)
{
	static const uint16_t to_wire[] = {
		[ICQ_TYPING_STOPPED] = 0,
		[ICQ_TYPING_PAUSED] = 1,
		[ICQ_TYPING] = 2,
	};

	icq_put_zeros(out, ICBM_COOKIE);
	icq_put_u16_be(out, ICBM_TEXT);
	oscar_put_uin(out, t->uin);
	icq_put_u16_be(out, to_wire[t->typing]);
}
