/*
 * The registry in the jail, without clients: for a test that kills it.  A line of standard input is a change, "TAG VERB NAME [ARGUMENT]"; once
 * it is confirmed "TAG <verdict>" comes back.  "dump" tells all accounts, "check TAG NAME PASSWORD" whether a password opens one.
 * README.md has the usage.
 */
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "conf/conf_faults.h"
#include "core/buf.h"
#include "core/log.h"
#include "core/loop.h"
#include "core/mem.h"
#include "jail/jail.h"
#include "main/libraries.h"
#include "main/server.h"
#include "main/settings.h"
#include "main/threads.h"
#include "proto/password_hash.h"
#include "registry/registry_account.h"

enum { IN_MAX = 65536, WORDS = 4 };

struct tool {
	const struct conf *conf;
	struct loop *loop;
	struct threads threads;
	struct server *server;
	struct jail *jail;
	struct watch in;
	struct buf buf;
};

static void
die(const char *what, const char *why)
{
	(void)fprintf(stderr, "registry_tool: %s: %s\n", what, why);
	exit(1);
}

/* As little as libsodium takes: what is tested is what becomes of the hash.  Stands in for the one in proto/. */
int
password_hash(struct view password, char dst[PASSWORD_HASH_MAX])
{
	return crypto_pwhash_str(
		dst, password.p, password.n, crypto_pwhash_OPSLIMIT_MIN, crypto_pwhash_MEMLIMIT_MIN);
}

static void
on_done(enum registry_verdict v, void *arg)
{
	char *tag = arg;

	(void)printf("%s %d\n", tag, (int)v);
	(void)fflush(stdout);
	mem_free(tag);
}

static void
fingerprint_of(struct view word, uint8_t dst[ACCOUNT_CERT_BYTES])
{
	(void)crypto_generichash(dst, ACCOUNT_CERT_BYTES, (const unsigned char *)word.p, word.n, NULL, 0);
}

static bool
opens(const struct account *a, struct view password)
{
	struct scram_key key;

	if (a == NULL || a->password == NULL || a->scram.iterations == 0)
		return false;
	key = a->scram;
	scram_key_derive(&key, password);
	return crypto_pwhash_str_verify(a->password, password.p, password.n) == 0 &&
		sodium_memcmp(&key, &a->scram, sizeof(key)) == 0;
}

/* "account NAME FLAGS EMAIL SUSPENDED FINGERPRINT,FINGERPRINT,", "-" for none; "end". */
static void
dump(struct tool *t)
{
	char hex[2 * ACCOUNT_CERT_BYTES + 1];

	LIST_FOR_EACH (it, &t->server->world->accounts.all) {
		struct account *a = account_of_link(it);

		(void)printf("account %s %u %s %s ", a->name, a->flags, a->email != NULL ? a->email : "-",
			a->suspended != NULL ? a->suspended : "-");
		LIST_FOR_EACH (c, &a->certs)
			(void)printf("%s,",
				sodium_bin2hex(hex, sizeof(hex), account_cert_of_link(c)->fingerprint,
					ACCOUNT_CERT_BYTES));
		(void)printf("\n");
	}
	(void)printf("end\n");
}

static void
change(struct tool *t, const struct view word[WORDS])
{
	const struct registry_call call = { on_done, view_dup(word[0]) };
	const struct registry_set set = { .has_email = true, .email = word[3] };
	struct registry *r = t->server->registry;
	uint8_t fingerprint[ACCOUNT_CERT_BYTES];

	fingerprint_of(word[3], fingerprint);
	if (view_eq(word[1], VIEW("add")))
		registry_account_add(
			r, &(struct registry_new_account){ .name = word[2], .password = word[3] }, call);
	else if (view_eq(word[1], VIEW("password")))
		registry_account_password(r, word[2], word[3], call);
	else if (view_eq(word[1], VIEW("cert-add")))
		registry_account_cert_add(r, word[2], fingerprint, call);
	else if (view_eq(word[1], VIEW("cert-del")))
		registry_account_cert_del(r, word[2], fingerprint, call);
	else if (view_eq(word[1], VIEW("suspend")))
		registry_account_suspend(r, word[2], word[3], call);
	else if (view_eq(word[1], VIEW("email")))
		registry_account_set(r, word[2], &set, call);
	else if (view_eq(word[1], VIEW("drop")))
		registry_account_drop(r, word[2], call);
	else
		die("input", "no such verb");
}

static void
on_line(struct tool *t, struct view line)
{
	struct view word[WORDS] = { { 0 } };

	for (size_t i = 0; i < WORDS; i++)
		(void)!view_cut(&line, ' ', &word[i]);
	if (view_eq(word[0], VIEW("dump")))
		dump(t);
	else if (view_eq(word[0], VIEW("check")))
		(void)printf("%.*s %d\n", VIEW_ARG(word[1]),
			opens(account_find(&t->server->world->accounts, word[2]), word[3]));
	else if (view_eq(word[0], VIEW("quit")))
		loop_stop(t->loop);
	else
		change(t, word);
	(void)fflush(stdout);
}

static void
on_stdin(struct loop *loop, unsigned ready, void *arg)
{
	struct tool *t = arg;
	char *p = buf_reserve(&t->buf, 4096);
	ssize_t n = p != NULL ? read(STDIN_FILENO, p, 4096) : -1;
	struct view all;
	size_t at;

	(void)ready;
	if (n <= 0) {
		loop_stop(loop);
		return;
	}
	buf_commit(&t->buf, (size_t)n);
	for (all = buf_view(&t->buf); (at = view_find(all, '\n')) < all.n; all = buf_view(&t->buf)) {
		on_line(t, view_left(all, at));
		buf_take(&t->buf, at + 1);
	}
}

/* As main/boot.c does. */
static int
start(struct tool *t, const char *file, struct err *e)
{
	const struct control control = { .arg = NULL };
	struct conf_faults *faults = conf_faults_new();
	struct server_env env;
	struct settings_jail jail;

	t->conf = settings_load(file, faults);
	if (t->conf == NULL)
		die("configuration", conf_faults_text(faults, 0));
	conf_faults_free(faults);
	settings_jail(t->conf, &jail);
	t->jail = libraries_init(e) == 0 ? jail_new(&jail.plan, e) : NULL;
	t->loop = t->jail != NULL ? loop_new(LOOP_BACKEND_BEST, clock_system(), e) : NULL;
	if (t->loop == NULL || jail_enter_room(t->jail, e) == -1 || jail_drop(t->jail, e) == -1 ||
		jail_landlock(t->jail, e) == -1 || threads_start(&t->threads, t->conf, t->loop, e) == -1 ||
		jail_seal(t->jail, e) == -1)
		return -1;
	env = (struct server_env){
		.loop = t->loop, .workers = t->threads.workers, .store = t->threads.store
	};
	t->server = server_new(&env, t->conf, &control);
	if (server_load(t->server, e) == -1)
		return -1;
	return loop_add(t->loop, &t->in, STDIN_FILENO, LOOP_FEW, LOOP_READ, e);
}

int
main(int argc, char **argv)
{
	struct tool t = { .in = { .fd = -1, .fn = on_stdin } };
	struct err e = { 0 };

	t.in.arg = &t;
	log_init(LOG_LEVEL_ERROR, false);
	buf_init(&t.buf, IN_MAX);
	if (argc != 2)
		die("usage", "registry_tool CONFIGURATION");
	if (jail_early(&e) == -1 || start(&t, argv[1], &e) == -1)
		die("start", e.text);
	(void)printf("ready\n");
	(void)fflush(stdout);
	if (loop_run(t.loop, &e) == -1)
		die("loop", e.text);
	loop_del(t.loop, &t.in);
	server_stop_changes(t.server);
	threads_free(&t.threads);
	server_free(t.server);
	loop_free(t.loop);
	jail_free(t.jail);
	conf_unref(t.conf);
	buf_release(&t.buf);
	return 0;
}
