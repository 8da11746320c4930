/*
 * Clients that are described in words, and what the rules say of them.  What is taken is what a client could be, and is decided; the
 * decision that is told is the one that is made.
 */
#include "auth/admission_explain.h"

#include <assert.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>

#include "conf/conf_faults.h"
#include "core/hash.h"

#define HASH "$argon2id$v=19$m=8,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char text[] =
	"server { name = \"irc.test\" }\nclass a { }\nclass b { max-per-block = 3 }\n"
	"listen \"127.0.0.1:6667\" { }\nlisten \"[::1]:6668\" { class = b }\n"
	"listen \"*:6697\" { }\nlisten \"unix:/s\" { }\n"
	"allow \"ann@*\" { class = a password = \"" HASH "\" otherwise = next }\n"
	"allow \"*@10.0.0.0/8\" { class = a account = required }\n"
	"allow \"*@2001:db8::/32\" { class = b accounts = { ann, ben } otherwise = next }\n"
	"allow \"b?n@192.0.2.0/24\" { class = b ident = require otherwise = next }\n"
	"allow \"*@unix\" { class = a listener = { \"unix:/s\" } }\n"
	"allow \"*@*\" { class = b listener = { \"*:6697\" } }\n";

static const struct conf *
load(void)
{
	struct conf_faults *faults = conf_faults_new();
	const struct conf *conf;

	hash_init();
	conf = conf_load_text("/fuzz.conf", view_z(text), faults);
	conf_faults_free(faults);
	return conf;
}

struct lines {
	size_t n;
	bool last_admits; /* the last line that decides */
};

static void
hear(void *to, const char *line)
{
	struct lines *l = to;

	assert(line[0] != '\0');
	l->n++;
	if (strncmp(line, "admitted: class ", 16) == 0)
		l->last_admits = true;
	else if (strncmp(line, "refused", 7) == 0)
		l->last_admits = false;
}

static void
check_subject(const struct admission_subject *s)
{
	const struct admission_facts *f = &s->facts;

	/* Without a service that names it, a '~' stands before it. */
	assert(f->user.n >= 1 && f->user.n <= (f->ident == ADMISSION_IDENT_OK ? USER_LEN : USER_LEN - 1));
	assert(f->user.p == s->user);
	assert(f->family == AF_INET || f->family == AF_INET6 || f->family == AF_UNIX);
	assert(f->fingerprint == NULL || (strlen(f->fingerprint) == 64 && f->is_tls));
	assert(f->account == NULL || (f->account == s->account && strlen(f->account) >= 1));
	assert(f->pass != ADMISSION_PASS_GIVEN);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct conf *conf;
	struct admission_subject s;
	struct lines lines = { .n = 0 };
	struct admission a;
	struct err e;
	bool in;

	if (conf == NULL)
		conf = load();
	assert(conf != NULL);
	if (admission_subject_parse(conf, view_of(data, size), &s, &e) == -1) {
		assert(strnlen(e.text, sizeof(e.text)) < sizeof(e.text) && e.text[0] != '\0');
		return 0;
	}
	check_subject(&s);
	admission_decide(conf, &s.facts, NULL, &a);
	assert(a.verdict != ADMISSION_ASK_PASSWORD);
	in = admission_explain(conf, &s.facts, hear, &lines);
	assert(in == (a.verdict == ADMISSION_ADMIT) && in == lines.last_admits && lines.n >= 3);
	return 0;
}
