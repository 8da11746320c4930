#include "icq/oscar_meta.h"

#include "icq/icq_date.h"
#include "icq/tlv.h"

enum { T_BLOCK = 0x01 };

bool
oscar_meta_parse(struct oscar_meta *m, struct view body)
{
	struct tlv_block block;
	struct icq_in in;

	*m = (struct oscar_meta){ .uin = 0 };
	if (!tlv_parse(&block, body))
		return false;
	in = icq_in(tlv_view(&block, T_BLOCK));
	in = icq_in(icq_get_bytes(&in, icq_get_u16_le(&in)));
	m->uin = icq_get_u32_le(&in);
	m->type = icq_get_u16_le(&in);
	m->seq = icq_get_u16_le(&in);
	if (m->type == OSCAR_META_ASK || m->type == OSCAR_META_ANSWER)
		m->sub = icq_get_u16_le(&in);
	if (m->type == OSCAR_META_ANSWER)
		m->result = icq_get_u8(&in);
	m->data = icq_get_rest(&in);
	return !in.bad;
}

size_t
oscar_meta_begin(struct icq_out *out, const struct oscar_meta *m)
{
	size_t at = tlv_begin(out, T_BLOCK);

	(void)icq_put_later(out, 2); /* the length of the rest */
	icq_put_u32_le(out, m->uin);
	icq_put_u16_le(out, m->type);
	icq_put_u16_le(out, m->seq);
	if (m->type == OSCAR_META_ASK || m->type == OSCAR_META_ANSWER)
		icq_put_u16_le(out, m->sub);
	if (m->type == OSCAR_META_ANSWER)
		icq_put_u8(out, m->result);
	return at;
}

void
oscar_meta_end(struct icq_out *out, size_t at)
{
	tlv_end(out, at);
	icq_patch_u16_le(out, at + 2, (uint16_t)(out->n - at - 4));
}

void
oscar_meta_put(struct icq_out *out, const struct oscar_meta *m)
{
	size_t at = oscar_meta_begin(out, m);

	icq_put_bytes(out, m->data);
	oscar_meta_end(out, at);
}

bool
oscar_offline_parse(struct oscar_offline *o, struct view data)
{
	struct icq_in in = icq_in(data);

	o->from = icq_get_u32_le(&in);
	o->wall_s = icq_date_get(&in);
	o->kind = icq_get_u8(&in);
	o->kind_flags = icq_get_u8(&in);
	o->text = icq_get_lnts(&in);
	return !in.bad;
}

void
oscar_offline_put(struct icq_out *out, const struct oscar_offline *o)
{
	icq_put_u32_le(out, o->from);
	icq_date_put(out, o->wall_s);
	icq_put_u8(out, o->kind);
	icq_put_u8(out, o->kind_flags);
	icq_put_lnts(out, o->text);
}
