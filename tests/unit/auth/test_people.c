#include "auth/people.h"

#include <criterion/criterion.h>

#include "tests/unit/auth/auth_rig.h"

Test(people, numbers_are_known_and_names_when_they_were_looked_up)
{
	struct people *p = people_new();
	uint32_t uid;

	people_add(p, "alice", 1000);
	cr_expect(people_uid(p, "alice", &uid) && uid == 1000);
	cr_expect(people_uid(p, "1001", &uid) && uid == 1001);
	cr_expect_not(people_uid(p, "bob", &uid));
	cr_expect(people_uid(NULL, "7", &uid) && uid == 7);
	cr_expect_not(people_uid(NULL, "alice", &uid));
	people_free(p);
}

Test(people, first_section_decides_and_nobody_is_nobody)
{
	const struct conf *conf = rig_conf_of("class \"c\" {} allow \"*@*\" { class = c }\n"
					      "person \"alice\" { account = one }\n"
					      "person \"1000\" { account = two }\n"
					      "person \"65534\" { account = three }\n");
	struct people *p = people_new();

	people_add(p, "alice", 1000);
	cr_expect_str_eq(people_account(p, conf, 1000), "one");
	cr_expect_str_eq(people_account(NULL, conf, 1000), "two");
	cr_expect_null(people_account(p, conf, 1001));
	cr_expect_null(people_account(p, conf, PEOPLE_NOBODY));
	people_free(p);
	conf_unref(conf);
}
