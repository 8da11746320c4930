#include "commands/rehash_ask.h"

static const struct view names[REHASH_PART_N] = {
	[REHASH_ALL] = VIEW_INIT("all"),
	[REHASH_MOTD] = VIEW_INIT("motd"),
	[REHASH_TLS] = VIEW_INIT("tls"),
	[REHASH_DNS] = VIEW_INIT("dns"),
	[REHASH_BANS] = VIEW_INIT("bans"),
};

struct view
rehash_part_name(enum rehash_part part)
{
	return names[part];
}

static enum rehash_part
part_find(struct view name)
{
	enum rehash_part p = REHASH_ALL;

	while (p < REHASH_PART_N && !view_eq_nocase(names[p], name))
		p++;
	return p;
}

const char *
rehash_ask_parse(const struct view *word, size_t n, struct rehash_ask *ask)
{
	bool has_part = false;

	ask->part = REHASH_ALL;
	ask->dry = false;
	for (size_t i = 0; i < n; i++) {
		if (view_eq(word[i], VIEW("-n"))) {
			ask->dry = true;
			continue;
		}
		if (has_part)
			return "one part at a time";
		has_part = true;
		ask->part = part_find(word[i]);
		if (ask->part == REHASH_PART_N)
			return "there is no such part; the parts are: all, motd, tls, dns, bans";
	}
	return NULL;
}
