#include "tests/unit/relay/relay_conf.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "conf/conf_faults.h"

const struct conf *
relay_conf(const char *dcc, const char *more)
{
	struct conf_faults *faults = conf_faults_new();
	const struct conf *conf;
	char text[4096];
	int n = snprintf(text, sizeof(text),
		"server { name = \"irc.test\" }\nlisten \"127.0.0.1:6667\" { }\n"
		"class \"users\" { }\nallow \"*@*\" { class = \"users\" }\ndcc { %s %s }\n%s\n",
		strstr(dcc, "mode =") != NULL ? "" : "mode = \"full\"", dcc, more);

	cr_assert(n > 0 && (size_t)n < sizeof(text));
	conf = conf_load_text("/conclave.conf", view_of(text, (size_t)n), faults);
	cr_assert_not_null(conf, "%s", conf_faults_count(faults) != 0 ? conf_faults_text(faults, 0) : "");
	conf_faults_free(faults);
	return conf;
}
