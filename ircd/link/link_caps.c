#include "link/link_caps.h"

#define NAME(cap) [LINK_CAP_##cap] = VIEW_INIT(#cap)
const struct view link_cap_names[LINK_CAP_N] = {
	NAME(BAN),
	NAME(CHW),
	NAME(CLUSTER),
	NAME(EBMASK),
	NAME(ENCAP),
	NAME(EOPMOD),
	NAME(EUID),
	NAME(EX),
	NAME(IE),
	NAME(KLN),
	NAME(KNOCK),
	NAME(MLOCK),
	NAME(QS),
	NAME(REMOVE),
	NAME(RSFNC),
	NAME(RSFNCF),
	NAME(SAVE),
	NAME(SERVICES),
	NAME(STAG),
	NAME(TB),
	NAME(UNKLN),
	NAME(CONCLAVE),
};

static uint64_t
bit_of(struct view name)
{
	for (unsigned i = 0; i < LINK_CAP_N; i++) {
		if (view_eq(name, link_cap_names[i]))
			return LINK_CAP_BIT(i);
	}
	return 0;
}

uint64_t
link_caps_parse(struct view text)
{
	uint64_t caps = 0;
	struct view name;

	while (view_cut(&text, ' ', &name))
		caps |= bit_of(name);
	return caps;
}

size_t
link_caps_text(uint64_t caps, char *dst, size_t size)
{
	size_t n = 0;

	dst[0] = '\0';
	for (unsigned i = 0; i < LINK_CAP_N; i++) {
		struct view name = link_cap_names[i];

		if ((caps & LINK_CAP_BIT(i)) == 0 || n + name.n + 2 > size)
			continue;
		if (n != 0)
			dst[n++] = ' ';
		n += view_copy(name, dst + n, size - n);
	}
	return n;
}
