/*
 * CAP REQ: the first eight bytes are what is on, the ninth says what can't be switched off, the rest is the list.  What is done is what a
 * plain reading of the words says, and all of it or nothing.
 */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "proto/caps.h"
#include "proto/limits.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct ask {
	struct view list;
	uint64_t keep, before;
};

/* The last word that names cap: 1 on, -1 off, 0 none does. */
static int
last_word(struct view list, enum cap cap)
{
	struct view word;
	int says = 0;

	while (view_cut(&list, ' ', &word)) {
		if (view_eq(word, cap_table[cap].name))
			says = 1;
		else if (view_starts(word, VIEW("-")) && view_eq(view_skip(word, 1), cap_table[cap].name))
			says = -1;
	}
	return says;
}

/* No word but names of the table, with one '-' at most, and none that is forbidden. */
static bool
may_be_done(const struct ask *a)
{
	struct view list = a->list, word;

	while (view_cut(&list, ' ', &word)) {
		bool off = view_starts(word, VIEW("-"));
		enum cap cap = cap_find(view_skip(word, off ? 1 : 0));

		if (word.n == 0)
			continue;
		if (cap == CAP_N || cap == CAP_STS || (off && (a->keep & CAP_BIT(cap)) != 0))
			return false;
	}
	return true;
}

static void
check_done(const struct ask *a, uint64_t after)
{
	uint64_t again = after, known = CAP_BIT(CAP_N) - 1;

	for (enum cap cap = 0; cap < CAP_N; cap++) {
		int says = last_word(a->list, cap);
		bool was = (a->before & CAP_BIT(cap)) != 0, is = (after & CAP_BIT(cap)) != 0;

		assert(is == (says == 0 ? was : says > 0));
	}
	assert((after & ~known) == (a->before & ~known));
	assert((a->before & a->keep & ~after) == 0);
	assert(cap_request_parse(a->list, a->keep, &again) && again == after);
}

/* In two parts, cut at a blank, the same happens. */
static void
check_halves(const struct ask *a, bool ok, uint64_t after)
{
	size_t at = a->list.n / 2 + view_find(view_skip(a->list, a->list.n / 2), ' ');
	uint64_t caps = a->before;
	bool first = cap_request_parse(view_left(a->list, at), a->keep, &caps);
	bool second = cap_request_parse(view_skip(a->list, at), a->keep, &caps);

	assert((first && second) == ok);
	if (ok)
		assert(caps == after);
}

/* One word that nobody knows, before or behind, and nothing is done. */
static void
check_spoiled(const struct ask *a)
{
	static char text[MSG_BODY_MAX + 16];
	uint64_t caps = a->before;
	size_t n = 0;

	memcpy(text, "nonsense ", 9);
	if (a->list.n != 0)
		memcpy(text + 9, a->list.p, a->list.n);
	n = 9 + a->list.n;
	assert(!cap_request_parse(view_of(text, n), a->keep, &caps) && caps == a->before);
	memmove(text, text + 9, a->list.n);
	memcpy(text + a->list.n, " =", 2);
	assert(!cap_request_parse(view_of(text, a->list.n + 2), a->keep, &caps) && caps == a->before);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct ask a = { .keep = 0 };
	uint64_t caps;
	bool ok;

	if (size < 9 || size - 9 > MSG_BODY_MAX)
		return 0;
	memcpy(&a.before, data, sizeof(a.before));
	a.keep = (data[8] & 1) != 0 ? CAP_BIT(CAP_CAP_NOTIFY) : data[8] == 2 ? UINT64_MAX : 0;
	a.list = view_of(data + 9, size - 9);
	caps = a.before;
	ok = cap_request_parse(a.list, a.keep, &caps);
	assert(ok == may_be_done(&a));
	if (ok)
		check_done(&a, caps);
	else
		assert(caps == a.before);
	check_halves(&a, ok, caps);
	check_spoiled(&a);
	return 0;
}
