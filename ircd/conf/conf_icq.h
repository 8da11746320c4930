/* The gateway for ICQ as the configuration has it: modules/icq.  What is said in conf_types.h holds here. */
#ifndef CONCLAVE_CONF_CONF_ICQ_H
#define CONCLAVE_CONF_CONF_ICQ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "conf/conf_allow.h"
#include "conf/conf_class.h"
#include "core/util.h"
#include "core/view.h"

struct conf;

#define CONF_UPLINK_MAX	      8
#define CONF_CONTACT_MAX      256
#define CONF_ICQ_CHANNELS_MAX 64
#define CONF_ICQ_LISTEN_MAX   8
#define CONF_ICQ_FROM_MAX     64
#define CONF_ICQ_UIN_MIN      10000
#define CONF_ICQ_UIN_MAX      2147483646
#define CONF_ICQ_UINS_LEAST   1000 /* synthetic ones; one is used for each channel and each user that is seen */
#define CONF_ICQ_PASSWORD_MAX 20
#define CONF_UPLINK_NAME_MAX  32
#define CONF_UPLINK_PORTS_MAX 2

/* Versions of the old protocol over UDP: words of module { legacy-versions }. */
enum conf_icq_version {
	CONF_ICQ_V2,
	CONF_ICQ_V3,
	CONF_ICQ_V4,
	CONF_ICQ_V5,
};
#define CONF_ICQ_VERSION_BIT(v) (1U << (v))

/* module "icq": at most one; none: the gateway is off. */
struct conf_icq {
	struct conf_place place;
	const struct conf_class *class; /* NULL: the first */
	const char *const *listen; /* OSCAR: "192.0.2.1:5190", "[2001:db8::1]:5190"; all zero: any address */
	size_t n_listen;
	const char *const *listen_tls; /* the same, TLS from the first byte */
	size_t n_listen_tls;
	const char
		*advertise; /* where clients are sent after the login; NULL: where they have connected to */
	const char *const *legacy_listen; /* UDP; n 0: off */
	size_t n_legacy_listen;
	const struct conf_who *legacy_from; /* from where alone; n >= 1 with legacy_listen */
	size_t n_legacy_from;
	uint32_t legacy_versions;     /* CONF_ICQ_VERSION_BIT()s; not 0 */
	const char *charset;	      /* one of conf_icq_charset_name() */
	uint32_t first_uin, last_uin; /* synthetic: at least CONF_ICQ_UINS_LEAST */
	const char *const *channels;  /* that every ICQ user joins at login */
	size_t n_channels;
	uint32_t max_sessions, max_per_address;
	uint32_t max_contacts; /* of one UIN */
	uint32_t max_queue;    /* packets or messages that wait for one client */
	uint32_t max_mail;     /* messages kept for one UIN that is not there */
	uint64_t mail_age_ms;
	uint64_t session_timeout_ms; /* of a legacy client that says nothing */
	uint32_t max_failures;	     /* wrong passwords per address and per UIN, in 10 minutes */
	struct conf_rate datagrams;  /* per address */
};

enum conf_uplink_protocol { CONF_UPLINK_OSCAR, CONF_UPLINK_LEGACY };
enum conf_uplink_proxy { CONF_PROXY_NONE, CONF_PROXY_SOCKS4, CONF_PROXY_SOCKS5 };

/* icq-uplink: an account at an ICQ server outside. */
struct conf_uplink {
	struct conf_place place;
	const char *name; /* 1..CONF_UPLINK_NAME_MAX letters, digits, '-', '_', '.' */
	enum conf_uplink_protocol protocol;
	const char *server;  /* as written, address and port */
	const char *address; /* of server: literal without brackets, in its usual form */
	uint16_t port;
	const char *bos;	 /* OSCAR: of the second connection, as written; NULL: where server is */
	const char *bos_address; /* those of server when bos is NULL */
	uint16_t bos_port;
	uint32_t uin;
	const char *password; /* 1..CONF_ICQ_PASSWORD_MAX bytes */
	enum conf_uplink_proxy proxy;
	const char *proxy_server;  /* as written; NULL with CONF_PROXY_NONE */
	const char *proxy_address; /* as address */
	uint16_t proxy_port;
	const char *proxy_user, *proxy_password; /* SOCKS5: both or none; SOCKS4: the user alone, or none */
	const char *charset;
	uint64_t keepalive_ms;
	uint64_t retry_ms, retry_max_ms; /* the latter at least the former */
	uint32_t max_queue;		 /* messages that wait for the server */
};

/* icq-contact: somebody outside, and where he is here.  A UIN once for each uplink. */
struct conf_contact {
	struct conf_place place;
	uint32_t uin;
	const char *uplink; /* name of one that is there */
	const char *nick;   /* that stands for him here; unique */
	const char *const *channels;
	size_t n_channels;
	const char *person;  /* account that gets what he says in private; NULL: nobody does */
	const char *charset; /* NULL: the uplink's */
};

/* Character sets that ICQ clients may have, in lower case; NULL past the last.  modules/icq has the same. */
const char *conf_icq_charset_name(size_t i) WARN_UNUSED;
/* NULL: there is none of that name. */
const struct conf_uplink *conf_uplink_find(const struct conf *conf, struct view name) WARN_UNUSED;
/* Ports of TCP that it connects to, the proxy's if there is one; ret: how many, 0 for UDP without a proxy. */
size_t conf_uplink_ports(const struct conf_uplink *uplink, uint16_t port[CONF_UPLINK_PORTS_MAX]) WARN_UNUSED;
/* May a server that was started with that configuration have it?  Its jail was made for the ports and the protocols that were there. */
bool conf_uplink_may_dial(const struct conf *started, const struct conf_uplink *uplink) WARN_UNUSED;

#endif
