#include "main/libraries.h"

#include <ares.h>
#include <openssl/crypto.h>
#include <seccomp.h>
#include <sodium.h>
#include <stdio.h>

#include "core/hash.h"
#include "core/mem.h"
#include "core/rng.h"
#include "net/tls.h"
#include "proto/pattern.h"
#include "store/store.h"

int
libraries_init(struct err *e)
{
	mem_init();
	if (rng_init(e) == -1 || tls_init(e) == -1)
		return -1;
	hash_init();
	return 0;
}

static const char *
openssl_version(void)
{
	return OpenSSL_version(OPENSSL_VERSION_STRING);
}

static const char *
cares_version(void)
{
	return ares_version(NULL);
}

/* Loop's thread only: there is one text. */
static const char *
filter_version(void)
{
	static char text[32];
	const struct scmp_version *v = seccomp_version();

	if (v == NULL)
		return "unknown";
	(void)snprintf(text, sizeof(text), "%u.%u.%u", v->major, v->minor, v->micro);
	return text;
}

static const struct {
	const char *name;
	const char *(*version)(void);
	const char *use;
} libraries[] = {
	{ "OpenSSL", openssl_version, "TLS" },
	{ "libsodium", sodium_version_string, "passwords, keyed hashes, random numbers" },
	{ "libseccomp", filter_version, "the filter of system calls" },
	{ "SQLite", store_library_version, "accounts and registered channels" },
	{ "PCRE2", pattern_library_version, "patterns of the guard" },
	{ "c-ares", cares_version, "names of addresses" },
};

bool
libraries_at(size_t i, struct server_library *out)
{
	if (i >= ARRAY_LEN(libraries))
		return false;
	*out = (struct server_library){ libraries[i].name, libraries[i].version(), libraries[i].use };
	return true;
}
