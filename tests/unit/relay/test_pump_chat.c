#include "config.h"

#include "relay/pump.h"

#include <criterion/criterion.h>
#include <string.h>
#include <sys/socket.h>

#include "core/mem.h"
#include "relay/chat_filter.h"
#include "tests/unit/relay/pump_rig.h"

static const char dcc_told[] =
	"*** That was not passed on: offers of files and chats are made on IRC, not in a chat.\n";
static const char ctcp_told[] =
	"*** That was not passed on: of CTCP only ACTION and PING go through a chat.\n";

static void
chat_start(struct pump_rig *r)
{
	pump_rig_init(r, true, 0);
	r->plan.is_chat = true;
	pump_rig_start(r);
}

static void
say(struct pump_rig *r, enum pump_leg leg, const char *text)
{
	pump_rig_say(r, leg, text, strlen(text));
}

static void
expect(struct pump_rig *r, enum pump_leg leg, const char *text)
{
	pump_rig_expect(r, leg, text, strlen(text));
}

static void
finish(struct pump_rig *r)
{
	pump_rig_close(r, PUMP_SENDER);
	pump_rig_expect_eof(r, PUMP_RECEIVER);
	pump_rig_close(r, PUMP_RECEIVER);
	pump_rig_expect_end(r, PUMP_DONE);
}

Test(pump_chat, lines_pass_both_ways_with_the_end_they_had)
{
	struct pump_rig r;

	chat_start(&r);
	say(&r, PUMP_SENDER, "hello\r\n\n\r\nyou\n");
	expect(&r, PUMP_RECEIVER, "hello\r\n\n\r\nyou\n");
	say(&r, PUMP_RECEIVER, "\xff\xfe \x02hi\x02 \r there\n");
	expect(&r, PUMP_SENDER, "\xff\xfe \x02hi\x02 \r there\n");
	finish(&r);
	cr_expect_eq(r.counts.bytes[PUMP_SENDER], 14);
	cr_expect_eq(r.counts.bytes[PUMP_RECEIVER], 16);
	cr_expect_eq(r.counts.refused, 0);
	pump_rig_release(&r);
}

Test(pump_chat, a_line_waits_for_its_end_and_the_last_does_not_need_one)
{
	struct pump_rig r;

	chat_start(&r);
	say(&r, PUMP_SENDER, "half");
	pump_rig_expect_nothing(&r, PUMP_RECEIVER);
	say(&r, PUMP_SENDER, " a line\nand the last");
	expect(&r, PUMP_RECEIVER, "half a line\n");
	pump_rig_close(&r, PUMP_SENDER);
	expect(&r, PUMP_RECEIVER, "and the last");
	pump_rig_expect_eof(&r, PUMP_RECEIVER);
	pump_rig_close(&r, PUMP_RECEIVER);
	pump_rig_expect_end(&r, PUMP_DONE);
	pump_rig_release(&r);
}

Test(pump_chat, dcc_is_dropped_in_both_styles_and_its_sender_told)
{
	static const char *const bad[] = {
		"\x01"
		"DCC SEND plain.bin 2130706433 39921 100000\x01\n",
		"CTCP_MESSAGE \x01"
		"DCC SEND plain.bin 2130706433 39921 100000\x01\n",
		"ctcp_message \x01  dcc\tCHAT chat 2130706433 5000\r\n",
	};
	struct pump_rig r;

	chat_start(&r);
	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		enum pump_leg from = i % 2 == 0 ? PUMP_SENDER : PUMP_RECEIVER;
		enum pump_leg to = i % 2 == 0 ? PUMP_RECEIVER : PUMP_SENDER;

		say(&r, from, bad[i]);
		expect(&r, from, dcc_told);
		say(&r, from, "on we go\n");
		expect(&r, to, "on we go\n");
	}
	say(&r, PUMP_SENDER,
		"\x01"
		"D\0CC"); /* what a NUL hides */
	finish(&r);
	cr_expect_eq(r.counts.refused, 4);
	pump_rig_release(&r);
}

Test(pump_chat, action_and_short_pings_pass_and_other_ctcp_does_not)
{
	struct pump_rig r;

	chat_start(&r);
	say(&r, PUMP_SENDER,
		"\x01"
		"ACTION waves\x01\r\nCTCP_MESSAGE \x01"
		"ACTION sighs\x01\n\x01PING 12\x01\n");
	expect(&r, PUMP_RECEIVER,
		"\x01"
		"ACTION waves\x01\r\nCTCP_MESSAGE \x01"
		"ACTION sighs\x01\n\x01PING 12\x01\n");
	say(&r, PUMP_RECEIVER, "\x01VERSION\x01\nCTCP_MESSAGE \x01PING a\x02\x01\n");
	expect(&r, PUMP_RECEIVER, ctcp_told);
	expect(&r, PUMP_RECEIVER, ctcp_told);
	pump_rig_expect_nothing(&r, PUMP_SENDER);
	finish(&r);
	cr_expect_eq(r.counts.refused, 2);
	pump_rig_release(&r);
}

Test(pump_chat, nul_is_taken_out)
{
	struct pump_rig r;

	chat_start(&r);
	pump_rig_say(&r, PUMP_SENDER, "a\0b\0\n\0\n", 7);
	expect(&r, PUMP_RECEIVER, "ab\n\n");
	pump_rig_say(&r, PUMP_SENDER,
		"\x01"
		"D\0C\0C SEND\n",
		12);
	expect(&r, PUMP_SENDER, dcc_told);
	finish(&r);
	pump_rig_release(&r);
}

/* A line of n letters with this end. */
static void
say_long(struct pump_rig *r, size_t n, const char *end)
{
	static char line[CHAT_LINE_MAX + 8];

	memset(line, 'x', n);
	memcpy(line + n, end, strlen(end) + 1);
	pump_rig_say(r, PUMP_SENDER, line, n + strlen(end));
	if (n <= CHAT_LINE_MAX)
		pump_rig_expect(r, PUMP_RECEIVER, line, n + strlen(end));
}

Test(pump_chat, a_line_of_4096_bytes_passes_and_one_more_ends_it)
{
	static const char *const more[] = { "\n", "\r\n", "", "\r" };
	struct pump_rig r;

	chat_start(&r);
	for (size_t i = 0; i < ARRAY_LEN(more); i++) {
		say_long(&r, CHAT_LINE_MAX, "\n");
		say_long(&r, CHAT_LINE_MAX, "\r\n");
		say_long(&r, CHAT_LINE_MAX + 1, more[i]);
		pump_rig_expect_end(&r, PUMP_LINE);
		pump_rig_expect_reset(&r, PUMP_RECEIVER);
		if (i + 1 < ARRAY_LEN(more))
			pump_rig_start(&r);
	}
	pump_rig_release(&r);
}

Test(pump_chat, what_one_does_not_read_the_other_cannot_go_on_saying)
{
	enum { ALL = 64 << 20 };
	static char lines[65536];
	struct pump_rig r;
	size_t said = 0;

	for (size_t i = 0; i < sizeof(lines); i++)
		lines[i] = i % 64 == 63 ? '\n' : 'x';
	chat_start(&r);
	for (int idle = 0; idle < 200 && said < ALL; idle++) {
		ssize_t n = send(r.end[PUMP_SENDER], lines + said % 64, sizeof(lines) - said % 64, 0);

		idle = n > 0 ? 0 : idle;
		said += n > 0 ? (size_t)n : 0;
		pump_rig_turns(&r, 4);
	}
	cr_expect_lt(said, (size_t)ALL);
	/* The other way is open all the time, and nothing was lost. */
	say(&r, PUMP_RECEIVER, "stop\n");
	expect(&r, PUMP_SENDER, "stop\n");
	for (size_t got = 0; got < said / 64 * 64;) {
		size_t part = said / 64 * 64 - got < sizeof(lines) ? said / 64 * 64 - got : sizeof(lines);

		pump_rig_expect(&r, PUMP_RECEIVER, lines, part);
		got += part;
	}
	pump_rig_release(&r);
}

Test(pump_chat, a_flood_of_what_is_refused_stays_within_its_buffers)
{
	struct pump_rig r;

	chat_start(&r);
	for (int i = 0; i < 20000; i++) {
		(void)!send(r.end[PUMP_SENDER],
			"\x01"
			"DCC\n",
			5, 0);
		if (i % 50 == 0)
			pump_rig_turns(&r, 1);
	}
	pump_rig_turns(&r, 200);
	say(&r, PUMP_RECEIVER, "still here\n");
	pump_rig_turns(&r, 5);
	cr_expect_not(r.done);
	cr_expect_gt(pump_counts(r.pump).refused, 1000);
	pump_rig_release(&r);
}

Test(pump_chat, half_close_is_passed_on)
{
	struct pump_rig r;

	chat_start(&r);
	pump_rig_shut(&r, PUMP_RECEIVER);
	pump_rig_expect_eof(&r, PUMP_SENDER);
	say(&r, PUMP_SENDER, "bye\n");
	expect(&r, PUMP_RECEIVER, "bye\n");
	pump_rig_close(&r, PUMP_SENDER);
	pump_rig_expect_eof(&r, PUMP_RECEIVER);
	pump_rig_expect_end(&r, PUMP_DONE);
	pump_rig_release(&r);
}

/* --- the owner's word --- */

/* "cut" is taken out of a line, "drop" is dropped, "warn" is told to both. */
static bool
on_line(void *arg, enum pump_leg from, char *line, size_t *n, struct view tell[PUMP_N_LEGS])
{
	char *cut = memmem(line, *n, "cut", 3);

	(void)arg;
	if (cut != NULL) {
		memmove(cut, cut + 3, *n - (size_t)(cut + 3 - line));
		*n -= 3;
	}
	if (memmem(line, *n, "warn", 4) != NULL) {
		tell[from] = VIEW("+ you");
		tell[from == PUMP_SENDER ? PUMP_RECEIVER : PUMP_SENDER] = VIEW("+ mind");
	}
	return memmem(line, *n, "drop", 4) == NULL;
}

Test(pump_chat, the_owner_may_cut_drop_and_tell)
{
	struct pump_rig r;

	pump_rig_init(&r, true, 0);
	r.plan.is_chat = true;
	r.plan.line = on_line;
	pump_rig_start(&r);
	say(&r, PUMP_SENDER,
		"a cut b\r\ndrop it\n\x01"
		"ACTION cuts cutup\x01\nwarn him\n");
	expect(&r, PUMP_RECEIVER,
		"a  b\r\n\x01"
		"ACTION s cutup\x01\n+ mind\nwarn him\n");
	expect(&r, PUMP_SENDER, "+ you\n");
	finish(&r);
	cr_expect_eq(r.counts.refused, 1);
	pump_rig_release(&r);
}
