/*
 * A network of datagrams in memory, by a clock of its own: it loses, doubles, delays and so reorders them, by chance, and the same seed
 * gives the same chances.
 */
#ifndef CONCLAVE_TESTS_ICQ_SIM_NET_H
#define CONCLAVE_TESTS_ICQ_SIM_NET_H

#include <stddef.h>
#include <stdint.h>

#include "core/clock.h"
#include "core/list.h"
#include "core/view.h"
#include "net/addr.h"

struct sim_chance {
	uint32_t lost, doubled; /* of 1000 */
	uint32_t delay_ms;	/* at most */
};

struct sim_net {
	uint64_t now_ms;
	uint64_t random;
	struct sim_chance chance;
	struct list on_way; /* in the order of arrival */
	uint64_t sent, lost, doubled;
};

struct sim_datagram {
	struct list link;
	uint64_t due_ms;
	struct peer_addr from, to;
	size_t n;
	char bytes[];
};

void sim_net_init(struct sim_net *net, uint64_t seed);
void sim_net_release(struct sim_net *net);
struct clock sim_net_clock(struct sim_net *net);
uint32_t sim_net_below(struct sim_net *net, uint32_t n);
void sim_net_send(
	struct sim_net *net, const struct peer_addr *from, const struct peer_addr *to, struct view bytes);
/* The next that has arrived, for mem_free(); NULL: none yet. */
struct sim_datagram *sim_net_take(struct sim_net *net);
/* When the next arrives; UINT64_MAX: none is on its way. */
uint64_t sim_net_due_ms(const struct sim_net *net);
struct peer_addr sim_peer(const char *ip, uint16_t port);

#endif
