#include "icq/oscar_buddy.h"

#include "icq/tlv.h"

enum {
	T_BUDDIES_MAX = 0x01,
	T_WATCHERS_MAX = 0x02,
	T_ONCE_MAX = 0x03, /* notices at once */
	ONCE_MAX = 512,
	T_VISIBLE_MAX = 0x01, /* in 09/03 */
	T_INVISIBLE_MAX = 0x02,
};

void
oscar_buddy_rights_put(struct icq_out *out, uint16_t buddies_max)
{
	tlv_put_u16(out, T_BUDDIES_MAX, buddies_max);
	tlv_put_u16(out, T_WATCHERS_MAX, buddies_max);
	tlv_put_u16(out, T_ONCE_MAX, ONCE_MAX);
}

void
oscar_privacy_rights_put(struct icq_out *out, uint16_t list_max)
{
	tlv_put_u16(out, T_VISIBLE_MAX, list_max);
	tlv_put_u16(out, T_INVISIBLE_MAX, list_max);
}

bool
oscar_buddy_next(struct icq_in *in, struct oscar_user *user)
{
	if (in->n == 0)
		return false;
	oscar_user_get(in, user);
	return !in->bad;
}
