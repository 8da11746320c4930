/* Nothing is taken for granted of a text from outside: a field that is missing is empty, one too many belongs to the last. */
#include "icq/icq_fields.h"

#include "icq/icq_bytes.h"
#include "icq/icq_charset.h"

#define FE '\xfe'

static const struct {
	enum icq_kind kind;
	size_t n;
} kinds[] = {
	{ ICQ_KIND_URL, 2 },
	{ ICQ_KIND_AUTH_ASK, 6 },
	{ ICQ_KIND_SERVER, 6 },
	{ ICQ_KIND_ADDED, 5 },
	{ ICQ_KIND_PAGER, 6 },
	{ ICQ_KIND_EMAIL, 6 },
};

static size_t
fields_of(enum icq_kind kind)
{
	for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
		if (kinds[i].kind == kind)
			return kinds[i].n;
	}
	return 1;
}

size_t
icq_fields(enum icq_kind kind, struct view text, struct view out[ICQ_FIELDS_MAX])
{
	size_t max = fields_of(kind), n = 0;

	for (size_t i = 0; i < ICQ_FIELDS_MAX; i++)
		out[i] = VIEW("");
	if (text.p == NULL)
		return 0;
	while (n + 1 < max && view_cut(&text, FE, &out[n]))
		n++;
	if (text.p != NULL)
		out[n++] = text;
	return n;
}

/* The first character of a value; returns its bytes there. */
static size_t
put_first(struct icq_out *out, const struct icq_charset *cs, struct view value)
{
	char bytes[4];
	size_t took = 1, n = icq_charset_put_first(cs, value, bytes, &took);

	if (n == 1 && bytes[0] == FE)
		icq_put_u8(out, (uint8_t)icq_charset_for_fe(cs));
	else if (value.p[0] == '\n')
		icq_put_bytes(out, VIEW("\r\n"));
	else
		icq_put_bytes(out, view_of(bytes, n));
	return took;
}

void
icq_fields_put(struct icq_out *out, const struct icq_charset *cs, const struct view *values, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct view rest = values[i];

		if (i != 0)
			icq_put_u8(out, (uint8_t)FE);
		while (!out->full && rest.n != 0)
			rest = view_skip(rest, put_first(out, cs, rest));
	}
}

struct view
icq_contacts(struct view text)
{
	return view_skip(text, view_find(text, FE) + 1);
}

bool
icq_contact(struct view *rest, uint32_t *uin, struct view *nick)
{
	struct view word;

	if (!view_cut(rest, FE, &word) || view_to_u32(word, uin) != 0 || !icq_uin_is_valid(*uin))
		return false;
	if (!view_cut(rest, FE, nick))
		*nick = VIEW("");
	return true;
}

static bool
is_url_byte(char c)
{
	return c > ' ' && c < 0x7f && c != '"' && c != '<' && c != '>' && c != '\\' && c != '`';
}

bool
icq_url_is(struct view v)
{
	static const struct view schemes[] = { VIEW_INIT("http://"), VIEW_INIT("https://"),
		VIEW_INIT("ftp://") };
	size_t behind = 0;

	if (v.n > ICQ_URL_MAX)
		return false;
	for (size_t i = 0; i < ARRAY_LEN(schemes); i++) {
		if (view_eq_nocase(view_left(v, schemes[i].n), schemes[i]))
			behind = schemes[i].n;
	}
	if (behind == 0 || behind == v.n || v.p[behind] == '/')
		return false;
	for (size_t i = behind; i < v.n; i++) {
		if (!is_url_byte(v.p[i]))
			return false;
	}
	return true;
}

bool
icq_url_find(const struct view fields[2], struct view *url, struct view *text)
{
	for (size_t i = 2; i != 0; i--) {
		*url = view_trim(fields[i - 1]);
		*text = view_trim(fields[2 - i]);
		if (icq_url_is(*url))
			return true;
	}
	return false;
}
