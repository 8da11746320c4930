/*
 * A text through all that the guard does with one, by the rules that come with the server.  The first byte says where it is said.  The copy
 * never grows, and is the copy of itself; nothing that is taken out is found again; no pattern goes beyond its steps unless it says so.
 */
#include <assert.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conf/conf.h"
#include "conf/conf_faults.h"
#include "core/hash.h"
#include "core/rng.h"
#include "guard/ctcp_level.h"
#include "guard/guard.h"
#include "guard/plain_copy.h"
#include "guard/strip.h"
#include "proto/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct conf *
load(void)
{
	static const char rest[] =
		"server { name = \"irc.example\" }\nclass \"users\" {}\nallow \"*@*\" { class = users }\n"
		"listen \"127.0.0.1:6667\" {}\ninclude(\"guard.conf\")\n";
	const char *top = getenv("top_srcdir");
	struct conf_faults *faults = conf_faults_new();
	const struct conf *conf;
	char path[1024];

	(void)snprintf(path, sizeof(path), "%s/etc/fuzz.conf", top != NULL ? top : ".");
	conf = conf_load_text(path, view_z(rest), faults);
	if (conf == NULL)
		fprintf(stderr, "%s\n", conf_faults_text(faults, 0));
	conf_faults_free(faults);
	assert(conf != NULL);
	return conf;
}

static struct guard *
guard(void)
{
	static struct guard *g;
	struct err e;

	if (g == NULL) {
		int r = rng_init(&e);

		assert(r == 0);
		(void)r;
		hash_init();
		g = guard_new(load(), NULL);
	}
	return g;
}

static void
copy(struct view text)
{
	static struct plain_copy once, twice;
	static char sent[GUARD_TEXT_MAX];

	plain_copy(text, &once);
	assert(once.n <= text.n);
	plain_copy(view_of(once.text, once.n), &twice);
	assert(twice.n <= once.n);
	assert(plain_copy_as_sent(text, sent) <= text.n);
}

static void
strip(struct view text)
{
	static char out[GUARD_TEXT_MAX], same[GUARD_TEXT_MAX];
	size_t n = guard_strip(text, out);

	assert(n <= text.n);
	memcpy(same, text.p, text.n);
	assert(guard_strip(view_of(same, text.n), same) == n);
	assert(memcmp(same, out, n) == 0);
	for (size_t i = 0; i < n; i++)
		assert(out[i] != 0x1b && out[i] != 0x07 && out[i] != 0x7f);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct guard_ask ask = { .now_ms = 1 };
	struct guard_verdict v;

	if (size < 1 || size > GUARD_TEXT_MAX)
		return 0;
	ask.place = (enum guard_place)(data[0] % GUARD_PLACE_N);
	ask.is_notice = (data[0] & 0x80) != 0;
	ask.text = view_of(data + 1, size - 1);
	copy(ask.text);
	strip(ask.text);
	for (size_t i = 0; i < ask.text.n; i++)
		assert(text_format_len(ask.text, i) <= ask.text.n - i);
	if (ctcp_kind(ask.text) == CTCP_KIND_NONE)
		assert(view_find(ask.text, '\x01') == ask.text.n);
	guard_judge(guard(), &ask, &v);
	assert((v.name == NULL) == (v.action == GUARD_PASS));
	return 0;
}
