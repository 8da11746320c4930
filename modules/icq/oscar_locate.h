/* Family 02 of OSCAR: what users say about themselves. */
#ifndef CONCLAVE_ICQ_OSCAR_LOCATE_H
#define CONCLAVE_ICQ_OSCAR_LOCATE_H

#include <stdbool.h>
#include <stdint.h>

#include "core/util.h"
#include "core/view.h"
#include "icq/icq_bytes.h"
#include "icq/oscar_user.h"

/* Bits of what somebody asks for. */
enum oscar_locate_what { OSCAR_LOCATE_PROFILE = 1, OSCAR_LOCATE_CAPS = 2, OSCAR_LOCATE_AWAY = 4 };

/* 02/03: bytes of a profile, and how many capabilities. */
void oscar_locate_rights_put(struct icq_out *out);

/* 02/04. */
struct oscar_locate {
	bool has_caps, has_away;
	unsigned caps;	       /* enum oscar_cap */
	struct view away;      /* empty: back */
	struct view away_type; /* as in MIME, with its character set */
};

bool oscar_locate_parse(struct oscar_locate *l, struct view body) WARN_UNUSED;
/* A text of ours is UTF-8 and says so; away_type is not looked at. */
void oscar_locate_put(struct icq_out *out, const struct oscar_locate *l);

/* 02/05 and 02/15. */
struct oscar_locate_ask {
	uint32_t what; /* enum oscar_locate_what */
	uint32_t uin;  /* 0: not a number that somebody may have */
};

bool oscar_locate_ask_parse(struct oscar_locate_ask *a, struct view body) WARN_UNUSED;
bool oscar_locate_ask_short_parse(struct oscar_locate_ask *a, struct view body) WARN_UNUSED;
void oscar_locate_ask_put(struct icq_out *out, const struct oscar_locate_ask *a);

/* 02/06, the answer to both: the user, and what l has. */
void oscar_locate_info_put(struct icq_out *out, const struct oscar_user *user, const struct oscar_locate *l);
bool oscar_locate_info_parse(struct oscar_user *user, struct oscar_locate *l, struct view body) WARN_UNUSED;

#endif
