/* One client of a scenario: the other end of a connection in memory, and the lines that came out of it. */
#ifndef CONCLAVE_TESTS_SCENARIO_SCN_PEER_H
#define CONCLAVE_TESTS_SCENARIO_SCN_PEER_H

#include <stdbool.h>

#include "core/buf.h"
#include "core/handle.h"
#include "core/util.h"
#include "core/view.h"
#include "net/addr.h"
#include "tests/scenario/scn_wire.h"

struct scn_link;
struct scn_live;
struct scn_rig;

struct scn_peer {
	char name[32];			    /* in the script */
	char nick[64], user[64], real[256]; /* what `connect` says */
	char host[64];			    /* as the server shows it */
	char mask[224];			    /* nick!~user@host, what $name stands for */
	char caps[256];			    /* for CAP REQ; "" = no negotiation */
	char pass[64];
	char class_name[40]; /* of the listener; "" = none */
	char listener[64];   /* its title; "" = none that a configuration has */
	char fingerprint[65];
	uint32_t uid; /* on a Unix socket */
	bool is_tls;
	bool is_proxied; /* through a listener that takes PROXY headers */
	char behind[64]; /* whom the header names; "" = the script sends it */
	bool is_control; /* speaks to the control socket */
	struct peer_addr addr;
	struct scn_link *link; /* it is a server, scn_link.h; NULL: a client */
	struct handle client;  /* in the world of a server in memory */
	struct scn_live *live; /* NULL: in memory */
	bool acted;	       /* since it was last synchronised */
	const struct scn_wire *wire;
	void *end;     /* the wire's own */
	struct buf in; /* what was received and not yet looked at */
};

/*
 * scn_peer_new: opens a connection.
 *   in   words  "NAME [tls] [fp=HH] [from=ADDRESS|unix] [caps=A,B] [nick=] [user=] [real=] [pass=] [listener=CLASS] [proxy]
 *               [behind=ADDRESS] [by=TITLE] [control] [link and words of scn_link.h]";
 *               '_' in real is a blank; fp is a byte that all of the fingerprint consists of, and means tls
 *   ret  NULL with rig->fault when the words are wrong or the server takes no more connections
 */
struct scn_peer *scn_peer_new(struct scn_rig *rig, struct view words) WARN_UNUSED;
void scn_peer_free(struct scn_peer *p);
/* Registers.  All that is said up to the MOTD's end, and modes behind it, is thrown away; -1 if it does not come to that. */
int scn_peer_register(struct scn_rig *rig, struct scn_peer *p) WARN_UNUSED;
/* Who it is to the server; NULL once that is over. */
struct client *scn_peer_client(const struct scn_rig *rig, const struct scn_peer *p) WARN_UNUSED;
void scn_peer_send(struct scn_peer *p, struct view line);
void scn_peer_send_bytes(struct scn_peer *p, struct view bytes);
/* The next line, without CR LF, which stays until it is dropped; false if none comes.  Dies with the next call. */
bool scn_peer_peek(struct scn_peer *p, struct view *line) WARN_UNUSED;
/* As scn_peer_peek(), for who expects none. */
bool scn_peer_hears(struct scn_peer *p, struct view *line) WARN_UNUSED;
/* The server has closed, and all has come; `wanted`: it is worth waiting for. */
bool scn_peer_is_closed(struct scn_peer *p, bool wanted) WARN_UNUSED;
void scn_peer_close(struct scn_peer *p);
void scn_peer_reset(struct scn_peer *p);
void scn_peer_drop(struct scn_peer *p);
/* Drops all that has come. */
void scn_peer_forget(struct scn_peer *p);

#endif
