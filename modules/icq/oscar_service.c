#include "icq/oscar_service.h"

#include "icq/oscar_user.h"
#include "icq/snac_types.h"
#include "icq/tlv.h"

enum {
	T_STATUS = 0x06,
	T_MOTD = 0x0b,
	T_NOTES = 0x1d,
	MOTD_NEWS = 4,
	/* The program that carries a family out, and its version. */
	TOOL = 0x0110,
	TOOL_VERSION = 0x0629,
};

const struct oscar_families oscar_families_ours = {
	.n = 7,
	.family = {
		{ SNAC_SERVICE, 4 },
		{ SNAC_LOCATE, 1 },
		{ SNAC_BUDDY, 1 },
		{ SNAC_ICBM, 1 },
		{ SNAC_PRIVACY, 1 },
		{ SNAC_FEEDBAG, 4 },
		{ SNAC_META, 1 },
	},
};

/* Each is a family and `more` bytes, of which the version are the first two, if there are any. */
static bool
get_families(struct oscar_families *f, struct view body, size_t more)
{
	struct icq_in in = icq_in(body);

	f->n = 0;
	while (in.n > 0 && f->n < OSCAR_FAMILIES_MAX) {
		struct oscar_family *one = &f->family[f->n++];
		struct icq_in rest;

		one->family = icq_get_u16_be(&in);
		rest = icq_in(icq_get_bytes(&in, more));
		one->version = icq_get_u16_be(&rest);
	}
	return !in.bad && in.n == 0;
}

bool
oscar_families_parse(struct oscar_families *f, struct view body)
{
	return get_families(f, body, 0);
}

bool
oscar_versions_parse(struct oscar_families *f, struct view body)
{
	return get_families(f, body, 2);
}

bool
oscar_ready_parse(struct oscar_families *f, struct view body)
{
	return get_families(f, body, 6);
}

void
oscar_families_put(struct icq_out *out, const struct oscar_families *f)
{
	for (size_t i = 0; i < f->n; i++)
		icq_put_u16_be(out, f->family[i].family);
}

void
oscar_versions_put(struct icq_out *out, const struct oscar_families *f)
{
	for (size_t i = 0; i < f->n; i++) {
		icq_put_u16_be(out, f->family[i].family);
		icq_put_u16_be(out, f->family[i].version);
	}
}

void
oscar_ready_put(struct icq_out *out, const struct oscar_families *f)
{
	for (size_t i = 0; i < f->n; i++) {
		icq_put_u16_be(out, f->family[i].family);
		icq_put_u16_be(out, f->family[i].version);
		icq_put_u16_be(out, TOOL);
		icq_put_u16_be(out, TOOL_VERSION);
	}
}

bool
oscar_service_ask_parse(uint16_t *family, struct view body)
{
	struct icq_in in = icq_in(body);

	*family = icq_get_u16_be(&in);
	return !in.bad;
}

bool
oscar_idle_parse(uint32_t *seconds, struct view body)
{
	struct icq_in in = icq_in(body);

	*seconds = icq_get_u32_be(&in);
	return !in.bad;
}

void
oscar_idle_put(struct icq_out *out, uint32_t seconds)
{
	icq_put_u32_be(out, seconds);
}

void
oscar_motd_put(struct icq_out *out, struct view text)
{
	icq_put_u16_be(out, MOTD_NEWS);
	tlv_put(out, T_MOTD, text);
}

bool
oscar_status_parse(struct oscar_status *s, struct view body)
{
	struct tlv_block block;
	struct view notes;

	*s = (struct oscar_status){ .has_status = false };
	if (!tlv_parse(&block, body))
		return false;
	s->has_status = tlv_get_u32(&block, T_STATUS, &s->status);
	s->has_note = tlv_get(&block, T_NOTES, &notes);
	if (s->has_note)
		s->note = oscar_note(notes);
	return true;
}

void
oscar_status_put(struct icq_out *out, const struct oscar_status *s)
{
	size_t at;

	if (s->has_status) {
		tlv_put_u32(out, T_STATUS, s->status);
		oscar_put_no_direct(out);
	}
	if (s->has_note) {
		at = tlv_begin(out, T_NOTES);
		oscar_put_note(out, s->note);
		tlv_end(out, at);
	}
}

bool
oscar_icbm_params_parse(struct oscar_icbm_params *p, struct view body)
{
	struct icq_in in = icq_in(body);

	p->channel = icq_get_u16_be(&in);
	p->flags = icq_get_u32_be(&in);
	p->max = icq_get_u16_be(&in);
	p->warn_sender = icq_get_u16_be(&in);
	p->warn_receiver = icq_get_u16_be(&in);
	p->interval_ms = icq_get_u32_be(&in);
	return !in.bad;
}

void
oscar_icbm_params_put(struct icq_out *out, const struct oscar_icbm_params *p)
{
	icq_put_u16_be(out, p->channel);
	icq_put_u32_be(out, p->flags);
	icq_put_u16_be(out, p->max);
	icq_put_u16_be(out, p->warn_sender);
	icq_put_u16_be(out, p->warn_receiver);
	icq_put_u32_be(out, p->interval_ms);
}
