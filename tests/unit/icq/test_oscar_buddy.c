#include "icq/oscar_buddy.h"

#include <criterion/criterion.h>

#include "icq_hex.h"

Test(oscar_buddy, several_come_and_go_in_one)
{
	static const struct oscar_user one = { .uin = 900001, .classes = 0x50, .has = OSCAR_HAS_STATUS };
	uint8_t bytes[256];
	struct icq_out out = icq_out(bytes, sizeof(bytes));
	struct icq_in in;
	struct oscar_user u;

	oscar_user_put(&out, &one);
	oscar_user_put_gone(&out, 900002);
	in = icq_in(icq_out_view(&out));
	cr_expect(oscar_buddy_next(&in, &u) && u.uin == 900001 && u.classes == 0x50);
	cr_expect(oscar_buddy_next(&in, &u) && u.uin == 900002 && u.classes == 0);
	cr_expect(!oscar_buddy_next(&in, &u) && !in.bad);
	in = icq_in(view_left(icq_out_view(&out), out.n - 1));
	cr_expect(oscar_buddy_next(&in, &u));
	cr_expect(!oscar_buddy_next(&in, &u) && in.bad);
}

Test(oscar_buddy, rights)
{
	uint8_t bytes[64];
	struct icq_out out = icq_out(bytes, sizeof(bytes));

	oscar_buddy_rights_put(&out, 600);
	cr_expect(icq_hex_is(icq_out_view(&out), "0001 0002 0258 0002 0002 0258 0003 0002 0200"));
	out = icq_out(bytes, sizeof(bytes));
	oscar_privacy_rights_put(&out, 100);
	cr_expect(icq_hex_is(icq_out_view(&out), "0001 0002 0064 0002 0002 0064"));
}
