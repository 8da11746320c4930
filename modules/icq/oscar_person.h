/* What family 15 of OSCAR says about people: the parts of "user info", and those who were found. */
#ifndef CONCLAVE_ICQ_OSCAR_PERSON_H
#define CONCLAVE_ICQ_OSCAR_PERSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/util.h"
#include "core/view.h"
#include "icq/icq_bytes.h"

/* Sub-types of OSCAR_META_ANSWER. */
enum oscar_answer_sub {
	OSCAR_ANSWER_SET_BASIC = 0x0064, /* to OSCAR_ASK_SET_*: the result alone */
	OSCAR_ANSWER_SET_WORK = 0x006e,
	OSCAR_ANSWER_SET_MORE = 0x0078,
	OSCAR_ANSWER_SET_ABOUT = 0x0082,
	OSCAR_ANSWER_SET_EMAILS = 0x0087,
	OSCAR_ANSWER_SET_INTERESTS = 0x008c,
	OSCAR_ANSWER_SET_PAST = 0x0096,
	OSCAR_ANSWER_SET_SECURITY = 0x00a0,
	OSCAR_ANSWER_SET_PASSWORD = 0x00aa,
	OSCAR_ANSWER_SET_ALL = 0x0c3f,
	OSCAR_ANSWER_BASIC = 0x00c8, /* parts of "user info" */
	OSCAR_ANSWER_MORE = 0x00dc,
	OSCAR_ANSWER_EMAILS = 0x00eb,
	OSCAR_ANSWER_PAGE = 0x010e, /* the category of his homepage */
	OSCAR_ANSWER_WORK = 0x00d2,
	OSCAR_ANSWER_ABOUT = 0x00e6,
	OSCAR_ANSWER_INTERESTS = 0x00f0,
	OSCAR_ANSWER_PAST = 0x00fa, /* and affiliations */
	OSCAR_ANSWER_SHORT = 0x0104,
	OSCAR_ANSWER_FOUND = 0x01a4, /* one of several */
	OSCAR_ANSWER_FOUND_LAST = 0x01ae,
};

enum oscar_gender { OSCAR_GENDER_NONE, OSCAR_FEMALE, OSCAR_MALE };

/* Where somebody is found, at home or at work. */
struct oscar_place {
	struct view city, state, phone, fax, street, zip;
	uint16_t country; /* as in telephone numbers */
};

/* Everything may be empty or 0: not said.  Text is as it came. */
struct oscar_person {
	struct view nick, first, last, email;
	struct oscar_place home, work;
	struct view cellular, homepage, about;
	struct view company, department, position, work_homepage;
	uint16_t age, birth_year, occupation;
	uint8_t birth_month, birth_day;
	uint8_t zone;	      /* half hours, west of Greenwich */
	uint8_t gender;	      /* enum oscar_gender, or what else was said */
	uint8_t languages[3]; /* as the clients number them */
	bool needs_auth;      /* whoever wants him on a list has to ask */
};

/* Those that answer OSCAR_ASK_INFO and OSCAR_ASK_SELF, in this order; all but the last have SNAC_FLAG_MORE. */
#define OSCAR_PERSON_PARTS 8
extern const enum oscar_answer_sub oscar_person_parts[OSCAR_PERSON_PARTS];

/* The data of one of these, or of OSCAR_ANSWER_SHORT. */
void oscar_person_put(struct icq_out *out, enum oscar_answer_sub part, const struct oscar_person *who);
/*
 * What such a part says, into the fields it is about; the others stay.
 *   ret  false if it is cut short, or no such part; *who is then worth nothing
 */
bool oscar_person_parse(struct oscar_person *who, uint16_t part, struct view data) WARN_UNUSED;

enum oscar_online { OSCAR_IS_OFFLINE, OSCAR_IS_ONLINE, OSCAR_DOES_NOT_SAY };

struct oscar_found {
	uint32_t uin;
	struct view nick, first, last, email;
	bool needs_auth;
	uint16_t online; /* enum oscar_online, or what else was said */
	uint8_t gender;
	uint16_t age;
};

/* The data of OSCAR_ANSWER_FOUND; with left, how many more there would have been, of OSCAR_ANSWER_FOUND_LAST. */
void oscar_found_put(struct icq_out *out, const struct oscar_found *f, const uint32_t *left);
/* Of either; *left is 0 if it is not said.  An answer whose result is not OSCAR_RESULT_OK has none. */
bool oscar_found_parse(struct oscar_found *f, uint32_t *left, struct view data) WARN_UNUSED;

/* Pieces that questions have too: data of OSCAR_ANSWER_BASIC up to the time zone, of OSCAR_ANSWER_WORK and OSCAR_ANSWER_MORE. */
void oscar_get_basic(struct icq_in *in, struct oscar_person *who);
void oscar_get_work(struct icq_in *in, struct oscar_person *who);
void oscar_get_more(struct icq_in *in, struct oscar_person *who);

#endif
