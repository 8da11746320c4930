#include "icq/udp_contacts.h"

/* Of somebody who can't be connected to. */
#define MODE_NEVER 0x06

bool
udp_uins_parse(struct udp_uins *l, const struct udp_packet *p)
{
	struct icq_in in = icq_in(p->data);
	size_t n = icq_get_u8(&in);

	if (in.bad || n > UDP_UINS_MAX || n * 4 > in.n)
		return false;
	l->n = 0;
	l->is_last = n < UDP_UINS_MAX;
	for (size_t i = 0; i < n; i++) {
		uint32_t uin = icq_get_u32_le(&in);

		if (icq_uin_is_valid(uin))
			l->uin[l->n++] = uin;
	}
	return true;
}

void
udp_uins_put(struct icq_out *out, const uint32_t *uins, uint8_t n)
{
	icq_put_u8(out, n);
	for (size_t i = 0; i < n; i++)
		icq_put_u32_le(out, uins[i]);
}

bool
udp_list_change_parse(struct udp_list_change *c, const struct udp_packet *p)
{
	struct icq_in in = icq_in(p->data);
	uint8_t list, is_added;

	c->uin = icq_get_u32_le(&in);
	list = icq_get_u8(&in);
	is_added = icq_get_u8(&in);
	if (in.bad || !icq_uin_is_valid(c->uin) || list > UDP_LIST_VISIBLE)
		return false;
	c->list = (enum udp_list)list;
	c->is_added = is_added != 0;
	return true;
}

void
udp_list_change_put(struct icq_out *out, const struct udp_list_change *c)
{
	icq_put_u32_le(out, c->uin);
	icq_put_u8(out, (uint8_t)c->list);
	icq_put_u8(out, c->is_added ? 1 : 0);
}

bool
udp_uin_parse(uint32_t *uin, const struct udp_packet *p)
{
	struct icq_in in = icq_in(p->data);

	*uin = icq_get_u32_le(&in);
	return !in.bad && icq_uin_is_valid(*uin);
}

void
udp_uin_put(struct icq_out *out, uint32_t uin)
{
	icq_put_u32_le(out, uin);
}

void
udp_online_put(struct icq_out *out, enum icq_protocol version, const struct udp_presence *who)
{
	icq_put_u32_le(out, who->uin);
	icq_put_zeros(out, 4 + 4 + 4); /* addresses and a port */
	icq_put_u8(out, MODE_NEVER);
	icq_put_u32_le(out, who->status);
	icq_put_u32_le(out, version == ICQ_V5 ? 6 : 3); /* its version between clients */
	if (version == ICQ_V5)
		icq_put_zeros(
			out, 6 * 4); /* a cookie, a web server's port, features, and when these changed */
}

bool
udp_online_parse(struct udp_presence *who, const struct udp_packet *p)
{
	struct icq_in in = icq_in(p->data);

	who->uin = icq_get_u32_le(&in);
	icq_skip(&in, 4 + 4 + 4 + 1);
	who->status = icq_get_u32_le(&in);
	return !in.bad && icq_uin_is_valid(who->uin);
}

void
udp_presence_put(struct icq_out *out, const struct udp_presence *who)
{
	icq_put_u32_le(out, who->uin);
	icq_put_u32_le(out, who->status);
}

bool
udp_presence_parse(struct udp_presence *who, const struct udp_packet *p)
{
	struct icq_in in = icq_in(p->data);

	who->uin = icq_get_u32_le(&in);
	who->status = icq_get_u32_le(&in);
	return !in.bad && icq_uin_is_valid(who->uin);
}

bool
udp_status_parse(uint32_t *status, const struct udp_packet *p)
{
	struct icq_in in = icq_in(p->data);

	*status = icq_get_u32_le(&in);
	return !in.bad;
}

void
udp_status_put(struct icq_out *out, uint32_t status)
{
	icq_put_u32_le(out, status);
}

static const struct view words[] = {
	[UDP_TEXT_LEAVE] = VIEW_INIT("B_USER_DISCONNECTED"),
	[UDP_TEXT_ANSWER] = VIEW_INIT("B_MESSAGE_ACK"),
};

bool
udp_text_code_parse(enum udp_text_code *code, const struct udp_packet *p)
{
	struct icq_in in = icq_in(p->data);
	struct view text = icq_get_lnts(&in);

	*code = UDP_TEXT_OTHER;
	for (size_t i = 0; i < ARRAY_LEN(words); i++) {
		if (view_eq(text, words[i]))
			*code = (enum udp_text_code)i;
	}
	return !in.bad;
}

void
udp_text_code_put(struct icq_out *out, enum udp_text_code code)
{
	icq_put_lnts(out, words[code]);
	icq_put_u16_le(out, 5);
}
