#include "icq/udp_login.h"

#include <string.h>

/* What old clients say of themselves and nobody looks at. */
#define X_V2	   0x00040072u
#define X_V4	   0x98u
#define X_V5	   0xd5u
#define TAIL_V4	   0x00980000u
#define BUILD_V5   0x822c01ecu
#define SERVER_ID  0x80cdc19bu
#define MODE_NEVER 0x06 /* of connections to the client */
#define TCP_OLD	   3u
#define TCP_V5	   6u

/* A password as it is counted: its length has the NUL, but for one client's. */
static enum udp_login_verdict
get_password(struct icq_in *in, struct view *password)
{
	struct view v = icq_get_bytes(in, icq_get_u16_le(in));

	if (in->bad)
		return UDP_LOGIN_BROKEN;
	if (v.n != 0 && v.p[v.n - 1] == '\0')
		v.n--;
	*password = v;
	return v.n >= 1 && v.n <= UDP_PASSWORD_MAX && view_find(v, '\0') == v.n ? UDP_LOGIN_OK
										: UDP_LOGIN_PASSWORD;
}

/* In a login the NUL is always there; without it what was read is not the password. */
static enum udp_login_verdict
get_password_z(struct icq_in *in, struct view *password)
{
	enum udp_login_verdict v = get_password(in, password);

	if (v == UDP_LOGIN_BROKEN || in->p[-1] != '\0')
		return UDP_LOGIN_BROKEN;
	return v;
}

/* `words` of four bytes come before the password; all that follows it may be missing. */
static enum udp_login_verdict
get_login(struct udp_login *l, struct view data, size_t words)
{
	struct icq_in in = icq_in(data);
	enum udp_login_verdict v;

	*l = (struct udp_login){ 0 };
	icq_skip(&in, 4 * words);
	v = get_password_z(&in, &l->password);
	icq_skip(&in, 4 + 4 + 1);
	l->status = icq_get_u32_le(&in);
	return v;
}

/* A port comes first, and before it a time in the versions 4 and 5.  There are clients of 3 to 5 that do as the others. */
enum udp_login_verdict
udp_login_parse(struct udp_login *l, const struct udp_packet *p)
{
	size_t usual = p->version == ICQ_V4 || p->version == ICQ_V5 ? 2 : 1;
	enum udp_login_verdict first = get_login(l, p->data, usual), second;
	struct udp_login other;

	if (first == UDP_LOGIN_OK || p->version == ICQ_V2)
		return first;
	second = get_login(&other, p->data, 3 - usual);
	if (second == UDP_LOGIN_OK || first == UDP_LOGIN_BROKEN) {
		*l = other;
		return second;
	}
	return first;
}

static void
put_login_tail(struct icq_out *out, enum icq_protocol version)
{
	switch (version) {
	case ICQ_V2:
		icq_put_u16_le(out, 2);
		icq_put_u32_le(out, 0);
		icq_put_u16_le(out, 4);
		icq_put_u16_le(out, 0x72);
		break;
	case ICQ_V4:
		icq_put_u32_le(out, 0);
		icq_put_u32_le(out, TAIL_V4);
		break;
	case ICQ_V5:
		icq_put_u32_le(out, 0);
		icq_put_u32_le(out, BUILD_V5);
		icq_put_u32_le(out, 0x50);
		icq_put_u32_le(out, 3);
		icq_put_u32_le(out, 0);
		break;
	case ICQ_V3:
	case ICQ_OSCAR:
	case ICQ_PROTOCOL_N:
		break;
	}
}

void
udp_login_put(struct icq_out *out, enum icq_protocol version, const struct udp_login *l)
{
	static const uint32_t x[ICQ_PROTOCOL_N] = { X_V2, X_V4, X_V4, X_V5 };

	if (version == ICQ_V4 || version == ICQ_V5)
		icq_put_u32_le(out, 0); /* time */
	icq_put_u32_le(out, 0);		/* port */
	icq_put_lnts(out, l->password);
	icq_put_u32_le(out, x[version]);
	icq_put_zeros(out, 4); /* address */
	icq_put_u8(out, MODE_NEVER);
	icq_put_u32_le(out, l->status);
	icq_put_u32_le(out, version == ICQ_V5 ? TCP_V5 : TCP_OLD);
	put_login_tail(out, version);
}

enum udp_login_verdict
udp_prelogin_parse(struct udp_prelogin *l, const struct udp_packet *p)
{
	struct icq_in in = icq_in(p->data);

	l->uin = p->version == ICQ_V2 ? p->uin : icq_get_u32_le(&in);
	return get_password_z(&in, &l->password);
}

void
udp_prelogin_answer_put(struct icq_out *out, enum icq_protocol version, const struct udp_packet *question)
{
	switch (version) {
	case ICQ_V2:
		icq_put_u16_le(out, question->seq2);
		icq_put_u32_le(out, question->uin);
		break;
	case ICQ_V3:
	case ICQ_V4:
		icq_put_u32_le(out, 1);
		icq_put_u32_le(out, 0); /* departments that follow */
		icq_put_u16_le(out, 2);
		icq_put_u16_le(out, 0x2a);
		break;
	case ICQ_V5:
	case ICQ_OSCAR:
	case ICQ_PROTOCOL_N:
		break;
	}
}

static void
put_ip(struct icq_out *out, const uint8_t ip[4])
{
	icq_put_bytes(out, view_of(ip, 4));
}

static void
put_hello_v2(struct icq_out *out, const struct udp_hello *h)
{
	icq_put_u32_le(out, h->uin);
	put_ip(out, h->ip);
	icq_put_u16_le(out, 2);
	icq_put_u16_le(out, 1);
	icq_put_u16_le(out, 5);
	icq_put_u32_le(out, 0);
	icq_put_u32_le(out, 0x8c);
	icq_put_u16_le(out, h->keepalive_s);
	icq_put_u16_le(out, h->timeout_s);
	icq_put_u16_le(out, 10);
	icq_put_u16_le(out, h->retries);
	icq_put_u16_le(out, 10);
	icq_put_u8(out, 1);
}

static void
put_hello_v3(struct icq_out *out, const struct udp_hello *h)
{
	put_ip(out, h->ip);
	icq_put_u32_le(out, 0);
	icq_put_u32_le(out, 0); /* programs of others that it should know */
	icq_put_u32_le(out, 1); /* which list of departments */
	icq_put_u8(out, 0);	/* must it change its password? */
	icq_put_u8(out, 0);	/* may it send to all? */
	icq_put_u32_le(out, 250);
	icq_put_u16_le(out, h->keepalive_s);
	icq_put_u16_le(out, h->timeout_s);
	icq_put_u16_le(out, 10);
	icq_put_u16_le(out, h->retries);
}

static void
put_hello_v4(struct icq_out *out, const struct udp_hello *h)
{
	put_ip(out, h->ip);
	icq_put_u32_le(out, 0);
	icq_put_u16_le(out, h->keepalive_s);
	icq_put_u16_le(out, 2);
	icq_put_u16_le(out, 1);
	icq_put_u16_le(out, 250);
	icq_put_u16_le(out, 45);
	icq_put_u16_le(out, 5);
	icq_put_u16_le(out, 10);
	icq_put_u16_le(out, h->retries);
}

static void
put_hello_v5(struct icq_out *out, const struct udp_hello *h)
{
	icq_put_u16_le(out, 0x8c);
	icq_put_u16_le(out, 0);
	icq_put_u16_le(out, h->keepalive_s);
	icq_put_u16_le(out, h->timeout_s);
	icq_put_u16_le(out, 10);
	icq_put_u16_le(out, h->retries);
	put_ip(out, h->ip);
	icq_put_u32_le(out, SERVER_ID);
}

void
udp_hello_put(struct icq_out *out, enum icq_protocol version, const struct udp_hello *h)
{
	switch (version) {
	case ICQ_V2:
		put_hello_v2(out, h);
		break;
	case ICQ_V3:
		put_hello_v3(out, h);
		break;
	case ICQ_V4:
		put_hello_v4(out, h);
		break;
	case ICQ_V5:
		put_hello_v5(out, h);
		break;
	case ICQ_OSCAR:
	case ICQ_PROTOCOL_N:
		break;
	}
}

/* What is not there is 0. */
static uint16_t
u16_at(struct view data, size_t at)
{
	struct icq_in in = icq_in(view_skip(data, at));

	return at != 0 ? icq_get_u16_le(&in) : 0;
}

void
udp_hello_parse(struct udp_hello *h, const struct udp_packet *p)
{
	static const struct {
		uint8_t ip, keepalive, timeout, retries;
	} place[ICQ_PROTOCOL_N] = { { 4, 22, 24, 28 }, { 0, 22, 24, 28 }, { 0, 8, 0, 22 }, { 12, 4, 6, 10 } };
	struct view ip = view_left(view_skip(p->data, place[p->version].ip), sizeof(h->ip));
	struct icq_in in = icq_in(p->data);

	*h = (struct udp_hello){ .uin = p->version == ICQ_V2 ? icq_get_u32_le(&in) : p->uin };
	if (ip.n == sizeof(h->ip))
		memcpy(h->ip, ip.p, ip.n);
	h->keepalive_s = u16_at(p->data, place[p->version].keepalive);
	h->timeout_s = u16_at(p->data, place[p->version].timeout);
	h->retries = u16_at(p->data, place[p->version].retries);
}

void
udp_wrong_password_put(struct icq_out *out, enum icq_protocol version, const struct udp_packet *login)
{
	if (version != ICQ_V2)
		return;
	icq_put_u16_le(out, login->seq1);
	icq_put_u32_le(out, login->uin);
}

void
udp_login_error_put(struct icq_out *out, struct view text)
{
	icq_put_lnts(out, text);
	icq_put_u32_le(out, 0);
}

bool
udp_login_error_parse(struct view *text, const struct udp_packet *p)
{
	struct icq_in in = icq_in(p->data);

	*text = icq_get_lnts(&in);
	return !in.bad;
}

enum udp_login_verdict
udp_register_parse(struct view *password, const struct udp_packet *p)
{
	struct icq_in in = icq_in(p->data);

	if (p->version == ICQ_V2)
		icq_skip(&in, 2);
	return get_password(&in, password);
}

void
udp_register_put(struct icq_out *out, enum icq_protocol version, struct view password)
{
	if (version == ICQ_V2)
		icq_put_u16_le(out, 2);
	icq_put_lnts(out, password);
	if (version == ICQ_V2) {
		icq_put_u32_le(out, 0x72);
	} else {
		icq_put_u32_le(out, 0xa0);
		icq_put_u32_le(out, 0x2461);
		icq_put_u32_le(out, 0xa00000);
	}
	icq_put_u32_le(out, 0);
}

void
udp_new_uin_put(struct icq_out *out, enum icq_protocol version, uint16_t seq, uint32_t uin)
{
	if (version != ICQ_V2)
		return;
	icq_put_u16_le(out, seq);
	icq_put_u32_le(out, uin);
}

bool
udp_new_uin_parse(uint32_t *uin, const struct udp_packet *p)
{
	struct icq_in in = icq_in(p->data);

	if (p->version != ICQ_V2) {
		*uin = p->uin;
		return icq_uin_is_valid(*uin);
	}
	icq_skip(&in, 2);
	*uin = icq_get_u32_le(&in);
	return !in.bad && icq_uin_is_valid(*uin);
}

bool
udp_form_parse(struct udp_form_filled *f, const struct udp_packet *p)
{
	struct icq_in in = icq_in(p->data);

	icq_skip(&in, 2); /* version of the client */
	f->nick = icq_get_lnts(&in);
	f->first = icq_get_lnts(&in);
	f->last = icq_get_lnts(&in);
	f->email = icq_get_lnts(&in);
	return !in.bad;
}

void
udp_form_answer_put(struct icq_out *out, bool may_register, struct view text)
{
	icq_put_lnts(out, text);
	icq_put_u8(out, may_register ? 1 : 0);
	icq_put_u16_le(out, 2);
	icq_put_u16_le(out, 0x2a);
}
