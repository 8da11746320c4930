#include "tests/unit/auth/auth_rig.h"

#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "conf/conf_faults.h"

const struct conf *
rig_conf_of(const char *text)
{
	struct conf_faults *faults = conf_faults_new();
	const struct conf *conf;
	char whole[4096];
	int n;

	n = snprintf(whole, sizeof(whole),
		"server { name = \"irc.test\" }\nlisten \"127.0.0.1:6667\" { }\n%s\n", text);
	cr_assert(n > 0 && (size_t)n < sizeof(whole));
	conf = conf_load_text("/tmp/test.conf", view_z(whole), faults);
	cr_assert_not_null(conf, "%s", conf_faults_text(faults, 0));
	conf_faults_free(faults);
	return conf;
}

struct peer_addr
rig_peer_of(const char *text)
{
	struct peer_addr p = { .port = 40000 };

	if (strcmp(text, "unix") == 0)
		return (struct peer_addr){ .family = AF_UNIX };
	if (inet_pton(AF_INET, text, p.ip) == 1)
		p.family = AF_INET;
	else
		p.family = AF_INET6;
	cr_assert(p.family == AF_INET || inet_pton(AF_INET6, text, p.ip) == 1, "%s", text);
	return p;
}
