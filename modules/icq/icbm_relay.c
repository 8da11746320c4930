#include "icq/icbm_relay.h"

#include "icq/tlv.h"

enum {
	T_INSIDE = 0x05,
	T_ATTEMPT = 0x0a,
	T_HOST_CHECK = 0x0f,
	T_SAID = 0x2711,
	PLUGIN_BYTES = 16,
	HEAD_BYTES = 0x1b, /* of the two blocks before the message, without their lengths */
	SEQ_BYTES = 0x0e,
	REASON_SPECIFIC = 3, /* what comes then is the channel's own */
	BACKGROUND = 0xffffff,
};

#define UTF8_GUID "{0946134E-4C7F-11D1-8222-444553540000}"

/* Colours, and then what the text is written in. */
static bool
get_is_utf8(struct icq_in *in)
{
	icq_skip(in, 8);
	return view_eq_nocase(icq_get_bytes(in, icq_get_u32_le(in)), VIEW(UTF8_GUID));
}

/*
 * False: cut short, or the head names a plugin.  What comes after the text is not always there; without it the text is in the sender's
 * character set.
 */
static bool
get_said(struct icq_in *in, struct icbm_said *s)
{
	static const uint8_t no_plugin[PLUGIN_BYTES];
	struct icq_in head = icq_in(icq_get_bytes(in, icq_get_u16_le(in)));
	struct view plugin;

	s->version = icq_get_u16_le(&head);
	plugin = icq_get_bytes(&head, PLUGIN_BYTES);
	head = icq_in(icq_get_bytes(in, icq_get_u16_le(in)));
	s->seq = icq_get_u16_le(&head);
	s->kind = icq_get_u8(in);
	s->kind_flags = icq_get_u8(in);
	s->status = icq_get_u16_le(in);
	s->priority = icq_get_u16_le(in);
	s->text = icq_get_lnts(in);
	if (in->bad || head.bad || !view_eq(plugin, view_of(no_plugin, PLUGIN_BYTES)))
		return false;
	s->is_utf8 = s->kind == ICQ_KIND_TEXT && get_is_utf8(in);
	return true;
}

static void
put_said(struct icq_out *out, const struct icbm_said *s)
{
	icq_put_u16_le(out, HEAD_BYTES);
	icq_put_u16_le(out, s->version);
	icq_put_zeros(out, PLUGIN_BYTES);
	icq_put_u16_le(out, 0);
	icq_put_u32_le(out, 3); /* features of a client that does everything by way of the server */
	icq_put_u8(out, 0);
	icq_put_u16_le(out, s->seq);
	icq_put_u16_le(out, SEQ_BYTES);
	icq_put_u16_le(out, s->seq);
	icq_put_zeros(out, SEQ_BYTES - 2);
	icq_put_u8(out, s->kind);
	icq_put_u8(out, s->kind_flags);
	icq_put_u16_le(out, s->status);
	icq_put_u16_le(out, s->priority);
	icq_put_lnts(out, s->text);
	if (s->kind != ICQ_KIND_TEXT)
		return;
	icq_put_u32_le(out, 0);
	icq_put_u32_le(out, BACKGROUND);
	if (s->is_utf8) {
		icq_put_u32_le(out, sizeof(UTF8_GUID) - 1);
		icq_put_bytes(out, VIEW(UTF8_GUID));
	}
}

static void
get_cookie(struct icq_in *in, uint8_t cookie[ICBM_COOKIE])
{
	struct view v = icq_get_bytes(in, ICBM_COOKIE);

	if (v.n == ICBM_COOKIE)
		memcpy(cookie, v.p, ICBM_COOKIE);
}

bool
icbm_relay_parse(struct icbm_relay *r, struct view inside)
{
	struct icq_in in = icq_in(inside);
	struct tlv_block block;
	struct view v;

	*r = (struct icbm_relay){ .step = icq_get_u16_be(&in) };
	get_cookie(&in, r->cookie);
	r->cap = oscar_caps(icq_get_bytes(&in, OSCAR_CAP_BYTES));
	v = icq_get_rest(&in);
	if (in.bad || !tlv_parse(&block, v))
		return false;
	in = icq_in(tlv_view(&block, T_SAID));
	r->has_said = r->cap == OSCAR_CAP_RELAY && get_said(&in, &r->said);
	return true;
}

void
icbm_relay_put(struct icq_out *out, const struct icbm_relay *r)
{
	size_t all = tlv_begin(out, T_INSIDE), at;

	icq_put_u16_be(out, ICBM_ASKS);
	icq_put_bytes(out, view_of(r->cookie, ICBM_COOKIE));
	oscar_put_caps(out, OSCAR_CAP_RELAY);
	tlv_put_u16(out, T_ATTEMPT, 1);
	tlv_put(out, T_HOST_CHECK, VIEW(""));
	at = tlv_begin(out, T_SAID);
	put_said(out, &r->said);
	tlv_end(out, at);
	tlv_end(out, all);
}

bool
icbm_answer_parse(struct icbm_answer *a, struct view body)
{
	struct icq_in in = icq_in(body);

	*a = (struct icbm_answer){ .has_said = false };
	get_cookie(&in, a->cookie);
	if (icq_get_u16_be(&in) != ICBM_RELAY)
		return false;
	a->uin = oscar_uin(icq_get_name(&in));
	icq_skip(&in, 2); /* the reason: what follows looks the same */
	if (in.bad)
		return false;
	a->has_said = get_said(&in, &a->said);
	return true;
}

void
icbm_answer_put(struct icq_out *out, const struct icbm_answer *a)
{
	icq_put_bytes(out, view_of(a->cookie, ICBM_COOKIE));
	icq_put_u16_be(out, ICBM_RELAY);
	oscar_put_uin(out, a->uin);
	icq_put_u16_be(out, REASON_SPECIFIC);
	put_said(out, &a->said);
}
