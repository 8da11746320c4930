#include "icq/snac.h"

bool
snac_parse(struct snac *s, struct view data)
{
	struct icq_in in = icq_in(data);

	s->family = icq_get_u16_be(&in);
	s->subtype = icq_get_u16_be(&in);
	s->flags = icq_get_u16_be(&in);
	s->request = icq_get_u32_be(&in);
	if ((s->flags & SNAC_FLAG_EXTRA) != 0)
		(void)icq_get_block(&in);
	s->body = icq_get_rest(&in);
	return !in.bad;
}

void
snac_put_head(struct icq_out *out, enum snac_id id, uint16_t flags, uint32_t request)
{
	icq_put_u32_be(out, id);
	icq_put_u16_be(out, flags);
	icq_put_u32_be(out, request);
}

void
snac_put_error(struct icq_out *out, enum snac_family family, uint32_t request, uint16_t code)
{
	icq_put_u16_be(out, (uint16_t)family);
	icq_put_u16_be(out, SNAC_SUB_ERROR);
	icq_put_u16_be(out, 0);
	icq_put_u32_be(out, request);
	icq_put_u16_be(out, code);
}

bool
snac_parse_error(uint16_t *code, struct view body)
{
	struct icq_in in = icq_in(body);

	*code = icq_get_u16_be(&in);
	return !in.bad;
}
