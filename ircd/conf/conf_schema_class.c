/* Section class. */
#include "conf/conf_class.h"
#include "conf/conf_schema_priv.h"

/* A rate of a class; at most 1000 in a time of a second to a day. */
#define RATE(name, kind, usual, what) \
	ROW(name, CONF_RATE, rate[kind], .min = 1, .max = 1000, .standard = (usual), .help = (what))

#define OF conf_class
const struct conf_bind conf_class_bind[CONF_CLASS_KEYS] = {
	ROW("ping", CONF_TIME, ping_ms, .min = 10 * SECOND, .max = HOUR, .standard = "2m",
		.help = "silence before a client is asked for a sign of life, and again until it is dropped"),
	ROW("sendq", CONF_SIZE, sendq, .min = 16 * KIB, .max = 1024 * MIB, .standard = "1M",
		.help = "bytes that may wait for a client that reads slowly"),
	ROW("recvq", CONF_SIZE, recvq, .min = 8 * KIB, .max = MIB, .standard = "8K",
		.help = "bytes from a client that may wait to be worked on"),
	ROW("max-clients", CONF_NUMBER, max_clients, .min = 1, .max = 1000000, .standard = "10000",
		.help = "most clients of this class"),
	ROW("max-per-address", CONF_NUMBER, max_per_address, .min = 1, .max = 1000000, .standard = "100",
		.help = "most clients of this class from one address"),
	ROW("max-per-block", CONF_NUMBER, max_per_block, .min = 0, .max = 1000000, .standard = "0",
		.help = "most clients of this class from one block of addresses; 0: no limit"),
	ROW("block-ipv4", CONF_NUMBER, block_ipv4, .min = 1, .max = 32, .standard = "24",
		.help = "how many bits IPv4 addresses of one block have in common"),
	ROW("block-ipv6", CONF_NUMBER, block_ipv6, .min = 1, .max = 64, .standard = "48",
		.help = "how many bits IPv6 addresses of one block have in common"),
	ROW("flood-burst", CONF_NUMBER, flood_burst, .min = 1, .max = 1000000, .standard = "40",
		.help = "cost of commands that a client may run up at once; most commands cost 1 or 2"),
	ROW("flood-rate", CONF_NUMBER, flood_rate, .min = 1, .max = 1000000, .standard = "2",
		.help = "how much of that cost is forgiven each second"),
	ROW("flood-bytes", CONF_NUMBER, flood_bytes, .min = 0, .max = 8192, .standard = "256",
		.help = "how many bytes of a line cost 1 more; 0: only commands cost"),
	ROW("max-channels", CONF_NUMBER, max_channels, .min = 1, .max = 1000, .standard = "50",
		.help = "most channels that a client may be in"),
	RATE("nick-changes", CONF_RATE_NICKS, "5:20s", "changes of the nick; 438 beyond"),
	RATE("joins", CONF_RATE_JOINS, "60:1m", "channels that a client tries to join; 263 beyond"),
	RATE("invites", CONF_RATE_INVITES, "20:1m", "invitations that a client sends; 263 beyond"),
	RATE("knocks", CONF_RATE_KNOCKS, "4:1m", "KNOCKs; 712 beyond"),
	RATE("aways", CONF_RATE_AWAYS, "6:1m", "AWAYs with a text; 263 beyond"),
	RATE("targets", CONF_RATE_TARGETS, "20:1m",
		"users whom a client writes to without having written to each other of late; 439 beyond"),
	ROW("ctcp", CONF_CHOICE, ctcp, .standard = "all", .choice = conf_ctcp_levels,
		.help = "what CTCP its clients may send: all, only DCC, only ACTION, or none"),
	ROW("dcc", CONF_CHOICE, dcc, .standard = "full", .choice = conf_dcc_modes,
		.help = "how far the relay goes for offers of this class, at most as far as dcc mode: full, "
			"listen-only, or off, which keeps offers away from the class too"),
};
#undef OF
