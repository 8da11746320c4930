/* The report: what each step says of itself, and how it reads in the log, in conclaved -t and in STATS. */
#include "config.h"

#include "jail/jail_priv.h"

#include <stdarg.h>
#include <stdio.h>

#include "core/util.h"

static const char *const step_names[] = {
	[JAIL_STEP_ROOM] = "room",
	[JAIL_STEP_LIMITS] = "limits",
	[JAIL_STEP_USER] = "user",
	[JAIL_STEP_CAPS] = "capabilities",
	[JAIL_STEP_LOCKS] = "locks",
	[JAIL_STEP_LANDLOCK] = "landlock",
	[JAIL_STEP_SECCOMP] = "filter",
	[JAIL_STEP_PROOF] = "proof",
};
_Static_assert(ARRAY_LEN(step_names) == JAIL_N_STEPS, "every step has a name");

static const char *const result_names[] = {
	[JAIL_RESULT_WAITING] = "not tried",
	[JAIL_RESULT_OK] = "ok",
	[JAIL_RESULT_LESS] = "LESS",
	[JAIL_RESULT_FAILED] = "FAILED",
	[JAIL_RESULT_OFF] = "OFF",
};
_Static_assert(ARRAY_LEN(result_names) == JAIL_N_RESULTS, "every result has a name");

static const char *const mode_names[] = {
	[JAIL_ENFORCE] = "enforce",
	[JAIL_ERRNO] = "errno",
	[JAIL_LOG] = "log",
	[JAIL_OFF] = "off",
};

static const char *const level_names[] = {
	[JAIL_LEVEL_NONE] = "none",
	[JAIL_LEVEL_SECCOMP] = "seccomp",
	[JAIL_LEVEL_LANDLOCK] = "landlock",
	[JAIL_LEVEL_CHROOT] = "chroot",
	[JAIL_LEVEL_NAMESPACE] = "namespace",
};

const char *
jail_mode_name(enum jail_mode mode)
{
	return mode_names[mode];
}

const char *
jail_level_name(enum jail_level level)
{
	return level_names[level];
}

void
jail_tell(struct jail *j, enum jail_step step, enum jail_result result, const char *fmt, ...)
{
	struct jail_item *item = &j->report.item[step];
	va_list ap;

	item->result = result;
	va_start(ap, fmt);
	vsnprintf(item->text, sizeof(item->text), fmt, ap);
	va_end(ap);
	j->report.level = jail_level_of(j->rung, j->landlocked, j->filtered);
}

int
jail_tell_failed(struct jail *j, enum jail_step step, const struct err *e)
{
	jail_tell(j, step, JAIL_RESULT_FAILED, "%s", e->text);
	return -1;
}

void
jail_tell_off(struct jail *j, enum jail_step step)
{
	jail_tell(j, step, JAIL_RESULT_OFF, "jail { mode = \"off\" }");
}

bool
jail_is_off(struct jail *j, enum jail_step step)
{
	if (j->mode != JAIL_OFF)
		return false;
	jail_tell_off(j, step);
	return true;
}

const char *
jail_report_step(const struct jail_report *r, enum jail_step step, char *dst, size_t size)
{
	const struct jail_item *item = &r->item[step];

	snprintf(dst, size, "%s: %s%s%s", step_names[step], result_names[item->result],
		item->text[0] != '\0' ? ", " : "", item->text);
	return dst;
}

/* "less: room, limits; failed: proof" for the steps that are not as they should be. */
static size_t
list_steps(const struct jail_report *r, enum jail_result result, char *dst, size_t size)
{
	size_t used = 0;

	for (enum jail_step s = JAIL_STEP_ROOM; s < JAIL_N_STEPS; s++) {
		int n;

		if (r->item[s].result != result || used >= size)
			continue;
		n = snprintf(dst + used, size - used, "%s%s", used == 0 ? "" : ", ", step_names[s]);
		used += n > 0 ? (size_t)n : 0;
	}
	return used;
}

const char *
jail_report_line(const struct jail_report *r, char *dst, size_t size)
{
	char less[128] = "", failed[128] = "", waiting[128] = "";
	bool is_less, is_failed, is_waiting;

	if (r->mode == JAIL_OFF) {
		snprintf(dst, size, "NO JAIL: switched off by jail { mode = \"off\" }; for tests only");
		return dst;
	}
	is_less = list_steps(r, JAIL_RESULT_LESS, less, sizeof(less)) != 0;
	is_failed = list_steps(r, JAIL_RESULT_FAILED, failed, sizeof(failed)) != 0;
	is_waiting = list_steps(r, JAIL_RESULT_WAITING, waiting, sizeof(waiting)) != 0;
	snprintf(dst, size, "level %s, filter mode %s%s%s%s%s%s%s", level_names[r->level],
		mode_names[r->mode], is_less ? "; less than possible: " : "", less,
		is_failed ? "; FAILED: " : "", failed, is_waiting ? "; not tried: " : "", waiting);
	return dst;
}

bool
jail_report_warns(const struct jail_report *r)
{
	if (r->mode != JAIL_ENFORCE)
		return true;
	for (enum jail_step s = JAIL_STEP_ROOM; s < JAIL_N_STEPS; s++) {
		if (r->item[s].result != JAIL_RESULT_OK)
			return true;
	}
	return false;
}
