#include "icq/udp_search.h"

#include "icq/udp_cmd.h"

static uint16_t
get_sub(struct icq_in *in, enum icq_protocol version)
{
	return version == ICQ_V2 ? icq_get_u16_le(in) : 0;
}

void
udp_sub_put(struct icq_out *out, enum icq_protocol version, uint16_t sub)
{
	if (version == ICQ_V2)
		icq_put_u16_le(out, sub);
}

/* A number that nobody can have is none, not one that is not said. */
static void
want_uin(struct udp_search *s, uint32_t uin)
{
	s->uin = icq_uin_is_valid(uin) ? uin : 0;
	s->asks_more = s->uin == 0;
}

/* Version 3 names one field and how to compare it. */
static bool
get_search_v3(struct udp_search *s, struct icq_in *in)
{
	enum { BY_UIN = 0x00ff, BY_NICK = 0x01ff, BY_FIRST = 0x02ff, BY_LAST = 0x03ff, BY_EMAIL = 0x04ff };
	uint16_t field = icq_get_u16_le(in), mode = icq_get_u16_le(in);
	struct view text = icq_get_lnts(in);
	uint32_t uin = 0;

	if (in->bad)
		return false;
	s->match = mode == 0 ? UDP_MATCH_CONTAINS : mode == 4 ? UDP_MATCH_BEGINS : UDP_MATCH_IS;
	switch (field) {
	case BY_UIN:
		want_uin(s, view_to_u32(text, &uin) == 0 ? uin : 0);
		return true;
	case BY_NICK:
		s->nick = text;
		return true;
	case BY_FIRST:
		s->first = text;
		return true;
	case BY_LAST:
		s->last = text;
		return true;
	case BY_EMAIL:
		s->email = text;
		return true;
	default:
		s->asks_more = true;
		return true;
	}
}

bool
udp_search_parse(struct udp_search *s, const struct udp_packet *p)
{
	struct icq_in in = icq_in(p->data);

	*s = (struct udp_search){ .match = UDP_MATCH_IS };
	if (p->cmd == UDP_C_SEARCH_V3)
		return get_search_v3(s, &in);
	s->sub = get_sub(&in, p->version);
	if (p->cmd == UDP_C_SEARCH_UIN) {
		want_uin(s, icq_get_u32_le(&in));
		return !in.bad;
	}
	s->nick = icq_get_lnts(&in);
	s->first = icq_get_lnts(&in);
	s->last = icq_get_lnts(&in);
	s->email = icq_get_lnts(&in);
	return !in.bad;
}

uint16_t
udp_search_cmd(const struct udp_search *s)
{
	return s->uin != 0 ? UDP_C_SEARCH_UIN : UDP_C_SEARCH_NAME;
}

static void
put_names(struct icq_out *out, const struct view names[4])
{
	for (size_t i = 0; i < 4; i++)
		icq_put_lnts(out, names[i]);
}

void
udp_search_put(struct icq_out *out, enum icq_protocol version, const struct udp_search *s)
{
	udp_sub_put(out, version, s->sub);
	if (s->uin != 0)
		icq_put_u32_le(out, s->uin);
	else
		put_names(out, (const struct view[]){ s->nick, s->first, s->last, s->email });
}

bool
udp_query_parse(struct udp_query *q, const struct udp_packet *p)
{
	struct icq_in in = icq_in(p->data);

	q->sub = get_sub(&in, p->version);
	q->uin = icq_get_u32_le(&in);
	return !in.bad && icq_uin_is_valid(q->uin);
}

void
udp_query_put(struct icq_out *out, enum icq_protocol version, const struct udp_query *q)
{
	udp_sub_put(out, version, q->sub);
	icq_put_u32_le(out, q->uin);
}

static void
put_found(struct icq_out *out, enum icq_protocol version, const struct udp_found *f)
{
	udp_sub_put(out, version, f->sub);
	icq_put_u32_le(out, f->uin);
	put_names(out, (const struct view[]){ f->nick, f->first, f->last, f->email });
}

/* On the wire 1 is that one need not ask. */
static uint8_t
may_add(const struct udp_found *f)
{
	return f->needs_auth ? 0 : 1;
}

void
udp_found_put(struct icq_out *out, enum icq_protocol version, const struct udp_found *f)
{
	put_found(out, version, f);
	icq_put_u8(out, may_add(f));
	icq_put_u8(out, f->online);
}

void
udp_info_put(struct icq_out *out, enum icq_protocol version, const struct udp_found *f)
{
	put_found(out, version, f);
	if (version != ICQ_V2)
		icq_put_u8(out, f->online);
	icq_put_u8(out, may_add(f));
	if (version == ICQ_V2)
		icq_put_zeros(out, 3);
}

bool
udp_found_parse(struct udp_found *f, const struct udp_packet *p)
{
	struct icq_in in = icq_in(p->data);
	bool is_online_first;

	*f = (struct udp_found){ .sub = get_sub(&in, p->version), .online = 2 };
	f->uin = icq_get_u32_le(&in);
	f->nick = icq_get_lnts(&in);
	f->first = icq_get_lnts(&in);
	f->last = icq_get_lnts(&in);
	f->email = icq_get_lnts(&in);
	is_online_first = p->cmd == UDP_S_INFO && p->version != ICQ_V2 && in.n >= 2;
	if (is_online_first)
		f->online = icq_get_u8(&in);
	f->needs_auth = icq_get_u8(&in) == 0;
	if (in.bad || !icq_uin_is_valid(f->uin))
		return false;
	if (p->cmd == UDP_S_FOUND && in.n != 0)
		f->online = icq_get_u8(&in);
	return true;
}

void
udp_search_done_put(struct icq_out *out, enum icq_protocol version, uint16_t sub, bool has_more)
{
	udp_sub_put(out, version, sub);
	icq_put_u8(out, has_more ? 1 : 0);
}

bool
udp_search_done_parse(bool *has_more, const struct udp_packet *p)
{
	struct icq_in in = icq_in(p->data);

	(void)get_sub(&in, p->version);
	*has_more = icq_get_u8(&in) != 0;
	return !in.bad;
}
