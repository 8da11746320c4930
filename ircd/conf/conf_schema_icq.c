/* Sections module, icq-uplink and icq-contact. */
#include "conf/conf.h"
#include "conf/conf_check.h"
#include "conf/conf_check_icq.h"
#include "conf/conf_check_link.h"
#include "conf/conf_schema_priv.h"
#include "proto/limits.h"

static const struct conf_choice versions[] = {
	CHOICE("v2", CONF_ICQ_VERSION_BIT(CONF_ICQ_V2)),
	CHOICE("v3", CONF_ICQ_VERSION_BIT(CONF_ICQ_V3)),
	CHOICE("v4", CONF_ICQ_VERSION_BIT(CONF_ICQ_V4)),
	CHOICE("v5", CONF_ICQ_VERSION_BIT(CONF_ICQ_V5)),
	CHOICE(NULL, 0),
};
static const struct conf_choice protocols[] = {
	CHOICE("oscar", CONF_UPLINK_OSCAR),
	CHOICE("legacy", CONF_UPLINK_LEGACY),
	CHOICE(NULL, 0),
};
static const struct conf_choice proxies[] = {
	CHOICE("none", CONF_PROXY_NONE),
	CHOICE("socks4", CONF_PROXY_SOCKS4),
	CHOICE("socks5", CONF_PROXY_SOCKS5),
	CHOICE(NULL, 0),
};

static const char place_form[] = "an address and a port, such as 192.0.2.1:5190 or [2001:db8::1]:5190";
static const char charset_form[] =
	"utf-8, windows-1250 to windows-1258, iso-8859-1, iso-8859-2, iso-8859-5, iso-8859-15 or koi8-r";

#define OF conf_icq
const struct conf_bind conf_icq_bind[CONF_ICQ_KEYS] = {
	ROW("listen", CONF_PLACES, listen, .max = CONF_ICQ_LISTEN_MAX, .flags = CONF_LIST | CONF_RESTART,
		.at_n = offsetof(struct conf_icq, n_listen),
		.help = "where clients of today's protocol (OSCAR) connect to"),
	ROW("listen-tls", CONF_PLACES, listen_tls, .max = CONF_ICQ_LISTEN_MAX,
		.flags = CONF_LIST | CONF_RESTART, .at_n = offsetof(struct conf_icq, n_listen_tls),
		.help = "the same with TLS from the first byte; needs a section tls"),
	ROW("advertise", CONF_TEXT, advertise, .min = 7, .max = 53, .is_ok = conf_link_is_place,
		.form = place_form,
		.help = "where these clients are sent once they have logged in; where they have connected to "
			"when not set"),
	ROW("legacy-listen", CONF_PLACES, legacy_listen, .max = CONF_ICQ_LISTEN_MAX,
		.flags = CONF_LIST | CONF_RESTART, .at_n = offsetof(struct conf_icq, n_legacy_listen),
		.help = "where the old protocol is heard, over UDP and in clear; it is not when none is "
			"named"),
	ROW("legacy-from", CONF_BLOCKS, legacy_from, .max = CONF_ICQ_FROM_MAX, .flags = CONF_LIST,
		.at_n = offsetof(struct conf_icq, n_legacy_from),
		.help = "from where alone datagrams are looked at; needed with legacy-listen"),
	ROW("legacy-versions", CONF_CHOICES, legacy_versions, .standard = "{ v2, v3, v4, v5 }",
		.flags = CONF_LIST, .choice = versions, .help = "which versions of the old protocol"),
	ROW("charset", CONF_TEXT, charset, .min = 1, .max = 32, .standard = "windows-1252",
		.flags = CONF_RESTART, .is_ok = conf_icq_is_charset, .form = charset_form,
		.help = "character set of clients that do not say theirs"),
	ROW("first-uin", CONF_NUMBER, first_uin, .min = CONF_ICQ_UIN_MIN, .max = CONF_ICQ_UIN_MAX,
		.standard = "900000000", .flags = CONF_RESTART,
		.help = "first of the numbers that channels and users of IRC have for ICQ clients"),
	ROW("last-uin", CONF_NUMBER, last_uin, .min = CONF_ICQ_UIN_MIN, .max = CONF_ICQ_UIN_MAX,
		.standard = "999999999", .flags = CONF_RESTART,
		.help = "last of them, at least 1000 in all; no account has one"),
	ROW("channels", CONF_CHANNELS, channels, .max = CONF_ICQ_CHANNELS_MAX, .flags = CONF_LIST,
		.at_n = offsetof(struct conf_icq, n_channels),
		.help = "channels that everybody who comes by ICQ joins"),
	ROW("class", CONF_CLASS, class,
		.help = "limits of those who come by ICQ; those of the first class when not set"),
	ROW("max-sessions", CONF_NUMBER, max_sessions, .min = 1, .max = 100000, .standard = "1000",
		.help = "most who are logged in by ICQ"),
	ROW("max-per-address", CONF_NUMBER, max_per_address, .min = 1, .max = 10000, .standard = "10",
		.help = "most of them from one address"),
	ROW("max-contacts", CONF_NUMBER, max_contacts, .min = 1, .max = 10000, .standard = "500",
		.help = "most contacts of one of them"),
	ROW("max-queue", CONF_NUMBER, max_queue, .min = 8, .max = 10000, .standard = "100",
		.help = "most packets or messages that wait for one client"),
	ROW("max-mail", CONF_NUMBER, max_mail, .min = 0, .max = 10000, .standard = "100",
		.help = "most messages that are kept for somebody who is not there; 0: none are"),
	ROW("mail-age", CONF_TIME, mail_age_ms, .min = HOUR, .max = 3650 * DAY, .standard = "30d",
		.help = "how long they are kept"),
	ROW("session-timeout", CONF_TIME, session_timeout_ms, .min = MINUTE, .max = DAY, .standard = "5m",
		.help = "silence after which a client of the old protocol has gone"),
	ROW("max-failures", CONF_NUMBER, max_failures, .min = 1, .max = 1000, .standard = "5",
		.help = "wrong passwords from one address, and for one UIN, in 10 minutes"),
	ROW("datagrams", CONF_RATE, datagrams, .min = 1, .max = 100000, .standard = "200:1s",
		.help = "datagrams of one address that are looked at"),
};
#undef OF

#define OF conf_uplink
const struct conf_bind conf_uplink_bind[CONF_UPLINK_KEYS] = {
	ROW("protocol", CONF_CHOICE, protocol, .standard = "oscar", .choice = protocols,
		.help = "oscar: today's, over TCP; legacy: version 5 over UDP"),
	ROW("server", CONF_TEXT, server, .min = 7, .max = 53, .flags = CONF_REQUIRED,
		.is_ok = conf_link_is_place, .form = place_form, .help = "the ICQ server"),
	ROW("bos", CONF_TEXT, bos, .min = 7, .max = 53, .is_ok = conf_link_is_place, .form = place_form,
		.help = "OSCAR: where the second connection goes, whatever the server says; to the same "
			"place as the "
			"first when not set"),
	ROW("uin", CONF_NUMBER, uin, .min = CONF_ICQ_UIN_MIN, .max = CONF_ICQ_UIN_MAX, .flags = CONF_REQUIRED,
		.help = "the number to log in with"),
	ROW("password", CONF_TEXT, password, .min = 1, .max = CONF_ICQ_PASSWORD_MAX,
		.flags = CONF_REQUIRED | CONF_SECRET, .help = "the password there"),
	ROW("proxy", CONF_CHOICE, proxy, .standard = "none", .choice = proxies,
		.help = "whether a proxy is asked to connect; socks4 is for oscar only, it has no UDP"),
	ROW("proxy-server", CONF_TEXT, proxy_server, .min = 7, .max = 53, .is_ok = conf_link_is_place,
		.form = place_form, .help = "that proxy; needed with proxy"),
	ROW("proxy-user", CONF_TEXT, proxy_user, .min = 1, .max = 255,
		.help = "whom to log in as at the proxy"),
	ROW("proxy-password", CONF_TEXT, proxy_password, .min = 1, .max = 255, .flags = CONF_SECRET,
		.help = "the password there; with socks5"),
	ROW("charset", CONF_TEXT, charset, .min = 1, .max = 32, .standard = "windows-1252",
		.is_ok = conf_icq_is_charset, .form = charset_form,
		.help = "character set of contacts whose clients do not say theirs"),
	ROW("keepalive", CONF_TIME, keepalive_ms, .min = 20 * SECOND, .max = 10 * MINUTE, .standard = "60s",
		.help = "how often the server is told that the uplink is still there"),
	ROW("retry", CONF_TIME, retry_ms, .min = SECOND, .max = HOUR, .standard = "10s",
		.help = "time before the first new attempt; it doubles with each that fails"),
	ROW("retry-max", CONF_TIME, retry_max_ms, .min = SECOND, .max = DAY, .standard = "10m",
		.help = "longest time between two attempts"),
	ROW("max-queue", CONF_NUMBER, max_queue, .min = 1, .max = 10000, .standard = "200",
		.help = "most messages that wait for the server"),
};
#undef OF

#define OF conf_contact
const struct conf_bind conf_contact_bind[CONF_CONTACT_KEYS] = {
	ROW("uplink", CONF_TEXT, uplink, .min = 1, .max = CONF_UPLINK_NAME_MAX,
		.help = "title of the section icq-uplink over which the contact is reached; needed unless "
			"there is one only"),
	ROW("nick", CONF_TEXT, nick, .min = 1, .max = NICK_LEN_MAX, .flags = CONF_REQUIRED,
		.is_ok = conf_link_is_nick, .form = "a nick", .help = "the nick that stands for the contact"),
	ROW("channels", CONF_CHANNELS, channels, .max = CONF_ICQ_CHANNELS_MAX, .flags = CONF_LIST,
		.at_n = offsetof(struct conf_contact, n_channels), .help = "channels that the contact is in"),
	ROW("person", CONF_TEXT, person, .min = 1, .max = ACCOUNT_LEN, .is_ok = conf_check_is_account,
		.form = "a name of an account",
		.help = "the account that gets what the contact says in private; nobody does when not set"),
	ROW("charset", CONF_TEXT, charset, .min = 1, .max = 32, .is_ok = conf_icq_is_charset,
		.form = charset_form, .help = "the contact's character set; that of the uplink when not set"),
};
#undef OF
