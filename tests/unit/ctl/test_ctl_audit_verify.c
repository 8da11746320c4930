/* The check from outside: what is said, and the exit status. */
#include "ctl/ctl_audit_verify.h"

#include <criterion/criterion.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

#include "core/mem.h"
#include "ctl/ctl_audit_tail.h"
#include "proto/audit_chain.h"
#include "tests/unit/proto/audit_rig.h"

static char dir[40], other[80], path[120], key[65];
static struct audit_rig *rig;
static char *said;
static size_t n_said;

static const char *
in_dir(const char *name)
{
	(void)snprintf(path, sizeof(path), "%s/%s", dir, name);
	return path;
}

static void
write_file(const char *name, const char *p, size_t n)
{
	FILE *f = fopen(in_dir(name), "wb");

	cr_assert_not_null(f);
	cr_assert_eq(fwrite(p, 1, n, f), n);
	cr_assert_eq(fclose(f), 0);
}

static void
write_log(void)
{
	char name[40], slot[AUDIT_HEAD_SLOT];
	const struct audit_head head = { .chain = rig->chain };

	for (size_t i = 0; i < RIG_FILES; i++) {
		(void)snprintf(name, sizeof(name), "audit-%06zu.log", i + 1);
		write_file(name, rig->file[i].p, rig->file[i].n);
	}
	audit_head_write(&head, slot);
	write_file("audit.head", slot, sizeof(slot));
	write_file("audit.keys", rig->keys, rig->n_keys);
	write_file("audit.pub", key, 64);
}

static void
setup(void)
{
	(void)snprintf(dir, sizeof(dir), "/tmp/unit-ctl.XXXXXX");
	cr_assert_not_null(mkdtemp(dir));
	rig = mem_zalloc(sizeof(*rig));
	audit_rig_make(rig, 1, 10, 4);
	(void)sodium_bin2hex(key, sizeof(key), rig->owner, sizeof(rig->owner));
	write_log();
}

static void
teardown(void)
{
	static const char *const names[] = { "audit-000001.log", "audit-000002.log", "audit-000003.log",
		"audit-000004.log", "audit.head", "audit.keys", "audit.pub" };

	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		(void)unlink(in_dir(names[i]));
	(void)rmdir(dir);
	mem_free(rig);
	free(said);
	said = NULL;
}

TestSuite(ctl_audit_verify, .init = setup, .fini = teardown);

/* What is asked. */
struct ask {
	bool json;
	const char *key;
	char *const *paths;
	size_t n;
};

static void
expect(int status, struct ask ask, const char *words)
{
	FILE *out;
	struct ctl_audit_verify o = { .key = ask.key, .json = ask.json };
	int got;

	free(said);
	said = NULL;
	out = open_memstream(&said, &n_said);
	o.out = o.err = out;
	got = ctl_audit_verify(&o, ask.paths, ask.n);
	(void)fclose(out);
	cr_expect_eq(got, status, "%d: %s", got, said);
	cr_expect_not_null(strstr(said, words), "\"%s\" is not in: %s", words, said);
}

static void
expect_dir(int status, const char *with, const char *words)
{
	char *const paths[] = { dir };

	expect(status, (struct ask){ false, with, paths, 1 }, words);
}

Test(ctl_audit_verify, good_says_what_is_proved_by_what)
{
	expect_dir(EX_OK, NULL, "everything is as it was written: 55 lines in 4 files, numbers 1 to 55");
	expect_dir(EX_OK, NULL, "2 lines proved by audit.head, 0 not proved");
	expect_dir(EX_OK, NULL, "compare it with your copy");
	expect_dir(EX_OK, key, "follows from the one that was given");
	(void)snprintf(other, sizeof(other), "%s/audit.pub", dir);
	expect_dir(EX_OK, other, "follows from the one that was given");
	cr_assert_eq(unlink(in_dir("audit.head")), 0);
	expect_dir(EX_OK, key, "0 lines proved by audit.head, 2 not proved");
}

Test(ctl_audit_verify, json_is_one_object)
{
	char *const paths[] = { dir };

	expect(EX_OK, (struct ask){ true, key, paths, 1 },
		"\"files\":4,\"lines\":55,\"first\":1,\"last\":55,\"signed\":53");
	rig->file[1].p[rig->file[1].n / 2] ^= 1;
	write_log();
	expect(1, (struct ask){ true, key, paths, 1 }, "audit-000002.log\",\"line\":");
}

Test(ctl_audit_verify, bad_is_named_and_is_status_1)
{
	rig->file[2].p[30] ^= 1;
	write_log();
	expect_dir(1, key, "audit-000003.log:1: number 29: ");
}

Test(ctl_audit_verify, a_wrong_key_is_status_1_and_none_66)
{
	key[0] = key[0] == '0' ? '1' : '0';
	expect_dir(1, key, "audit-000001.log:1: number 1: the log is not of this public key");
	expect_dir(EX_NOINPUT, "/nonexistent", "/nonexistent: No such file");
	expect_dir(EX_NOINPUT, "/etc/passwd", "no public key");
}

Test(ctl_audit_verify, the_end_that_is_missing_is_seen_with_the_head)
{
	cr_assert_eq(unlink(in_dir("audit-000004.log")), 0);
	expect_dir(1, key, ": number 43: lines are missing at the end of the log");
	cr_assert_eq(unlink(in_dir("audit.head")), 0);
	expect_dir(EX_OK, key, "without audit.head: lines that are missing at the end are not seen");
}

Test(ctl_audit_verify, files_alone_follow_each_other)
{
	char a[80], b[80], *const both[] = { a, b }, *const turned[] = { b, a };

	(void)snprintf(a, sizeof(a), "%s/audit-000002.log", dir);
	(void)snprintf(b, sizeof(b), "%s/audit-000003.log", dir);
	expect(EX_OK, (struct ask){ false, key, both, 2 }, "28 lines in 2 files");
	expect(1, (struct ask){ false, key, turned, 2 },
		"audit-000002.log:1: number 15: the file does not continue");
}

Test(ctl_audit_verify, what_is_no_log_is_66)
{
	static char missing[] = "/nonexistent", zero[] = "/dev/zero";
	char *const nothing[] = { missing }, *const device[] = { zero };

	expect(EX_NOINPUT, (struct ask){ false, NULL, nothing, 1 }, "/nonexistent: No such file");
	expect(EX_NOINPUT, (struct ask){ false, NULL, device, 1 }, "/dev/zero: not a file");
	teardown();
	cr_assert_eq(mkdir(dir, 0700), 0);
	expect_dir(EX_NOINPUT, NULL, "there is no audit log");
	setup();
}

/* Records are "n1*J" to "n10*J" in each file. */
static void
expect_tail(struct ctl_audit_tail o, const char *of, size_t lines, const char *first)
{
	size_t n = 0;

	free(said);
	said = NULL;
	o.out = o.err = open_memstream(&said, &n_said);
	cr_expect_eq(ctl_audit_tail(&o, of), EX_OK);
	(void)fclose(o.out);
	for (const char *p = said; *p != '\0'; p++)
		n += *p == '\n';
	cr_expect_eq(n, lines, "%zu lines: %s", n, said);
	cr_expect(lines == 0 || strncmp(said, first, strlen(first)) == 0, "%s", said);
}

Test(ctl_audit_verify, tail_shows_the_last_ones_over_files)
{
	const struct ctl_audit_tail few = { .lines = 3 }, more = { .lines = 13 }, none = { .lines = 0 };
	const struct ctl_audit_tail own = { .lines = 100, .filter = { .events = "file" }, .json = true };
	char one[80];

	expect_tail(few, dir, 3, "2026-11-27 17:00:00 oper        who=n8*J\n");
	expect_tail(more, dir, 13, "2026-11-27 17:00:00 oper        who=n8*J\n");
	expect_tail(none, dir, 0, "");
	expect_tail(own, dir, RIG_FILES, "{\"seq\":1,");
	(void)snprintf(one, sizeof(one), "%s/audit-000002.log", dir);
	expect_tail(more, one, 10, "2026-11-27 17:00:00 oper        who=n1*J\n");
}

/* The server had to begin anew behind a file that it could not end: the next file is named, and why. */
Test(ctl_audit_verify, a_new_chain_is_named_with_its_reason)
{
	struct audit_chain fresh;
	char line[AUDIT_LINE_MAX];
	size_t n;

	audit_chain_begin(&fresh, (const uint8_t[AUDIT_KEY_BYTES]){ 9 }, RIG_FILES);
	n = audit_chain_file(&fresh, line, 0, AUDIT_BEGINS_NEW, VIEW("it was cut"));
	rig->file[2].n -= audit_rig_line(&rig->file[2], audit_rig_count(&rig->file[2])).n; /* no end */
	write_log();
	write_file("audit-000004.log", line, n);
	expect_dir(1, key,
		"audit-000004.log:1: number 1: the server could not continue the log and began a new one "
		"here: it was cut");
}
