/* A message as HTML, and as text that becomes HTML and comes back.  The first byte says how much room there is. */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "core/utf8.h"
#include "icq/icq_html.h"
#include "icq/icq_text.h"

#define TEXT_MAX 4096

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What fits of it is how all of it begins. */
static void
check_to_plain(struct view html, size_t max)
{
	static char whole[TEXT_MAX], part[TEXT_MAX];
	size_t n = icq_html_to_plain(html, whole, html.n), less = icq_html_to_plain(html, part, max);

	assert(n <= html.n && less <= max && less <= n);
	assert(less == 0 || memcmp(whole, part, less) == 0);
	if (utf8_is_valid(html))
		assert(utf8_is_valid(view_of(whole, n)) && utf8_is_valid(view_of(part, less)));
}

static struct view
without_ends(struct view v)
{
	while (v.n != 0 && v.p[0] == ' ')
		v = view_skip(v, 1);
	while (v.n != 0 && (v.p[v.n - 1] == ' ' || v.p[v.n - 1] == '\n'))
		v.n--;
	return v;
}

static void
check_from_plain(struct view raw, size_t max)
{
	static char text[ICQ_TEXT_MAX(TEXT_MAX)], html[ICQ_HTML_MAX(sizeof(text))], back[sizeof(html)];
	struct view plain = view_of(text, icq_text_clean(raw, text, sizeof(text))), v;

	v = view_of(html, icq_html_from_plain(plain, html, ICQ_HTML_MAX(plain.n)));
	assert(v.n >= plain.n && utf8_is_valid(v) && view_find(v, '\n') == v.n);
	v = view_of(back, icq_html_to_plain(v, back, sizeof(back)));
	assert(view_eq(v, without_ends(plain)));
	v = view_of(back, icq_html_from_plain(plain, back, max));
	assert(v.n <= max && (v.n == 0 || memcmp(back, html, v.n) == 0) && utf8_is_valid(v));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct view v;

	if (size == 0 || size > TEXT_MAX)
		return 0;
	v = view_of(data + 1, size - 1);
	(void)icq_html_is(v);
	check_to_plain(v, data[0]);
	check_from_plain(v, data[0]);
	return 0;
}
