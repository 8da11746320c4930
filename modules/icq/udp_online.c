#include "icq/udp_online.h"

#include <string.h>

#include "core/mem.h"
#include "icq/udp_server_priv.h"

/* Where it is, or would be. */
static uint32_t
place(const struct udp_session *s, uint32_t uin)
{
	uint32_t low = 0, high = s->n_online;

	while (low < high) {
		uint32_t mid = low + (high - low) / 2;

		if (s->online[mid] < uin)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

bool
udp_online_add(struct udp_session *s, uint32_t uin)
{
	uint32_t at = place(s, uin);

	if (at < s->n_online && s->online[at] == uin)
		return false;
	if (s->n_online == s->max_online) {
		s->max_online += s->max_online / 2 + 4;
		s->online = mem_grow(s->online, s->max_online, sizeof(*s->online));
	}
	memmove(s->online + at + 1, s->online + at, (s->n_online - at) * sizeof(*s->online));
	s->online[at] = uin;
	s->n_online++;
	return true;
}

bool
udp_online_del(struct udp_session *s, uint32_t uin)
{
	uint32_t at = place(s, uin);

	if (at == s->n_online || s->online[at] != uin)
		return false;
	s->n_online--;
	memmove(s->online + at, s->online + at + 1, (s->n_online - at) * sizeof(*s->online));
	return true;
}
