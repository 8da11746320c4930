/*
 * Any bytes as a body of OSCAR's family 15: questions and answers about people, messages that waited.  What is built of what was read is
 * read as the same.
 */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "icq/oscar_ask.h"
#include "icq/oscar_meta.h"
#include "icq/oscar_person.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { IN_MAX = 8192, BACK_MAX = 0x10000 };

static uint8_t back[BACK_MAX], twice[BACK_MAX];

static void
try_offline(const struct oscar_meta *m)
{
	struct icq_out out = icq_out(back, sizeof(back));
	struct oscar_offline o, same;

	if (!oscar_offline_parse(&o, m->data))
		return;
	oscar_offline_put(&out, &o);
	assert(oscar_offline_parse(&same, icq_out_view(&out)));
	assert(o.from == same.from && o.kind == same.kind && view_eq(o.text, same.text));
	assert(o.wall_s == 0 || o.wall_s == same.wall_s);
}

/* A person has too many fields to be compared: what is built of it twice is. */
static void
try_person(const struct oscar_meta *m)
{
	struct icq_out out = icq_out(back, sizeof(back)), other = icq_out(twice, sizeof(twice));
	enum oscar_answer_sub part = (enum oscar_answer_sub)m->sub;
	struct oscar_person p = { .age = 0 }, same = { .age = 0 };

	if (!oscar_person_parse(&p, m->sub, m->data))
		return;
	oscar_person_put(&out, part, &p);
	assert(!out.full && oscar_person_parse(&same, m->sub, icq_out_view(&out)));
	oscar_person_put(&other, part, &same);
	assert(view_eq(icq_out_view(&out), icq_out_view(&other)));
}

static void
try_found(const struct oscar_meta *m)
{
	struct icq_out out = icq_out(back, sizeof(back));
	struct oscar_found f, same;
	uint32_t left, left_same;

	if (!oscar_found_parse(&f, &left, m->data))
		return;
	oscar_found_put(&out, &f, &left);
	assert(!out.full && oscar_found_parse(&same, &left_same, icq_out_view(&out)) && left == left_same);
	assert(f.uin == same.uin && f.needs_auth == same.needs_auth && f.online == same.online &&
		f.age == same.age);
	assert(view_eq(f.nick, same.nick) && view_eq(f.first, same.first) && view_eq(f.last, same.last));
	assert(view_eq(f.email, same.email) && f.gender == same.gender);
}

static void
try_ask(const struct oscar_meta *m)
{
	struct oscar_ask a;
	bool whole = oscar_ask_parse(&a, m);

	assert((a.group == OSCAR_ASKS_NOTHING) == (a.answer == 0));
	assert(whole || a.group != OSCAR_ASKS_NOTHING);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct icq_out out = icq_out(back, sizeof(back));
	struct oscar_meta m, same;

	if (size > IN_MAX || !oscar_meta_parse(&m, view_of(data, size)))
		return 0;
	oscar_meta_put(&out, &m);
	assert(!out.full && oscar_meta_parse(&same, icq_out_view(&out)));
	assert(m.uin == same.uin && m.type == same.type && m.seq == same.seq && m.sub == same.sub);
	assert(m.result == same.result && view_eq(m.data, same.data));
	try_offline(&m);
	try_person(&m);
	try_found(&m);
	try_ask(&m);
	return 0;
}
