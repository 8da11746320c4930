/* One row for each type: how a value of it is found and written, and how two are compared.  The fields are those that conf_take.c fills. */
#include "conf/conf_show.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "conf/conf_types.h"
#include "conf/conf_value.h"
#include "core/utf8.h"
#include "proto/audit_event.h"
#include "proto/privs.h"

/* A value, or what stands for it, as bytes that can be compared; *is_text: they are readable as they are. */
struct shown {
	struct view bytes;
	bool is_text;
};

typedef bool find_fn(const struct conf_bind *bind, const char *section, size_t i, struct shown *out);
typedef void write_fn(const struct conf_bind *bind, struct view bytes, char dst[CONF_SHOW_TEXT]);

static const char *
text_at(const char *at)
{
	const char *z;

	memcpy(&z, at, sizeof(z));
	return z;
}

static size_t
count_at(const struct conf_bind *bind, const char *section)
{
	size_t n;

	memcpy(&n, section + bind->at_n, sizeof(n));
	return n;
}

static bool
find_text(const struct conf_bind *bind, const char *section, size_t i, struct shown *out)
{
	const char *z = text_at(section + bind->at);

	*out = (struct shown){ view_z(z), true };
	return i == 0 && z != NULL;
}

static bool
find_chars(const struct conf_bind *bind, const char *section, size_t i, struct shown *out)
{
	*out = (struct shown){ view_z(section + bind->at), true };
	return i == 0;
}

/* The field itself. */
static bool
find_field(const struct conf_bind *bind, const char *section, size_t i, struct shown *out)
{
	*out = (struct shown){ view_of(section + bind->at, bind->width), false };
	return i == 0;
}

static bool
find_class(const struct conf_bind *bind, const char *section, size_t i, struct shown *out)
{
	const struct conf_class *class;

	memcpy(&class, section + bind->at, sizeof(class));
	if (i != 0 || class == NULL)
		return false;
	*out = (struct shown){ view_z(class->name), true };
	return true;
}

static bool
find_role(const struct conf_bind *bind, const char *section, size_t i, struct shown *out)
{
	const struct conf_role *role;

	memcpy(&role, section + bind->at, sizeof(role));
	if (i != 0 || role == NULL)
		return false;
	*out = (struct shown){ view_z(role->name), true };
	return true;
}

static bool
find_print(const struct conf_bind *bind, const char *section, size_t i, struct shown *out)
{
	bool is_set;

	memcpy(&is_set, section + bind->at, sizeof(is_set));
	*out = (struct shown){ view_of(section + bind->at_n, CONF_FINGERPRINT_LEN), false };
	return i == 0 && is_set;
}

static bool
find_word(const struct conf_bind *bind, const char *section, size_t i, struct shown *out)
{
	const char *const *list;

	if (i >= count_at(bind, section))
		return false;
	memcpy(&list, section + bind->at, sizeof(list));
	*out = (struct shown){ view_z(list[i]), true };
	return true;
}

static bool
find_prints(const struct conf_bind *bind, const char *section, size_t i, struct shown *out)
{
	const struct conf_fingerprint *list;

	if (i >= count_at(bind, section))
		return false;
	memcpy(&list, section + bind->at, sizeof(list));
	*out = (struct shown){ view_of(list[i].bytes, CONF_FINGERPRINT_LEN), false };
	return true;
}

static bool
find_who(const struct conf_bind *bind, const char *section, size_t i, struct shown *out)
{
	const struct conf_who *list;

	if (i >= count_at(bind, section))
		return false;
	memcpy(&list, section + bind->at, sizeof(list));
	*out = (struct shown){ view_z(list[i].text), true };
	return true;
}

static bool
find_ports(const struct conf_bind *bind, const char *section, size_t i, struct shown *out)
{
	const struct conf_ports *list;

	if (i >= count_at(bind, section))
		return false;
	memcpy(&list, section + bind->at, sizeof(list));
	*out = (struct shown){ view_of((const char *)&list[i], sizeof(list[i])), false };
	return true;
}

static bool
find_advertise(const struct conf_bind *bind, const char *section, size_t i, struct shown *out)
{
	const struct conf_dcc_advertise *list;

	if (i >= count_at(bind, section))
		return false;
	memcpy(&list, section + bind->at, sizeof(list));
	*out = (struct shown){ view_z(list[i].text), true };
	return true;
}

static bool
find_priv(const struct conf_bind *bind, const char *section, size_t i, struct shown *out)
{
	uint64_t privs;
	size_t n = 0;

	memcpy(&privs, section + bind->at, sizeof(privs));
	for (size_t p = 0; p < PRIV_N; p++) {
		if ((privs & PRIV_BIT(p)) == 0 || n++ != i)
			continue;
		*out = (struct shown){ priv_table[p].name, true };
		return true;
	}
	return false;
}

static bool
find_event(const struct conf_bind *bind, const char *section, size_t i, struct shown *out)
{
	uint64_t events;
	size_t n = 0;

	memcpy(&events, section + bind->at, sizeof(events));
	for (size_t e = 0; e < ACT_N; e++) {
		if ((events & AUDIT_EVENT_BIT(e)) == 0 || n++ != i)
			continue;
		*out = (struct shown){ audit_event_name((enum audit_event)e), true };
		return true;
	}
	return false;
}

static bool
find_choice(const struct conf_bind *bind, const char *section, size_t i, struct shown *out)
{
	uint32_t set;
	size_t n = 0;

	memcpy(&set, section + bind->at, sizeof(set));
	for (const struct conf_choice *c = bind->choice; c->word != NULL; c++) {
		if ((set & c->value) == 0 || n++ != i)
			continue;
		*out = (struct shown){ view_z(c->word), true };
		return true;
	}
	return false;
}

static void
write_number(const struct conf_bind *bind, struct view bytes, char dst[CONF_SHOW_TEXT])
{
	uint32_t n;

	memcpy(&n, bytes.p, sizeof(n));
	(void)snprintf(dst, CONF_SHOW_TEXT, bind->type == CONF_MODE ? "%04" PRIo32 : "%" PRIu32, n);
}

static void
write_time(const struct conf_bind *bind, struct view bytes, char dst[CONF_SHOW_TEXT])
{
	uint64_t ms;

	(void)bind;
	memcpy(&ms, bytes.p, sizeof(ms));
	(void)conf_value_time_text(ms, dst);
}

static void
write_size(const struct conf_bind *bind, struct view bytes, char dst[CONF_SHOW_TEXT])
{
	uint64_t n;
	uint32_t small;

	(void)bind;
	if (bytes.n == sizeof(n)) {
		memcpy(&n, bytes.p, sizeof(n));
	} else {
		memcpy(&small, bytes.p, sizeof(small));
		n = small;
	}
	(void)conf_value_size_text(n, dst);
}

static void
write_ports(const struct conf_bind *bind, struct view bytes, char dst[CONF_SHOW_TEXT])
{
	struct conf_ports ports;

	(void)bind;
	memcpy(&ports, bytes.p, sizeof(ports));
	(void)snprintf(dst, CONF_SHOW_TEXT, ports.first == ports.last ? "%u" : "%u-%u", (unsigned)ports.first,
		(unsigned)ports.last);
}

static void
write_rate(const struct conf_bind *bind, struct view bytes, char dst[CONF_SHOW_TEXT])
{
	struct conf_rate rate;
	char per[CONF_VALUE_TEXT];

	(void)bind;
	memcpy(&rate, bytes.p, sizeof(rate));
	if (rate.count == 0)
		(void)snprintf(dst, CONF_SHOW_TEXT, "0");
	else
		(void)snprintf(dst, CONF_SHOW_TEXT, "%" PRIu32 ":%s", rate.count,
			conf_value_time_text(rate.per_ms, per));
}

static void
write_bool(const struct conf_bind *bind, struct view bytes, char dst[CONF_SHOW_TEXT])
{
	(void)bind;
	(void)snprintf(dst, CONF_SHOW_TEXT, "%s", bytes.p[0] != 0 ? "yes" : "no");
}

/* An enum, or a bool that two words stand for. */
static void
write_choice(const struct conf_bind *bind, struct view bytes, char dst[CONF_SHOW_TEXT])
{
	unsigned value = (unsigned char)bytes.p[0];

	if (bytes.n == sizeof(value))
		memcpy(&value, bytes.p, sizeof(value));
	for (const struct conf_choice *c = bind->choice; c->word != NULL; c++) {
		if (c->value == value)
			(void)snprintf(dst, CONF_SHOW_TEXT, "%s", c->word);
	}
}

static void
write_print(const struct conf_bind *bind, struct view bytes, char dst[CONF_SHOW_TEXT])
{
	(void)bind;
	for (size_t i = 0; i < bytes.n; i++)
		(void)snprintf(dst + 2 * i, 3, "%02x", (unsigned)(unsigned char)bytes.p[i]);
}

static const struct {
	find_fn *find;
	write_fn *write; /* NULL: the bytes are text */
	bool is_list, is_secret;
} types[CONF_TYPE_N] = {
	[CONF_TEXT] = { find_text, NULL, false, false },
	[CONF_CHARS] = { find_chars, NULL, false, false },
	[CONF_NUMBER] = { find_field, write_number, false, false },
	[CONF_TIME] = { find_field, write_time, false, false },
	[CONF_SIZE] = { find_field, write_size, false, false },
	[CONF_RATE] = { find_field, write_rate, false, false },
	[CONF_BOOL] = { find_field, write_bool, false, false },
	[CONF_CHOICE] = { find_field, write_choice, false, false },
	[CONF_MODE] = { find_field, write_number, false, false },
	[CONF_LETTERS] = { find_text, NULL, false, false },
	[CONF_FILE] = { find_text, NULL, false, false },
	[CONF_PATH] = { find_text, NULL, false, false },
	[CONF_PASSWORD] = { find_text, NULL, false, true },
	[CONF_FINGERPRINT] = { find_print, write_print, false, false },
	[CONF_CLASS] = { find_class, NULL, false, false },
	[CONF_ROLE] = { find_role, NULL, false, false },
	[CONF_NAMES] = { find_word, NULL, true, false },
	[CONF_ORIGINS] = { find_word, NULL, true, false },
	[CONF_NICKS] = { find_word, NULL, true, false },
	[CONF_SERVERS] = { find_word, NULL, true, false },
	[CONF_SECRETS] = { find_word, NULL, true, true },
	[CONF_ANSWERS] = { find_word, NULL, true, true },
	[CONF_ACCOUNTS] = { find_word, NULL, true, false },
	[CONF_LISTENERS] = { find_word, NULL, true, false },
	[CONF_PRINTS] = { find_prints, write_print, true, false },
	[CONF_WHOS] = { find_who, NULL, true, false },
	[CONF_PRIVS] = { find_priv, NULL, true, false },
	[CONF_ROLES] = { find_word, NULL, true, false },
	[CONF_EVENTS] = { find_event, NULL, true, false },
	[CONF_CLASSES] = { find_word, NULL, true, false },
	[CONF_MASKS] = { find_word, NULL, true, false },
	[CONF_FILE_TYPES] = { find_word, NULL, true, false },
	[CONF_PORTS] = { find_field, write_ports, false, false },
	[CONF_PORT_LIST] = { find_ports, write_ports, true, false },
	[CONF_BLOCKS] = { find_who, NULL, true, false },
	[CONF_ADVERTISE] = { find_advertise, NULL, true, false },
	[CONF_PATTERN] = { find_text, NULL, false, false },
	[CONF_WORDS] = { find_word, NULL, true, false },
	[CONF_CHOICES] = { find_choice, NULL, true, false },
	[CONF_HEX_PRINTS] = { find_word, NULL, true, false },
	[CONF_SERVER_MASKS] = { find_word, NULL, true, false },
	[CONF_PLACES] = { find_word, NULL, true, false },
	[CONF_CHANNELS] = { find_word, NULL, true, false },
};

bool
conf_show_is_secret(const struct conf_bind *bind)
{
	return types[bind->type].is_secret || (bind->flags & CONF_SECRET) != 0;
}

bool
conf_show_is_list(const struct conf_bind *bind)
{
	return types[bind->type].is_list;
}

const char *
conf_show_value(const struct conf_bind *bind, const void *section, size_t i, char dst[CONF_SHOW_TEXT])
{
	struct shown s;
	struct view cut;

	if (!types[bind->type].find(bind, section, i, &s))
		return NULL;
	dst[0] = '\0';
	if (!s.is_text) {
		types[bind->type].write(bind, s.bytes, dst);
		return dst;
	}
	cut = utf8_left(s.bytes, CONF_SHOW_TEXT - 6);
	(void)snprintf(dst, CONF_SHOW_TEXT, bind->type == CONF_TEXT ? "\"%.*s%s\"" : "%.*s%s", VIEW_ARG(cut),
		cut.n < s.bytes.n ? "..." : "");
	return dst;
}

bool
conf_show_same(const struct conf_bind *bind, const void *a, const void *b)
{
	struct shown x, y;
	bool has_x, has_y;
	size_t i = 0;

	if (bind->type == CONF_RATE) { /* its padding says nothing */
		char text[2][CONF_SHOW_TEXT];

		return view_eq(view_z(conf_show_value(bind, a, 0, text[0])),
			view_z(conf_show_value(bind, b, 0, text[1])));
	}
	do {
		has_x = types[bind->type].find(bind, a, i, &x);
		has_y = types[bind->type].find(bind, b, i, &y);
		i++;
	} while (has_x && has_y && view_eq(x.bytes, y.bytes));
	return !has_x && !has_y;
}
