#include "proto/whox.h"

#include <string.h>

static const char letters[WHOX_N + 1] = {
	[WHOX_TOKEN] = 't',
	[WHOX_CHANNEL] = 'c',
	[WHOX_USER] = 'u',
	[WHOX_ADDRESS] = 'i',
	[WHOX_HOST] = 'h',
	[WHOX_SERVER] = 's',
	[WHOX_NICK] = 'n',
	[WHOX_FLAGS] = 'f',
	[WHOX_HOPS] = 'd',
	[WHOX_IDLE] = 'l',
	[WHOX_ACCOUNT] = 'a',
	[WHOX_OPLEVEL] = 'o',
	[WHOX_REALNAME] = 'r',
};

#define MATCH_USUAL                                                                                \
	(WHOX_BIT(WHOX_NICK) | WHOX_BIT(WHOX_USER) | WHOX_BIT(WHOX_HOST) | WHOX_BIT(WHOX_SERVER) | \
		WHOX_BIT(WHOX_REALNAME))
#define MATCH_ALL (MATCH_USUAL | WHOX_BIT(WHOX_ACCOUNT) | WHOX_BIT(WHOX_ADDRESS))

/* Of the letters; unknown ones have none. */
static uint32_t
bits(struct view v)
{
	uint32_t set = 0;

	for (size_t i = 0; i < v.n; i++) {
		const char *at = v.p[i] != '\0' ? strchr(letters, v.p[i]) : NULL;

		if (at != NULL)
			set |= WHOX_BIT(at - letters);
	}
	return set;
}

static bool
is_token(struct view v)
{
	uint32_t n;

	return v.n <= WHOX_TOKEN_LEN && view_to_u32(v, &n) == 0;
}

void
whox_parse(struct view text, struct whox *out)
{
	size_t percent = view_find(text, '%');
	struct view flags = view_left(text, percent), fields = view_skip(text, percent + 1);
	size_t comma = view_find(fields, ',');
	struct view token = view_skip(fields, comma + 1);

	out->opers = view_find(flags, 'o') < flags.n;
	out->match = bits(flags) & MATCH_ALL;
	if (out->match == 0)
		out->match = MATCH_USUAL;
	out->fields = bits(view_left(fields, comma));
	(void)view_copy(is_token(token) ? token : VIEW("0"), out->token, sizeof(out->token));
}
