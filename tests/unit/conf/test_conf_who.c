/* Who matches: edges of prefixes, families that must not be mixed up, patterns that are none. */
#include "conf/conf_who.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include <criterion/criterion.h>

/* As net keeps peers: IPv4 in the first four bytes. "unix" is a Unix socket. */
static int
peer(const char *text, uint8_t ip[16])
{
	memset(ip, 0, 16);
	if (strcmp(text, "unix") == 0)
		return AF_UNIX;
	if (inet_pton(AF_INET, text, ip) == 1)
		return AF_INET;
	cr_assert_eq(inet_pton(AF_INET6, text, ip), 1, "%s", text);
	return AF_INET6;
}

static bool
matches(const char *pattern, const char *user, const char *address)
{
	struct conf_who who;
	struct view u;
	char z[64];
	uint8_t ip[16];
	int family = peer(address, ip);

	cr_assert_null(conf_who_parse(view_z(pattern), &who, &u), "%s", pattern);
	(void)view_copy(u, z, sizeof(z));
	who.user = z;
	return conf_who_match(&who, view_z(user), family, ip);
}

Test(conf_who, matches_what_it_says)
{
	static const struct {
		const char *pattern, *user, *address;
		bool want;
	} cases[] = {
		{ "*@*", "a", "192.0.2.1", true },
		{ "*@*", "a", "2001:db8::1", true },
		{ "*@*", "a", "unix", true },
		{ "*@*", "", "192.0.2.1", true },
		{ "*", "a", "192.0.2.1", true },
		{ "192.0.2.1", "a", "192.0.2.1", true },
		{ "*@unix", "a", "unix", true },
		{ "*@unix", "a", "127.0.0.1", false },
		{ "*@0.0.0.0/0", "a", "unix", false },
		{ "*@0.0.0.0/0", "a", "2001:db8::1", false },
		{ "*@0.0.0.0/0", "a", "255.255.255.255", true },
		{ "*@::/0", "a", "2001:db8::1", true },
		{ "*@::/0", "a", "192.0.2.1", false },
		{ "*@192.0.2.1", "a", "192.0.2.1", true },
		{ "*@192.0.2.1", "a", "192.0.2.2", false },
		{ "*@192.0.2.0/25", "a", "192.0.2.127", true },
		{ "*@192.0.2.0/25", "a", "192.0.2.128", false },
		{ "*@192.0.2.77/25", "a", "192.0.2.1", true },
		{ "*@192.0.2.0/31", "a", "192.0.2.1", true },
		{ "*@192.0.2.0/31", "a", "192.0.2.2", false },
		{ "*@192.0.2.0/32", "a", "192.0.2.1", false },
		{ "*@128.0.0.0/1", "a", "127.255.255.255", false },
		{ "*@2001:db8::/33", "a", "2001:db8:7fff::1", true },
		{ "*@2001:db8::/33", "a", "2001:db8:8000::1", false },
		{ "*@2001:db8::1/128", "a", "2001:db8::1", true },
		{ "*@2001:db8::1/128", "a", "2001:db8::2", false },
		{ "*@::ffff:192.0.2.1", "a", "192.0.2.1", true },
		{ "*@::ffff:192.0.2.0/120", "a", "192.0.2.200", true },
		{ "*@192.0.2.0/24", "a", "::ffff:192.0.2.9", true },
		{ "*@::/0", "a", "::ffff:192.0.2.9", false },
		{ "root@*", "root", "192.0.2.1", true },
		{ "root@*", "ROOT", "192.0.2.1", true },
		{ "root@*", "roott", "192.0.2.1", false },
		{ "a?c*@*", "abc", "192.0.2.1", true },
		{ "a?c*@*", "abcdef", "192.0.2.1", true },
		{ "a?c*@*", "ac", "192.0.2.1", false },
		{ "*a*b*@*", "xxaxxbxx", "192.0.2.1", true },
		{ "*a*b*@*", "xxbxxaxx", "192.0.2.1", false },
		{ "~*@*", "~x", "192.0.2.1", true },
		{ "root@192.0.2.1", "root", "192.0.2.2", false },
	};

	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		cr_expect_eq(matches(cases[i].pattern, cases[i].user, cases[i].address), cases[i].want,
			"%s %s %s", cases[i].pattern, cases[i].user, cases[i].address);
}

Test(conf_who, refuses_what_is_no_pattern)
{
	static const char *const bad[] = { "", "@*", "*@", "*@@*", "a b@*", "a!b@*", "a,b@*", "*@example.org",
		"*@192.0.2", "*@192.0.2.1/", "*@192.0.2.1/33", "*@192.0.2.1/-1", "*@192.0.2.1/+1",
		"*@2001:db8::/129", "*@2001:db8::/x", "*@[::1]", "*@192.0.2.1:6667", "*@192.0.2.*", "*@ *",
		"*@Unix", "*@fe80::1%lo", "*@11111111111111111111111111111111111111111111111111111/8" };
	struct conf_who who;
	struct view u;

	for (size_t i = 0; i < ARRAY_LEN(bad); i++)
		cr_expect_not_null(conf_who_parse(view_z(bad[i]), &who, &u), "%s", bad[i]);
}

Test(conf_who, a_star_costs_no_more_than_the_product)
{
	char glob[200], user[2000];
	struct conf_who who = { .family = 0 };
	uint8_t ip[16] = { 0 };

	for (size_t i = 0; i + 2 < sizeof(glob); i += 2)
		memcpy(glob + i, "*a", 2);
	glob[sizeof(glob) - 2] = 'b';
	glob[sizeof(glob) - 1] = '\0';
	memset(user, 'a', sizeof(user));
	who.user = glob;
	cr_expect_not(conf_who_match(&who, view_of(user, sizeof(user)), AF_INET, ip));
}
