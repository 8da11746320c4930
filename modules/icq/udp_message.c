#include "icq/udp_message.h"

#include "icq/icq_date.h"
#include "icq/udp_cmd.h"

#define MASS	    0x8000u
#define UIN_OF_1999 0x07ffffffu /* there were no higher ones when there were such clients */

static uint32_t
swapped(uint32_t v)
{
	return v >> 24 | (v >> 8 & 0xff00) | (v & 0xff00) << 8 | v << 24;
}

/* UINs of users may be high ones today: alone that one is high does not say that its bytes are wrong. */
static void
put_right(struct udp_message *m)
{
	if ((m->kind & MASS) != 0 || (m->kind & 0xff) != 0 || m->kind == 0)
		return;
	m->kind = (uint16_t)(m->kind >> 8);
	if (m->uin > UIN_OF_1999)
		m->uin = swapped(m->uin);
}

static bool
get_kind_and_text(struct udp_message *m, struct icq_in *in, enum icq_protocol version)
{
	m->kind = icq_get_u16_le(in);
	put_right(m);
	m->is_mass = (m->kind & MASS) != 0;
	m->kind &= version == ICQ_V3 ? 0xff : (uint16_t)~MASS;
	m->text = icq_get_lnts(in);
	return !in->bad;
}

bool
udp_message_parse(struct udp_message *m, const struct udp_packet *p)
{
	struct icq_in in = icq_in(p->data);

	m->wall_s = 0;
	m->uin = icq_get_u32_le(&in);
	if (!get_kind_and_text(m, &in, p->version))
		return false;
	return icq_uin_is_valid(m->uin) || (p->cmd == UDP_S_MESSAGE && m->uin != 0 && m->uin < ICQ_UIN_MIN);
}

void
udp_message_put(struct icq_out *out, const struct udp_message *m)
{
	icq_put_u32_le(out, m->uin);
	icq_put_u16_le(out, m->kind);
	icq_put_lnts(out, m->text);
}

bool
udp_message_offline_parse(struct udp_message *m, const struct udp_packet *p)
{
	struct icq_in in = icq_in(p->data);

	m->uin = icq_get_u32_le(&in);
	m->wall_s = icq_date_get(&in);
	return get_kind_and_text(m, &in, p->version) && m->uin != 0 && m->uin <= ICQ_UIN_MAX;
}

void
udp_message_offline_put(struct icq_out *out, const struct udp_message *m)
{
	icq_put_u32_le(out, m->uin);
	icq_date_put(out, m->wall_s);
	icq_put_u16_le(out, m->kind);
	icq_put_lnts(out, m->text);
}

void
udp_message_offline_end_put(struct icq_out *out, enum icq_protocol version, uint32_t uin)
{
	if (version == ICQ_V2)
		icq_put_u32_le(out, uin);
}
