#include "proto/audit_event.h"

#include <criterion/criterion.h>
#include <string.h>

Test(audit_event, every_event_has_a_name_of_its_own_says_what_it_is_and_is_found)
{
	for (int i = 0; i < ACT_N; i++) {
		enum audit_event e = (enum audit_event)i;

		cr_expect_gt(audit_event_name(e).n, 0);
		cr_expect_gt(strlen(audit_event_help(e)), 0);
		cr_expect_eq(audit_event_find(audit_event_name(e)), e);
	}
	cr_expect_eq(audit_event_find(VIEW("file")), ACT_N, "what the log writes itself is no event");
	cr_expect_eq(audit_event_find(VIEW("")), ACT_N);
}
