#include "icq/flap.h"

enum { MARK = 0x2a };

/* What is known of the head of n bytes. */
static bool
is_head(struct view v)
{
	const char *p = v.p;

	return v.n == 0 || (p[0] == MARK && (v.n == 1 || (p[1] >= FLAP_SIGNON && p[1] <= FLAP_ALIVE)));
}

enum flap_verdict
flap_cut(struct view *stream, size_t max, struct flap_frame *frame)
{
	struct icq_in in = icq_in(*stream);
	struct flap_frame f;
	size_t n;

	if (!is_head(*stream))
		return FLAP_BAD;
	if (stream->n < FLAP_HEAD)
		return FLAP_MORE;
	icq_skip(&in, 1);
	f.channel = icq_get_u8(&in);
	f.seq = icq_get_u16_be(&in);
	n = icq_get_u16_be(&in);
	if (n > max)
		return FLAP_BAD;
	if (n > in.n)
		return FLAP_MORE;
	f.data = icq_get_bytes(&in, n);
	*frame = f;
	*stream = view_skip(*stream, FLAP_HEAD + n);
	return FLAP_FRAME;
}

size_t
flap_begin(struct icq_out *out, enum flap_channel channel, uint16_t seq)
{
	icq_put_u8(out, MARK);
	icq_put_u8(out, (uint8_t)channel);
	icq_put_u16_be(out, seq);
	return icq_put_later(out, 2);
}

void
flap_end(struct icq_out *out, size_t at)
{
	size_t n = out->n - at - 2;

	if (out->full)
		return;
	if (n > FLAP_DATA_MOST)
		out->full = true;
	else
		icq_patch_u16_be(out, at, (uint16_t)n);
}

void
flap_put_empty(struct icq_out *out, enum flap_channel channel, uint16_t seq)
{
	flap_end(out, flap_begin(out, channel, seq));
}
