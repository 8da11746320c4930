/* NUMERIC_LIST as a table that is indexed by number; two rows with one number do not compile clean (-Woverride-init). */
#include "proto/numerics.h"

#include <assert.h>

#define NUMERIC_LAST 999

struct row {
	const char *name;
	struct view text;
};

static const struct row rows[NUMERIC_LAST + 1] = {
#define NUMERIC(name, number, text) [number] = { #name, VIEW_INIT(text) },
	NUMERIC_LIST
#undef NUMERIC
};

static const struct row *
row_of(enum numeric n)
{
	assert((size_t)n < ARRAY_LEN(rows) && rows[n].name != NULL);
	return &rows[n];
}

struct view
numeric_text(enum numeric n)
{
	return row_of(n)->text;
}

bool
numeric_is_error(enum numeric n)
{
	return row_of(n)->name[0] == 'E';
}

const char *
numeric_name(enum numeric n)
{
	return row_of(n)->name;
}
