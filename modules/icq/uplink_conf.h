/* The settings of one uplink and of one contact, copied: those of struct conf die with the next REHASH. */
#ifndef CONCLAVE_ICQ_UPLINK_CONF_H
#define CONCLAVE_ICQ_UPLINK_CONF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "conf/conf_icq.h"
#include "core/err.h"
#include "core/util.h"
#include "net/addr.h"
#include "net/dial.h"
#include "proto/limits.h"

enum {
	UPLINK_NAME_MAX = CONF_UPLINK_NAME_MAX,
	UPLINK_PASSWORD_MAX = CONF_ICQ_PASSWORD_MAX,
	UPLINK_PAGE_NAME_MAX = 32,
	UPLINK_PROXY_NAME_MAX = 255,
	UPLINK_CHANNELS_MAX = CONF_ICQ_CHANNELS_MAX,
};

struct uplink_conf {
	char name[UPLINK_NAME_MAX + 1];
	enum conf_uplink_protocol protocol;
	struct addr server, bos; /* bos: OSCAR, the second connection */
	uint32_t uin;
	char password[UPLINK_PASSWORD_MAX + 1];
	enum conf_uplink_proxy proxy;
	struct addr proxy_at;
	char proxy_user[UPLINK_PROXY_NAME_MAX + 1], proxy_password[UPLINK_PROXY_NAME_MAX + 1];
	char page[UPLINK_PAGE_NAME_MAX + 1];
	uint64_t keepalive_ms, retry_ms, retry_max_ms;
	uint32_t max_queue;
};

struct contact_conf {
	uint32_t uin;
	char nick[NICK_LEN_MAX + 1];
	char person[ACCOUNT_LEN + 1]; /* empty: nobody */
	char page[UPLINK_PAGE_NAME_MAX + 1];
	size_t n_channels;
	char channel[UPLINK_CHANNELS_MAX][CHANNEL_LEN + 1];
};

/* -1 with *e: an address that is none, which conf/ has let pass. */
int uplink_conf_copy(struct uplink_conf *to, const struct conf_uplink *from, struct err *e) WARN_UNUSED;
/* The session may stay as it is: nothing has changed that it was begun with. */
bool uplink_conf_is_same(const struct uplink_conf *a, const struct uplink_conf *b) WARN_UNUSED;
/* NULL: straight. */
const struct dial_socks *uplink_conf_socks(const struct uplink_conf *c, struct dial_socks *socks) WARN_UNUSED;

void contact_conf_copy(struct contact_conf *to, const struct conf_contact *from, const char *page);
bool contact_conf_is_same(const struct contact_conf *a, const struct contact_conf *b) WARN_UNUSED;

#endif
