#include "ctl/ctl_module.h"

#include <criterion/criterion.h>
#include <string.h>

#include "ctl_talk.h"

#define GREETING "CONCLAVE 1 conclave-0\r\n"
#define COLUMNS	 "COLUMNS request:s arguments:s changes:b secret:n drawn:n help:s\r\n"

/* What is known of a request when the server says that behind its greeting. */
static struct ctl_module_secret
asked(const char *says)
{
	struct talk t;
	struct ctl_module_secret s;

	talk_begin(&t, says, strlen(says));
	s = ctl_module_secret(t.path, VIEW("icq"), VIEW("add"));
	talk_end(&t);
	cr_expect_not_null(strstr(t.heard, "modules icq :add"), "%s", t.heard);
	return s;
}

static uint32_t
secret_of(const char *says)
{
	return asked(says).which;
}

Test(ctl_module, the_server_says_what_is_secret)
{
	cr_expect_eq(secret_of(GREETING COLUMNS "@request=add;secret=3;help=x ROW\r\nOK\r\n"), 3);
	cr_expect_eq(secret_of(GREETING COLUMNS "@request=list;secret=0;help=x ROW\r\nOK\r\n"), 0);
}

Test(ctl_module, and_how_long_one_may_be_that_is_drawn)
{
	cr_expect_eq(asked(GREETING COLUMNS "@request=add;secret=3;drawn=8 ROW\r\nOK\r\n").drawn, 8);
	cr_expect_eq(asked(GREETING COLUMNS "@request=add;secret=3 ROW\r\nOK\r\n").drawn, 0);
	cr_expect_eq(asked(GREETING COLUMNS "@request=add;secret=3;drawn=x ROW\r\nOK\r\n").drawn, 0);
}

Test(ctl_module, what_is_not_said_is_not_known)
{
	cr_expect_eq(secret_of(GREETING "ERR none :it has no such request\r\n"), 0);
	cr_expect_eq(secret_of(GREETING COLUMNS "@request=add ROW\r\nOK\r\n"), 0);
	cr_expect_eq(secret_of(GREETING COLUMNS "@request=add;secret=x ROW\r\nOK\r\n"), 0);
	cr_expect_eq(secret_of(GREETING), 0);
	cr_expect_eq(ctl_module_secret("/nowhere/at-all", VIEW("icq"), VIEW("add")).which, 0);
}
