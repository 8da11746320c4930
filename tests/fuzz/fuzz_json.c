/* Each take_ function takes one thing off the front of *v, or says that it is not there. */
#include "tests/fuzz/fuzz_json.h"

#include "core/utf8.h"

#define DEPTH 8

static bool take_value(struct view *v, int depth);

static void
skip_blanks(struct view *v)
{
	while (v->n != 0 && memchr(" \t\r\n", v->p[0], 4) != NULL)
		*v = view_skip(*v, 1);
}

static bool
take(struct view *v, struct view what)
{
	if (!view_starts(*v, what))
		return false;
	*v = view_skip(*v, what.n);
	return true;
}

/* Behind the backslash. */
static bool
take_escape(struct view *v)
{
	char c = v->n != 0 ? v->p[0] : '\0';

	*v = view_skip(*v, 1);
	if (c != 'u')
		return c != '\0' && memchr("\"\\/bfnrt", c, 8) != NULL;
	for (int i = 0; i < 4; i++) {
		if (v->n == 0 || view_find(VIEW("0123456789abcdefABCDEF"), v->p[0]) == 22)
			return false;
		*v = view_skip(*v, 1);
	}
	return true;
}

static bool
take_string(struct view *v)
{
	if (!take(v, VIEW("\"")))
		return false;
	while (v->n != 0 && v->p[0] != '"') {
		size_t n = utf8_first(*v);
		unsigned char c = (unsigned char)v->p[0];

		if (n == 0 || c < 0x20)
			return false;
		*v = view_skip(*v, n);
		if (c == '\\' && !take_escape(v))
			return false;
	}
	return take(v, VIEW("\""));
}

/* Only whole ones: others are not written. */
static bool
take_number(struct view *v)
{
	size_t n = 0;
	bool zero = v->n != 0 && v->p[0] == '0';

	for (; v->n != 0 && v->p[0] >= '0' && v->p[0] <= '9'; n++)
		*v = view_skip(*v, 1);
	return n == 1 || (n != 0 && !zero);
}

static bool
take_member(struct view *v, bool named, int depth)
{
	skip_blanks(v);
	if (named) {
		if (!take_string(v))
			return false;
		skip_blanks(v);
		if (!take(v, VIEW(":")))
			return false;
	}
	return take_value(v, depth);
}

/* Behind the bracket. */
static bool
take_members(struct view *v, struct view end, bool named, int depth)
{
	skip_blanks(v);
	if (take(v, end))
		return true;
	do {
		if (!take_member(v, named, depth))
			return false;
	} while (take(v, VIEW(",")));
	return take(v, end);
}

static bool
take_value(struct view *v, int depth)
{
	bool ok;

	if (depth == DEPTH)
		return false;
	skip_blanks(v);
	if (take(v, VIEW("{")))
		ok = take_members(v, VIEW("}"), true, depth + 1);
	else if (take(v, VIEW("[")))
		ok = take_members(v, VIEW("]"), false, depth + 1);
	else
		ok = take(v, VIEW("true")) || take(v, VIEW("false")) || take(v, VIEW("null")) ||
			take_string(v) || take_number(v);
	skip_blanks(v);
	return ok;
}

bool
json_is_text(struct view v)
{
	return take_value(&v, 0) && v.n == 0;
}
