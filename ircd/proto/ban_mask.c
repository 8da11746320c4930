/* Whatever has two spellings is brought to one, for a ban is found again by its mask to be taken away. */
#include "proto/ban_mask.h"

#include <string.h>

#include "core/utf8.h"

#define USER_MASK_LEN (2 * USER_LEN)
#define CERT_DIGITS   64u
#define WIDE_BITS     8u /* blocks of less are wide */

static const struct {
	struct view letter, word;
	const char *name;
} kinds[BAN_KIND_N] = {
	[BAN_KLINE] = { VIEW_INIT("K"), VIEW_INIT("kline"), "K-line" },
	[BAN_DLINE] = { VIEW_INIT("D"), VIEW_INIT("dline"), "D-line" },
	[BAN_XLINE] = { VIEW_INIT("X"), VIEW_INIT("xline"), "X-line" },
	[BAN_RESV] = { VIEW_INIT("R"), VIEW_INIT("resv"), "RESV" },
	[BAN_ELINE] = { VIEW_INIT("E"), VIEW_INIT("eline"), "E-line" },
	[BAN_DCCDENY] = { VIEW_INIT("F"), VIEW_INIT("dccdeny"), "DCCDENY" },
};

struct view
ban_kind_letter(enum ban_kind k)
{
	return kinds[k].letter;
}

const char *
ban_kind_name(enum ban_kind k)
{
	return kinds[k].name;
}

enum ban_kind
ban_kind_find(struct view word)
{
	enum ban_kind k = 0;

	while (k < BAN_KIND_N && !view_eq_nocase(word, kinds[k].letter) &&
		!view_eq_nocase(word, kinds[k].word) && !view_eq_nocase(word, view_z(kinds[k].name)))
		k++;
	return k;
}

/* Where a mask is being written; `bad` sticks. */
struct out {
	char *dst;
	size_t n, size;
	bool bad;
};

static void
put(struct out *o, struct view v)
{
	if (v.n >= o->size - o->n) {
		o->bad = true;
		return;
	}
	memcpy(o->dst + o->n, v.p, v.n);
	o->n += v.n;
}

/* A part that is a mask: not empty, not too long, runs of '*' as one. */
static void
put_mask(struct out *o, struct view part, size_t max)
{
	size_t from = o->n;

	o->bad |= part.n == 0;
	for (size_t i = 0; i < part.n && !o->bad; i++) {
		if (part.p[i] == '*' && i != 0 && part.p[i - 1] == '*')
			continue;
		o->bad |= o->n - from == max;
		put(o, view_of(part.p + i, 1));
	}
}

static char
lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool
is_hex(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
}

/* 64 digits, with or without a colon between bytes. */
static void
put_cert(struct out *o, struct view hex)
{
	size_t digits = 0;

	for (size_t i = 0; i < hex.n && !o->bad; i++) {
		char c = lower(hex.p[i]);

		if (c == ':' && digits != 0 && digits % 2 == 0 && hex.p[i - 1] != ':')
			continue;
		o->bad |= !is_hex(c) || ++digits > CERT_DIGITS;
		put(o, view_of(&c, 1));
	}
	o->bad |= digits != CERT_DIGITS || hex.p[hex.n - 1] == ':';
}

/* user@host, user@block, host, block */
static void
put_place(struct out *o, struct view typed)
{
	size_t at = view_find(typed, '@');
	struct view host = at < typed.n ? view_skip(typed, at + 1) : typed;
	struct ip_block block;
	char text[IP_BLOCK_TEXT];

	o->bad |= view_has_any(typed, VIEW("!$#")) || view_find(host, '@') < host.n;
	put_mask(o, at < typed.n ? view_left(typed, at) : VIEW("*"), USER_MASK_LEN);
	put(o, VIEW("@"));
	if (ip_block_parse(host, &block) == 0)
		put(o, view_z(ip_block_text(&block, text)));
	else if (view_find(host, '/') < host.n && view_has_any(host, VIEW(".:")) &&
		!view_has_any(host, VIEW("*?")))
		o->bad = true; /* a block with a slip in it */
	else
		put_mask(o, host, HOST_LEN);
}

static void
put_client(struct out *o, struct view typed, bool realname)
{
	struct view head = view_left(typed, 3), arg = view_skip(typed, 3);

	if (view_eq_nocase(head, VIEW("$a:"))) {
		put(o, VIEW("$a:"));
		put_mask(o, arg, ACCOUNT_LEN);
	} else if (view_eq_nocase(head, VIEW("$f:"))) {
		put(o, VIEW("$f:"));
		o->bad |= arg.n == 0;
		if (!o->bad)
			put_cert(o, arg);
	} else if (realname && view_eq_nocase(head, VIEW("$r:"))) {
		put(o, VIEW("$r:"));
		put_mask(o, arg, REALNAME_LEN);
	} else {
		put_place(o, typed);
	}
}

static void
put_block(struct out *o, struct view typed)
{
	struct ip_block block;
	char text[IP_BLOCK_TEXT];

	if (ip_block_parse(typed, &block) == -1)
		o->bad = true;
	else
		put(o, view_z(ip_block_text(&block, text)));
}

/* One word that can stand in the middle of a message. */
static bool
is_word(struct view v)
{
	for (size_t i = 0; i < v.n; i++) {
		unsigned char c = (unsigned char)v.p[i];

		if (c <= ' ' || c == 0x7f)
			return false;
	}
	return v.n != 0 && v.p[0] != ':' && utf8_is_valid(v);
}

size_t
ban_mask_normalise(enum ban_kind k, struct view typed, char *dst, size_t size)
{
	struct out o = { .dst = dst, .size = size < BAN_MASK_LEN + 1 ? size : BAN_MASK_LEN + 1 };

	if (size == 0)
		return 0;
	dst[0] = '\0';
	o.bad = !is_word(typed) && !(k == BAN_DLINE && typed.n != 0 && typed.p[0] == ':');
	if (o.bad)
		return 0;
	switch (k) {
	case BAN_KLINE:
		put_client(&o, typed, false);
		break;
	case BAN_ELINE:
		put_client(&o, typed, true);
		break;
	case BAN_DLINE:
		put_block(&o, typed);
		break;
	case BAN_XLINE:
		put_mask(&o, typed, REALNAME_LEN);
		break;
	case BAN_RESV:
		o.bad = view_has_any(typed, VIEW(",!@"));
		put_mask(&o, typed, typed.p[0] == '#' ? CHANNEL_LEN : NICK_LEN_MAX);
		break;
	case BAN_DCCDENY:
		o.bad = view_has_any(typed, VIEW("/\\"));
		put_mask(&o, typed, BAN_MASK_LEN);
		break;
	case BAN_KIND_N:
		o.bad = true;
		break;
	}
	dst[o.bad ? 0 : o.n] = '\0';
	return o.bad ? 0 : o.n;
}

static void
parse_client(struct view mask, struct ban_mask *out)
{
	size_t at = view_find(mask, '@');

	out->text = view_skip(mask, 3);
	if (view_starts(mask, VIEW("$a:"))) {
		out->form = BAN_FORM_ACCOUNT;
	} else if (view_starts(mask, VIEW("$f:"))) {
		out->form = BAN_FORM_CERT;
	} else if (view_starts(mask, VIEW("$r:"))) {
		out->form = BAN_FORM_REALNAME;
	} else {
		out->user = view_left(mask, at);
		out->text = view_skip(mask, at + 1);
		out->form = ip_block_parse(out->text, &out->block) == 0 ? BAN_FORM_BLOCK : BAN_FORM_HOST;
	}
}

bool
ban_mask_parse(enum ban_kind k, struct view mask, struct ban_mask *out)
{
	char again[BAN_MASK_LEN + 1];

	*out = (struct ban_mask){ .user = VIEW("*"), .text = mask };
	if (mask.n == 0 || !view_eq(mask, view_of(again, ban_mask_normalise(k, mask, again, sizeof(again)))))
		return false;
	switch (k) {
	case BAN_KLINE:
	case BAN_ELINE:
		parse_client(mask, out);
		break;
	case BAN_DLINE:
		out->form = BAN_FORM_BLOCK;
		return ip_block_parse(mask, &out->block) == 0;
	case BAN_XLINE:
		out->form = BAN_FORM_REALNAME;
		break;
	case BAN_RESV:
		out->form = mask.p[0] == '#' ? BAN_FORM_CHANNEL : BAN_FORM_NICK;
		break;
	case BAN_DCCDENY:
		out->form = BAN_FORM_FILE;
		break;
	case BAN_KIND_N:
		return false;
	}
	return true;
}

size_t
ban_mask_realname(struct view text, char *dst)
{
	size_t n = 0;

	for (size_t i = 0; i < text.n; i++) {
		bool blank = text.p[i] == '\\' && i + 1 < text.n && text.p[i + 1] == 's';

		dst[n++] = blank ? ' ' : text.p[i];
		i += blank;
	}
	return n;
}

size_t
ban_mask_escape(struct view realname, char *dst, size_t size)
{
	size_t n = 0;

	for (size_t i = 0; i < realname.n && n + 2 < size; i++) {
		if (realname.p[i] == ' ') {
			dst[n++] = '\\';
			dst[n++] = 's';
		} else {
			dst[n++] = realname.p[i];
		}
	}
	dst[n] = '\0';
	return n;
}

static bool
is_wild(struct view v)
{
	for (size_t i = 0; i < v.n; i++) {
		if (memchr("*?.:#@", v.p[i], 6) == NULL)
			return false;
	}
	return true;
}

bool
ban_mask_is_wide(const struct ban_mask *m)
{
	switch (m->form) {
	case BAN_FORM_BLOCK:
		return is_wild(m->user) && m->block.bits < WIDE_BITS;
	case BAN_FORM_HOST:
		return is_wild(m->user) && is_wild(m->text);
	case BAN_FORM_CERT:
		return false;
	case BAN_FORM_ACCOUNT:
	case BAN_FORM_REALNAME:
	case BAN_FORM_NICK:
	case BAN_FORM_CHANNEL:
	case BAN_FORM_FILE:
		break;
	}
	return is_wild(m->text);
}
