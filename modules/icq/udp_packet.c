#include "icq/udp_packet.h"

#include <stdbool.h>
#include <string.h>

#include "icq/icq_bytes.h"
#include "icq/udp_cmd.h"

/* Each reads or writes a header of one form; data, version and check are its caller's. */

static void
get_client_v2(struct udp_packet *p, struct icq_in *in)
{
	icq_skip(in, 2);
	p->cmd = icq_get_u16_le(in);
	p->seq1 = icq_get_u16_le(in);
	/* Before there is an UIN there is no place for it, but in one command, which looks like version 3. */
	if (p->cmd == UDP_C_REGISTER || p->cmd == UDP_C_FIRST)
		return;
	if (p->cmd == UDP_C_PRELOGIN)
		p->seq2 = icq_get_u16_le(in);
	p->uin = icq_get_u32_le(in);
}

static void
put_client_v2(const struct udp_packet *p, struct icq_out *out)
{
	icq_put_u16_le(out, 2);
	icq_put_u16_le(out, p->cmd);
	icq_put_u16_le(out, p->seq1);
	if (p->cmd == UDP_C_REGISTER || p->cmd == UDP_C_FIRST)
		return;
	if (p->cmd == UDP_C_PRELOGIN)
		icq_put_u16_le(out, p->seq2);
	icq_put_u32_le(out, p->uin);
}

/* The form of version 3, both directions, and what servers send to version 4. */
static void
get_v3(struct udp_packet *p, struct icq_in *in)
{
	icq_skip(in, 2);
	p->cmd = icq_get_u16_le(in);
	p->seq1 = icq_get_u16_le(in);
	p->seq2 = icq_get_u16_le(in);
	p->uin = icq_get_u32_le(in);
	icq_skip(in, 4);
}

static void
put_v3(const struct udp_packet *p, struct icq_out *out)
{
	icq_put_u16_le(out, 3);
	icq_put_u16_le(out, p->cmd);
	icq_put_u16_le(out, p->seq1);
	icq_put_u16_le(out, p->seq2);
	icq_put_u32_le(out, p->uin);
	icq_put_zeros(out, 4);
}

static void
get_client_v4(struct udp_packet *p, struct icq_in *in)
{
	icq_skip(in, 6);
	p->cmd = icq_get_u16_le(in);
	p->seq1 = icq_get_u16_le(in);
	p->seq2 = icq_get_u16_le(in);
	p->uin = icq_get_u32_le(in);
	icq_skip(in, 4);
}

static void
put_client_v4(const struct udp_packet *p, struct icq_out *out, uint16_t random)
{
	icq_put_u16_le(out, 4);
	icq_put_u16_le(out, random);
	icq_put_u16_le(out, 0);
	icq_put_u16_le(out, p->cmd);
	icq_put_u16_le(out, p->seq1);
	icq_put_u16_le(out, p->seq2);
	icq_put_u32_le(out, p->uin);
	icq_put_zeros(out, 4);
}

static void
get_client_v5(struct udp_packet *p, struct icq_in *in)
{
	icq_skip(in, 6);
	p->uin = icq_get_u32_le(in);
	p->session = icq_get_u32_le(in);
	p->cmd = icq_get_u16_le(in);
	p->seq1 = icq_get_u16_le(in);
	p->seq2 = icq_get_u16_le(in);
	icq_skip(in, 4);
}

static void
put_client_v5(const struct udp_packet *p, struct icq_out *out)
{
	icq_put_u16_le(out, 5);
	icq_put_zeros(out, 4);
	icq_put_u32_le(out, p->uin);
	icq_put_u32_le(out, p->session);
	icq_put_u16_le(out, p->cmd);
	icq_put_u16_le(out, p->seq1);
	icq_put_u16_le(out, p->seq2);
	icq_put_zeros(out, 4);
}

static void
get_server_v2(struct udp_packet *p, struct icq_in *in)
{
	icq_skip(in, 2);
	p->cmd = icq_get_u16_le(in);
	p->seq1 = icq_get_u16_le(in);
}

static void
put_server_v2(const struct udp_packet *p, struct icq_out *out)
{
	icq_put_u16_le(out, 2);
	icq_put_u16_le(out, p->cmd);
	icq_put_u16_le(out, p->seq1);
}

static void
get_server_v5(struct udp_packet *p, struct icq_in *in)
{
	icq_skip(in, 3);
	p->session = icq_get_u32_le(in);
	p->cmd = icq_get_u16_le(in);
	p->seq1 = icq_get_u16_le(in);
	p->seq2 = icq_get_u16_le(in);
	p->uin = icq_get_u32_le(in);
	icq_skip(in, 4);
}

static void
put_server_v5(const struct udp_packet *p, struct icq_out *out)
{
	icq_put_u16_le(out, 5);
	icq_put_u8(out, 0);
	icq_put_u32_le(out, p->session);
	icq_put_u16_le(out, p->cmd);
	icq_put_u16_le(out, p->seq1);
	icq_put_u16_le(out, p->seq2);
	icq_put_u32_le(out, p->uin);
	icq_put_zeros(out, 4);
}

static enum udp_verdict
finish(struct udp_packet *p, struct icq_in *in)
{
	p->data = icq_get_rest(in);
	return in->bad ? UDP_PACKET_SHORT : UDP_PACKET_OK;
}

/* Of any datagram: its first two bytes. */
static enum udp_verdict
version_of(struct view datagram, uint16_t *version)
{
	struct icq_in in = icq_in(datagram);

	*version = icq_get_u16_le(&in);
	if (in.bad)
		return UDP_PACKET_SHORT;
	return datagram.n <= UDP_PACKET_MAX ? UDP_PACKET_OK : UDP_PACKET_LONG;
}

static struct icq_in
unscramble(struct udp_packet *p, struct view datagram, struct udp_plain *plain)
{
	enum udp_form form = p->version == ICQ_V4 ? UDP_FORM_CLIENT_V4 : UDP_FORM_CLIENT_V5;
	struct view v = view_of(plain->bytes, datagram.n);

	memcpy(plain->bytes, datagram.p, datagram.n);
	if (p->version == ICQ_V4)
		udp_unscramble_v4(plain->bytes, v.n);
	else
		udp_unscramble_v5(plain->bytes, v.n);
	p->check = udp_check_verify(form, v);
	return icq_in(v);
}

enum udp_verdict
udp_packet_from_client(struct udp_packet *p, struct view datagram, struct udp_plain *plain)
{
	struct icq_in in = icq_in(datagram);
	uint16_t version;
	enum udp_verdict v = version_of(datagram, &version);

	if (v != UDP_PACKET_OK)
		return v;
	*p = (struct udp_packet){ .check = UDP_CHECK_UNKNOWN };
	switch (version) {
	case 2:
		p->version = ICQ_V2;
		get_client_v2(p, &in);
		return finish(p, &in);
	case 3:
		p->version = ICQ_V3;
		get_v3(p, &in);
		return finish(p, &in);
	case 4:
		p->version = ICQ_V4;
		in = unscramble(p, datagram, plain);
		get_client_v4(p, &in);
		return finish(p, &in);
	case 5:
		p->version = ICQ_V5;
		in = unscramble(p, datagram, plain);
		get_client_v5(p, &in);
		return finish(p, &in);
	default:
		return UDP_PACKET_VERSION;
	}
}

/* Which headers a client takes: by its version, and the version in the header. */
static const bool takes[ICQ_PROTOCOL_N][6] = {
	[ICQ_V2] = { [2] = true },
	[ICQ_V3] = { [3] = true },
	[ICQ_V4] = { [3] = true, [5] = true },
	[ICQ_V5] = { [3] = true, [5] = true },
};

enum udp_verdict
udp_packet_from_server(struct udp_packet *p, struct view datagram)
{
	struct icq_in in = icq_in(datagram);
	uint16_t version;
	enum udp_verdict v = version_of(datagram, &version);

	if (v != UDP_PACKET_OK)
		return v;
	if (version >= ARRAY_LEN(takes[0]) || !takes[p->version][version])
		return UDP_PACKET_VERSION;
	*p = (struct udp_packet){ .version = p->version, .check = UDP_CHECK_UNKNOWN };
	switch (version) {
	case 2:
		get_server_v2(p, &in);
		break;
	case 3:
		get_v3(p, &in);
		if (p->version == ICQ_V4)
			p->check = udp_check_verify(UDP_FORM_SERVER_V4, datagram);
		break;
	default:
		get_server_v5(p, &in);
		p->check = udp_check_verify(UDP_FORM_SERVER_V5, datagram);
		break;
	}
	return finish(p, &in);
}

static void
put_check(struct icq_out *out, enum udp_form form, uint32_t random)
{
	uint8_t r1;

	if (out->full)
		return;
	r1 = udp_check_place(form, out->n, (uint8_t)random);
	udp_check_put(form, out->p, out->n, (uint16_t)((random & 0xff00) | r1));
}

static struct icq_out
room_for(void *dst, size_t max)
{
	return icq_out(dst, max < UDP_PACKET_MAX ? max : UDP_PACKET_MAX);
}

struct view
udp_packet_to_client(const struct udp_packet *p, uint32_t random, void *dst, size_t max)
{
	struct icq_out out = room_for(dst, max);

	switch (p->version) {
	case ICQ_V2:
		put_server_v2(p, &out);
		icq_put_bytes(&out, p->data);
		break;
	case ICQ_V3:
		put_v3(p, &out);
		icq_put_bytes(&out, p->data);
		break;
	case ICQ_V4:
		put_v3(p, &out);
		icq_put_bytes(&out, p->data);
		put_check(&out, UDP_FORM_SERVER_V4, random);
		break;
	case ICQ_V5:
		put_server_v5(p, &out);
		icq_put_bytes(&out, p->data);
		put_check(&out, UDP_FORM_SERVER_V5, random);
		break;
	case ICQ_OSCAR:
	case ICQ_PROTOCOL_N:
		return VIEW("");
	}
	return icq_out_view(&out);
}

static void
finish_v4(struct icq_out *out, uint32_t random)
{
	put_check(out, UDP_FORM_CLIENT_V4, random);
	if (!out->full)
		udp_scramble_v4(out->p, out->n);
}

static void
finish_v5(struct icq_out *out, uint32_t random)
{
	put_check(out, UDP_FORM_CLIENT_V5, random);
	if (!out->full)
		udp_scramble_v5(out->p, out->n);
}

struct view
udp_packet_to_server(const struct udp_packet *p, uint32_t random, void *dst, size_t max)
{
	struct icq_out out = room_for(dst, max);

	switch (p->version) {
	case ICQ_V2:
		put_client_v2(p, &out);
		icq_put_bytes(&out, p->data);
		break;
	case ICQ_V3:
		put_v3(p, &out);
		icq_put_bytes(&out, p->data);
		break;
	case ICQ_V4:
		put_client_v4(p, &out, (uint16_t)(random >> 16));
		icq_put_bytes(&out, p->data);
		finish_v4(&out, random);
		break;
	case ICQ_V5:
		put_client_v5(p, &out);
		icq_put_bytes(&out, p->data);
		if (p->data.n == 0)
			icq_put_u32_le(&out, random);
		finish_v5(&out, random);
		break;
	case ICQ_OSCAR:
	case ICQ_PROTOCOL_N:
		return VIEW("");
	}
	return icq_out_view(&out);
}
