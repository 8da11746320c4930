/* Reads the table's offsets, so that who walks a configuration need not know each kind of section. */
#include "conf/conf_origin.h"

#include <assert.h>
#include <string.h>

#include "conf/conf_schema.h"

const struct conf_origin *
conf_origin(const struct conf *conf, const struct conf_section *def, size_t i)
{
	assert(i < conf_origin_count(conf, def));
	return &conf->origin[def - conf_sections][i];
}

struct conf_place
conf_origin_place(const struct conf_origin *o, const struct conf_section *def, const struct conf_bind *bind)
{
	unsigned line = bind != NULL ? o->key_line[bind - def->bind] : 0;

	return (struct conf_place){ o->file, line != 0 ? line : o->line };
}

size_t
conf_origin_count(const struct conf *conf, const struct conf_section *def)
{
	size_t n;

	if (def->at_n == CONF_SINGLE)
		return 1;
	memcpy(&n, (const char *)conf + def->at_n, sizeof(n));
	return n;
}

const void *
conf_origin_section(const struct conf *conf, const struct conf_section *def, size_t i)
{
	const char *at = (const char *)conf + def->at, *array;

	if (def->at_n == CONF_SINGLE)
		return at;
	memcpy(&array, at, sizeof(array));
	return array + i * def->size;
}
