#include "icq/feedbag.h"

#include "icq/oscar_user.h"

enum {
	T_LIMITS = 0x04,
	LIST_VERSION = 0,
	STAMP_BYTES = 4, /* at the end of a list */
};

static void
put_block(struct icq_out *out, struct view v)
{
	if (v.n > UINT16_MAX) {
		out->full = true;
		return;
	}
	icq_put_u16_be(out, (uint16_t)v.n);
	icq_put_bytes(out, v);
}

bool
feedbag_next(struct icq_in *in, struct feedbag_item *item)
{
	if (in->n == 0)
		return false;
	item->name = icq_get_block(in);
	item->group = icq_get_u16_be(in);
	item->id = icq_get_u16_be(in);
	item->type = icq_get_u16_be(in);
	if (!tlv_parse(&item->tlvs, icq_get_block(in)))
		icq_skip(in, SIZE_MAX);
	return !in->bad;
}

void
feedbag_put(struct icq_out *out, const struct feedbag_item *item)
{
	put_block(out, item->name);
	icq_put_u16_be(out, item->group);
	icq_put_u16_be(out, item->id);
	icq_put_u16_be(out, item->type);
	put_block(out, item->tlvs.bytes);
}

void
feedbag_put_members(struct icq_out *out, const uint16_t *ids, size_t n)
{
	size_t at = tlv_begin(out, FEEDBAG_T_MEMBERS);

	for (size_t i = 0; i < n; i++)
		icq_put_u16_be(out, ids[i]);
	tlv_end(out, at);
}

void
feedbag_list_begin(struct feedbag_list *list, struct icq_out *out)
{
	icq_put_u8(out, LIST_VERSION);
	*list = (struct feedbag_list){ .out = out, .count_at = icq_put_later(out, 2) };
}

bool
feedbag_list_add(struct feedbag_list *list, const struct feedbag_item *item)
{
	struct icq_out *out = list->out;
	struct icq_out one = *out;

	feedbag_put(&one, item);
	if (one.full || one.max - one.n < STAMP_BYTES || list->n == UINT16_MAX)
		return false;
	*out = one;
	list->n++;
	return true;
}

void
feedbag_list_end(struct feedbag_list *list, uint32_t changed_s)
{
	icq_put_u32_be(list->out, changed_s);
	icq_patch_u16_be(list->out, list->count_at, list->n);
}

bool
feedbag_list_parse(struct feedbag_part *part, struct view body)
{
	struct icq_in in = icq_in(body);
	struct feedbag_item item;
	size_t n;

	icq_skip(&in, 1);
	part->n = icq_get_u16_be(&in);
	part->items = in;
	for (n = 0; n < part->n && feedbag_next(&in, &item); n++)
		;
	part->items.n -= in.n;
	part->changed_s = icq_get_u32_be(&in);
	return n == part->n && !in.bad;
}

bool
feedbag_stamp_parse(struct feedbag_stamp *s, struct view body)
{
	struct icq_in in = icq_in(body);

	s->changed_s = icq_get_u32_be(&in);
	s->n = icq_get_u16_be(&in);
	return !in.bad;
}

void
feedbag_stamp_put(struct icq_out *out, const struct feedbag_stamp *s)
{
	icq_put_u32_be(out, s->changed_s);
	icq_put_u16_be(out, s->n);
}

void
feedbag_rights_put(struct icq_out *out, const uint16_t max[FEEDBAG_TYPE_N])
{
	size_t at = tlv_begin(out, T_LIMITS);

	for (size_t i = 0; i < FEEDBAG_TYPE_N; i++)
		icq_put_u16_be(out, max[i]);
	tlv_end(out, at);
}

bool
feedbag_result_next(struct icq_in *in, uint16_t *result)
{
	if (in->n == 0)
		return false;
	*result = icq_get_u16_be(in);
	return !in->bad;
}

void
feedbag_result_put(struct icq_out *out, enum feedbag_result result)
{
	icq_put_u16_be(out, (uint16_t)result);
}

bool
feedbag_added_parse(struct feedbag_auth *a, struct view body)
{
	struct icq_in in = icq_in(body);

	*a = (struct feedbag_auth){ .uin = oscar_uin(icq_get_name(&in)) };
	return !in.bad;
}

bool
feedbag_auth_parse(struct feedbag_auth *a, struct view body)
{
	struct icq_in in = icq_in(body);

	*a = (struct feedbag_auth){ .uin = oscar_uin(icq_get_name(&in)) };
	a->reason = icq_get_block(&in);
	return !in.bad;
}

bool
feedbag_auth_answer_parse(struct feedbag_auth *a, struct view body)
{
	struct icq_in in = icq_in(body);

	*a = (struct feedbag_auth){ .uin = oscar_uin(icq_get_name(&in)) };
	a->is_granted = icq_get_u8(&in) == 1;
	a->reason = icq_get_block(&in);
	return !in.bad;
}

void
feedbag_added_put(struct icq_out *out, const struct feedbag_auth *a)
{
	oscar_put_uin(out, a->uin);
}

void
feedbag_auth_put(struct icq_out *out, const struct feedbag_auth *a)
{
	oscar_put_uin(out, a->uin);
	put_block(out, a->reason);
	icq_put_u16_be(out, 0);
}

void
feedbag_auth_answer_put(struct icq_out *out, const struct feedbag_auth *a)
{
	oscar_put_uin(out, a->uin);
	icq_put_u8(out, a->is_granted ? 1 : 0);
	put_block(out, a->reason);
}
