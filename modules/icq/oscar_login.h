/*
 * Logging in by OSCAR, both ends of it.  There are two ways: the password, roasted, in the first frame, with the answer in a frame of
 * FLAP_SIGNOFF; or a key that the server sends, and an MD5 of it and the password.  Either gets a cookie, which is what a second connection
 * begins with.
 */
#ifndef CONCLAVE_ICQ_OSCAR_LOGIN_H
#define CONCLAVE_ICQ_OSCAR_LOGIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/util.h"
#include "core/view.h"
#include "icq/icq_bytes.h"

enum {
	OSCAR_PASSWORD_MAX = 20, /* bytes; clients of all ages have 8 at least */
	OSCAR_DIGEST = 16,
	OSCAR_PORT = 5190,
};

/* TLV 08. */
enum oscar_login_error {
	OSCAR_LOGIN_FINE = 0,
	OSCAR_LOGIN_BAD = 0x01, /* there is no such user, or this is not his password */
	OSCAR_LOGIN_WRONG_PASSWORD = 0x05,
	OSCAR_LOGIN_INVALID = 0x07,
	OSCAR_LOGIN_DELETED = 0x08,
	OSCAR_LOGIN_SUSPENDED = 0x11,
	OSCAR_LOGIN_TOO_MANY = 0x16, /* from one address */
	OSCAR_LOGIN_TOO_MANY_HERE = 0x17,
	OSCAR_LOGIN_RATE = 0x18,
	OSCAR_LOGIN_OLD_CLIENT = 0x1b,
	OSCAR_LOGIN_OLD_CLIENT_WARNED = 0x1c,
	OSCAR_LOGIN_RATE_HERE = 0x1d,
	OSCAR_LOGIN_LATER = 0x1e,
};

/* What a client says of itself; which of it is there depends on the frame or SNAC. */
struct oscar_login {
	struct view name;
	uint32_t uin; /* 0: the name is not a number that somebody may have */
	struct view cookie;
	bool has_password;
	struct view roasted; /* for oscar_unroast() */
	struct view digest;  /* of OSCAR_DIGEST bytes, or empty */
	bool is_strong;	     /* the digest is of the password's MD5, not of the password */
	struct view client;  /* what program it is */
};

/* The first frame: a plain greeting, a password, or a cookie. */
bool oscar_signon_parse(struct oscar_login *l, struct view data) WARN_UNUSED;
/* The same, after its greeting: bodies of 17/06 and 17/02. */
bool oscar_login_parse(struct oscar_login *l, struct view body) WARN_UNUSED;
/* The greeting, which is all that a server says first; what a client adds to it comes after. */
void oscar_put_greeting(struct icq_out *out);
void oscar_put_cookie(struct icq_out *out, struct view cookie);

struct oscar_credentials {
	uint32_t uin;
	struct view password;  /* oscar_put_roasted() */
	const uint8_t *digest; /* oscar_put_digest(): OSCAR_DIGEST bytes, of the password's MD5 */
	struct view client;    /* what program we are */
};

void oscar_put_roasted(struct icq_out *out, const struct oscar_credentials *c);
void oscar_put_key_ask(struct icq_out *out, uint32_t uin);		       /* 17/06 */
void oscar_put_digest(struct icq_out *out, const struct oscar_credentials *c); /* 17/02 */

/* 17/07. */
void oscar_put_key(struct icq_out *out, struct view key);
bool oscar_key_parse(struct view *key, struct view body) WARN_UNUSED;

/* 17/03, and the frame of FLAP_SIGNOFF that answers a roasted password. */
struct oscar_login_answer {
	uint32_t uin;
	uint16_t error; /* enum oscar_login_error, or one we don't know */
	struct view
		server; /* "host:port", for oscar_server_split(); with the cookie, only without an error */
	struct view cookie;
	struct view url; /* with an error: where it is explained */
};

/* False also where there is neither an error nor both of the others. */
bool oscar_login_answer_parse(struct oscar_login_answer *a, struct view body) WARN_UNUSED;
void oscar_login_answer_put(struct icq_out *out, const struct oscar_login_answer *a);
/* An address in brackets has them taken off; without a port it is OSCAR_PORT.  False: no host, or no such port. */
bool oscar_server_split(struct view server, struct view *host, uint16_t *port) WARN_UNUSED;

/* A frame of FLAP_SIGNOFF later on: the session ends.  Of an empty one the reason is OSCAR_BYE. */
enum oscar_bye { OSCAR_BYE = 0, OSCAR_BYE_REPLACED = 1 /* logged in from elsewhere */ };

void oscar_put_bye(struct icq_out *out, enum oscar_bye reason);
uint16_t oscar_bye_parse(struct view data) WARN_UNUSED;

/* Roasting is its own inverse.  dst has room for password.n bytes. */
void oscar_roast(uint8_t *dst, struct view password);
/* Into dst; empty if there is no password, it is too long, or it holds a NUL. */
struct view oscar_unroast(const struct oscar_login *l, char dst[OSCAR_PASSWORD_MAX]) WARN_UNUSED;
/*
 * oscar_digest: what 17/02 proves that somebody knows.
 *   in  secret  the password, or for is_strong its MD5 (tls_md5())
 *   ret false   there is no MD5 (tls_md5.h)
 */
bool oscar_digest(uint8_t dst[OSCAR_DIGEST], struct view key, struct view secret) WARN_UNUSED;

#endif
