#include "jail/jail_priv.h"

#include <criterion/criterion.h>
#include <string.h>

static struct jail j;

static void
all_well(void)
{
	memset(&j, 0, sizeof(j));
	j.rung = RUNG_PIVOT;
	j.landlocked = j.filtered = true;
	for (enum jail_step s = JAIL_STEP_ROOM; s < JAIL_N_STEPS; s++)
		jail_tell(&j, s, JAIL_RESULT_OK, "step %d", (int)s);
}

Test(jail_report, nothing_tried_says_so, .init = all_well)
{
	struct jail_report r = { .level = JAIL_LEVEL_NONE };
	char text[512];

	cr_expect_str_eq(jail_report_step(&r, JAIL_STEP_ROOM, text, sizeof(text)), "room: not tried");
	cr_expect_str_eq(jail_report_line(&r, text, sizeof(text)),
		"level none, filter mode enforce; not tried: room, limits, user, capabilities, locks, "
		"landlock, "
		"filter, proof");
	cr_expect(jail_report_warns(&r));
}

Test(jail_report, all_well_is_one_calm_line, .init = all_well)
{
	char text[512];

	cr_expect_str_eq(
		jail_report_line(&j.report, text, sizeof(text)), "level namespace, filter mode enforce");
	cr_expect_str_eq(
		jail_report_step(&j.report, JAIL_STEP_CAPS, text, sizeof(text)), "capabilities: ok, step 3");
	cr_expect_not(jail_report_warns(&j.report));
}

Test(jail_report, what_is_less_and_what_failed_is_named, .init = all_well)
{
	struct err e = { 1, "no such thing" };
	char text[512];

	j.rung = RUNG_CHROOT;
	jail_tell(&j, JAIL_STEP_ROOM, JAIL_RESULT_LESS, "by chroot");
	jail_tell(&j, JAIL_STEP_LOCKS, JAIL_RESULT_LESS, "without %s", "MDWE");
	cr_expect(jail_report_warns(&j.report));
	cr_expect(jail_tell_failed(&j, JAIL_STEP_SECCOMP, &e) == -1);
	cr_expect_str_eq(jail_report_line(&j.report, text, sizeof(text)),
		"level chroot, filter mode enforce; less than possible: room, locks; FAILED: filter");
	cr_expect_str_eq(jail_report_step(&j.report, JAIL_STEP_LOCKS, text, sizeof(text)),
		"locks: LESS, without MDWE");
	cr_expect_str_eq(jail_report_step(&j.report, JAIL_STEP_SECCOMP, text, sizeof(text)),
		"filter: FAILED, no such thing");
}

Test(jail_report, modes_that_only_tell_warn, .init = all_well)
{
	j.report.mode = JAIL_LOG;
	cr_expect(jail_report_warns(&j.report));
	j.report.mode = JAIL_ERRNO;
	cr_expect(jail_report_warns(&j.report));
}

Test(jail_report, text_is_cut_to_its_room, .init = all_well)
{
	char text[8];

	jail_report_step(&j.report, JAIL_STEP_CAPS, text, sizeof(text));
	cr_expect_str_eq(text, "capabil");
	jail_report_line(&j.report, text, sizeof(text));
	cr_expect_str_eq(text, "level n");
}

Test(jail_report, off_does_nothing_and_shouts)
{
	struct jail_plan plan = { .mode = JAIL_OFF, .require = JAIL_LEVEL_NAMESPACE };
	struct err e = { 0, "" };
	struct jail *off = jail_new(&plan, &e);
	char text[512];

	cr_assert(off != NULL, "%s", e.text);
	cr_expect(jail_enter_room(off, &e) == 0 && jail_drop(off, &e) == 0 && jail_landlock(off, &e) == 0);
	cr_expect(jail_seal(off, &e) == 0 && jail_prove(off, &e) == 0);
	for (enum jail_step s = JAIL_STEP_ROOM; s < JAIL_N_STEPS; s++)
		cr_expect(jail_report(off)->item[s].result == JAIL_RESULT_OFF, "step %d", (int)s);
	jail_report_line(jail_report(off), text, sizeof(text));
	cr_expect(strncmp(text, "NO JAIL", 7) == 0, "%s", text);
	cr_expect(jail_report_warns(jail_report(off)));
	cr_expect(jail_report(off)->level == JAIL_LEVEL_NONE);
	jail_free(off);
}
