/* Letters by tables, one for each alphabet. */
#include "icq/icq_nick.h"

#include <assert.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "icq/icq_char.h"
#include "proto/names.h"

/* A word for each letter; "-": nothing. */
static const struct {
	uint32_t from, to;
	const char *words;
} alphabets[] = {
	{ 0x00c0, 0x017f, /* as Germans and Danes write them */
		"A A A A Ae Aa Ae C E E E E I I I I D N O O O O Oe x Oe U U U Ue Y Th ss a a a a ae "
		"aa ae c e e e e i i i i d n o o o o oe - oe u u u ue y th y A a A a A a C c C c C c "
		"C c D d D d E e E e E e E e E e G g G g G g G g H h H h I i I i I i I i I i Ij ij J "
		"j K k k L l L l L l L l L l N n N n N n n N n O o O o O o Oe oe R r R r R r S s S s "
		"S s S s T t T t T t U u U u U u U u U u U u W w Y y Y Z z Z z Z z s" },
	{ 0x0386, 0x03ce, /* Greek */
		"A - E I I - O - Y O i A V G D E Z I Th I K L M N X O P R - S T Y F Ch Ps O I Y a e "
		"i i y a v g d e z i th i k l m n x o p r s s t y f ch ps o i y o y o" },
	{ 0x0400, 0x045f, /* Cyrillic */
		"E Yo Dj G Ye Dz I Yi J Lj Nj C K I U Dz A B V G D E Zh Z I Y K L M N O P R S T U F "
		"Kh Ts Ch Sh Shch - Y - E Yu Ya a b v g d e zh z i y k l m n o p r s t u f kh ts ch "
		"sh shch - y - e yu ya e yo dj g ye dz i yi j lj nj c k i u dz" },
	{ 0x0490, 0x0491, /* Ukrainian */
		"G g" },
	{ 0x1ea0, 0x1ef9, /* Vietnamese */
		"A a A a A a A a A a A a A a A a A a A a A a A a E e E e E e E e E e E e E e E e I i "
		"I i O o O o O o O o O o O o O o O o O o O o O o O o U u U u U u U u U u U u U u Y y "
		"Y y Y y Y y" },
};

struct nick {
	char *dst;
	size_t n, max;
	bool is_gap;	  /* a blank or the like came behind what is written */
	bool can_be_read; /* there is a letter or a digit */
};

static bool
is_letter_or_digit(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool
is_gap(uint32_t code)
{
	return code == ' ' || code == '.' || code == 0xa0 || code == 0x3000;
}

static struct view
word_at(struct view words, size_t i)
{
	struct view word = VIEW("");

	for (size_t n = 0; n <= i; n++) {
		if (!view_cut(&words, ' ', &word))
			return VIEW("");
	}
	return view_eq(word, VIEW("-")) ? VIEW("") : word;
}

/* What may stand for it in a nick; one: room for a character of ASCII. */
static struct view
ascii_of(uint32_t code, char one[1])
{
	if (code < 0x80) {
		/* Behind a letter: what a nick may not begin with, it may have. */
		const char nick[2] = { 'a', (char)code };

		one[0] = (char)code;
		return view_of(one, name_is_nick(view_of(nick, 2), 2) ? 1 : 0);
	}
	for (size_t i = 0; i < ARRAY_LEN(alphabets); i++) {
		if (code >= alphabets[i].from && code <= alphabets[i].to)
			return word_at(view_z(alphabets[i].words), code - alphabets[i].from);
	}
	return VIEW("");
}

/* False: it does not fit. */
static bool
add(struct nick *k, struct view ascii)
{
	bool wants_gap =
		k->n == 0 ? !name_is_nick(view_left(ascii, 1), 1) : k->is_gap && k->dst[k->n - 1] != '_';

	if (ascii.n + (wants_gap ? 1 : 0) > k->max - k->n)
		return false;
	if (wants_gap)
		k->dst[k->n++] = '_';
	memcpy(k->dst + k->n, ascii.p, ascii.n);
	k->n += ascii.n;
	k->is_gap = false;
	k->can_be_read |= is_letter_or_digit(ascii.p[0]);
	return true;
}

static void
transliterate(struct nick *k, struct view name)
{
	while (name.n != 0) {
		uint32_t code;
		size_t took = icq_char_first(name, &code);
		char one[1];
		struct view ascii = ascii_of(code, one);

		k->is_gap |= is_gap(code);
		/* A nick begins with no '-', and '_' would not make it one that anybody wants. */
		if (ascii.n != 0 && (k->n != 0 || ascii.p[0] != '-') && !add(k, ascii))
			return;
		name = view_skip(name, took);
	}
}

size_t
icq_nick(struct view name, uint32_t uin, size_t len, char dst[ICQ_NICK_BYTES])
{
	struct nick k = { .dst = dst, .max = len };

	assert(len >= ICQ_NICK_MIN && len <= NICK_LEN_MAX);
	transliterate(&k, name);
	if (!k.can_be_read)
		return (size_t)snprintf(dst, len + 1, "icq%" PRIu32, uin) > len ? len : strlen(dst);
	dst[k.n] = '\0';
	return k.n;
}

size_t
icq_nick_other(struct view nick, uint32_t n, size_t len, char dst[ICQ_NICK_BYTES])
{
	char number[12];
	size_t more = (size_t)snprintf(number, sizeof(number), "_%" PRIu32, n), kept = nick.n;

	assert(len >= ICQ_NICK_MIN && len <= NICK_LEN_MAX);
	if (more >= len)
		more = len - 1;
	if (kept > len - more)
		kept = len - more;
	memcpy(dst, nick.p, kept);
	memcpy(dst + kept, number, more);
	dst[kept + more] = '\0';
	return kept + more;
}
