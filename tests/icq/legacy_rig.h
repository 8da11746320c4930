/* The legacy server over a network in memory, with a core that is none and clients, by one clock. */
#ifndef CONCLAVE_TESTS_ICQ_LEGACY_RIG_H
#define CONCLAVE_TESTS_ICQ_LEGACY_RIG_H

#include <stddef.h>
#include <stdint.h>

#include "icq/udp_server.h"
#include "tests/icq/fake_core.h"
#include "tests/icq/legacy_client.h"
#include "tests/icq/sim_net.h"

#define RIG_CLIENTS 8
#define RIG_UIN	    100001u /* of the first client; the others follow */

struct legacy_rig {
	struct sim_net net;
	struct loop *loop;
	struct icq *icq;
	struct udp_server *srv;
	struct peer_addr server;
	struct legacy_client client[RIG_CLIENTS];
	size_t n_clients;
	/* What the server has sent to where no client is. */
	uint64_t stray_bytes, stray_packets;
	uint16_t stray_cmd; /* the last */
	enum icq_protocol stray_version;
};

void rig_init(struct legacy_rig *r, uint64_t seed);
void rig_release(struct legacy_rig *r);
/* With an account and a password. */
struct legacy_client *rig_client(struct legacy_rig *r, enum icq_protocol version);
/* Lets so much time go by. */
void rig_run(struct legacy_rig *r, uint64_t ms);
struct udp_server_stats rig_stats(const struct legacy_rig *r);

#endif
