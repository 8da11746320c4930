#include "icq/udp_multi.h"

#include "icq/udp_cmd.h"

struct udp_multi
udp_multi(const struct udp_packet *around)
{
	struct udp_multi m = { .around = around, .in = icq_in(around->data) };

	m.left = icq_get_u8(&m.in);
	return m;
}

bool
udp_multi_next(struct udp_multi *m, struct udp_packet *p)
{
	while (m->left != 0) {
		struct view one = icq_get_bytes(&m->in, icq_get_u16_le(&m->in));

		m->left--;
		if (m->in.bad)
			return false;
		p->version = m->around->version;
		if (udp_packet_from_server(p, one) != UDP_PACKET_OK || p->cmd == UDP_S_MULTI)
			continue;
		p->seq1 = m->around->seq1;
		p->seq2 = m->around->seq2;
		return true;
	}
	return false;
}
