/* What holds of the server at the end of every turn, whatever was said to it. */
#include "tests/fuzz/fuzz_server_rig.h"

#include <assert.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "auth/class.h"
#include "auth/review.h"
#include "conf/conf_faults.h"
#include "conf/conf_value.h"
#include "core/handle.h"
#include "core/log.h"
#include "core/loop.h"
#include "main/libraries.h"
#include "main/rehash.h"
#include "net/line.h"
#include "proto/msg_build.h"
#include "route/login.h"
#include "tests/fuzz/fuzz_server_words.h"
#include "tests/unit/state/world_check.h"

#define HASH	     "$argon2id$v=19$m=8,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
#define FINGERPRINT  "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"
#define PEM	     "-----BEGIN CERTIFICATE-----\n-----BEGIN PRIVATE KEY-----\n"
#define SETTLE_TURNS 64
/* Lines that wait for the flood bucket are worked on before their connection's end is seen: a few a step at the worst. */
#define RELEASE_STEP_MS UINT64_C(60000)
#define RELEASE_ROUNDS	4000

#define SERVER(more)                                                                                    \
	"server { name = \"" WORDS_SERVER "\" description = \"A test\" network = \"Test\" " more " }\n" \
	"listen \"127.0.0.1:6667\" { }\n"                                                               \
	"tls { certificate = \"pem\" key = \"pem\" }\nlisten \"127.0.0.1:6697\" { tls = yes }\n"
#define OPERS                                                                                              \
	"role \"all\" { privileges = { \"kill\", \"rehash\", \"die\", \"restart\", \"set\", \"modlist\", " \
	"\"opermotd\", "                                                                                   \
	"\"wallops\", "                                                                                    \
	"\"operwall\", \"locops\", \"stats\", \"trace\", \"etrace\", \"chantrace\", "                      \
	"\"masktrace\", \"operspy\", \"sajoin\", \"sapart\", \"samode\", \"sanick\", "                     \
	"\"chghost\", \"chgident\", \"chgname\", \"grant\", \"privs\", \"see-hidden\", "                   \
	"\"server-notices\", \"mass-message\", \"permanent\" } }\n"                                        \
	"role \"few\" { privileges = { \"kill\" } }\n"                                                     \
	"oper \"root\" { role = \"all\" password = \"" HASH "\" from = { \"*@*\" } require-tls = no }\n"   \
	"oper \"cert\" { role = \"few\" fingerprint = \"" FINGERPRINT "\" from = { \"*@*\" } }\n"

struct view __real_msg_build_end(struct msg_build *b);
struct view __wrap_msg_build_end(struct msg_build *b);

/* Roomy; narrow in everything; and one that has neither the classes nor the operators of the others. */
static const char *const texts[RIG_CONFS] = {
	SERVER("max-clients = 12 whowas-entries = 20 nick-length = 50 founder-rank = \"qo\" "
	       "protected-names = { \"ceo\" } cloak-key = "
	       "\"0123456789abcdef0123456789abcdef\"") OPERS
	"class \"main\" { flood-burst = 1000000 flood-rate = 1000000 nick-changes = \"0\" joins = \"0\" "
	"invites = \"0\" knocks = \"0\" aways = \"0\" targets = \"0\" }\n"
	"allow \"pw@*\" { class = \"main\" password = \"" HASH "\" }\n"
	"allow \"q@*\" { class = \"main\" quiz = yes }\n"
	"quiz \"Sky?\" { answers = \"blue\" } quiz \"Sea?\" { answers = { \"blue\", \"grey\" } }\n"
	"gateway \"g\" { from = { \"127.0.0.0/8\", \"unix\" } webirc-password = \"" HASH
	"\" trust-host = yes }\n"
	"allow \"*@*\" { class = \"main\" }\n"
	"admin { name = \"Somebody\" }\naccounts { plain-without-tls = yes "
	"registration = \"open\" password-min-length = 1 scram-iterations = 4096 custom-account-name = yes "
	"register-before-connect = yes registration-rate = \"0\" login-attempts = \"50:10s\" }\n",
	SERVER("max-clients = 6 whowas-entries = 3 nick-length = 9 default-channel-modes = \"s\" cloak-key = "
	       "\"0123456789abcdef0123456789abcdef\" default-user-modes = \"x\"") OPERS
	"class \"main\" { flood-burst = 20 flood-rate = 2 max-clients = 3 max-per-address = 2 }\n"
	"class \"small\" { flood-burst = 5 flood-rate = 1 sendq = 16K ping = 10s max-clients = 2 "
	"max-channels = 2 flood-bytes = 16 nick-changes = \"1:1m\" joins = \"2:10s\" invites = \"1:1m\" "
	"knocks = \"1:1m\" aways = \"1:1m\" targets = \"1:10s\" }\n"
	"accounts { sasl = no login-attempts = \"2:10s\" registration = \"invite-code\" "
	"nick-protection = \"delayed\" }\n"
	"allow \"*@10.0.0.0/8\" { class = \"small\" password = \"" HASH "\" }\n"
	"allow \"*@*\" { class = \"main\" }\n",
	SERVER("max-clients = 12 whowas-entries = 0 default-user-modes = \"\"") "class \"other\" { sendq = "
										"16K flood-burst = 1000 "
										"flood-rate = 1000 }\n"
										"allow \"*@unix\" { class = "
										"\"other\" }\n"
										"allow \"*@*\" { class = "
										"\"other\" tls = required "
										"}\n",
};
static const struct conf *confs[RIG_CONFS];
static bool show; /* what clients are told, for who looks into a crash */

static void
load(const char *path)
{
	for (size_t i = 0; i < RIG_CONFS; i++) {
		struct conf_faults *faults = conf_faults_new();

		confs[i] = conf_load_text(path, view_z(texts[i]), faults);
		for (size_t k = 0; k < conf_faults_count(faults); k++)
			log_error("fuzz", "%s", conf_faults_text(faults, k));
		if (confs[i] == NULL)
			abort();
		conf_faults_free(faults);
	}
}

/* The file of certificate and key is looked at, but nobody uses it. */
void
rig_load(void)
{
	char dir[] = "/tmp/conclave-fuzz.XXXXXX", pem[64], path[64];
	struct err e;
	int fd;

	show = getenv("CONCLAVE_FUZZ_SHOW") != NULL;
	log_init(LOG_LEVEL_ERROR, false);
	if (libraries_init(&e) == -1 || mkdtemp(dir) == NULL)
		abort();
	(void)snprintf(pem, sizeof(pem), "%s/pem", dir);
	(void)snprintf(path, sizeof(path), "%s/conclave.conf", dir);
	fd = open(pem, O_CREAT | O_WRONLY, 0600);
	if (fd == -1 || write(fd, PEM, sizeof(PEM) - 1) != sizeof(PEM) - 1)
		abort();
	(void)close(fd);
	load(path);
	(void)unlink(pem);
	(void)rmdir(dir);
}

/*
 * The linker puts this before the real one.  A message that the builder refused would be lost without a word: whatever strangers
 * say, nothing that the server makes of it may be so.
 */
struct view
__wrap_msg_build_end(struct msg_build *b)
{
	struct view v = __real_msg_build_end(b);

	assert(v.n != 0);
	return v;
}

static uint64_t
mono_ms(void *arg)
{
	return ((const struct rig *)arg)->now_ms;
}

static uint64_t
wall_ms(void *arg)
{
	return UINT64_C(1800000000000) + ((const struct rig *)arg)->now_ms;
}

/* What main/ does for operators, here within the handler that asks for it, as there. */
static int
on_rehash(void *arg, const struct rehash_ask *ask)
{
	struct rig *r = arg;
	struct review_plan *plan;

	ask->emit(ask->to, ask->by);
	r->rehashes++;
	plan = review_plan_new(r->server->gate, confs[r->rehashes % RIG_CONFS]);
	review_plan_tell(plan, ask->emit, ask->to);
	if (!ask->dry && ask->part == REHASH_ALL) {
		rig_configure(r, r->rehashes);
		review_plan_apply(plan, r->server->reviews);
	}
	review_plan_free(plan);
	return r->rehashes % 4 == 3 ? -1 : 0;
}

static void
on_configure(void *arg, const struct conf *conf)
{
	server_configure(((struct rig *)arg)->server, conf);
}

static void
on_status(void *arg, struct control_status *out)
{
	(void)arg;
	(void)view_copy(VIEW("odd\r\nbytes"), out->rehash, sizeof(out->rehash));
}

static void
on_die(void *arg, struct view reason)
{
	struct rig *r = arg;

	gate_exit_all(r->server->gate, reason);
}

static void
on_stats(void *arg, char letter, control_emit_fn *emit, void *to)
{
	(void)arg;
	emit(to, letter == 'E' ? "odd\r\nbytes" : "");
}

/* Whom the words of SASL log in to: the password is "secret", the certificate that of who has one. */
static void
add_account(struct world *w)
{
	struct account *a = account_new(&w->accounts, VIEW("ann"), 1);
	const struct scram_key key = { .iterations = SCRAM_ITERATIONS_MIN };
	uint8_t fp[ACCOUNT_CERT_BYTES];

	account_set_password(a, HASH, &key);
	if (conf_value_hex(VIEW(FINGERPRINT), fp, sizeof(fp)) == 0)
		assert(account_cert_add(&w->accounts, a, fp) == CERT_OK);
}

void
rig_init(struct rig *r)
{
	const struct control control = { .arg = r,
		.rehash = on_rehash,
		.configure = on_configure,
		.die = on_die,
		.restart = on_die,
		.stats = on_stats,
		.status = on_status,
		.library = libraries_at };
	struct err e;

	memset(r, 0, sizeof(*r));
	r->now_ms = 1000;
	r->clock = (struct clock){ .mono_ms = mono_ms, .wall_ms = wall_ms, .arg = r };
	r->slabs_before = slab_count();
	r->loop = loop_new(LOOP_BACKEND_POLL, r->clock, &e);
	assert(r->loop != NULL);
	r->server = server_new(
		&(struct server_env){ .loop = r->loop, .workers = &r->workers }, confs[0], &control);
	add_account(r->server->world);
}

void
rig_configure(struct rig *r, unsigned which)
{
	server_configure(r->server, confs[which % RIG_CONFS]);
}

void
rig_open(struct rig *r, size_t i, struct view flags)
{
	static const struct listen_point points[] = { { "plain", NULL }, { "special", "small" } };
	bool cert = view_find(flags, 'f') < flags.n;
	struct conn_mem_tls tls = { .fingerprint = cert ? FINGERPRINT : NULL };
	struct peer_addr peer = { .family = AF_INET, .port = 1024, .ip = { 127, 0, 0, 1 } };
	struct slot *s = &r->slot[i];

	if (s->mem != NULL)
		return;
	if (cert || view_find(flags, 't') < flags.n) {
		tls.version = "TLSv1.3";
		tls.cipher = "TLS_AES_256_GCM_SHA384";
	}
	if (view_find(flags, 'o') < flags.n)
		memcpy(peer.ip, (const uint8_t[]){ 10, 1, 2, 3 }, 4);
	if (view_find(flags, '6') < flags.n) {
		peer = (struct peer_addr){ .family = AF_INET6, .port = 1024 };
		peer.ip[15] = (uint8_t)(i + 1);
	}
	if (view_find(flags, 'u') < flags.n)
		peer = (struct peer_addr){ .family = AF_UNIX };
	memset(&s->belief, 0, sizeof(s->belief));
	s->conn = conn_open_mem_tls(r->server->net, &peer, 6667,
		(void *)(uintptr_t)&points[view_find(flags, 's') < flags.n], &tls);
	s->mem = s->conn != NULL ? conn_mem_detach(s->conn) : NULL;
}

void
rig_feed(struct rig *r, size_t i, struct view bytes)
{
	if (r->slot[i].mem != NULL)
		conn_mem_feed(r->slot[i].mem, bytes);
}

/* Registered too, or it could have no channels. */
static void
make_account(struct world *w, struct view name)
{
	if (account_find(&w->accounts, name) == NULL && account_set_count(&w->accounts) < RIG_SLOTS)
		(void)!account_new(&w->accounts, name, 0);
}

void
rig_account(struct rig *r, size_t i, struct view account)
{
	const struct slot *s = &r->slot[i];
	const struct session *session = s->mem != NULL ? conn_data(s->conn) : NULL;

	if (session == NULL || conn_is_closing(s->conn) || session->client->phase == CLIENT_GONE)
		return;
	if (account.n == 0)
		login_clear(r->server->route, session->client);
	else if (login_set(r->server->route, session->client, account) == LOGIN_OK)
		make_account(r->server->world, account);
}

/* Takes the whole lines; a part of one stays. */
static void
slot_read(struct rig *r, size_t i)
{
	struct slot *s = &r->slot[i];
	struct view out = conn_mem_output(s->mem);
	const char *lf;

	while (out.n != 0 && (lf = memchr(out.p, '\n', out.n)) != NULL) {
		size_t n = (size_t)(lf - out.p) + 1;

		if (show)
			(void)fprintf(stderr, "%zu< %.*s", i, VIEW_ARG(view_left(out, n)));
		belief_hear(&s->belief, view_left(out, n));
		conn_mem_take(s->mem, n);
		out = conn_mem_output(s->mem);
	}
	if (!conn_mem_is_closed(s->mem))
		return;
	conn_mem_free(s->mem);
	s->mem = NULL;
	s->conn = NULL;
}

static void
check_classes(const struct rig *r)
{
	const struct class_set *set = gate_classes(r->server->gate);
	size_t n = 0;

	for (const struct class *c = class_next(set, NULL); c != NULL; c = class_next(set, c)) {
		size_t here = 0;

		LIST_FOR_EACH (it, &r->server->world->users)
			here += client_of_world_link(it)->session->class == c;
		assert(here == c->n_clients && (c->listed || here != 0));
		n += here;
	}
	assert(n == r->server->world->n_users);
}

void
rig_turn(struct rig *r)
{
	const char *fault;
	struct err e;

	if (loop_turn(r->loop, 0, &e) == -1)
		abort();
	for (size_t i = 0; i < RIG_SLOTS; i++) {
		if (r->slot[i].mem != NULL)
			slot_read(r, i);
	}
	fault = world_fault(r->server->world);
	if (fault != NULL)
		log_error("fuzz", "%s", fault);
	assert(fault == NULL);
	check_classes(r);
}

static uint64_t
bytes_moved(const struct rig *r)
{
	struct net_stats st = net_stats(r->server->net);

	return st.bytes_in + st.bytes_out + st.conns;
}

void
rig_settle(struct rig *r)
{
	uint64_t before;
	int quiet = 0;

	for (int i = 0; i < SETTLE_TURNS && quiet < 3; i++) {
		before = bytes_moved(r);
		rig_turn(r);
		quiet = bytes_moved(r) == before ? quiet + 1 : 0;
	}
	for (size_t i = 0; i < RIG_SLOTS; i++) {
		struct slot *s = &r->slot[i];
		const struct session *session = s->mem != NULL ? conn_data(s->conn) : NULL;

		if (session != NULL && session->pace == NULL && !conn_is_closing(s->conn) &&
			conn_counts(s->conn).sendq == 0)
			belief_check(&s->belief, session->client);
	}
}

void
rig_release(struct rig *r)
{
	const struct world *w = r->server->world;

	for (size_t i = 0; i < RIG_SLOTS; i++) {
		if (r->slot[i].mem == NULL)
			continue;
		if (i % 2 == 0)
			conn_mem_reset(r->slot[i].mem);
		else
			conn_mem_close(r->slot[i].mem);
		conn_mem_window(r->slot[i].mem, SIZE_MAX);
	}
	rig_settle(r);
	for (int i = 0; i < RELEASE_ROUNDS && net_stats(r->server->net).conns != 0; i++) {
		r->now_ms += RELEASE_STEP_MS;
		rig_settle(r);
	}
	for (size_t i = 0; i < RIG_SLOTS; i++)
		assert(r->slot[i].mem == NULL);
	assert(net_stats(r->server->net).conns == 0 && handle_count(w->clients) == 0);
	assert(w->nicks.count == 0 && w->channels.count <= w->n_permanent + w->n_registered &&
		w->n_unregistered == 0);
	server_stop_changes(r->server);
	r->workers.stopping = true;
	while (workers_finish_one(&r->workers))
		;
	server_free(r->server);
	loop_free(r->loop);
	assert(slab_count() == r->slabs_before);
}
