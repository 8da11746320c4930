/*
 * Who somebody is: what clients ask of servers and say of themselves, in the old form (udp_search.h says who is asked for) and in the parts of
 * UDP_S_META (udp_meta.h).  _parse() and _put() as in udp_login.h.
 */
#ifndef CONCLAVE_ICQ_UDP_INFO_H
#define CONCLAVE_ICQ_UDP_INFO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/util.h"
#include "icq/icq_bytes.h"
#include "icq/udp_cmd.h"
#include "icq/udp_packet.h"

enum udp_gender { UDP_GENDER_NONE, UDP_FEMALE, UDP_MALE };

/* Where somebody is found, at home or at work. */
struct udp_place {
	struct view city, state, phone, fax, street;
	uint16_t country; /* as in telephone numbers */
};

/* Everything may be empty or 0: not said.  Zips are never said here, and passed over: they are numbers or texts by the client. */
struct udp_person {
	uint32_t uin;
	struct view nick, first, last, email, email2, email3;
	struct udp_place home, work;
	struct view cellular, homepage, about;
	struct view company, department, position, work_homepage;
	uint16_t age, birth_year, occupation;
	uint8_t birth_month, birth_day;
	uint8_t zone;	      /* half hours, west of Greenwich */
	uint8_t gender;	      /* enum udp_gender, or what else was said */
	uint8_t languages[3]; /* as the clients number them */
	bool needs_auth;      /* whoever wants him on a list has to ask */
};

/* UDP_S_INFO_EXT: city, country, zone, state, age, gender, phone, homepage, about.  sub is the question's, of version 2. */
void
udp_info_ext_put(struct icq_out *out, enum icq_protocol version, uint16_t sub, const struct udp_person *who);
bool udp_info_ext_parse(struct udp_person *who, const struct udp_packet *p) WARN_UNUSED;
/* What a client says of itself: UDP_C_SET_INFO and _V2 (nick, first, last, email, needs_auth), UDP_C_SET_INFO_EXT (as above). */
bool udp_set_info_parse(struct udp_person *who, uint16_t *sub, const struct udp_packet *p) WARN_UNUSED;

/* The parts of what UDP_ASK_INFO and its like are answered with, in their order: each is a packet UDP_S_META. */
#define UDP_INFO_PARTS 7
extern const enum udp_meta_answer_sub udp_info_parts[UDP_INFO_PARTS];

/* A payload of UDP_S_META, one of the parts above or UDP_ANSWER_SHORT.  is_second: the newer form of the question was used. */
void udp_info_part_put(
	struct icq_out *out, enum udp_meta_answer_sub part, const struct udp_person *who, bool is_second);
/*
 * What such a part says, into the fields it is about; the others stay.  Of UDP_ANSWER_BASIC all but what follows the number of the cellular.
 *   in   data  after the result
 *   ret  false if it is broken, or no part that says something of a person; *who is then worth nothing
 */
bool udp_info_part_parse(struct udp_person *who, enum udp_meta_answer_sub part, struct view data) WARN_UNUSED;

/* The payload of UDP_ASK_SET_BASIC after its sub, likewise. */
bool udp_info_set_basic_parse(struct udp_person *who, struct view data) WARN_UNUSED;

#endif
