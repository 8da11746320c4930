/* Which operators stay operators. */
#include "auth/review_oper.h"

#include <criterion/criterion.h>

#include "state/oper.h"
#include "tests/unit/auth/auth_rig.h"

#define HASH "$argon2id$v=19$m=8,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
#define TEXT(role, from, more)                                                                      \
	"class \"a\" { }\nallow \"*@*\" { class = a }\nrole \"r\" { privileges = { kill, die } }\n" \
	"role \"s\" { privileges = { kill } }\noper \"root\" { role = " role " password = \"" HASH  \
	"\" from = " from " " more " }"

/* u@192.0.2.1 without TLS, operator "root" with role r, privileges kill and die. */
static struct review_oper
review(const char *text)
{
	const struct conf *conf = rig_conf_of(text);
	struct oper_grant *g =
		oper_grant_new(VIEW("root"), VIEW("r"), PRIV_BIT(PRIV_KILL) | PRIV_BIT(PRIV_DIE));
	struct review_oper out;
	struct rig_one o;

	rig_one_init(&o, "~u", "192.0.2.1");
	review_oper(conf, o.c, &out);
	cr_expect_eq(out.fate, REVIEW_OPER_NONE, "it is none yet");
	cr_assert_eq(client_set_nick(o.c, VIEW("nick"), 0), NICK_OK);
	client_register(o.c, 0, 0);
	oper_raise(o.c, g);
	oper_grant_unref(g);
	review_oper(conf, o.c, &out);
	cr_expect_eq(out.why != NULL, out.fate == REVIEW_OPER_LOWERED);
	rig_one_release(&o);
	conf_unref(conf);
	out.role = NULL;
	return out;
}

Test(review_oper, what_fits_is_kept)
{
	cr_expect_eq(review(TEXT("r", "\"*@*\"", "require-tls = no")).fate, REVIEW_OPER_KEEPS);
	cr_expect_eq(review(TEXT("r", "{ \"x@*\", \"u@192.0.2.1\" }", "require-tls = no")).fate,
		REVIEW_OPER_KEEPS);
}

Test(review_oper, another_role_or_what_it_may_changes)
{
	cr_expect_eq(review(TEXT("s", "\"*@*\"", "require-tls = no")).fate, REVIEW_OPER_CHANGES);
	cr_expect_eq(
		review("class \"a\" { }\nallow \"*@*\" { class = a }\nrole \"r\" { privileges = { kill } }\n"
		       "oper \"root\" { role = r password = \"" HASH "\" from = \"*@*\" require-tls = no }")
			.fate,
		REVIEW_OPER_CHANGES);
}

Test(review_oper, what_does_not_fit_any_more_is_lowered_and_told_why)
{
	cr_expect_str_eq(
		review("class \"a\" { }\nallow \"*@*\" { class = a }").why, "its section oper is gone");
	cr_expect_str_eq(review(TEXT("r", "\"*@10.0.0.0/8\"", "require-tls = no")).why,
		"it does not come from where the operator may come");
	cr_expect_str_eq(review(TEXT("r", "\"v@*\"", "require-tls = no")).why,
		"it does not come from where the operator may come");
}
