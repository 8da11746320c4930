/* Only the form is checked: whether a password fits is for the worker threads. */
#include "conf/conf_password.h"

#include <stdint.h>

/* Takes "<name><number>" off the front piece of a list. */
static bool
parameter(struct view *rest, struct view name, uint32_t min, uint32_t max)
{
	struct view piece;
	uint32_t n;

	if (!view_cut(rest, ',', &piece) || !view_starts(piece, name))
		return false;
	return view_to_u32(view_skip(piece, name.n), &n) == 0 && n >= min && n <= max;
}

static bool
is_base64(struct view v, size_t least)
{
	for (size_t i = 0; i < v.n; i++) {
		char c = v.p[i];

		if (!(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') && !(c >= '0' && c <= '9') &&
			c != '+' && c != '/')
			return false;
	}
	return v.n % 4 != 1 && v.n >= least;
}

bool
conf_password_is_hash(struct view v)
{
	const struct view begin = VIEW("$argon2id$v=19$");
	struct view rest = view_skip(v, begin.n), cost, salt, hash;

	if (v.n > CONF_PASSWORD_MAX || !view_starts(v, begin))
		return false;
	if (!view_cut(&rest, '$', &cost) || !view_cut(&rest, '$', &salt) || !view_cut(&rest, '$', &hash) ||
		rest.p != NULL)
		return false;
	if (!parameter(&cost, VIEW("m="), 8, CONF_PASSWORD_KIB_MAX) ||
		!parameter(&cost, VIEW("t="), 1, CONF_PASSWORD_PASSES_MAX) ||
		!parameter(&cost, VIEW("p="), 1, 1) || cost.p != NULL)
		return false;
	return is_base64(salt, 22) && is_base64(hash, 43); /* 16 and 32 bytes */
}
