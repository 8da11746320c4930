/* What clients say within SASL: the messages of PLAIN and SCRAM-SHA-256.  Pure; auth/sasl*.c decides what they lead to. */
#ifndef CONCLAVE_PROTO_SASL_TEXT_H
#define CONCLAVE_PROTO_SASL_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/util.h"
#include "core/view.h"
#include "proto/limits.h"
#include "proto/scram_key.h"

/* RFC 4616: [authzid] NUL authcid NUL passwd.  Views into the message. */
struct sasl_plain {
	struct view authzid, authcid, password; /* the first may be empty */
};
int sasl_plain_parse(struct view message, struct sasl_plain *out) WARN_UNUSED; /* 0, or -1 */

#define SCRAM_MESSAGE_MAX 1024 /* bytes of one message of a client; a longer one is malformed */
#define SCRAM_NONCE_BYTES 18   /* of the server, before base64 */
#define SCRAM_NONCE_TEXT  25   /* with NUL */

/* RFC 5802 7: what the client says of channel bindings. */
enum scram_flag {
	SCRAM_NO_BINDING = 'n',	 /* it knows none */
	SCRAM_NOT_OFFERED = 'y', /* it knows some, and believes that the server does not */
	SCRAM_BINDING = 'p',	 /* it uses one */
};

/* client-first-message.  Views into the message; names are decoded. */
struct scram_first {
	enum scram_flag flag;
	struct view type;  /* of the binding: "tls-exporter"; only with SCRAM_BINDING */
	struct view gs2;   /* the header with its last comma */
	struct view bare;  /* what is behind it */
	struct view nonce; /* of the client */
	size_t n_user, n_authzid;
	char user[ACCOUNT_LEN + 1], authzid[ACCOUNT_LEN + 1]; /* authzid may be empty */
};
/* 0, or -1: malformed, a mandatory extension, or a name that is longer than any account's. */
int scram_first_parse(struct view message, struct scram_first *out) WARN_UNUSED;

/* client-final-message. */
struct scram_final {
	struct view binding; /* base64 */
	struct view nonce;   /* of client and server */
	struct view without_proof;
	uint8_t proof[SCRAM_KEY_BYTES];
};
int scram_final_parse(struct view message, struct scram_final *out) WARN_UNUSED;

/* A nonce as text, base64 without '='. */
void scram_nonce_text(const uint8_t bytes[SCRAM_NONCE_BYTES], char dst[SCRAM_NONCE_TEXT]);

#define SCRAM_SERVER_FIRST_MAX (SCRAM_MESSAGE_MAX + 100) /* with NUL */
/* server-first-message: both nonces, salt and iterations of the key.  Its length. */
size_t scram_server_first(char dst[SCRAM_SERVER_FIRST_MAX], struct view client_nonce,
	const char *server_nonce, const struct scram_key *key);

/* Is `binding` the base64 of the header and the bytes of the channel? */
bool scram_binding_fits(struct view binding, struct view gs2, struct view channel) WARN_UNUSED;

/* What was said so far, which the proofs are made of: at most SCRAM_MESSAGE_MAX, SCRAM_SERVER_FIRST_MAX, SCRAM_MESSAGE_MAX. */
struct scram_said {
	struct view client_first_bare, server_first, client_final_without_proof;
};
/* true: the client knows the password of the key; then signature is the server's proof. */
bool scram_check(const struct scram_key *key, const struct scram_said *said,
	const uint8_t proof[SCRAM_KEY_BYTES], uint8_t signature[SCRAM_KEY_BYTES]) WARN_UNUSED;
/* What the client that knows the password sends: for tests and programs at the other end. */
void scram_prove(struct view password, const struct scram_key *key, const struct scram_said *said,
	uint8_t proof[SCRAM_KEY_BYTES]);

#endif
