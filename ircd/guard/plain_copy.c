/* Nearly every byte is one of ASCII that takes a single look into a table. */
#include "guard/plain_copy.h"

#include <stdint.h>

#include "core/utf8.h"
#include "guard/strip.h"
#include "proto/text.h"

/* The byte that a byte becomes; 0: it is a matter of its own. */
static const unsigned char lower[256] =
	"\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0" /* controls and the blank */
	"!\"#$%&'()*+,-./0123456789:;<=>?@abcdefghijklmnopqrstuvwxyz[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~";

/* A run of characters, and what it becomes: the first of it `to`, the others what follows, again after `cycle`. */
struct fold {
	uint32_t first, last;
	unsigned char to;
	uint8_t cycle; /* 0: all become `to`, 1: each the next */
};

#define GONE  0
#define BLANK ' '

/* In the order of characters. */
static const struct fold folds[] = { { 0x00a0, 0x00a0, BLANK, 0 }, { 0x00ad, 0x00ad, GONE, 0 },
	{ 0x01c0, 0x01c0, '|', 0 }, { 0x034f, 0x034f, GONE, 0 }, { 0x03b1, 0x03b1, 'a', 0 },
	{ 0x03b9, 0x03b9, 'i', 0 }, { 0x03bd, 0x03bd, 'v', 0 }, { 0x03bf, 0x03bf, 'o', 0 },
	{ 0x03c1, 0x03c1, 'p', 0 }, { 0x0405, 0x0405, 's', 0 }, { 0x0406, 0x0406, 'i', 0 },
	{ 0x0408, 0x0408, 'j', 0 }, { 0x0410, 0x0410, 'a', 0 }, { 0x0412, 0x0412, 'b', 0 },
	{ 0x0415, 0x0415, 'e', 0 }, { 0x041a, 0x041a, 'k', 0 }, { 0x041c, 0x041c, 'm', 0 },
	{ 0x041d, 0x041d, 'h', 0 }, { 0x041e, 0x041e, 'o', 0 }, { 0x0420, 0x0420, 'p', 0 },
	{ 0x0421, 0x0421, 'c', 0 }, { 0x0422, 0x0422, 't', 0 }, { 0x0425, 0x0425, 'x', 0 },
	{ 0x0430, 0x0430, 'a', 0 }, { 0x0435, 0x0435, 'e', 0 }, { 0x043e, 0x043e, 'o', 0 },
	{ 0x0440, 0x0440, 'p', 0 }, { 0x0441, 0x0441, 'c', 0 }, { 0x0443, 0x0443, 'y', 0 },
	{ 0x0445, 0x0445, 'x', 0 }, { 0x0455, 0x0455, 's', 0 }, { 0x0456, 0x0456, 'i', 0 },
	{ 0x0458, 0x0458, 'j', 0 }, { 0x04bb, 0x04bb, 'h', 0 }, { 0x0501, 0x0501, 'd', 0 },
	{ 0x051b, 0x051b, 'q', 0 }, { 0x051d, 0x051d, 'w', 0 }, { 0x061c, 0x061c, GONE, 0 },
	{ 0x115f, 0x1160, GONE, 0 }, { 0x1680, 0x1680, BLANK, 0 }, { 0x17b4, 0x17b5, GONE, 0 },
	{ 0x180b, 0x180f, GONE, 0 }, { 0x2000, 0x200a, BLANK, 0 }, { 0x200b, 0x200f, GONE, 0 },
	{ 0x2010, 0x2015, '-', 0 }, { 0x2018, 0x201b, '\'', 0 }, { 0x201c, 0x201f, '"', 0 },
	{ 0x2024, 0x2024, '.', 0 }, { 0x2028, 0x2029, BLANK, 0 }, { 0x202a, 0x202e, GONE, 0 },
	{ 0x202f, 0x202f, BLANK, 0 }, { 0x2044, 0x2044, '/', 0 }, { 0x205f, 0x205f, BLANK, 0 },
	{ 0x2060, 0x206f, GONE, 0 }, { 0x2212, 0x2212, '-', 0 }, { 0x2215, 0x2215, '/', 0 },
	{ 0x2223, 0x2223, '|', 0 }, { 0x2460, 0x2468, '1', 1 }, { 0x24b6, 0x24cf, 'a', 1 },
	{ 0x24d0, 0x24e9, 'a', 1 }, { 0x2571, 0x2571, '/', 0 }, { 0x3000, 0x3000, BLANK, 0 },
	{ 0x3164, 0x3164, GONE, 0 }, { 0xfe00, 0xfe0f, GONE, 0 }, { 0xfeff, 0xfeff, GONE, 0 },
	{ 0xff01, 0xff20, '!', 1 }, { 0xff21, 0xff3a, 'a', 1 }, { 0xff3b, 0xff5e, '[', 1 },
	{ 0xffa0, 0xffa0, GONE, 0 }, { 0xfff9, 0xfffb, GONE, 0 }, { 0x1d400, 0x1d6a3, 'a', 26 },
	{ 0x1d7ce, 0x1d7ff, '0', 10 }, { 0xe0000, 0xe0fff, GONE, 0 } };

static const struct fold *
fold_find(uint32_t code)
{
	size_t low = 0, high = ARRAY_LEN(folds);

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (code > folds[mid].last)
			low = mid + 1;
		else
			high = mid;
	}
	return low < ARRAY_LEN(folds) && code >= folds[low].first ? &folds[low] : NULL;
}

static uint32_t
code_of(const char *p, size_t n)
{
	static const unsigned char mask[] = { 0, 0x7f, 0x1f, 0x0f, 0x07 };
	uint32_t code = (unsigned char)p[0] & mask[n];

	for (size_t i = 1; i < n; i++)
		code = code << 6 | ((unsigned char)p[i] & 0x3fu);
	return code;
}

static void
put_blank(struct plain_copy *out)
{
	if (out->n != 0 && out->text[out->n - 1] != ' ')
		out->text[out->n++] = ' ';
}

static void
put_folded(struct plain_copy *out, const struct fold *f, uint32_t code)
{
	uint32_t at = code - f->first;

	out->is_changed |= f->to != BLANK;
	out->has_controls |= strip_is_bidi(code);
	if (f->to == BLANK)
		put_blank(out);
	else if (f->to != GONE) /* 26 letters, upper case and lower, thirteen times; ten digits, five times */
		out->text[out->n++] = (char)lower[f->to + (f->cycle > 1 ? at % f->cycle : f->cycle * at)];
}

/* ff fi fl ffi ffl st st */
static void
put_ligature(struct plain_copy *out, uint32_t code)
{
	static const char *const parts[] = { "ff", "fi", "fl", "ff", "ff", "st", "st" };

	out->is_changed = true;
	out->text[out->n++] = parts[code - 0xfb00][0];
	out->text[out->n++] = parts[code - 0xfb00][1];
	if (code == 0xfb03 || code == 0xfb04)
		out->text[out->n++] = code == 0xfb03 ? 'i' : 'l';
}

/* The character that begins at i, which is not ASCII; ret: its bytes. */
static size_t
put_character(struct plain_copy *out, struct view text, size_t i)
{
	size_t n = utf8_first(view_skip(text, i));
	uint32_t code = n != 0 ? code_of(text.p + i, n) : 0;
	const struct fold *f = code != 0 ? fold_find(code) : NULL;

	if (f != NULL) {
		put_folded(out, f, code);
		return n;
	}
	if (code >= 0xfb00 && code <= 0xfb06) {
		put_ligature(out, code);
		return n;
	}
	n = n != 0 ? n : 1;
	for (size_t k = 0; k < n; k++)
		out->text[out->n++] = text.p[i + k];
	return n;
}

/* Whatever is not in `lower`; ret: how many bytes it is. */
static size_t
put_other(struct plain_copy *out, struct view text, size_t i)
{
	unsigned char c = (unsigned char)text.p[i];
	size_t n;

	if (c == ' ' || c == '\t' || c == '\x01') {
		put_blank(out);
		return 1;
	}
	n = strip_control(text, i);
	if (n != 0) {
		out->is_changed = out->has_controls = true;
		return n;
	}
	if (c >= 0x80)
		return put_character(out, text, i);
	out->is_changed = true;
	return text_format_len(text, i);
}

void
plain_copy(struct view text, struct plain_copy *out)
{
	size_t i = 0;

	out->n = 0;
	out->is_changed = out->has_controls = false;
	while (i < text.n) {
		unsigned char c = lower[(unsigned char)text.p[i]];

		if (LIKELY(c != 0)) {
			out->text[out->n++] = (char)c;
			i++;
		} else {
			i += put_other(out, text, i);
		}
	}
	if (out->n != 0 && out->text[out->n - 1] == ' ')
		out->n--;
}

size_t
plain_copy_as_sent(struct view text, char *dst)
{
	size_t n = 0;

	for (size_t i = 0; i < text.n; i++) {
		unsigned char c = (unsigned char)text.p[i];

		if (c != ' ' && c != '\t')
			dst[n++] = lower[c] != 0 ? (char)lower[c] : text.p[i];
		else if (n != 0 && dst[n - 1] != ' ')
			dst[n++] = ' ';
	}
	return n;
}
