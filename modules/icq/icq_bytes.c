#include "icq/icq_bytes.h"

#include <string.h>

struct icq_in
icq_in(struct view v)
{
	return (struct icq_in){ .p = (const uint8_t *)v.p, .n = v.n };
}

/* n bytes, or NULL: then nothing is left, and all that is read from now on is bad too. */
static const uint8_t *
take(struct icq_in *in, size_t n)
{
	const uint8_t *p = in->p;

	if (in->bad || n > in->n) {
		in->bad = true;
		in->n = 0;
		return NULL;
	}
	if (n != 0)
		in->p += n;
	in->n -= n;
	return p;
}

uint8_t
icq_get_u8(struct icq_in *in)
{
	const uint8_t *p = take(in, 1);

	return p != NULL ? p[0] : 0;
}

uint16_t
icq_get_u16_le(struct icq_in *in)
{
	const uint8_t *p = take(in, 2);

	return p != NULL ? (uint16_t)(p[0] | p[1] << 8) : 0;
}

uint32_t
icq_get_u32_le(struct icq_in *in)
{
	const uint8_t *p = take(in, 4);

	return p != NULL ? p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24 : 0;
}

uint16_t
icq_get_u16_be(struct icq_in *in)
{
	const uint8_t *p = take(in, 2);

	return p != NULL ? (uint16_t)(p[0] << 8 | p[1]) : 0;
}

uint32_t
icq_get_u32_be(struct icq_in *in)
{
	const uint8_t *p = take(in, 4);

	return p != NULL ? (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3] : 0;
}

struct view
icq_get_bytes(struct icq_in *in, size_t n)
{
	const uint8_t *p = take(in, n);

	return p != NULL ? view_of(p, n) : VIEW("");
}

void
icq_skip(struct icq_in *in, size_t n)
{
	(void)take(in, n);
}

struct view
icq_get_rest(struct icq_in *in)
{
	return icq_get_bytes(in, in->n);
}

struct view
icq_get_lnts(struct icq_in *in)
{
	struct view v = icq_get_bytes(in, icq_get_u16_le(in));

	return view_left(v, view_find(v, '\0'));
}

struct view
icq_get_name(struct icq_in *in)
{
	return icq_get_bytes(in, icq_get_u8(in));
}

struct view
icq_get_block(struct icq_in *in)
{
	return icq_get_bytes(in, icq_get_u16_be(in));
}

struct icq_out
icq_out(void *dst, size_t max)
{
	return (struct icq_out){ .p = dst, .max = max };
}

static uint8_t *
room(struct icq_out *out, size_t n)
{
	uint8_t *p = out->p + out->n;

	if (out->full || n > out->max - out->n) {
		out->full = true;
		return NULL;
	}
	out->n += n;
	return p;
}

void
icq_put_u8(struct icq_out *out, uint8_t v)
{
	uint8_t *p = room(out, 1);

	if (p != NULL)
		p[0] = v;
}

void
icq_put_u16_le(struct icq_out *out, uint16_t v)
{
	icq_put_u8(out, (uint8_t)v);
	icq_put_u8(out, (uint8_t)(v >> 8));
}

void
icq_put_u32_le(struct icq_out *out, uint32_t v)
{
	icq_put_u16_le(out, (uint16_t)v);
	icq_put_u16_le(out, (uint16_t)(v >> 16));
}

void
icq_put_u16_be(struct icq_out *out, uint16_t v)
{
	icq_put_u8(out, (uint8_t)(v >> 8));
	icq_put_u8(out, (uint8_t)v);
}

void
icq_put_u32_be(struct icq_out *out, uint32_t v)
{
	icq_put_u16_be(out, (uint16_t)(v >> 16));
	icq_put_u16_be(out, (uint16_t)v);
}

void
icq_put_bytes(struct icq_out *out, struct view v)
{
	uint8_t *p = room(out, v.n);

	if (p != NULL && v.n != 0)
		memcpy(p, v.p, v.n);
}

void
icq_put_zeros(struct icq_out *out, size_t n)
{
	uint8_t *p = room(out, n);

	if (p != NULL)
		memset(p, 0, n);
}

void
icq_put_lnts(struct icq_out *out, struct view v)
{
	if (v.n >= UINT16_MAX) {
		out->full = true;
		return;
	}
	icq_put_u16_le(out, (uint16_t)(v.n + 1));
	icq_put_bytes(out, v);
	icq_put_u8(out, 0);
}

void
icq_put_name(struct icq_out *out, struct view v)
{
	if (v.n > UINT8_MAX) {
		out->full = true;
		return;
	}
	icq_put_u8(out, (uint8_t)v.n);
	icq_put_bytes(out, v);
}

size_t
icq_put_later(struct icq_out *out, size_t n)
{
	size_t at = out->n;

	icq_put_zeros(out, n);
	return at;
}

void
icq_patch_u16_le(struct icq_out *out, size_t at, uint16_t v)
{
	if (out->full)
		return;
	out->p[at] = (uint8_t)v;
	out->p[at + 1] = (uint8_t)(v >> 8);
}

void
icq_patch_u16_be(struct icq_out *out, size_t at, uint16_t v)
{
	icq_patch_u16_le(out, at, (uint16_t)(v >> 8 | v << 8));
}

struct view
icq_out_view(const struct icq_out *out)
{
	return out->full ? VIEW("") : view_of(out->p, out->n);
}
