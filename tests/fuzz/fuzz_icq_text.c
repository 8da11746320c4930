/*
 * A text of a client: the first byte chooses its page, the second a limit.  Nothing is longer than it may be, what is UTF-8 is whole, and
 * cutting loses nothing but the blanks and line feeds at the cuts.
 */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "core/utf8.h"
#include "icq/icq_bytes.h"
#include "icq/icq_char.h"
#include "icq/icq_charset.h"
#include "icq/icq_fields.h"
#include "icq/icq_nick.h"
#include "icq/icq_text.h"
#include "proto/names.h"

#define TEXT_MAX 2048
#define LONGEST	 ICQ_TEXT_MAX(TEXT_MAX)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Opened once, as a server does. */
static const struct icq_charset *
page(size_t i)
{
	static struct icq_charset *pages[32];
	static size_t n;

	for (; n == 0 || icq_charset_name(n) != NULL; n++) {
		pages[n] = icq_charset_open(icq_charset_name(n), NULL);
		assert(pages[n] != NULL);
	}
	return pages[i % n];
}

static bool
is_clean(struct view v)
{
	while (v.n != 0) {
		uint32_t code;
		size_t n = icq_char_first(v, &code);

		if (code != '\n' && icq_char_is_control(code))
			return false;
		v = view_skip(v, n);
	}
	return true;
}

static void
check_charset(const struct icq_charset *cs, struct view bytes, size_t max)
{
	static char utf8[LONGEST], back[LONGEST], part[LONGEST];
	size_t n = icq_charset_decode(cs, bytes, utf8, ICQ_CHARSET_UTF8_MAX(bytes.n)), len;

	assert(utf8_is_valid(view_of(utf8, n)));
	len = icq_charset_decode(cs, bytes, part, max);
	assert(len <= max && utf8_is_valid(view_of(part, len)));
	assert(len <= n && (len == 0 || memcmp(utf8, part, len) == 0));
	assert(len == n || len + ICQ_CHAR_BYTES > max);
	/* Letters come back, what was none is '?'. */
	len = icq_charset_encode(cs, view_of(utf8, n), back, n);
	if (cs != page(0)) {
		assert(len == bytes.n);
		for (size_t i = 0; i < len; i++)
			assert(back[i] == bytes.p[i] || back[i] == '?');
	} else {
		assert(view_eq(view_of(back, len), view_of(utf8, n)));
		assert(!utf8_is_valid(bytes) || view_eq(view_of(back, len), bytes));
	}
	/* The bytes as text for the page: never longer. */
	len = icq_charset_encode(cs, bytes, back, bytes.n);
	n = icq_charset_encode(cs, bytes, part, sizeof(part));
	assert(n == len);
}

static struct view
check_clean(struct view raw, char *dst)
{
	static char again[LONGEST];
	struct view v = view_of(dst, icq_text_clean(raw, dst, ICQ_TEXT_MAX(raw.n)));

	assert(utf8_is_valid(v) && is_clean(v));
	assert(view_eq(v, view_of(again, icq_text_clean(v, again, v.n))));
	v = view_of(again, icq_text_from_irc(raw, VIEW("anna"), again, sizeof(again)));
	assert(v.n <= ICQ_TEXT_FROM_IRC_MAX(raw.n, 4) && utf8_is_valid(v) && is_clean(v));
	return view_of(dst, icq_text_clean(raw, dst, LONGEST));
}

/* What lies between two pieces. */
static void
check_gap(const char *from, const char *to)
{
	for (; from < to; from++)
		assert(*from == ' ' || *from == '\n');
}

static void
check_piece(struct view text, struct view piece, const char *behind_last)
{
	assert(piece.n != 0 && piece.p >= behind_last && piece.p + piece.n <= text.p + text.n);
	check_gap(behind_last, piece.p);
	assert(!utf8_is_valid(text) || utf8_is_valid(piece));
}

static void
check_lines(struct view text, size_t max)
{
	struct view rest = text, line;
	const char *end = text.p;

	while (icq_text_line(&rest, max, &line)) {
		check_piece(text, line, end);
		assert(line.n <= max && view_find(line, '\n') == line.n);
		end = line.p + line.n;
	}
	check_gap(end, text.p + text.n);
}

static void
check_packets(const struct icq_charset *cs, struct view text, size_t max)
{
	static char wire[2 * LONGEST];
	struct view rest = text, piece;
	const char *end = text.p;

	while (icq_text_piece(&rest, cs, max, &piece)) {
		size_t n = icq_text_encode(cs, piece, wire, sizeof(wire)), fits;

		check_piece(text, piece, end);
		assert(n <= max && n <= 2 * piece.n);
		fits = icq_text_encode(cs, piece, wire, max);
		assert(fits == n);
		end = piece.p + piece.n;
	}
	check_gap(end, text.p + text.n);
}

static void
check_fields(const struct icq_charset *cs, struct view raw, struct view text)
{
	static uint8_t bytes[8 * LONGEST];
	static const enum icq_kind kinds[] = { ICQ_KIND_TEXT, ICQ_KIND_URL, ICQ_KIND_AUTH_ASK,
		ICQ_KIND_ADDED };
	struct icq_out out = icq_out(bytes, sizeof(bytes));
	struct view fields[ICQ_FIELDS_MAX], url, words, rest = icq_contacts(raw);
	size_t contacts = 0;
	uint32_t uin;

	for (size_t k = 0; k < ARRAY_LEN(kinds); k++) {
		size_t n = icq_fields(kinds[k], raw, fields), sum = 0;

		assert(n >= 1 && n <= ICQ_FIELDS_MAX);
		for (size_t i = 0; i < ICQ_FIELDS_MAX; i++)
			sum += fields[i].n;
		assert(sum + n - 1 == raw.n);
	}
	if (icq_url_find(fields, &url, &words))
		assert(icq_url_is(url) && url.n <= ICQ_URL_MAX);
	while (icq_contact(&rest, &uin, &words))
		contacts++;
	assert(contacts <= raw.n);
	for (size_t i = 0; i < ICQ_FIELDS_MAX; i++)
		fields[i] = text;
	icq_fields_put(&out, cs, fields, ICQ_FIELDS_MAX - 1);
	assert(!out.full);
	assert(icq_fields(ICQ_KIND_AUTH_ASK, icq_out_view(&out), fields) == ICQ_FIELDS_MAX - 1);
}

static void
check_nick(struct view text, size_t max)
{
	size_t len = max < ICQ_NICK_MIN ? ICQ_NICK_MIN : max > NICK_LEN_MAX ? NICK_LEN_MAX : max;
	char nick[ICQ_NICK_BYTES], second[ICQ_NICK_BYTES], third[ICQ_NICK_BYTES];
	struct view first = view_of(nick, icq_nick(text, 100005, len, nick));
	struct view two = view_of(second, icq_nick_other(first, 2, len, second));
	struct view three = view_of(third, icq_nick_other(first, 3, len, third));

	assert(name_is_nick(first, len) && name_is_nick(two, len) && name_is_nick(three, len));
	assert(nick[first.n] == '\0' && second[two.n] == '\0' && !view_eq(two, three));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static char clean[LONGEST];
	const struct icq_charset *cs;
	struct view raw, text;
	size_t max;

	if (size < 2 || size > TEXT_MAX)
		return 0;
	cs = page(data[0]);
	max = data[1] < ICQ_TEXT_PIECE_MIN ? ICQ_TEXT_PACKET_MAX : data[1];
	raw = view_of(data + 2, size - 2);
	check_charset(cs, raw, data[1]);
	text = check_clean(raw, clean);
	check_lines(text, max);
	check_lines(raw, max);
	check_packets(cs, text, max);
	check_packets(cs, raw, max);
	check_fields(cs, raw, text);
	check_nick(raw, max);
	return 0;
}
