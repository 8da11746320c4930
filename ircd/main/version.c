#include "config.h"

#include "main/version.h"

#include <ares.h>
#include <openssl/crypto.h>
#include <seccomp.h>
#include <sodium.h>
#include <stdio.h>

#include "main/server.h"
#include "store/store.h"

void
version_print(void)
{
	const struct scmp_version *sv = seccomp_version();

	(void)printf("%s\n", server_version());
	(void)printf(
		"libraries: %s, libsodium %s", OpenSSL_version(OPENSSL_VERSION), sodium_version_string());
	if (sv != NULL)
		(void)printf(", libseccomp %u.%u.%u", sv->major, sv->minor, sv->micro);
	(void)printf(", SQLite %s, c-ares %s", store_library_version(), ares_version(NULL));
	(void)printf("\nhardening:%s%s\n", HARDEN_CFLAGS, HARDEN_LDFLAGS);
}
