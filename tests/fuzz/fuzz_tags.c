/* Escaping and back gives the same bytes; what is copied for relaying has each client-only key once, with its last value. */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "proto/msg_build.h"
#include "proto/tags.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
escape_and_back(struct view value)
{
	static char there[2 * MSG_TAGS_CLIENT], back[2 * MSG_TAGS_CLIENT];
	size_t n = tag_escape(value, there, 2 * value.n);

	assert((n == SIZE_MAX) == view_has_any(value, VIEW("\0")));
	if (n == SIZE_MAX)
		return;
	assert(n >= value.n && !view_has_any(view_of(there, n), VIEW("; \r\n\0")));
	assert(tag_unescape(view_of(there, n), back, value.n) == value.n);
	assert(view_eq(view_of(back, value.n), value));
	assert(n == 0 || tag_escape(value, there, n - 1) == SIZE_MAX);
}

static void
unescape_any(struct view value)
{
	static char got[MSG_TAGS_CLIENT], shorter[MSG_TAGS_CLIENT];
	size_t n = tag_unescape(value, got, sizeof(got)), half = n / 2;

	assert(n <= value.n);
	assert(tag_unescape(value, shorter, half) == half && memcmp(got, shorter, half) == 0);
}

/* Every tag of `out` is in `in` with that value, and once only in `out`. */
static void
check_copied(struct view in, struct view out)
{
	static char a[MSG_TAGS_CLIENT], b[MSG_TAGS_CLIENT];
	struct view rest = out, later;
	struct tag t, other;
	size_t count = 0;

	while (tags_next(&rest, &t)) {
		size_t n = tags_get(out, t.key, a, sizeof(a));

		count++;
		assert(t.key.p[0] == '+' && count <= MSG_TAGS_RELAYED);
		assert(n == tags_get(in, t.key, b, sizeof(b)) && n != SIZE_MAX && memcmp(a, b, n) == 0);
		for (later = rest; tags_next(&later, &other);)
			assert(!view_eq(t.key, other.key));
	}
}

static void
copy_client(struct view in)
{
	static char once[MSG_TAGS_CLIENT], twice[MSG_TAGS_CLIENT], little[MSG_TAGS_CLIENT];
	size_t n = tags_copy_client(in, once, sizeof(once));

	assert(n <= in.n);
	check_copied(in, view_of(once, n));
	assert(tags_copy_client(view_of(once, n), twice, sizeof(twice)) == n && memcmp(once, twice, n) == 0);
	assert(tags_copy_client(in, little, n / 2) <= n / 2);
}

/* As in a line: no space, no line break, no NUL.  The builder must take what was copied. */
static void
build(struct view in)
{
	static char copied[MSG_TAGS_CLIENT], memory[MSG_LINE_MAX];
	struct msg_build b;

	if (view_has_any(in, VIEW(" \r\n\0")))
		return;
	msg_build_begin(&b, memory, sizeof(memory));
	msg_build_raw_tags(&b, view_of(copied, tags_copy_client(in, copied, sizeof(copied))));
	msg_build_verb(&b, VIEW("TAGMSG"));
	assert(msg_build_end(&b).n != 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct view in = view_of(data, size);

	if (size > MSG_TAGS_CLIENT)
		return 0;
	escape_and_back(in);
	unescape_any(in);
	copy_client(in);
	build(in);
	return 0;
}
