/* Extended bans.  What needs no argument takes none, so that each has one spelling and can be found again to be taken away. */
#include "proto/extban.h"

#include <string.h>

#include "proto/limits.h"
#include "proto/mask.h"
#include "proto/names.h"

enum arg { ARG_NONE, ARG_MAY, ARG_MASK, ARG_CHANNEL };

static const struct row {
	char letter;
	enum arg arg;
	const char *help;
} rows[] = {
	{ EXTBAN_ACCOUNT, ARG_MAY, "[:<account>]  who is logged in, to an account that fits" },
	{ 'c', ARG_CHANNEL, ":<channel>  who is in that channel" },
	{ 'j', ARG_CHANNEL, ":<channel>  who is hit by the bans of that channel" },
	{ 'r', ARG_MASK, ":<mask>  whose real name fits" },
	{ 'x', ARG_MASK, ":<mask>  whose nick!user@host#real name fits" },
	{ 'z', ARG_NONE, "  who is on TLS" },
};

const char *
extban_help(size_t i, char *letter)
{
	if (i >= ARRAY_LEN(rows))
		return NULL;
	*letter = rows[i].letter;
	return rows[i].help;
}

const char *
extban_letters(void)
{
	static char letters[ARRAY_LEN(rows) + 2];
	size_t n = 0;

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		if (rows[i].letter > 'm' && (n == 0 || letters[n - 1] < 'm'))
			letters[n++] = 'm';
		letters[n++] = rows[i].letter;
	}
	letters[n] = '\0';
	return letters;
}

static bool
has_mute(struct view v)
{
	return v.n > 3 && memcmp(v.p, "$m:", 3) == 0;
}

/* Where "$#channel" begins that ends v, or v.n.  Not at the very start: that would be a forward of nobody. */
static size_t
forward_at(struct view v)
{
	for (size_t i = v.n; i > 1; i--) {
		if (v.p[i - 1] == EXTBAN_PREFIX && i < v.n && v.p[i] == '#')
			return i - 1;
	}
	return v.n;
}

void
extban_parse(struct view entry, struct extban *out)
{
	size_t at = forward_at(entry);

	*out = (struct extban){ .forward = view_skip(entry, at + 1), .mute = has_mute(entry) };
	entry = view_skip(view_left(entry, at), out->mute ? 3 : 0);
	out->arg = entry;
	if (entry.n < 2 || entry.p[0] != EXTBAN_PREFIX)
		return;
	out->not_ = entry.p[1] == '~';
	entry = view_skip(entry, out->not_ ? 2 : 1);
	out->letter = entry.n != 0 ? entry.p[0] : '?';
	out->arg = view_skip(entry, 2);
}

static bool
is_printable(struct view v)
{
	for (size_t i = 0; i < v.n; i++) {
		unsigned char c = (unsigned char)v.p[i];

		if (c <= ' ' || c == ',' || c == 0x7f)
			return false;
	}
	return true;
}

/* "$z", "$~a", "$a:x": all between the '$' and the end. */
static bool
is_extended(struct view what, const struct extban *x)
{
	size_t head = x->not_ ? 3 : 2; /* "$~a" */
	bool colon = what.n > head && what.p[head] == ':';

	if (what.n > head && (!colon || x->arg.n == 0))
		return false;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		if (rows[i].letter != x->letter)
			continue;
		switch (rows[i].arg) {
		case ARG_NONE:
			return !colon;
		case ARG_MAY:
			return true;
		case ARG_MASK:
			return colon;
		case ARG_CHANNEL:
			return name_is_channel(x->arg);
		}
	}
	return false;
}

size_t
extban_normalise(struct view typed, char *dst, size_t size)
{
	char mask[MASK_LEN + 1];
	struct extban x;
	struct view what, tail;
	size_t head, n;

	if (!is_printable(typed) || typed.n == 0)
		return 0;
	extban_parse(typed, &x);
	head = x.mute ? 3 : 0;
	what = view_skip(view_left(typed, forward_at(typed)), head);
	tail = view_skip(typed, forward_at(typed));
	/* The mute form keeps nobody out who could be sent elsewhere. */
	if (tail.n != 0 && (x.mute || !name_is_channel(x.forward)))
		return 0;
	if (x.letter == '\0') {
		n = what.n != 0 && what.p[0] == EXTBAN_PREFIX ? 0 : mask_normalise(what, mask, sizeof(mask));
		what = view_of(mask, n);
	} else if (!is_extended(what, &x)) {
		return 0;
	}
	n = head + what.n + tail.n;
	if (what.n == 0 || n > MASK_LEN || n >= size)
		return 0;
	memcpy(dst, "$m:", head);
	memcpy(dst + head, what.p, what.n);
	if (tail.n != 0)
		memcpy(dst + head + what.n, tail.p, tail.n);
	dst[n] = '\0';
	return n;
}
