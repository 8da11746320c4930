#include "auth/session.h"

#include <criterion/criterion.h>

Test(session, what_few_have_is_there_while_they_have_it)
{
	struct client c = { .session = NULL };
	struct session s = { .client = &c };

	c.session = &s;
	cr_expect_null(session_rare(&s)->pass);
	cr_expect_eq(session_rare(&s)->oper_after_ms, 0);
	cr_expect_null(s.rare, "to read makes nothing");
	session_set_password(&s, VIEW("secret"));
	cr_expect_str_eq(session_rare(&s)->pass->text, "secret");
	session_rare_new(&s)->oper_after_ms = 100;
	cr_expect_str_eq(session_rare(&s)->pass->text, "secret");
	session_clear_password(&s);
	cr_expect_null(session_rare(&s)->pass);
	session_trim(&s, 99);
	cr_expect_eq(session_rare(&s)->oper_after_ms, 100);
	session_trim(&s, 100);
	cr_expect_null(s.rare);
	cr_expect_eq(session_rare(&s)->oper_after_ms, 0);
}

Test(session, a_password_keeps_the_rest_from_being_freed)
{
	struct client c = { .session = NULL };
	struct session s = { .client = &c };

	c.session = &s;
	session_set_password(&s, VIEW("secret"));
	session_trim(&s, 100);
	cr_assert_not_null(session_rare(&s)->pass);
	session_clear_password(&s);
	session_trim(&s, 100);
	cr_expect_null(s.rare);
}

/* A thousand idle users are a thousand of these: a new field that few need belongs to struct session_rare. */
Test(session, is_small)
{
	cr_expect_leq(sizeof(struct session), 136, "%zu", sizeof(struct session));
}
