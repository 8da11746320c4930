/* The languages of WHO and LIST.  The first byte says which; the rest is the text, copied so that reading past its end is seen. */
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "proto/elist.h"
#include "proto/whox.h"

#define MINUTE_MS UINT64_C(60000)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
try_whox(struct view text)
{
	struct whox x;

	whox_parse(text, &x);
	assert(x.fields < WHOX_BIT(WHOX_N) && x.match < WHOX_BIT(WHOX_N) && x.match != 0);
	assert((x.match & (WHOX_BIT(WHOX_TOKEN) | WHOX_BIT(WHOX_FLAGS) | WHOX_BIT(WHOX_OPLEVEL))) == 0);
	assert(strlen(x.token) >= 1 && strlen(x.token) <= WHOX_TOKEN_LEN);
	assert(strspn(x.token, "0123456789") == strlen(x.token));
	assert(x.fields == 0 || view_find(text, '%') < text.n);
}

static void
try_elist(struct view text)
{
	struct elist_channel ch = { .name = VIEW("#Chat"),
		.members = 10,
		.made_age_ms = 60 * MINUTE_MS,
		.topic_age_ms = 30 * MINUTE_MS,
		.has_topic = true };
	struct elist e;
	bool fits;

	if (!elist_parse(text, &e))
		return;
	assert(e.n_masks <= ELIST_MASKS_MAX && (!e.names_only || e.n_masks == 0));
	for (size_t i = 0; i < e.n_masks; i++)
		assert(e.mask[i].n != 0 && e.mask[i].at + e.mask[i].n <= text.n);
	fits = elist_fits(&e, text, &ch);
	assert(!fits || (ch.members >= e.more_members && ch.members < e.fewer_members));
	ch.has_topic = false;
	assert(!e.needs_topic || !elist_fits(&e, text, &ch));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *copy;

	if (size == 0)
		return 0;
	copy = malloc(size);
	if (copy == NULL)
		return 0;
	memcpy(copy, data + 1, size - 1);
	if (data[0] % 2 == 0)
		try_whox(view_of(copy, size - 1));
	else
		try_elist(view_of(copy, size - 1));
	free(copy);
	return 0;
}
