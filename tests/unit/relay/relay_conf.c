#include "tests/unit/relay/relay_conf.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "conf/conf_faults.h"

/* Tests run beside each other, each in a process of its own: no two get the same ports, nor one that the kernel gives to a client. */
static void
own_ports(char *dst, size_t size)
{
	unsigned first = 12000 + (unsigned)getpid() % 80 * 256;

	(void)snprintf(dst, size, "ports = \"%u-%u\"", first, first + 255);
}

const struct conf *
relay_conf(const char *dcc, const char *more)
{
	struct conf_faults *faults = conf_faults_new();
	const struct conf *conf;
	char text[4096], ports[40] = "";
	int n;

	if (strstr(dcc, "ports =") == NULL)
		own_ports(ports, sizeof(ports));
	n = snprintf(text, sizeof(text),
		"server { name = \"irc.test\" }\nlisten \"127.0.0.1:6667\" { }\n"
		"class \"users\" { }\nallow \"*@*\" { class = \"users\" }\ndcc { %s %s %s }\n%s\n",
		strstr(dcc, "mode =") != NULL ? "" : "mode = \"full\"", ports, dcc, more);
	cr_assert(n > 0 && (size_t)n < sizeof(text));
	conf = conf_load_text("/conclave.conf", view_of(text, (size_t)n), faults);
	cr_assert_not_null(conf, "%s", conf_faults_count(faults) != 0 ? conf_faults_text(faults, 0) : "");
	conf_faults_free(faults);
	return conf;
}
