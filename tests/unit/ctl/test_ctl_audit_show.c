/* Which records are wanted, and that nothing in them reaches a terminal as it is. */
#include "ctl/ctl_audit_show.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#define HEAD "{\"seq\":7,\"time\":\"2026-11-27T17:00:00.250Z\",\"event\":"
#define MAC  ",\"mac\":\"00\"}"
#define ANN                                                                                               \
	"{\"nick\":\"ann\",\"user\":\"~a\",\"host\":\"h.example\",\"address\":\"192.0.2.7\",\"account\":" \
	"\"an\","                                                                                         \
	"\"oper\":\"root\",\"role\":\"all\"}"

static const char command[] =
	HEAD "\"command\",\"by\":" ANN
	     ",\"command\":\"KILL\",\"params\":[\"bob\",\"too \\\"loud\\\"\"],\"outcome\":\"done\"" MAC;
static const char checkpoint[] = HEAD "\"checkpoint\",\"checkpoint\":1,\"previous\":\"00\"" MAC;
static const char control[] = HEAD "\"control\",\"uid\":1000,\"request\":\"ACCOUNT\",\"kind\":\"ADD\"" MAC;

static char *
printed(struct view line)
{
	char *text = NULL;
	size_t n = 0;
	FILE *out = open_memstream(&text, &n);

	ctl_audit_print(out, line);
	(void)fclose(out);
	return text;
}

static void
expect_printed(struct view line, const char *want)
{
	char *got = printed(line);

	cr_expect_str_eq(got, want);
	free(got);
}

Test(ctl_audit_show, a_record_is_one_line_for_people)
{
	expect_printed(view_z(command),
		"2026-11-27 17:00:00 command     by=ann!~a@h.example (address 192.0.2.7, account an, oper "
		"root, "
		"role all) command=KILL params=[\"bob\",\"too \\\"loud\\\"\"] outcome=done\n");
	expect_printed(
		view_z(control), "2026-11-27 17:00:00 control     uid=1000 request=ACCOUNT kind=ADD\n");
	expect_printed(view_z(checkpoint), "2026-11-27 17:00:00 checkpoint  checkpoint=1\n");
}

Test(ctl_audit_show, what_is_none_is_shown_without_its_control_bytes)
{
	expect_printed(VIEW("\x1b[2Jx"), "?? ?[2Jx\n");
	expect_printed(VIEW("{}"), "?? {}\n");
	expect_printed(VIEW("{\"time\":1,\"event\":2}"), "?? {\"time\":1,\"event\":2}\n");
	expect_printed(VIEW(HEAD "\"ban\",\"x\":\"\\u001b[2J\\u009b\"}"),
		"2026-11-27 17:00:00 ban         x=?[2J?\n");
	expect_printed(VIEW(HEAD "\"ban\",\"by\":{\"nick\":7},\"x\":[[[{}]]],\"y\":null}"),
		"2026-11-27 17:00:00 ban         by={\"nick\":7} x=[[[{}]]] y=null\n");
}

struct filter_case {
	const char *const events, *const who, *const command;
	char since[AUDIT_LINE_TIME + 1];
	bool a, b, c; /* command, checkpoint, control are wanted */
};

Test(ctl_audit_show, filters)
{
	static const struct filter_case cases[] = {
		{ NULL, NULL, NULL, "", true, false, true },
		{ "checkpoint,control", NULL, NULL, "", false, true, true },
		{ "comm", NULL, NULL, "", false, false, false },
		{ NULL, "ann", NULL, "", true, false, false },
		{ NULL, "*!*@h.example", NULL, "", true, false, false },
		{ NULL, "192.0.2.*", NULL, "", true, false, false },
		{ NULL, "an", NULL, "", true, false, false },
		{ NULL, "root", NULL, "", true, false, false },
		{ NULL, "bob", NULL, "", false, false, false },
		{ NULL, "1000", NULL, "", false, false, true },
		{ NULL, NULL, "kill", "", true, false, false },
		{ NULL, NULL, "account", "", false, false, true },
		{ NULL, NULL, NULL, "2026-11-27T17:00", true, false, true },
		{ NULL, NULL, NULL, "2026-11-27T17:00:00.251Z", false, false, false },
		{ "command", "ann", "KILL", "2026", true, false, false },
	};

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		const struct filter_case *c = &cases[i];
		struct ctl_audit_filter f = { .events = c->events, .who = c->who, .command = c->command };

		(void)view_copy(view_z(c->since), f.since, sizeof(f.since));
		cr_expect_eq(ctl_audit_wants(&f, view_z(command)), c->a, "case %zu", i);
		cr_expect_eq(ctl_audit_wants(&f, view_z(checkpoint)), c->b, "case %zu", i);
		cr_expect_eq(ctl_audit_wants(&f, view_z(control)), c->c, "case %zu", i);
	}
}

Test(ctl_audit_show, since_is_a_time_or_so_long_ago)
{
	static const struct {
		const char *text, *want; /* NULL: refused */
	} cases[] = {
		{ "2026-11-27", "2026-11-27" },
		{ "2026", "2026" },
		{ "2026-11-27 17:00", "2026-11-27T17:00" },
		{ "2026-11-27T17:00:00.000Z", "2026-11-27T17:00:00.000Z" },
		{ "2h", "1970-01-01T22:00:00.000Z" },
		{ "1d", "1970-01-01T00:00:00.000Z" },
		{ "90s", "1970-01-01T23:58:30.000Z" },
		{ "2d", NULL },
		{ "", NULL },
		{ "yesterday", NULL },
		{ "-1h", NULL },
		{ "202", NULL },
		{ "27.11.2026", NULL },
		{ "2026-11-27T17:00:00.000Z0", NULL },
	};

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct ctl_audit_filter f = { .events = NULL };
		int r = ctl_audit_since(&f, cases[i].text, 86400000);

		cr_expect_eq(r, cases[i].want != NULL ? 0 : -1, "%s", cases[i].text);
		if (cases[i].want != NULL)
			cr_expect_str_eq(f.since, cases[i].want);
	}
}
