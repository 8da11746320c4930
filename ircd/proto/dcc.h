/*
 * DCC messages, as clients send them and as we do.  More is read than any one client writes, for clients take more than they should; what
 * is built has one form.  https://modern.ircdocs.horse/dcc
 *
 *   SEND name address port size            SEND name address 0 size token        passive: who is offered listens
 *   RESUME|ACCEPT name port position       RESUME|ACCEPT name 0 position token   CHAT chat address port [token]
 *   REJECT SEND|GET|CHAT name              SSEND, SCHAT: with TLS
 */
#ifndef CONCLAVE_PROTO_DCC_H
#define CONCLAVE_PROTO_DCC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/util.h"
#include "core/view.h"
#include "proto/limits.h"

/* Bytes of a message with both SOH: what fits behind the longest source, PRIVMSG and the longest nick. */
#define DCC_TEXT_MAX  (MSG_BODY_MAX - 2 - (1 + MASK_LEN) - 9 - NICK_LEN_MAX - 2)
#define DCC_NAME_MAX  225 /* bytes of a file name as written; with it whatever can be read can be built */
#define DCC_PORT_MIN  1024
#define DCC_TOKEN_MAX 0x7fffffff /* clients keep it in an int */

enum dcc_type { DCC_SEND, DCC_CHAT, DCC_RESUME, DCC_ACCEPT, DCC_REJECT, DCC_N_TYPES };

enum dcc_fault {
	DCC_OK,
	DCC_UNKNOWN,	 /* a type that is not passed: TSEND, GET, XMIT, a CHAT that is none; `word` has it */
	DCC_SYNTAX,	 /* fields are missing, or can be read in two ways */
	DCC_BAD_NAME,	 /* none, too long, or one that cannot be told from what is behind it */
	DCC_BAD_ADDRESS, /* none in any form that is in use, or, with a port, of network 0 */
	DCC_BAD_PORT,	 /* 1..1023, above 65535, or 0 without a token */
	DCC_BAD_SIZE,	 /* none, not decimal, or beyond 2^63-1 */
	DCC_BAD_TOKEN,	 /* not 0..2^31-1, or with zeros before it: it would not come back as it was */
	DCC_N_FAULTS,
};

/* Views of the text. */
struct dcc_msg {
	enum dcc_type type;
	enum dcc_type rejected; /* of DCC_REJECT: DCC_SEND or DCC_CHAT */
	bool taken_back;	/* REJECT GET: by who had offered the file */
	bool secure;		/* SSEND, SCHAT */
	bool has_token;		/* passive, or the answer to a passive offer */
	struct view word;	/* the type as written; of a CHAT for something else what for */
	struct view
		name; /* file as written, without quotes; of CHAT its first argument, "chat" in any case */
	struct view claimed; /* the address as written: for the log only, never to be dialled */
	uint16_t port;	     /* 0: passive */
	uint64_t size;	     /* SEND: bytes, may be 0; RESUME, ACCEPT: the position */
	uint32_t token;
};

/* rest: what is behind "DCC".  out->word is set whatever is returned, and may be empty; the rest for DCC_OK only. */
enum dcc_fault dcc_parse(struct view rest, struct dcc_msg *out) WARN_UNUSED;
/* "port", "size", for the log. */
const char *dcc_fault_name(enum dcc_fault f);
/* "SEND" */
struct view dcc_type_word(enum dcc_type t) WARN_UNUSED;

struct dcc_out {
	enum dcc_type type;
	enum dcc_type rejected;
	bool taken_back; /* of a REJECT of a file alone */
	bool secure, has_token;
	struct view name; /* quoted where it has to be; of CHAT nothing */
	uint8_t family;	  /* AF_INET, AF_INET6 */
	const uint8_t *
		ip; /* network order, 4 or 16 bytes; an IPv4 address, also within IPv6, is written as a decimal number */
	uint16_t port;
	uint64_t size;
	uint32_t token;
};

/* dcc_build: SOH DCC ... SOH in dst, not NUL-terminated.  ret: its length; 0: it is too long, or the name cannot be sent. */
size_t dcc_build(const struct dcc_out *d, char dst[DCC_TEXT_MAX]) WARN_UNUSED;

#endif
