/* What comes out is JSON whatever goes in, and says so when something is missing. */
#include "proto/json_build.h"

#include <criterion/criterion.h>
#include <stdio.h>

#include "core/utf8.h"

static void
expect(struct view got, const char *want)
{
	cr_expect(view_eq(got, view_z(want)), "\"%.*s\" is not \"%s\"", VIEW_ARG(got), want);
}

Test(json_build, fields_lists_and_objects_stand_in_order)
{
	char room[512];
	struct json_build j;

	json_begin(&j, room, sizeof(room));
	json_text(&j, "a", VIEW("b"));
	json_number(&j, "n", UINT64_MAX);
	json_list_begin(&j, "l");
	json_text(&j, NULL, VIEW("x"));
	json_number(&j, NULL, 0);
	json_inner_end(&j);
	json_object_begin(&j, "o");
	json_bool(&j, "yes", true);
	json_bool(&j, "no", false);
	json_inner_end(&j);
	json_object_begin(&j, "e");
	json_inner_end(&j);
	expect(json_end(&j),
		"{\"a\":\"b\",\"n\":18446744073709551615,\"l\":[\"x\",0],\"o\":{\"yes\":true,\"no\":false},"
		"\"e\":{}}");
}

Test(json_build, an_empty_object_is_one)
{
	char room[JSON_BUILD_MIN];
	struct json_build j;

	json_begin(&j, room, sizeof(room));
	expect(json_end(&j), "{}");
}

Test(json_build, control_bytes_quotes_and_what_is_no_utf8_are_escaped)
{
	char room[512];
	struct json_build j;

	json_begin(&j, room, sizeof(room));
	json_text(&j, "t", view_of("\0\x01\x1f\x7f\"\\\n\r\t\b\f\xff\xc3\xa9\xed\xa0\x80", 17));
	expect(json_end(&j),
		"{\"t\":\"\\u0000\\u0001\\u001f\\u007f\\\"\\\\\\n\\r\\t\\b\\f\xEF\xBF\xBD\xC3\xA9"
		"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\"}");
}

/* Brackets and quotes close, and nothing is cut inside a character, whatever the room. */
static void
check_form(struct view v)
{
	size_t depth = 0;
	bool quoted = false;

	cr_assert(utf8_is_valid(v));
	for (size_t i = 0; i < v.n; i++) {
		char c = v.p[i];

		if (quoted && c == '\\')
			i++;
		else if (c == '"')
			quoted = !quoted;
		else if (!quoted && (c == '{' || c == '['))
			depth++;
		else if (!quoted && (c == '}' || c == ']'))
			cr_assert(depth-- > 0);
	}
	cr_assert(!quoted && depth == 0, "%.*s", VIEW_ARG(v));
	cr_assert(v.p[0] == '{' && v.p[v.n - 1] == '}');
	cr_assert(strstr(v.p, ",,") == NULL && strstr(v.p, "{,") == NULL && strstr(v.p, "[,") == NULL);
}

Test(json_build, whatever_the_room_the_object_is_whole_and_says_that_it_was_cut)
{
	for (size_t size = JSON_BUILD_MIN; size < 300; size++) {
		char *room = calloc(1, size + 1); /* so that a byte too many is seen */
		struct json_build j;
		struct view v;

		json_begin(&j, room, size);
		json_text(&j, "first", VIEW("a\xC3\xA9\n\x01 longer than what fits into the least room"));
		json_list_begin(&j, "list");
		json_object_begin(&j, NULL);
		json_text(&j, "t", VIEW("inner text that is rather long"));
		json_inner_end(&j);
		json_number(&j, NULL, 12345678901234567890u);
		json_inner_end(&j);
		json_bool(&j, "last", false);
		v = json_end(&j);
		cr_assert(v.n <= size);
		check_form(v);
		cr_assert_eq(j.cut,
			strstr(room, "\"last\":false") == NULL || strstr(room, "long\"}") == NULL ||
				strstr(room, "least room\"") == NULL || strstr(room, "67890]") == NULL,
			"%s", room);
		cr_assert_eq(j.cut, strstr(room, "\"cut\":true}") != NULL, "%s", room);
		free(room);
	}
}
