/* One who is connected to the control socket, and what it is answered.  The wire: proto/control_wire.h. */
#ifndef CONCLAVE_CONTROL_CONTROL_SESSION_H
#define CONCLAVE_CONTROL_CONTROL_SESSION_H

#include <stdbool.h>
#include <stdint.h>

#include "audit/audit.h"
#include "core/handle.h"
#include "core/list.h"
#include "core/util.h"
#include "core/view.h"

struct cmd_ctx;
struct conn;
struct line_pool;
struct net;

struct control_session {
	struct conn *conn;
	struct net *net;
	struct line_pool *lines;
	struct cmd_ctx *cx;
	uint32_t uid;  /* whose process it is, by the kernel's word */
	bool waits;    /* an answer is still to come: its next request waits */
	bool recorded; /* record is open: the request that is being answered */
	struct audit_record record;
};

/* "conclavectl (uid 0)" for the log.  Returns dst. */
#define CONTROL_NAME_MAX 32
const char *control_session_name(const struct control_session *s, char dst[CONTROL_NAME_MAX]);

/* The first line that it hears. */
void control_greet(struct control_session *s, const char *version);
/* What the rows to come have: "name:s created:t". */
void control_columns(struct control_session *s, const char *columns);
/* Digits of n, for a value.  dst lives as long as what is returned. */
#define CONTROL_NUMBER_MAX 24
struct view control_number(uint64_t n, char dst[CONTROL_NUMBER_MAX]);
/* A value of a row. */
struct control_value {
	const char *column;
	struct view text; /* what is empty is left out */
};
void control_row(struct control_session *s, const struct control_value *value, size_t n);
/* CR and LF in it become blanks. */
void control_text(struct control_session *s, const char *line);
/* The ends of an answer.  Both let the next request in. */
void control_ok(struct control_session *s, const char *text);			   /* NULL: no words */
void control_error(struct control_session *s, const char *word, const char *text); /* word: CONTROL_ERR_* */

/* The request's end in the audit log, where it is no answer.  Harmless when nothing is open. */
void control_record_end(struct control_session *s, const char *outcome);

/* Somebody who is answered later; heap, freed by control_ticket_session(). */
struct control_ticket;
/* Until the answer has come, no further request of s is read. */
struct control_ticket *control_ticket_new(struct control_session *s) WARN_UNUSED;
/* Whom to answer, or NULL: gone meanwhile.  Frees the ticket. */
struct control_session *control_ticket_session(struct control_ticket *t) WARN_UNUSED;

/* Whom to answer some of it, the end of which is still to come; NULL: gone meanwhile. */
struct control_session *control_ticket_look(const struct control_ticket *t) WARN_UNUSED;

#endif
