/*
 * The configuration: one file (and what it includes) becomes one immutable, checked struct conf that is
 * swapped whole.
 * Whoever keeps a pointer into it across turns of the loop keeps a reference.  Loop thread only.
 */
#ifndef CONCLAVE_CONF_CONF_H
#define CONCLAVE_CONF_CONF_H

#include <stdbool.h>
#include <stddef.h>

#include "conf/conf_icq.h"
#include "conf/conf_types.h"
#include "core/util.h"
#include "core/view.h"

struct conf_faults;
struct conf_origin;

#define CONF_MOTD_LINE_MAX     400 /* bytes; fits into 372 with the longest server name and nick */
#define CONF_LISTEN_MAX	       32
#define CONF_TLS_MAX	       32
#define CONF_CLASS_MAX	       64
#define CONF_ALLOW_MAX	       256
#define CONF_ROLE_MAX	       64
#define CONF_OPER_MAX	       64
#define CONF_PERSON_MAX	       1000
#define CONF_PROTECTED_MAX     100
#define CONF_GATEWAY_MAX       16
#define CONF_QUIZ_MAX	       64
#define CONF_ANSWER_MAX	       16
#define CONF_ALLOWED_MAX       256 /* entries of allow { fingerprints } and { accounts } */
#define CONF_TRIES_MAX	       8   /* rules with a password behind which another may be tried */
#define CONF_FROM_MAX	       32  /* entries of oper { from }, tls { server-names } and listen { origins } */
#define CONF_DNS_MAX	       4
#define CONF_DCC_RULE_MAX      256
#define CONF_DCC_BLOCK_MAX     32  /* entries of dcc { advertise }, { nat-pools } and { tls-to-plain } */
#define CONF_DCC_NAME_MAX      32  /* entries of dcc-rule { from-class } and its like */
#define CONF_DCC_TYPE_MAX      128 /* entries of dcc { allow-types } and { deny-types } */
#define CONF_DCC_PORT_MAX      64  /* entries of dcc { deny-ports } */
#define CONF_EXEMPT_MAX	       256 /* entries of bans { exempt } */
#define CONF_LINK_MAX	       63
#define CONF_LINK_PASSWORD_MAX 100
#define CONF_LINK_PRINT_MAX    8  /* entries of link { fingerprints } */
#define CONF_HUB_MAX	       64 /* entries of link { hub } */
#define CONF_GUARD_RULE_MAX    60
#define CONF_GUARD_CHANNEL_MAX 100
#define CONF_GUARD_WORDS_MAX   64 /* entries of guard-rule { words } */

struct conf {
	const char *path; /* the file, absolute */
	const char *dir; /* its directory, absolute, symbolic links resolved: what the jail shows read-only */
	struct conf_server server;
	struct conf_admin admin;
	struct conf_jail jail;
	struct conf_reject reject;
	struct conf_ident ident;
	struct conf_accounts accounts;
	struct conf_dns dns;
	struct conf_channels channels;
	struct conf_bans bans;
	struct conf_control control;
	struct conf_audit audit;
	struct conf_dcc dcc;
	struct conf_guard guard;
	struct conf_links links;
	const struct conf_listen *listen; /* in file order; n_listen >= 1 */
	size_t n_listen;
	const struct conf_tls *tls; /* n_tls >= 1 when a listener has tls */
	size_t n_tls;
	const struct conf_class *class; /* n_class >= 1 */
	size_t n_class;
	const struct conf_allow *allow; /* the first that matches decides; n_allow >= 1 */
	size_t n_allow;
	const struct conf_role *role;
	size_t n_role;
	const struct conf_oper *oper;
	size_t n_oper;
	const struct conf_gateway *gateway; /* the first that an address is of counts */
	size_t n_gateway;
	const struct conf_quiz *quiz; /* n_quiz >= 1 when an allow section has quiz */
	size_t n_quiz;
	const struct conf_person *person;
	size_t n_person;
	const struct conf_link *link;
	size_t n_link;
	const struct conf_dcc_rule *dcc_rule; /* the first of which every condition holds decides */
	size_t n_dcc_rule;
	const struct conf_guard_rule *guard_rule;
	size_t n_guard_rule;
	const struct conf_guard_channel *guard_channel;
	size_t n_guard_channel;
	const struct conf_icq *icq; /* n_icq 0 or 1 */
	size_t n_icq;
	const struct conf_uplink *uplink;
	size_t n_uplink;
	const struct conf_contact *contact;
	size_t n_contact;
	enum conf_lockdown lockdown;
	const struct conf_origin *const *origin; /* by kind of section, conf_origin.h */
};

/*
 * conf_load: read, parse and check a file whole.
 *   in   path    may be relative to the working directory; at most 1 MiB, includes together too
 *   out  faults  everything that is wrong is appended; conf_faults.h
 *   ret  a configuration with one reference, or NULL when there is any fault; ends and prints nothing
 *   cost blocks on the file system; not reentrant (libconfuse's scanner is one)
 */
const struct conf *conf_load(const char *path, struct conf_faults *faults) WARN_UNUSED;
/* The same for text that is not in a file: `path` names it in messages and its directory is the base. */
const struct conf *conf_load_text(const char *path, struct view text, struct conf_faults *faults) WARN_UNUSED;

const struct conf *conf_ref(const struct conf *conf);
/* Gives a reference back; the last one frees.  NULL is fine. */
void conf_unref(const struct conf *conf);

/* By name, as written; NULL when there is none. */
const struct conf_class *conf_class_find(const struct conf *conf, struct view name) WARN_UNUSED;
const struct conf_oper *conf_oper_find(const struct conf *conf, struct view name) WARN_UNUSED;

/*
 * conf_copy: the configuration once more, for somebody to change some of it before anybody else sees it: SET, REHASH of a part.
 *   out  *classes  conf->class of the copy, to write to
 *   ret  with one reference; its texts and classes are its own, of the rest it keeps what was read alive, and no other copy
 */
struct conf *conf_copy(const struct conf *conf, struct conf_class **classes) WARN_UNUSED;
/* A copy of `running` whose motd and rules were read again, or NULL with the faults added.  Blocks. */
const struct conf *conf_with_texts(const struct conf *running, struct conf_faults *faults) WARN_UNUSED;
/* What was read from the file, of a copy too; dies with it. */
const struct conf *conf_as_read(const struct conf *conf) WARN_UNUSED;
/* How many there are, for tests of who keeps references. */
size_t conf_live_count(void) WARN_UNUSED;

/* Some rule asks Auth services. */
bool conf_wants_ident(const struct conf *conf) WARN_UNUSED;

/*
 * conf_compare: what a running server can't take over from `fresh` (name, sid, casemapping, jail ...); of conf_diff.h's differences.
 *   out  notes  one entry per such key, with its line in fresh's files, saying that it needs a restart
 *   ret  how many
 */
size_t conf_compare(const struct conf *running, const struct conf *fresh, struct conf_faults *notes);

#endif
