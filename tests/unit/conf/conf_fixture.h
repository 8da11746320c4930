/* A directory of its own for each test, with files in it, and what loading one of them says. */
#ifndef CONCLAVE_TESTS_CONF_FIXTURE_H
#define CONCLAVE_TESTS_CONF_FIXTURE_H

#include "conf/conf.h"
#include "conf/conf_faults.h"

struct conf_fixture {
	char dir[512]; /* real path */
	struct conf_faults *faults;
	const struct conf *conf; /* of the last load; NULL when it had faults */
	char said[16384];	 /* all faults, one a line, without the directory's name */
};

/* What a configuration needs at least; each is one line. */
#define FIXTURE_SERVER "server { name = \"irc.example\" }\n"
#define FIXTURE_CLASS  "class \"users\" {}\n"
#define FIXTURE_ALLOW  "allow \"*@*\" { class = users }\n"
#define FIXTURE_LISTEN "listen \"127.0.0.1:6667\" {}\n"
#define FIXTURE_REST   FIXTURE_CLASS FIXTURE_ALLOW FIXTURE_LISTEN
#define FIXTURE_ALL    FIXTURE_SERVER FIXTURE_REST
#define FIXTURE_HASH \
	"$argon2id$v=19$m=65536,t=2,p=1$c2FsdHNhbHRzYWx0c2FsdA$aGFzaGhhc2hoYXNoaGFzaGhhc2hoYXNoaGFzaGhhc2g"
#define FIXTURE_PRINT "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"

struct conf_fixture *conf_fixture_new(void);
void conf_fixture_free(struct conf_fixture *f);
/* Writes dir/name; a name with a '/' makes its folder. */
void conf_fixture_file(struct conf_fixture *f, const char *name, const char *text);
/* As files that pass for a certificate and its key: tls.crt, tls.key. */
void conf_fixture_tls(struct conf_fixture *f);
/* Writes text to t.conf and loads that; returns f->said, "" when there was nothing to say. */
const char *conf_fixture_load(struct conf_fixture *f, const char *text);
/* Loads a file that is there already. */
const char *conf_fixture_load_file(struct conf_fixture *f, const char *path);

#endif
