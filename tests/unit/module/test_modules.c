/* What modules need of the jail, and what a REHASH can't give them. */
#include "module/modules.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "main/settings.h"
#include "module_rig.h"

static const struct conf *
conf_of(const char *more)
{
	struct conf_faults *faults = conf_faults_new();
	const struct conf *conf;
	char text[2048];

	(void)snprintf(text, sizeof(text),
		"server { name = irc.example sid = 1AA channel-ranks = ov }\nclass users {}\n"
		"listen 127.0.0.1:6667 {}\nallow \"*@*\" { class = users }\n%s\n",
		more);
	conf = conf_load_text("/t.conf", view_z(text), faults);
	cr_assert_not_null(conf, "%s", conf_faults_count(faults) != 0 ? conf_faults_text(faults, 0) : "");
	conf_faults_free(faults);
	return conf;
}

Test(modules, needs_come_into_the_jails_plan)
{
	const struct conf *conf = conf_of("link a.b { address = 127.0.0.1:7001 plaintext = yes "
					  "send-password = a accept-password = b }");
	static struct settings_jail before, jail;

	settings_jail(conf, &before);
	cr_expect_not(before.plan.need_udp);
	cr_expect_not(before.plan.need_batches);
	rig_needs = (struct module_needs){ .udp = true,
		.batches = true,
		.max_fds = 100,
		.connect_port = { 5190, 7001, 5190, 1080 },
		.n_connect_ports = 4 };
	settings_jail(conf, &jail);
	cr_expect(jail.plan.need_udp && jail.plan.need_batches);
	cr_expect_not(jail.plan.need_bind || jail.plan.need_source);
	cr_expect_eq(jail.plan.max_fds, before.plan.max_fds + 100);
	cr_assert_eq(jail.plan.n_connect_ports, 3, "each once, that of the link too");
	cr_expect_eq(jail.plan.connect_ports[0].first, 7001);
	cr_expect_eq(jail.plan.connect_ports[1].first, 5190);
	cr_expect_eq(jail.plan.connect_ports[1].last, 5190);
	cr_expect_eq(jail.plan.connect_ports[2].first, 1080);
	conf_unref(conf);
}

Test(modules, as_many_ports_as_there_is_room_for_and_no_more)
{
	const struct conf *conf = conf_of("");
	struct module_needs needs;

	for (uint16_t i = 0; i < MODULE_PORTS_MAX; i++)
		rig_needs.connect_port[i] = (uint16_t)(2000 + i);
	rig_needs.n_connect_ports = MODULE_PORTS_MAX;
	modules_needs(conf, &needs);
	cr_expect_eq(needs.n_connect_ports, MODULE_PORTS_MAX);
	cr_expect_eq(needs.connect_port[MODULE_PORTS_MAX - 1], 2000 + MODULE_PORTS_MAX - 1);
	conf_unref(conf);
}
