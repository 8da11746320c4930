#include "auth/login_try.h"

#include <criterion/criterion.h>
#include <string.h>

#include "auth/gate.h"
#include "auth/signup.h"
#include "net/conn_mem.h"
#include "tests/unit/auth/auth_rig.h"
#include "tests/unit/registry/registry_rig.h"

#define PASSWORD VIEW("correct horse")
#define CLIENTS	 4

/* A gate whose clients stay strangers, and the account ann. */
struct rig {
	struct registry_rig base;
	struct signups *signups;
	struct gate *gate;
	struct net *net;
	struct conn_mem *mem[CLIENTS];
	struct client *c[CLIENTS];
};

struct heard {
	unsigned n;
	struct client *c;
	enum login_result r;
};

static uint32_t
no_dispatch(void *arg, struct client *c, const struct msg *m)
{
	(void)arg;
	(void)c;
	(void)m;
	return 0;
}

/* The first two have an address, the others too. */
static void
open_client(struct rig *r, size_t i)
{
	static const struct listen_point point = { .title = "test" };
	struct peer_addr peer = rig_peer_of(i < 2 ? "192.0.2.1" : "192.0.2.2");
	struct conn *conn = conn_open_mem(r->net, &peer, 6667, (void *)(uintptr_t)&point);

	cr_assert_not_null(conn);
	r->mem[i] = conn_mem_detach(conn);
	r->c[i] = ((struct session *)conn_data(conn))->client;
}

static void
rig_start(struct rig *r, const char *accounts)
{
	const struct net_conf nc = { .line_max = 512, .max_conns = CLIENTS, .accepts_per_turn = 1 };

	registry_rig_init(&r->base, accounts);
	r->signups = signups_new(r->base.loop);
	r->gate = gate_new(&(struct gate_env){ .world = r->base.world,
				   .route = r->base.route,
				   .loop = r->base.loop,
				   .workers = r->base.workers,
				   .registry = r->base.registry,
				   .signups = r->signups,
				   .dispatch = no_dispatch,
				   .version = "test" },
		r->base.conf);
	r->net = net_new(r->base.loop, r->base.lines, &nc, &gate_owner, r->gate);
	for (size_t i = 0; i < CLIENTS; i++)
		open_client(r, i);
	cr_assert_eq(rig_add(&r->base, "ann", "correct horse"), REGISTRY_OK);
}

static void
rig_end(struct rig *r)
{
	net_free(r->net);
	gate_free(r->gate);
	signups_free(r->signups);
	for (size_t i = 0; i < CLIENTS; i++)
		conn_mem_free(r->mem[i]);
	registry_rig_release(&r->base);
}

static void
on_done(struct client *c, enum login_result r, void *arg)
{
	struct heard *h = arg;

	*h = (struct heard){ .n = h->n + 1, .c = c, .r = r };
}

static void
ask(struct rig *r, size_t i, const char *account, struct view password, struct heard *h)
{
	*h = (struct heard){ .n = 0 };
	login_by_password(r->c[i],
		&(struct login_ask){
			.account = view_z(account), .password = password, .done = on_done, .arg = h });
}

static void
await(struct rig *r, const struct heard *h)
{
	struct err e;

	for (int i = 0; i < 2000 && h->n == 0; i++)
		cr_assert_eq(loop_turn(r->base.loop, 20, &e), 0);
	cr_assert_eq(h->n, 1);
}

static enum login_result
asked(struct rig *r, size_t i, const char *account, struct view password)
{
	struct heard h;

	ask(r, i, account, password, &h);
	await(r, &h);
	cr_expect_eq(h.c, r->c[i]);
	return h.r;
}

Test(login_try, the_right_password_logs_in)
{
	static struct rig r;

	rig_start(&r, "registration = open");
	cr_expect_eq(asked(&r, 0, "ANN", PASSWORD), LOGIN_TRY_OK);
	cr_expect_str_eq(r.c[0]->account, "ann");
	rig_end(&r);
}

Test(login_try, wrong_ones_and_none_fail_alike)
{
	static struct rig r;
	char name[ACCOUNT_LEN + 2];

	rig_start(&r, "registration = open");
	memset(name, 'a', sizeof(name));
	name[sizeof(name) - 1] = '\0';
	cr_expect_eq(asked(&r, 0, "ann", VIEW("wrong")), LOGIN_TRY_WRONG);
	cr_expect_eq(asked(&r, 0, "bob", PASSWORD), LOGIN_TRY_WRONG);
	cr_expect_eq(asked(&r, 0, name, PASSWORD), LOGIN_TRY_WRONG);
	cr_expect_null(r.c[0]->account);
	rig_end(&r);
}

Test(login_try, one_attempt_at_a_time)
{
	static struct rig r;
	struct heard first, second;

	rig_start(&r, "registration = open");
	ask(&r, 0, "ann", PASSWORD, &first);
	ask(&r, 0, "ann", PASSWORD, &second);
	cr_expect(second.n == 1 && second.r == LOGIN_TRY_BUSY);
	cr_expect_eq(login_may_try(r.c[0], VIEW("ann")), LOGIN_TRY_BUSY);
	await(&r, &first);
	cr_expect_eq(first.r, LOGIN_TRY_OK);
	rig_end(&r);
}

Test(login_try, who_gave_up_is_not_logged_in)
{
	static struct rig r;
	struct heard h, next;

	rig_start(&r, "registration = open");
	ask(&r, 0, "ann", PASSWORD, &h);
	login_give_up(r.c[0]);
	ask(&r, 0, "ann", PASSWORD, &next);
	cr_expect_eq(next.r, LOGIN_TRY_BUSY, "until the worker is done");
	await(&r, &h);
	cr_expect_null(h.c);
	cr_expect_null(r.c[0]->account);
	cr_expect_eq(asked(&r, 0, "ann", PASSWORD), LOGIN_TRY_OK);
	rig_end(&r);
}

Test(login_try, who_has_gone_is_not_logged_in)
{
	static struct rig r;
	struct heard h;
	struct err e;

	rig_start(&r, "registration = open");
	ask(&r, 0, "ann", PASSWORD, &h);
	gate_exit(r.c[0], VIEW("bye"));
	conn_mem_close(r.mem[0]);
	cr_assert_eq(loop_turn(r.base.loop, 0, &e), 0);
	await(&r, &h);
	cr_expect_null(h.c);
	rig_end(&r);
}

/* Between asking and the answer of the worker. */
Test(login_try, what_became_of_the_account_meanwhile_counts)
{
	static struct rig r;
	struct heard h;

	rig_start(&r, "registration = open");
	ask(&r, 0, "ann", PASSWORD, &h);
	account_free(&r.base.world->accounts, rig_find(&r.base, "ann"));
	await(&r, &h);
	cr_expect(h.r == LOGIN_TRY_WRONG && r.c[0]->account == NULL);
	rig_end(&r);
}

Test(login_try, failures_of_an_address_count_and_successes_do_not)
{
	static struct rig r;

	rig_start(&r, "registration = open login-attempts = \"2:1h\"");
	for (int i = 0; i < 4; i++)
		cr_expect_eq(asked(&r, 0, "ann", PASSWORD), LOGIN_TRY_OK);
	cr_expect_eq(asked(&r, 0, "ann", VIEW("wrong")), LOGIN_TRY_WRONG);
	cr_expect_eq(asked(&r, 1, "ann", VIEW("wrong")), LOGIN_TRY_WRONG);
	cr_expect_eq(asked(&r, 0, "ann", PASSWORD), LOGIN_TRY_TOO_OFTEN);
	cr_expect_eq(asked(&r, 1, "ann", PASSWORD), LOGIN_TRY_TOO_OFTEN);
	cr_expect_eq(login_may_try(r.c[1], VIEW("ann")), LOGIN_TRY_TOO_OFTEN);
	cr_expect_eq(login_by_cert(r.c[1], VIEW("")), LOGIN_TRY_TOO_OFTEN);
	cr_expect_eq(asked(&r, 2, "ann", PASSWORD), LOGIN_TRY_OK, "another address");
	rig_end(&r);
}

Test(login_try, who_has_no_certificate_proves_nothing_by_one)
{
	static struct rig r;

	rig_start(&r, "registration = open");
	cr_expect_eq(login_by_cert(r.c[0], VIEW("ann")), LOGIN_TRY_WRONG);
	cr_expect_eq(login_by_peer(r.c[0], VIEW("ann")), LOGIN_TRY_WRONG);
	cr_expect_not(login_knows_peer(r.c[0]));
	rig_end(&r);
}

Test(login_try, the_salt_of_no_account_is_its_own_and_stays)
{
	static struct rig r;
	struct scram_key one, again, other;

	rig_start(&r, "registration = open");
	login_fake_key(r.c[0], VIEW("bob"), &one);
	login_fake_key(r.c[2], VIEW("BOB"), &again);
	login_fake_key(r.c[0], VIEW("boc"), &other);
	cr_expect_eq(memcmp(one.salt, again.salt, sizeof(one.salt)), 0);
	cr_expect_neq(memcmp(one.salt, other.salt, sizeof(one.salt)), 0);
	cr_expect_neq(memcmp(one.stored, again.stored, sizeof(one.stored)), 0, "no password is right twice");
	cr_expect_eq(one.iterations, 4096u);
	rig_end(&r);
}
