/* Sections dcc and dcc-rule. */
#include "conf/conf.h"
#include "conf/conf_check_dcc.h"
#include "conf/conf_schema_priv.h"

const struct conf_choice conf_dcc_modes[] = {
	CHOICE("full", CONF_DCC_FULL),
	CHOICE("listen-only", CONF_DCC_LISTEN_ONLY),
	CHOICE("off", CONF_DCC_OFF),
	CHOICE(NULL, 0),
};
static const struct conf_choice kinds[] = {
	CHOICE("any", CONF_DCC_ANY),
	CHOICE("send", CONF_DCC_SEND),
	CHOICE("chat", CONF_DCC_CHAT),
	CHOICE(NULL, 0),
};
static const struct conf_choice actions[] = {
	CHOICE("allow", CONF_DCC_ALLOW),
	CHOICE("discourage", CONF_DCC_DISCOURAGE),
	CHOICE("deny", CONF_DCC_DENY),
	CHOICE(NULL, 0),
};

/* Data that programs show and do not run. */
#define ALLOW_TYPES                                                                                       \
	"{ txt, log, md, csv, tsv, json, pdf, odt, ods, odp, png, jpg, jpeg, gif, webp, bmp, tif, tiff, " \
	"ogg, oga, ogv, opus, mp3, m4a, mp4, mkv, webm, flac, wav, zip, gz, bz2, xz, zst, tar, tgz, 7z, " \
	"patch, "                                                                                         \
	"diff }"
/* What an operating system, a shell, an interpreter or a chat client starts, mounts or reads settings from. */
#define DENY_TYPES                                                                                           \
	"{ exe, com, scr, pif, bat, cmd, msi, msp, mst, msix, appx, cpl, dll, sys, drv, ocx, vbs, vbe, js, " \
	"jse, "                                                                                              \
	"mjs, wsf, wsh, wsc, sct, hta, chm, hlp, lnk, url, inf, reg, scf, ps1, psm1, psd1, jar, jnlp, "      \
	"class, iso, "                                                                                       \
	"img, vhd, vhdx, dmg, pkg, app, command, apk, ipa, deb, rpm, appimage, flatpakref, desktop, "        \
	"service, run, "                                                                                     \
	"bin, sh, bash, zsh, csh, ksh, fish, py, pyc, pyw, pl, pm, rb, php, tcl, lua, scm, mrc, ini, "       \
	"theme, docm, "                                                                                      \
	"dotm, xlsm, xltm, xlam, pptm, potm, ppsm }"
/* What a host or a NAT gateway runs for itself and trusts its neighbours with. */
#define DENY_PORTS                                                                                          \
	"{ 1080, 2049, 3128, 3306, 3389, 5432, 5900-5910, 6000-6063, 6379, 6667, 6697, 8080, 9200, 11211, " \
	"27017 }"

#define OF conf_dcc
const struct conf_bind conf_dcc_bind[CONF_DCC_KEYS] = {
	ROW("mode", CONF_CHOICE, mode, .standard = "off", .choice = conf_dcc_modes,
		.help = "off: no offer passes; listen-only: both users connect to the server, which needs "
			"passive "
			"offers; full: the server also connects to who offers; wider than at the start "
			"takes a restart"),
	ROW("ports", CONF_PORTS, ports, .min = 1024, .max = 65535, .standard = "50000-50255",
		.flags = CONF_RESTART, .help = "ports that clients connect to, for one offer each"),
	ROW("advertise", CONF_ADVERTISE, advertise, .max = CONF_DCC_BLOCK_MAX, .flags = CONF_LIST,
		.at_n = offsetof(struct conf_dcc, n_advertise),
		.help = "where a port-forward leads here: which clients are told which address; the others "
			"are told the one that they are connected to"),
	ROW("nat-pools", CONF_BLOCKS, nat_pools, .max = CONF_DCC_BLOCK_MAX, .flags = CONF_LIST,
		.at_n = offsetof(struct conf_dcc, n_nat_pools),
		.help = "addresses of which clients use one for IRC and perhaps another for files"),
	ROW("ipv6-prefix", CONF_NUMBER, prefix6, .min = 48, .max = 128, .standard = "128",
		.help = "how many bits of an IPv6 address must be those of the client's IRC connection"),
	ROW("local", CONF_BOOL, local, .standard = "no",
		.help = "whether users on the server's own host may offer: loopback and its own addresses"),
	ROW("deny-ports", CONF_PORT_LIST, deny_ports, .min = 1, .max = 65535, .standard = DENY_PORTS,
		.flags = CONF_LIST, .at_n = offsetof(struct conf_dcc, n_deny_ports),
		.help = "ports that the server never connects to, besides those below 1024 and its own"),
	ROW("offer-time", CONF_TIME, offer_ms, .min = 10 * SECOND, .max = 10 * MINUTE, .standard = "2m",
		.help = "how long an offer waits for the receiver"),
	ROW("resume-time", CONF_TIME, resume_ms, .min = 5 * SECOND, .max = 5 * MINUTE, .standard = "30s",
		.help = "how long the sender has to agree to go on where a file ended"),
	ROW("dial-time", CONF_TIME, dial_ms, .min = SECOND, .max = MINUTE, .standard = "10s",
		.help = "how long it may take to reach the sender"),
	ROW("join-time", CONF_TIME, join_ms, .min = 5 * SECOND, .max = 10 * MINUTE, .standard = "1m",
		.help = "how long the sender of a passive offer has to come, when the receiver has"),
	ROW("drain-time", CONF_TIME, drain_ms, .min = 3 * SECOND, .max = 2 * MINUTE, .standard = "15s",
		.help = "how long one side may take to end when the other has"),
	ROW("idle-time", CONF_TIME, idle_ms, .min = 10 * SECOND, .max = HOUR, .standard = "2m",
		.help = "how long a transfer may stand still"),
	ROW("chat-idle-time", CONF_TIME, chat_idle_ms, .min = MINUTE, .max = 7 * DAY, .standard = "1h",
		.help = "how long a chat may be silent"),
	ROW("lifetime", CONF_TIME, lifetime_ms, .min = MINUTE, .max = 30 * DAY, .standard = "1d",
		.help = "how long a transfer or a chat may last at most"),
	ROW("max-sessions", CONF_NUMBER, max_sessions, .min = 1, .max = 1000, .standard = "64",
		.help = "most offers, transfers and chats at a time; each is allowed for with the "
			"descriptors that "
			"the server may have"),
	ROW("max-offers", CONF_NUMBER, max_offers, .min = 1, .max = 100, .standard = "3",
		.help = "most offers of one user that wait"),
	ROW("max-open", CONF_NUMBER, max_open, .min = 1, .max = 100, .standard = "2",
		.help = "most transfers and chats of one user"),
	ROW("max-pending-per-pair", CONF_NUMBER, max_per_pair, .min = 1, .max = 100, .standard = "1",
		.help = "most offers of one user to the same other that wait"),
	ROW("offer-rate", CONF_RATE, offers, .min = 1, .max = 1000, .standard = "5:1m",
		.help = "offers of one user, those that are denied too"),
	ROW("max-size", CONF_SIZE, max_size, .min = 0, .max = 65536 * GIB, .standard = "1G",
		.help = "largest file, bytes; 0: no limit"),
	ROW("max-rate", CONF_SIZE, max_rate, .min = 0, .max = 64 * GIB, .standard = "0",
		.help = "bytes a second of one transfer; 0: no limit"),
	ROW("max-total-rate", CONF_SIZE, max_rate_total, .min = 0, .max = 64 * GIB, .standard = "0",
		.help = "bytes a second of all transfers together; 0: no limit"),
	ROW("min-rate", CONF_SIZE, min_rate, .min = 0, .max = 64 * MIB, .standard = "1K",
		.help = "bytes a second that a transfer must make over a minute; 0: any"),
	ROW("survive-quit", CONF_BOOL, survive_quit, .standard = "no",
		.help = "whether a transfer goes on when one of both leaves IRC"),
	ROW("hash", CONF_BOOL, hash, .standard = "yes",
		.help = "whether the audit log has the SHA-256 of what passed"),
	ROW("scan", CONF_TEXT, scan, .min = 4, .max = 107, .flags = CONF_RESTART,
		.is_ok = conf_dcc_is_socket_path,
		.form = "an absolute path in a directory, without . and .. and //",
		.help = "Unix socket of clamd, which is shown each file; none when not set"),
	ROW("scan-max-size", CONF_SIZE, scan_max, .min = KIB, .max = 4 * GIB, .standard = "25M",
		.help = "largest file that is shown to the scanner: its StreamMaxLength"),
	ROW("scan-required", CONF_BOOL, scan_must, .standard = "yes",
		.help = "whether a file that could not be scanned is kept back"),
	ROW("utf8-names", CONF_BOOL, letters, .standard = "no",
		.help = "whether letters beyond ASCII stay in the names of files"),
	ROW("allow-types", CONF_FILE_TYPES, allow_types, .max = CONF_DCC_TYPE_MAX, .standard = ALLOW_TYPES,
		.flags = CONF_LIST, .at_n = offsetof(struct conf_dcc, n_allow_types),
		.help = "types of files that pass; what is in neither list passes if the receiver has the "
			"sender in DCCALLOW"),
	ROW("deny-types", CONF_FILE_TYPES, deny_types, .max = CONF_DCC_TYPE_MAX, .standard = DENY_TYPES,
		.flags = CONF_LIST, .at_n = offsetof(struct conf_dcc, n_deny_types),
		.help = "types of files that never pass, wherever in a name they stand"),
	ROW("tls-to-plain", CONF_BLOCKS, plain_ok, .max = CONF_DCC_BLOCK_MAX, .flags = CONF_LIST,
		.at_n = offsetof(struct conf_dcc, n_plain_ok),
		.help = "receivers who may get without TLS what was offered with it (SSEND, SCHAT); both are "
			"told"),
	ROW("chat-needs-allow", CONF_BOOL, chat_needs_allow, .standard = "no",
		.help = "whether a CHAT passes only from who is in the receiver's DCCALLOW"),
	ROW("max-allow", CONF_NUMBER, max_allow, .min = 1, .max = 200, .standard = "20",
		.help = "most entries of a user's DCCALLOW"),
	ROW("allow-time", CONF_TIME, allow_ms, .min = 0, .max = 30 * DAY, .standard = "0s",
		.help = "how long an entry of DCCALLOW without a time of its own lasts; 0s: while both are "
			"there"),
};
#undef OF

/* A list of words and its count. */
#define LIST(name, kind, field, most, what)                       \
	ROW(name, kind, field, .max = (most), .flags = CONF_LIST, \
		.at_n = offsetof(struct conf_dcc_rule, n_##field), .help = (what))

#define OF conf_dcc_rule
const struct conf_bind conf_dcc_rule_bind[CONF_DCC_RULE_KEYS] = {
	LIST("from-class", CONF_CLASSES, from_class, CONF_DCC_NAME_MAX,
		"classes of who offers; any when not set"),
	LIST("to-class", CONF_CLASSES, to_class, CONF_DCC_NAME_MAX, "classes of who is offered it"),
	LIST("from-role", CONF_ROLES, from_role, CONF_ROLE_MAX,
		"who offers is an operator of one of these roles"),
	LIST("to-role", CONF_ROLES, to_role, CONF_ROLE_MAX, "who is offered it is one"),
	LIST("from-account", CONF_MASKS, from_account, CONF_DCC_NAME_MAX,
		"who offers is logged in to an account of such a name; * for any account"),
	LIST("to-account", CONF_MASKS, to_account, CONF_DCC_NAME_MAX, "the same of who is offered it"),
	ROW("kind", CONF_CHOICE, kind, .standard = "any", .choice = kinds,
		.help = "what is offered: a file (send), a chat, or any of both"),
	ROW("name", CONF_TEXT, name, .min = 1, .max = 100, .is_ok = conf_dcc_is_name_mask,
		.form = "a name of a file with * and ?",
		.help = "mask of the file's name as the receiver is shown it; case does not matter"),
	ROW("larger-than", CONF_SIZE, above, .min = 0, .max = 65536 * GIB, .standard = "0",
		.help = "only files of more bytes"),
	ROW("action", CONF_CHOICE, action, .flags = CONF_REQUIRED, .choice = actions,
		.help = "allow, discourage (passes if the receiver has the sender in DCCALLOW) or deny"),
	ROW("reason", CONF_TEXT, reason, .min = 1, .max = 200, .help = "what both users are told"),
};
#undef OF
