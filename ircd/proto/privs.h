/* Privileges of operators: one row each.  Roles in the configuration name them. */
#ifndef CONCLAVE_PROTO_PRIVS_H
#define CONCLAVE_PROTO_PRIVS_H

#include <stdint.h>

#include "core/util.h"
#include "core/view.h"

enum priv {
	PRIV_KILL,
	PRIV_KLINE,
	PRIV_UNKLINE,
	PRIV_DLINE,
	PRIV_UNDLINE,
	PRIV_XLINE,
	PRIV_UNXLINE,
	PRIV_RESV,
	PRIV_UNRESV,
	PRIV_ELINE,
	PRIV_UNELINE,
	PRIV_DCCDENY,
	PRIV_UNDCCDENY,
	PRIV_DCCKILL,
	PRIV_DCC_EXEMPT,
	PRIV_GUARD,
	PRIV_GUARD_EXEMPT,
	PRIV_UNREJECT,
	PRIV_CLOSE,
	PRIV_CONNECT,
	PRIV_SQUIT,
	PRIV_REMOTE,
	PRIV_REHASH,
	PRIV_DIE,
	PRIV_RESTART,
	PRIV_SET,
	PRIV_MODLIST,
	PRIV_OPERMOTD,
	PRIV_WALLOPS,
	PRIV_OPERWALL,
	PRIV_LOCOPS,
	PRIV_STATS,
	PRIV_TRACE,
	PRIV_ETRACE,
	PRIV_CHANTRACE,
	PRIV_MASKTRACE,
	PRIV_TESTLINE,
	PRIV_TESTKLINE,
	PRIV_TESTMASK,
	PRIV_OPERSPY,
	PRIV_SAJOIN,
	PRIV_SAPART,
	PRIV_SAMODE,
	PRIV_SANICK,
	PRIV_CHGHOST,
	PRIV_CHGIDENT,
	PRIV_CHGNAME,
	PRIV_GRANT,
	PRIV_PRIVS,
	PRIV_SEE_HIDDEN,
	PRIV_SERVER_NOTICES,
	PRIV_MASS_MESSAGE,
	PRIV_PERMANENT,
	PRIV_FLOOD_EXEMPT,
	PRIV_N
};

#define PRIV_BIT(p) (UINT64_C(1) << (p))

struct priv_def {
	struct view name; /* as the configuration and 723 name it */
	const char *help;
};

extern const struct priv_def priv_table[PRIV_N];

/* PRIV_N when there is none of that name. */
enum priv priv_find(struct view name) WARN_UNUSED;

#endif
