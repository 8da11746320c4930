/*
 * The audit log as its writer sees it: the next line, and the secrets that make it.
 *
 * There are two seeds, and each becomes the next one by a hash, which nobody can go back: of checkpoints, from which come the key that
 * lines are hashed with until the next checkpoint, and the one that signs that; and of files, from which comes what signs a file's first
 * line.  So who takes the secrets of today can't make anything again that was written before the last checkpoint.
 */
#ifndef CONCLAVE_PROTO_AUDIT_CHAIN_H
#define CONCLAVE_PROTO_AUDIT_CHAIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/util.h"
#include "core/view.h"
#include "proto/audit_line.h"

/* Plain data: a copy is tried first, and taken when it was written. */
struct audit_chain {
	uint64_t file;			    /* that is being written; 0 before the first */
	uint64_t seq;			    /* of the last line */
	uint64_t checkpoint;		    /* that comes next */
	uint8_t mac[AUDIT_KEY_BYTES];	    /* of the last line */
	uint8_t seed[AUDIT_KEY_BYTES];	    /* of that checkpoint */
	uint8_t file_seed[AUDIT_KEY_BYTES]; /* of the next file */
};

/* seed: random.  file: number of the file that comes first. */
void audit_chain_begin(struct audit_chain *c, const uint8_t seed[AUDIT_KEY_BYTES], uint64_t file);
void audit_chain_wipe(struct audit_chain *c);

/* Each writes a line with its newline into dst[AUDIT_LINE_MAX] and gives its length. */
/* The first line of the next file.  reason: empty, or why a chain is a new one. */
size_t audit_chain_file(
	struct audit_chain *c, char *dst, uint64_t wall_ms, enum audit_begins begins, struct view reason);
/* object: of audit/, "{"time":...,"event":...}"; at most AUDIT_LINE_MAX - 128 bytes. */
size_t audit_chain_record(struct audit_chain *c, char *dst, struct view object);
/* is_end: nothing comes behind it in this file. */
size_t audit_chain_checkpoint(struct audit_chain *c, char *dst, uint64_t wall_ms, bool is_end);

/* The line was written by this chain, right behind its last one; it has gone on by that line.  False: nothing has changed. */
bool audit_chain_follow(struct audit_chain *c, const struct audit_line *l) WARN_UNUSED;
/* Whom the next file will be of: of a chain that has just begun, its public key. */
void audit_chain_owner(const struct audit_chain *c, uint8_t owner[AUDIT_KEY_BYTES]);
/* What the lines of a checkpoint are hashed with; false: it is before the chain's own, or too far away. */
bool
audit_chain_key(const struct audit_chain *c, uint64_t checkpoint, uint8_t key[AUDIT_KEY_BYTES]) WARN_UNUSED;

/*
 * What is remembered beside the files: where the log ends, and the secrets.  Two slots of AUDIT_HEAD_SLOT bytes, written in turn, so that
 * one is whole whatever happens while the other is written.
 */
#define AUDIT_HEAD_SLOT 512
struct audit_head {
	uint64_t generation; /* the slot with the higher one counts */
	uint64_t offset;     /* bytes of the file up to that line's end */
	uint64_t begun_ms;   /* when the file was begun, wall time */
	struct audit_chain chain;
};
void audit_head_write(const struct audit_head *h, char slot[AUDIT_HEAD_SLOT]);
/* text: both slots, or what there is of them.  False: there is no whole one. */
bool audit_head_read(struct view text, struct audit_head *h) WARN_UNUSED;

#endif
