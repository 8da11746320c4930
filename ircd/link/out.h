/*
 * Lines to linked servers.  Built once; every neighbour it goes to gets a reference.
 *   struct out o;
 *   out_begin(&o, ls, tree_by(c), VIEW("NICK"));
 *   out_param(&o, client_nick(c));
 *   out_text_u64(&o, c->nick_ts);
 *   out_flood(&o, 0, 0);
 */
#ifndef CONCLAVE_LINK_OUT_H
#define CONCLAVE_LINK_OUT_H

#include "link/link_priv.h"
#include "proto/msg_build.h"

struct out {
	struct links *ls;
	struct msg_build b;
	uint8_t from;	  /* number of the neighbour it comes from, which does not get it; 0: from here */
	struct view tags; /* for neighbours with STAG, escaped; may be empty.  Lives until it was sent */
	bool ended;
	struct view body;
	char bytes[MSG_BODY_MAX];
};

/* ":<UID or SID> VERB" */
void out_begin(struct out *o, struct links *ls, struct tree_source by, struct view verb);
/* "VERB", without a source: only to a neighbour itself. */
void out_begin_bare(struct out *o, struct links *ls, struct view verb);
void out_param(struct out *o, struct view v);
/* What others have typed, repeated to people: what can't stand in the middle of a line is shown as "*". */
void out_shown(struct out *o, struct view v);
void out_param_u64(struct out *o, uint64_t n);
void out_text(struct out *o, struct view v); /* the last one, with ':' */
void out_textf(struct out *o, const char *fmt, ...) PRINTF_LIKE(2, 3);
/* What is left of the line for the text. */
size_t out_room(const struct out *o) WARN_UNUSED;

/* To every neighbour that is up, but the one it comes from: those with all capabilities of `need` and none of `without`. */
void out_flood(struct out *o, uint64_t need, uint64_t without);
/* To these neighbours, but the one it comes from. */
void out_bits(struct out *o, uint64_t bits);
/* To those behind which the name of a server fits the mask, but the one it comes from.  "*" is every one. */
void out_mask(struct out *o, struct view mask);
/* To this one, whatever its state. */
void out_to(struct out *o, struct link *l);
/* Where somebody or a server is reached, but never back to where it comes from. */
void out_client(struct out *o, const struct client *c);
void out_node(struct out *o, const struct node *n);

/* The id by which a line names it: UID; SID, or the name where there is none. */
struct view out_node_id(const struct node *n);

#endif
