/*
 * Who comes in: the `allow` rules as a function of facts about a client.  The way in (entry.c) and --explain (admission_explain.h) ask
 * the same function, so what one says is what the other does.  It waits for nothing and changes nothing.
 */
#ifndef CONCLAVE_AUTH_ADMISSION_H
#define CONCLAVE_AUTH_ADMISSION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "conf/conf.h"
#include "core/util.h"
#include "core/view.h"
#include "net/addr.h"
#include "state/client.h"

enum admission_ident { ADMISSION_IDENT_NOT_ASKED, ADMISSION_IDENT_OK, ADMISSION_IDENT_NONE };

enum admission_pass {
	ADMISSION_PASS_NONE,  /* PASS was not said */
	ADMISSION_PASS_GIVEN, /* answers tell */
	ADMISSION_PASS_RIGHT, /* for every rule: --explain supposes it */
	ADMISSION_PASS_WRONG,
};

/* Whether the PASS of a client is that of a rule, by the rule's place in conf->allow; in neither set: nobody has checked yet. */
struct admission_answers {
	uint8_t right[CONF_ALLOW_MAX / 8], wrong[CONF_ALLOW_MAX / 8];
};
void admission_answer(struct admission_answers *a, size_t rule, bool right);

/* Everything is borrowed for the call. */
struct admission_facts {
	struct view user;	 /* as it was said, without '~' */
	uint8_t family;		 /* AF_INET, AF_INET6, AF_UNIX */
	uint8_t ip[16];		 /* network order; IPv4 in the first four */
	const char *listener;	 /* title; NULL: not known */
	const char *class_name;	 /* of the listener; NULL: it has none */
	const char *fingerprint; /* 64 hexadecimal digits in lower case, or NULL: no certificate */
	const char *account;	 /* NULL: not logged in */
	const struct admission_answers *answers; /* NULL: none yet */
	enum admission_ident ident;
	enum admission_pass pass;
	bool is_tls;
};

enum admission_verdict { ADMISSION_ADMIT, ADMISSION_REFUSE, ADMISSION_ASK_PASSWORD };

/* What is missing. */
enum admission_lack {
	LACK_NOTHING,
	LACK_RULE, /* no rule is about this client */
	LACK_TLS,
	LACK_CERTIFICATE,
	LACK_THIS_CERTIFICATE,
	LACK_IDENT,
	LACK_ACCOUNT,
	LACK_THIS_ACCOUNT,
	LACK_PASSWORD,
	LACK_RIGHT_PASSWORD,
	LACK_N
};

struct admission {
	enum admission_verdict verdict;
	const struct conf_allow *rule; /* that decided, or whose password is to be checked; NULL: LACK_RULE */
	enum admission_lack lack;      /* of REFUSE */
	const char *class_name; /* of ADMIT: the listener's if it has one that exists, else the rule's */
	const char *text;	/* of REFUSE: for the client */
};

/* One line for each rule that was looked at: what became of it. */
typedef void admission_emit_fn(void *to, const char *line);
struct admission_trace {
	admission_emit_fn *emit;
	void *to;
};

/* trace: NULL for none */
void admission_decide(const struct conf *conf, const struct admission_facts *facts,
	const struct admission_trace *trace, struct admission *out);
/* For the client: "TLS is required". */
const char *admission_lack_text(enum admission_lack lack);

/*
 * Who comes from there may fall under a rule that wants the Auth service asked.  Rules behind one that takes everybody from there do not
 * count; what names the others take cannot be known yet.
 */
bool admission_wants_ident(const struct conf *conf, const struct peer_addr *peer) WARN_UNUSED;
/* Does one of n patterns match this local client (oper { from })? */
bool admission_who(const struct conf_who *who, size_t n, const struct client *c) WARN_UNUSED;
/* The user name as it was said, without the tilde that tells that nobody proved it. */
struct view admission_user(const struct client *c);

#endif
