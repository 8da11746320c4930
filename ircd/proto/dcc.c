/*
 * The fields are found from the end, for only there they are known: names have blanks, and one client in the field leaves the quotes out
 * when it answers.  One field more is a token.  Whether it is there can be told, because an address of network 0 is nobody's: where a port
 * stands in the place of the address, that reading is wrong.
 */
#include "proto/dcc.h"

#include <arpa/inet.h>
#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#define PORT_DIGITS 5

/* Fields behind the name, in this order. */
enum field { F_ADDRESS, F_PORT, F_SIZE, F_TOKEN, F_N };

static const struct word {
	struct view word;
	enum dcc_type type;
	bool secure;
} words[] = {
	{ VIEW_INIT("SEND"), DCC_SEND, false },
	{ VIEW_INIT("CHAT"), DCC_CHAT, false },
	{ VIEW_INIT("RESUME"), DCC_RESUME, false },
	{ VIEW_INIT("ACCEPT"), DCC_ACCEPT, false },
	{ VIEW_INIT("REJECT"), DCC_REJECT, false },
	{ VIEW_INIT("SSEND"), DCC_SEND, true },
	{ VIEW_INIT("SCHAT"), DCC_CHAT, true },
};

/* Which fields a type has between its name and the token. */
static const struct shape {
	bool address, size;
} shapes[DCC_N_TYPES] = {
	[DCC_SEND] = { true, true },
	[DCC_CHAT] = { true, false },
	[DCC_RESUME] = { false, true },
	[DCC_ACCEPT] = { false, true },
};

struct view
dcc_type_word(enum dcc_type t)
{
	return words[t].word; /* the plain ones are first, and in order */
}

const char *
dcc_fault_name(enum dcc_fault f)
{
	static const char *const names[DCC_N_FAULTS] = {
		[DCC_OK] = "none",
		[DCC_UNKNOWN] = "type",
		[DCC_SYNTAX] = "syntax",
		[DCC_BAD_NAME] = "name",
		[DCC_BAD_ADDRESS] = "address",
		[DCC_BAD_PORT] = "port",
		[DCC_BAD_SIZE] = "size",
		[DCC_BAD_TOKEN] = "token",
	};

	return names[f];
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* Takes the first word off. */
static struct view
first_word(struct view *rest)
{
	struct view v = view_trim(*rest);
	size_t n = 0;

	while (n < v.n && !is_blank(v.p[n]))
		n++;
	*rest = view_trim(view_skip(v, n));
	return view_left(v, n);
}

/* Takes the last word off; of a view that has none, an empty one. */
static struct view
last_word(struct view *rest)
{
	struct view v = view_trim(*rest);
	size_t from = v.n;

	while (from != 0 && !is_blank(v.p[from - 1]))
		from--;
	*rest = view_trim(view_left(v, from));
	return view_skip(v, from);
}

static const uint8_t mapped[12] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff };

/* Nobody's: network 0 of IPv4, also within IPv6, and "::". */
static bool
is_nobody(uint8_t family, const uint8_t ip[16])
{
	static const uint8_t none[16];

	if (family == AF_INET)
		return ip[0] == 0;
	return memcmp(ip, none, sizeof(none)) == 0 ||
		(memcmp(ip, mapped, sizeof(mapped)) == 0 && ip[sizeof(mapped)] == 0);
}

/* Passive offers name anything, mostly a fixed number. */
static enum dcc_fault
check_address(struct view v, bool passive)
{
	uint8_t ip[16], family = AF_INET;
	uint32_t number;
	char z[INET6_ADDRSTRLEN];

	if (view_to_u32(v, &number) == 0)
		return passive || number >> 24 != 0 ? DCC_OK : DCC_BAD_ADDRESS;
	if (v.n >= sizeof(z) || view_find(v, '\0') < v.n)
		return DCC_BAD_ADDRESS;
	(void)view_copy(v, z, sizeof(z));
	if (inet_pton(AF_INET, z, ip) != 1) {
		family = AF_INET6;
		if (inet_pton(AF_INET6, z, ip) != 1)
			return DCC_BAD_ADDRESS;
	}
	return passive || !is_nobody(family, ip) ? DCC_OK : DCC_BAD_ADDRESS;
}

static bool
to_port(struct view v, uint16_t *out)
{
	uint32_t n;

	if (v.n > PORT_DIGITS || view_to_u32(v, &n) == -1 || n > UINT16_MAX || (n != 0 && n < DCC_PORT_MIN))
		return false;
	*out = (uint16_t)n;
	return true;
}

static bool
to_token(struct view v, uint32_t *out)
{
	return view_to_u32(v, out) == 0 && *out <= DCC_TOKEN_MAX && (v.n == 1 || v.p[0] != '0');
}

/* The fields in one reading: with a token or without. */
static enum dcc_fault
read_fields(const struct view f[F_N], struct dcc_msg *m)
{
	const struct shape *s = &shapes[m->type];
	enum dcc_fault fault = DCC_OK;

	if (!to_port(f[F_PORT], &m->port) || (m->port == 0 && !m->has_token))
		return DCC_BAD_PORT;
	if (s->address)
		fault = check_address(f[F_ADDRESS], m->port == 0);
	else if (m->has_token && m->port != 0)
		fault = DCC_SYNTAX; /* who says a token has no port to name */
	if (fault != DCC_OK)
		return fault;
	if (s->size && (view_to_u64(f[F_SIZE], &m->size) == -1 || m->size > INT64_MAX))
		return DCC_BAD_SIZE;
	if (m->has_token && !to_token(f[F_TOKEN], &m->token))
		return DCC_BAD_TOKEN;
	m->claimed = f[F_ADDRESS];
	return DCC_OK;
}

/* Takes a reading's fields off the end of *rest.  false: there are not so many words. */
static bool
take_fields(struct view *rest, const struct dcc_msg *m, struct view f[F_N])
{
	const struct shape *s = &shapes[m->type];
	const bool has[F_N] = { s->address, true, s->size, m->has_token };

	for (size_t i = F_N; i-- > 0;) {
		f[i] = view_of(NULL, 0);
		if (!has[i])
			continue;
		f[i] = last_word(rest);
		if (f[i].n == 0)
			return false;
	}
	return true;
}

/* One that is found again when it is written: a quote before a blank would end it there. */
static bool
name_is_sound(struct view name)
{
	if (name.n == 0 || name.n > DCC_NAME_MAX)
		return false;
	for (size_t i = 0; i + 1 < name.n; i++) {
		if (name.p[i] == '"' && is_blank(name.p[i + 1]))
			return false;
	}
	return true;
}

/* The closing quote is the first that a blank follows. */
static enum dcc_fault
take_quoted(struct view *rest, struct view *name)
{
	struct view v = view_skip(*rest, 1);
	size_t end = 0;

	while (end < v.n && (v.p[end] != '"' || (end + 1 < v.n && !is_blank(v.p[end + 1]))))
		end++;
	if (end == v.n)
		return DCC_BAD_NAME;
	*name = view_left(v, end);
	*rest = view_trim(view_skip(v, end + 1));
	return view_find(*rest, '"') < rest->n ? DCC_BAD_NAME : DCC_OK;
}

/* Nothing but the fields may be left of rest. */
static enum dcc_fault
read_exactly(struct view rest, struct dcc_msg *m)
{
	struct view f[F_N], with = rest;

	m->has_token = true;
	if (take_fields(&with, m, f))
		return with.n == 0 ? read_fields(f, m) : DCC_SYNTAX;
	m->has_token = false;
	return take_fields(&rest, m, f) ? read_fields(f, m) : DCC_SYNTAX;
}

/* The name is what is left of rest.  With a token or without: never are both readings right. */
static enum dcc_fault
read_open(struct view rest, struct dcc_msg *m)
{
	struct view f[F_N];
	enum dcc_fault fault;

	m->has_token = true;
	m->name = rest;
	if (take_fields(&m->name, m, f) && m->name.n != 0) {
		fault = read_fields(f, m);
		if (fault == DCC_OK || (m->port == 0 && (fault == DCC_BAD_SIZE || fault == DCC_BAD_TOKEN)))
			return fault;
	}
	m->has_token = false;
	m->token = 0;
	m->name = rest;
	return take_fields(&m->name, m, f) && m->name.n != 0 ? read_fields(f, m) : DCC_SYNTAX;
}

static enum dcc_fault
parse_file(struct view rest, struct dcc_msg *m)
{
	enum dcc_fault fault;

	if (rest.n != 0 && rest.p[0] == '"') {
		fault = take_quoted(&rest, &m->name);
		if (fault == DCC_OK)
			fault = read_exactly(rest, m);
	} else {
		fault = read_open(rest, m);
	}
	return fault == DCC_OK && !name_is_sound(m->name) ? DCC_BAD_NAME : fault;
}

/* "wboard" and whatever else is offered by that name are other protocols. */
static enum dcc_fault
parse_chat(struct view rest, struct dcc_msg *m)
{
	m->name = first_word(&rest);
	if (m->name.n == 0)
		return DCC_SYNTAX;
	if (!view_eq_nocase(m->name, VIEW("chat"))) {
		m->word = m->name;
		return DCC_UNKNOWN;
	}
	return read_exactly(rest, m);
}

static enum dcc_fault
parse_reject(struct view rest, struct dcc_msg *m)
{
	struct view what = first_word(&rest);
	enum dcc_fault fault = DCC_OK;

	m->rejected = view_eq_nocase(what, VIEW("CHAT")) ? DCC_CHAT : DCC_SEND;
	m->taken_back = view_eq_nocase(what, VIEW("GET"));
	if (what.n == 0)
		return DCC_SYNTAX;
	if (m->rejected == DCC_SEND && !m->taken_back && !view_eq_nocase(what, VIEW("SEND"))) {
		m->word = what;
		return DCC_UNKNOWN;
	}
	m->name = rest;
	if (rest.n != 0 && rest.p[0] == '"') {
		fault = take_quoted(&rest, &m->name);
		if (fault == DCC_OK && rest.n != 0)
			fault = DCC_SYNTAX;
	}
	return fault == DCC_OK && !name_is_sound(m->name) ? DCC_BAD_NAME : fault;
}

static bool
is_sendable(struct view v)
{
	return !view_has_any(v, VIEW("\0\r\n\x01"));
}

enum dcc_fault
dcc_parse(struct view rest, struct dcc_msg *out)
{
	const struct word *w = words, *end = words + ARRAY_LEN(words);

	*out = (struct dcc_msg){ .word = first_word(&rest) };
	if (out->word.n == 0 || !is_sendable(rest))
		return DCC_SYNTAX;
	while (w < end && !view_eq_nocase(out->word, w->word))
		w++;
	if (w == end)
		return DCC_UNKNOWN;
	out->type = w->type;
	out->secure = w->secure;
	switch (out->type) {
	case DCC_SEND:
	case DCC_RESUME:
	case DCC_ACCEPT:
		return parse_file(rest, out);
	case DCC_CHAT:
		return parse_chat(rest, out);
	case DCC_REJECT:
		return parse_reject(rest, out);
	case DCC_N_TYPES:
		break;
	}
	return DCC_UNKNOWN;
}

/* Where a message is being written; `bad` sticks. */
struct out {
	char *dst;
	size_t n;
	bool bad;
};

static void
put(struct out *o, struct view v)
{
	if (v.n > DCC_TEXT_MAX - o->n) {
		o->bad = true;
		return;
	}
	if (v.n != 0)
		memcpy(o->dst + o->n, v.p, v.n);
	o->n += v.n;
}

static void
put_number(struct out *o, uint64_t number)
{
	char text[24];
	int n = snprintf(text, sizeof(text), " %" PRIu64, number);

	put(o, view_of(text, (size_t)n));
}

/* Behind a REJECT there is nothing but the name: irssi takes it as it stands, blanks and quotes included. */
static bool
wants_quotes(enum dcc_type type, struct view name)
{
	if (name.n != 0 && name.p[0] == '"')
		return true;
	if (type == DCC_REJECT)
		return view_trim(name).n != name.n; /* else those at its ends would be lost */
	return view_has_any(name, VIEW(" \t"));
}

static void
put_name(struct out *o, enum dcc_type type, struct view name)
{
	bool quoted = wants_quotes(type, name);

	o->bad |= !name_is_sound(name) || !is_sendable(name);
	put(o, quoted ? VIEW(" \"") : VIEW(" "));
	put(o, name);
	if (quoted)
		put(o, VIEW("\""));
}

static uint32_t
number_of(const uint8_t ip[4])
{
	return (uint32_t)ip[0] << 24 | (uint32_t)ip[1] << 16 | (uint32_t)ip[2] << 8 | ip[3];
}

static void
put_address(struct out *o, uint8_t family, const uint8_t *ip)
{
	char text[INET6_ADDRSTRLEN];

	if (family == AF_INET) {
		put_number(o, number_of(ip));
	} else if (memcmp(ip, mapped, sizeof(mapped)) == 0) {
		put_number(o, number_of(ip + sizeof(mapped)));
	} else {
		put(o, VIEW(" "));
		put(o, view_z(inet_ntop(AF_INET6, ip, text, sizeof(text))));
	}
}

static void
put_fields(struct out *o, const struct dcc_out *d)
{
	const struct shape *s = &shapes[d->type];

	if (s->address)
		put_address(o, d->family, d->ip);
	put_number(o, d->port);
	if (s->size)
		put_number(o, d->size);
	if (d->has_token)
		put_number(o, d->token);
}

static struct view
rejected_word(const struct dcc_out *d)
{
	return d->taken_back && d->rejected == DCC_SEND ? VIEW("GET") : dcc_type_word(d->rejected);
}

size_t
dcc_build(const struct dcc_out *d, char dst[DCC_TEXT_MAX])
{
	struct out o = { .dst = dst };

	put(&o,
		d->secure ? VIEW("\x01"
				 "DCC S")
			  : VIEW("\x01"
				 "DCC "));
	put(&o, dcc_type_word(d->type));
	if (d->type == DCC_REJECT) {
		put(&o, VIEW(" "));
		put(&o, rejected_word(d));
	}
	put_name(&o, d->type, d->type == DCC_CHAT ? VIEW("chat") : d->name);
	if (d->type != DCC_REJECT)
		put_fields(&o, d);
	put(&o, VIEW("\x01"));
	return o.bad ? 0 : o.n;
}
