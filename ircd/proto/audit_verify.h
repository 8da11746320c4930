/*
 * Checks files of the audit log, whole and one after the other, and names the first line that is not as it was written.
 *
 *   audit_verify_init(&v);
 *   audit_verify_key(&v, public);        if there is one to hold the log against
 *   audit_verify_keys(&v, text of audit.keys);
 *   audit_verify_head(&v, &head);        on the server's host; read before the files, if the server may be running
 *   for each file: audit_verify_file(&v, text, number, is_last)
 *   audit_verify_end(&v)
 *
 * Without the head nothing behind the last checkpoint is proved, and nobody sees that the end is missing.  Without a public key that was
 * copied before, nobody sees that the whole log was made anew.
 */
#ifndef CONCLAVE_PROTO_AUDIT_VERIFY_H
#define CONCLAVE_PROTO_AUDIT_VERIFY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/util.h"
#include "core/view.h"
#include "proto/audit_chain.h"
#include "proto/audit_line.h"

enum audit_verdict {
	AUDIT_GOOD,
	AUDIT_BAD_FORM,	  /* no line of the log */
	AUDIT_MISSING,	  /* lines before this one */
	AUDIT_REPEATED,	  /* this one was there before, or is not in its place */
	AUDIT_CHANGED,	  /* its hash is not that of its text */
	AUDIT_FORGED,	  /* its signature is not of the key that the line before names */
	AUDIT_UNLINKED,	  /* the file does not continue the one before */
	AUDIT_NEW_CHAIN,  /* nor does it say so: the server began anew, and why */
	AUDIT_WRONG_KEY,  /* the file is not of the given public key, nor of one that follows from it */
	AUDIT_NO_END,	  /* the file stops, and another follows */
	AUDIT_BEHIND_END, /* lines behind the one that ends the file */
	AUDIT_CUT,	  /* lines are missing at the end */
	AUDIT_VERDICT_N
};
/* A sentence without its period. */
const char *audit_verify_text(enum audit_verdict v) WARN_UNUSED;

struct audit_verify {
	/* What was found; line and bad_seq are of the first fault. */
	enum audit_verdict verdict;
	size_t line;	  /* 0: the file as a whole */
	uint64_t bad_seq; /* that stands there, or should */
	uint64_t n_lines; /* that are as they were written, with those of the log itself */
	uint64_t n_files;
	uint64_t n_sealed;   /* lines up to the last checkpoint */
	uint64_t n_open;     /* behind it: proved by the head */
	uint64_t n_unproved; /* behind it, without a head */
	uint64_t first_seq;
	size_t n_torn; /* bytes at the very end that are no whole line: the server was killed, and will say so */
	char sealed_time[AUDIT_LINE_TIME + 1]; /* of the last checkpoint */
	uint8_t owner[AUDIT_KEY_BYTES];	       /* public key of the first file */
	/* What is known. */
	bool has_head, has_key;
	struct audit_head head;
	uint8_t key[AUDIT_KEY_BYTES];
	struct view keys; /* borrowed */
	/* Where the log is: what its next line must be. */
	bool has_begun, has_ended;
	uint64_t file, seq, checkpoint;
	uint8_t mac[AUDIT_KEY_BYTES], signer[AUDIT_KEY_BYTES], next_owner[AUDIT_KEY_BYTES];
};

void audit_verify_init(struct audit_verify *v);
void audit_verify_key(struct audit_verify *v, const uint8_t public[AUDIT_KEY_BYTES]);
void audit_verify_keys(struct audit_verify *v, struct view keys); /* borrowed until the end */
void audit_verify_head(struct audit_verify *v, const struct audit_head *head);
/*
 * audit_verify_file: the next file, whole.
 *   in   number   that its name says; 0: any
 *        is_last  no other follows: it need not have ended
 *   ret  false at a fault: v->verdict, v->line and v->bad_seq name it, and nothing more may be asked
 */
bool audit_verify_file(struct audit_verify *v, struct view text, uint64_t number, bool is_last) WARN_UNUSED;
bool audit_verify_end(struct audit_verify *v) WARN_UNUSED;
/* The file says that a new chain begins in it; *reason: why, in the words of its writer, as JSON has them.  Then the one before has no end. */
bool audit_verify_is_new(struct view text, struct view *reason) WARN_UNUSED;

#endif
