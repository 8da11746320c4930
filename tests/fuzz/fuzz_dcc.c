/*
 * A text that a client sends: ctcp_parse(), dcc_parse() of what is in it and of the text itself, and file_name_clean() of any name.  What is
 * read can be built; what is built is one CTCP request that every client finds the same words in, and is read as what it was built from.
 */
#include <arpa/inet.h>
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "core/utf8.h"
#include "proto/ctcp.h"
#include "proto/dcc.h"
#include "proto/file_name.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool
is_within(struct view part, struct view whole)
{
	return part.n == 0 || (part.p >= whole.p && part.p + part.n <= whole.p + whole.n);
}

/* The address as claimed; of our own any would do. */
static uint8_t
address_of(struct view claimed, uint8_t ip[16])
{
	char z[INET6_ADDRSTRLEN] = "";
	uint32_t n;

	memset(ip, 0, 16);
	if (view_to_u32(claimed, &n) == 0) {
		n = htonl(n);
		memcpy(ip, &n, sizeof(n));
		return AF_INET;
	}
	(void)view_copy(claimed, z, sizeof(z));
	return inet_pton(AF_INET6, z, ip) == 1 ? AF_INET6 : (inet_pton(AF_INET, z, ip), AF_INET);
}

static size_t
build(const struct dcc_msg *m, char dst[DCC_TEXT_MAX])
{
	uint8_t ip[16];
	struct dcc_out d = {
		.type = m->type,
		.rejected = m->rejected,
		.taken_back = m->taken_back,
		.secure = m->secure,
		.has_token = m->has_token,
		.name = m->name,
		.ip = ip,
		.port = m->port,
		.size = m->size,
		.token = m->token,
	};

	d.family = address_of(m->claimed, ip);
	return dcc_build(&d, dst);
}

static void
check_sound(const struct dcc_msg *m, struct view rest)
{
	assert(is_within(m->word, rest) && is_within(m->name, rest) && is_within(m->claimed, rest));
	assert(m->name.n != 0 && m->name.n <= DCC_NAME_MAX);
	assert(m->type < DCC_N_TYPES && m->size <= INT64_MAX && m->token <= DCC_TOKEN_MAX);
	assert(m->type == DCC_REJECT || m->port >= DCC_PORT_MIN || (m->port == 0 && m->has_token));
	assert(m->has_token || m->token == 0);
}

static void
check_same(const struct dcc_msg *a, const struct dcc_msg *b)
{
	assert(a->type == b->type && a->rejected == b->rejected && a->taken_back == b->taken_back);
	assert(a->secure == b->secure && a->has_token == b->has_token && a->port == b->port);
	assert(a->size == b->size && a->token == b->token);
	assert(a->type == DCC_CHAT ? view_eq_nocase(a->name, b->name) : view_eq(a->name, b->name));
}

static void
check_dcc(struct view rest)
{
	char text[DCC_TEXT_MAX], again[DCC_TEXT_MAX];
	struct dcc_msg m, back;
	struct ctcp c;
	size_t n, n_again;
	enum dcc_fault f = dcc_parse(rest, &m);
	enum ctcp_form form;

	assert(is_within(m.word, rest) && dcc_fault_name(f) != NULL);
	if (f != DCC_OK)
		return;
	check_sound(&m, rest);
	n = build(&m, text);
	assert(n != 0 && !view_has_any(view_of(text, n), VIEW("\0\r\n")));
	form = ctcp_parse(view_of(text, n), &c);
	assert(form == CTCP_OK && ctcp_is(&c, VIEW("DCC")));
	f = dcc_parse(c.rest, &back);
	assert(f == DCC_OK);
	check_same(&m, &back);
	n_again = build(&back, again);
	assert(n_again == n && memcmp(text, again, n) == 0);
}

static void
check_ctcp(struct view text)
{
	struct ctcp c;
	enum ctcp_form form = ctcp_parse(text, &c);

	assert((form == CTCP_NONE) == (view_find(text, '\x01') == text.n));
	if (form != CTCP_OK)
		return;
	assert(is_within(c.verb, text) && is_within(c.rest, text));
	assert(view_find(c.verb, ' ') == c.verb.n && view_find(c.rest, '\x01') == c.rest.n);
	if (ctcp_is(&c, VIEW("DCC")))
		check_dcc(c.rest);
}

static bool
is_plain(char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' ||
		c == '_' || c == '+' || c == '-';
}

static void
check_clean(const char *name, size_t n, bool with_letters)
{
	struct view rest = view_of(name, n), type;
	size_t types = 0;

	assert(n >= 1 && n <= FILE_NAME_MAX && strlen(name) == n && utf8_is_valid(rest));
	assert(name[0] != '.' && name[0] != '-' && name[n - 1] != '.' && name[n - 1] != '_');
	assert(strstr(name, "..") == NULL && strstr(name, "__") == NULL);
	for (size_t i = 0; i < n; i++)
		assert((unsigned char)name[i] < 0x80 ? is_plain(name[i]) : with_letters);
	while (file_name_next_type(&rest, &type)) {
		assert(type.n != 0 && view_find(type, '.') == type.n && is_within(type, view_of(name, n)));
		for (size_t i = 0; i < type.n; i++)
			assert((unsigned char)type.p[i] < 0x80);
		types++;
		assert(types <= n);
	}
}

static void
check_name(struct view raw, bool with_letters)
{
	char once[FILE_NAME_MAX + 1], twice[FILE_NAME_MAX + 1];
	struct view base = file_name_base(raw);
	size_t n = file_name_clean(raw, with_letters, once);

	assert(is_within(base, raw) && !view_has_any(base, VIEW("/\\")));
	check_clean(once, n, with_letters);
	n = file_name_clean(view_of(once, n), with_letters, twice);
	assert(n == strlen(once) && strcmp(once, twice) == 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct view text = view_of(data, size);

	check_ctcp(text);
	check_dcc(text);
	check_name(text, false);
	check_name(text, true);
	return 0;
}
