/* Range, words and defaults are those of the option table; a setting adds a name that one can type. */
#include "conf/conf_set.h"

#include <stdio.h>
#include <string.h>

#include "conf/conf_schema.h"
#include "conf/conf_value.h"

static const struct conf_choice lockdowns[] = {
	{ "off", CONF_LOCKDOWN_OFF },
	{ "accounts", CONF_LOCKDOWN_ACCOUNTS },
	{ "all", CONF_LOCKDOWN_ALL },
	{ NULL, 0 },
};

/* No key: what keeps everybody out should not outlive a REHASH, or a restart. */
static const struct conf_bind lockdown = { .key = "lockdown",
	.type = CONF_CHOICE,
	.at = offsetof(struct conf, lockdown),
	.width = sizeof(((struct conf *)0)->lockdown),
	.choice = lockdowns };

struct conf_setting {
	const char *name;
	const char *section, *key; /* section NULL: the lockdown */
	const char *help;
};

static const struct conf_setting settings[] = {
	{ "MAX", "server", "max-clients", "most connections at a time" },
	{ "CONNECTBURST", "server", "connect-burst", "connections that one address may open at once" },
	{ "CONNECTINTERVAL", "server", "connect-interval", "time after which it may open one more" },
	{ "FLOODCOUNT", "class", "flood-burst",
		"cost of commands that clients may run up at once, all classes" },
	{ "FLOODRATE", "class", "flood-rate", "how much of it is forgiven each second, all classes" },
	{ "ACCOUNTS", "accounts", "registration", "who may register an account" },
	{ "CHANNELS", "channels", "registration", "who may register a channel" },
	{ "LOCKDOWN", NULL, "lockdown",
		"whom of those who come is refused: accounts, who has not logged in to one" },
	{ "LOGLEVEL", "server", "log-level", "the least important lines that are logged" },
};

const struct conf_setting *
conf_setting_next(const struct conf_setting *s)
{
	s = s == NULL ? settings : s + 1;
	return s == settings + ARRAY_LEN(settings) ? NULL : s;
}

const struct conf_setting *
conf_setting_find(struct view name)
{
	for (size_t i = 0; i < ARRAY_LEN(settings); i++)
		if (view_eq_nocase(view_z(settings[i].name), name))
			return &settings[i];
	return NULL;
}

const char *
conf_setting_name(const struct conf_setting *s)
{
	return s->name;
}

const char *
conf_setting_help(const struct conf_setting *s)
{
	return s->help;
}

static const struct conf_bind *
bind_of(const struct conf_setting *s)
{
	return s->section == NULL ? &lockdown
				  : conf_bind_find(conf_section_find(view_z(s->section)), view_z(s->key));
}

static bool
is_of_classes(const struct conf_setting *s)
{
	return s->section != NULL && strcmp(s->section, "class") == 0;
}

/* Of the struct that has the field; of classes, the first. */
static size_t
offset_of(const struct conf_setting *s)
{
	return s->section == NULL ? 0 : conf_section_find(view_z(s->section))->at;
}

const char *
conf_setting_text(const struct conf_setting *s, const struct conf *conf, char dst[CONF_SHOW_TEXT])
{
	const struct conf_bind *bind = bind_of(s);
	const char *shown;

	if (!is_of_classes(s)) {
		shown = conf_show_value(bind, (const char *)conf + offset_of(s), 0, dst);
		return shown != NULL ? shown : "";
	}
	for (size_t i = 1; i < conf->n_class; i++) {
		if (conf_show_same(bind, &conf->class[0], &conf -> class[i]))
			continue;
		(void)snprintf(dst, CONF_SHOW_TEXT, "differs by class");
		return dst;
	}
	shown = conf_show_value(bind, &conf->class[0], 0, dst);
	return shown != NULL ? shown : "";
}

const char *
conf_setting_range(const struct conf_setting *s, char dst[CONF_RANGE_TEXT])
{
	return conf_range(bind_of(s), dst);
}

static int
put_number(const struct conf_bind *bind, char *section, struct view value)
{
	uint32_t n;

	if (view_to_u32(value, &n) == -1 || n < bind->min || n > bind->max)
		return -1;
	memcpy(section + bind->at, &n, sizeof(n));
	return 0;
}

static int
put_time(const struct conf_bind *bind, char *section, struct view value)
{
	uint64_t ms;

	if (conf_value_time(value, &ms) == -1 || ms < bind->min || ms > bind->max)
		return -1;
	memcpy(section + bind->at, &ms, sizeof(ms));
	return 0;
}

static int
put_choice(const struct conf_bind *bind, char *section, struct view value)
{
	for (const struct conf_choice *c = bind->choice; c->word != NULL; c++) {
		if (!view_eq_nocase(view_z(c->word), value))
			continue;
		memcpy(section + bind->at, &c->value, sizeof(c->value)); /* an enum: no setting is a bool */
		return 0;
	}
	return -1;
}

static int
put(const struct conf_bind *bind, void *section, struct view value)
{
	if (bind->type == CONF_NUMBER)
		return put_number(bind, section, value);
	return bind->type == CONF_TIME ? put_time(bind, section, value) : put_choice(bind, section, value);
}

int
conf_setting_put(
	const struct conf_setting *s, struct conf *copy, struct conf_class *classes, struct view value)
{
	const struct conf_bind *bind = bind_of(s);

	if (!is_of_classes(s))
		return put(bind, (char *)copy + offset_of(s), value);
	for (size_t i = 0; i < copy->n_class; i++)
		if (put(bind, &classes[i], value) == -1)
			return -1;
	return 0;
}
