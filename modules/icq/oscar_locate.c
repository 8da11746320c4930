#include "icq/oscar_locate.h"

#include "icq/tlv.h"

enum {
	T_PROFILE_MAX = 0x01, /* in 02/03 */
	T_CAPS_MAX = 0x02,
	PROFILE_MAX = 0x1000,
	CAPS_MAX = 0x80,
	T_AWAY_TYPE = 0x03, /* elsewhere */
	T_AWAY = 0x04,
	T_CAPS = 0x05,
};

#define AWAY_TYPE VIEW("text/plain; charset=\"utf-8\"")

void
oscar_locate_rights_put(struct icq_out *out)
{
	tlv_put_u16(out, T_PROFILE_MAX, PROFILE_MAX);
	tlv_put_u16(out, T_CAPS_MAX, CAPS_MAX);
}

bool
oscar_locate_parse(struct oscar_locate *l, struct view body)
{
	struct tlv_block block;
	struct view caps;

	*l = (struct oscar_locate){ .has_caps = false };
	if (!tlv_parse(&block, body))
		return false;
	l->has_caps = tlv_get(&block, T_CAPS, &caps);
	if (l->has_caps)
		l->caps = oscar_caps(caps);
	l->has_away = tlv_get(&block, T_AWAY, &l->away);
	l->away_type = tlv_view(&block, T_AWAY_TYPE);
	return true;
}

void
oscar_locate_put(struct icq_out *out, const struct oscar_locate *l)
{
	size_t at;

	if (l->has_away) {
		tlv_put(out, T_AWAY_TYPE, AWAY_TYPE);
		tlv_put(out, T_AWAY, l->away);
	}
	if (l->has_caps) {
		at = tlv_begin(out, T_CAPS);
		oscar_put_caps(out, l->caps);
		tlv_end(out, at);
	}
}

bool
oscar_locate_ask_parse(struct oscar_locate_ask *a, struct view body)
{
	/* What these numbers stand for, here alone. */
	static const uint32_t what[] = { 0, OSCAR_LOCATE_PROFILE, 0, OSCAR_LOCATE_AWAY, OSCAR_LOCATE_CAPS };
	struct icq_in in = icq_in(body);
	size_t kind = icq_get_u16_be(&in);

	a->what = kind < ARRAY_LEN(what) ? what[kind] : 0;
	a->uin = oscar_uin(icq_get_name(&in));
	return !in.bad;
}

bool
oscar_locate_ask_short_parse(struct oscar_locate_ask *a, struct view body)
{
	struct icq_in in = icq_in(body);

	a->what = icq_get_u32_be(&in) & (OSCAR_LOCATE_PROFILE | OSCAR_LOCATE_AWAY | OSCAR_LOCATE_CAPS);
	a->uin = oscar_uin(icq_get_name(&in));
	return !in.bad;
}

void
oscar_locate_ask_put(struct icq_out *out, const struct oscar_locate_ask *a)
{
	icq_put_u32_be(out, a->what);
	oscar_put_uin(out, a->uin);
}

void
oscar_locate_info_put(struct icq_out *out, const struct oscar_user *user, const struct oscar_locate *l)
{
	oscar_user_put(out, user);
	oscar_locate_put(out, l);
}

bool
oscar_locate_info_parse(struct oscar_user *user, struct oscar_locate *l, struct view body)
{
	struct icq_in in = icq_in(body);

	oscar_user_get(&in, user);
	return oscar_locate_parse(l, icq_get_rest(&in)) && !in.bad;
}
