/*
 * Names are decoded to text of at most 255 bytes; a byte that stands in no host name, and a dot within a label, becomes \x01, so that such a
 * name is equal to no question and no host.  Compression pointers go backwards only, or a loop would never end.
 */
#include "net/dns_answer.h"

#include <stdio.h>
#include <string.h>

#define CLASS_IN   1u
#define HEADER	   12u
#define ROW_FIXED  10u /* type, class, time to live, length */
#define QR	   0x8000u
#define OPCODE	   0x7800u
#define TRUNCATED  0x0200u
#define RCODE	   0x000fu
#define RCODE_NONE 3u /* NXDOMAIN */
#define TTL_MAX	   0x7fffffffu

struct row {
	char owner[DNS_NAME_LEN + 1];
	uint32_t type, class, ttl_s;
	size_t data, n_data;
};

/* A question that was answered: where its rows begin, and for whom we look. */
struct reader {
	struct view msg;
	size_t rows, n_rows;
	uint32_t type, ttl_s;
	char owner[DNS_NAME_LEN + 1];
};

static uint32_t
get16(struct view v, size_t at)
{
	return (uint32_t)((unsigned char)v.p[at] << 8 | (unsigned char)v.p[at + 1]);
}

static char
plain(char c)
{
	if (c >= 'A' && c <= 'Z')
		return (char)(c - 'A' + 'a');
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '/' ? c
												    : '\x01';
}

/* One label behind the text of those before; the new length, or 0 when it is too long. */
static size_t
put_label(struct view label, char dst[DNS_NAME_LEN + 1], size_t n)
{
	if (n + label.n + 1 > DNS_NAME_LEN)
		return 0;
	if (n != 0)
		dst[n++] = '.';
	for (size_t i = 0; i < label.n; i++)
		dst[n++] = plain(label.p[i]);
	return n;
}

/* The place behind the name at `at`, or 0 if that is none.  dst: the text, "" of the root. */
static size_t
read_name(struct view msg, size_t at, char dst[DNS_NAME_LEN + 1])
{
	size_t n = 0, behind = 0, least = at;

	for (;;) {
		size_t len;

		if (at >= msg.n)
			return 0;
		len = (unsigned char)msg.p[at];
		if (len == 0)
			break;
		if (len >= 0xc0) {
			if (msg.n - at < 2)
				return 0;
			if (behind == 0)
				behind = at + 2;
			at = get16(msg, at) & 0x3fffu;
			if (at >= least)
				return 0;
			least = at;
			continue;
		}
		if (len > 63 || msg.n - at - 1 < len)
			return 0;
		n = put_label(view_of(msg.p + at + 1, len), dst, n);
		if (n == 0)
			return 0;
		at += 1 + len;
	}
	dst[n] = '\0';
	return behind != 0 ? behind : at + 1;
}

/* The place behind the row, or 0. */
static size_t
read_row(struct view msg, size_t at, struct row *row)
{
	at = read_name(msg, at, row->owner);
	if (at == 0 || msg.n - at < ROW_FIXED)
		return 0;
	row->type = get16(msg, at);
	row->class = get16(msg, at + 2);
	row->ttl_s = get16(msg, at + 4) << 16 | get16(msg, at + 6);
	if (row->ttl_s > TTL_MAX) /* RFC 2181 8 */
		row->ttl_s = 0;
	row->n_data = get16(msg, at + 8);
	row->data = at + ROW_FIXED;
	return msg.n - row->data >= row->n_data ? row->data + row->n_data : 0;
}

/* Checks all but the rows. */
static enum dns_verdict
begin(struct reader *r, struct view msg, const char *question, uint32_t type)
{
	uint32_t flags;
	size_t at;

	*r = (struct reader){ .msg = msg, .type = type, .ttl_s = TTL_MAX };
	if (msg.n < HEADER)
		return DNS_BAD;
	flags = get16(msg, 2);
	if ((flags & QR) == 0 || (flags & (OPCODE | TRUNCATED)) != 0 || get16(msg, 4) != 1)
		return DNS_BAD;
	at = read_name(msg, HEADER, r->owner);
	if (at == 0 || msg.n - at < 4 || strcmp(r->owner, question) != 0 || get16(msg, at) != type ||
		get16(msg, at + 2) != CLASS_IN)
		return DNS_BAD;
	if ((flags & RCODE) == RCODE_NONE)
		return DNS_NOTHING;
	if ((flags & RCODE) != 0)
		return DNS_FAILED;
	r->rows = at + 4;
	r->n_rows = get16(msg, 6);
	if (r->n_rows > DNS_ROWS_MAX)
		r->n_rows = DNS_ROWS_MAX;
	return DNS_FOUND;
}

/* Called for each row of the wanted type and owner; false: it cannot be. */
typedef bool row_fn(struct reader *r, const struct row *row, void *arg);

/*
 * All rows of the owner.  n: how many had the wanted type.  1: there were none, but a CNAME, and the owner is now what that says; 0: that was
 * all; -1: the message is broken.
 */
static int
walk(struct reader *r, row_fn *fn, void *arg, size_t *n)
{
	char next[DNS_NAME_LEN + 1] = "";
	uint32_t ttl_s = r->ttl_s;
	size_t at = r->rows;
	struct row row;

	for (size_t i = 0; i < r->n_rows; i++) {
		at = read_row(r->msg, at, &row);
		if (at == 0)
			return -1;
		if (row.class != CLASS_IN || strcmp(row.owner, r->owner) != 0)
			continue;
		if (row.type == r->type) {
			if (!fn(r, &row, arg))
				return -1;
			(*n)++;
			r->ttl_s = row.ttl_s < r->ttl_s ? row.ttl_s : r->ttl_s;
		} else if (row.type == DNS_CNAME && next[0] == '\0') {
			if (read_name(r->msg, row.data, next) != row.data + row.n_data)
				return -1;
			ttl_s = row.ttl_s < ttl_s ? row.ttl_s : ttl_s;
		}
	}
	if (*n != 0 || next[0] == '\0')
		return 0;
	memcpy(r->owner, next, sizeof(next));
	r->ttl_s = ttl_s;
	return 1;
}

static enum dns_verdict
walk_links(struct reader *r, row_fn *fn, void *arg)
{
	size_t n = 0;

	for (unsigned i = 0; i <= DNS_LINKS_MAX; i++) {
		int more = walk(r, fn, arg, &n);

		if (more != 1)
			return more == -1 ? DNS_BAD : n != 0 ? DNS_FOUND : DNS_NOTHING;
	}
	return DNS_BAD;
}

static bool
is_label(struct view v)
{
	if (v.n == 0 || v.n > 63 || v.p[0] == '-' || v.p[v.n - 1] == '-')
		return false;
	for (size_t i = 0; i < v.n; i++) {
		char c = plain(v.p[i]);

		if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'))
			return false;
	}
	return true;
}

bool
dns_is_host(struct view name)
{
	struct view label = VIEW(""), rest = name;
	size_t n = 0;

	if (name.n == 0 || name.n > DNS_HOST_LEN)
		return false;
	while (view_cut(&rest, '.', &label)) {
		if (!is_label(label))
			return false;
		n++;
	}
	return n >= 2 && plain(label.p[0]) >= 'a';
}

static bool
take_name(struct reader *r, const struct row *row, void *arg)
{
	struct dns_names *names = arg;
	char name[DNS_NAME_LEN + 1];

	if (read_name(r->msg, row->data, name) != row->data + row->n_data)
		return false;
	if (names->n == DNS_NAMES_MAX || !dns_is_host(view_z(name)))
		return true;
	for (size_t i = 0; i < names->n; i++) {
		if (strcmp(names->name[i], name) == 0)
			return true;
	}
	(void)view_copy(view_z(name), names->name[names->n++], sizeof(names->name[0]));
	return true;
}

enum dns_verdict
dns_answer_names(struct view answer, const char *question, struct dns_names *names)
{
	struct reader r;
	enum dns_verdict v = begin(&r, answer, question, DNS_PTR);

	names->n = 0;
	if (v == DNS_FOUND)
		v = walk_links(&r, take_name, names);
	names->ttl_s = r.ttl_s;
	return v == DNS_FOUND && names->n == 0 ? DNS_NOTHING : v;
}

struct wanted {
	const uint8_t *ip;
	size_t n;
	bool seen;
};

static bool
see_address(struct reader *r, const struct row *row, void *arg)
{
	struct wanted *w = arg;

	if (row->n_data != w->n)
		return false;
	w->seen |= memcmp(r->msg.p + row->data, w->ip, w->n) == 0;
	return true;
}

enum dns_verdict
dns_answer_has(struct view answer, const char *question, const struct peer_addr *a, uint32_t *ttl_s)
{
	bool is_v4 = a->family == AF_INET;
	struct wanted w = { a->ip, is_v4 ? 4 : 16, false };
	struct reader r;
	enum dns_verdict v = begin(&r, answer, question, is_v4 ? DNS_A : DNS_AAAA);

	if (v == DNS_FOUND)
		v = walk_links(&r, see_address, &w);
	if (r.ttl_s < *ttl_s)
		*ttl_s = r.ttl_s;
	return v == DNS_FOUND && !w.seen ? DNS_NOTHING : v;
}

bool
dns_reverse_name(const struct peer_addr *a, char dst[DNS_NAME_LEN + 1])
{
	static const char digits[] = "0123456789abcdef";
	size_t n = 0;

	if (a->family == AF_INET) {
		(void)snprintf(dst, DNS_NAME_LEN + 1, "%u.%u.%u.%u.in-addr.arpa", a->ip[3], a->ip[2],
			a->ip[1], a->ip[0]);
		return true;
	}
	if (a->family != AF_INET6)
		return false;
	for (size_t i = 16; i-- > 0;) {
		dst[n++] = digits[a->ip[i] & 15];
		dst[n++] = '.';
		dst[n++] = digits[a->ip[i] >> 4];
		dst[n++] = '.';
	}
	(void)view_copy(VIEW("ip6.arpa"), dst + n, DNS_NAME_LEN + 1 - n);
	return true;
}
