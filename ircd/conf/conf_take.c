/*
 * Every function here sees one key with its values.  None asks whether the key was set: defaults come the
 * same way.
 */
#include "conf/conf_take.h"

#include <arpa/inet.h>
#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "conf/conf_file.h"
#include "conf/conf_password.h"
#include "conf/conf_value.h"
#include "conf/conf_who.h"
#include "core/utf8.h"
#include "proto/confusable.h"
#include "proto/limits.h"
#include "proto/names.h"
#include "proto/plain.h"
#include "proto/privs.h"

enum { HOST_NAME_LEN = 253 };

static_assert(sizeof(enum conf_jail_mode) == sizeof(unsigned), "an enum is stored as an unsigned");

/* Puts n bytes at a place of the section's struct.  Types differ, so it goes by bytes. */
static void
put(const struct conf_slot *slot, size_t at, const void *value, size_t n)
{
	memcpy(slot->section + at, value, n);
}

static void
put_text(const struct conf_slot *slot, const char *text)
{
	assert(slot->bind->width == sizeof(text));
	put(slot, slot->bind->at, &text, sizeof(text));
}

static struct view
value_view(const struct conf_slot *slot)
{
	return view_z(slot->key->first->text);
}

static bool
is_in_range(const struct conf_slot *slot, uint64_t n)
{
	if (n >= slot->bind->min && n <= slot->bind->max)
		return true;
	conf_bind_fault(slot, slot->key->first, "is out of range");
	return false;
}

static bool
text_is_good(const struct conf_slot *slot)
{
	struct view v = value_view(slot);

	if (v.n < slot->bind->min || v.n > slot->bind->max)
		conf_bind_fault(slot, slot->key->first, v.n == 0 ? "is empty" : "has the wrong length");
	else if (slot->bind->is_ok != NULL && !slot->bind->is_ok(v))
		conf_bind_fault(slot, slot->key->first, "is not allowed");
	else
		return true;
	return false;
}

static void
take_text(const struct conf_slot *slot)
{
	if (text_is_good(slot))
		put_text(slot, slot->key->first->text);
}

static void
take_chars(const struct conf_slot *slot)
{
	assert(slot->bind->width == slot->bind->max + 1);
	if (text_is_good(slot))
		put(slot, slot->bind->at, slot->key->first->text, value_view(slot).n + 1);
}

static void
take_number(const struct conf_slot *slot)
{
	uint32_t n;

	assert(slot->bind->width == sizeof(n));
	if (view_to_u32(value_view(slot), &n) == -1)
		conf_bind_fault(slot, slot->key->first, "is not a number in range");
	else if (is_in_range(slot, n))
		put(slot, slot->bind->at, &n, sizeof(n));
}

static void
take_time(const struct conf_slot *slot)
{
	uint64_t ms;

	assert(slot->bind->width == sizeof(ms));
	if (conf_value_time(value_view(slot), &ms) == -1)
		conf_bind_fault(slot, slot->key->first, "is not a time (such as 30s, 5m, 1h30m)");
	else if (is_in_range(slot, ms))
		put(slot, slot->bind->at, &ms, sizeof(ms));
}

static void
take_rate(const struct conf_slot *slot)
{
	struct conf_rate rate = { 0 };

	assert(slot->bind->width == sizeof(rate));
	if (conf_value_rate(value_view(slot), &rate.count, &rate.per_ms) == -1)
		conf_bind_fault(slot, slot->key->first, "is not a rate (such as 5:20s)");
	else if (rate.count == 0 || is_in_range(slot, rate.count))
		put(slot, slot->bind->at, &rate, sizeof(rate));
}

static void
take_size(const struct conf_slot *slot)
{
	uint64_t bytes;
	size_t n;

	assert(slot->bind->width == sizeof(n));
	if (conf_value_size(value_view(slot), &bytes) == -1) {
		conf_bind_fault(slot, slot->key->first, "is not a size (such as 512, 8K, 1M)");
	} else if (is_in_range(slot, bytes)) {
		n = (size_t)bytes;
		put(slot, slot->bind->at, &n, sizeof(n));
	}
}

static void
take_bool(const struct conf_slot *slot)
{
	bool on;

	assert(slot->bind->width == sizeof(on));
	if (conf_value_bool(value_view(slot), &on) == -1)
		conf_bind_fault(slot, slot->key->first, "is neither");
	else
		put(slot, slot->bind->at, &on, sizeof(on));
}

static void
take_choice(const struct conf_slot *slot)
{
	const struct conf_choice *c = slot->bind->choice;
	bool on;

	while (c->word != NULL && !view_eq(view_z(c->word), value_view(slot)))
		c++;
	if (c->word == NULL) {
		conf_bind_fault(slot, slot->key->first, "is not one of these");
	} else if (slot->bind->width == sizeof(on)) {
		on = c->value != 0;
		put(slot, slot->bind->at, &on, sizeof(on));
	} else {
		assert(slot->bind->width == sizeof(c->value));
		put(slot, slot->bind->at, &c->value, sizeof(c->value));
	}
}

static void
take_mode(const struct conf_slot *slot)
{
	uint32_t mode;

	if (conf_value_mode(value_view(slot), &mode) == -1)
		conf_bind_fault(slot, slot->key->first, "is no file mode");
	else
		put(slot, slot->bind->at, &mode, sizeof(mode));
}

static void
take_letters(const struct conf_slot *slot)
{
	struct view v = value_view(slot), allowed = view_z(slot->bind->form);
	const char *text = slot->key->first->text;

	if (v.n != 0 && v.p[0] == '+') {
		v = view_skip(v, 1);
		text++;
	}
	for (size_t i = 0; i < v.n; i++)
		if (view_find(allowed, v.p[i]) == allowed.n || view_find(v, v.p[i]) != i) {
			conf_bind_fault(slot, slot->key->first, "is not a set of modes");
			return;
		}
	put_text(slot, text);
}

/* The file of a default need not be there; then the field stays NULL. */
static void
take_file(const struct conf_slot *slot)
{
	struct conf_build *b = slot->b;
	struct err e;
	const char *name = slot->key->first->text;
	const char *path = conf_file_inside(b->arena, b->conf->dir, name, &e);

	if (path != NULL)
		put_text(slot, path);
	else if (name != slot->bind->standard || e.code != ENOENT)
		conf_bind_fault(slot, slot->key->first, e.text);
}

/* One name for a directory, as the jail wants it: no "." or ".." in it, no "//", no "/" at the end. */
static const char *
plain_path(struct conf_arena *arena, const char *path)
{
	char *plain = conf_arena_take(arena, strlen(path) + 2, 1);
	struct view rest = view_z(path), part;
	size_t n = 0;

	while (view_cut(&rest, '/', &part)) {
		if (part.n == 0)
			continue;
		if (view_eq(part, VIEW(".")) || view_eq(part, VIEW("..")))
			return NULL;
		plain[n++] = '/';
		memcpy(plain + n, part.p, part.n);
		n += part.n;
	}
	return n != 0 ? plain : NULL;
}

static void
take_path(const struct conf_slot *slot)
{
	struct conf_build *b = slot->b;
	const char *name = slot->key->first->text;
	const char *full = name[0] == '/' ? name : conf_arena_path(b->arena, b->conf->dir, name);
	const char *plain = plain_path(b->arena, full);

	if (name[0] == '\0' || plain == NULL)
		conf_bind_fault(slot, slot->key->first, "is not allowed");
	else if (strcmp(plain, b->conf->dir) == 0)
		conf_bind_fault(
			slot, slot->key->first, "is the configuration's directory, which is read-only");
	else
		put_text(slot, plain);
}

static void
take_password(const struct conf_slot *slot)
{
	/* The value is not shown: a password in the clear is what most often stands here. */
	if (conf_password_is_hash(value_view(slot)))
		put_text(slot, slot->key->first->text);
	else
		conf_faults_add(slot->b->faults, slot->sec->file, slot->key->first->line,
			"%s %s is not an argon2id hash; make one with: conclaved --mkpasswd",
			slot->sec->def->name, slot->bind->key);
}

static void
take_fingerprint(const struct conf_slot *slot)
{
	uint8_t bytes[CONF_FINGERPRINT_LEN];
	bool on = true;

	if (conf_value_hex(value_view(slot), bytes, sizeof(bytes)) == -1) {
		conf_bind_fault(slot, slot->key->first, "is no SHA-256 fingerprint");
		return;
	}
	put(slot, slot->bind->at, &on, sizeof(on));
	put(slot, slot->bind->at_n, bytes, sizeof(bytes));
}

static void
take_class(const struct conf_slot *slot)
{
	const struct conf_class *class = conf_class_find(slot->b->conf, value_view(slot));

	put(slot, slot->bind->at, &class, sizeof(class));
	if (class == NULL && !slot->b->raw->is_incomplete)
		conf_bind_fault(slot, slot->key->first, "is not there");
}

static void
take_role(const struct conf_slot *slot)
{
	const struct conf *conf = slot->b->conf;
	const struct conf_role *role = NULL;

	for (size_t i = 0; i < conf->n_role; i++)
		if (strcmp(conf->role[i].name, slot->key->first->text) == 0)
			role = &conf->role[i];
	put(slot, slot->bind->at, &role, sizeof(role));
	if (role == NULL && !slot->b->raw->is_incomplete)
		conf_bind_fault(slot, slot->key->first, "is not there");
}

static bool
has_room(const struct conf_slot *slot)
{
	if (slot->key->n >= slot->bind->min && slot->key->n <= slot->bind->max)
		return true;
	conf_faults_add(slot->b->faults, slot->sec->file, slot->key->line,
		"%s %s has %zu values; allowed: %u to %u", slot->sec->def->name, slot->bind->key,
		slot->key->n, (unsigned)slot->bind->min, (unsigned)slot->bind->max);
	return false;
}

/*
 * A host name in lower case, "*." may stand before it; NULL if it is none.  RFC 1123 2.1, a name without dot
 * too.
 */
static const char *
host_name(struct conf_arena *arena, struct view v)
{
	struct view host = view_starts(v, VIEW("*.")) ? view_skip(v, 2) : v;
	char low[HOST_NAME_LEN + 1];

	if (host.n == 0 || v.n >= sizeof(low) || host.p[0] == '-' || host.p[0] == '.' ||
		host.p[host.n - 1] == '.')
		return NULL;
	for (size_t i = 0; i < v.n; i++) {
		char c = v.p[i];
		bool is_wild = i == 0 && host.n != v.n;

		low[i] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
		if (!is_wild && !(low[i] >= 'a' && low[i] <= 'z') && !(c >= '0' && c <= '9') && c != '-' &&
			c != '.')
			return NULL;
	}
	return conf_arena_text(arena, view_of(low, v.n));
}

/* An origin in lower case, RFC 6454 6.2: scheme, "://", host and perhaps a port, and no path; NULL if it is none. */
static const char *
web_origin(struct conf_arena *arena, struct view v)
{
	struct view host = view_starts(v, VIEW("https://")) ? view_skip(v, 8)
		: view_starts(v, VIEW("http://"))	    ? view_skip(v, 7)
							    : VIEW("");
	char low[HOST_NAME_LEN + 16];

	if (host.n == 0 || v.n >= sizeof(low))
		return NULL;
	for (size_t i = 0; i < v.n; i++)
		low[i] = v.p[i] >= 'A' && v.p[i] <= 'Z' ? (char)(v.p[i] - 'A' + 'a') : v.p[i];
	for (size_t i = v.n - host.n; i < v.n; i++)
		if (!(low[i] >= 'a' && low[i] <= 'z') && !(low[i] >= '0' && low[i] <= '9') &&
			view_find(VIEW("-.:[]"), low[i]) == 5)
			return NULL;
	return conf_arena_text(arena, view_of(low, v.n));
}

typedef const char *take_word_fn(struct conf_arena *arena, struct view v);

static void
take_words(const struct conf_slot *slot, take_word_fn *take, const char *wrong)
{
	const char **list;
	size_t n = 0;

	if (!has_room(slot))
		return;
	list = conf_arena_take(slot->b->arena, slot->key->n, sizeof(*list));
	for (const struct conf_raw_value *v = slot->key->first; v != NULL; v = v->next) {
		list[n] = take(slot->b->arena, view_z(v->text));
		if (list[n++] == NULL)
			conf_bind_fault(slot, v, wrong);
	}
	put(slot, slot->bind->at, &list, sizeof(list));
	put(slot, slot->bind->at_n, &n, sizeof(n));
}

static void
take_names(const struct conf_slot *slot)
{
	take_words(slot, host_name, "is no host name");
}

static void
take_origins(const struct conf_slot *slot)
{
	take_words(slot, web_origin, "is no origin");
}

/* One of which nothing could be read would protect nothing. */
static const char *
nick(struct conf_arena *arena, struct view v)
{
	char skeleton[NICK_LEN_MAX + 1];

	if (!name_is_nick(v, NICK_LEN_MAX) || confusable_skeleton(v, skeleton, sizeof(skeleton)) == 0)
		return NULL;
	return conf_arena_text(arena, v);
}

static void
take_nicks(const struct conf_slot *slot)
{
	take_words(slot, nick, "is no nick");
}

/* Cuts "ADDRESS", "IPv4:PORT" or "[IPv6]:PORT"; port: with its colon, or empty. */
static struct view
cut_host(struct view v, struct view *port)
{
	bool has_brackets = v.n != 0 && v.p[0] == '[';
	size_t end = view_find(v, has_brackets ? ']' : ':');
	struct view behind = view_skip(v, end + 1);

	*port = view_skip(v, has_brackets ? end + 1 : end);
	if (has_brackets)
		return end < v.n ? view_of(v.p + 1, end - 1) : VIEW("");
	if (view_find(behind, ':') == behind.n)
		return view_left(v, end);
	*port = VIEW("");
	return v;
}

/* With the port, 53 if none is given. */
static const char *
server(struct conf_arena *arena, struct view v)
{
	char z[INET6_ADDRSTRLEN], text[INET6_ADDRSTRLEN + 16];
	struct view port, host = cut_host(v, &port);
	bool is_v6 = view_find(host, ':') != host.n;
	uint32_t number = 53;
	uint8_t ip[16];

	if (port.n != 0 && (port.p[0] != ':' || view_to_u32(view_skip(port, 1), &number) == -1))
		return NULL;
	if (number == 0 || number > UINT16_MAX || host.n >= sizeof(z) ||
		(v.n != 0 && v.p[0] == '[' && !is_v6))
		return NULL;
	(void)view_copy(host, z, sizeof(z));
	if (inet_pton(is_v6 ? AF_INET6 : AF_INET, z, ip) != 1)
		return NULL;
	(void)snprintf(text, sizeof(text), is_v6 ? "[%s]:%u" : "%s:%u", z, (unsigned)number);
	return conf_arena_text(arena, view_z(text));
}

static void
take_servers(const struct conf_slot *slot)
{
	take_words(slot, server, "is no address of a server");
}

static const char *
secret(struct conf_arena *arena, struct view v)
{
	return v.n >= CONF_SECRET_MIN && v.n <= CONF_SECRET_MAX ? conf_arena_text(arena, v) : NULL;
}

static void
take_secrets(const struct conf_slot *slot)
{
	take_words(slot, secret, "has the wrong length");
}

/* Nobody could give one that has nothing to read. */
static const char *
answer(struct conf_arena *arena, struct view v)
{
	char plain[PLAIN_MAX];

	if (v.n == 0 || v.n >= PLAIN_MAX || !utf8_is_valid(v) || plain_text(v, plain, sizeof(plain)) == 0)
		return NULL;
	return conf_arena_text(arena, v);
}

static void
take_answers(const struct conf_slot *slot)
{
	take_words(slot, answer, "has no letter or digit, or is too long");
}

static const char *
account_name(struct conf_arena *arena, struct view v)
{
	return name_is_account(v) ? conf_arena_text(arena, v) : NULL;
}

static void
take_accounts(const struct conf_slot *slot)
{
	take_words(slot, account_name, "is no name of an account");
}

static const char *
listener_title(const struct conf *conf, const char *title)
{
	for (size_t i = 0; i < conf->n_listen; i++)
		if (strcmp(conf->listen[i].title, title) == 0)
			return conf->listen[i].title;
	return NULL;
}

static void
take_listeners(const struct conf_slot *slot)
{
	const char **list;
	size_t n = 0;

	if (!has_room(slot))
		return;
	list = conf_arena_take(slot->b->arena, slot->key->n, sizeof(*list));
	for (const struct conf_raw_value *v = slot->key->first; v != NULL; v = v->next) {
		list[n] = listener_title(slot->b->conf, v->text);
		if (list[n++] == NULL && !slot->b->raw->is_incomplete)
			conf_bind_fault(slot, v, "is not there");
	}
	put(slot, slot->bind->at, &list, sizeof(list));
	put(slot, slot->bind->at_n, &n, sizeof(n));
}

static void
take_fingerprints(const struct conf_slot *slot)
{
	struct conf_fingerprint *list;
	size_t n = 0;

	if (!has_room(slot))
		return;
	list = conf_arena_take(slot->b->arena, slot->key->n, sizeof(*list));
	for (const struct conf_raw_value *v = slot->key->first; v != NULL; v = v->next) {
		if (conf_value_hex(view_z(v->text), list[n].bytes, sizeof(list[n].bytes)) == -1)
			conf_bind_fault(slot, v, "is no SHA-256 fingerprint");
		n++;
	}
	put(slot, slot->bind->at, &list, sizeof(list));
	put(slot, slot->bind->at_n, &n, sizeof(n));
}

static void
take_whos(const struct conf_slot *slot)
{
	struct conf_who *list;
	struct view user;
	size_t n = 0;

	if (!has_room(slot))
		return;
	list = conf_arena_take(slot->b->arena, slot->key->n, sizeof(*list));
	for (const struct conf_raw_value *v = slot->key->first; v != NULL; v = v->next) {
		const char *wrong = conf_who_parse(view_z(v->text), &list[n], &user);

		if (wrong != NULL)
			conf_faults_add(slot->b->faults, slot->sec->file, v->line, "%s %s: \"%s\": %s",
				slot->sec->def->name, slot->bind->key, v->text, wrong);
		list[n].text = v->text;
		list[n++].user = conf_arena_text(slot->b->arena, user);
	}
	put(slot, slot->bind->at, &list, sizeof(list));
	put(slot, slot->bind->at_n, &n, sizeof(n));
}

static void
take_privs(const struct conf_slot *slot)
{
	uint64_t set = 0;

	for (const struct conf_raw_value *v = slot->key->first; v != NULL; v = v->next) {
		enum priv p = priv_find(view_z(v->text));

		if (p == PRIV_N)
			conf_bind_fault(slot, v, "is no privilege");
		else
			set |= PRIV_BIT(p);
	}
	put(slot, slot->bind->at, &set, sizeof(set));
}

void
conf_take(const struct conf_slot *slot)
{
	static void (*const take[CONF_TYPE_N])(const struct conf_slot *) = {
		[CONF_TEXT] = take_text,
		[CONF_CHARS] = take_chars,
		[CONF_NUMBER] = take_number,
		[CONF_TIME] = take_time,
		[CONF_SIZE] = take_size,
		[CONF_RATE] = take_rate,
		[CONF_BOOL] = take_bool,
		[CONF_CHOICE] = take_choice,
		[CONF_MODE] = take_mode,
		[CONF_LETTERS] = take_letters,
		[CONF_FILE] = take_file,
		[CONF_PATH] = take_path,
		[CONF_PASSWORD] = take_password,
		[CONF_FINGERPRINT] = take_fingerprint,
		[CONF_CLASS] = take_class,
		[CONF_ROLE] = take_role,
		[CONF_NAMES] = take_names,
		[CONF_ORIGINS] = take_origins,
		[CONF_NICKS] = take_nicks,
		[CONF_SERVERS] = take_servers,
		[CONF_SECRETS] = take_secrets,
		[CONF_ANSWERS] = take_answers,
		[CONF_ACCOUNTS] = take_accounts,
		[CONF_LISTENERS] = take_listeners,
		[CONF_PRINTS] = take_fingerprints,
		[CONF_WHOS] = take_whos,
		[CONF_PRIVS] = take_privs,
	};

	take[slot->bind->type](slot);
}
