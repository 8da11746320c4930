/* Who is on whose list and who is there.  _parse() and _put() as in udp_login.h.  UINs that nobody can have are left out of lists. */
#ifndef CONCLAVE_ICQ_UDP_CONTACTS_H
#define CONCLAVE_ICQ_UDP_CONTACTS_H

#include <stdbool.h>
#include <stdint.h>

#include "core/util.h"
#include "icq/icq_bytes.h"
#include "icq/udp_packet.h"

/* In one packet; a longer list comes in several. */
#define UDP_UINS_MAX 100u

/* UDP_C_CONTACTS, UDP_C_VISIBLE_LIST, UDP_C_INVISIBLE_LIST */
struct udp_uins {
	uint8_t n;
	bool is_last; /* a packet that is not full ends the list */
	uint32_t uin[UDP_UINS_MAX];
};

bool udp_uins_parse(struct udp_uins *l, const struct udp_packet *p) WARN_UNUSED;
void udp_uins_put(struct icq_out *out, const uint32_t *uins, uint8_t n);

enum udp_list { UDP_LIST_CONTACTS, UDP_LIST_INVISIBLE, UDP_LIST_VISIBLE };

/* UDP_C_LIST_CHANGE */
struct udp_list_change {
	uint32_t uin;
	enum udp_list list;
	bool is_added; /* or removed */
};

bool udp_list_change_parse(struct udp_list_change *c, const struct udp_packet *p) WARN_UNUSED;
void udp_list_change_put(struct icq_out *out, const struct udp_list_change *c);

/* UDP_C_ADD, UDP_S_OFFLINE, UDP_S_CONTACTS_DONE: one UIN, of somebody or one's own. */
bool udp_uin_parse(uint32_t *uin, const struct udp_packet *p) WARN_UNUSED;
void udp_uin_put(struct icq_out *out, uint32_t uin);

/* UDP_S_ONLINE, UDP_S_STATUS.  States and flags as on the wire: icq_status.h knows what they mean. */
struct udp_presence {
	uint32_t uin, status;
};

/* UDP_S_ONLINE has addresses too: those are zero, and passed over. */
void udp_online_put(struct icq_out *out, enum icq_protocol version, const struct udp_presence *who);
bool udp_online_parse(struct udp_presence *who, const struct udp_packet *p) WARN_UNUSED;
void udp_presence_put(struct icq_out *out, const struct udp_presence *who);
bool udp_presence_parse(struct udp_presence *who, const struct udp_packet *p) WARN_UNUSED;

/* UDP_C_STATUS */
bool udp_status_parse(uint32_t *status, const struct udp_packet *p) WARN_UNUSED;
void udp_status_put(struct icq_out *out, uint32_t status);

/* UDP_C_TEXT_CODE */
enum udp_text_code {
	UDP_TEXT_LEAVE,	 /* the session is over */
	UDP_TEXT_ANSWER, /* an acknowledgement of anything is missed: answer this */
	UDP_TEXT_OTHER,
};

bool udp_text_code_parse(enum udp_text_code *code, const struct udp_packet *p) WARN_UNUSED;
/* LEAVE or ANSWER. */
void udp_text_code_put(struct icq_out *out, enum udp_text_code code);

#endif
