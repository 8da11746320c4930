/*
 * The whole server between two linked servers and three clients, driven by a script of which each line is one step:
 *   h<line>, l<line>  hub.test, leaf.test say it, and a turn     H<line>, L<line>  the same, no turn yet
 *   0..2<line>        al, bo, Ce[ say it, and a turn
 *   +<p>, -<p>        p (h, l, 0, 1, 2) connects, closes         @<ms>             time passes
 *   .                 all settles
 * hub.test is trusted with all, leaf.test with nothing (fuzz_link_rig.h); the mutator makes lines of words of TS6 (fuzz_link_words.c).
 */
#include <stdint.h>

#include "tests/fuzz/fuzz_link_rig.h"
#include "tests/fuzz/fuzz_link_words.h"
#include "tests/fuzz/fuzz_script.h"

#define STEPS  200
#define MS_MAX 10000000u

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned seed);
size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max_size);

static enum link_peer
peer_of(char c)
{
	switch (c) {
	case 'h':
	case 'H':
		return PEER_HUB;
	case 'l':
	case 'L':
		return PEER_LEAF;
	case '0':
		return PEER_AL;
	case '1':
		return PEER_BO;
	case '2':
		return PEER_CE;
	default:
		return PEER_N;
	}
}

static void
step(struct rig *r, struct view line)
{
	char what = line.p[0];
	struct view rest = view_skip(line, 1);
	enum link_peer p = peer_of(what), who = rest.n != 0 ? peer_of(rest.p[0]) : PEER_N;

	if (p != PEER_N) {
		rig_say(r, p, rest);
		if (what != 'H' && what != 'L')
			rig_turn(r);
	} else if (what == '+' && who != PEER_N) {
		rig_open(r, who);
	} else if (what == '-' && who != PEER_N) {
		rig_close(r, who);
	} else if (what == '@') {
		r->now_ms += script_number(rest, MS_MAX);
		rig_turn(r);
	} else if (what == '.') {
		rig_settle(r);
	}
}

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	rig_load();
	return 0;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct rig r;
	struct view script = view_of(data, size), line;

	rig_init(&r);
	for (size_t i = 0; i < STEPS && view_cut(&script, '\n', &line); i++) {
		if (line.n != 0)
			step(&r, line);
	}
	rig_settle(&r);
	rig_release(&r);
	return 0;
}

/* Bytes are changed at random, or a line is put in, or one takes another's place, that is made of words of the protocol. */
size_t
LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned seed)
{
	if (seed % 3 == 0)
		return LLVMFuzzerMutate(data, size, max_size);
	return words_put_line(data, size, max_size, seed / 3);
}
