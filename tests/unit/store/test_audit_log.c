/* Records on their way to the disk: none waits for it, what finds no room is counted, and what was lost is told. */
#include "store/audit_log.h"

#include <criterion/criterion.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "core/log.h"
#include "core/loop.h"
#include "core/mem.h"
#include "proto/audit_line.h"
#include "tests/unit/store/audit_dir.h"
#include "tests/unit/store/store_rig.h"

static struct store_rig rig;
static struct audit_log *audit;
static unsigned n_told;
static char told[400];

static struct audit_log_conf
conf_of(uint64_t seal_ms)
{
	return (struct audit_log_conf){ .file = { .rotate_size = 1024 * 1024,
						.rotate_age_ms = 86400000,
						.keep = 100,
						.seal_after = 1000 },
		.seal_ms = seal_ms };
}

static void
on_tell(void *arg, const char *text)
{
	(void)arg;
	n_told++;
	(void)snprintf(told, sizeof(told), "%s", text);
}

static void
open_log(uint64_t seal_ms)
{
	const struct audit_log_conf conf = conf_of(seal_ms);
	struct err e = { .text = "" };

	audit = audit_log_new(rig.loop, rig.dir, &conf, -1);
	audit_log_watch(audit, on_tell, NULL);
	cr_assert_eq(audit_log_start(audit, &e), 0, "%s", e.text);
}

static void
drop_line(void *arg, enum log_level level, const char *area, const char *text)
{
	(void)arg;
	(void)level;
	(void)area;
	(void)text;
}

static void
setup(void)
{
	store_rig_init(&rig);
	log_set_sink(drop_line, NULL);
	n_told = 0;
}

static void
close_log(void)
{
	audit_log_free(audit);
	audit = NULL;
}

static void
teardown(void)
{
	close_log();
	store_rig_release(&rig);
}

TestSuite(audit_log, .init = setup, .fini = teardown);

static void
put(unsigned n)
{
	for (unsigned i = 0; i < n; i++)
		audit_log_put(audit,
			VIEW("{\"time\":\"2026-11-27T17:00:00.000Z\",\"event\":\"oper\",\"who\":"
			     "\"somebody\"}"));
}

/* Turns the loop until it is so; bounded. */
static void
wait_for(bool (*is_so)(void))
{
	struct err e;

	for (int i = 0; i < 1000 && !is_so(); i++)
		cr_assert_eq(loop_turn(rig.loop, 20, &e), 0);
	cr_assert(is_so());
}

static bool
is_written(void)
{
	return audit_log_figures(audit).waiting == 0;
}

static bool
is_sealed(void)
{
	return is_written() && audit_log_figures(audit).file.unsealed == 0;
}

static bool
is_failing(void)
{
	return audit_log_figures(audit).is_failing;
}

static bool
is_working(void)
{
	return !is_failing() && is_written();
}

static void
expect_good(void)
{
	struct audit_verify v;

	cr_expect_eq(audit_dir_verify(rig.dir, &v), AUDIT_GOOD, "%s", audit_verify_text(v.verdict));
}

Test(audit_log, records_of_a_turn_are_written_together)
{
	open_log(60000);
	put(50);
	cr_expect_gt(audit_log_figures(audit).waiting, 0, "nothing is written on this thread");
	wait_for(is_written);
	expect_good();
	cr_expect_eq(audit_dir_count(rig.dir, "\"event\":\"oper\""), 50);
	cr_expect_eq(audit_log_figures(audit).records, 50);
	cr_expect_eq(audit_log_figures(audit).file.seq, 51);
	cr_expect_eq(n_told, 0);
}

Test(audit_log, a_checkpoint_follows_when_nothing_else_comes)
{
	open_log(1);
	put(1);
	wait_for(is_sealed);
	expect_good();
}

Test(audit_log, the_end_writes_what_waits_and_seals_it)
{
	struct audit_verify v;

	open_log(60000);
	put(500);
	close_log();
	cr_expect_eq(audit_dir_verify(rig.dir, &v), AUDIT_GOOD);
	cr_expect_eq(v.n_sealed, v.n_lines);
	cr_expect_eq(audit_dir_count(rig.dir, "\"event\":\"oper\""), 500);
}

/* At the limit, and one above. */
Test(audit_log, what_finds_no_room_is_counted_and_told_in_its_place)
{
	static const char object[] =
		"{\"time\":\"2026-11-27T17:00:00.000Z\",\"event\":\"oper\",\"who\":\"somebody\"}";
	unsigned fit = (unsigned)(AUDIT_WAITING_MAX / sizeof(object));

	open_log(60000);
	put(fit);
	cr_expect_eq(audit_log_figures(audit).lost, 0);
	put(3);
	cr_expect_eq(audit_log_figures(audit).lost, 3);
	wait_for(is_written);
	put(1);
	wait_for(is_written);
	expect_good();
	cr_expect_eq(audit_dir_count(rig.dir, "\"event\":\"oper\""), fit + 1);
	cr_expect_eq(audit_dir_count(rig.dir, "\"event\":\"lost\",\"records\":3,"), 1);
}

Test(audit_log, a_full_disk_is_told_and_records_wait)
{
	struct rlimit small = { .rlim_cur = 3000, .rlim_max = RLIM_INFINITY };

	(void)signal(SIGXFSZ, SIG_IGN);
	open_log(60000);
	cr_assert_eq(setrlimit(RLIMIT_FSIZE, &small), 0);
	put(100);
	wait_for(is_failing);
	cr_expect_eq(n_told, 1);
	cr_expect_not_null(strstr(told, "can't be written"), "%s", told);
	put(30000);
	cr_expect_gt(audit_log_figures(audit).lost, 0);
	small.rlim_cur = RLIM_INFINITY;
	cr_assert_eq(setrlimit(RLIMIT_FSIZE, &small), 0);
	wait_for(is_working);
	cr_expect_eq(n_told, 2);
	cr_expect_not_null(strstr(told, "written again"), "%s", told);
	expect_good();
	cr_expect_eq(audit_dir_count(rig.dir, "\"event\":\"oper\"") + audit_log_figures(audit).lost, 30100);
	cr_expect_eq(audit_dir_count(rig.dir, "\"event\":\"lost\""), 1);
}

Test(audit_log, half_a_line_is_cut_off_and_that_is_recorded)
{
	struct rig_bytes b;

	open_log(60000);
	put(3);
	close_log();
	b = rig_read(audit_dir_path(rig.dir, "audit-000001.log"));
	b.p = mem_grow(b.p, b.n + 5, 1);
	memcpy(b.p + b.n, "{\"seq", 5);
	rig_write(audit_dir_path(rig.dir, "audit-000001.log"), b.p, b.n + 5);
	mem_free(b.p);
	open_log(60000);
	put(1);
	wait_for(is_written);
	expect_good();
	cr_expect_eq(audit_dir_count(rig.dir, "\"event\":\"recover\",\"torn\":5,"), 1);
}

Test(audit_log, a_directory_that_is_not_there_is_told_and_nothing_else_stops)
{
	const struct audit_log_conf conf = conf_of(60000);
	struct err e;

	audit = audit_log_new(rig.loop, "/nonexistent/audit", &conf, -1);
	cr_assert_eq(audit_log_start(audit, &e), 0);
	cr_expect(audit_log_figures(audit).is_failing);
	put(10);
}
