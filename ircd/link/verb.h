/*
 * What a linked server may say: one row for each verb, in the table at the end of the file of its family.  link_line.c finds the row, and
 * checks who says it and each parameter before the handler is called; so nothing of a line is believed that its row does not say.
 */
#ifndef CONCLAVE_LINK_VERB_H
#define CONCLAVE_LINK_VERB_H

#include "link/link_priv.h"

/* What a parameter has to be.  What is resolved is in link_msg.arg. */
enum link_param {
	LP_ANY,	 /* whatever it is, also empty */
	LP_TEXT, /* the same, for people to read: the handler cuts it */
	LP_WORD, /* not empty, no blank */
	LP_TS, /* seconds: arg.number.  0, or after LINK_TS_MIN and no later than the clock and what clocks may differ */
	LP_NUMBER,	 /* digits, up to 2^32 - 1: arg.number */
	LP_USER,	 /* UID or nick of somebody: arg.client.  Nobody has it: LINK_STALE */
	LP_CHANNEL,	 /* that is there: arg.channel.  There is none: LINK_STALE */
	LP_CHANNEL_NAME, /* that may be one; arg.channel if it is there, else NULL */
	LP_NODE,	 /* SID or name of a server: arg.node.  There is none: LINK_STALE */
	LP_NEW_SID,
	LP_NEW_SERVER, /* well-formed; free or not is for the handler */
	LP_NEW_UID,    /* well-formed, with the SID of the source */
	LP_NICK, /* well-formed, or a UID, by which who has lost a collision is called: whose is for the handler */
	LP_USER_NAME,
	LP_HOST,
	LP_MODES, /* letters and signs */
	LP_MASK,  /* not empty, no blank, no ':' in front */
	LP_N
};
#define LINK_TS_MIN   UINT64_C(946684800) /* 2000-01-01: nothing on a network of today is older */
#define LINK_TS_AHEAD 600u		  /* seconds that a clock elsewhere may be ahead of ours */

struct link_arg {
	struct client *client;
	struct channel *channel;
	struct node *node;
	uint64_t number;
};

/* One line whose source is known to be behind the link. */
struct link_msg {
	struct link *from;
	struct links *ls;
	struct client *user; /* NULL: a server says it */
	struct node *node;   /* that server, or the one of the user */
	struct msg *msg;
	struct link_arg arg[MSG_PARAMS_MAX];
};

enum link_verdict {
	LINK_OK,
	LINK_STALE, /* lines have crossed: there is nothing to do */
	LINK_BAD,   /* it must not say so: counted, logged, the line is not taken */
	LINK_DROP,  /* and the link is closed; link_fault() says why */
};

typedef enum link_verdict link_verb_fn(struct link_msg *m);

#define LINK_FROM_USER 1u
#define LINK_FROM_NODE 2u
#define LINK_FROM_ANY  (LINK_FROM_USER | LINK_FROM_NODE)
#define LINK_FROM_SERVICES \
	4u /* a server that our configuration trusts as services; said by another, it is LINK_BAD */

#define LINK_PARAMS 11 /* of which a row says what they are; those behind are LP_ANY */

struct link_verb {
	struct view verb;
	uint8_t from; /* LINK_FROM_*; said by another: passed over in silence, as every server of this kind does */
	uint8_t min,
		max; /* parameters; above max the rest is passed over, for extensions of later versions */
	bool is_grave; /* what is malformed closes the link, or the tree would differ; else the line alone is lost */
	uint8_t param[LINK_PARAMS]; /* enum link_param */
	link_verb_fn *run;
	bool is_early; /* may come before SVINFO; whatever else does closes the link */
	bool is_told; /* of encap_*.c: what it does is told by route/tree.h, so the line itself is not relayed */
};

struct link_verb_table {
	const struct link_verb *row;
	size_t n;
};

/* One per file verb_*.c. */
extern const struct link_verb_table link_verbs_server, link_verbs_user, link_verbs_channel, link_verbs_list,
	link_verbs_message, link_verbs_query, link_verbs_ban, link_verbs_encap;
/* Of encap_*.c: what stands behind "ENCAP <mask>"; the rows' parameters are those behind the name of the subcommand. */
extern const struct link_verb_table link_encaps_user, link_encaps_channel, link_encaps_services,
	link_encaps_ban, link_encaps_server;

/* Says why the link is closed, or what was wrong: logged with the line. */
enum link_verdict link_fault(struct link_msg *m, enum link_verdict v, const char *fmt, ...) PRINTF_LIKE(3, 4);
/*
 * Checks the parameters behind the first `skip` by a row and calls it: link_line() with 0, ENCAP with 2, after which param[0] and arg[0] are the
 * first behind the subcommand.
 */
enum link_verdict link_run(struct link_msg *m, const struct link_verb *row, size_t skip);
/* Whether this source may say it at all. */
enum link_verdict link_may_say(struct link_msg *m, const struct link_verb *row) WARN_UNUSED;
/* In any case of letters; NULL if there is no such verb. */
const struct link_verb *
link_verb_find(const struct link_verb_table *const *list, size_t n, struct view verb) WARN_UNUSED;

/* verb_channel.c: MODE of a channel, for the row of verb_user.c. */
enum link_verdict verb_mode_channel(struct link_msg *m);

static inline struct tree_source
link_source(const struct link_msg *m)
{
	return m->user != NULL ? tree_by(m->user) : tree_by_node(m->node);
}

#endif
