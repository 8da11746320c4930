/* Keys are kept as text and written out by section; what they mean is for conf/ alone. */
#include "tests/scenario/scn_conf.h"

#include <sodium.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/mem.h"
#include "proto/privs.h"

enum { KEYS_MAX = 256, LINKS_MAX = 16, TEXT_MAX = 65536 };

struct key {
	const char *section;
	char *key, *value;
};

struct section {
	const char *name, *head;
	bool always;
};

/* A section `link`, of a neighbour that the script has: "link:hub". */
struct link_section {
	struct section section;
	char name[40], head[80], fingerprint[65];
	bool dropped;
};

struct scn_conf {
	struct key key[KEYS_MAX];
	size_t n_keys;
	struct buf extra;
	bool dropped[16]; /* by the place in sections[] */
	struct link_section link[LINKS_MAX];
	size_t n_links;
};

/* `admin`, `audit`, `ident`, `dns` and the like are written only when a script sets one of their keys. */
static const struct section sections[] = {
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
	{ "links", "links", false },
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

/* Set in each section `link`. */
static const char *const link_defaults[][2] = {
	{ "from", "{ \"127.0.0.1\" }" },
	{ "send-password", "\"linkpw\"" },
	{ "accept-password", "\"linkpw\"" },
	{ "hub", "{ \"*\" }" },
};

static const struct section *
section_find(const struct scn_conf *c, struct view name)
{
	for (size_t i = 0; i < ARRAY_LEN(sections); i++) {
		if (view_eq(name, view_z(sections[i].name)))
			return &sections[i];
	}
	for (size_t i = 0; i < c->n_links; i++) {
		if (view_eq(name, view_z(c->link[i].name)))
			return &c->link[i].section;
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
		if (key_set(c, section_find(c, view_z(defaults[i].section)), view_z(defaults[i].key),
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

static int
add_link(struct scn_conf *c, const struct link_section *given)
{
	static const char *const needed[][2] = { { "sid", "\"0IR\"" }, { "channel-ranks", "ov" } };
	struct link_section *l = &c->link[c->n_links++];
	char digits[80];
	int r = 0;

	*l = *given;
	l->dropped = false;
	l->section = (struct section){ l->name, l->head, true };
	for (size_t i = 0; i < ARRAY_LEN(needed) && c->n_links == 1; i++)
		r |= key_set(c, &sections[0], view_z(needed[i][0]), view_z(needed[i][1]));
	for (size_t i = 0; i < ARRAY_LEN(link_defaults); i++)
		r |= key_set(c, &l->section, view_z(link_defaults[i][0]), view_z(link_defaults[i][1]));
	if (l->fingerprint[0] == '\0')
		return r | key_set(c, &l->section, VIEW("plaintext"), VIEW("yes"));
	(void)snprintf(digits, sizeof(digits), "{ \"%s\" }", l->fingerprint);
	return r | key_set(c, &l->section, VIEW("fingerprints"), view_z(digits));
}

int
scn_conf_link(struct scn_conf *c, const char *name, const char *server, const char *fingerprint)
{
	struct link_section l = { .dropped = false };

	(void)snprintf(l.name, sizeof(l.name), "link:%s", name);
	(void)snprintf(l.head, sizeof(l.head), "link \"%s\"", server);
	(void)snprintf(l.fingerprint, sizeof(l.fingerprint), "%s", fingerprint);
	if (section_find(c, view_z(l.name)) != NULL)
		return 0;
	return c->n_links < LINKS_MAX ? add_link(c, &l) : -1;
}

/* "link KEY = VALUE": in all of them. */
static int
set_in_links(struct scn_conf *c, struct view key, struct view value)
{
	for (size_t i = 0; i < c->n_links; i++) {
		if (key_set(c, &c->link[i].section, key, value) == -1)
			return -1;
	}
	return c->n_links != 0 ? 0 : -1;
}

/* Back to the default, which has the sections `link` that a script needs. */
static void
reset(struct scn_conf *c)
{
	struct scn_conf *fresh = scn_conf_new(), old = *c;

	*c = *fresh;
	*fresh = old;
	for (size_t i = 0; i < fresh->n_links; i++) {
		if (add_link(c, &fresh->link[i]) == -1)
			abort(); /* there was room for it before */
	}
	scn_conf_free(fresh);
}

static int
drop(struct scn_conf *c, struct view name)
{
	for (size_t i = 0; i < ARRAY_LEN(sections); i++) {
		if (view_eq(name, view_z(sections[i].name))) {
			c->dropped[i] = true;
			return 0;
		}
	}
	for (size_t i = 0; i < c->n_links; i++) {
		if (view_eq(name, view_z(c->link[i].name))) {
			c->link[i].dropped = true;
			return 0;
		}
	}
	return -1;
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
	if (view_eq(word, VIEW("-")))
		return drop(c, rest);
	if (view_find(rest, '=') == rest.n)
		return -1;
	key = view_trim(view_left(rest, view_find(rest, '=')));
	rest = view_trim(view_skip(rest, view_find(rest, '=') + 1));
	if (view_eq(word, VIEW("link")))
		return set_in_links(c, key, rest);
	s = section_find(c, word);
	return s != NULL ? key_set(c, s, key, rest) : -1;
}

static int
write_section(const struct scn_conf *c, const struct section *s, struct buf *out)
{
	bool any = s->always;

	for (size_t i = 0; i < c->n_keys; i++)
		any |= c->key[i].section == s->name;
	if (!any)
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
	int r = 0;

	for (size_t i = 0; i < ARRAY_LEN(sections); i++) {
		/* The default rule allows everybody: a script's own rules come before it. */
		if (view_eq(view_z(sections[i].name), VIEW("allow")))
			r |= buf_put(out, buf_view(&c->extra));
		if (!c->dropped[i])
			r |= write_section(c, &sections[i], out);
	}
	for (size_t i = 0; i < c->n_links; i++) {
		if (!c->link[i].dropped)
			r |= write_section(c, &c->link[i].section, out);
	}
	if (r == -1)
		abort(); /* out has no room: the caller's fault */
}
