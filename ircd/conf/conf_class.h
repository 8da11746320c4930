/* A class of clients as the configuration has it: its limits.  What is said in conf_types.h holds here. */
#ifndef CONCLAVE_CONF_CONF_CLASS_H
#define CONCLAVE_CONF_CONF_CLASS_H

#include <stddef.h>
#include <stdint.h>

/* So many at once, and one more for each share of the time: "5:20s" lets one pass every 4 seconds.  count 0: no limit. */
struct conf_rate {
	uint32_t count;
	uint64_t per_ms;
};

/* What a class limits by a rate; the rows of conf_schema.c name them. */
enum conf_rate_kind {
	CONF_RATE_NICKS,   /* changes of the nick */
	CONF_RATE_JOINS,   /* channels that it tries to join */
	CONF_RATE_INVITES, /* invitations sent */
	CONF_RATE_KNOCKS,
	CONF_RATE_AWAYS,   /* AWAY with a text */
	CONF_RATE_TARGETS, /* users whom it had nothing to do with of late */
	CONF_RATE_N
};

/* How far the DCC relay goes.  In this order: of dcc { mode } and the class of who offers, the lesser counts. */
enum conf_dcc_mode {
	CONF_DCC_OFF,
	CONF_DCC_LISTEN_ONLY, /* both clients connect to the server */
	CONF_DCC_FULL,	      /* the server may connect to who offers */
};

/* How much CTCP; an ACTION is none. */
enum conf_ctcp {
	CONF_CTCP_ALL,
	CONF_CTCP_DCC_ONLY,    /* requests to send files and to chat, and their refusals */
	CONF_CTCP_ACTION_ONLY, /* none */
	CONF_CTCP_OFF,	       /* not even an ACTION */
};

struct conf_class {
	const char *name;
	uint64_t ping_ms;	  /* silence before PING, and again before the end */
	size_t sendq, recvq;	  /* bytes */
	uint32_t max_clients;	  /* 1.. */
	uint32_t max_per_address; /* 1.. */
	uint32_t max_per_block;	  /* 0: no limit */
	uint32_t block_ipv4;	  /* bits of what is a block: 1..32 */
	uint32_t block_ipv6;	  /* 1..64 */
	uint32_t flood_burst;	  /* cost that may be spent at once */
	uint32_t flood_rate;	  /* cost that comes back per second */
	uint32_t flood_bytes;	  /* of a line cost 1 above its command; 0: they are free */
	uint32_t max_channels;	  /* 1.. */
	struct conf_rate rate[CONF_RATE_N];
	enum conf_dcc_mode dcc;
	enum conf_ctcp ctcp; /* that they may send */
};

#endif
