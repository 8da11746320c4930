#include "auth/session.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "auth/protect.h"
#include "auth/rates.h"
#include "auth/sasl.h"
#include "core/mem.h"
#include "net/conn.h"
#include "state/oper.h"

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
	if (s->via != NULL && s->via->is_webirc)
		return -1;
	return conn_tls_fingerprint(s->client->conn, dst);
}

void
session_clear_password(struct session *s)
{
	if (s->pass == NULL)
		return;
	sodium_memzero(s->pass->text, strlen(s->pass->text));
	conf_unref(s->pass->of);
	mem_free(s->pass);
	s->pass = NULL;
}

void
session_set_password(struct session *s, struct view password)
{
	session_clear_password(s);
	s->pass = mem_zalloc(sizeof(*s->pass) + password.n + 1);
	(void)view_copy(password, s->pass->text, password.n + 1);
}

void
session_leave(struct session *s)
{
	session_clear_password(s);
	sasl_free(s);
}

bool
session_is_exempt(const struct session *s)
{
	return oper_has(s->client, PRIV_FLOOD_EXEMPT);
}

void
session_trim(struct session *s, uint64_t now_ms)
{
	rates_trim(s->client, now_ms);
}

void
session_free(struct session *s)
{
	session_clear_password(s);
	rates_free(s->rates);
	mem_free(s->via);
	protect_free(s);
	mem_free(s);
}

struct session_counts
session_counts(const struct session *s)
{
	struct conn_counts n = conn_counts(s->client->conn);

	return (struct session_counts){ n.bytes_in, n.bytes_out, n.lines_in, n.sendq };
}
