/*
 * What becomes of offers, in the audit log and for operators who want to hear of it (user mode s, letter d).  Never what passes: its size
 * and its hash.  What anybody can cause as often as he likes is recorded at a limited rate.
 */
#ifndef CONCLAVE_RELAY_RELAY_RECORD_H
#define CONCLAVE_RELAY_RELAY_RECORD_H

#include "core/util.h"
#include "core/view.h"
#include "net/addr.h"
#include "relay/relay_end.h"
#include "relay/relay_session.h"
#include "relay/relay_text.h"

struct dcc_msg;
struct pump_counts;

void relay_record_offer(const struct relay_session *s, const struct dcc_msg *m);
/* m: as far as it was understood. */
void relay_record_denied(const struct relay *r, const struct relay_subject *s, const struct dcc_msg *m,
	const struct relay_refusal *why);
/* A DCC message that is none, or went where there can be none. */
void relay_record_misused(const struct relay *r, const struct client *from, enum relay_misuse how);
/* One of the two has come, or was reached. */
void relay_record_join(const struct relay_session *s, enum pump_leg leg, const struct peer_addr *peer);
void relay_record_intruder(const struct relay_session *s, enum pump_leg leg, const struct peer_addr *peer);
/* The rest of a file was asked for, and the sender agreed. */
void relay_record_resume(const struct relay_session *s);
void relay_record_end(const struct relay_session *s, enum relay_end why);

#endif
