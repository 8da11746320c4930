/* KEEP bytes at the end are never given to a field: every open object and list can be closed, and "cut":true said. */
#include "proto/json_build.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "core/utf8.h"

#define CUT	 "\"cut\":true"
#define KEEP	 (sizeof(CUT) + 1 + JSON_DEPTH_MAX)
#define TEXT_MIN 8 /* bytes of a text that are worth beginning it */

static bool
has_room(const struct json_build *j, size_t n)
{
	return n <= j->max - j->n;
}

static void
put(struct json_build *j, const char *p, size_t n)
{
	memcpy(j->p + j->n, p, n);
	j->n += n;
}

/* The comma, and the key with its colon; false: no room for it and `more` bytes behind it. */
static bool
put_key(struct json_build *j, const char *key, size_t more)
{
	size_t n = key != NULL ? strlen(key) : 0;

	if (!has_room(j, n + 4 + more)) {
		j->cut = true;
		return false;
	}
	if (!j->first)
		put(j, ",", 1);
	j->first = false;
	if (key != NULL) {
		put(j, "\"", 1);
		put(j, key, n);
		put(j, "\":", 2);
	}
	return true;
}

static void
open_with(struct json_build *j, char begin, char end)
{
	assert(j->ends < JSON_DEPTH_MAX);
	put(j, &begin, 1);
	j->end[j->ends++] = end;
	j->first = true;
}

void
json_begin(struct json_build *j, char *dst, size_t size)
{
	assert(size >= JSON_BUILD_MIN);
	*j = (struct json_build){ .p = dst, .max = size - KEEP };
	open_with(j, '{', '}');
}

/* One character as it stands in a string; *used: how many bytes of v it was. */
static size_t
escape(struct view v, char dst[8], size_t *used)
{
	static const char short_form[] = "\"\"\\\\\bb\ff\nn\rr\tt";
	unsigned char c = (unsigned char)v.p[0];
	size_t n = utf8_first(v);

	*used = n != 0 ? n : 1;
	if (n == 0) {
		memcpy(dst, "\xEF\xBF\xBD", 3);
		return 3;
	}
	for (size_t i = 0; i + 1 < sizeof(short_form) - 1; i += 2) {
		if (v.p[0] == short_form[i]) {
			dst[0] = '\\';
			dst[1] = short_form[i + 1];
			return 2;
		}
	}
	if (c < 0x20 || c == 0x7f)
		return (size_t)snprintf(dst, 8, "\\u%04x", c);
	memcpy(dst, v.p, n);
	return n;
}

void
json_text(struct json_build *j, const char *key, struct view v)
{
	if (!put_key(j, key, TEXT_MIN))
		return;
	put(j, "\"", 1);
	while (v.n != 0) {
		char one[8];
		size_t used, n = escape(v, one, &used);

		if (!has_room(j, n + 1)) {
			j->cut = true;
			break;
		}
		put(j, one, n);
		v = view_skip(v, used);
	}
	put(j, "\"", 1);
}

void
json_number(struct json_build *j, const char *key, uint64_t n)
{
	char digits[24];
	int len = snprintf(digits, sizeof(digits), "%" PRIu64, n);

	if (put_key(j, key, (size_t)len))
		put(j, digits, (size_t)len);
}

void
json_bool(struct json_build *j, const char *key, bool b)
{
	if (put_key(j, key, 5))
		put(j, b ? "true" : "false", b ? 4 : 5);
}

/* Without room for it what follows, up to its end and behind it, is left out: no caller has to look. */
static void
inner_begin(struct json_build *j, const char *key, char begin, char end)
{
	assert(j->ends < JSON_DEPTH_MAX);
	if (put_key(j, key, 2)) {
		open_with(j, begin, end);
		return;
	}
	j->end[j->ends++] = '\0';
	j->max = j->n; /* nothing that was to stand in it may stand elsewhere */
}

void
json_object_begin(struct json_build *j, const char *key)
{
	inner_begin(j, key, '{', '}');
}

void
json_list_begin(struct json_build *j, const char *key)
{
	inner_begin(j, key, '[', ']');
}

/* The end's byte was kept back. */
void
json_inner_end(struct json_build *j)
{
	char end;

	assert(j->ends > 1);
	end = j->end[--j->ends];
	if (end != '\0') {
		put(j, &end, 1);
		if (j->max < j->n)
			j->max = j->n;
	}
	j->first = false;
}

struct view
json_end(struct json_build *j)
{
	assert(j->ends == 1);
	if (j->cut && !j->first)
		put(j, ",", 1);
	if (j->cut)
		put(j, CUT, sizeof(CUT) - 1);
	put(j, "}", 1);
	j->ends = 0;
	return view_of(j->p, j->n);
}
