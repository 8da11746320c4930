/* The longest of all lines fit. */
#include "relay/relay_line.h"

#include <criterion/criterion.h>
#include <string.h>

#include "tests/unit/relay/relay_pair.h"

Test(relay_line, the_longest_fits)
{
	char nick[31], host[HOST_LEN + 1], name[DCC_NAME_MAX + 1];
	struct pair p;
	const char *line;

	memset(nick, 'n', sizeof(nick) - 1);
	memset(host, 'h', sizeof(host) - 1);
	memset(name, 'a', sizeof(name) - 1);
	nick[30] = host[HOST_LEN] = name[DCC_NAME_MAX] = '\0';
	memcpy(name + DCC_NAME_MAX - 6, "\xc3\xa4.txt", 6);
	name[1] = ' ';
	pair_meet(&p, "max-size = 0", SIX, SIX);
	cr_assert_eq(client_set_nick(p.a->c, view_z(nick), RIG_WALL), NICK_OK);
	nick[0] = 'm';
	cr_assert_eq(client_set_nick(p.b->c, view_z(nick), RIG_WALL), NICK_OK);
	client_set_user_name(p.a->c, VIEW("~uuuuuuuuu"));
	client_set_user_name(p.b->c, VIEW("~uuuuuuuuu"));
	client_set_host(p.a->c, view_z(host));
	client_set_host(p.b->c, view_z(host));
	rig_say(p.a, p.b, "DCC SEND \"%s\" 16843009 0 9223372036854775807 2147483647", name);
	p.port = rig_port(rig_got(p.b));
	rig_say(p.b, p.a, "DCC RESUME x %u 9223372036854775806", (unsigned)p.port);
	line = strstr(rig_got(p.a), "RESUME");
	cr_assert_not_null(line);
	expect_has(line, name);
	expect_has(line, " 0 9223372036854775806 2147483647\001\r\n");
	rig_say(p.a, p.b, "DCC ACCEPT \"%s\" 0 9223372036854775806 2147483647", name);
	expect_has(rig_got(p.b), " 9223372036854775806\001\r\n");
	pair_come(&p);
	line = strstr(rig_got(p.a), "SEND");
	cr_assert_not_null(line);
	expect_has(line, name);
	expect_has(line, " 9223372036854775807 2147483647\001\r\n");
	cr_expect_leq(strlen(p.a->heard), MSG_BODY_MAX);
	pair_part(&p);
}
