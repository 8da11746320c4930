#include "relay/relay_chat.h"

#include <criterion/criterion.h>
#include <string.h>

#include "audit/audit.h"
#include "core/loop.h"
#include "tests/unit/guard/guard_rig.h"

struct chat_rig {
	struct guard_rig *g;
	struct loop *loop;
	struct relay_chat chat;
	struct view tell[PUMP_N_LEGS];
	char line[128];
	size_t n;
	char recorded[AUDIT_RECORD_MAX]; /* the last record */
	size_t n_recorded;
};

static void
keep_record(void *arg, struct view object)
{
	struct chat_rig *r = arg;

	(void)view_copy(object, r->recorded, sizeof(r->recorded));
	r->n_recorded++;
}

static void
chat_open(struct chat_rig *r)
{
	struct err e;

	memset(r, 0, sizeof(*r));
	r->loop = loop_new(LOOP_BACKEND_BEST, clock_system(), &e);
	r->g = guard_rig_new(
		"guard {}\n"
		"guard-rule \"w\" { text = \"asks for care\" pattern = \"careful\" action = warn }\n"
		"guard-rule \"b\" { text = \"asks for harm\" pattern = \"harmful\" action = block }\n"
		"guard-rule \"h\" { text = \"asks for time\" pattern = \"timely\" action = hold }\n"
		"guard-rule \"t\" { text = \"asks nothing\" pattern = \"tagged\" action = tag }\n");
	r->chat = (struct relay_chat){ .loop = r->loop, .world = r->g->world, .guard = r->g->g };
	r->chat.audit = audit_new(r->loop, keep_record, r);
	r->chat.id = 17;
	r->chat.who[PUMP_SENDER] = r->g->alice->handle;
	r->chat.who[PUMP_RECEIVER] = r->g->carol->handle;
}

static void
chat_close(struct chat_rig *r)
{
	audit_free(r->chat.audit);
	guard_rig_free(r->g);
	loop_free(r->loop);
}

static bool
says(struct chat_rig *r, enum pump_leg from, const char *text)
{
	r->n = strlen(text);
	memcpy(r->line, text, r->n);
	r->tell[PUMP_SENDER] = r->tell[PUMP_RECEIVER] = VIEW("");
	return relay_chat_line(&r->chat, from, r->line, &r->n, r->tell);
}

static void
expect_told(const struct chat_rig *r, enum pump_leg leg, const char *text)
{
	cr_expect(
		view_eq(r->tell[leg], view_z(text)), "%d is told \"%.*s\"", (int)leg, VIEW_ARG(r->tell[leg]));
}

Test(relay_chat, what_no_rule_is_about_passes_as_it_is)
{
	struct chat_rig r;

	chat_open(&r);
	cr_expect(says(&r, PUMP_SENDER, "hello \x02you\x02"));
	cr_expect(view_eq(view_of(r.line, r.n), VIEW("hello \x02you\x02")));
	expect_told(&r, PUMP_SENDER, "");
	expect_told(&r, PUMP_RECEIVER, "");
	cr_expect(says(&r, PUMP_SENDER, "tagged"));
	expect_told(&r, PUMP_RECEIVER, "");
	chat_close(&r);
}

Test(relay_chat, block_and_hold_drop_the_line_and_tell_the_speaker)
{
	struct chat_rig r;

	chat_open(&r);
	cr_expect_not(says(&r, PUMP_RECEIVER, "harmful"));
	expect_told(&r, PUMP_RECEIVER, "*** That was not passed on: asks for harm (rule b)");
	expect_told(&r, PUMP_SENDER, "");
	cr_expect_not(says(&r, PUMP_SENDER, "timely"));
	expect_told(&r, PUMP_SENDER, "*** That was not passed on: asks for time (rule h)");
	chat_close(&r);
}

Test(relay_chat, warn_tells_the_other_once_in_a_while)
{
	struct chat_rig r;

	chat_open(&r);
	cr_expect(says(&r, PUMP_SENDER, "careful"));
	expect_told(&r, PUMP_RECEIVER,
		"*** Be careful with what comes next: asks for care (rule w). See /HELP SAFETY");
	expect_told(&r, PUMP_SENDER, "");
	cr_expect(says(&r, PUMP_SENDER, "careful"));
	expect_told(&r, PUMP_RECEIVER, "");
	chat_close(&r);
}

Test(relay_chat, what_the_guard_did_is_recorded_without_the_line)
{
	static const struct {
		const char *says, *want;
	} cases[] = {
		{ "tagged it", "\"rule\":\"t\",\"action\":\"tag\",\"to\":\"carol\",\"dcc\":17,\"bytes\":9}" },
		{ "careful", "\"rule\":\"w\",\"action\":\"warn\",\"to\":\"carol\",\"dcc\":17,\"bytes\":7}" },
		{ "timely", "\"rule\":\"h\",\"action\":\"hold\",\"to\":\"carol\",\"dcc\":17,\"bytes\":6}" },
		{ "harmful", "\"rule\":\"b\",\"action\":\"block\",\"to\":\"carol\",\"dcc\":17,\"bytes\":7}" },
	};
	struct chat_rig r;

	chat_open(&r);
	(void)says(&r, PUMP_SENDER, "hello");
	cr_expect_eq(r.n_recorded, 0);
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		(void)says(&r, PUMP_SENDER, cases[i].says);
		cr_expect_eq(r.n_recorded, i + 1);
		cr_expect_not_null(strstr(r.recorded, "\"event\":\"guard\",\"by\":{\"nick\":\"alice\""));
		cr_expect_not_null(strstr(r.recorded, cases[i].want), "%s", r.recorded);
		cr_expect_null(strstr(r.recorded, cases[i].says));
	}
	chat_close(&r);
}

Test(relay_chat, escapes_are_taken_out)
{
	struct chat_rig r;

	chat_open(&r);
	cr_expect(says(&r, PUMP_SENDER, "a\x1b[2Jb\a"));
	cr_expect(view_eq(view_of(r.line, r.n), VIEW("ab")), "%.*s", (int)r.n, r.line);
	chat_close(&r);
}

Test(relay_chat, who_has_left_irc_is_judged_all_the_same)
{
	struct chat_rig r;

	chat_open(&r);
	r.chat.who[PUMP_SENDER] = r.chat.who[PUMP_RECEIVER] = HANDLE_NONE;
	cr_expect_not(says(&r, PUMP_SENDER, "harmful"));
	cr_expect(says(&r, PUMP_SENDER, "careful"));
	chat_close(&r);
}

Test(relay_chat, without_a_guard_all_passes)
{
	struct chat_rig r;

	chat_open(&r);
	r.chat.guard = NULL;
	cr_expect(says(&r, PUMP_SENDER, "harmful \x1b[2J"));
	cr_expect_eq(r.n, 12);
	chat_close(&r);
}
