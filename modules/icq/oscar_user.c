#include "icq/oscar_user.h"

#include <inttypes.h>
#include <stdio.h>

#include "icq/icq_types.h"

enum {
	T_CLASS = 0x01,
	T_MEMBER = 0x02,
	T_SIGNON = 0x03,
	T_IDLE = 0x04,
	T_MEMBER_ALSO = 0x05,
	T_STATUS = 0x06,
	T_DIRECT = 0x0c,
	T_CAPS = 0x0d,
	T_ONLINE = 0x0f,
	T_NOTES = 0x1d,
	DIRECT_BYTES = 0x25,
	NOTE_KIND = 2,
	NOTE_FLAGS = 4, /* text is there */
};

/* 09461341 and so on share all but their first four bytes. */
#define OURS(last)                                                                                        \
	{                                                                                                 \
		0x09, 0x46, 0x13, last, 0x4c, 0x7f, 0x11, 0xd1, 0x82, 0x22, 0x44, 0x45, 0x53, 0x54, 0x00, \
			0x00                                                                              \
	}

static const struct {
	enum oscar_cap cap;
	uint8_t bytes[OSCAR_CAP_BYTES];
} caps_known[] = {
	{ OSCAR_CAP_RELAY, OURS(0x49) },
	{ OSCAR_CAP_UTF8, OURS(0x4e) },
	{ OSCAR_CAP_INTEROP, OURS(0x4d) },
	{ OSCAR_CAP_TYPING,
		{ 0x56, 0x3f, 0xc8, 0x09, 0x0b, 0x6f, 0x41, 0xbd, 0x9f, 0x79, 0x42, 0x26, 0x09, 0xdf, 0xa2,
			0xf3 } },
	{ OSCAR_CAP_DIRECT, OURS(0x44) },
	{ OSCAR_CAP_IMAGE, OURS(0x45) },
	{ OSCAR_CAP_VOICE, OURS(0x41) },
	{ OSCAR_CAP_FILE, OURS(0x43) },
	{ OSCAR_CAP_FILE_GET, OURS(0x48) },
	{ OSCAR_CAP_CHAT,
		{ 0x74, 0x8f, 0x24, 0x20, 0x62, 0x87, 0x11, 0xd1, 0x82, 0x22, 0x44, 0x45, 0x53, 0x54, 0x00,
			0x00 } },
	{ OSCAR_CAP_HTML,
		{ 0x01, 0x38, 0xca, 0x7b, 0x76, 0x9a, 0x49, 0x15, 0x88, 0xf2, 0x13, 0xfc, 0x00, 0x97, 0x9e,
			0xa8 } },
};

uint32_t
oscar_uin(struct view name)
{
	uint32_t uin;

	return view_to_u32(name, &uin) == 0 && icq_uin_is_valid(uin) ? uin : 0;
}

void
oscar_put_uin(struct icq_out *out, uint32_t uin)
{
	char digits[11];
	int n = snprintf(digits, sizeof(digits), "%" PRIu32, uin);

	icq_put_name(out, view_of(digits, (size_t)n));
}

bool
oscar_uin_next(struct icq_in *in, uint32_t *uin)
{
	struct view name;

	if (in->n == 0)
		return false;
	name = icq_get_name(in);
	*uin = oscar_uin(name);
	return !in->bad;
}

unsigned
oscar_caps(struct view bytes)
{
	struct icq_in in = icq_in(bytes);
	unsigned caps = 0;

	while (in.n >= OSCAR_CAP_BYTES) {
		struct view cap = icq_get_bytes(&in, OSCAR_CAP_BYTES);

		for (size_t i = 0; i < ARRAY_LEN(caps_known); i++)
			if (memcmp(cap.p, caps_known[i].bytes, OSCAR_CAP_BYTES) == 0)
				caps |= caps_known[i].cap;
	}
	return caps;
}

void
oscar_put_caps(struct icq_out *out, unsigned caps)
{
	for (size_t i = 0; i < ARRAY_LEN(caps_known); i++)
		if ((caps & caps_known[i].cap) != 0)
			icq_put_bytes(out, view_of(caps_known[i].bytes, OSCAR_CAP_BYTES));
}

struct view
oscar_note(struct view value)
{
	struct icq_in in = icq_in(value);

	while (in.n > 0) {
		uint16_t kind = icq_get_u16_be(&in);
		struct icq_in piece;

		icq_skip(&in, 1);
		piece = icq_in(icq_get_name(&in));
		if (kind == NOTE_KIND)
			return icq_get_block(&piece);
	}
	return VIEW("");
}

void
oscar_put_note(struct icq_out *out, struct view note)
{
	size_t n = note.n + 4; /* its length, and how it is written: not said */

	if (n > UINT8_MAX) {
		out->full = true;
		return;
	}
	icq_put_u16_be(out, NOTE_KIND);
	icq_put_u8(out, NOTE_FLAGS);
	icq_put_u8(out, (uint8_t)n);
	icq_put_u16_be(out, (uint16_t)note.n);
	icq_put_bytes(out, note);
	icq_put_u16_be(out, 0);
}

void
oscar_put_no_direct(struct icq_out *out)
{
	size_t at = tlv_begin(out, T_DIRECT);

	icq_put_zeros(out, DIRECT_BYTES);
	tlv_end(out, at);
}

static void
get_fields(const struct tlv_block *block, struct oscar_user *u)
{
	struct view v;

	tlv_get_u16(block, T_CLASS, &u->classes);
	if (tlv_get_u32(block, T_STATUS, &u->status))
		u->has |= OSCAR_HAS_STATUS;
	if (tlv_has(block, T_DIRECT))
		u->has |= OSCAR_HAS_DIRECT;
	if (tlv_get_u32(block, T_SIGNON, &u->signon_s))
		u->has |= OSCAR_HAS_SIGNON;
	if (tlv_get_u32(block, T_ONLINE, &u->online_s))
		u->has |= OSCAR_HAS_ONLINE;
	if (tlv_get_u16(block, T_IDLE, &u->idle_min))
		u->has |= OSCAR_HAS_IDLE;
	if (tlv_get_u32(block, T_MEMBER, &u->member_s) || tlv_get_u32(block, T_MEMBER_ALSO, &u->member_s))
		u->has |= OSCAR_HAS_MEMBER;
	if (tlv_get(block, T_CAPS, &v)) {
		u->has |= OSCAR_HAS_CAPS;
		u->caps = oscar_caps(v);
	}
	u->note = oscar_note(tlv_view(block, T_NOTES));
	if (u->note.n > 0)
		u->has |= OSCAR_HAS_NOTE;
}

void
oscar_user_get(struct icq_in *in, struct oscar_user *user)
{
	struct tlv_block block;

	*user = (struct oscar_user){ .name = icq_get_name(in) };
	user->uin = oscar_uin(user->name);
	user->warning = icq_get_u16_be(in);
	block = tlv_read(in, icq_get_u16_be(in));
	get_fields(&block, user);
}

static void
put_caps(struct icq_out *out, unsigned caps)
{
	size_t at = tlv_begin(out, T_CAPS);

	oscar_put_caps(out, caps);
	tlv_end(out, at);
}

static void
put_notes(struct icq_out *out, struct view note)
{
	size_t at = tlv_begin(out, T_NOTES);

	oscar_put_note(out, note);
	tlv_end(out, at);
}

static uint16_t
count_fields(unsigned has)
{
	uint16_t n = 1; /* its classes */

	for (; has != 0; has &= has - 1)
		n++;
	return n;
}

void
oscar_user_put(struct icq_out *out, const struct oscar_user *user)
{
	oscar_put_uin(out, user->uin);
	icq_put_u16_be(out, user->warning);
	icq_put_u16_be(out, count_fields(user->has));
	tlv_put_u16(out, T_CLASS, user->classes);
	if ((user->has & OSCAR_HAS_STATUS) != 0)
		tlv_put_u32(out, T_STATUS, user->status);
	if ((user->has & OSCAR_HAS_DIRECT) != 0)
		oscar_put_no_direct(out);
	if ((user->has & OSCAR_HAS_CAPS) != 0)
		put_caps(out, user->caps);
	if ((user->has & OSCAR_HAS_SIGNON) != 0)
		tlv_put_u32(out, T_SIGNON, user->signon_s);
	if ((user->has & OSCAR_HAS_ONLINE) != 0)
		tlv_put_u32(out, T_ONLINE, user->online_s);
	if ((user->has & OSCAR_HAS_IDLE) != 0)
		tlv_put_u16(out, T_IDLE, user->idle_min);
	if ((user->has & OSCAR_HAS_MEMBER) != 0)
		tlv_put_u32(out, T_MEMBER_ALSO, user->member_s);
	if ((user->has & OSCAR_HAS_NOTE) != 0)
		put_notes(out, user->note);
}

void
oscar_user_put_gone(struct icq_out *out, uint32_t uin)
{
	oscar_put_uin(out, uin);
	icq_put_u16_be(out, 0);
	icq_put_u16_be(out, 1);
	tlv_put_u16(out, T_CLASS, 0);
}
