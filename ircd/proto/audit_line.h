/*
 * A line of the audit log: a JSON object with a number in front and a keyed hash behind what was recorded.
 *
 *   {"seq":7,"time":"2026-11-27T17:00:00.000Z","event":"oper",...,"mac":"<64 hex>"}
 *
 * The hash (BLAKE2b, keyed) is over the hash of the line before and this line up to ,"mac".  Three kinds of lines are the log's own, and
 * signed (Ed25519) up to ,"signature": "file", the first of each file; "checkpoint", which tells the key that the lines since the one
 * before were hashed with; and "end", a checkpoint that is the last line of its file.  Pure functions; a line is as hostile as any input.
 */
#ifndef CONCLAVE_PROTO_AUDIT_LINE_H
#define CONCLAVE_PROTO_AUDIT_LINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/util.h"
#include "core/view.h"

#define AUDIT_LINE_MAX	 4096 /* bytes with the newline */
#define AUDIT_KEY_BYTES	 32   /* of hashes, their keys and public keys */
#define AUDIT_SIGN_BYTES 64
#define AUDIT_LINE_TIME	 24

enum audit_line_kind { AUDIT_LINE_RECORD, AUDIT_LINE_FILE, AUDIT_LINE_CHECKPOINT, AUDIT_LINE_END };

/* How a file came to be. */
enum audit_begins {
	AUDIT_BEGINS_FIRST, /* there was no log */
	AUDIT_BEGINS_NEXT,  /* the one before was full, or old */
	AUDIT_BEGINS_NEW,   /* the log that was there could not be continued */
};

/* What signed lines say.  Numbers are those of the line itself. */
struct audit_seal {
	uint64_t file;	     /* FILE: its number */
	uint64_t checkpoint; /* number of this checkpoint; FILE: of the next one */
	enum audit_begins begins;
	uint8_t previous[AUDIT_KEY_BYTES]; /* hash of the line before */
	uint8_t key[AUDIT_KEY_BYTES];	   /* CHECKPOINT, END: that the lines before were hashed with */
	uint8_t owner[AUDIT_KEY_BYTES];	   /* FILE: public key that it is signed with */
	uint8_t next[AUDIT_KEY_BYTES];	   /* public key of the next checkpoint; FILE: of the next file */
	uint8_t signer[AUDIT_KEY_BYTES];   /* FILE: public key of the next checkpoint */
	struct view reason;		   /* FILE: as it stands in the line, escaped; empty: there is none */
	uint8_t signature[AUDIT_SIGN_BYTES];
	struct view what; /* is signed */
};

/* Views are into the line. */
struct audit_line {
	uint64_t seq;
	enum audit_line_kind kind;
	struct view time;
	struct view event; /* "oper" */
	struct view body;  /* what the hash is over */
	uint8_t mac[AUDIT_KEY_BYTES];
	struct audit_seal seal; /* not of a RECORD */
};

/* line: without its newline.  False: it is none. */
bool audit_line_take(struct view line, struct audit_line *out) WARN_UNUSED;
void audit_line_mac(const uint8_t key[AUDIT_KEY_BYTES], const uint8_t previous[AUDIT_KEY_BYTES],
	struct view body, uint8_t mac[AUDIT_KEY_BYTES]);
/* Its hash is that of body with this key, behind that line. */
bool audit_line_has_mac(const struct audit_line *l, const uint8_t key[AUDIT_KEY_BYTES],
	const uint8_t previous[AUDIT_KEY_BYTES]) WARN_UNUSED;
/* Of a signed line. */
bool audit_line_is_signed(const struct audit_line *l, const uint8_t owner[AUDIT_KEY_BYTES]) WARN_UNUSED;

/* The next line of a text, with its number. */
struct audit_lines {
	struct view rest;
	size_t number; /* of the line that was given last */
};
enum audit_piece {
	AUDIT_PIECE_LINE,
	AUDIT_PIECE_TORN, /* bytes without a newline at the end */
	AUDIT_PIECE_NONE,
};
enum audit_piece audit_lines_next(struct audit_lines *a, struct view *line) WARN_UNUSED;

#endif
