/*
 * SCRAM-SHA-256 and SCRAM-SHA-256-PLUS: RFC 5802, RFC 7677.  The server learns no password, and the client that the server has its key; with
 * PLUS both are sure that nobody sits between them.  Three messages of the client: first, final, and an empty one when it has checked the
 * server's signature, which logs it in.
 *
 * An account that there is not gets a salt that stays the same, and fails at the same place as a wrong password.
 */
#include <sodium.h>
#include <string.h>

#include "auth/sasl_priv.h"
#include "core/mem.h"
#include "core/rng.h"
#include "net/conn_proof.h"
#include "proto/casemap.h"
#include "proto/sasl_text.h"
#include "state/world.h"

enum stage { AT_FIRST, AT_FINAL, AT_CHECKED };

struct scram {
	enum stage stage;
	bool known; /* an account with a key */
	struct scram_key key;
	size_t n_name, n_gs2, n_bare, n_first, n_channel;
	uint8_t channel[TLS_BINDING_MAX];
	char name[ACCOUNT_LEN + 1];
	char gs2[SCRAM_MESSAGE_MAX], bare[SCRAM_MESSAGE_MAX], server_first[SCRAM_SERVER_FIRST_MAX];
};

static const struct {
	struct view name;
	enum tls_binding type;
} bindings[] = {
	{ VIEW_INIT("tls-exporter"), TLS_BINDING_EXPORTER },
	{ VIEW_INIT("tls-server-end-point"), TLS_BINDING_SERVER_END_POINT },
	{ VIEW_INIT("tls-unique"), TLS_BINDING_UNIQUE },
};

static bool
usable(const struct client *c, const struct conf *conf)
{
	(void)c;
	(void)conf;
	return true;
}

static bool
usable_plus(const struct client *c, const struct conf *conf)
{
	uint8_t bytes[TLS_BINDING_MAX];

	(void)conf;
	return conn_tls_binding(c->conn, TLS_BINDING_EXPORTER, bytes) != 0 ||
		conn_tls_binding(c->conn, TLS_BINDING_SERVER_END_POINT, bytes) != 0;
}

/* Which binding the client uses must be one that this connection has; which it does not use must not have been offered. */
static bool
take_binding(struct sasl *x, struct scram *st, const struct scram_first *first)
{
	const struct client *c = x->session->client;

	if (x->mech != &sasl_scram_plus)
		return first->flag == SCRAM_NO_BINDING ||
			(first->flag == SCRAM_NOT_OFFERED && !usable_plus(c, NULL));
	if (first->flag != SCRAM_BINDING)
		return false;
	for (size_t i = 0; i < ARRAY_LEN(bindings); i++) {
		if (view_eq(first->type, bindings[i].name))
			st->n_channel = conn_tls_binding(c->conn, bindings[i].type, st->channel);
	}
	return st->n_channel != 0;
}

static struct account *
account_of(const struct sasl *x, const struct scram *st)
{
	return account_find(&x->session->client->world->accounts, view_of(st->name, st->n_name));
}

static void
take_key(struct sasl *x, struct scram *st)
{
	const struct account *a = account_of(x, st);

	st->known = a != NULL && a->scram.iterations != 0;
	if (st->known) {
		st->key = a->scram;
		return;
	}
	login_fake_key(x->session->client, view_of(st->name, st->n_name), &st->key);
}

static enum sasl_step
step_first(struct sasl *x, struct scram *st, struct view message)
{
	uint8_t random[SCRAM_NONCE_BYTES];
	char nonce[SCRAM_NONCE_TEXT];
	struct scram_first first;
	enum login_result r;

	if (scram_first_parse(message, &first) == -1 || !take_binding(x, st, &first) ||
		(first.n_authzid != 0 &&
			!casemap_eq(
				view_of(first.authzid, first.n_authzid), view_of(first.user, first.n_user))))
		return sasl_ends(x, LOGIN_TRY_WRONG);
	r = login_may_try(x->session->client, view_of(first.user, first.n_user));
	if (r != LOGIN_TRY_OK)
		return sasl_ends(x, r);
	memcpy(st->name, first.user, first.n_user);
	st->n_name = first.n_user;
	memcpy(st->gs2, first.gs2.p, first.gs2.n);
	st->n_gs2 = first.gs2.n;
	memcpy(st->bare, first.bare.p, first.bare.n);
	st->n_bare = first.bare.n;
	take_key(x, st);
	rng_bytes(random, sizeof(random));
	scram_nonce_text(random, nonce);
	st->n_first = scram_server_first(st->server_first, first.nonce, nonce, &st->key);
	st->stage = AT_FINAL;
	return buf_put(&x->out, view_of(st->server_first, st->n_first)) == 0 ? SASL_SEND
									     : sasl_ends(x, LOGIN_TRY_WRONG);
}

/* "r=...," of the server's first message holds both nonces. */
static bool
nonce_fits(const struct scram *st, struct view nonce)
{
	struct view all = view_skip(view_of(st->server_first, st->n_first), 2);

	return view_eq(nonce, view_left(all, view_find(all, ',')));
}

static enum sasl_step
step_final(struct sasl *x, struct scram *st, struct view message)
{
	char text[sodium_base64_ENCODED_LEN(SCRAM_KEY_BYTES, sodium_base64_VARIANT_ORIGINAL)];
	uint8_t signature[SCRAM_KEY_BYTES];
	struct scram_final final;
	struct scram_said said = { .client_first_bare = view_of(st->bare, st->n_bare),
		.server_first = view_of(st->server_first, st->n_first) };

	if (scram_final_parse(message, &final) == -1 || !nonce_fits(st, final.nonce) ||
		!scram_binding_fits(
			final.binding, view_of(st->gs2, st->n_gs2), view_of(st->channel, st->n_channel)))
		return sasl_ends(x, LOGIN_TRY_WRONG);
	said.client_final_without_proof = final.without_proof;
	if (!scram_check(&st->key, &said, final.proof, signature) || !st->known)
		return sasl_ends(x, login_disproved(x->session->client, view_of(st->name, st->n_name)));
	(void)sodium_bin2base64(
		text, sizeof(text), signature, sizeof(signature), sodium_base64_VARIANT_ORIGINAL);
	st->stage = AT_CHECKED;
	return buf_putf(&x->out, "v=%s", text) == 0 ? SASL_SEND : sasl_ends(x, LOGIN_TRY_WRONG);
}

/* What became of the account meanwhile counts. */
static enum sasl_step
step_checked(struct sasl *x, const struct scram *st, struct view message)
{
	struct account *a = account_of(x, st);

	if (message.n != 0 || a == NULL || sodium_memcmp(&a->scram, &st->key, sizeof(st->key)) != 0)
		return sasl_ends(x, LOGIN_TRY_WRONG);
	return sasl_ends(x, login_proved(x->session->client, a));
}

static enum sasl_step
step(struct sasl *x, struct view message)
{
	struct scram *st = x->state;

	if (st == NULL)
		st = x->state = mem_zalloc(sizeof(*st));
	switch (st->stage) {
	case AT_FIRST:
		return step_first(x, st, message);
	case AT_FINAL:
		return step_final(x, st, message);
	case AT_CHECKED:
		break;
	}
	return step_checked(x, st, message);
}

static void
release(struct sasl *x)
{
	if (x->state != NULL)
		sodium_memzero(x->state, sizeof(struct scram));
	mem_free(x->state);
}

const struct sasl_mech sasl_scram = { .name = VIEW_INIT("SCRAM-SHA-256"),
	.help = "account and password, which is not shown",
	.usable = usable,
	.step = step,
	.release = release };
const struct sasl_mech sasl_scram_plus = { .name = VIEW_INIT("SCRAM-SHA-256-PLUS"),
	.help = "the same, bound to this TLS connection",
	.usable = usable_plus,
	.step = step,
	.release = release };
