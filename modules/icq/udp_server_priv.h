/* What the files of the legacy server share. */
#ifndef CONCLAVE_ICQ_UDP_SERVER_PRIV_H
#define CONCLAVE_ICQ_UDP_SERVER_PRIV_H

#include <stdbool.h>
#include <stdint.h>

#include "conf/conf_class.h"
#include "core/hash.h"
#include "core/timer.h"
#include "icq/udp_packet.h"
#include "icq/udp_recent.h"
#include "icq/udp_resend.h"
#include "icq/udp_seen.h"
#include "icq/udp_server.h"
#include "net/addr.h"
#include "net/throttle.h"

struct icq_session;

struct udp_server {
	struct icq *icq;
	udp_send_fn *send;
	void *send_arg;
	struct hash_table sessions;
	struct throttle *datagrams; /* NULL: no limit */
	struct conf_rate rate;	    /* of datagrams */
	struct throttle *lost;	    /* who was told that he is not logged in */
	struct udp_recent recent;
	struct udp_server_stats stats;
	struct udp_session *held;	  /* its packet is carried out: it is not freed meanwhile */
	const struct peer_addr *entering; /* somebody logs in from there */
	uint32_t random;		  /* for check codes, which keep no secret */
	struct udp_plain plain;
	uint8_t out[UDP_PACKET_MAX];
};

/* A client that has logged in. */
struct udp_session {
	struct hash_node node;
	struct udp_server *srv;
	struct icq_session *core; /* NULL: it is over */
	struct timer timer;
	struct udp_resend queue;
	struct peer_addr peer;
	uint32_t uin, id; /* id: version 5, what the client has made up */
	uint8_t version;  /* enum icq_protocol */
	uint8_t listener;
	bool list_begun : 1, list_done : 1; /* contacts */
	bool mail_asked : 1, mail_told : 1;
	bool wants_room : 1;
	uint32_t mail_n; /* stored messages that were told */
	uint64_t heard_ms;
	uint64_t login_ms, login_key; /* udp_recent_key() of the login */
	uint32_t *online;	      /* whom the client knows to be there, in order */
	uint32_t n_online, max_online;
	struct udp_seen seen;
};

/* A packet of somebody who has no session, or none yet. */
struct udp_caller {
	size_t listener;
	const struct peer_addr *peer;
	const struct udp_packet *packet;
	size_t credit; /* bytes that he may be told: as many as he has sent */
};

uint64_t udp_now_ms(const struct udp_server *srv);
void
udp_send(struct udp_server *srv, size_t listener, const struct peer_addr *to, const struct udp_packet *p);
/* Not at all if it is longer than what is left of his credit. */
void udp_send_within(struct udp_server *srv, struct udp_caller *c, const struct udp_packet *p);

#endif
