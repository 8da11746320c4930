/*
 * The tables.  Order of keys is the order of the manual page.  Defaults are written as an administrator
 * writes them and go through the same functions, so a wrong one is found by the first test that loads
 * anything.
 */
#include "conf/conf_schema.h"

#include "conf/conf.h"
#include "conf/conf_check.h"
#include "conf/conf_check_dcc.h"
#include "conf/conf_check_icq.h"
#include "conf/conf_check_link.h"
#include "conf/conf_role.h"
#include "conf/conf_schema_priv.h"
#include "proto/cloak.h"
#include "proto/limits.h"

static const struct conf_choice casemaps[] = {
	CHOICE("rfc1459", CASEMAP_RFC1459),
	CHOICE("ascii", CASEMAP_ASCII),
	CHOICE(NULL, 0),
};
static const struct conf_choice channel_ranks[] = {
	CHOICE("qaohv", false),
	CHOICE("ov", true),
	CHOICE(NULL, 0),
};
static const struct conf_choice founder_ranks[] = {
	CHOICE("o", false),
	CHOICE("qo", true),
	CHOICE(NULL, 0),
};
static const struct conf_choice log_levels[] = {
	CHOICE("error", LOG_LEVEL_ERROR),
	CHOICE("warn", LOG_LEVEL_WARN),
	CHOICE("info", LOG_LEVEL_INFO),
	CHOICE("debug", LOG_LEVEL_DEBUG),
	CHOICE(NULL, 0),
};
static const struct conf_choice jail_modes[] = {
	CHOICE("enforce", CONF_JAIL_ENFORCE),
	CHOICE("errno", CONF_JAIL_ERRNO),
	CHOICE("log", CONF_JAIL_LOG),
	CHOICE("off", CONF_JAIL_OFF),
	CHOICE(NULL, 0),
};
static const struct conf_choice jail_requires[] = {
	CHOICE("namespace", CONF_REQUIRE_NAMESPACE),
	CHOICE("chroot", CONF_REQUIRE_CHROOT),
	CHOICE("landlock", CONF_REQUIRE_LANDLOCK),
	CHOICE("seccomp", CONF_REQUIRE_SECCOMP),
	CHOICE("none", CONF_REQUIRE_NONE),
	CHOICE(NULL, 0),
};
static const struct conf_choice channel_registrations[] = {
	CHOICE("open", CONF_CHANNELS_OPEN),
	CHOICE("opers", CONF_CHANNELS_OPERS),
	CHOICE("closed", CONF_CHANNELS_CLOSED),
	CHOICE(NULL, 0),
};
static const struct conf_choice client_certs[] = {
	CHOICE("ask", CONF_CLIENT_CERT_ASK),
	CHOICE("none", CONF_CLIENT_CERT_NONE),
	CHOICE(NULL, 0),
};
static const struct conf_choice tls_versions[] = {
	CHOICE("1.2", CONF_TLS_1_2),
	CHOICE("1.3", CONF_TLS_1_3),
	CHOICE(NULL, 0),
};
static const struct conf_choice tls_wants[] = {
	CHOICE("any", false),
	CHOICE("required", true),
	CHOICE(NULL, 0),
};
static const struct conf_choice certificate_wants[] = {
	CHOICE("any", false),
	CHOICE("required", true),
	CHOICE(NULL, 0),
};
static const struct conf_choice ident_wants[] = {
	CHOICE("off", CONF_IDENT_OFF),
	CHOICE("try", CONF_IDENT_TRY),
	CHOICE("require", CONF_IDENT_REQUIRE),
	CHOICE(NULL, 0),
};
static const struct conf_choice account_wants[] = {
	CHOICE("any", false),
	CHOICE("required", true),
	CHOICE(NULL, 0),
};
static const struct conf_choice otherwises[] = {
	CHOICE("refuse", false),
	CHOICE("next", true),
	CHOICE(NULL, 0),
};

#define OF conf_server
static const struct conf_bind server_bind[] = {
	ROW("name", CONF_TEXT, name, .min = 3, .max = SERVER_NAME_LEN, .flags = CONF_REQUIRED | CONF_RESTART,
		.is_ok = conf_check_is_server_name, .form = "letters, digits, '-', '_' and '.', with a dot",
		.help = "the name that clients see; it need not be in DNS"),
	ROW("sid", CONF_CHARS, sid, .min = 3, .max = 3, .flags = CONF_RESTART, .is_ok = conf_check_is_sid,
		.form = "a digit and two of A-Z and 0-9",
		.help = "number of the server in its network; made from the name when not set"),
	ROW("description", CONF_TEXT, description, .min = 1, .max = REALNAME_LEN,
		.standard = "Conclave IRC server",
		.help = "one line about the server, shown by WHOIS and LINKS"),
	ROW("network", CONF_TEXT, network, .min = 1, .max = NETWORK_LEN, .standard = "Conclave",
		.is_ok = conf_check_is_word, .form = "no blank",
		.help = "name of the network, shown to clients on arrival"),
	ROW("motd", CONF_FILE, motd_path, .standard = "motd.txt",
		.help = "message of the day; the default file may be missing"),
	ROW("rules", CONF_FILE, rules_path, .standard = "rules.txt",
		.help = "what RULES shows; the default file may be missing"),
	ROW("oper-motd", CONF_FILE, oper_motd_path, .standard = "opermotd.txt",
		.help = "message of the day for operators; the default file may be missing"),
	ROW("casemapping", CONF_CHOICE, casemapping, .standard = "rfc1459", .flags = CONF_RESTART,
		.choice = casemaps,
		.help = "which names are the same: rfc1459 takes {}|~ for the lower case of []\\^, ascii "
			"does not"),
	ROW("max-clients", CONF_NUMBER, max_clients, .min = 1, .max = 1000000, .standard = "10000",
		.help = "most connections at a time"),
	ROW("nick-length", CONF_NUMBER, nick_length, .min = 9, .max = NICK_LEN_MAX, .standard = "30",
		.flags = CONF_RESTART, .help = "longest nickname, bytes"),
	ROW("log-level", CONF_CHOICE, log_level, .standard = "info", .choice = log_levels,
		.help = "the least important lines that are logged"),
	ROW("registration-timeout", CONF_TIME, registration_timeout_ms, .min = 5 * SECOND, .max = 5 * MINUTE,
		.standard = "30s", .help = "time from connecting to being registered"),
	ROW("default-user-modes", CONF_LETTERS, default_user_modes, .standard = "i", .form = "iwx",
		.help = "modes of a user who has just arrived"),
	ROW("default-channel-modes", CONF_LETTERS, default_channel_modes, .standard = "nt",
		.form = "CMNRTcgimnpstuz", .help = "modes of a new channel"),
	ROW("channel-ranks", CONF_CHOICE, only_ov, .standard = "qaohv", .flags = CONF_RESTART,
		.choice = channel_ranks,
		.help = "ranks in channels; with ov, mode q is the list of who is quieted"),
	ROW("founder-rank", CONF_CHOICE, founder_owns, .standard = "o", .choice = founder_ranks,
		.help = "ranks of who makes a channel: operator, or owner and operator"),
	ROW("whowas-entries", CONF_NUMBER, whowas_entries, .min = 0, .max = 100000, .standard = "1000",
		.help = "how many users who left WHOWAS remembers"),
	ROW("connect-burst", CONF_NUMBER, connect_burst, .min = 0, .max = 1000000, .standard = "50",
		.help = "connections that one address (IPv6: one /64) may open at once; 0: no limit"),
	ROW("connect-interval", CONF_TIME, connect_interval_ms, .min = SECOND, .max = HOUR, .standard = "1s",
		.help = "time after which it may open one more"),
	ROW("utf8-only", CONF_BOOL, utf8_only, .standard = "yes",
		.help = "refuse commands that are not UTF-8 and tell clients so (UTF8ONLY)"),
	ROW("client-tag-deny", CONF_TEXT, client_tag_deny, .min = 1, .max = TAG_DENY_LEN,
		.is_ok = conf_check_is_tag_list,
		.form = "tag names without '+' between commas, or * for all and behind it -name for each "
			"that "
			"passes",
		.help = "tags of clients that are not relayed (CLIENTTAGDENY)"),
	ROW("icon", CONF_TEXT, icon, .min = 8, .max = ICON_LEN, .is_ok = conf_check_is_icon,
		.form = "an https URL", .help = "picture of the network that clients may show"),
	ROW("cloak-key", CONF_TEXT, cloak_key, .min = 32, .max = 200, .flags = CONF_SECRET,
		.help = "secret that cloaks (user mode x) are made with; without one there are none"),
	ROW("cloak-old-keys", CONF_SECRETS, cloak_old_keys, .min = 0, .max = CLOAK_OLD_MAX,
		.flags = CONF_LIST | CONF_SECRET, .at_n = offsetof(struct conf_server, n_cloak_old_keys),
		.help = "keys of before: bans on cloaks that were made with them still hit"),
	ROW("account-cloaks", CONF_BOOL, account_cloaks, .standard = "no",
		.help = "with user mode x, who is logged in shows user/ACCOUNT; needs a cloak-key"),
	ROW("cloak-suffix", CONF_TEXT, cloak_suffix, .min = 1, .max = CLOAK_SUFFIX_LEN, .standard = "ip",
		.is_ok = conf_check_is_host_part,
		.form = "letters, digits, '-' and '.', none of these two at an end",
		.help = "what cloaks end with"),
	ROW("operspy-notice", CONF_BOOL, operspy_notice, .standard = "no",
		.help = "tell users, and operators of channels, that an operator has looked at what they "
			"hide"),
	ROW("protected-names", CONF_NICKS, protected_names, .min = 0, .max = CONF_PROTECTED_MAX,
		.flags = CONF_LIST, .at_n = offsetof(struct conf_server, n_protected_names),
		.help = "nicks that nobody may take, nor any that looks like one of them"),
};
#undef OF

#define OF conf_admin
static const struct conf_bind admin_bind[] = {
	ROW("location", CONF_TEXT, location, .min = 1, .max = 200, .help = "where the server is"),
	ROW("name", CONF_TEXT, name, .min = 1, .max = 200, .help = "who looks after it"),
	ROW("email", CONF_TEXT, email, .min = 1, .max = 200, .help = "where to write to"),
};
#undef OF

#define OF conf_jail
static const struct conf_bind jail_bind[] = {
	ROW("user", CONF_TEXT, user, .min = 1, .max = 32, .standard = "conclave", .flags = CONF_RESTART,
		.is_ok = conf_check_is_user_name, .form = "a name of letters, digits, '-', '_'",
		.help = "who the server becomes when root starts it; must own the state directory"),
	ROW("state", CONF_PATH, state, .standard = "/var/lib/conclave", .flags = CONF_RESTART,
		.help = "directory that the server may write to, the only one; may lie anywhere"),
	ROW("mode", CONF_CHOICE, mode, .standard = "enforce", .flags = CONF_RESTART, .choice = jail_modes,
		.help = "what a forbidden system call does: enforce ends the process, errno makes the call "
			"fail, log lets it pass and "
			"logs it, off builds no jail at all"),
	ROW("require", CONF_CHOICE, require, .standard = "chroot", .flags = CONF_RESTART,
		.choice = jail_requires, .help = "the least that must hold, or the server does not start"),
};
#undef OF

#define OF conf_dns
static const struct conf_bind dns_bind[] = {
	ROW("lookup", CONF_BOOL, lookup, .standard = "no",
		.help = "show the name that DNS has for a user's address, if that name has the address"),
	ROW("servers", CONF_SERVERS, servers, .min = 0, .max = CONF_DNS_MAX,
		.flags = CONF_LIST | CONF_RESTART, .at_n = offsetof(struct conf_dns, n_servers),
		.help = "who is asked; those of /etc/resolv.conf when none is named"),
	ROW("timeout", CONF_TIME, timeout_ms, .min = SECOND, .max = 30 * SECOND, .standard = "3s",
		.help = "how long a user waits for its name at most"),
	ROW("cache", CONF_NUMBER, cache, .min = 16, .max = 65536, .standard = "4096",
		.help = "how many addresses are remembered with their name"),
};
#undef OF

#define OF conf_channels
static const struct conf_bind channels_bind[] = {
	ROW("registration", CONF_CHOICE, registration, .standard = "open", .choice = channel_registrations,
		.help = "who may register a channel: open whoever is logged in to an account, opers only "
			"operators of the server, closed nobody"),
	ROW("max-registered", CONF_NUMBER, max_registered, .min = 0, .max = 100000, .standard = "1000",
		.help = "most registered channels"),
	ROW("max-per-account", CONF_NUMBER, max_per_account, .min = 0, .max = 1000, .standard = "20",
		.help = "most channels that one account may have registered"),
};
#undef OF
#define OF conf_bans
static const struct conf_bind bans_bind[] = {
	ROW("max", CONF_NUMBER, max, .max = 1000000, .standard = "100000",
		.help = "most server bans, reserved names and exemptions"),
	ROW("confirm-percent", CONF_NUMBER, confirm_percent, .min = 0, .max = 100, .standard = "10",
		.help = "a ban that hits more than this share of the users has to be asked for twice"),
	ROW("confirm-least", CONF_NUMBER, confirm_least, .min = 0, .max = 1000000, .standard = "5",
		.help = "so many users may be hit without that, whatever share of all they are"),
	ROW("tell-setter", CONF_BOOL, tell_setter, .standard = "no", .help = "tell who is banned by whom"),
	ROW("exempt", CONF_WHOS, exempt, .max = CONF_EXEMPT_MAX, .flags = CONF_LIST,
		.at_n = offsetof(struct conf_bans, n_exempt),
		.help = "user@address patterns: whom no K-, D- or X-line hits"),
};
#undef OF
#define OF conf_tls
static const struct conf_bind tls_bind[] = {
	ROW("certificate", CONF_FILE, certificate, .flags = CONF_REQUIRED,
		.help = "PEM file with the certificate and the chain that leads to its root"),
	ROW("key", CONF_FILE, key, .flags = CONF_REQUIRED,
		.help = "PEM file with the private key; others on the host must not be able to read it"),
	ROW("server-names", CONF_NAMES, server_names, .min = 0, .max = CONF_FROM_MAX, .flags = CONF_LIST,
		.at_n = offsetof(struct conf_tls, n_server_names),
		.help = "for which names clients get this certificate; *.example.org stands for any one "
			"label"),
	ROW("client-certificates", CONF_CHOICE, client_certificates, .standard = "ask", .flags = CONF_FIRST,
		.choice = client_certs,
		.help = "whether clients are asked for a certificate; needed for oper fingerprint"),
	ROW("min-version", CONF_CHOICE, min_version, .standard = "1.2", .flags = CONF_FIRST,
		.choice = tls_versions, .help = "the oldest TLS that is spoken"),
	ROW("ciphers", CONF_TEXT, ciphers, .min = 1, .max = 1000, .flags = CONF_FIRST,
		.help = "OpenSSL's cipher list for TLS 1.2; OpenSSL's own choice when not set"),
	ROW("handshake-timeout", CONF_TIME, handshake_timeout_ms, .min = 1 * SECOND, .max = 5 * MINUTE,
		.standard = "10s", .flags = CONF_FIRST,
		.help = "time for a TLS handshake; at most server registration-timeout"),
	ROW("handshakes-per-turn", CONF_NUMBER, handshakes_per_turn, .min = 1, .max = 1000, .standard = "8",
		.flags = CONF_FIRST, .help = "how many handshakes are moved on before others are served"),
	ROW("sts-port", CONF_NUMBER, sts_port, .min = 1, .max = 65535, .flags = CONF_FIRST,
		.help = "port with TLS that clients on plain connections are sent to (IRCv3 sts); no STS "
			"when "
			"not set"),
	ROW("sts-duration", CONF_TIME, sts_duration_ms, .min = 0, .max = 365 * 24 * HOUR, .standard = "0s",
		.flags = CONF_FIRST,
		.help = "how long clients refuse plain connections after they have seen TLS (IRCv3 sts)"),
};
#undef OF

#define OF conf_ident
static const struct conf_bind ident_bind[] = {
	ROW("port", CONF_NUMBER, port, .min = 1, .max = 65535, .standard = "113", .flags = CONF_RESTART,
		.help = "where Auth services are asked"),
	ROW("connect-timeout", CONF_TIME, connect_timeout_ms, .min = SECOND, .max = 30 * SECOND,
		.standard = "3s", .help = "time to reach one"),
	ROW("timeout", CONF_TIME, timeout_ms, .min = SECOND, .max = MINUTE, .standard = "6s",
		.help = "time until it has answered, that included; less than server registration-timeout"),
	ROW("loopback", CONF_BOOL, loopback, .standard = "no",
		.help = "ask about clients from loopback addresses too"),
	ROW("other-accept", CONF_BOOL, other_accept, .standard = "no",
		.help = "take names of the system OTHER, which are not meant as login names"),
};
#undef OF

#define OF conf_role
static const struct conf_bind role_bind[] = {
	ROW("privileges", CONF_PRIVS, privileges, .flags = CONF_LIST,
		.help = "what operators of this role may do"),
	ROW("inherits", CONF_ROLES, inherits, .min = 0, .max = CONF_ROLE_MAX, .flags = CONF_LIST,
		.at_n = offsetof(struct conf_role, n_inherits), .help = "roles whose privileges it has too"),
};
#undef OF

#define OF conf_listen
static const struct conf_bind listen_bind[] = {
	ROW("tls", CONF_BOOL, tls, .standard = "no", .help = "TLS from the first byte"),
	ROW("websocket", CONF_BOOL, websocket, .standard = "no",
		.help = "WebSocket, for clients in browsers, instead of lines"),
	ROW("origins", CONF_ORIGINS, origins, .min = 0, .max = CONF_FROM_MAX, .flags = CONF_LIST,
		.at_n = offsetof(struct conf_listen, n_origins),
		.help = "from which sites pages may open a WebSocket; any when none is named, else clients "
			"that name no site are refused too"),
	ROW("proxy", CONF_BOOL, proxy, .standard = "no",
		.help = "connections of gateways that have proxy begin with a PROXY header"),
	ROW("links", CONF_BOOL, links, .standard = "no", .flags = CONF_RESTART,
		.help = "for the servers of sections link, and for no clients"),
	ROW("class", CONF_CLASS, class, .help = "class of all who come this way, whatever allow says"),
	ROW("backlog", CONF_NUMBER, backlog, .min = 1, .max = 4096, .standard = "512", .flags = CONF_RESTART,
		.help = "connections that may wait to be accepted"),
	ROW("external-port", CONF_NUMBER, external_port, .min = 1, .max = 65535,
		.help = "the port that clients dial where a port-forward leads here: Auth services know that "
			"one"),
	ROW("mode", CONF_MODE, mode, .standard = "0660", .flags = CONF_RESTART,
		.help = "who may connect to a Unix socket"),
};
#undef OF

#define OF conf_reject
static const struct conf_bind reject_bind[] = {
	ROW("after", CONF_NUMBER, after, .min = 0, .max = 1000, .standard = "5",
		.help = "how many refusals of one address it takes; 0: never"),
	ROW("within", CONF_TIME, within_ms, .min = SECOND, .max = HOUR, .standard = "1m",
		.help = "in what time they must have been"),
	ROW("for", CONF_TIME, for_ms, .min = SECOND, .max = 24 * HOUR, .standard = "1m",
		.help = "how long nobody from there is accepted then"),
};
#undef OF

#define OF conf_allow
static const struct conf_bind allow_bind[] = {
	ROW("listener", CONF_LISTENERS, listener, .min = 1, .max = CONF_LISTEN_MAX, .flags = CONF_LIST,
		.at_n = offsetof(struct conf_allow, n_listener),
		.help = "the rule is only about those who come by one of these; any when not set"),
	ROW("class", CONF_CLASS, class, .flags = CONF_REQUIRED, .help = "limits of those who come in here"),
	ROW("tls", CONF_CHOICE, tls_required, .standard = "any", .choice = tls_wants,
		.help = "whether the connection must be encrypted"),
	ROW("certificate", CONF_CHOICE, certificate_required, .standard = "any", .choice = certificate_wants,
		.help = "whether the client must show a certificate, whoever has signed it"),
	ROW("fingerprints", CONF_PRINTS, fingerprints, .min = 1, .max = CONF_ALLOWED_MAX, .flags = CONF_LIST,
		.at_n = offsetof(struct conf_allow, n_fingerprints),
		.help = "certificates one of which the client must show"),
	ROW("ident", CONF_CHOICE, ident, .standard = "off", .choice = ident_wants,
		.help = "whether the Auth service of the client's host is asked for the user name: off, try, "
			"or require an answer"),
	ROW("tilde", CONF_BOOL, tilde, .standard = "yes",
		.help = "mark user names that no Auth service told with '~'"),
	ROW("account", CONF_CHOICE, account_required, .standard = "any", .choice = account_wants,
		.help = "whether the client must have logged in to an account"),
	ROW("accounts", CONF_ACCOUNTS, accounts, .min = 1, .max = CONF_ALLOWED_MAX, .flags = CONF_LIST,
		.at_n = offsetof(struct conf_allow, n_accounts),
		.help = "accounts to one of which the client must have logged in"),
	ROW("password", CONF_PASSWORD, password, .help = "what PASS must give"),
	ROW("quiz", CONF_BOOL, quiz, .standard = "no",
		.help = "whether guests, who are not logged in and show no account's certificate, have to "
			"answer a question first"),
	ROW("otherwise", CONF_CHOICE, passes_on, .standard = "refuse", .choice = otherwises,
		.help = "what becomes of a client that does not meet a demand of the rule"),
};
#undef OF

#define OF conf_oper
static const struct conf_bind oper_bind[] = {
	ROW("role", CONF_ROLE, role, .flags = CONF_REQUIRED, .help = "what the operator may do"),
	ROW("password", CONF_PASSWORD, password, .help = "what OPER must give"),
	ROW("fingerprint", CONF_FINGERPRINT, has_fingerprint, .at_n = offsetof(struct conf_oper, fingerprint),
		.help = "the client certificate that must be shown"),
	ROW("account", CONF_TEXT, account, .min = 1, .max = ACCOUNT_LEN, .is_ok = conf_check_is_account,
		.form = "a name of an account", .help = "the account that the operator must be logged in to"),
	ROW("from", CONF_WHOS, from, .min = 1, .max = CONF_FROM_MAX, .flags = CONF_REQUIRED | CONF_LIST,
		.at_n = offsetof(struct conf_oper, n_from), .help = "from where the operator may come"),
	ROW("require-tls", CONF_BOOL, require_tls, .standard = "yes",
		.help = "refuse OPER on a connection that is not encrypted and leaves the host"),
	ROW("auto", CONF_BOOL, raises_itself, .standard = "no",
		.help = "become operator at registration, without OPER; not with a password"),
};
#undef OF

#define OF conf_gateway
static const struct conf_bind gateway_bind[] = {
	ROW("from", CONF_WHOS, from, .min = 1, .max = CONF_FROM_MAX, .flags = CONF_REQUIRED | CONF_LIST,
		.at_n = offsetof(struct conf_gateway, n_from),
		.help = "its addresses; no user before them, and not everybody"),
	ROW("proxy", CONF_BOOL, proxy, .standard = "no",
		.help = "it speaks the PROXY protocol, version 1 or 2, to listeners that have proxy"),
	ROW("webirc-password", CONF_PASSWORD, password, .help = "what its WEBIRC must give"),
	ROW("webirc-fingerprint", CONF_FINGERPRINT, has_fingerprint,
		.at_n = offsetof(struct conf_gateway, fingerprint),
		.help = "the client certificate that it must show with WEBIRC; with a password, both are "
			"needed"),
	ROW("trust-host", CONF_BOOL, trust_host, .standard = "no",
		.help = "show the host name that its WEBIRC tells; the server's own look-up otherwise"),
};
#undef OF

#define OF conf_quiz
static const struct conf_bind quiz_bind[] = {
	ROW("answers", CONF_ANSWERS, answer, .min = 1, .max = CONF_ANSWER_MAX,
		.flags = CONF_REQUIRED | CONF_LIST, .at_n = offsetof(struct conf_quiz, n_answer),
		.help = "what is right; case, blanks, punctuation and accents do not matter"),
};
#undef OF

#define OF conf_person
static const struct conf_bind person_bind[] = {
	ROW("account", CONF_TEXT, account, .min = 1, .max = ACCOUNT_LEN, .is_ok = conf_check_is_account,
		.form = "a name of an account",
		.help = "the account that SASL EXTERNAL logs in to, without a password"),
	ROW("control", CONF_BOOL, control, .standard = "no", .help = "may use conclavectl"),
};
#undef OF

#define OF conf_control
static const struct conf_bind control_bind[] = {
	ROW("socket", CONF_TEXT, socket, .min = 0, .max = 107, .standard = "control.sock",
		.flags = CONF_RESTART,
		.help = "path of its Unix socket, relative to the state directory; empty: there is none"),
	ROW("mode", CONF_MODE, mode, .standard = "0600", .flags = CONF_RESTART,
		.help = "who may connect to it, before it is asked who may do anything"),
};
#undef OF

#define SECTION(called, ...)                  \
	{                                     \
		.name = (called), __VA_ARGS__ \
	}
#define KEYS(table) .bind = (table), .n_bind = ARRAY_LEN(table)
#define ONE(field) \
	.size = sizeof(((struct conf *)0)->field), .at = offsetof(struct conf, field), .at_n = CONF_SINGLE
#define MANY(type, field)                                                \
	.size = sizeof(struct type), .at = offsetof(struct conf, field), \
	.at_n = offsetof(struct conf, n_##field)

static const char word_title[] = "a name of 1 to 32 letters, digits, '-' and '_'";

const struct conf_section conf_sections[CONF_SECTION_N] = {
	SECTION("server", KEYS(server_bind), ONE(server), .min = 1, .max = 1, .check = conf_check_server,
		.help = "the server itself"),
	SECTION("admin", KEYS(admin_bind), ONE(admin), .max = 1, .help = "what ADMIN tells"),
	SECTION("jail", KEYS(jail_bind), ONE(jail), .max = 1,
		.help = "the room that the server locks itself into"),
	SECTION("ident", KEYS(ident_bind), ONE(ident), .max = 1, .check = conf_check_ident,
		.help = "how Auth services (RFC 1413) are asked"),
	SECTION("accounts", .bind = conf_accounts_bind, .n_bind = CONF_ACCOUNTS_KEYS, ONE(accounts), .max = 1,
		.help = "registered accounts, and where they are kept"),
	SECTION("dns", KEYS(dns_bind), ONE(dns), .max = 1, .help = "names of users' addresses"),
	SECTION("channels", KEYS(channels_bind), ONE(channels), .max = 1, .help = "registered channels"),
	SECTION("bans", KEYS(bans_bind), ONE(bans), .max = 1,
		.help = "server bans: K-, D- and X-lines, reserved names"),
	SECTION("control", KEYS(control_bind), ONE(control), .max = 1, .check = conf_check_control,
		.help = "the socket for conclavectl"),
	SECTION("audit", .bind = conf_audit_bind, .n_bind = CONF_AUDIT_KEYS, ONE(audit), .max = 1,
		.help = "the record of who did what"),
	SECTION("dcc", .bind = conf_dcc_bind, .n_bind = CONF_DCC_KEYS, ONE(dcc), .max = 1,
		.check = conf_dcc_check, .help = "files and chats between users, through the server"),
	SECTION("tls", KEYS(tls_bind), MANY(conf_tls, tls), .max = CONF_TLS_MAX, .check = conf_check_tls,
		.help = "certificates; the first answers those who ask for no name"),
	SECTION("class", .bind = conf_class_bind, .n_bind = CONF_CLASS_KEYS, MANY(conf_class, class),
		.min = 1, .max = CONF_CLASS_MAX, .title = word_title, .is_ordered = true,
		.take_title = conf_title_class, .help = "limits"),
	SECTION("role", KEYS(role_bind), MANY(conf_role, role), .max = CONF_ROLE_MAX, .title = word_title,
		.take_title = conf_title_role, .check = conf_role_check, .help = "sets of privileges"),
	SECTION("listen", KEYS(listen_bind), MANY(conf_listen, listen), .min = 1, .max = CONF_LISTEN_MAX,
		.title = "192.0.2.1:6667, [2001:db8::1]:6697, *:6697 or unix:/path",
		.take_title = conf_title_listen, .check = conf_check_listen,
		.help = "where clients connect to"),
	SECTION("allow", KEYS(allow_bind), MANY(conf_allow, allow), .min = 1, .max = CONF_ALLOW_MAX,
		.title = "user@address", .repeats = true, .is_ordered = true, .take_title = conf_title_allow,
		.check = conf_check_allow,
		.help = "who may connect; the first that matches decides, who matches none is refused"),
	SECTION("reject", KEYS(reject_bind), ONE(reject), .max = 1,
		.help = "addresses that were refused too often"),
	SECTION("oper", KEYS(oper_bind), MANY(conf_oper, oper), .max = CONF_OPER_MAX, .title = word_title,
		.take_title = conf_title_oper, .check = conf_role_check_oper, .help = "operators"),
	SECTION("gateway", KEYS(gateway_bind), MANY(conf_gateway, gateway), .max = CONF_GATEWAY_MAX,
		.title = word_title, .is_ordered = true, .take_title = conf_title_gateway,
		.check = conf_check_gateway, .help = "who connects for others and is believed who they are"),
	SECTION("links", .bind = conf_links_bind, .n_bind = CONF_LINKS_KEYS, ONE(links), .max = 1,
		.check = conf_link_check_links, .help = "what holds for all links to other servers"),
	SECTION("link", .bind = conf_link_bind, .n_bind = CONF_LINK_KEYS, MANY(conf_link, link),
		.max = CONF_LINK_MAX,
		.title = "a name of at most 63 letters, digits, '-', '_' and '.', with a dot",
		.take_title = conf_link_title, .check = conf_link_check,
		.help = "another server of the network"),
	SECTION("dcc-rule", .bind = conf_dcc_rule_bind, .n_bind = CONF_DCC_RULE_KEYS,
		MANY(conf_dcc_rule, dcc_rule), .max = CONF_DCC_RULE_MAX, .title = word_title,
		.is_ordered = true, .take_title = conf_dcc_title_rule, .check = conf_dcc_check_rule,
		.help = "who may offer what to whom; the first whose every condition holds decides"),
	SECTION("quiz", KEYS(quiz_bind), MANY(conf_quiz, quiz), .max = CONF_QUIZ_MAX,
		.title = "a question of 1 to 200 bytes", .take_title = conf_title_quiz,
		.help = "what guests are asked, one of these at random"),
	SECTION("guard", .bind = conf_guard_bind, .n_bind = CONF_GUARD_KEYS, ONE(guard), .max = 1,
		.help = "what is done about texts that ask people to do harm"),
	SECTION("guard-rule", .bind = conf_guard_rule_bind, .n_bind = CONF_GUARD_RULE_KEYS,
		MANY(conf_guard_rule, guard_rule), .max = CONF_GUARD_RULE_MAX, .title = word_title,
		.is_ordered = true, .take_title = conf_title_guard_rule, .check = conf_check_guard_rule,
		.help = "texts that something is done about"),
	SECTION("guard-channel", .bind = conf_guard_channel_bind, .n_bind = CONF_GUARD_CHANNEL_KEYS,
		MANY(conf_guard_channel, guard_channel), .max = CONF_GUARD_CHANNEL_MAX,
		.title = "a mask of names of channels, of 1 to 64 bytes", .is_ordered = true,
		.take_title = conf_title_guard_channel,
		.help = "channels with rules of their own; the first that a name fits counts"),
	SECTION("person", KEYS(person_bind), MANY(conf_person, person), .max = CONF_PERSON_MAX,
		.title = "a user name of this host, or a user number", .take_title = conf_title_person,
		.help = "what a user of this host may do over Unix sockets"),
	SECTION("module", .bind = conf_icq_bind, .n_bind = CONF_ICQ_KEYS, MANY(conf_icq, icq), .max = 1,
		.title = "icq", .take_title = conf_icq_title, .check = conf_icq_check,
		.help = "a module that is on: icq, for ICQ clients"),
	SECTION("icq-uplink", .bind = conf_uplink_bind, .n_bind = CONF_UPLINK_KEYS, MANY(conf_uplink, uplink),
		.max = CONF_UPLINK_MAX, .title = "a name of 1 to 32 letters, digits, '-', '_' and '.'",
		.take_title = conf_icq_title_uplink, .check = conf_icq_check_uplink,
		.help = "an account at an ICQ server outside"),
	SECTION("icq-contact", .bind = conf_contact_bind, .n_bind = CONF_CONTACT_KEYS,
		MANY(conf_contact, contact), .max = CONF_CONTACT_MAX, .title = "a UIN, 10000 to 2147483646",
		.repeats = true, .take_title = conf_icq_title_contact, .check = conf_icq_check_contact,
		.help = "somebody outside, and where he is here"),
};

const struct conf_section *
conf_section_find(struct view name)
{
	for (size_t i = 0; i < CONF_SECTION_N; i++)
		if (view_eq(name, view_z(conf_sections[i].name)))
			return &conf_sections[i];
	return NULL;
}

const struct conf_bind *
conf_bind_find(const struct conf_section *section, struct view key)
{
	for (size_t i = 0; i < section->n_bind; i++)
		if (view_eq(key, view_z(section->bind[i].key)))
			return &section->bind[i];
	return NULL;
}
