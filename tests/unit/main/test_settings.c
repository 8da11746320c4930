/* What conf/ says in its own words about tables that it may not see. */
#include "main/settings.h"

#include <criterion/criterion.h>

#include "conf/conf_schema.h"
#include "state/mode.h"

Test(settings, default_channel_modes_of_the_configuration_are_those_of_the_table)
{
	const struct conf_bind *bind =
		conf_bind_find(conf_section_find(VIEW("server")), VIEW("default-channel-modes"));
	char letters[64];

	(void)channel_modes_first(letters, sizeof(letters));
	cr_expect_str_eq(bind->form, letters);
}
