/* Sections link and links. */
#include "conf/conf.h"
#include "conf/conf_check.h"
#include "conf/conf_check_link.h"
#include "conf/conf_schema_priv.h"
#include "proto/limits.h"

static const struct conf_choice permits[] = {
	CHOICE("kill", CONF_PERMIT_BIT(CONF_PERMIT_KILL)),
	CHOICE("squit", CONF_PERMIT_BIT(CONF_PERMIT_SQUIT)),
	CHOICE("connect", CONF_PERMIT_BIT(CONF_PERMIT_CONNECT)),
	CHOICE("wallops", CONF_PERMIT_BIT(CONF_PERMIT_WALLOPS)),
	CHOICE("stats", CONF_PERMIT_BIT(CONF_PERMIT_STATS)),
	CHOICE("global", CONF_PERMIT_BIT(CONF_PERMIT_GLOBAL)),
	CHOICE("kline", CONF_PERMIT_BIT(CONF_PERMIT_KLINE)),
	CHOICE("rehash", CONF_PERMIT_BIT(CONF_PERMIT_REHASH)),
	CHOICE("die", CONF_PERMIT_BIT(CONF_PERMIT_DIE)),
	CHOICE("dcc", CONF_PERMIT_BIT(CONF_PERMIT_DCC)),
	CHOICE(NULL, 0),
};

static const char place_form[] = "an address and a port, such as 192.0.2.1:6697 or [2001:db8::1]:6697";

#define OF conf_link
const struct conf_bind conf_link_bind[CONF_LINK_KEYS] = {
	ROW("sid", CONF_TEXT, sid, .min = 3, .max = 3, .is_ok = conf_check_is_sid,
		.form = "a digit and two of A-Z and 0-9",
		.help = "the server's number in the network; any when not set"),
	ROW("address", CONF_TEXT, dial, .min = 7, .max = 53, .is_ok = conf_link_is_place, .form = place_form,
		.help = "where to connect to; when not set this server never does"),
	ROW("bind", CONF_TEXT, bind, .min = 2, .max = 45, .is_ok = conf_link_is_address,
		.form = "an address, such as 192.0.2.1 or 2001:db8::1",
		.help = "the server's own address to connect from; the system's choice when not set"),
	ROW("socks", CONF_TEXT, socks, .min = 7, .max = 53, .is_ok = conf_link_is_place, .form = place_form,
		.help = "a SOCKS5 proxy to connect through"),
	ROW("socks-user", CONF_TEXT, socks_user, .min = 1, .max = 255,
		.help = "whom to log in as at the proxy"),
	ROW("socks-password", CONF_TEXT, socks_password, .min = 1, .max = 255, .flags = CONF_SECRET,
		.help = "the password there"),
	ROW("from", CONF_BLOCKS, from, .min = 1, .max = CONF_FROM_MAX, .flags = CONF_LIST,
		.at_n = offsetof(struct conf_link, n_from),
		.help = "where the server may connect from; that of address alone when not set"),
	ROW("send-password", CONF_TEXT, send_password, .min = 1, .max = CONF_LINK_PASSWORD_MAX,
		.flags = CONF_SECRET, .is_ok = conf_link_is_password,
		.form = "printable ASCII without blanks, no ':' first",
		.help = "what this server tells the other one; needed with address or from"),
	ROW("accept-password", CONF_TEXT, accept_password, .min = 1, .max = CONF_LINK_PASSWORD_MAX,
		.flags = CONF_SECRET, .is_ok = conf_link_is_password,
		.form = "printable ASCII without blanks, no ':' first",
		.help = "what the other server must tell this one; needed with address or from"),
	ROW("fingerprints", CONF_HEX_PRINTS, fingerprints, .min = 1, .max = CONF_LINK_PRINT_MAX,
		.flags = CONF_LIST, .at_n = offsetof(struct conf_link, n_fingerprints),
		.help = "certificates one of which the other server must show; needed unless plaintext is "
			"yes"),
	ROW("plaintext", CONF_BOOL, plaintext, .standard = "no",
		.help = "link without TLS: where nobody can listen in between, such as on one host"),
	ROW("autoconnect", CONF_BOOL, autoconnect, .standard = "no",
		.help = "connect by itself, and again when the link breaks; needs an address"),
	ROW("class", CONF_CLASS, class,
		.help = "the class whose sendq and ping count; one called servers, if there is one, when not "
			"set"),
	ROW("hub", CONF_SERVER_MASKS, hub, .max = CONF_HUB_MAX, .flags = CONF_LIST,
		.at_n = offsetof(struct conf_link, n_hub),
		.help = "servers that may stand behind the other one; none may when not set"),
	ROW("services", CONF_BOOL, services, .standard = "no",
		.help = "believe the server what services say: who is logged in, who must change the nick, "
			"which "
			"names are taken"),
	ROW("permit", CONF_CHOICES, permit, .standard = "{ kill, squit, connect, wallops, stats, global }",
		.flags = CONF_LIST, .choice = permits,
		.help = "what operators and servers there may do here"),
	ROW("max-servers", CONF_NUMBER, max_servers, .min = 1, .max = 10000, .standard = "100",
		.help = "most servers there, the other one among them"),
	ROW("max-users", CONF_NUMBER, max_users, .min = 1, .max = 1000000, .standard = "100000",
		.help = "most users there"),
	ROW("max-channels", CONF_NUMBER, max_channels, .min = 1, .max = 1000000, .standard = "50000",
		.help = "most channels that users there may have made here"),
};
#undef OF

#define OF conf_links
const struct conf_bind conf_links_bind[CONF_LINKS_KEYS] = {
	ROW("clock-warn", CONF_TIME, clock_warn_ms, .min = SECOND, .max = HOUR, .standard = "30s",
		.help = "how far another server's clock may be off before operators are warned"),
	ROW("clock-max", CONF_TIME, clock_max_ms, .min = SECOND, .max = DAY, .standard = "10m",
		.help = "how far it may be off before the link is refused"),
	ROW("retry", CONF_TIME, retry_ms, .min = SECOND, .max = HOUR, .standard = "10s",
		.help = "time before the first new attempt of autoconnect; it doubles with each that fails"),
	ROW("retry-max", CONF_TIME, retry_max_ms, .min = SECOND, .max = DAY, .standard = "5m",
		.help = "longest time between two attempts"),
	ROW("split-servers", CONF_NUMBER, split_servers, .min = 0, .max = 10000, .standard = "0",
		.help = "with fewer servers in the network, this one among them, nobody makes channels; 0: "
			"any"),
	ROW("split-users", CONF_NUMBER, split_users, .min = 0, .max = 1000000, .standard = "0",
		.help = "the same with fewer users in the network"),
	ROW("sasl-agent", CONF_TEXT, sasl_agent, .min = 1, .max = NICK_LEN_MAX, .standard = "SaslServ",
		.is_ok = conf_link_is_nick, .form = "a nick",
		.help = "nick of the services' SASL agent: SaslServ with Atheme, NickServ with Anope"),
};
#undef OF
