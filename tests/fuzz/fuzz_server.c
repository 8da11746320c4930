/*
 * The whole server, driven by a script of which each line is one step:
 *   +<slot><flags>  open (rig_open())      -<slot>     the peer closes     !<slot>  the connection breaks
 *   ~<slot><n>      takes n more bytes     =<slot>     takes all again     @<ms>    time passes
 *   *<n>            another configuration  $           one job is done     .        all settles, and is compared
 *   0..7<line>      a line and a turn      a..h<line>  a line, no turn yet      <<slot><bytes>  bytes without a line's end
 *   ^<slot><n>      n bytes of a line without its end                     &<slot><account>  logged in to it; without a name, logged out
 * Three clients are in #c already, the second with all capabilities, the third with a certificate.
 */
#include <stdint.h>

#include "tests/fuzz/fuzz_script.h"
#include "tests/fuzz/fuzz_server_rig.h"
#include "tests/fuzz/fuzz_server_words.h"

#define STEPS	       300
#define MS_MAX	       10000000u
#define LONG_MAX_BYTES 20000u

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned seed);
size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max_size);

static void
say(struct rig *r, size_t i, struct view line, bool turn)
{
	rig_feed(r, i, line);
	rig_feed(r, i, VIEW("\r\n"));
	if (turn)
		rig_turn(r);
}

/* What the first byte behind the step's letter says; a slot in any case. */
static size_t
take_slot(struct view *rest)
{
	size_t i = rest->n != 0 ? (unsigned char)rest->p[0] % RIG_SLOTS : 0;

	*rest = view_skip(*rest, 1);
	return i;
}

static void
long_line(struct rig *r, size_t i, uint32_t n)
{
	const struct view piece = VIEW("a line that is too long becomes longer in this way, for ever ");
	size_t left = n < LONG_MAX_BYTES ? n : LONG_MAX_BYTES;

	for (; left > piece.n; left -= piece.n)
		rig_feed(r, i, piece);
	rig_feed(r, i, view_left(piece, left));
}

/* Steps that name a slot and whose peer is there. */
static void
peer_step(struct rig *r, char what, size_t i, struct view rest)
{
	struct conn_mem *mem = r->slot[i].mem;

	if (what == '+')
		rig_open(r, i, rest);
	else if (mem == NULL)
		return;
	else if (what == '-')
		conn_mem_close(mem);
	else if (what == '!')
		conn_mem_reset(mem);
	else if (what == '~')
		conn_mem_window(mem, script_number(rest, MS_MAX));
	else if (what == '=')
		conn_mem_window(mem, SIZE_MAX);
	else if (what == '&')
		rig_account(r, i, rest);
	else if (what == '^')
		long_line(r, i, script_number(rest, MS_MAX));
	else
		rig_feed(r, i, rest);
}

static void
step(struct rig *r, struct view line)
{
	char what = line.p[0];
	struct view rest = view_skip(line, 1);

	if (what >= '0' && what < '0' + RIG_SLOTS) {
		say(r, (size_t)(what - '0'), rest, true);
	} else if (what >= 'a' && what < 'a' + RIG_SLOTS) {
		say(r, (size_t)(what - 'a'), rest, false);
	} else if (view_find(VIEW("+-!~=<^&"), what) < 8) {
		size_t i = take_slot(&rest);

		peer_step(r, what, i, rest);
	} else if (what == '@') {
		r->now_ms += script_number(rest, MS_MAX);
		rig_turn(r);
	} else if (what == '*') {
		rig_configure(r, script_number(rest, MS_MAX));
	} else if (what == '$') {
		(void)!workers_finish_one(&r->workers);
	} else if (what == '.') {
		rig_settle(r);
	}
}

static void
run(struct rig *r, struct view script)
{
	struct view line;

	for (size_t i = 0; i < STEPS && view_cut(&script, '\n', &line); i++) {
		if (line.n != 0)
			step(r, line);
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

	rig_init(&r);
	run(&r,
		view_z("+0\naNICK al\naUSER al 0 * :Al\n+1t\nbCAP LS 302\n"
		       "bCAP REQ :server-time message-tags extended-join batch echo-message multi-prefix\n"
		       "bCAP REQ :userhost-in-names away-notify setname draft/multiline "
		       "labeled-response\nbCAP END\nbNICK bo\nbUSER bo 0 * "
		       ":Bo\n"
		       "+2f6\ncNICK Ce[\ncUSER ce 0 * :Ce\n.\naJOIN #c\n.\nbJOIN #c\ncJOIN #C\n.\n"));
	run(&r, view_of(data, size));
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
