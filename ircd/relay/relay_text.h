/* What people are told, in notices of the server: that an offer was not made, that it came to nothing, that a transfer ended early. */
#ifndef CONCLAVE_RELAY_RELAY_TEXT_H
#define CONCLAVE_RELAY_RELAY_TEXT_H

#include <stdint.h>

#include "core/util.h"
#include "core/view.h"
#include "relay/relay_end.h"
#include "relay/relay_session.h"

struct client;
struct relay;

/* Why an offer, or a word about one, went nowhere. */
struct relay_refusal {
	enum relay_denial why;
	struct view said; /* the reason that a rule has for people; may be empty */
	uint64_t wait_ms; /* until it may be tried again; 0: that would not help */
};

/* What it is about.  name: of a file, as it can be shown; empty: it is not known, and `word` has what it was called. */
struct relay_subject {
	const struct client *from, *to;
	bool is_chat;
	struct view name, word;
};
/* To who offered, and where the row says so to who would have been offered. */
void relay_text_denied(const struct relay *r, const struct relay_subject *s, const struct relay_refusal *why);
/* To who sent RESUME, ACCEPT or the like that went nowhere. */
void
relay_text_stale(const struct relay *r, const struct client *from, const struct client *to, struct view word);
/* To who asked for the rest of a file where files pass as a whole. */
void relay_text_whole(const struct relay_session *s);
void relay_text_misused(const struct relay *r, const struct client *from, enum relay_misuse how);
/* To both, when it ends. */
void relay_text_ended(const struct relay_session *s, enum relay_end why);
/* To both: this is offered on TLS, and goes to the receiver without. */
void relay_text_plain(const struct relay_session *s);

#endif
