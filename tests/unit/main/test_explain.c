/*
 * What --explain says of a client is what then becomes of it.  Random rules, random clients, from a fixed seed: each client is
 * described in words to the one, and comes over a connection in memory to the other.
 */
#include <criterion/criterion.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "auth/admission_explain.h"
#include "auth/ident.h"
#include "conf/conf_faults.h"
#include "core/buf.h"
#include "core/loop.h"
#include "core/mem.h"
#include "core/worker.h"
#include "main/libraries.h"
#include "main/server.h"
#include "net/conn_mem.h"

#define PEM "-----BEGIN CERTIFICATE-----\n-----BEGIN PRIVATE KEY-----\n"
#define AB  "abababababababababababababababababababababababababababababababab"
#define CD  "cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd"

enum { CONFIGURATIONS = 3000, CLIENTS = 4, TURNS_MAX = 1000, TEXT_MAX = 8192 };

struct from {
	const char *text;
	struct peer_addr peer;
};

static const struct from froms[] = {
	{ "10.0.0.1", { .family = AF_INET, .ip = { 10, 0, 0, 1 } } },
	{ "10.1.2.3", { .family = AF_INET, .ip = { 10, 1, 2, 3 } } },
	{ "192.0.2.7", { .family = AF_INET, .ip = { 192, 0, 2, 7 } } },
	{ "192.0.2.8", { .family = AF_INET, .ip = { 192, 0, 2, 8 } } },
	{ "::ffff:10.0.0.9", { .family = AF_INET, .ip = { 10, 0, 0, 9 } } },
	{ "2001:db8::5", { .family = AF_INET6, .ip = { 0x20, 1, 0xd, 0xb8, [15] = 5 } } },
	{ "2001:db9::", { .family = AF_INET6, .ip = { 0x20, 1, 0xd, 0xb9 } } },
	{ "unix", { .family = AF_UNIX } },
};
static const char *const addresses[] = { "*", "*", "unix", "10.0.0.0/8", "10.1.0.0/16", "192.0.2.7",
	"192.0.2.0/24", "2001:db8::/32", "::ffff:10.0.0.0/120" };
static const char *const user_globs[] = { "*", "*", "ann", "b*", "?en", "*ern" };
static const char *const users[] = { "ann", "ben", "BOB", "zoe", "~zoe", "longusernameindeed" };
static const char *const classes[] = { "a", "b", "c" };
static const char *const accounts[] = { "ann", "ben" };

struct listener_row {
	const char *title, *class_name;
	uint16_t port;
	bool is_tls;
};
static const struct listener_row listeners[] = {
	{ "127.0.0.1:6667", NULL, 6667, false },
	{ "[::1]:6667", "b", 6667, false },
	{ "*:6697", NULL, 6697, true },
	{ "*:6698", "c", 6698, true },
	{ "unix:/front", NULL, 0, false },
};

/* What the Auth service of whoever connects does. */
enum { AUTH_NAMES, AUTH_HIDES, AUTH_UNREACHABLE, AUTH_N };

/* One is asked at a time. */
struct auth_service {
	struct loop *loop;
	struct timer timer;
	struct dial_plan plan;
	size_t manner; /* AUTH_... */
	const char *user;
	unsigned n_dialled;
};

struct world_of {
	char dir[64], pem[80], path[96], hash[crypto_pwhash_STRBYTES];
	struct loop *loop;
	struct worker_pool *workers;
	struct server *s;
	const struct conf *conf;
	struct buf text;
	struct auth_service auth;
	uint64_t seed;
	unsigned n_admitted, n_lack[LACK_N];
};

/* xorshift64*, so that a failure comes again. */
static size_t
pick(struct world_of *w, size_t n)
{
	w->seed ^= w->seed >> 12;
	w->seed ^= w->seed << 25;
	w->seed ^= w->seed >> 27;
	return (size_t)((w->seed * UINT64_C(2685821657736338717)) >> 33) % n;
}
#define PICK(w, table) ((table)[pick((w), ARRAY_LEN(table))])

static bool
chance(struct world_of *w, size_t percent)
{
	return pick(w, 100) < percent;
}

static uint64_t
standing_still(void *arg)
{
	(void)arg;
	return 1000000;
}

static void
put_rule(struct world_of *w)
{
	struct buf *b = &w->text;
	int r = buf_putf(
		b, "allow \"%s@%s\" { class = %s", PICK(w, user_globs), PICK(w, addresses), PICK(w, classes));

	if (chance(w, 20))
		r |= buf_put(b, VIEW(" tls = required"));
	if (chance(w, 10))
		r |= buf_put(b, VIEW(" certificate = required"));
	if (chance(w, 15))
		r |= buf_putf(b, " fingerprints = { %s }", chance(w, 50) ? AB : AB ", " CD);
	if (chance(w, 20))
		r |= buf_putf(b, " ident = %s", chance(w, 70) ? "require" : "try");
	if (chance(w, 15))
		r |= buf_put(b, VIEW(" account = required"));
	if (chance(w, 15))
		r |= buf_putf(b, " accounts = { %s }", PICK(w, accounts));
	if (chance(w, 20))
		r |= buf_putf(b, " listener = { \"%s\", \"%s\" }", PICK(w, listeners).title,
			PICK(w, listeners).title);
	if (chance(w, 25))
		r |= buf_putf(b, " password = \"%s\"", w->hash);
	if (chance(w, 60))
		r |= buf_put(b, VIEW(" otherwise = next"));
	r |= buf_put(b, VIEW(" }\n"));
	cr_assert_eq(r, 0);
}

static void
put_conf(struct world_of *w)
{
	size_t n = 1 + pick(w, 6);

	buf_release(&w->text);
	buf_init(&w->text, TEXT_MAX);
	cr_assert_eq(
		buf_put(&w->text,
			VIEW("server { name = \"irc.test\" log-level = error }\nclass a { }\nclass b { }\n"
			     "class c { }\ntls { certificate = pem key = pem }\n")),
		0);
	for (size_t i = 0; i < ARRAY_LEN(listeners); i++) {
		const struct listener_row *l = &listeners[i];

		cr_assert_eq(buf_putf(&w->text, "listen \"%s\" { tls = %s %s%s }\n", l->title,
				     l->is_tls ? "yes" : "no", l->class_name != NULL ? "class = " : "",
				     l->class_name != NULL ? l->class_name : ""),
			0);
	}
	for (size_t i = 0; i < n; i++)
		put_rule(w);
}

/* What is asked is answered at once: a socket pair stands for the connection, and takes an answer before it is read. */
static void
on_dialled(struct timer *t, uint64_t now_ms)
{
	struct auth_service *a = CONTAINER_OF(t, struct auth_service, timer);
	char text[128];
	int pair[2];
	ssize_t n;

	(void)now_ms;
	if (a->manner == AUTH_UNREACHABLE) {
		a->plan.done(a->plan.arg, DIAL_UNREACHABLE, -1, "no way");
		return;
	}
	cr_assert_eq(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, pair), 0);
	a->plan.done(a->plan.arg, DIAL_CONNECTED, pair[0], NULL);
	n = recv(pair[1], text, 32, 0);
	cr_assert_gt(n, 2);
	(void)snprintf(text + n - 2, sizeof(text) - (size_t)n,
		a->manner == AUTH_NAMES ? " : USERID : UNIX : %s\r\n" : " : ERROR : HIDDEN-USER\r\n",
		a->user);
	cr_assert_eq(send(pair[1], text, strlen(text), MSG_NOSIGNAL), (ssize_t)strlen(text));
	(void)close(pair[1]);
}

static struct dial *
dial_service(void *arg, const struct dial_plan *plan, struct err *e)
{
	struct auth_service *a = arg;

	(void)e;
	a->plan = *plan;
	a->n_dialled++;
	loop_timer(a->loop, &a->timer, loop_mono_ms(a->loop), on_dialled);
	return (struct dial *)(void *)a;
}

static void
cancel_dial(void *arg, struct dial *d)
{
	struct auth_service *a = arg;

	if (d != NULL)
		loop_timer_cancel(a->loop, &a->timer);
}

/* Random ones until one is right: a rule behind which nobody comes to the next of its title is a fault. */
static void
new_conf(struct world_of *w)
{
	static const struct control control = { .arg = NULL };

	server_free(w->s);
	conf_unref(w->conf);
	w->conf = NULL;
	for (int i = 0; i < 100 && w->conf == NULL; i++) {
		struct conf_faults *faults = conf_faults_new();

		put_conf(w);
		w->conf = conf_load_text(w->path, buf_view(&w->text), faults);
		cr_assert(w->conf != NULL || strstr(conf_faults_text(faults, 0), "is there twice") != NULL,
			"%s", conf_faults_text(faults, 0));
		conf_faults_free(faults);
	}
	cr_assert_not_null(w->conf);
	w->s = server_new(&(struct server_env){ .loop = w->loop, .workers = w->workers }, w->conf, &control);
	ident_set_dialer(
		gate_ident(w->s->gate), &(struct ident_dialer){ dial_service, cancel_dial, &w->auth });
}

/* A client, and how it is described. */
struct who {
	const struct from *from;
	const char *user, *account, *fingerprint, *pass;
	const struct listener_row *listener; /* NULL: one that no rule knows */
	bool is_tls, by_port;
};

/* Without the tilde. */
static const char *
bare(const char *user)
{
	return user[0] == '~' ? user + 1 : user;
}

static struct who
new_who(struct world_of *w)
{
	static const char *const passes[] = { NULL, "right", "wrong" };
	static const char *const prints[] = { NULL, NULL, AB, CD };
	struct who who = { .from = &PICK(w, froms),
		.user = PICK(w, users),
		.account = chance(w, 50) ? PICK(w, accounts) : NULL,
		.pass = PICK(w, passes),
		.listener = chance(w, 80) ? &PICK(w, listeners) : NULL };

	who.is_tls = who.listener != NULL ? who.listener->is_tls : chance(w, 50);
	if (who.is_tls)
		who.fingerprint = PICK(w, prints);
	w->auth.manner = pick(w, AUTH_N);
	w->auth.user = bare(who.user);
	w->auth.n_dialled = 0;
	/* The port alone says it where just one listener of that family has it. */
	who.by_port = who.listener != NULL && who.listener->port > 6667 && who.from->peer.family != AF_UNIX;
	return who;
}

/* Its service would name it.  A long name is a byte shorter where nobody asked, so there it counts who was asked. */
static bool
is_named(const struct world_of *w, const struct who *who)
{
	return w->auth.manner == AUTH_NAMES && who->from->peer.family != AF_UNIX &&
		(w->auth.n_dialled != 0 || strlen(bare(who->user)) < USER_LEN);
}

static void
describe(struct world_of *w, const struct who *who, struct buf *out)
{
	char word[7][256] = { "" };
	size_t n = 0, first = pick(w, ARRAY_LEN(word));

	if (who->by_port)
		(void)snprintf(word[n++], sizeof(word[0]),
			strchr(who->from->text, ':') != NULL ? "%s@[%s]:%u" : "%s@%s:%u", who->user,
			who->from->text, (unsigned)who->listener->port);
	else
		(void)snprintf(word[n++], sizeof(word[0]), "%s@%s", who->user, who->from->text);
	if (who->listener != NULL && !who->by_port)
		(void)snprintf(word[n++], sizeof(word[0]), "listener=%s", who->listener->title);
	if (who->account != NULL)
		(void)snprintf(
			word[n++], sizeof(word[0]), "%s%s", chance(w, 50) ? "account=" : "", who->account);
	if (who->is_tls && (who->listener == NULL || chance(w, 50)))
		(void)snprintf(word[n++], sizeof(word[0]), "tls");
	if (who->fingerprint != NULL)
		(void)snprintf(word[n++], sizeof(word[0]), "certificate=%s", who->fingerprint);
	if (who->pass != NULL)
		(void)snprintf(word[n++], sizeof(word[0]), "password=%s", who->pass);
	if (is_named(w, who))
		(void)snprintf(word[n++], sizeof(word[0]), "ident=ok");
	else if (chance(w, 50))
		(void)snprintf(word[n++], sizeof(word[0]), "ident=none");
	for (size_t i = 0; i < ARRAY_LEN(word); i++)
		cr_assert_eq(buf_putf(out, "%s ", word[(first + i) % ARRAY_LEN(word)]), 0);
}

/* What it says at the end: "admitted: class a" or "refused: TLS is required". */
struct last {
	char text[256];
};

static void
keep_decision(void *to, const char *line)
{
	struct last *last = to;

	if (strncmp(line, "admitted: class ", 16) == 0)
		(void)snprintf(last->text, sizeof(last->text), "admitted %.*s", (int)strcspn(line + 16, ","),
			line + 16);
	else if (strncmp(line, "refused", 7) == 0)
		(void)snprintf(last->text, sizeof(last->text), "%s", line);
}

static void
explained(struct world_of *w, struct view subject, struct last *last)
{
	struct admission_subject s;
	struct err e;

	last->text[0] = '\0';
	cr_assert_eq(
		admission_subject_parse(w->conf, subject, &s, &e), 0, "%.*s: %s", VIEW_ARG(subject), e.text);
	(void)admission_explain(w->conf, &s.facts, keep_decision, last);
}

static struct client *
only_client(const struct list *clients)
{
	return list_is_empty(clients) ? NULL : client_of_world_link(clients->next);
}

static void
read_end(struct world_of *w, const struct conn_mem *mem, struct last *last)
{
	const struct view mark = VIEW("You are not allowed to connect: ");
	struct view out = conn_mem_output(mem);
	const struct client *c = only_client(&w->s->world->users);
	const char *at = out.n != 0 ? memmem(out.p, out.n, mark.p, mark.n) : NULL;

	last->text[0] = '\0';
	if (c != NULL) {
		(void)snprintf(last->text, sizeof(last->text), "admitted %s", c->session->class->name);
	} else if (at != NULL) {
		struct view why = view_skip(out, (size_t)(at - out.p) + mark.n);

		why = view_left(why, view_find(why, '\r'));
		/* Without ident it is told what became of asking. */
		if (view_starts(why, VIEW("You need a working ident service on port 113 ")))
			why = view_z(admission_lack_text(LACK_IDENT));
		(void)snprintf(last->text, sizeof(last->text), "refused: %.*s", VIEW_ARG(why));
	}
}

static void
turn(struct world_of *w, uint64_t wait_ms)
{
	struct err e;

	cr_assert_eq(loop_turn(w->loop, wait_ms, &e), 0);
}

static void
lived(struct world_of *w, const struct who *who, struct last *last)
{
	const struct listener_row *l = who->listener;
	struct listen_point point = { .title = l != NULL ? l->title : "elsewhere",
		.class_name = l != NULL ? l->class_name : NULL };
	const struct conn_mem_tls tls = {
		.version = who->is_tls ? "TLSv1.3" : NULL, .cipher = "x", .fingerprint = who->fingerprint
	};
	struct peer_addr peer = who->from->peer;
	struct conn_mem *mem;
	char line[128];

	peer.port = peer.family != AF_UNIX ? 4000 : 0;
	mem = conn_mem_detach(conn_open_mem_tls(w->s->net, &peer, 1, &point, &tls));

	if (who->account != NULL)
		client_set_account(only_client(&w->s->world->others), view_z(who->account));
	if (who->pass != NULL) {
		(void)snprintf(line, sizeof(line), "PASS %s\r\n", who->pass);
		conn_mem_feed(mem, view_z(line));
	}
	(void)snprintf(line, sizeof(line), "NICK al\r\nUSER %s 0 * :Al\r\n", bare(who->user));
	conn_mem_feed(mem, view_z(line));
	for (int i = 0; i < 3; i++)
		turn(w, 0);
	for (int i = 0; i < TURNS_MAX && w->s->world->n_unregistered != 0; i++)
		turn(w, 1000); /* a worker's answer ends the wait */
	read_end(w, mem, last);
	conn_mem_free(mem);
	for (int i = 0; i < TURNS_MAX && net_stats(w->s->net).conns != 0; i++)
		turn(w, 0);
}

static void
count_end(struct world_of *w, const struct last *last)
{
	w->n_admitted += strncmp(last->text, "admitted ", 9) == 0;
	for (enum admission_lack i = LACK_RULE; i < LACK_N; i++)
		w->n_lack[i] += strncmp(last->text, "refused: ", 9) == 0 &&
			strcmp(last->text + 9, admission_lack_text(i)) == 0;
}

static void
world_init(struct world_of *w)
{
	struct err e;
	FILE *f;

	cr_assert_eq(libraries_init(&e), 0);
	casemap_set(CASEMAP_RFC1459);
	log_set_level(LOG_LEVEL_ERROR);
	cr_assert_eq(crypto_pwhash_str(
			     w->hash, "right", 5, crypto_pwhash_OPSLIMIT_MIN, crypto_pwhash_MEMLIMIT_MIN),
		0);
	(void)snprintf(w->dir, sizeof(w->dir), "/tmp/conclave-explain.XXXXXX");
	cr_assert_not_null(mkdtemp(w->dir));
	(void)snprintf(w->pem, sizeof(w->pem), "%s/pem", w->dir);
	(void)snprintf(w->path, sizeof(w->path), "%s/conclave.conf", w->dir);
	(void)umask(077);
	f = fopen(w->pem, "w");
	cr_assert(f != NULL && fputs(PEM, f) >= 0 && fclose(f) == 0);
	w->loop = loop_new(LOOP_BACKEND_BEST, (struct clock){ standing_still, standing_still, NULL }, &e);
	w->auth.loop = w->loop;
	w->workers = worker_pool_new(w->loop, 1, 16, &e);
	cr_assert_not_null(w->workers);
	buf_init(&w->text, TEXT_MAX);
}

static void
world_release(struct world_of *w)
{
	worker_pool_free(w->workers);
	server_free(w->s);
	conf_unref(w->conf);
	loop_free(w->loop);
	buf_release(&w->text);
	(void)unlink(w->pem);
	(void)rmdir(w->dir);
}

Test(explain, says_what_then_becomes_of_a_client, .timeout = 120)
{
	static struct world_of w = { .seed = UINT64_C(20261127) };

	world_init(&w);
	for (int i = 0; i < CONFIGURATIONS * CLIENTS; i++) {
		struct last said, was;
		struct who who;
		struct buf subject;

		if (i % CLIENTS == 0)
			new_conf(&w);
		who = new_who(&w);
		buf_init(&subject, TEXT_MAX);
		lived(&w, &who, &was);
		describe(&w, &who, &subject);
		explained(&w, buf_view(&subject), &said);
		cr_assert(said.text[0] != '\0' && strcmp(said.text, was.text) == 0,
			"case %d\n%.*s\n%.*s\nexplained: %s\nlived: %s", i, VIEW_ARG(buf_view(&w.text)),
			VIEW_ARG(buf_view(&subject)), said.text, was.text);
		count_end(&w, &was);
		buf_release(&subject);
	}
	/* Nothing of this is worth much if hardly anything of it happens. */
	cr_expect_geq(w.n_admitted, 100, "%u", w.n_admitted);
	for (enum admission_lack i = LACK_RULE; i < LACK_N; i++)
		cr_expect_geq(w.n_lack[i], 10, "%s: %u", admission_lack_text(i), w.n_lack[i]);
	world_release(&w);
}
