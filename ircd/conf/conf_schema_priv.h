/* How rows of the option table are written, and the parts of it that stand in files of their own. */
#ifndef CONCLAVE_CONF_CONF_SCHEMA_PRIV_H
#define CONCLAVE_CONF_CONF_SCHEMA_PRIV_H

#include <stddef.h>

#include "conf/conf_schema.h"

#define SECOND UINT64_C(1000)
#define MINUTE (60 * SECOND)
#define HOUR   (60 * MINUTE)
#define DAY    (24 * HOUR)
#define KIB    UINT64_C(1024)
#define MIB    (1024 * KIB)
#define GIB    (1024 * MIB)

/* One key: its name, type and field of struct OF, then what else there is to say. */
#define ROW(name, kind, field, ...)                                          \
	{                                                                    \
		.key = name, .type = kind, .at = offsetof(struct OF, field), \
		.width = sizeof(((struct OF *)0)->field), __VA_ARGS__        \
	}

#define CHOICE(text, means)                      \
	{                                        \
		.word = (text), .value = (means) \
	}

#define CONF_ACCOUNTS_KEYS 16
extern const struct conf_bind conf_accounts_bind[CONF_ACCOUNTS_KEYS]; /* conf_schema_account.c */
#define CONF_AUDIT_KEYS 10
extern const struct conf_bind conf_audit_bind[CONF_AUDIT_KEYS]; /* conf_schema_audit.c */
#define CONF_CLASS_KEYS 20
extern const struct conf_bind conf_class_bind[CONF_CLASS_KEYS]; /* conf_schema_class.c */
#define CONF_DCC_KEYS 36
extern const struct conf_bind conf_dcc_bind[CONF_DCC_KEYS]; /* conf_schema_dcc.c */
#define CONF_DCC_RULE_KEYS 11
extern const struct conf_bind conf_dcc_rule_bind[CONF_DCC_RULE_KEYS];
extern const struct conf_choice conf_dcc_modes[];

#define CONF_LINK_KEYS	19
#define CONF_LINKS_KEYS 7
/* conf_schema_link.c */
extern const struct conf_bind conf_link_bind[CONF_LINK_KEYS];
extern const struct conf_bind conf_links_bind[CONF_LINKS_KEYS];

#define CONF_GUARD_KEYS		10
#define CONF_GUARD_RULE_KEYS	12
#define CONF_GUARD_CHANNEL_KEYS 2
/* conf_schema_guard.c */
extern const struct conf_bind conf_guard_bind[CONF_GUARD_KEYS];
extern const struct conf_bind conf_guard_rule_bind[CONF_GUARD_RULE_KEYS];
extern const struct conf_bind conf_guard_channel_bind[CONF_GUARD_CHANNEL_KEYS];
extern const struct conf_choice conf_ctcp_levels[];

#define CONF_ICQ_KEYS	  20
#define CONF_UPLINK_KEYS  14
#define CONF_CONTACT_KEYS 5
/* conf_schema_icq.c */
extern const struct conf_bind conf_icq_bind[CONF_ICQ_KEYS];
extern const struct conf_bind conf_uplink_bind[CONF_UPLINK_KEYS];
extern const struct conf_bind conf_contact_bind[CONF_CONTACT_KEYS];

#endif
