/*
 * Every append is one comparison with `limit` and one memcpy; `limit` keeps two bytes back for CR LF.  The order tags, source,
 * verb, parameters, text is enforced, for a parameter behind the text would silently become part of it.
 */
#include "proto/msg_build.h"

#include <stdio.h>
#include <string.h>

#include "core/utf8.h"
#include "proto/bytes_priv.h"
#include "proto/tags.h"

#define END_LEN	 2 /* CR LF */
#define TAGS_MAX (1 + MSG_TAGS_CLIENT + 1 + MSG_TAGS_SERVER)

static inline void
fail(struct msg_build *b, enum build_state why)
{
	if (b->state == BUILD_OK)
		b->state = why;
}

/* True if nothing has failed, the message is at a stage from..to, and n more bytes fit. */
static inline bool
ready(struct msg_build *b, enum build_stage from, enum build_stage to, size_t n)
{
	if (UNLIKELY(b->state != BUILD_OK))
		return false;
	if (UNLIKELY(b->stage < from || b->stage > to)) {
		fail(b, BUILD_BAD_PARAM);
		return false;
	}
	if (UNLIKELY(n > b->limit - b->len)) {
		fail(b, BUILD_TOO_LONG);
		return false;
	}
	return true;
}

static inline void
put(struct msg_build *b, struct view v)
{
	if (v.n != 0)
		memcpy(b->p + b->len, v.p, v.n);
	b->len += v.n;
}

static inline void
put_byte(struct msg_build *b, char c)
{
	b->p[b->len++] = c;
}

static inline size_t
least(size_t a, size_t b)
{
	return a < b ? a : b;
}

void
msg_build_begin(struct msg_build *b, char *p, size_t cap)
{
	*b = (struct msg_build){ .p = p, .cap = cap, .stage = BUILD_AT_START, .state = BUILD_OK };
	if (cap < END_LEN)
		b->state = BUILD_TOO_LONG;
	else
		b->limit = least(cap - END_LEN, TAGS_MAX);
}

/* Ends the tags.  From here on the limit is that of the body. */
static void
begin_body(struct msg_build *b)
{
	if (b->state != BUILD_OK || b->stage > BUILD_AT_TAGS)
		return;
	if (b->stage == BUILD_AT_TAGS) {
		if (b->len >= b->cap - END_LEN) {
			fail(b, BUILD_TOO_LONG);
			return;
		}
		put_byte(b, ' ');
	}
	b->body = b->len;
	b->limit = least(b->cap - END_LEN, b->body + MSG_BODY_MAX - END_LEN);
	b->stage = BUILD_AT_BODY;
}

void
msg_build_tag(struct msg_build *b, struct view key, struct view value)
{
	size_t n;

	if (!ready(b, BUILD_AT_START, BUILD_AT_TAGS, 2 + key.n))
		return;
	if (!tag_is_key(key) || (value.n != 0 && memchr(value.p, '\0', value.n) != NULL)) {
		fail(b, BUILD_BAD_PARAM);
		return;
	}
	put_byte(b, b->stage == BUILD_AT_START ? '@' : ';');
	b->stage = BUILD_AT_TAGS;
	put(b, key);
	if (value.n == 0)
		return;
	put_byte(b, '=');
	n = tag_escape(value, b->p + b->len, b->limit - b->len);
	if (n == SIZE_MAX)
		fail(b, BUILD_TOO_LONG);
	else
		b->len += n;
}

void
msg_build_raw_tags(struct msg_build *b, struct view tags)
{
	if (tags.n == 0 || !ready(b, BUILD_AT_START, BUILD_AT_TAGS, 1 + tags.n))
		return;
	if (bytes_break(tags.p, tags.n, true)) {
		fail(b, BUILD_BAD_PARAM);
		return;
	}
	put_byte(b, b->stage == BUILD_AT_START ? '@' : ';');
	b->stage = BUILD_AT_TAGS;
	put(b, tags);
}

/* Checks what was written since `from` and, if it is clean, puts the blank that ends the source. */
static void
end_source(struct msg_build *b, size_t from)
{
	if (bytes_break(b->p + from, b->len - from, true)) {
		fail(b, BUILD_BAD_PARAM);
		return;
	}
	put_byte(b, ' ');
	b->stage = BUILD_AT_VERB;
}

void
msg_build_source(struct msg_build *b, struct view source)
{
	begin_body(b);
	if (!ready(b, BUILD_AT_BODY, BUILD_AT_BODY, 2 + source.n))
		return;
	if (source.n == 0) {
		fail(b, BUILD_BAD_PARAM);
		return;
	}
	put_byte(b, ':');
	put(b, source);
	end_source(b, b->len - source.n);
}

void
msg_build_source_user(struct msg_build *b, struct view nick, struct view user, struct view host)
{
	size_t from;

	begin_body(b);
	if (!ready(b, BUILD_AT_BODY, BUILD_AT_BODY, 4 + nick.n + user.n + host.n))
		return;
	if (nick.n == 0) {
		fail(b, BUILD_BAD_PARAM);
		return;
	}
	put_byte(b, ':');
	from = b->len;
	put(b, nick);
	put_byte(b, '!');
	put(b, user);
	put_byte(b, '@');
	put(b, host);
	end_source(b, from);
}

void
msg_build_verb(struct msg_build *b, struct view verb)
{
	begin_body(b);
	if (!ready(b, BUILD_AT_BODY, BUILD_AT_VERB, verb.n))
		return;
	/* A verb in front that begins with '@' or ':' would be read as tags or source. */
	if (verb.n == 0 || verb.p[0] == ':' || verb.p[0] == '@' || bytes_break(verb.p, verb.n, true)) {
		fail(b, BUILD_BAD_PARAM);
		return;
	}
	put(b, verb);
	b->stage = BUILD_AT_PARAMS;
}

void
msg_build_numeric(struct msg_build *b, unsigned numeric)
{
	begin_body(b);
	if (!ready(b, BUILD_AT_BODY, BUILD_AT_VERB, 3))
		return;
	if (numeric < 1 || numeric > 999) {
		fail(b, BUILD_BAD_PARAM);
		return;
	}
	put_byte(b, (char)('0' + numeric / 100));
	put_byte(b, (char)('0' + numeric / 10 % 10));
	put_byte(b, (char)('0' + numeric % 10));
	b->stage = BUILD_AT_PARAMS;
}

void
msg_build_param(struct msg_build *b, struct view v)
{
	if (!ready(b, BUILD_AT_PARAMS, BUILD_AT_PARAMS, 1) ||
		!ready(b, BUILD_AT_PARAMS, BUILD_AT_PARAMS, v.n))
		return;
	if (v.n == 0 || v.p[0] == ':' || bytes_break(v.p, v.n, true)) {
		fail(b, BUILD_BAD_PARAM);
		return;
	}
	if (v.n == b->limit - b->len) {
		fail(b, BUILD_TOO_LONG);
		return;
	}
	put_byte(b, ' ');
	put(b, v);
}

void
msg_build_param_u64(struct msg_build *b, uint64_t n)
{
	char digits[20]; /* 2^64 - 1 has 20 */
	size_t i = sizeof(digits);

	do {
		digits[--i] = (char)('0' + n % 10);
		n /= 10;
	} while (n != 0);
	msg_build_param(b, view_of(digits + i, sizeof(digits) - i));
}

void
msg_build_text(struct msg_build *b, struct view v)
{
	if (!ready(b, BUILD_AT_PARAMS, BUILD_AT_PARAMS, 2))
		return;
	if (v.n > b->limit - b->len - 2)
		v = utf8_left(v, b->limit - b->len - 2);
	if (v.n != 0 && bytes_break(v.p, v.n, false)) {
		fail(b, BUILD_BAD_PARAM);
		return;
	}
	put_byte(b, ' ');
	put_byte(b, ':');
	put(b, v);
	b->stage = BUILD_AT_END;
}

/* n without a UTF-8 character at the end of which bytes are missing. */
static size_t
drop_partial(const char *p, size_t n)
{
	size_t back = 0, need = 1;
	unsigned char c;

	while (back < 3 && back < n && ((unsigned char)p[n - 1 - back] & 0xc0) == 0x80)
		back++;
	if (back == n)
		return n;
	c = (unsigned char)p[n - 1 - back];
	if (c >= 0xf0)
		need = 4;
	else if (c >= 0xe0)
		need = 3;
	else if (c >= 0xc0)
		need = 2;
	return back + 1 < need ? n - back - 1 : n;
}

void
msg_build_textf(struct msg_build *b, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	msg_build_vtextf(b, fmt, ap);
	va_end(ap);
}

void
msg_build_vtextf(struct msg_build *b, const char *fmt, va_list ap)
{
	size_t room;
	char *at;
	int n;

	if (!ready(b, BUILD_AT_PARAMS, BUILD_AT_PARAMS, 2))
		return;
	put_byte(b, ' ');
	put_byte(b, ':');
	at = b->p + b->len;
	room = b->limit - b->len;
	n = vsnprintf(at, room + 1, fmt, ap); /* its NUL goes where CR will be */
	if (n < 0) {
		fail(b, BUILD_BAD_PARAM);
		return;
	}
	room = (size_t)n > room ? drop_partial(at, room) : (size_t)n;
	for (size_t i = 0; i < room; i++) {
		if (at[i] == '\r' || at[i] == '\n' || at[i] == '\0')
			at[i] = ' ';
	}
	b->len += room;
	b->stage = BUILD_AT_END;
}

size_t
msg_build_room(const struct msg_build *b)
{
	if (b->state != BUILD_OK || b->stage != BUILD_AT_PARAMS || b->limit - b->len < 2)
		return 0;
	return b->limit - b->len - 2;
}

struct view
msg_build_end(struct msg_build *b)
{
	if (b->state == BUILD_OK && b->stage < BUILD_AT_PARAMS)
		fail(b, BUILD_BAD_PARAM);
	if (b->state != BUILD_OK)
		return VIEW("");
	if (b->stage != BUILD_AT_DONE) {
		put_byte(b, '\r');
		put_byte(b, '\n');
		b->stage = BUILD_AT_DONE;
	}
	return view_of(b->p, b->len);
}
