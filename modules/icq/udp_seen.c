#include "icq/udp_seen.h"

bool
udp_seen_has(const struct udp_seen *seen, const struct udp_packet *p)
{
	for (uint8_t i = 0; i < seen->n; i++) {
		if (seen->at[i].cmd == p->cmd && seen->at[i].seq1 == p->seq1 && seen->at[i].seq2 == p->seq2)
			return true;
	}
	return false;
}

void
udp_seen_put(struct udp_seen *seen, const struct udp_packet *p)
{
	seen->at[seen->next].cmd = p->cmd;
	seen->at[seen->next].seq1 = p->seq1;
	seen->at[seen->next].seq2 = p->seq2;
	seen->next = (uint8_t)((seen->next + 1) % UDP_SEEN_MAX);
	if (seen->n < UDP_SEEN_MAX)
		seen->n++;
}
