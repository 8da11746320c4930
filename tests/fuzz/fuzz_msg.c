/*
 * Two questions, by the first byte of the input.  Even: does a line that is parsed, built and parsed again say the same?
 * Odd: whatever a caller asks of the builder, is the result empty or one whole line within the limits?
 */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "proto/msg.h"
#include "proto/msg_build.h"

#define GUARD 8

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct view
rebuild(const struct msg *m, char *p, size_t cap)
{
	struct msg_build b;
	size_t last = m->has_trailing ? m->n_params - 1 : m->n_params;

	msg_build_begin(&b, p, cap);
	msg_build_raw_tags(&b, m->tags);
	if (m->source.n != 0)
		msg_build_source(&b, m->source);
	msg_build_verb(&b, m->verb);
	for (size_t i = 0; i < last; i++)
		msg_build_param(&b, m->param[i]);
	if (m->has_trailing)
		msg_build_text(&b, m->param[last]);
	return msg_build_end(&b);
}

static void
round_trip(struct view line)
{
	static char memory[MSG_LINE_MAX];
	struct view built;
	struct msg a, b;

	if (msg_parse(line, &a) != MSG_OK) {
		assert(a.verb.n == 0 || a.n_params == 0);
		return;
	}
	assert(a.verb.n != 0 && a.n_params <= MSG_PARAMS_MAX && msg_param(&a, a.n_params).n == 0);
	if (a.verb.p[0] == '@')
		return; /* "@tag @verb": taken, never built */
	built = rebuild(&a, memory, sizeof(memory));
	assert(built.n >= 3);
	assert(msg_parse(view_left(built, built.n - 2), &b) == MSG_OK);
	assert(view_eq(a.tags, b.tags) && view_eq(a.source, b.source) && view_eq(a.verb, b.verb));
	assert(a.n_params == b.n_params && a.has_trailing == b.has_trailing);
	for (size_t i = 0; i < a.n_params; i++) {
		/* A 15th without ':' grows by one byte and may be cut. */
		assert(view_eq(a.param[i], b.param[i]) ||
			(i == MSG_PARAMS_MAX - 1 && view_starts(a.param[i], b.param[i])));
	}
}

/* Takes a length byte and so many bytes. */
static struct view
take(struct view *in)
{
	size_t n = in->n != 0 ? (unsigned char)in->p[0] : 0;
	struct view v = view_left(view_skip(*in, 1), n);

	*in = view_skip(*in, 1 + v.n);
	return v;
}

static void
step(struct msg_build *b, struct view *in)
{
	unsigned op = (unsigned char)in->p[0];
	struct view v, w, x;

	*in = view_skip(*in, 1);
	v = take(in);
	w = op % 10 == 0 || op % 10 == 3 ? take(in) : v;
	x = op % 10 == 3 ? take(in) : v;
	switch (op % 10) {
	case 0:
		msg_build_tag(b, v, w);
		break;
	case 1:
		msg_build_raw_tags(b, v);
		break;
	case 2:
		msg_build_source(b, v);
		break;
	case 3:
		msg_build_source_user(b, v, w, x);
		break;
	case 4:
		msg_build_verb(b, v);
		break;
	case 5:
		msg_build_numeric(b, op * 5);
		break;
	case 6:
		msg_build_text(b, v);
		break;
	case 7:
		msg_build_textf(b, "%.*s%c", VIEW_ARG(v), (int)op);
		break;
	case 8:
		msg_build_param_u64(b, (uint64_t)v.n << (op % 64));
		break;
	default:
		msg_build_param(b, v);
		break;
	}
	assert(b->len <= b->cap && b->len <= MSG_LINE_MAX);
}

static void
check_line(struct view line, size_t body)
{
	struct view inside = view_left(line, line.n - 2);
	struct msg m;

	assert(line.n > 2 && memcmp(line.p + line.n - 2, "\r\n", 2) == 0);
	assert(!view_has_any(inside, VIEW("\r\n\0")));
	assert(line.n - body <= MSG_BODY_MAX);
	/* Both halves of the tags may be there, so only the body is for the parser of clients' lines. */
	assert(msg_parse(view_skip(inside, body), &m) == MSG_OK);
	if (body != 0)
		assert(line.p[0] == '@' && line.p[body - 1] == ' ' && view_find(line, ' ') == body - 1);
}

static void
build_anything(struct view in)
{
	static char memory[MSG_LINE_MAX + GUARD];
	static const char guard[GUARD] = { '#', '#', '#', '#', '#', '#', '#', '#' };
	size_t cap = in.n > 1 && in.p[0] % 4 == 0 ? (size_t)(unsigned char)in.p[1] * 4 : MSG_LINE_MAX;
	struct msg_build b;
	struct view line;

	memcpy(memory + cap, guard, GUARD);
	msg_build_begin(&b, memory, cap);
	for (size_t i = 0; i < 64 && in.n != 0; i++) {
		assert(msg_build_room(&b) <= MSG_BODY_MAX);
		step(&b, &in);
	}
	line = msg_build_end(&b);
	assert((line.n != 0) == (b.state == BUILD_OK));
	assert(memcmp(memory + cap, guard, GUARD) == 0);
	if (line.n != 0)
		check_line(line, b.body);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size == 0)
		return 0;
	if (data[0] % 2 == 0)
		round_trip(view_of(data + 1, size - 1));
	else
		build_anything(view_of(data + 1, size - 1));
	return 0;
}
