/*
 * The option table: every section, every key, with type, range, default and help.  A new key is one row, a
 * new section is one table; the manual page, the sample and the checks follow from it.
 */
#ifndef CONCLAVE_CONF_CONF_SCHEMA_H
#define CONCLAVE_CONF_CONF_SCHEMA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/util.h"
#include "core/view.h"

struct conf_build;
struct conf_raw_section;

enum conf_type {
	CONF_TEXT,	  /* const char *: min..max bytes */
	CONF_CHARS,	  /* char[max + 1]: min..max bytes */
	CONF_NUMBER,	  /* uint32_t: min..max */
	CONF_TIME,	  /* uint64_t: min..max milliseconds */
	CONF_SIZE,	  /* size_t, uint32_t or uint64_t: min..max bytes */
	CONF_RATE,	  /* struct conf_rate: a count of min..max in a time, or 0 */
	CONF_BOOL,	  /* bool */
	CONF_CHOICE,	  /* an enum or bool: one of choice[] */
	CONF_MODE,	  /* uint32_t: permission bits */
	CONF_LETTERS,	  /* const char *: some of form's letters, each once, without '+' */
	CONF_FILE,	  /* const char *: absolute path of a file below the configuration's directory */
	CONF_PATH,	  /* const char *: absolute path, need not exist */
	CONF_PASSWORD,	  /* const char *: argon2id hash */
	CONF_FINGERPRINT, /* bool, and the bytes at at_n */
	CONF_CLASS,	  /* const struct conf_class * */
	CONF_ROLE,	  /* const struct conf_role * */
	CONF_NAMES,	  /* const char *const *, and the count at at_n: host names */
	CONF_ORIGINS,	  /* the same: origins of web pages */
	CONF_NICKS,	  /* the same: nicks */
	CONF_SERVERS,	  /* the same: addresses of servers, with port */
	CONF_SECRETS,	  /* the same: CONF_SECRET_MIN..CONF_SECRET_MAX bytes each */
	CONF_ANSWERS,	  /* the same: answers of a quiz */
	CONF_ACCOUNTS,	  /* the same: names of accounts */
	CONF_LISTENERS,	  /* the same: titles of sections listen */
	CONF_PRINTS,	  /* const struct conf_fingerprint *, and the count at at_n */
	CONF_WHOS,	  /* const struct conf_who *, and the count at at_n */
	CONF_PRIVS,	  /* uint64_t: PRIV_BIT()s */
	CONF_ROLES,	  /* const char *const *, and the count at at_n: titles of sections role */
	CONF_EVENTS,	  /* uint64_t: AUDIT_EVENT_BIT()s */
	CONF_CLASSES,	  /* const char *const *, and the count at at_n: titles of sections class */
	CONF_MASKS,	  /* the same: masks of accounts */
	CONF_FILE_TYPES,  /* the same: what stands behind the dot of a file's name, in lower case */
	CONF_PORTS,	  /* struct conf_ports: min..max, and at least CONF_PORTS_LEAST of them */
	CONF_PORT_LIST,	  /* const struct conf_ports *, and the count at at_n */
	CONF_BLOCKS,	  /* const struct conf_who *, and the count at at_n: addresses and ranges, no users */
	CONF_ADVERTISE,	  /* const struct conf_dcc_advertise *, and the count at at_n */
	CONF_PATTERN,	  /* const char *: an expression that compiles, proto/pattern.h */
	CONF_WORDS,   /* const char *const *, and the count at at_n: words to look for in lower-case text */
	CONF_CHOICES, /* uint32_t: the values of some of choice[] together */
	CONF_HEX_PRINTS,   /* const char *const *, and the count at at_n: fingerprints in lower case */
	CONF_SERVER_MASKS, /* the same: masks of names of servers */
	CONF_PLACES,	   /* the same: addresses to listen at, numeric, with port */
	CONF_CHANNELS,	   /* the same: names of channels */
	CONF_TYPE_N
};

enum { CONF_SECRET_MIN = 32, CONF_SECRET_MAX = 200, CONF_PORTS_LEAST = 8 };

enum conf_bind_flags {
	CONF_REQUIRED = 1 << 0,
	CONF_LIST = 1 << 1,
	CONF_RESTART = 1 << 2, /* a running server can't take a change over */
	CONF_FIRST = 1 << 3,   /* only in the first section of the kind; the others get its value */
	CONF_SECRET = 1 << 4,  /* faults do not show the value */
};

struct conf_choice {
	const char *word; /* NULL ends the list */
	unsigned value;
};

struct conf_bind {
	const char *key;
	enum conf_type type;
	size_t at, width; /* where in the section's struct, sizeof the field */
	uint64_t min, max;
	const char *standard; /* default, as one writes it: "5", "{ a, b }"; NULL: none */
	unsigned flags;
	const char *help;
	const struct conf_choice *choice;
	size_t at_n;		      /* second field of types that have one */
	bool (*is_ok)(struct view v); /* CONF_TEXT: further check, NULL: none */
	const char *form;	      /* what is_ok allows, for people; CONF_LETTERS: the letters */
};

enum { CONF_SECTION_N = 30 };

#define CONF_SINGLE SIZE_MAX

struct conf_section {
	const char *name;
	const char *help;
	const struct conf_bind *bind;
	size_t n_bind;
	size_t size;	 /* of the section's struct */
	size_t at, at_n; /* in struct conf: of the struct and CONF_SINGLE, or of the array and of its count */
	size_t min, max; /* how many of them; max 1 for CONF_SINGLE */
	const char *title; /* what the title is, for people; NULL: there is none */
	bool repeats;	   /* the same title may stand twice; check says where not */
	bool is_ordered;   /* the first that fits counts */
	/* Takes the title into the section's struct; a fault goes to the build. NULL: there is none. */
	void (*take_title)(struct conf_build *b, const struct conf_raw_section *raw, void *section);
	/* What keys of the section mean together. NULL: nothing to check. */
	void (*check)(struct conf_build *b, const struct conf_raw_section *raw, void *section);
};

/* In the order in which they are built: a section may refer to sections of kinds before it. */
extern const struct conf_section conf_sections[CONF_SECTION_N];

/* NULL when there is none. */
const struct conf_section *conf_section_find(struct view name) WARN_UNUSED;
const struct conf_bind *conf_bind_find(const struct conf_section *section, struct view key) WARN_UNUSED;

#endif
