#include "config.h"

#include "main/version.h"

#include <stdio.h>

#include "main/libraries.h"
#include "main/server.h"

void
version_print(void)
{
	struct server_library lib;

	(void)printf("%s\nlibraries:", server_version());
	for (size_t i = 0; libraries_at(i, &lib); i++)
		(void)printf("%s %s %s", i == 0 ? "" : ",", lib.name, lib.version);
	(void)printf("\nhardening:%s%s\n", HARDEN_CFLAGS, HARDEN_LDFLAGS);
}
