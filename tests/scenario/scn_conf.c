/* Keys are kept as text and written out by section; what they mean is for conf/ alone. */
#include "tests/scenario/scn_conf.h"

#include <sodium.h>
#include <stdbool.h>
#include <stdlib.h>

#include "core/mem.h"
#include "proto/privs.h"

enum { KEYS_MAX = 64, TEXT_MAX = 65536 };

struct key {
	const char *section;
	char *key, *value;
};

struct scn_conf {
	struct key key[KEYS_MAX];
	size_t n_keys;
	struct buf extra;
	bool dropped[16]; /* by the place in sections[] */
};

/* `admin`, `audit`, `ident`, `dns` and the like are written only when a script sets one of their keys. */
static const struct section {
	const char *name, *head;
	bool always;
} sections[] = {
	{ "server", "server", true },
	{ "admin", "admin", false },
	{ "jail", "jail", true },
	{ "ident", "ident", false },
	{ "accounts", "accounts", true },
	{ "audit", "audit", false },
	{ "dns", "dns", false },
	{ "channels", "channels", false },
	{ "class", "class \"users\"", true },
	{ "role", "role \"all\"", true },
	{ "oper", "oper \"root\"", true },
	{ "listen", "listen \"unix:sock\"", true },
	{ "reject", "reject", false },
	{ "allow", "allow \"*@*\"", true },
};

/* Flood control and limits are out of the way unless a script brings them in. */
static const struct {
	const char *section, *key, *value;
} defaults[] = {
	{ "server", "name", "\"irc.test\"" },
	{ "server", "network", "\"Testnet\"" },
	{ "server", "description", "\"A server for scenarios\"" },
	{ "server", "log-level", "error" },
	{ "server", "default-user-modes", "\"\"" },
	{ "server", "connect-burst", "0" },
	{ "jail", "mode", "off" },
	{ "jail", "require", "none" },
	{ "jail", "state", "\"state\"" },
	{ "accounts", "password-min-length", "1" },
	{ "accounts", "scram-iterations", "4096" },
	{ "accounts", "nick-protection", "off" },
	{ "class", "ping", "2m" },
	{ "class", "flood-burst", "1000000" },
	{ "class", "flood-rate", "1000000" },
	{ "class", "nick-changes", "\"0\"" },
	{ "class", "joins", "\"0\"" },
	{ "class", "invites", "\"0\"" },
	{ "class", "knocks", "\"0\"" },
	{ "class", "aways", "\"0\"" },
	{ "class", "targets", "\"0\"" },
	{ "role", "privileges", "{ %privileges% }" },
	{ "oper", "role", "\"all\"" },
	{ "oper", "password", "\"%hash:secret%\"" },
	{ "oper", "from", "{ \"*@*\" }" },
	{ "oper", "require-tls", "no" },
	{ "allow", "class", "\"users\"" },
};

static const struct section *
section_find(struct view name)
{
	for (size_t i = 0; i < ARRAY_LEN(sections); i++) {
		if (view_eq(name, view_z(sections[i].name)))
			return &sections[i];
	}
	return NULL;
}

static int
put_hash(struct buf *out, struct view word)
{
	char hash[crypto_pwhash_STRBYTES];

	if (crypto_pwhash_str(hash, word.p, word.n, crypto_pwhash_OPSLIMIT_MIN, crypto_pwhash_MEMLIMIT_MIN) ==
		-1)
		return -1;
	return buf_put(out, view_z(hash));
}

/* All but the one that would hide what flood control does. */
static int
put_privileges(struct buf *out)
{
	const char *between = "";

	for (enum priv p = 0; p < PRIV_N; p++) {
		if (p == PRIV_FLOOD_EXEMPT)
			continue;
		if (buf_putf(out, "%s%.*s", between, VIEW_ARG(priv_table[p].name)) == -1)
			return -1;
		between = ", ";
	}
	return 0;
}

/* Appends `text` with its %hash:WORD% and %privileges% replaced. */
static int
put_expanded(struct buf *out, struct view text)
{
	const struct view mark = VIEW("%hash:"), all = VIEW("%privileges%");

	while (text.n != 0) {
		size_t at = view_find(text, '%');

		if (buf_put(out, view_left(text, at)) == -1)
			return -1;
		text = view_skip(text, at);
		if (view_starts(text, mark)) {
			struct view word = view_skip(text, mark.n);

			word = view_left(word, view_find(word, '%'));
			if (put_hash(out, word) == -1)
				return -1;
			text = view_skip(text, mark.n + word.n + 1);
		} else if (view_starts(text, all)) {
			if (put_privileges(out) == -1)
				return -1;
			text = view_skip(text, all.n);
		} else if (text.n != 0) {
			if (buf_put(out, VIEW("%")) == -1)
				return -1;
			text = view_skip(text, 1);
		}
	}
	return 0;
}

static char *
expanded(struct view text)
{
	struct buf b;
	char *z = NULL;

	buf_init(&b, TEXT_MAX);
	if (put_expanded(&b, text) == 0)
		z = view_dup(buf_view(&b));
	buf_release(&b);
	return z;
}

static int
key_set(struct scn_conf *c, const struct section *s, struct view key, struct view value)
{
	size_t i = 0;
	char *text = expanded(value);

	if (text == NULL)
		return -1;
	while (i < c->n_keys && !(c->key[i].section == s->name && view_eq(view_z(c->key[i].key), key)))
		i++;
	if (i == KEYS_MAX) {
		mem_free(text);
		return -1;
	}
	if (i == c->n_keys)
		c->key[c->n_keys++] = (struct key){ .section = s->name, .key = view_dup(key) };
	mem_free(c->key[i].value);
	c->key[i].value = text;
	return 0;
}

struct scn_conf *
scn_conf_new(void)
{
	struct scn_conf *c = mem_zalloc(sizeof(*c));

	buf_init(&c->extra, TEXT_MAX);
	for (size_t i = 0; i < ARRAY_LEN(defaults); i++) {
		if (key_set(c, section_find(view_z(defaults[i].section)), view_z(defaults[i].key),
			    view_z(defaults[i].value)) == -1)
			abort(); /* the table is wrong */
	}
	return c;
}

void
scn_conf_free(struct scn_conf *c)
{
	if (c == NULL)
		return;
	for (size_t i = 0; i < c->n_keys; i++) {
		mem_free(c->key[i].key);
		mem_free(c->key[i].value);
	}
	buf_release(&c->extra);
	mem_free(c);
}

/* Back to the default. */
static void
reset(struct scn_conf *c)
{
	struct scn_conf *fresh = scn_conf_new(), old = *c;

	*c = *fresh;
	*fresh = old;
	scn_conf_free(fresh);
}

int
scn_conf_change(struct scn_conf *c, struct view line)
{
	struct view word, key, rest = line;
	const struct section *s;

	if (!view_cut(&rest, ' ', &word))
		return -1;
	rest = view_trim(rest);
	if (view_eq(line, VIEW("default"))) {
		reset(c);
		return 0;
	}
	if (view_eq(word, VIEW("+")))
		return put_expanded(&c->extra, rest) == 0 ? buf_put(&c->extra, VIEW("\n")) : -1;
	s = section_find(view_eq(word, VIEW("-")) ? rest : word);
	if (s == NULL)
		return -1;
	if (view_eq(word, VIEW("-"))) {
		c->dropped[s - sections] = true;
		return 0;
	}
	if (view_find(rest, '=') == rest.n)
		return -1;
	key = view_trim(view_left(rest, view_find(rest, '=')));
	return key_set(c, s, key, view_trim(view_skip(rest, view_find(rest, '=') + 1)));
}

static int
write_section(const struct scn_conf *c, const struct section *s, struct buf *out)
{
	bool any = s->always;

	for (size_t i = 0; i < c->n_keys; i++)
		any |= c->key[i].section == s->name;
	if (!any || c->dropped[s - sections])
		return 0;
	if (buf_putf(out, "%s {\n", s->head) == -1)
		return -1;
	for (size_t i = 0; i < c->n_keys; i++) {
		if (c->key[i].section == s->name &&
			buf_putf(out, "\t%s = %s\n", c->key[i].key, c->key[i].value) == -1)
			return -1;
	}
	return buf_put(out, VIEW("}\n"));
}

void
scn_conf_write(const struct scn_conf *c, struct buf *out)
{
	for (size_t i = 0; i < ARRAY_LEN(sections); i++) {
		/* The default rule allows everybody: a script's own rules come before it. */
		if (view_eq(view_z(sections[i].name), VIEW("allow")) &&
			buf_put(out, buf_view(&c->extra)) == -1)
			abort(); /* out has no room: the caller's fault */
		if (write_section(c, &sections[i], out) == -1)
			abort();
	}
}
