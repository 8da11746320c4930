/*
 * Looking for people, in the form of the versions 2 to 4, and what is found.  _parse() and _put() as in udp_login.h.  In version 2 questions
 * have an id, `sub`, that their answers repeat; in others it is 0 and not on the wire, and seq2 takes its place.
 */
#ifndef CONCLAVE_ICQ_UDP_SEARCH_H
#define CONCLAVE_ICQ_UDP_SEARCH_H

#include <stdbool.h>
#include <stdint.h>

#include "core/util.h"
#include "icq/icq_bytes.h"
#include "icq/udp_packet.h"

/* As many as clients were ever told. */
#define UDP_FOUND_MAX 40u

enum udp_match { UDP_MATCH_IS, UDP_MATCH_BEGINS, UDP_MATCH_CONTAINS };

/* UDP_C_SEARCH_UIN, UDP_C_SEARCH_NAME, UDP_C_SEARCH_V3, and UDP_ASK_SEARCH_* by way of udp_meta.h */
struct udp_search {
	uint16_t sub;
	uint32_t uin;			      /* if not 0, all others are empty */
	struct view nick, first, last, email; /* empty: anything */
	enum udp_match match;		      /* how these are compared, without regard to case */
	bool is_online_only;
	bool asks_more; /* for what nobody here has, as a profession, or a UIN that nobody can have: nothing is found */
};

bool udp_search_parse(struct udp_search *s, const struct udp_packet *p) WARN_UNUSED;
/* By UIN, or by name: which command it is says udp_search_cmd(). */
void udp_search_put(struct icq_out *out, enum icq_protocol version, const struct udp_search *s);
uint16_t udp_search_cmd(const struct udp_search *s) WARN_UNUSED;

/* UDP_C_INFO, UDP_C_INFO_EXT, UDP_C_INFO_V3, and what says that there is no such UIN: UDP_S_INFO_NONE */
struct udp_query {
	uint16_t sub;
	uint32_t uin;
};

bool udp_query_parse(struct udp_query *q, const struct udp_packet *p) WARN_UNUSED;
void udp_query_put(struct icq_out *out, enum icq_protocol version, const struct udp_query *q);

/* UDP_S_FOUND, UDP_S_INFO, and UDP_ANSWER_FOUND and its like */
struct udp_found {
	uint16_t sub;
	uint32_t uin;
	struct view nick, first, last, email;
	bool needs_auth;
	uint8_t online; /* 0: no, 1: yes, 2: not said */
};

void udp_found_put(struct icq_out *out, enum icq_protocol version, const struct udp_found *f);
void udp_info_put(struct icq_out *out, enum icq_protocol version, const struct udp_found *f);
/* Either. */
bool udp_found_parse(struct udp_found *f, const struct udp_packet *p) WARN_UNUSED;

/* UDP_S_SEARCH_DONE.  has_more: than were told. */
void udp_search_done_put(struct icq_out *out, enum icq_protocol version, uint16_t sub, bool has_more);
bool udp_search_done_parse(bool *has_more, const struct udp_packet *p) WARN_UNUSED;

/* UDP_S_SET_INFO_OK_V2 and the other answers of version 2 that are no more than the id of the question; in other versions they are empty. */
void udp_sub_put(struct icq_out *out, enum icq_protocol version, uint16_t sub);

#endif
