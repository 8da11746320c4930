/*
 * How a session of the legacy protocol begins: logging in, and asking for a new UIN.  _parse() reads the payload of a packet, of the client's
 * version that the packet says; _put() writes one for a client, or server, of that version.
 *
 * A client tells where it could be connected to, and a server tells it to others.  Here nobody is told, so these fields are passed over when
 * read and zero when written.
 */
#ifndef CONCLAVE_ICQ_UDP_LOGIN_H
#define CONCLAVE_ICQ_UDP_LOGIN_H

#include <stdbool.h>
#include <stdint.h>

#include "core/util.h"
#include "icq/icq_bytes.h"
#include "icq/udp_packet.h"

/* Clients never had more than 8; servers of today take more. */
#define UDP_PASSWORD_MAX 20u

enum udp_login_verdict {
	UDP_LOGIN_OK,
	UDP_LOGIN_BROKEN,   /* not what a client sends */
	UDP_LOGIN_PASSWORD, /* none, too long, or with a NUL in it: no such password can be right */
	UDP_LOGIN_VERDICT_N
};

/* UDP_C_LOGIN */
struct udp_login {
	struct view password; /* 1 to UDP_PASSWORD_MAX bytes, no NUL */
	uint32_t status;      /* 0 (online) if it is not said */
};

/* Only the password must be there.  What comes before it depends on the client even within a version: all that is known is tried. */
enum udp_login_verdict udp_login_parse(struct udp_login *l, const struct udp_packet *p) WARN_UNUSED;
void udp_login_put(struct icq_out *out, enum icq_protocol version, const struct udp_login *l);

/* UDP_C_PRELOGIN.  The UIN is that of the header in version 2, of the payload in others. */
struct udp_prelogin {
	uint32_t uin;
	struct view password;
};

enum udp_login_verdict udp_prelogin_parse(struct udp_prelogin *l, const struct udp_packet *p) WARN_UNUSED;
/* UDP_S_PRELOGIN, the answer: seq2 is that of the question. */
void
udp_prelogin_answer_put(struct icq_out *out, enum icq_protocol version, const struct udp_packet *question);

/* UDP_S_HELLO */
struct udp_hello {
	uint32_t uin;	      /* of the client */
	uint8_t ip[4];	      /* where the server sees the client */
	uint16_t keepalive_s; /* what the client is asked to do; few do */
	uint16_t timeout_s;   /* of a packet; not in version 4 */
	uint16_t retries;
};

void udp_hello_put(struct icq_out *out, enum icq_protocol version, const struct udp_hello *h);
/* What the server leaves out is 0. */
void udp_hello_parse(struct udp_hello *h, const struct udp_packet *p);

/* UDP_S_WRONG_PASSWORD.  seq1 and UIN of the login, for version 2. */
void udp_wrong_password_put(struct icq_out *out, enum icq_protocol version, const struct udp_packet *login);
/* UDP_S_LOGIN_ERROR: versions 3 and 5 show the text to the user. */
void udp_login_error_put(struct icq_out *out, struct view text);
bool udp_login_error_parse(struct view *text, const struct udp_packet *p) WARN_UNUSED;

/* UDP_C_REGISTER: the password that a new UIN is to have. */
enum udp_login_verdict udp_register_parse(struct view *password, const struct udp_packet *p) WARN_UNUSED;
void udp_register_put(struct icq_out *out, enum icq_protocol version, struct view password);
/* UDP_S_NEW_UIN.  In versions past 2 the header of this packet has the new UIN too: its caller sets that. */
void udp_new_uin_put(struct icq_out *out, enum icq_protocol version, uint16_t seq, uint32_t uin);
bool udp_new_uin_parse(uint32_t *uin, const struct udp_packet *p) WARN_UNUSED;

/* UDP_C_FORM, how the versions 3 and 4 register: who somebody is, without a password. */
struct udp_form_filled {
	struct view nick, first, last, email;
};

bool udp_form_parse(struct udp_form_filled *f, const struct udp_packet *p) WARN_UNUSED;
/* UDP_S_FORM: whether the server registers anybody, and a text for who asks (UDP_C_FORM_ASK). */
void udp_form_answer_put(struct icq_out *out, bool may_register, struct view text);

#endif
