/* What a client of this server needs beyond being a client: its way in, its class, its pings, its flood bucket. */
#ifndef CONCLAVE_AUTH_SESSION_H
#define CONCLAVE_AUTH_SESSION_H

#include <stdbool.h>
#include <stdint.h>

#include "auth/admission.h"
#include "auth/class.h"
#include "core/timer.h"
#include "core/util.h"
#include "route/flood.h"
#include "state/client.h"

struct client_batch;
struct gate;
struct login_try;
struct sasl;
struct rates;
struct listen_point;
struct oper_term;
struct pace;
struct protect;
struct quiz;
struct session_inside;

/* What registration waits for. */
enum session_hold {
	HOLD_CAP = 1 << 0,   /* CAP LS or REQ was said and CAP END not yet */
	HOLD_IDENT = 1 << 1, /* its Auth service is being asked */
	HOLD_NAME = 1 << 2,  /* its address is being looked up in DNS */
	HOLD_SASL = 1 << 3,  /* an exchange of AUTHENTICATE runs */
};

/* What is known by an Auth service, ident.h. */
enum ident_state {
	IDENT_OFF,   /* not asked */
	IDENT_ASKED, /* not answered yet */
	IDENT_OK,    /* the user name is what it said */
	IDENT_NONE,  /* session.ident_reply tells why */
};

/* PASS as it was said, and what came of it. */
struct session_pass {
	const struct conf *of; /* whose rules have been asked, a reference; NULL: none */
	struct admission_answers answers;
	char text[];
};

/* What few have, and mostly not for long: all NULL or 0 again, the ping timer frees it. */
struct session_rare {
	struct session_pass *pass; /* until registered; wiped.  NULL: PASS was not said */
	struct login_try *login;   /* a password that is with a worker; NULL: none.  See login_try.h */
	struct sasl *sasl;	   /* AUTHENTICATE, while an exchange runs; sasl.h */
	struct sasl_relay *relay; /* the same, of one that the services of the network decide; sasl_relay.h */
	struct quiz *quiz;	  /* NULL: nothing was asked; see quiz.h */
	struct protect *protect;  /* NULL: its nick is its own; see protect.h */
	struct client_batch *batch;    /* NULL: none is open; see client_batch.h */
	struct session_via *via;       /* NULL: it came by itself */
	struct session_inside *inside; /* a module speaks for it, inside.h; NULL: it speaks itself */
	struct oper_term *oper_term;   /* a role that it has for a time, oper_up.h; NULL: none */
	uint64_t oper_after_ms;	       /* monotonic: OPER is not heard before */
	uint64_t spies;		       /* sees what is hidden for now, operspy; wide: there is no padding */
};

struct session {
	struct gate *gate;
	struct client *client;
	struct class *class; /* NULL until it was let in */
	const struct listen_point *point;
	struct timer timer;  /* before registration: its deadline; then: time for a PING or the end */
	struct timer resume; /* when the flood bucket is out of debt */
	struct flood flood;
	uint64_t heard_ms;	   /* monotonic time of the last line */
	struct rates *rates;	   /* NULL while no rate of the class holds the client back; see rates.h */
	struct pace *pace;	   /* what is left of a long answer, pace.h; NULL: nothing */
	struct session_rare *rare; /* read by session_rare() */
	uint8_t holds;		   /* set of enum session_hold */
	bool has_user : 1;	   /* USER was said */
	bool cap_302 : 1;	   /* CAP LS 302: values, cap-notify */
	bool checking : 1;	   /* a password is with a worker */
	bool pinged : 1;	   /* PING was sent and nothing was heard since */
	uint8_t oper_failures : 4;
	uint8_t ident : 2;	 /* enum ident_state */
	uint8_t ident_reply : 6; /* enum ident_reply, once it is IDENT_OK or IDENT_NONE */
	uint8_t sasl_failures;	 /* since the last success */
	uint16_t passed; /* the password by which it came in, as session_password_mark(); 0: none was asked */
	uint16_t more_cost; /* of the line that is being handled, above its row\'s */
};

/* It came by a gateway, gateway.h. */
struct session_via {
	bool is_webirc; /* its certificate is the gateway's */
	char name[33];	/* the title of the section gateway */
};

/* To read; a session without has an empty one. */
const struct session_rare *session_rare(const struct session *s);
/* To write: made if it is not there. */
struct session_rare *session_rare_new(struct session *s);
/* Where the client comes from, "192.0.2.1"; the real address whatever the host shows.  dst: INET6_ADDRSTRLEN + 1. */
const char *session_address(const struct session *s, char *dst, size_t size);
/* "TLSv1.3, TLS_AES_256_GCM_SHA384", or "" when plain.  Returns dst. */
const char *session_tls_text(const struct session *s, char *dst, size_t size);
/* 64 hex digits of the client's certificate; -1 if there is none. */
int session_fingerprint(const struct session *s, char dst[65]) WARN_UNUSED;
/* The same as bytes; false if there is none. */
bool session_certificate(const struct session *s, uint8_t dst[ACCOUNT_CERT_BYTES]) WARN_UNUSED;
/* Takes a copy of the password, wiping an earlier one. */
void session_set_password(struct session *s, struct view password);
void session_clear_password(struct session *s);
/* Its client has another account: an operator by the one before is none any more. */
void session_logged_in(struct session *s);
/* What is remembered of a rule's password that was passed, never 0: enough to know it again after REHASH. */
uint16_t session_password_mark(const char *hash) WARN_UNUSED;
/* Its client leaves: nothing secret, no exchange and no role stays. */
void session_leave(struct session *s);
/* An operator whom flood control and rates do not hold back. */
bool session_is_exempt(const struct session *s) WARN_UNUSED;
/* For the ping timer: gives back what is of no use any more. */
void session_trim(struct session *s, uint64_t now_ms);
/* Its timers are off and nobody has it as data. */
void session_free(struct session *s);
/* Bytes waiting to be sent, and bytes and lines so far, for STATS l. */
struct session_counts {
	uint64_t bytes_in, bytes_out, lines_in;
	uint32_t sendq;
};
struct session_counts session_counts(const struct session *s);

#endif
