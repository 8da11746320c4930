/* The handlers, one each for a command or a few; the table is in udp_handle.c. */
#ifndef CONCLAVE_ICQ_UDP_HANDLE_PRIV_H
#define CONCLAVE_ICQ_UDP_HANDLE_PRIV_H

#include <stdbool.h>
#include <stdint.h>

#include "core/util.h"
#include "core/view.h"
#include "icq/udp_handle.h"
#include "icq/udp_packet.h"

struct icq;
struct icq_person;
struct icq_query;
struct udp_found;
struct udp_person;
struct udp_search;
struct udp_session;

typedef enum udp_did udp_handle_fn(struct udp_session *s, const struct udp_packet *p);

/* udp_handle_list.c: contacts, states, coming and going */
udp_handle_fn udp_on_contacts, udp_on_add, udp_on_status, udp_on_text_code;
/* The list is complete, also if the client did not say so. */
void udp_list_end(struct udp_session *s);
/* udp_handle_message.c */
udp_handle_fn udp_on_message, udp_on_mail_ask, udp_on_mail_done;
/* udp_handle_people.c */
udp_handle_fn udp_on_search, udp_on_info, udp_on_info_ext, udp_on_set_info, udp_on_set_info_ext,
	udp_on_set_auth;
/* udp_handle_meta.c: questions within a question */
udp_handle_fn udp_on_meta;

/* A text of a client, in its code page, as the core has it: clean UTF-8. */
#define UDP_TEXT_IN_MAX 2048u /* bytes that are looked at */
struct udp_text {
	char bytes[3 * UDP_TEXT_IN_MAX];
};
struct view udp_text_in(const struct icq *icq, struct view raw, struct udp_text *room) WARN_UNUSED;

/* A name or the like, on one line. */
#define UDP_WORD_IN_MAX 128u
struct udp_word {
	char bytes[3 * UDP_WORD_IN_MAX];
};
struct view udp_word_in(const struct icq *icq, struct view raw, struct udp_word *room) WARN_UNUSED;

/* Strings of one packet to a client, in its code page. */
#define UDP_WORD_MAX 64u
struct udp_words {
	char about[450];
	char word[4][UDP_WORD_MAX];
};
bool udp_is_there(const struct icq_person *who) WARN_UNUSED;
/* What is known of somebody, for a client. */
void udp_found_of(
	const struct icq *icq, const struct icq_person *who, struct udp_words *room, struct udp_found *out);
void udp_person_of(
	const struct icq *icq, const struct icq_person *who, struct udp_words *room, struct udp_person *out);

/* Who is looked for. */
struct udp_query_words {
	struct udp_word word[4];
};
void udp_query_of(
	const struct icq *icq, const struct udp_search *s, struct udp_query_words *room, struct icq_query *q);

/* What a client says of itself; what it leaves out (p NULL) stays. */
struct udp_self {
	struct view nick, first, last, email, about;
};
/* udp_handle_self.c.  ret: it is kept */
bool udp_keep_self(struct udp_session *s, const struct udp_self *self) WARN_UNUSED;

#endif
