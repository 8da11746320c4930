/* Capabilities of servers, CAPAB and GCAP of TS6: one row each. */
#ifndef CONCLAVE_LINK_LINK_CAPS_H
#define CONCLAVE_LINK_LINK_CAPS_H

#include <stdint.h>

#include "core/util.h"
#include "core/view.h"

enum link_cap {
	LINK_CAP_BAN,	  /* BAN: bans with a lifetime */
	LINK_CAP_CHW,	  /* messages to "@#channel" */
	LINK_CAP_CLUSTER, /* XLINE RESV and their UN- outside of ENCAP */
	LINK_CAP_EBMASK,  /* lists with who set them and when */
	LINK_CAP_ENCAP,	  /* required */
	LINK_CAP_EOPMOD,  /* "=#channel", ETB */
	LINK_CAP_EUID,
	LINK_CAP_EX, /* +e; required */
	LINK_CAP_IE, /* +I; required */
	LINK_CAP_KLN,
	LINK_CAP_KNOCK,
	LINK_CAP_MLOCK,
	LINK_CAP_QS, /* one SQUIT for all that is behind; required */
	LINK_CAP_REMOVE,
	LINK_CAP_RSFNC,
	LINK_CAP_RSFNCF,
	LINK_CAP_SAVE,
	LINK_CAP_SERVICES,
	LINK_CAP_STAG, /* message tags */
	LINK_CAP_TB,
	LINK_CAP_UNKLN,
	LINK_CAP_CONCLAVE, /* ours: what only another Conclave knows (ENCAP RENAME and the like) */
	LINK_CAP_N
};
#define LINK_CAP_BIT(c) (UINT64_C(1) << (c))
#define LINK_CAPS_REQUIRED                                                                      \
	(LINK_CAP_BIT(LINK_CAP_ENCAP) | LINK_CAP_BIT(LINK_CAP_EX) | LINK_CAP_BIT(LINK_CAP_IE) | \
		LINK_CAP_BIT(LINK_CAP_QS))
#define LINK_CAPS_OURS (LINK_CAP_BIT(LINK_CAP_N) - 1) /* this server does what all of them say */

extern const struct view link_cap_names[LINK_CAP_N];
/* Names with blanks between them; unknown ones are passed over. */
uint64_t link_caps_parse(struct view text) WARN_UNUSED;
/* The names of all of ours, as CAPAB says them, in dst; its length. */
size_t link_caps_text(uint64_t caps, char *dst, size_t size);

#endif
