#include "store/store_file.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/sql.h"
#include "store/store_account.h"
#include "store/store_schema.h"
#include "tests/unit/store/store_rig.h"

#define PAGE 4096

/* Enough rows for several pages. */
static enum store_result
fill(struct store_db *db, const void *arg)
{
	enum store_result r = STORE_OK;
	char name[16], email[200];

	(void)arg;
	memset(email, 'x', sizeof(email));
	for (unsigned i = 0; i < 200 && r == STORE_OK; i++) {
		struct store_account row = { .email = view_of(email, sizeof(email)), .created_s = 1 };

		(void)snprintf(name, sizeof(name), "name%u", i);
		row.name = view_z(name);
		r = store_account_insert(db, &row);
	}
	return r;
}

static void
make_full(struct store_rig *r)
{
	store_rig_init(r);
	store_rig_open(r);
	cr_assert_eq(store_rig_do(r, fill, NULL), STORE_OK);
	store_rig_close(r);
}

/* It is refused with `words`, is as it was to the byte, and nothing new lies beside it. */
static void
expect_refused(struct store_rig *r, const char *words)
{
	struct rig_bytes was = rig_read(r->path);
	size_t n_files = rig_count_files(r);
	struct err e = { .text = "" };

	cr_expect_null(store_open(r->path, &e));
	cr_expect(strstr(e.text, r->path) != NULL && strstr(e.text, words) != NULL, "%s", e.text);
	cr_expect(rig_is_same(r->path, &was), "%s: the file was changed", words);
	cr_expect_eq(
		rig_count_files(r), n_files, "%s: %zu files, were %zu", words, rig_count_files(r), n_files);
	free(was.p);
}

static void
poke(struct store_rig *r, size_t at, const void *p, size_t n)
{
	struct rig_bytes b = rig_read(r->path);

	cr_assert(at + n <= b.n);
	memcpy(b.p + at, p, n);
	rig_write(r->path, b.p, b.n);
	free(b.p);
}

Test(store_file, not_a_database_is_refused)
{
	struct store_rig r;
	char text[2 * PAGE];

	make_full(&r);
	memset(text, 'A', sizeof(text));
	rig_write(r.path, text, sizeof(text));
	expect_refused(&r, "not a database");
	store_rig_release(&r);
}

Test(store_file, empty_and_short_files_are_refused)
{
	struct store_rig r;

	make_full(&r);
	rig_write(r.path, "", 0);
	expect_refused(&r, "it is empty");
	rig_write(r.path, "SQLite format 3", 16);
	expect_refused(&r, "too short");
	store_rig_release(&r);
}

Test(store_file, truncated_at_any_page_is_refused)
{
	struct store_rig r;
	struct rig_bytes b;

	make_full(&r);
	b = rig_read(r.path);
	cr_assert(b.n > 8 * PAGE);
	for (size_t n = PAGE; n < b.n; n += PAGE) {
		rig_write(r.path, b.p, n);
		expect_refused(&r, "damaged");
	}
	rig_write(r.path, b.p, b.n - 100);
	expect_refused(&r, "damaged");
	free(b.p);
	store_rig_release(&r);
}

Test(store_file, damage_in_the_middle_is_refused)
{
	unsigned char noise[PAGE];
	struct store_rig r;

	make_full(&r);
	for (size_t i = 0; i < sizeof(noise); i++)
		noise[i] = (unsigned char)(i * 131 + 17);
	poke(&r, (size_t)5 * PAGE, noise, sizeof(noise));
	expect_refused(&r, "damaged");
	store_rig_release(&r);
}

Test(store_file, another_programs_database_is_refused)
{
	struct store_rig r;

	make_full(&r);
	poke(&r, 68, "\x12\x34\x56\x78", 4);
	expect_refused(&r, "another program");
	store_rig_release(&r);
}

Test(store_file, later_version_is_refused)
{
	struct store_rig r;

	make_full(&r);
	poke(&r, 60, "\x00\x00\x00\x63", 4);
	expect_refused(&r, "later version");
	store_rig_release(&r);
}

Test(store_file, symbolic_link_and_directory_are_refused)
{
	struct err e = { .text = "" };
	struct store_rig r;
	char target[80];

	make_full(&r);
	(void)snprintf(target, sizeof(target), "%s/other.db", r.dir);
	cr_assert_eq(rename(r.path, target), 0);
	cr_assert_eq(symlink(target, r.path), 0);
	cr_expect_null(store_open(r.path, &e));
	cr_assert_eq(unlink(r.path), 0);
	cr_assert_eq(mkdir(r.path, 0700), 0);
	cr_expect_null(store_open(r.path, &e));
	cr_expect(strstr(e.text, "not a file") != NULL, "%s", e.text);
	cr_assert_eq(rmdir(r.path), 0);
	store_rig_release(&r);
}

Test(store_file, missing_directory_says_what_to_do)
{
	struct err e = { .text = "" };
	struct store_rig r;

	store_rig_init(&r);
	cr_expect_null(store_open("/nonexistent/state/test.db", &e));
	cr_expect(strstr(e.text, "directory must be there") != NULL, "%s", e.text);
	store_rig_release(&r);
}

/* What a process that was killed while it made the file has left is no obstacle, and no database either. */
Test(store_file, half_made_file_is_made_anew)
{
	struct store_rig r;
	char fresh[80];

	store_rig_init(&r);
	(void)snprintf(fresh, sizeof(fresh), "%s.new", r.path);
	rig_write(fresh, "half", 4);
	store_rig_open(&r);
	cr_expect_eq(access(fresh, F_OK), -1);
	store_rig_release(&r);
}

/* The log of a killed server is part of the data: it is looked through, and stays if the file is refused. */
Test(store_file, damage_behind_a_log_is_refused_and_the_log_stays)
{
	struct rig_bytes db, log, log_was;
	unsigned char noise[PAGE];
	struct store_rig r;
	char log_path[80];

	make_full(&r);
	store_rig_open(&r);
	cr_assert_eq(store_rig_do(&r, fill, NULL), STORE_REFUSED);
	cr_assert_eq(sql_run(store_idle_db(r.store), "UPDATE account SET seen_s = 1 WHERE id = 1"), STORE_OK);
	(void)snprintf(log_path, sizeof(log_path), "%s-wal", r.path);
	db = rig_read(r.path);
	log = rig_read(log_path);
	cr_assert(log.n != 0);
	store_rig_close(&r);
	memset(noise, 0x5a, sizeof(noise));
	memcpy(db.p + (size_t)5 * PAGE, noise, sizeof(noise));
	rig_write(r.path, db.p, db.n);
	rig_write(log_path, log.p, log.n);
	log_was = rig_read(log_path);
	expect_refused(&r, "damaged");
	cr_expect(rig_is_same(log_path, &log_was));
	free(log_was.p);
	free(db.p);
	free(log.p);
	store_rig_release(&r);
}
