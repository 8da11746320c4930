/* Lists: each value is looked at by itself, and the key gets an array of them and its length. */
#include "conf/conf_take_priv.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>

#include "conf/conf_value.h"
#include "conf/conf_who.h"
#include "core/utf8.h"
#include "proto/audit_event.h"
#include "proto/confusable.h"
#include "proto/limits.h"
#include "proto/names.h"
#include "proto/plain.h"
#include "proto/privs.h"

enum { HOST_NAME_LEN = 253, FILE_TYPE_LEN = 16 };

bool
conf_take_has_room(const struct conf_slot *slot)
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

	if (!conf_take_has_room(slot))
		return;
	list = conf_arena_take(slot->b->arena, slot->key->n, sizeof(*list));
	for (const struct conf_raw_value *v = slot->key->first; v != NULL; v = v->next) {
		list[n] = take(slot->b->arena, view_z(v->text));
		if (list[n++] == NULL)
			conf_bind_fault(slot, v, wrong);
	}
	conf_take_put(slot, slot->bind->at, &list, sizeof(list));
	conf_take_put(slot, slot->bind->at_n, &n, sizeof(n));
}

void
conf_take_names(const struct conf_slot *slot)
{
	take_words(slot, host_name, "is no host name");
}

void
conf_take_origins(const struct conf_slot *slot)
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

void
conf_take_nicks(const struct conf_slot *slot)
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

/* With the port, the standard one if none is given; NULL: it is no address, or there is neither. */
static const char *
host_and_port(struct conf_arena *arena, struct view v, uint32_t standard)
{
	char z[INET6_ADDRSTRLEN], text[INET6_ADDRSTRLEN + 16];
	struct view port, host = cut_host(v, &port);
	bool is_v6 = view_find(host, ':') != host.n;
	uint32_t number = standard;
	uint8_t ip[16];

	if (port.n != 0 && (port.p[0] != ':' || view_to_u32(view_skip(port, 1), &number) == -1))
		return NULL;
	if (number == 0 || number > UINT16_MAX || host.n >= sizeof(z) ||
		(v.n != 0 && v.p[0] == '[' && !is_v6))
		return NULL;
	(void)view_copy(host, z, sizeof(z));
	if (inet_pton(is_v6 ? AF_INET6 : AF_INET, z, ip) != 1 ||
		inet_ntop(is_v6 ? AF_INET6 : AF_INET, ip, z, sizeof(z)) == NULL)
		return NULL;
	(void)snprintf(text, sizeof(text), is_v6 ? "[%s]:%u" : "%s:%u", z, (unsigned)number);
	return conf_arena_text(arena, view_z(text));
}

static const char *
server(struct conf_arena *arena, struct view v)
{
	return host_and_port(arena, v, 53);
}

static const char *
place(struct conf_arena *arena, struct view v)
{
	return host_and_port(arena, v, 0);
}

void
conf_take_places(const struct conf_slot *slot)
{
	take_words(slot, place, "is no address with a port");
}

void
conf_take_servers(const struct conf_slot *slot)
{
	take_words(slot, server, "is no address of a server");
}

static const char *
secret(struct conf_arena *arena, struct view v)
{
	return v.n >= CONF_SECRET_MIN && v.n <= CONF_SECRET_MAX ? conf_arena_text(arena, v) : NULL;
}

void
conf_take_secrets(const struct conf_slot *slot)
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

void
conf_take_answers(const struct conf_slot *slot)
{
	take_words(slot, answer, "has no letter or digit, or is too long");
}

static const char *
channel_name(struct conf_arena *arena, struct view v)
{
	return name_is_channel(v) ? conf_arena_text(arena, v) : NULL;
}

void
conf_take_channels(const struct conf_slot *slot)
{
	take_words(slot, channel_name, "is no name of a channel");
}

static const char *
account_name(struct conf_arena *arena, struct view v)
{
	return name_is_account(v) ? conf_arena_text(arena, v) : NULL;
}

void
conf_take_accounts(const struct conf_slot *slot)
{
	take_words(slot, account_name, "is no name of an account");
}

/* As it stands in a text that was made ready to be searched: nothing in upper case, no blank but single ones. */
static const char *
search_word(struct conf_arena *arena, struct view v)
{
	if (v.n == 0 || v.n > CONF_GUARD_WORD_MAX)
		return NULL;
	for (size_t i = 0; i < v.n; i++)
		if ((unsigned char)v.p[i] < ' ' || (v.p[i] >= 'A' && v.p[i] <= 'Z') ||
			(v.p[i] == ' ' && i + 1 < v.n && v.p[i + 1] == ' '))
			return NULL;
	return conf_arena_text(arena, v);
}

void
conf_take_words(const struct conf_slot *slot)
{
	take_words(slot, search_word, "is no word in lower case");
}

void
conf_take_choices(const struct conf_slot *slot)
{
	uint32_t set = 0;

	for (const struct conf_raw_value *v = slot->key->first; v != NULL; v = v->next) {
		const struct conf_choice *c = slot->bind->choice;

		while (c->word != NULL && strcmp(c->word, v->text) != 0)
			c++;
		if (c->word == NULL)
			conf_bind_fault(slot, v, "is not one of these");
		else
			set |= c->value;
	}
	conf_take_put(slot, slot->bind->at, &set, sizeof(set));
}

/* A mask of names of accounts: it can match one. */
static const char *
account_mask(struct conf_arena *arena, struct view v)
{
	char name[ACCOUNT_LEN + 1];
	size_t n = 0;

	for (size_t i = 0; i < v.n; i++) {
		if (v.p[i] == '*')
			continue;
		if (n == ACCOUNT_LEN)
			return NULL;
		name[n++] = v.p[i] == '?' ? 'x' : v.p[i];
	}
	if (v.n == 0 || v.n > 2 * ACCOUNT_LEN || (n != 0 && !name_is_account(view_of(name, n))))
		return NULL;
	return conf_arena_text(arena, v);
}

void
conf_take_masks(const struct conf_slot *slot)
{
	take_words(slot, account_mask, "is no mask of accounts");
}

/* A mask of names of servers. */
static const char *
server_mask(struct conf_arena *arena, struct view v)
{
	if (v.n == 0 || v.n > SERVER_NAME_LEN)
		return NULL;
	for (size_t i = 0; i < v.n; i++)
		if (!(v.p[i] >= 'a' && v.p[i] <= 'z') && !(v.p[i] >= 'A' && v.p[i] <= 'Z') &&
			!(v.p[i] >= '0' && v.p[i] <= '9') && view_find(VIEW("-_.*?"), v.p[i]) == 5)
			return NULL;
	return conf_arena_text(arena, v);
}

void
conf_take_server_masks(const struct conf_slot *slot)
{
	take_words(slot, server_mask, "is no mask of servers");
}

/* As connections tell them. */
static const char *
hex_print(struct conf_arena *arena, struct view v)
{
	char text[2 * CONF_FINGERPRINT_LEN + 1];
	uint8_t bytes[CONF_FINGERPRINT_LEN];

	if (conf_value_hex(v, bytes, sizeof(bytes)) == -1)
		return NULL;
	for (size_t i = 0; i < sizeof(bytes); i++)
		(void)snprintf(text + 2 * i, 3, "%02x", (unsigned)bytes[i]);
	return conf_arena_text(arena, view_z(text));
}

void
conf_take_hex_prints(const struct conf_slot *slot)
{
	take_words(slot, hex_print, "is no SHA-256 fingerprint");
}

/* Without its dot, in lower case. */
static const char *
file_type(struct conf_arena *arena, struct view v)
{
	char low[FILE_TYPE_LEN];

	if (v.n == 0 || v.n > sizeof(low))
		return NULL;
	for (size_t i = 0; i < v.n; i++) {
		low[i] = v.p[i] >= 'A' && v.p[i] <= 'Z' ? (char)(v.p[i] - 'A' + 'a') : v.p[i];
		if (!(low[i] >= 'a' && low[i] <= 'z') && !(low[i] >= '0' && low[i] <= '9') &&
			view_find(VIEW("+_-"), low[i]) == 3)
			return NULL;
	}
	return conf_arena_text(arena, view_of(low, v.n));
}

void
conf_take_file_types(const struct conf_slot *slot)
{
	take_words(slot, file_type, "is no type of files");
}

/* The title of a section that was built before; NULL when there is none. */
static const char *
class_title(const struct conf *conf, const char *title)
{
	const struct conf_class *class = conf_class_find(conf, view_z(title));

	return class != NULL ? class->name : NULL;
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
take_titles(const struct conf_slot *slot, const char *(*find)(const struct conf *conf, const char *title))
{
	const char **list;
	size_t n = 0;

	if (!conf_take_has_room(slot))
		return;
	list = conf_arena_take(slot->b->arena, slot->key->n, sizeof(*list));
	for (const struct conf_raw_value *v = slot->key->first; v != NULL; v = v->next) {
		list[n] = find(slot->b->conf, v->text);
		if (list[n++] == NULL && !slot->b->raw->is_incomplete)
			conf_bind_fault(slot, v, "is not there");
	}
	conf_take_put(slot, slot->bind->at, &list, sizeof(list));
	conf_take_put(slot, slot->bind->at_n, &n, sizeof(n));
}

void
conf_take_listeners(const struct conf_slot *slot)
{
	take_titles(slot, listener_title);
}

void
conf_take_classes(const struct conf_slot *slot)
{
	take_titles(slot, class_title);
}

void
conf_take_fingerprints(const struct conf_slot *slot)
{
	struct conf_fingerprint *list;
	size_t n = 0;

	if (!conf_take_has_room(slot))
		return;
	list = conf_arena_take(slot->b->arena, slot->key->n, sizeof(*list));
	for (const struct conf_raw_value *v = slot->key->first; v != NULL; v = v->next) {
		if (conf_value_hex(view_z(v->text), list[n].bytes, sizeof(list[n].bytes)) == -1)
			conf_bind_fault(slot, v, "is no SHA-256 fingerprint");
		n++;
	}
	conf_take_put(slot, slot->bind->at, &list, sizeof(list));
	conf_take_put(slot, slot->bind->at_n, &n, sizeof(n));
}

void
conf_take_whos(const struct conf_slot *slot)
{
	struct conf_who *list;
	struct view user;
	size_t n = 0;

	if (!conf_take_has_room(slot))
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
	conf_take_put(slot, slot->bind->at, &list, sizeof(list));
	conf_take_put(slot, slot->bind->at_n, &n, sizeof(n));
}

/* A role may be defined behind those that inherit it: what is looked at is what was written. */
static bool
has_role(const struct conf_raw *raw, const char *title)
{
	const struct conf_section *def = conf_section_find(VIEW("role"));

	for (const struct conf_raw_section *s = raw->first; s != NULL; s = s->next)
		if (s->def == def && strcmp(s->title, title) == 0)
			return true;
	return false;
}

void
conf_take_roles(const struct conf_slot *slot)
{
	const char **list;
	size_t n = 0;

	if (!conf_take_has_room(slot))
		return;
	list = conf_arena_take(slot->b->arena, slot->key->n, sizeof(*list));
	for (const struct conf_raw_value *v = slot->key->first; v != NULL; v = v->next) {
		list[n++] = v->text;
		if (!slot->b->raw->is_incomplete && !has_role(slot->b->raw, v->text))
			conf_bind_fault(slot, v, "is not there");
	}
	conf_take_put(slot, slot->bind->at, &list, sizeof(list));
	conf_take_put(slot, slot->bind->at_n, &n, sizeof(n));
}

void
conf_take_privs(const struct conf_slot *slot)
{
	uint64_t set = 0;

	for (const struct conf_raw_value *v = slot->key->first; v != NULL; v = v->next) {
		enum priv p = priv_find(view_z(v->text));

		if (p == PRIV_N)
			conf_bind_fault(slot, v, "is no privilege");
		else
			set |= PRIV_BIT(p);
	}
	conf_take_put(slot, slot->bind->at, &set, sizeof(set));
}

void
conf_take_events(const struct conf_slot *slot)
{
	uint64_t set = 0;

	for (const struct conf_raw_value *v = slot->key->first; v != NULL; v = v->next) {
		enum audit_event e = audit_event_find(view_z(v->text));

		if (e == ACT_N)
			conf_bind_fault(slot, v, "is no event");
		else
			set |= AUDIT_EVENT_BIT(e);
	}
	conf_take_put(slot, slot->bind->at, &set, sizeof(set));
}
