#include "icq/oscar_login.h"

#include "icq/oscar_user.h"
#include "icq/tlv.h"
#include "net/tls_md5.h"

enum {
	VERSION = 1,
	T_NAME = 0x01,
	T_ROASTED = 0x02,
	T_CLIENT = 0x03,
	T_URL = 0x04,
	T_SERVER = 0x05,
	T_COOKIE = 0x06,
	T_ERROR = 0x08,
	T_REASON = 0x09,
	T_COUNTRY = 0x0e,
	T_LANGUAGE = 0x0f,
	T_DISTRIBUTION = 0x14,
	T_DIGEST = 0x25,
	T_ONE_SESSION = 0x4a,
	T_STRONG = 0x4c,
};

/* Servers turn clients away that are too old for them; these numbers are not. */
static const struct {
	uint16_t type, value;
} client_numbers[] = {
	{ 0x16, 0x010a }, /* ICQ */
	{ 0x17, 0x0014 },
	{ 0x18, 0x0034 },
	{ 0x19, 0x0000 },
	{ 0x1a, 0x0c18 },
};

enum { DISTRIBUTION = 0x0611 };

bool
oscar_login_parse(struct oscar_login *l, struct view body)
{
	struct tlv_block block;

	*l = (struct oscar_login){ .uin = 0 };
	if (!tlv_parse(&block, body))
		return false;
	l->name = tlv_view(&block, T_NAME);
	l->uin = oscar_uin(l->name);
	l->cookie = tlv_view(&block, T_COOKIE);
	l->has_password = tlv_get(&block, T_ROASTED, &l->roasted);
	l->digest = tlv_view(&block, T_DIGEST);
	if (l->digest.n != OSCAR_DIGEST)
		l->digest = VIEW("");
	l->is_strong = tlv_has(&block, T_STRONG);
	l->client = tlv_view(&block, T_CLIENT);
	return true;
}

bool
oscar_signon_parse(struct oscar_login *l, struct view data)
{
	struct icq_in in = icq_in(data);
	uint32_t version = icq_get_u32_be(&in);

	return oscar_login_parse(l, icq_get_rest(&in)) && !in.bad && version == VERSION;
}

void
oscar_put_greeting(struct icq_out *out)
{
	icq_put_u32_be(out, VERSION);
}

void
oscar_put_cookie(struct icq_out *out, struct view cookie)
{
	tlv_put(out, T_COOKIE, cookie);
}

static void
put_name(struct icq_out *out, uint32_t uin)
{
	uint8_t bytes[16];
	struct icq_out name = icq_out(bytes, sizeof(bytes));

	oscar_put_uin(&name, uin);
	tlv_put(out, T_NAME, view_skip(icq_out_view(&name), 1));
}

static void
put_client(struct icq_out *out, struct view client)
{
	tlv_put(out, T_CLIENT, client);
	for (size_t i = 0; i < ARRAY_LEN(client_numbers); i++)
		tlv_put_u16(out, client_numbers[i].type, client_numbers[i].value);
	tlv_put_u32(out, T_DISTRIBUTION, DISTRIBUTION);
	tlv_put(out, T_LANGUAGE, VIEW("en"));
	tlv_put(out, T_COUNTRY, VIEW("us"));
}

void
oscar_put_roasted(struct icq_out *out, const struct oscar_credentials *c)
{
	uint8_t roasted[OSCAR_PASSWORD_MAX];

	if (c->password.n > sizeof(roasted)) {
		out->full = true;
		return;
	}
	oscar_roast(roasted, c->password);
	put_name(out, c->uin);
	tlv_put(out, T_ROASTED, view_of(roasted, c->password.n));
	put_client(out, c->client);
}

void
oscar_put_key_ask(struct icq_out *out, uint32_t uin)
{
	put_name(out, uin);
}

void
oscar_put_digest(struct icq_out *out, const struct oscar_credentials *c)
{
	put_name(out, c->uin);
	tlv_put(out, T_DIGEST, view_of(c->digest, OSCAR_DIGEST));
	tlv_put(out, T_STRONG, VIEW(""));
	put_client(out, c->client);
	tlv_put_u8(out, T_ONE_SESSION, 1);
}

void
oscar_put_key(struct icq_out *out, struct view key)
{
	if (key.n > UINT16_MAX) {
		out->full = true;
		return;
	}
	icq_put_u16_be(out, (uint16_t)key.n);
	icq_put_bytes(out, key);
}

bool
oscar_key_parse(struct view *key, struct view body)
{
	struct icq_in in = icq_in(body);

	*key = icq_get_block(&in);
	return !in.bad && key->n > 0;
}

bool
oscar_login_answer_parse(struct oscar_login_answer *a, struct view body)
{
	struct tlv_block block;

	*a = (struct oscar_login_answer){ .uin = 0 };
	if (!tlv_parse(&block, body))
		return false;
	a->uin = oscar_uin(tlv_view(&block, T_NAME));
	a->url = tlv_view(&block, T_URL);
	if (tlv_has(&block, T_ERROR))
		return tlv_get_u16(&block, T_ERROR, &a->error) && a->error != OSCAR_LOGIN_FINE;
	a->server = tlv_view(&block, T_SERVER);
	a->cookie = tlv_view(&block, T_COOKIE);
	return a->server.n > 0 && a->cookie.n > 0;
}

void
oscar_login_answer_put(struct icq_out *out, const struct oscar_login_answer *a)
{
	put_name(out, a->uin);
	if (a->error == OSCAR_LOGIN_FINE) {
		tlv_put(out, T_SERVER, a->server);
		tlv_put(out, T_COOKIE, a->cookie);
		return;
	}
	tlv_put_u16(out, T_ERROR, a->error);
	if (a->url.n > 0)
		tlv_put(out, T_URL, a->url);
}

/* What is after the last colon, or nothing; IPv6 without brackets is taken for a host, whole. */
static struct view
cut_port(struct view *host)
{
	size_t first = view_find(*host, ':'), close = view_find(*host, ']');
	struct view port;

	if (close < host->n)
		first = close + view_find(view_skip(*host, close), ':');
	port = view_skip(*host, first + 1);
	if (view_find(port, ':') < port.n)
		return VIEW("");
	*host = view_left(*host, first);
	return port;
}

bool
oscar_server_split(struct view server, struct view *host, uint16_t *port)
{
	uint32_t n = OSCAR_PORT;
	struct view digits;

	*host = server;
	digits = cut_port(host);
	if (digits.n > 0 && (view_to_u32(digits, &n) != 0 || n == 0 || n > UINT16_MAX))
		return false;
	if (host->n >= 2 && host->p[0] == '[' && host->p[host->n - 1] == ']')
		*host = view_of(host->p + 1, host->n - 2);
	*port = (uint16_t)n;
	return host->n > 0;
}

void
oscar_put_bye(struct icq_out *out, enum oscar_bye reason)
{
	if (reason != OSCAR_BYE)
		tlv_put_u16(out, T_REASON, (uint16_t)reason);
}

uint16_t
oscar_bye_parse(struct view data)
{
	struct tlv_block block;
	uint16_t reason = OSCAR_BYE;

	if (tlv_parse(&block, data))
		tlv_get_u16(&block, T_REASON, &reason);
	return reason;
}

void
oscar_roast(uint8_t *dst, struct view password)
{
	static const uint8_t with[] = { 0xf3, 0x26, 0x81, 0xc4, 0x39, 0x86, 0xdb, 0x92, 0x71, 0xa3, 0xb9,
		0xe6, 0x53, 0x7a, 0x95, 0x7c };

	for (size_t i = 0; i < password.n; i++)
		dst[i] = (uint8_t)((uint8_t)password.p[i] ^ with[i % sizeof(with)]);
}

struct view
oscar_unroast(const struct oscar_login *l, char dst[OSCAR_PASSWORD_MAX])
{
	struct view password = view_of(dst, l->roasted.n);

	if (!l->has_password || l->roasted.n > OSCAR_PASSWORD_MAX)
		return VIEW("");
	oscar_roast((uint8_t *)dst, l->roasted);
	return view_find(password, '\0') < password.n ? VIEW("") : password;
}

bool
oscar_digest(uint8_t dst[OSCAR_DIGEST], struct view key, struct view secret)
{
	const struct view piece[] = { key, secret, VIEW("AOL Instant Messenger (SM)") };

	return tls_md5(dst, piece, ARRAY_LEN(piece));
}
