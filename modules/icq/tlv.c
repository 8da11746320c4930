#include "icq/tlv.h"

static struct tlv
read_one(struct icq_in *in)
{
	struct tlv t;

	t.type = icq_get_u16_be(in);
	t.value = icq_get_block(in);
	return t;
}

struct tlv_block
tlv_read(struct icq_in *in, size_t n)
{
	const uint8_t *start = in->p;

	if (n > TLV_MAX)
		icq_skip(in, SIZE_MAX);
	for (; n > 0 && !in->bad; n--)
		(void)read_one(in);
	return (struct tlv_block){ .bytes = in->bad ? VIEW("") : view_of(start, (size_t)(in->p - start)) };
}

bool
tlv_parse(struct tlv_block *block, struct view bytes)
{
	struct icq_in in = icq_in(bytes);
	size_t n;

	for (n = 0; in.n > 0 && n < TLV_MAX; n++)
		(void)read_one(&in);
	block->bytes = in.bad || in.n > 0 ? VIEW("") : bytes;
	return !in.bad && in.n == 0;
}

bool
tlv_next(struct tlv_block *block, struct tlv *tlv)
{
	struct icq_in in = icq_in(block->bytes);

	if (in.n == 0)
		return false;
	*tlv = read_one(&in);
	block->bytes = icq_get_rest(&in);
	return true;
}

bool
tlv_get(const struct tlv_block *block, uint16_t type, struct view *value)
{
	struct tlv_block rest = *block;
	struct tlv t;

	while (tlv_next(&rest, &t)) {
		if (t.type == type) {
			*value = t.value;
			return true;
		}
	}
	return false;
}

bool
tlv_has(const struct tlv_block *block, uint16_t type)
{
	struct view v;

	return tlv_get(block, type, &v);
}

struct view
tlv_view(const struct tlv_block *block, uint16_t type)
{
	struct view v;

	return tlv_get(block, type, &v) ? v : VIEW("");
}

bool
tlv_get_u8(const struct tlv_block *block, uint16_t type, uint8_t *value)
{
	struct icq_in in = icq_in(tlv_view(block, type));
	uint8_t v = icq_get_u8(&in);

	if (!in.bad)
		*value = v;
	return !in.bad;
}

bool
tlv_get_u16(const struct tlv_block *block, uint16_t type, uint16_t *value)
{
	struct icq_in in = icq_in(tlv_view(block, type));
	uint16_t v = icq_get_u16_be(&in);

	if (!in.bad)
		*value = v;
	return !in.bad;
}

bool
tlv_get_u32(const struct tlv_block *block, uint16_t type, uint32_t *value)
{
	struct icq_in in = icq_in(tlv_view(block, type));
	uint32_t v = icq_get_u32_be(&in);

	if (!in.bad)
		*value = v;
	return !in.bad;
}

size_t
tlv_begin(struct icq_out *out, uint16_t type)
{
	icq_put_u16_be(out, type);
	return icq_put_later(out, 2);
}

void
tlv_end(struct icq_out *out, size_t at)
{
	size_t n = out->n - at - 2;

	if (out->full)
		return;
	if (n > UINT16_MAX)
		out->full = true;
	else
		icq_patch_u16_be(out, at, (uint16_t)n);
}

void
tlv_put(struct icq_out *out, uint16_t type, struct view value)
{
	size_t at = tlv_begin(out, type);

	icq_put_bytes(out, value);
	tlv_end(out, at);
}

void
tlv_put_u8(struct icq_out *out, uint16_t type, uint8_t value)
{
	tlv_put(out, type, view_of(&value, 1));
}

void
tlv_put_u16(struct icq_out *out, uint16_t type, uint16_t value)
{
	icq_put_u16_be(out, type);
	icq_put_u16_be(out, sizeof(value));
	icq_put_u16_be(out, value);
}

void
tlv_put_u32(struct icq_out *out, uint16_t type, uint32_t value)
{
	icq_put_u16_be(out, type);
	icq_put_u16_be(out, sizeof(value));
	icq_put_u32_be(out, value);
}
