#include "link/link_cmodes.h"

#include <stdio.h>

#include "proto/names.h"

/* clang-format off */
static const struct row {
	char ours, theirs;
	enum cmode_reach reach;
	uint64_t bit; /* 0: a list or a rank */
} rows[] = {
	{ 'n', 'n', CMODE_EVERYWHERE, CMODE_NO_EXTERNAL },
	{ 't', 't', CMODE_EVERYWHERE, CMODE_TOPIC_OP },
	{ 's', 's', CMODE_EVERYWHERE, CMODE_SECRET },
	{ 'p', 'p', CMODE_EVERYWHERE, CMODE_PRIVATE },
	{ 'm', 'm', CMODE_EVERYWHERE, CMODE_MODERATED },
	{ 'i', 'i', CMODE_EVERYWHERE, CMODE_INVITE_ONLY },
	{ 'R', 'r', CMODE_EVERYWHERE, CMODE_ACCOUNT },
	{ 'P', 'P', CMODE_EVERYWHERE, CMODE_PERMANENT },
	{ 'z', 'z', CMODE_EVERYWHERE, CMODE_OPS_SEE },
	{ 'g', 'g', CMODE_EVERYWHERE, CMODE_FREE_INVITE },
	{ 'c', 'c', CMODE_EVERYWHERE, CMODE_STRIP },
	{ 'C', 'C', CMODE_EVERYWHERE, CMODE_NO_CTCP },
	{ 'M', 'R', CMODE_PERHAPS, CMODE_SPEAK_ACCOUNT },
	{ 'S', 'S', CMODE_PERHAPS, CMODE_TLS },
	{ 'O', 'O', CMODE_PERHAPS, CMODE_OPERS },
	{ 'T', 'T', CMODE_PERHAPS, CMODE_NO_NOTICE },
	{ 'N', 'N', CMODE_CONCLAVE, CMODE_NO_NICK },
	{ 'u', 'u', CMODE_CONCLAVE, CMODE_AUDITORIUM },
	{ 'l', 'l', CMODE_EVERYWHERE, CMODE_LIMIT },
	{ 'k', 'k', CMODE_EVERYWHERE, CMODE_KEY },
	{ 'j', 'j', CMODE_EVERYWHERE, CMODE_THROTTLE },
	{ 'f', 'f', CMODE_EVERYWHERE, CMODE_FORWARD },
	{ 'b', 'b', CMODE_EVERYWHERE, 0 },
	{ 'e', 'e', CMODE_EVERYWHERE, 0 },
	{ 'I', 'I', CMODE_EVERYWHERE, 0 },
	{ 'q', 'q', CMODE_EVERYWHERE, 0 },
	{ 'o', 'o', CMODE_EVERYWHERE, 0 },
	{ 'v', 'v', CMODE_EVERYWHERE, 0 },
};
/* clang-format on */

#define CMODES_PARAM (CMODE_KEY | CMODE_LIMIT | CMODE_THROTTLE | CMODE_FORWARD)

enum cmode_reach
link_cmode_out(char ours, char *theirs)
{
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		if (rows[i].ours == ours) {
			*theirs = rows[i].theirs;
			return rows[i].reach;
		}
	}
	return CMODE_NOWHERE;
}

static const struct row *
row_in(char theirs, bool conclave)
{
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		if (rows[i].theirs == theirs && (conclave || rows[i].reach != CMODE_CONCLAVE))
			return &rows[i];
	}
	return NULL;
}

char
link_cmode_in(char theirs, bool conclave)
{
	const struct row *r = row_in(theirs, conclave);

	return r != NULL ? r->ours : '\0';
}

size_t
link_cmodes_in(struct view letters, bool conclave, char *dst, size_t size)
{
	size_t n = 0;

	for (size_t i = 0; i < letters.n && n < size; i++) {
		char c = letters.p[i];

		if (c != '+' && c != '-')
			c = link_cmode_in(c, conclave);
		if (c != '\0')
			dst[n++] = c;
	}
	return n;
}

uint64_t
link_cmodes_bits(struct view letters, bool conclave)
{
	uint64_t bits = 0;

	for (size_t i = 0; i < letters.n; i++) {
		const struct row *r = row_in(letters.p[i], conclave);

		if (r != NULL)
			bits |= r->bit;
	}
	return bits;
}

static bool
read_throttle(struct view v, struct channel_simple *out)
{
	struct view count;

	return view_cut(&v, ':', &count) && view_to_u32(count, &out->joins_max) == 0 &&
		view_to_u32(v, &out->joins_s) == 0 && out->joins_max != 0 && out->joins_s != 0;
}

/* False: it is no such parameter, and the mode is not set. */
static bool
read_param(uint64_t bit, struct view v, struct channel_simple *out)
{
	switch (bit) {
	case CMODE_KEY:
		return name_is_key(v) && view_copy(v, out->key, sizeof(out->key)) == v.n;
	case CMODE_LIMIT:
		return view_to_u32(v, &out->limit) == 0 && out->limit != 0;
	case CMODE_THROTTLE:
		return read_throttle(v, out);
	case CMODE_FORWARD:
		return name_is_channel(v) && view_copy(v, out->forward, sizeof(out->forward)) == v.n;
	default:
		return false;
	}
}

/* A field whose mode is not set is empty, or it would count when two channels are joined. */
static void
clear_unset(struct channel_simple *s)
{
	if ((s->bits & CMODE_KEY) == 0)
		s->key[0] = '\0';
	if ((s->bits & CMODE_LIMIT) == 0)
		s->limit = 0;
	if ((s->bits & CMODE_THROTTLE) == 0)
		s->joins_max = s->joins_s = 0;
	if ((s->bits & CMODE_FORWARD) == 0)
		s->forward[0] = '\0';
}

size_t
link_cmodes_read(
	struct view letters, const struct view *param, size_t n, bool conclave, struct channel_simple *out)
{
	size_t next = 0;

	*out = (struct channel_simple){ .bits = 0 };
	for (size_t i = 0; i < letters.n; i++) {
		const struct row *r = row_in(letters.p[i], conclave);

		if (r == NULL || r->bit == 0)
			continue;
		if ((r->bit & CMODES_PARAM) == 0 || (next < n && read_param(r->bit, param[next], out)))
			out->bits |= r->bit;
		if ((r->bit & CMODES_PARAM) != 0 && next < n)
			next++;
	}
	clear_unset(out);
	return next;
}

/* Of the modes with a parameter, or of the others. */
static size_t
put_letters(const struct channel_simple *s, bool conclave, bool params, char *dst)
{
	size_t n = 0;

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		if ((rows[i].bit & s->bits) == 0 || ((rows[i].bit & CMODES_PARAM) != 0) != params)
			continue;
		if (conclave || rows[i].reach != CMODE_CONCLAVE)
			dst[n++] = rows[i].theirs;
	}
	return n;
}

/* " value" of one mode. */
static size_t
put_param(const struct channel_simple *s, uint64_t bit, char *dst, size_t size)
{
	int n = 0;

	if (bit == CMODE_KEY)
		n = snprintf(dst, size, " %s", s->key);
	else if (bit == CMODE_LIMIT)
		n = snprintf(dst, size, " %u", (unsigned)s->limit);
	else if (bit == CMODE_THROTTLE)
		n = snprintf(dst, size, " %u:%u", (unsigned)s->joins_max, (unsigned)s->joins_s);
	else if (bit == CMODE_FORWARD)
		n = snprintf(dst, size, " %s", s->forward);
	return n > 0 ? (size_t)n : 0;
}

/* LINK_CMODES_TEXT has room for all letters, a key, a channel and four numbers. */
size_t
link_cmodes_text(const struct channel_simple *s, bool conclave, char dst[LINK_CMODES_TEXT])
{
	size_t n = 0;

	dst[n++] = '+';
	n += put_letters(s, conclave, false, dst + n);
	n += put_letters(s, conclave, true, dst + n);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		if ((rows[i].bit & s->bits) != 0)
			n += put_param(s, rows[i].bit, dst + n, LINK_CMODES_TEXT - n);
	}
	dst[n] = '\0';
	return n;
}
