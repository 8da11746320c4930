#include "auth/session.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "auth/oper_up.h"
#include "auth/protect.h"
#include "auth/rates.h"
#include "auth/sasl.h"
#include "core/hash.h"
#include "core/mem.h"
#include "net/conn.h"
#include "state/oper.h"

const struct session_rare *
session_rare(const struct session *s)
{
	static const struct session_rare none;

	return s->rare != NULL ? s->rare : &none;
}

struct session_rare *
session_rare_new(struct session *s)
{
	if (s->rare == NULL)
		s->rare = mem_zalloc(sizeof(*s->rare));
	return s->rare;
}

const char *
session_address(const struct session *s, char *dst, size_t size)
{
	return peer_addr_host(conn_peer(s->client->conn), dst, size);
}

const char *
session_tls_text(const struct session *s, char *dst, size_t size)
{
	const char *version = conn_tls_version(s->client->conn), *cipher = conn_tls_cipher(s->client->conn);

	if (version == NULL || cipher == NULL)
		(void)view_copy(VIEW(""), dst, size);
	else
		(void)snprintf(dst, size, "%s, %s", version, cipher);
	return dst;
}

int
session_fingerprint(const struct session *s, char dst[65])
{
	const struct session_via *via = session_rare(s)->via;

	if (via != NULL && via->is_webirc)
		return -1;
	return conn_tls_fingerprint(s->client->conn, dst);
}

bool
session_certificate(const struct session *s, uint8_t dst[ACCOUNT_CERT_BYTES])
{
	char hex[2 * ACCOUNT_CERT_BYTES + 1];
	size_t n = 0;

	return session_fingerprint(s, hex) == 0 &&
		sodium_hex2bin(dst, ACCOUNT_CERT_BYTES, hex, sizeof(hex) - 1, NULL, &n, NULL) == 0 &&
		n == ACCOUNT_CERT_BYTES;
}

void
session_clear_password(struct session *s)
{
	struct session_pass *pass = session_rare(s)->pass;

	if (pass == NULL)
		return;
	sodium_memzero(pass->text, strlen(pass->text));
	conf_unref(pass->of);
	mem_free(pass);
	s->rare->pass = NULL;
}

void
session_set_password(struct session *s, struct view password)
{
	struct session_pass *pass = mem_zalloc(sizeof(*pass) + password.n + 1);

	session_clear_password(s);
	(void)view_copy(password, pass->text, password.n + 1);
	session_rare_new(s)->pass = pass;
}

uint16_t
session_password_mark(const char *hash)
{
	uint16_t mark = (uint16_t)hash_bytes(view_z(hash));

	return mark != 0 ? mark : 1;
}

void
session_leave(struct session *s)
{
	session_clear_password(s);
	sasl_free(s);
	oper_up_leave(s);
}

void
session_logged_in(struct session *s)
{
	oper_up_recheck(s->client);
}

bool
session_is_exempt(const struct session *s)
{
	return oper_has(s->client, PRIV_FLOOD_EXEMPT);
}

void
session_trim(struct session *s, uint64_t now_ms)
{
	static const struct session_rare none;

	rates_trim(s->client, now_ms);
	if (s->rare == NULL)
		return;
	if (s->rare->oper_after_ms <= now_ms)
		s->rare->oper_after_ms = 0;
	if (memcmp(s->rare, &none, sizeof(none)) == 0) {
		mem_free(s->rare);
		s->rare = NULL;
	}
}

void
session_free(struct session *s)
{
	session_clear_password(s);
	rates_free(s->rates);
	mem_free(session_rare(s)->via);
	mem_free(session_rare(s)->inside);
	protect_free(s);
	mem_free(s->rare);
	mem_free(s);
}

struct session_counts
session_counts(const struct session *s)
{
	struct conn_counts n = conn_counts(s->client->conn);

	return (struct session_counts){ n.bytes_in, n.bytes_out, n.lines_in, n.sendq };
}
