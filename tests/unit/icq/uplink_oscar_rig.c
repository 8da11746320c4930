#include "tests/unit/icq/uplink_oscar_rig.h"

#include <criterion/criterion.h>
#include <string.h>

#include "icq/icq_bytes.h"
#include "icq/oscar_login.h"

void
far_says_frame(struct uplink_rig *r, enum flap_channel channel, struct view data)
{
	char bytes[FLAP_HEAD + FLAP_DATA_MAX];
	struct icq_out out = icq_out(bytes, sizeof(bytes));
	size_t at = flap_begin(&out, channel, 7);

	icq_put_bytes(&out, data);
	flap_end(&out, at);
	up_bytes(r, icq_out_view(&out));
	up_turns(r);
}

void
far_says(struct uplink_rig *r, enum snac_id id, uint32_t request, struct view body)
{
	char bytes[FLAP_DATA_MAX];
	struct icq_out out = icq_out(bytes, sizeof(bytes));

	snac_put_head(&out, id, 0, request);
	icq_put_bytes(&out, body);
	far_says_frame(r, FLAP_SNAC, icq_out_view(&out));
}

void
far_greets(struct uplink_rig *r)
{
	char bytes[16];
	struct icq_out out = icq_out(bytes, sizeof(bytes));

	oscar_put_greeting(&out);
	far_says_frame(r, FLAP_SIGNON, icq_out_view(&out));
}

/* The next frame of the client; dies at the next call.  False: none. */
bool
far_next_frame(struct uplink_rig *r, struct flap_frame *frame)
{
	static char held[FLAP_HEAD + FLAP_DATA_MAX];
	struct view stream = buf_view(&r->stream);
	enum flap_verdict v = flap_cut(&stream, FLAP_DATA_MAX, frame);

	if (v != FLAP_FRAME)
		return false;
	cr_assert_leq(frame->data.n, sizeof(held));
	if (frame->data.n > 0)
		memcpy(held, frame->data.p, frame->data.n);
	frame->data.p = held;
	buf_take(&r->stream, r->stream.len - stream.n);
	return true;
}

/* The next command; false: there is none. */
bool
far_next_snac(struct uplink_rig *r, struct snac *snac)
{
	struct flap_frame frame;

	while (far_next_frame(r, &frame)) {
		if (frame.channel == FLAP_SNAC) {
			cr_assert(snac_parse(snac, frame.data));
			return true;
		}
	}
	return false;
}

struct snac
far_take(struct uplink_rig *r, uint32_t id)
{
	struct snac snac = { 0 };

	cr_assert(far_next_snac(r, &snac), "%08x was not sent", (unsigned)id);
	cr_assert_eq(snac_id(&snac), id, "%08x instead of %08x", (unsigned)snac_id(&snac), (unsigned)id);
	return snac;
}
