/* A walk over the table. */
#include "conf/conf_describe.h"

#include "conf/conf_range.h"
#include "conf/conf_schema.h"

size_t
conf_describe(conf_describe_fn *fn, void *arg)
{
	char range[CONF_RANGE_TEXT];
	size_t n = 0;

	for (size_t s = 0; s < CONF_SECTION_N; s++)
		for (size_t i = 0; i < conf_sections[s].n_bind; i++) {
			const struct conf_bind *bind = &conf_sections[s].bind[i];
			struct conf_key key = {
				.section = conf_sections[s].name,
				.key = bind->key,
				.type = conf_range_type(bind),
				.range = conf_range(bind, range),
				.standard = bind->standard,
				.required = (bind->flags & CONF_REQUIRED) != 0,
				.restart = (bind->flags & CONF_RESTART) != 0,
				.help = bind->help,
			};

			fn(arg, &key);
			n++;
		}
	return n;
}
