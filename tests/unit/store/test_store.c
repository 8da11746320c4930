#include "store/store.h"

#include <criterion/criterion.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/mem.h"
#include "store/sql.h"
#include "store/store_account.h"
#include "tests/unit/store/store_rig.h"

struct named {
	struct store_job job;
	char name[16];
	enum store_result wanted; /* what it answers after its INSERT */
	unsigned *n_done;
	enum store_result *result;
};

static enum store_result
insert(struct store_db *db, const char *name)
{
	const struct store_account row = { .name = view_z(name), .created_s = 1 };

	return store_account_insert(db, &row);
}

static enum store_result
insert_named(struct store_job *j, struct store_db *db)
{
	const struct named *n = CONTAINER_OF(j, struct named, job);
	enum store_result r = insert(db, n->name);

	return r == STORE_OK ? n->wanted : r;
}

static void
done_named(struct store_job *j, enum store_result result)
{
	struct named *n = CONTAINER_OF(j, struct named, job);

	if (n->result != NULL)
		*n->result = result;
	(*n->n_done)++;
	mem_free(n);
}

static bool
submit(struct store_rig *r, const char *name, enum store_result wanted, unsigned *n_done,
	enum store_result *result)
{
	struct named *n = mem_zalloc(sizeof(*n));

	n->job = (struct store_job){ .run = insert_named, .done = done_named };
	(void)snprintf(n->name, sizeof(n->name), "%s", name);
	n->wanted = wanted;
	n->n_done = n_done;
	n->result = result;
	if (store_submit(r->store, &n->job))
		return true;
	mem_free(n);
	return false;
}

static uint64_t
count(struct store_rig *r)
{
	struct err e = { .text = "" };
	uint64_t n;

	cr_assert_eq(
		sql_ask(store_idle_db(r->store), "SELECT count(*) FROM account", &n, &e), 0, "%s", e.text);
	return n;
}

Test(store, makes_a_file_of_its_owner_alone)
{
	struct store_rig r;
	struct stat st;

	store_rig_init(&r);
	store_rig_open(&r);
	cr_assert_eq(stat(r.path, &st), 0);
	cr_expect_eq(st.st_mode & 0777, 0600);
	cr_expect_eq(count(&r), 0);
	store_rig_release(&r);
}

Test(store, a_job_that_is_refused_takes_nothing_else_with_it)
{
	enum store_result a = STORE_FAILED, b = STORE_FAILED, c = STORE_FAILED, d = STORE_FAILED;
	struct store_stats st;
	unsigned n = 0;
	struct store_rig r;

	store_rig_init(&r);
	store_rig_open(&r);
	cr_assert(submit(&r, "first", STORE_OK, &n, NULL)); /* the others wait behind it, and are one batch */
	cr_assert(submit(&r, "a", STORE_OK, &n, &a));
	cr_assert(submit(&r, "a", STORE_OK, &n, &b));	   /* the name is taken */
	cr_assert(submit(&r, "c", STORE_REFUSED, &n, &c)); /* changes its mind after it has written */
	cr_assert(submit(&r, "d", STORE_OK, &n, &d));
	cr_expect_eq(store_pending(r.store), 5);
	store_rig_settle(&r);
	cr_expect_eq(n, 5);
	cr_expect(a == STORE_OK && b == STORE_REFUSED && c == STORE_REFUSED && d == STORE_OK);
	st = store_stats(r.store);
	cr_expect(st.pending == 0 && st.done == 5 && st.failed == 0);
	cr_expect_eq(st.batches, 2, "what waited behind the first is one transaction");
	cr_expect_eq(count(&r), 3);
	store_rig_release(&r);
}

Test(store, queue_takes_its_limit_and_not_one_more)
{
	unsigned n = 0;
	struct store_rig r;
	char name[16];

	store_rig_init(&r);
	store_rig_open(&r);
	for (unsigned i = 0; i < STORE_JOBS_MAX; i++) {
		(void)snprintf(name, sizeof(name), "n%u", i);
		cr_assert(submit(&r, name, STORE_OK, &n, NULL));
	}
	cr_expect_not(submit(&r, "more", STORE_OK, &n, NULL));
	store_rig_settle(&r);
	cr_expect_eq(n, STORE_JOBS_MAX);
	cr_expect_eq(count(&r), STORE_JOBS_MAX);
	cr_expect(submit(&r, "more", STORE_OK, &n, NULL));
	store_rig_settle(&r);
	store_rig_release(&r);
}

Test(store, freeing_writes_what_waits)
{
	unsigned n = 0;
	struct store_rig r;
	char name[16];

	store_rig_init(&r);
	store_rig_open(&r);
	for (unsigned i = 0; i < 100; i++) {
		(void)snprintf(name, sizeof(name), "n%u", i);
		cr_assert(submit(&r, name, STORE_OK, &n, NULL));
	}
	store_rig_close(&r);
	cr_expect_eq(n, 100);
	store_rig_open(&r);
	cr_expect_eq(count(&r), 100);
	store_rig_release(&r);
}

Test(store, second_server_is_refused)
{
	struct err e = { .text = "" };
	struct store_rig r;

	store_rig_init(&r);
	store_rig_open(&r);
	cr_expect_null(store_open(r.path, &e));
	cr_expect(strstr(e.text, r.path) != NULL && strstr(e.text, "another server") != NULL, "%s", e.text);
	store_rig_release(&r);
}

static enum store_result
insert_arg(struct store_db *db, const void *arg)
{
	return insert(db, arg);
}

/* A child that ends without closing leaves its log behind: what it was told is written is there. */
Test(store, what_was_confirmed_outlives_the_process)
{
	struct store_rig r;
	char log[80];
	int status;
	pid_t pid;

	store_rig_init(&r);
	store_rig_open(&r);
	store_rig_close(&r);
	pid = fork();
	cr_assert_neq(pid, -1);
	if (pid == 0) {
		store_rig_open(&r);
		_exit(store_rig_do(&r, insert_arg, "alice") == STORE_OK ? 7 : 1);
	}
	cr_assert_eq(waitpid(pid, &status, 0), pid);
	cr_assert(WIFEXITED(status) && WEXITSTATUS(status) == 7);
	(void)snprintf(log, sizeof(log), "%s-wal", r.path);
	cr_assert_eq(access(log, F_OK), 0);
	store_rig_open(&r);
	cr_expect_eq(count(&r), 1);
	cr_expect_eq(store_rig_do(&r, insert_arg, "alice"), STORE_REFUSED);
	store_rig_release(&r);
}

static enum store_result
insert_much(struct store_db *db, const void *arg)
{
	char email[4001], name[16];
	struct store_account row = { .created_s = 1 };
	enum store_result r = STORE_OK;

	(void)arg;
	memset(email, 'x', sizeof(email));
	row.email = view_of(email, sizeof(email));
	for (unsigned i = 0; i < 2000 && r == STORE_OK; i++) {
		(void)snprintf(name, sizeof(name), "much%u", i);
		row.name = view_z(name);
		r = store_account_insert(db, &row);
	}
	return r;
}

/* A file that may not grow stands in for a disk that is full. */
Test(store, a_full_disk_fails_the_job_and_not_the_server)
{
	struct rlimit small = { 200 * 1024, RLIM_INFINITY }, wide = { RLIM_INFINITY, RLIM_INFINITY };
	struct store_rig r;

	store_rig_init(&r);
	store_rig_open(&r);
	(void)signal(SIGXFSZ, SIG_IGN);
	cr_assert_eq(store_rig_do(&r, insert_arg, "before"), STORE_OK);
	cr_assert_eq(setrlimit(RLIMIT_FSIZE, &small), 0);
	cr_expect_eq(store_rig_do(&r, insert_much, NULL), STORE_FAILED);
	cr_assert_eq(setrlimit(RLIMIT_FSIZE, &wide), 0);
	cr_expect_eq(count(&r), 1);
	cr_expect_eq(store_rig_do(&r, insert_arg, "after"), STORE_OK);
	store_rig_open(&r);
	cr_expect_eq(count(&r), 2);
	store_rig_release(&r);
}
