/*
 * What WHO asks for, behind the mask (IRCv3 whox; letters as ircu has them):
 *   asks = *flag [ "%" *field [ "," token ] ]
 *   flag = "o"                                      operators only
 *        | "n" | "u" | "h" | "s" | "r" | "a" | "i"  what the mask is compared with: nick, user, host, server, real name, account, address
 * Without one of these it is nick, user, host, server and real name.  Unknown letters are passed over, as the specification demands.
 */
#ifndef CONCLAVE_PROTO_WHOX_H
#define CONCLAVE_PROTO_WHOX_H

#include <stdbool.h>
#include <stdint.h>

#include "core/util.h"
#include "core/view.h"
#include "proto/limits.h"

/* In the order in which RPL_WHOSPCRPL has them. */
enum whox_field {
	WHOX_TOKEN,
	WHOX_CHANNEL,
	WHOX_USER,
	WHOX_ADDRESS,
	WHOX_HOST,
	WHOX_SERVER,
	WHOX_NICK,
	WHOX_FLAGS,
	WHOX_HOPS,
	WHOX_IDLE,
	WHOX_ACCOUNT,
	WHOX_OPLEVEL,
	WHOX_REALNAME,
	WHOX_N
};
#define WHOX_BIT(f) (1u << (f))

struct whox {
	uint32_t fields; /* WHOX_BIT()s; 0: RPL_WHOREPLY is wanted */
	uint32_t match;	 /* WHOX_BIT()s of what the mask is compared with, not 0 */
	bool opers;
	char token[WHOX_TOKEN_LEN +
		1]; /* "0" where none was given, or one that is not 1 to WHOX_TOKEN_LEN digits */
};

void whox_parse(struct view text, struct whox *out);

#endif
