#include "jail/jail_priv.h"

#include <criterion/criterion.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

static void
add_one(void *arg, void *out)
{
	const int *in = arg;
	int *n = out;

	*n += *in;
}

static void
die(void *arg, void *out)
{
	(void)out;
	raise(*(const int *)arg);
}

Test(jail_child, brings_back_what_the_child_found)
{
	int one = 1, n = 41;
	struct err e = { 0, "" };

	cr_expect(jail_in_child(add_one, &one, &n, sizeof(n), &e) == 0, "%s", e.text);
	cr_expect(n == 42);
}

Test(jail_child, a_child_that_is_killed_is_told_with_its_signal)
{
	int sig = SIGSYS, n = 7;
	struct err e = { 0, "" };

	cr_expect(jail_in_child(die, &sig, &n, sizeof(n), &e) == -1);
	cr_expect(strstr(e.text, "signal 31") != NULL, "%s", e.text);
	cr_expect(n == 7);
}

Test(jail_child, more_than_a_pipe_takes_at_once_is_refused)
{
	static char large[4097];
	struct err e = { 0, "" };

	cr_expect(jail_in_child(add_one, NULL, large, sizeof(large), &e) == -1);
}

Test(jail_new, root_needs_an_account_that_exists_and_is_ordinary)
{
	struct jail_plan plan = { .conf_dir = "/etc/conclave", .user = "no-such-account" };
	struct err e = { 0, "" };
	struct jail *j;

	if (geteuid() != 0)
		cr_skip_test("only root changes its account");
	j = jail_new(&plan, &e);
	cr_expect(j == NULL && strstr(e.text, "useradd") != NULL, "%s", e.text);
	plan.user = "root";
	j = jail_new(&plan, &e);
	cr_expect(j == NULL && strstr(e.text, "ordinary account") != NULL, "%s", e.text);
	plan.user = "nobody";
	j = jail_new(&plan, &e);
	cr_expect(j != NULL, "%s", e.text);
	jail_free(j);
	jail_free(NULL);
}
