/* Words for each type of value.  One row per type; types whose range depends on the row have a function. */
#include "conf/conf_range.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "conf/conf.h"
#include "conf/conf_guard.h"
#include "conf/conf_value.h"
#include "proto/audit_event.h"
#include "proto/plain.h"

static void
text_range(const struct conf_bind *bind, char *dst)
{
	const char *form = bind->form != NULL ? bind->form : "";
	const char *between = bind->form != NULL ? "; " : "";

	if (bind->min == bind->max)
		(void)snprintf(dst, CONF_RANGE_TEXT, "%s", form);
	else
		(void)snprintf(dst, CONF_RANGE_TEXT, "%" PRIu64 " to %" PRIu64 " bytes%s%s", bind->min,
			bind->max, between, form);
}

static void
number_range(const struct conf_bind *bind, char *dst)
{
	(void)snprintf(dst, CONF_RANGE_TEXT, "%" PRIu64 " to %" PRIu64, bind->min, bind->max);
}

static void
time_range(const struct conf_bind *bind, char *dst)
{
	char min[CONF_VALUE_TEXT], max[CONF_VALUE_TEXT];

	(void)snprintf(dst, CONF_RANGE_TEXT, "%s to %s", conf_value_time_text(bind->min, min),
		conf_value_time_text(bind->max, max));
}

static void
size_range(const struct conf_bind *bind, char *dst)
{
	char min[CONF_VALUE_TEXT], max[CONF_VALUE_TEXT];

	(void)snprintf(dst, CONF_RANGE_TEXT, "%s to %s", conf_value_size_text(bind->min, min),
		conf_value_size_text(bind->max, max));
}

/* "a, b or c" grows word by word in dst. */
static void
add_word(char *dst, size_t i, size_t n, const char *word)
{
	size_t used = strlen(dst);
	const char *between = i == 0 ? "" : i + 1 == n ? " or " : ", ";

	(void)snprintf(dst + used, CONF_RANGE_TEXT - used, "%s%s", between, word);
}

static void
choice_range(const struct conf_bind *bind, char *dst)
{
	size_t n = 0;

	while (bind->choice[n].word != NULL)
		n++;
	for (size_t i = 0; i < n; i++)
		add_word(dst, i, n, bind->choice[i].word);
}

static void
choices_range(const struct conf_bind *bind, char *dst)
{
	(void)snprintf(dst, CONF_RANGE_TEXT, "any of ");
	for (size_t n = 0; bind->choice[n].word != NULL; n++)
		add_word(dst, n, SIZE_MAX, bind->choice[n].word);
}

static void
words_range(const struct conf_bind *bind, char *dst)
{
	(void)snprintf(dst, CONF_RANGE_TEXT, "at most %u words of 1 to %d bytes, in lower case",
		(unsigned)bind->max, CONF_GUARD_WORD_MAX);
}

static void
rate_range(const struct conf_bind *bind, char *dst)
{
	(void)snprintf(dst, CONF_RANGE_TEXT, "%u to %u in 1s to 1d, such as %s; or 0 for no limit",
		(unsigned)bind->min, (unsigned)bind->max, bind->standard);
}

static void
events_range(const struct conf_bind *bind, char *dst)
{
	(void)bind;
	for (size_t e = 0; e < ACT_N; e++)
		add_word(dst, e, ACT_N, audit_event_name((enum audit_event)e).p);
}

static void
letters_range(const struct conf_bind *bind, char *dst)
{
	(void)snprintf(dst, CONF_RANGE_TEXT, "any of the letters %s, each once", bind->form);
}

static void
whos_range(const struct conf_bind *bind, char *dst)
{
	(void)snprintf(dst, CONF_RANGE_TEXT, "%u to %u patterns, user@address", (unsigned)bind->min,
		(unsigned)bind->max);
}

static void
names_range(const struct conf_bind *bind, char *dst)
{
	(void)snprintf(dst, CONF_RANGE_TEXT, "at most %u host names", (unsigned)bind->max);
}

static void
origins_range(const struct conf_bind *bind, char *dst)
{
	(void)snprintf(dst, CONF_RANGE_TEXT, "at most %u origins such as https://chat.example.org",
		(unsigned)bind->max);
}

static void
nicks_range(const struct conf_bind *bind, char *dst)
{
	(void)snprintf(dst, CONF_RANGE_TEXT, "at most %u nicknames", (unsigned)bind->max);
}

static void
servers_range(const struct conf_bind *bind, char *dst)
{
	(void)snprintf(dst, CONF_RANGE_TEXT,
		"at most %u addresses such as 192.0.2.53, 192.0.2.53:5353 or [2001:db8::53]:53",
		(unsigned)bind->max);
}

static void
secrets_range(const struct conf_bind *bind, char *dst)
{
	(void)snprintf(dst, CONF_RANGE_TEXT, "at most %u texts of %d to %d bytes", (unsigned)bind->max,
		CONF_SECRET_MIN, CONF_SECRET_MAX);
}

static void
answers_range(const struct conf_bind *bind, char *dst)
{
	(void)snprintf(dst, CONF_RANGE_TEXT, "%u to %u texts of at most %d bytes", (unsigned)bind->min,
		(unsigned)bind->max, PLAIN_MAX - 1);
}

static void
accounts_range(const struct conf_bind *bind, char *dst)
{
	(void)snprintf(
		dst, CONF_RANGE_TEXT, "%u to %u names of accounts", (unsigned)bind->min, (unsigned)bind->max);
}

static void
listeners_range(const struct conf_bind *bind, char *dst)
{
	(void)snprintf(dst, CONF_RANGE_TEXT, "%u to %u titles of sections listen", (unsigned)bind->min,
		(unsigned)bind->max);
}

static void
fingerprints_range(const struct conf_bind *bind, char *dst)
{
	(void)snprintf(dst, CONF_RANGE_TEXT, "%u to %u fingerprints of 64 hexadecimal digits",
		(unsigned)bind->min, (unsigned)bind->max);
}

static void
titles_range(const struct conf_bind *bind, char *dst)
{
	(void)snprintf(dst, CONF_RANGE_TEXT, "at most %u titles of sections class", (unsigned)bind->max);
}

static void
masks_range(const struct conf_bind *bind, char *dst)
{
	(void)snprintf(
		dst, CONF_RANGE_TEXT, "at most %u names of accounts with * and ?", (unsigned)bind->max);
}

static void
server_masks_range(const struct conf_bind *bind, char *dst)
{
	(void)snprintf(dst, CONF_RANGE_TEXT, "at most %u names of servers with * and ?", (unsigned)bind->max);
}

static void
places_range(const struct conf_bind *bind, char *dst)
{
	(void)snprintf(dst, CONF_RANGE_TEXT,
		"at most %u addresses with port, such as 192.0.2.1:5190, [2001:db8::1]:5190 or 0.0.0.0:5190",
		(unsigned)bind->max);
}

static void
channels_range(const struct conf_bind *bind, char *dst)
{
	(void)snprintf(dst, CONF_RANGE_TEXT, "at most %u names of channels", (unsigned)bind->max);
}

static void
file_types_range(const struct conf_bind *bind, char *dst)
{
	(void)snprintf(dst, CONF_RANGE_TEXT,
		"at most %u words of 1 to 16 letters, digits, '+', '_' and '-', such as pdf",
		(unsigned)bind->max);
}

static void
ports_range(const struct conf_bind *bind, char *dst)
{
	(void)snprintf(dst, CONF_RANGE_TEXT, "FIRST-LAST of %u to %u, at least %d ports", (unsigned)bind->min,
		(unsigned)bind->max, CONF_PORTS_LEAST);
}

static void
port_list_range(const struct conf_bind *bind, char *dst)
{
	(void)snprintf(dst, CONF_RANGE_TEXT, "at most %u ports or ranges FIRST-LAST, %u to %u",
		(unsigned)CONF_DCC_PORT_MAX, (unsigned)bind->min, (unsigned)bind->max);
}

static void
blocks_range(const struct conf_bind *bind, char *dst)
{
	(void)snprintf(dst, CONF_RANGE_TEXT, "at most %u addresses, or ranges such as 192.0.2.0/24",
		(unsigned)bind->max);
}

static void
advertise_range(const struct conf_bind *bind, char *dst)
{
	(void)snprintf(
		dst, CONF_RANGE_TEXT, "at most %u of the form \"10.0.0.0/8 192.0.2.1\"", (unsigned)bind->max);
}

#define WORDS(name, function)                       \
	{                                           \
		.type = (name), .words = (function) \
	}
#define FIXED(name, text)                       \
	{                                       \
		.type = (name), .range = (text) \
	}

static const struct {
	const char *type;
	const char *range; /* where the row of the key says nothing more */
	void (*words)(const struct conf_bind *bind, char *dst);
} types[CONF_TYPE_N] = {
	[CONF_TEXT] = WORDS("text", text_range),
	[CONF_CHARS] = WORDS("text", text_range),
	[CONF_NUMBER] = WORDS("number", number_range),
	[CONF_TIME] = WORDS("time", time_range),
	[CONF_SIZE] = WORDS("size", size_range),
	[CONF_RATE] = WORDS("rate", rate_range),
	[CONF_BOOL] = FIXED("switch", "yes or no"),
	[CONF_CHOICE] = WORDS("choice", choice_range),
	[CONF_MODE] = FIXED("file mode", "octal, 0000 to 0777"),
	[CONF_LETTERS] = WORDS("modes", letters_range),
	[CONF_FILE] =
		FIXED("file", "a file in the configuration's directory or below: the jail shows no other"),
	[CONF_PATH] = FIXED("directory", "a directory, without . and .. in its path"),
	[CONF_PASSWORD] = FIXED("hash", "an argon2id hash"),
	[CONF_FINGERPRINT] = FIXED("fingerprint", "64 hexadecimal digits"),
	[CONF_CLASS] = FIXED("name", "the title of a section class"),
	[CONF_ROLE] = FIXED("name", "the title of a section role"),
	[CONF_NAMES] = WORDS("list of names", names_range),
	[CONF_ORIGINS] = WORDS("list of origins", origins_range),
	[CONF_NICKS] = WORDS("list of nicks", nicks_range),
	[CONF_ANSWERS] = WORDS("list of texts", answers_range),
	[CONF_SERVERS] = WORDS("list of addresses", servers_range),
	[CONF_SECRETS] = WORDS("list of texts", secrets_range),
	[CONF_ACCOUNTS] = WORDS("list of accounts", accounts_range),
	[CONF_LISTENERS] = WORDS("list of names", listeners_range),
	[CONF_PRINTS] = WORDS("list of fingerprints", fingerprints_range),
	[CONF_WHOS] = WORDS("list of patterns", whos_range),
	[CONF_PRIVS] = FIXED("list of privileges", "those of conclave-oper(7), such as kill"),
	[CONF_ROLES] = FIXED("list of names", "the titles of sections role"),
	[CONF_EVENTS] = WORDS("list of events", events_range),
	[CONF_CLASSES] = WORDS("list of names", titles_range),
	[CONF_MASKS] = WORDS("list of masks", masks_range),
	[CONF_FILE_TYPES] = WORDS("list of types", file_types_range),
	[CONF_PORTS] = WORDS("ports", ports_range),
	[CONF_PORT_LIST] = WORDS("list of ports", port_list_range),
	[CONF_BLOCKS] = WORDS("list of addresses", blocks_range),
	[CONF_ADVERTISE] = WORDS("list of addresses", advertise_range),
	[CONF_PATTERN] = FIXED("pattern", "an expression as pcre2pattern(3) has it, of 1 to 1000 bytes"),
	[CONF_WORDS] = WORDS("list of words", words_range),
	[CONF_CHOICES] = WORDS("list of choices", choices_range),
	[CONF_HEX_PRINTS] = WORDS("list of fingerprints", fingerprints_range),
	[CONF_SERVER_MASKS] = WORDS("list of masks", server_masks_range),
	[CONF_PLACES] = WORDS("list of addresses", places_range),
	[CONF_CHANNELS] = WORDS("list of channels", channels_range),
};

const char *
conf_range(const struct conf_bind *bind, char dst[CONF_RANGE_TEXT])
{
	dst[0] = '\0';
	if (types[bind->type].words != NULL)
		types[bind->type].words(bind, dst);
	else
		(void)snprintf(dst, CONF_RANGE_TEXT, "%s", types[bind->type].range);
	return dst;
}

const char *
conf_range_type(const struct conf_bind *bind)
{
	return types[bind->type].type;
}
