/* Who hears which notices of the server. */
#include "route/snotice.h"

#include <criterion/criterion.h>
#include <string.h>

#include "tests/unit/route/route_rig.h"

Test(snotice, is_heard_by_who_has_its_letter)
{
	struct route_rig *r = rig_new();
	struct hearer *a = rig_user(r, "a", 0), *b = rig_user(r, "b", 0), *c = rig_user(r, "c", 0);

	snomask_set(a->c, 1u << SNOTICE_KILL);
	snomask_set(b->c, 1u << SNOTICE_QUIT | 1u << SNOTICE_KILL);
	snotice_send(r->route, SNOTICE_KILL, "%s killed %s", "x", "y");
	snotice_send(r->route, SNOTICE_QUIT, "%s", "z");
	snotice_send(r->route, SNOTICE_CONNECT, "nobody hears %s", "this");
	cr_expect_str_eq(rig_heard(a), ":irc.test NOTICE a :*** Kill: x killed y\r\n");
	cr_expect_str_eq(rig_heard(b),
		":irc.test NOTICE b :*** Kill: x killed y\r\n:irc.test NOTICE b :*** Quit: z\r\n");
	cr_expect_str_eq(rig_heard(c), "");
	rig_free(r);
}

Test(snotice, is_cut_at_a_message)
{
	struct route_rig *r = rig_new();
	struct hearer *a = rig_user(r, "a", 0);
	char text[600];

	memset(text, 'x', sizeof(text));
	snomask_set(a->c, 1u << SNOTICE_KILL);
	snotice_send(r->route, SNOTICE_KILL, "%.*s", (int)sizeof(text), text);
	cr_expect_eq(strlen(rig_heard(a)), MSG_BODY_MAX);
	rig_free(r);
}
