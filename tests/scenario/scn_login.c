/* Accounts are changed in memory.  The client of SCRAM is written against RFC 5802, not against the server's parsers. */
#include "tests/scenario/scn_login.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "proto/sasl_text.h"

#define BASE64 sodium_base64_VARIANT_ORIGINAL

enum { TEXT_MAX = 2048 };

static struct account *
account_named(struct scn *s, struct view name)
{
	struct account *a =
		s->rig.server != NULL ? account_find(&s->rig.server->world->accounts, name) : NULL;

	if (a == NULL)
		(void)scn_fault(s, "there is no account \"%.*s\"", VIEW_ARG(name));
	return a;
}

bool
scn_login_suspend(struct scn *s, struct view rest)
{
	struct account *a = account_named(s, rest);

	if (a == NULL)
		return false;
	account_set_suspended(a, VIEW("a test"));
	return true;
}

static bool
send_text(struct scn *s, struct scn_peer *p, const char *text, bool encoded)
{
	char line[TEXT_MAX * 2];
	size_t n = (size_t)snprintf(line, sizeof(line), "AUTHENTICATE ");

	if (encoded)
		(void)sodium_bin2base64(
			line + n, sizeof(line) - n, (const unsigned char *)text, strlen(text), BASE64);
	else
		(void)view_copy(view_z(text), line + n, sizeof(line) - n);
	scn_peer_send(p, view_z(line));
	return scn_settle(s);
}

/* What the server says, decoded; -1: another line. */
static int
hear_text(struct scn_peer *p, char dst[TEXT_MAX])
{
	struct view line;
	size_t n = 0;

	dst[0] = '\0';
	if (!scn_peer_peek(p, &line) || !view_starts(line, VIEW("AUTHENTICATE ")))
		return -1;
	line = view_skip(line, 13);
	if (!view_eq(line, VIEW("+")) &&
		sodium_base642bin(
			(unsigned char *)dst, TEXT_MAX - 1, line.p, line.n, NULL, &n, NULL, BASE64) != 0)
		return -1;
	dst[n] = '\0';
	scn_peer_drop(p);
	return 0;
}

struct exchange {
	struct view account, password, header, channel;
	char bare[TEXT_MAX], first[TEXT_MAX], final[TEXT_MAX];
	struct scram_key key;
	struct scram_said said;
};

/* r=...,s=...,i=... of the server and what follows from it. */
static bool
make_final(struct exchange *x)
{
	struct view rest = view_z(x->first), nonce = VIEW(""), salt = VIEW(""), rounds = VIEW("");
	char bound[TEXT_MAX], text[TEXT_MAX * 2], proof64[64];
	uint8_t proof[SCRAM_KEY_BYTES];
	size_t n;

	if (!view_cut(&rest, ',', &nonce) || !view_cut(&rest, ',', &salt) || !view_cut(&rest, ',', &rounds) ||
		!view_starts(nonce, VIEW("r=rOprNGfwEbeRWgbNEkqO")) || nonce.n < 40 ||
		sodium_base642bin(x->key.salt, sizeof(x->key.salt), salt.p + 2, salt.n - 2, NULL, &n, NULL,
			BASE64) != 0 ||
		n != sizeof(x->key.salt) || view_to_u32(view_skip(rounds, 2), &x->key.iterations) == -1)
		return false;
	(void)snprintf(bound, sizeof(bound), "%.*s%.*s", VIEW_ARG(x->header), VIEW_ARG(x->channel));
	(void)sodium_bin2base64(text, sizeof(text), (const unsigned char *)bound, strlen(bound), BASE64);
	n = (size_t)snprintf(x->final, sizeof(x->final), "c=%s,%.*s", text, VIEW_ARG(nonce));
	x->said = (struct scram_said){ view_z(x->bare), view_z(x->first), view_of(x->final, n) };
	scram_prove(x->password, &x->key, &x->said, proof);
	(void)sodium_bin2base64(proof64, sizeof(proof64), proof, sizeof(proof), BASE64);
	(void)snprintf(x->final + n, sizeof(x->final) - n, ",p=%s", proof64);
	return true;
}

static bool
signature_is_right(struct exchange *x, const char *said)
{
	uint8_t proof[SCRAM_KEY_BYTES], signature[SCRAM_KEY_BYTES];
	char text[64];

	scram_key_derive(&x->key, x->password);
	scram_prove(x->password, &x->key, &x->said, proof);
	if (!scram_check(&x->key, &x->said, proof, signature))
		return false;
	(void)sodium_bin2base64(text, sizeof(text), signature, sizeof(signature), BASE64);
	return strncmp(said, "v=", 2) == 0 && strcmp(said + 2, text) == 0;
}

static bool
exchange_run(struct scn *s, struct scn_peer *p, struct exchange *x)
{
	char text[TEXT_MAX];
	bool plus = view_starts(x->header, VIEW("p="));

	(void)snprintf(x->bare, sizeof(x->bare), "n=%.*s,r=rOprNGfwEbeRWgbNEkqO", VIEW_ARG(x->account));
	if (!send_text(s, p, plus ? "SCRAM-SHA-256-PLUS" : "SCRAM-SHA-256", false))
		return false;
	if (hear_text(p, text) == -1)
		return true;
	(void)snprintf(text, sizeof(text), "%.*s%s", VIEW_ARG(x->header), x->bare);
	if (!send_text(s, p, text, true))
		return false;
	if (hear_text(p, x->first) == -1)
		return true;
	if (!make_final(x))
		return scn_fault(s, "scram: the server says %s", x->first);
	if (!send_text(s, p, x->final, true))
		return false;
	if (hear_text(p, text) == -1)
		return true;
	return signature_is_right(x, text) || scn_fault(s, "scram: no signature: %s", text);
}

bool
scn_login_scram(struct scn *s, struct view rest)
{
	static struct exchange x;
	struct scn_peer *p = scn_peer_find(s, scn_word(&rest));

	if (p == NULL)
		return scn_fault(s, "scram: no such client");
	x = (struct exchange){ .account = scn_word(&rest) };
	x.password = scn_word(&rest);
	x.header = scn_word(&rest);
	x.channel = rest;
	return exchange_run(s, p, &x);
}
