/*
 * Lines of a DCC CHAT: whatever passes is, to the clients as we know them, a text, an action or a ping.  Clients are played by two readers
 * that take as much for a CTCP as any client does.
 */
#include <assert.h>
#include <string.h>

#include "core/mem.h"
#include "relay/chat_filter.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What a client would do with the body of a CTCP: everything up to the next SOH, blanks skipped. */
static bool
is_harmless(struct view body)
{
	struct view verb;

	body = view_trim(view_left(body, view_find(body, '\x01')));
	verb = view_left(body, view_find(body, ' '));
	return view_eq_nocase(verb, VIEW("ACTION")) || view_eq_nocase(verb, VIEW("PING"));
}

/* Each SOH begins one, for the most generous of clients; what closes the first is the last byte. */
static void
check_passed(struct view line, enum chat_kind kind)
{
	size_t first = view_find(line, '\x01');
	struct view rest = view_skip(line, first + 1);

	assert(kind == CHAT_TEXT ? first == line.n : first < line.n);
	if (kind == CHAT_TEXT)
		return;
	assert(is_harmless(rest));
	assert(view_find(rest, '\x01') + 1 >= rest.n);
	assert(kind != CHAT_PING || rest.n <= 5 + CHAT_PING_MAX + 1);
}

static void
check_line(const char *p, size_t n)
{
	char *line = mem_alloc(n + 1);
	struct view text, whole;
	enum chat_kind kind;

	if (n > 0)
		memcpy(line, p, n);
	n = chat_strip_nul(line, n);
	assert(memchr(line, '\0', n) == NULL || n == 0);
	whole = view_of(line, n);
	kind = chat_line_kind(whole, &text);
	if (kind == CHAT_TEXT || kind == CHAT_ACTION || kind == CHAT_PING)
		check_passed(whole, kind);
	if (kind == CHAT_TEXT)
		assert(view_eq(text, whole));
	if (kind == CHAT_ACTION && text.n > 0)
		assert(text.p > whole.p && text.p + text.n <= whole.p + whole.n &&
			view_find(text, '\x01') == text.n);
	mem_free(line);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct view rest = view_of(data, size), line;

	while (view_cut(&rest, '\n', &line))
		check_line(line.p, line.n);
	return 0;
}
