#include "proto/ip_block.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <string.h>
#include <sys/socket.h>

struct block_case {
	char typed[64], want[64]; /* want "": refused */
};

ParameterizedTestParameters(ip_block, one_spelling)
{
	static struct block_case cases[] = {
		{ "192.0.2.1", "192.0.2.1" },
		{ "192.0.2.1/32", "192.0.2.1" },
		{ "192.0.2.77/24", "192.0.2.0/24" },
		{ "192.0.2.77/25", "192.0.2.0/25" },
		{ "192.0.2.177/25", "192.0.2.128/25" },
		{ "0.0.0.0/0", "0.0.0.0/0" },
		{ "2001:DB8:0::1", "2001:db8::1" },
		{ "2001:db8:ffff::1/33", "2001:db8:8000::/33" },
		{ "::1", "0::1" },
		{ "0::1", "0::1" },
		{ "::/0", "0::/0" },
		{ "::ffff:192.0.2.1", "192.0.2.1" },
		{ "::ffff:192.0.2.1/120", "192.0.2.0/24" },
		{ "192.0.2.1/33", "" },
		{ "::1/129", "" },
		{ "192.0.2.1/", "" },
		{ "192.0.2.1/-1", "" },
		{ "192.0.2", "" },
		{ "host.example", "" },
		{ "", "" },
		{ "/8", "" },
	};

	return cr_make_param_array(struct block_case, cases, ARRAY_LEN(cases));
}
ParameterizedTest(struct block_case *c, ip_block, one_spelling)
{
	struct ip_block b, again;
	char text[IP_BLOCK_TEXT] = "";

	if (ip_block_parse(view_z(c->typed), &b) == 0)
		(void)ip_block_text(&b, text);
	cr_expect_str_eq(text, c->want, "%s is %s", c->typed, text);
	if (text[0] != '\0') {
		cr_assert_eq(ip_block_parse(view_z(text), &again), 0);
		cr_expect_arr_eq(&again, &b, sizeof(b));
	}
}

Test(ip_block, byte_behind_a_nul_does_not_make_another_address)
{
	struct ip_block b;

	cr_expect_eq(ip_block_parse(view_of("10.0.0.1\0.5", 11), &b), -1);
}

Test(ip_block, of_cuts_behind_the_bits)
{
	const uint8_t ip[16] = { 0xff, 0xff, 0xff, 0xff };
	struct ip_block b = ip_block_of(AF_INET, ip, 0);

	cr_expect_eq(b.ip[0], 0);
	b = ip_block_of(AF_INET, ip, 9);
	cr_expect(b.ip[0] == 0xff && b.ip[1] == 0x80 && b.ip[2] == 0 && b.ip[4] == 0);
	b = ip_block_of(AF_INET, ip, 32);
	cr_expect(b.ip[3] == 0xff && b.ip[4] == 0);
}
