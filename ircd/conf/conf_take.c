/*
 * Every function here sees one key with its values.  None asks whether the key was set: defaults come the
 * same way.
 */
#include "conf/conf_take.h"

#include <assert.h>
#include <errno.h>
#include <string.h>

#include "conf/conf_file.h"
#include "conf/conf_password.h"
#include "conf/conf_role.h"
#include "conf/conf_take_priv.h"
#include "conf/conf_value.h"
#include "proto/pattern.h"

static_assert(sizeof(enum conf_jail_mode) == sizeof(unsigned), "an enum is stored as an unsigned");

void
conf_take_put(const struct conf_slot *slot, size_t at, const void *value, size_t n)
{
	memcpy(slot->section + at, value, n);
}

static void
put_text(const struct conf_slot *slot, const char *text)
{
	assert(slot->bind->width == sizeof(text));
	conf_take_put(slot, slot->bind->at, &text, sizeof(text));
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

/* It is compiled again by who uses it: here it only must be good. */
static void
take_pattern(const struct conf_slot *slot)
{
	char why[PATTERN_WHY_MAX];
	struct pattern *p = pattern_new(value_view(slot), why);

	if (p != NULL)
		put_text(slot, slot->key->first->text);
	else
		conf_faults_add(slot->b->faults, slot->sec->file, slot->key->first->line,
			"%s %s is no pattern: %s", slot->sec->def->name, slot->bind->key, why);
	pattern_free(p);
}

static void
take_chars(const struct conf_slot *slot)
{
	assert(slot->bind->width == slot->bind->max + 1);
	if (text_is_good(slot))
		conf_take_put(slot, slot->bind->at, slot->key->first->text, value_view(slot).n + 1);
}

static void
take_number(const struct conf_slot *slot)
{
	uint32_t n;

	assert(slot->bind->width == sizeof(n));
	if (view_to_u32(value_view(slot), &n) == -1)
		conf_bind_fault(slot, slot->key->first, "is not a number in range");
	else if (is_in_range(slot, n))
		conf_take_put(slot, slot->bind->at, &n, sizeof(n));
}

static void
take_time(const struct conf_slot *slot)
{
	uint64_t ms;

	assert(slot->bind->width == sizeof(ms));
	if (conf_value_time(value_view(slot), &ms) == -1)
		conf_bind_fault(slot, slot->key->first, "is not a time (such as 30s, 5m, 1h30m)");
	else if (is_in_range(slot, ms))
		conf_take_put(slot, slot->bind->at, &ms, sizeof(ms));
}

static void
take_rate(const struct conf_slot *slot)
{
	struct conf_rate rate = { 0 };

	assert(slot->bind->width == sizeof(rate));
	if (conf_value_rate(value_view(slot), &rate.count, &rate.per_ms) == -1)
		conf_bind_fault(slot, slot->key->first, "is not a rate (such as 5:20s)");
	else if (rate.count == 0 || is_in_range(slot, rate.count))
		conf_take_put(slot, slot->bind->at, &rate, sizeof(rate));
}

static void
take_size(const struct conf_slot *slot)
{
	uint64_t bytes;
	uint32_t small;

	assert(slot->bind->width == sizeof(bytes) || slot->bind->width == sizeof(small));
	if (conf_value_size(value_view(slot), &bytes) == -1) {
		conf_bind_fault(slot, slot->key->first, "is not a size (such as 512, 8K, 1M)");
	} else if (!is_in_range(slot, bytes)) {
		return;
	} else if (slot->bind->width == sizeof(bytes)) {
		conf_take_put(slot, slot->bind->at, &bytes, sizeof(bytes));
	} else {
		assert(slot->bind->max <= UINT32_MAX);
		small = (uint32_t)bytes;
		conf_take_put(slot, slot->bind->at, &small, sizeof(small));
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
		conf_take_put(slot, slot->bind->at, &on, sizeof(on));
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
		conf_take_put(slot, slot->bind->at, &on, sizeof(on));
	} else {
		assert(slot->bind->width == sizeof(c->value));
		conf_take_put(slot, slot->bind->at, &c->value, sizeof(c->value));
	}
}

static void
take_mode(const struct conf_slot *slot)
{
	uint32_t mode;

	if (conf_value_mode(value_view(slot), &mode) == -1)
		conf_bind_fault(slot, slot->key->first, "is no file mode");
	else
		conf_take_put(slot, slot->bind->at, &mode, sizeof(mode));
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

/* The file of a default need not be there: whether it is shows when it is read, and it may come later. */
static void
take_file(const struct conf_slot *slot)
{
	struct conf_build *b = slot->b;
	struct err e;
	const char *name = slot->key->first->text;
	const char *path = conf_file_inside(b->arena, b->conf->dir, name, &e);

	if (path == NULL && name == slot->bind->standard && e.code == ENOENT)
		path = conf_arena_path(b->arena, b->conf->dir, name);
	if (path != NULL)
		put_text(slot, path);
	else
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
	conf_take_put(slot, slot->bind->at, &on, sizeof(on));
	conf_take_put(slot, slot->bind->at_n, bytes, sizeof(bytes));
}

static void
take_class(const struct conf_slot *slot)
{
	const struct conf_class *class = conf_class_find(slot->b->conf, value_view(slot));

	conf_take_put(slot, slot->bind->at, &class, sizeof(class));
	if (class == NULL && !slot->b->raw->is_incomplete)
		conf_bind_fault(slot, slot->key->first, "is not there");
}

static void
take_role(const struct conf_slot *slot)
{
	const struct conf_role *role = conf_role_find(slot->b->conf, value_view(slot));

	conf_take_put(slot, slot->bind->at, &role, sizeof(role));
	if (role == NULL && !slot->b->raw->is_incomplete)
		conf_bind_fault(slot, slot->key->first, "is not there");
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
		[CONF_NAMES] = conf_take_names,
		[CONF_ORIGINS] = conf_take_origins,
		[CONF_NICKS] = conf_take_nicks,
		[CONF_SERVERS] = conf_take_servers,
		[CONF_SECRETS] = conf_take_secrets,
		[CONF_ANSWERS] = conf_take_answers,
		[CONF_ACCOUNTS] = conf_take_accounts,
		[CONF_LISTENERS] = conf_take_listeners,
		[CONF_PRINTS] = conf_take_fingerprints,
		[CONF_WHOS] = conf_take_whos,
		[CONF_PRIVS] = conf_take_privs,
		[CONF_ROLES] = conf_take_roles,
		[CONF_EVENTS] = conf_take_events,
		[CONF_CLASSES] = conf_take_classes,
		[CONF_MASKS] = conf_take_masks,
		[CONF_FILE_TYPES] = conf_take_file_types,
		[CONF_PORTS] = conf_take_ports,
		[CONF_PORT_LIST] = conf_take_port_list,
		[CONF_BLOCKS] = conf_take_blocks,
		[CONF_ADVERTISE] = conf_take_advertise,
		[CONF_PATTERN] = take_pattern,
		[CONF_WORDS] = conf_take_words,
		[CONF_CHOICES] = conf_take_choices,
		[CONF_HEX_PRINTS] = conf_take_hex_prints,
		[CONF_SERVER_MASKS] = conf_take_server_masks,
		[CONF_PLACES] = conf_take_places,
		[CONF_CHANNELS] = conf_take_channels,
	};

	take[slot->bind->type](slot);
}
