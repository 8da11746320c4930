/*
 * ident_reply_parse() with the answer of any Auth service.  What is taken must be a user name, and must stand in the first line of the
 * input behind the ports that were asked about.
 */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "proto/ident_reply.h"
#include "proto/names.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check(struct view bytes, bool other_ok)
{
	const struct ident_question asked = { .client_port = 6193, .server_port = 23, .other_ok = other_ok };
	char id[USER_LEN + 1], clean[USER_LEN + 1];
	enum ident_reply r = ident_reply_parse(bytes, &asked, id);
	size_t n = strlen(id), line = view_find(bytes, '\n');

	assert(ident_reply_name(r) != NULL);
	assert((r == IDENT_REPLY_NONE) == (bytes.n == 0));
	assert((r == IDENT_REPLY_USER) == (n != 0));
	if (n == 0)
		return;
	assert(name_clean_user(view_z(id), clean) == n && strcmp(id, clean) == 0);
	assert(id[0] != '.' && id[0] != '-' && id[0] != '_');
	assert(memmem(bytes.p, line, id, n) != NULL && memmem(bytes.p, line, "6193", 4) != NULL);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	check(view_of(data, size), false);
	check(view_of(data, size), true);
	return 0;
}
