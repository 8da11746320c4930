/* What the files share that serve a client of OSCAR: oscar_bos, oscar_setup, oscar_list, oscar_presence, oscar_message, oscar_info. */
#ifndef CONCLAVE_ICQ_OSCAR_BOS_PRIV_H
#define CONCLAVE_ICQ_OSCAR_BOS_PRIV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/view.h"
#include "icq/icq_session.h"
#include "icq/oscar_conn.h"
#include "icq/oscar_rate.h"
#include "icq/snac.h"

struct icq;
struct oscar_server;

enum {
	OSCAR_READY_MS = 120000, /* it says 01/02 by then */
	OSCAR_AWAY_MAX = 400,	 /* bytes of a text */
	OSCAR_ERRORS_BURST = 10, /* answers to what nobody understands */
	OSCAR_ERRORS_PER_S = 2,
};

/* How stored messages are handed over: clients ask in two ways, and are told in the same. */
enum oscar_mail_way { OSCAR_MAIL_NONE, OSCAR_MAIL_ICBM, OSCAR_MAIL_META };

struct oscar_bos {
	struct oscar_server *server;
	struct oscar_conn *conn;
	struct icq_session
		*session; /* NULL: it has ended, and this is freed when the call that ended it is through */
	uint32_t uin;
	uint32_t depth;	   /* calls that are under way */
	uint32_t signon_s; /* UTC */
	unsigned caps;	   /* enum oscar_cap, of 02/04 */
	bool is_ready;	   /* 01/02 has come */
	bool wants_typing; /* 04/02 */
	bool has_status;   /* 01/1E has come */
	bool has_list;	   /* it wants the list that the server keeps */
	enum icq_state state;
	char *away; /* NULL: none; of 02/04 */
	char *note; /* NULL: none; of 01/1E */
	struct {
		enum oscar_mail_way way;
		uint32_t given; /* messages, of those that are stored */
		uint32_t request;
		uint16_t seq;  /* of META */
		bool is_given; /* all; they are deleted as soon as nothing waits on the way to the client */
	} mail;
	uint64_t errors_ms;
	uint32_t errors_left; /* in thousandths */
	struct oscar_rate rate[OSCAR_RATE_ID_N];
};

/* false: the body makes no sense. */
typedef bool oscar_bos_fn(struct oscar_bos *b, const struct snac *s);

struct icq *oscar_bos_icq(const struct oscar_bos *b);
/* Answers s. */
void oscar_bos_reply(struct oscar_frame *f, const struct snac *s, enum snac_id id);
/* At a limited rate, so that nothing is to be had by asking. */
void oscar_bos_error(struct oscar_bos *b, const struct snac *s, enum snac_error error);
/* 01/02: now it gets what it has not got yet. */
bool oscar_bos_ready(struct oscar_bos *b, const struct snac *s);

#endif
