/* A server that ends while its workers have something to do. */
#include "main/server.h"

#include <criterion/criterion.h>
#include <signal.h>
#include <time.h>

#include "conf/conf_faults.h"
#include "core/loop.h"
#include "core/worker.h"
#include "main/libraries.h"
#include "net/conn_mem.h"
#include "net/line.h"

#define HASH "$argon2id$v=19$m=8,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

static const char text[] = "server { name = \"irc.example\" log-level = error }\n"
			   "class \"users\" { }\n"
			   "listen \"127.0.0.1:6667\" { }\n"
			   "allow \"*@*\" { class = \"users\" password = \"" HASH "\" }\n";

/* Holds the only worker until the pool is told to end, so that what waits behind it never runs. */
static struct holder {
	struct job job;
	struct worker_pool *pool;
	bool was_done;
} holder;

static void
hold(struct job *j)
{
	const struct timespec pause = { .tv_nsec = 1000000 };

	(void)j;
	for (int i = 0; i < 10000 && !worker_is_stopping(holder.pool); i++)
		(void)nanosleep(&pause, NULL);
}

static void
held(struct job *j)
{
	(void)j;
	holder.was_done = true;
}

static struct server *
make_server(struct loop *loop)
{
	static const struct control control = { .arg = NULL };
	struct conf_faults *faults = conf_faults_new();
	const struct conf *conf = conf_load_text("/conclave.conf", view_z(text), faults);
	struct server *s;

	cr_assert_not_null(conf, "%s", conf_faults_count(faults) != 0 ? conf_faults_text(faults, 0) : "");
	s = server_new(loop, holder.pool, conf, &control);
	conf_unref(conf);
	conf_faults_free(faults);
	return s;
}

/* As close_all() in boot.c ends them: the workers first. */
Test(server, password_that_was_not_checked_before_the_end_is_not_called_wrong)
{
	const struct peer_addr peer = { .family = AF_INET, .ip = { 127, 0, 0, 1 } };
	struct conn_mem *mem;
	struct loop *loop;
	struct server *s;
	struct err e;

	cr_assert_eq(libraries_init(&e), 0);
	loop = loop_new(LOOP_BACKEND_BEST, clock_system(), &e);
	holder.pool = worker_pool_new(loop, 1, 8, &e);
	holder.job = (struct job){ .run = hold, .done = held };
	cr_assert(worker_submit(holder.pool, &holder.job));
	s = make_server(loop);
	mem = conn_mem_detach(conn_open_mem(s->net, &peer, 6667, NULL));
	conn_mem_feed(mem, VIEW("PASS x\r\nNICK al\r\nUSER al 0 * :Al\r\n"));
	for (int i = 0; i < 3; i++)
		cr_assert_eq(loop_turn(loop, 0, &e), 0);
	cr_expect_eq(s->world->n_unregistered, 1);
	worker_pool_free(holder.pool);
	cr_expect(holder.was_done);
	cr_expect_eq(s->world->n_unregistered, 1);
	cr_assert_eq(loop_turn(loop, 0, &e), 0);
	cr_expect_eq(conn_mem_output(mem).n, 0);
	server_free(s);
	cr_expect(conn_mem_is_closed(mem));
	conn_mem_free(mem);
	loop_free(loop);
	cr_expect_eq(slab_count(), 0);
}
