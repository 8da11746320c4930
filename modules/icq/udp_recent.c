#include "icq/udp_recent.h"

#include <string.h>

#include "core/hash.h"

struct entry {
	struct addr_entry of; /* first */
	uint64_t until_ms;
	enum udp_outcome outcome;
};

uint64_t
udp_recent_key(const struct peer_addr *from, const struct udp_packet *p)
{
	struct {
		uint64_t data;
		uint32_t uin, session;
		uint16_t cmd, seq1, seq2, port;
		uint8_t ip[16];
	} k;

	memset(&k, 0, sizeof(k));
	k.data = hash_bytes(p->data);
	k.uin = p->uin;
	k.session = p->session;
	k.cmd = p->cmd;
	k.seq1 = p->seq1;
	k.seq2 = p->seq2;
	k.port = from->port;
	memcpy(k.ip, from->ip, sizeof(k.ip));
	return hash_bytes(view_of(&k, sizeof(k)));
}

void
udp_recent_init(struct udp_recent *r)
{
	addr_table_init(&r->table, UDP_RECENT_MAX, sizeof(struct entry));
}

void
udp_recent_release(struct udp_recent *r)
{
	addr_table_release(&r->table);
}

void
udp_recent_put(struct udp_recent *r, uint64_t key, enum udp_outcome outcome, uint64_t now_ms)
{
	struct entry *en = CONTAINER_OF(addr_table_get(&r->table, addr_key_of_number(key)), struct entry, of);

	en->outcome = outcome;
	en->until_ms = now_ms + UDP_RECENT_MS;
}

enum udp_outcome
udp_recent_find(const struct udp_recent *r, uint64_t key, uint64_t now_ms)
{
	const struct addr_entry *of = addr_table_find(&r->table, addr_key_of_number(key));
	const struct entry *en = of != NULL ? CONTAINER_OF(of, const struct entry, of) : NULL;

	return en != NULL && en->until_ms > now_ms ? en->outcome : UDP_NOT_SEEN;
}
