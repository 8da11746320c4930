/*
 * UDP_C_META and UDP_S_META, of version 5: questions and answers in a packet of one command, told apart by a number within.  Many exist twice,
 * and the answer to the newer form differs: `is_second`.
 */
#ifndef CONCLAVE_ICQ_UDP_META_H
#define CONCLAVE_ICQ_UDP_META_H

#include <stdbool.h>
#include <stdint.h>

#include "core/util.h"
#include "icq/icq_bytes.h"
#include "icq/udp_cmd.h"
#include "icq/udp_info.h"
#include "icq/udp_packet.h"
#include "icq/udp_search.h"

struct udp_ask {
	uint16_t what; /* enum udp_meta_ask, the older form; another number if it is not known */
	bool is_second;
	uint32_t uin;		  /* UDP_ASK_INFO, _INFO_SHORT, _INFO_OWN, _UNREGISTER: any number */
	struct udp_search search; /* UDP_ASK_SEARCH_* */
	struct udp_person
		person; /* UDP_ASK_SET_BASIC, _SET_ABOUT, _SET_SECURITY: what it sets, others are empty */
	struct view password; /* UDP_ASK_SET_PASSWORD, _UNREGISTER; of any length */
};

/* False if it is broken.  Of those that are only to be answered nothing but `what` is read. */
bool udp_ask_parse(struct udp_ask *a, const struct udp_packet *p) WARN_UNUSED;
/* UDP_ASK_INFO, _INFO_SHORT, _SEARCH_UIN, _SEARCH_NAME, _SEARCH_EMAIL */
void udp_ask_put(struct icq_out *out, const struct udp_ask *a);
/* With what a question is answered: of UDP_ASK_SET_* and _UNREGISTER the result, of _SEARCH_* and _INFO* the last packet; 0 if with nothing. */
uint16_t udp_ask_answer(uint16_t what) WARN_UNUSED;

enum udp_result { UDP_RESULT_OK = 0x0a, UDP_RESULT_REFUSED = 0x14, UDP_RESULT_NONE = 0x32 };

/* An answer that is its result alone: that something was set or not, or that nobody was found. */
void udp_result_put(struct icq_out *out, uint16_t answer, enum udp_result result);
/* Somebody who was found, one of UDP_ANSWER_FOUND*, _WHITE*.  left: how many more there are than were told, only in a last one. */
void udp_answer_found_put(
	struct icq_out *out, const struct udp_ask *a, const struct udp_found *f, const uint32_t *left);
/* The payload of UDP_S_META_READY, the answer to UDP_ASK_LOGIN. */
void udp_meta_ready_put(struct icq_out *out);

struct udp_answer {
	uint16_t sub; /* enum udp_meta_answer_sub */
	bool is_good;
	struct view data; /* for udp_info_part_parse() */
};

bool udp_answer_parse(struct udp_answer *a, const struct udp_packet *p) WARN_UNUSED;
/*
 * Of UDP_ANSWER_FOUND, _FOUND_LAST, _WHITE, _WHITE_LAST.
 *   out  *left  how many more there are; 0 if it is not said
 *   ret  false if nobody was found, it is another answer, or broken
 */
bool udp_answer_found_parse(struct udp_found *f, uint32_t *left, const struct udp_answer *a) WARN_UNUSED;

#endif
