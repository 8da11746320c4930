/* Files, rotation, and what a server finds that was killed, or whose log was changed meanwhile. */
#include "store/audit_file.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/mem.h"
#include "tests/unit/store/audit_dir.h"
#include "tests/unit/store/store_rig.h"

#define DAY UINT64_C(86400000)

static const struct audit_file_conf usual = {
	.rotate_size = 1024 * 1024, .rotate_age_ms = DAY, .keep = 100, .seal_after = 5
};

static struct store_rig rig;
static struct audit_file *file;
static struct audit_found found;
static uint64_t now = 1000000;

static void
reopen(const struct audit_file_conf *conf)
{
	struct err e = { .text = "" };

	audit_file_free(file);
	file = audit_file_new(rig.dir, conf);
	cr_assert_eq(audit_file_open(file, now, &found, &e), 0, "%s", e.text);
}

static void
setup(void)
{
	store_rig_init(&rig);
}

static void
teardown(void)
{
	audit_file_free(file);
	file = NULL;
	store_rig_release(&rig);
}

TestSuite(audit_file, .init = setup, .fini = teardown);

/* n records; how many bytes of them were not written. */
static size_t
put(unsigned n)
{
	static const char object[] =
		"{\"time\":\"2026-11-27T17:00:00.000Z\",\"event\":\"oper\",\"who\":\"ann\"}\n";
	char *text = mem_alloc(n * sizeof(object));
	struct err e = { .text = "" };
	struct view v = view_of(text, n * (sizeof(object) - 1));

	for (unsigned i = 0; i < n; i++)
		memcpy(text + i * (sizeof(object) - 1), object, sizeof(object));
	(void)!audit_file_put(file, &v, now, &e);
	mem_free(text);
	return v.n;
}

static void
expect_verdict(enum audit_verdict want)
{
	struct audit_verify v;
	enum audit_verdict got = audit_dir_verify(rig.dir, &v);

	cr_expect_eq(got, want, "%s: file %u line %zu", audit_verify_text(got), (unsigned)v.file, v.line);
}

Test(audit_file, first_start_makes_the_files_for_nobody_else)
{
	static const char *const names[] = { "audit-000001.log", "audit.head", "audit.keys" };
	struct stat st;

	reopen(&usual);
	cr_expect_eq(found.begins, AUDIT_BEGINS_FIRST);
	cr_expect_eq(put(7), 0);
	expect_verdict(AUDIT_GOOD);
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		cr_assert_eq(stat(audit_dir_path(rig.dir, names[i]), &st), 0);
		cr_expect_eq(st.st_mode & 0777, 0600, "%s", names[i]);
	}
	cr_expect_eq(audit_dir_count(rig.dir, "\"event\":\"checkpoint\""), 1);
}

Test(audit_file, goes_on_where_it_was_left)
{
	reopen(&usual);
	cr_expect_eq(put(7), 0);
	reopen(&usual);
	cr_expect_eq(found.begins, AUDIT_BEGINS_NEXT);
	cr_expect_eq(found.torn, 0);
	cr_expect_eq(put(7), 0);
	expect_verdict(AUDIT_GOOD);
	cr_expect_eq(audit_dir_count(rig.dir, "\"event\":\"oper\""), 14);
	cr_expect_eq(audit_dir_count(rig.dir, "\"event\":\"file\""), 1);
}

Test(audit_file, rotates_by_size_without_a_gap_and_keeps_so_many)
{
	const struct audit_file_conf small = {
		.rotate_size = 4096, .rotate_age_ms = DAY, .keep = 3, .seal_after = 5
	};
	struct audit_verify v;

	reopen(&small);
	cr_expect_eq(put(200), 0);
	expect_verdict(AUDIT_GOOD);
	(void)!audit_dir_verify(rig.dir, &v);
	cr_expect_eq(v.n_files, 3);
	cr_expect_gt(v.first_seq, 100);
	cr_expect_eq(audit_dir_count(rig.dir, "\"event\":\"end\""), 2);
	reopen(&small);
	cr_expect_eq(found.begins, AUDIT_BEGINS_NEXT);
	cr_expect_eq(put(20), 0);
	expect_verdict(AUDIT_GOOD);
}

Test(audit_file, rotates_by_age_with_the_next_record)
{
	reopen(&usual);
	now += DAY - 1;
	cr_expect_eq(put(1), 0);
	cr_expect_eq(audit_file_figures(file).file, 1);
	now++;
	cr_expect_eq(put(1), 0);
	cr_expect_eq(audit_file_figures(file).file, 2);
	expect_verdict(AUDIT_GOOD);
}

Test(audit_file, seal_is_written_once)
{
	struct err e;

	reopen(&usual);
	cr_expect_eq(put(2), 0);
	cr_expect_eq(audit_file_seal(file, now, &e), 0);
	cr_expect_eq(audit_file_figures(file).unsealed, 0);
	cr_expect_eq(audit_file_seal(file, now, &e), 0);
	cr_expect_eq(audit_dir_count(rig.dir, "\"event\":\"checkpoint\""), 1);
	expect_verdict(AUDIT_GOOD);
}

/* Whatever was written of the files when the server was killed, byte by byte: the head may be older by one write. */
static const char *
path_of(uint64_t number)
{
	char name[40];

	(void)snprintf(name, sizeof(name), "audit-%06u.log", (unsigned)number);
	return audit_dir_path(rig.dir, name);
}

/* n bytes of what was written behind `was`: over two files. */
static void
kill_at(size_t n, uint64_t number, const struct rig_bytes text[2], const struct rig_bytes *head)
{
	audit_file_free(file);
	file = NULL;
	rig_write(audit_dir_path(rig.dir, "audit.head"), head->p, head->n);
	rig_write(path_of(number), text[0].p, n < text[0].n ? n : text[0].n);
	for (uint64_t i = 1; i < 9; i++)
		(void)unlink(path_of(number + i));
	if (n > text[0].n)
		rig_write(path_of(number + 1), text[1].p, n - text[0].n);
}

static const struct audit_file_conf tiny = {
	.rotate_size = 1500, .rotate_age_ms = DAY, .keep = 100, .seal_after = 3
};

static size_t
kill_everywhere(unsigned before)
{
	struct rig_bytes head, text[2];
	uint64_t number;
	size_t from, n_tried = 0;

	reopen(&tiny);
	(void)put(before);
	number = audit_file_figures(file).file;
	from = audit_file_figures(file).offset;
	head = rig_read(audit_dir_path(rig.dir, "audit.head"));
	(void)put(8);
	text[0] = rig_read(path_of(number));
	text[1] = rig_read(path_of(number + 1));
	for (size_t n = from; n <= text[0].n + text[1].n; n += 19) {
		kill_at(n, number, text, &head);
		expect_verdict(AUDIT_GOOD); /* before anybody mended it */
		reopen(&tiny);
		cr_expect_eq(found.begins, AUDIT_BEGINS_NEXT, "%zu: %s", n, found.why);
		cr_expect_eq(put(1), 0);
		expect_verdict(AUDIT_GOOD);
		n_tried++;
	}
	mem_free(head.p);
	mem_free(text[0].p);
	mem_free(text[1].p);
	return n_tried;
}

/* Whatever was written of the files when the server was killed, and however much older the head is. */
Test(audit_file, killed_anywhere_it_goes_on_and_verifies, .timeout = 120)
{
	size_t n = 0;

	for (unsigned before = 0; before < 6; before++) {
		n += kill_everywhere(before);
		teardown();
		setup();
	}
	cr_expect_gt(n, 200);
}

Test(audit_file, killed_before_the_first_line_it_begins)
{
	reopen(&usual);
	cr_assert_eq(truncate(audit_dir_path(rig.dir, "audit-000001.log"), 100), 0);
	for (int slot = 0; slot < 2; slot++) {
		struct audit_head h = { .generation = (uint64_t)slot };
		char text[2 * AUDIT_HEAD_SLOT];

		audit_chain_begin(&h.chain, (const uint8_t[AUDIT_KEY_BYTES]){ 1 }, 1);
		audit_head_write(&h, text);
		audit_head_write(&h, text + AUDIT_HEAD_SLOT);
		rig_write(audit_dir_path(rig.dir, "audit.head"), text, sizeof(text));
	}
	reopen(&usual);
	cr_expect_eq(found.begins, AUDIT_BEGINS_FIRST);
	cr_expect_eq(audit_file_figures(file).file, 1);
	cr_expect_eq(put(1), 0);
}

static void
lose_head(void)
{
	cr_assert_eq(unlink(audit_dir_path(rig.dir, "audit.head")), 0);
}

static void
spoil_head(void)
{
	rig_write(audit_dir_path(rig.dir, "audit.head"), "conclave-audit-1 x", 18);
}

static void
lose_file(void)
{
	cr_assert_eq(unlink(audit_dir_path(rig.dir, "audit-000001.log")), 0);
}

static void
shorten(void)
{
	struct rig_bytes b = rig_read(audit_dir_path(rig.dir, "audit-000001.log"));

	cr_assert_eq(truncate(audit_dir_path(rig.dir, "audit-000001.log"), (off_t)b.n - 1), 0);
	mem_free(b.p);
}

static void
change_last_line(void)
{
	struct rig_bytes b = rig_read(audit_dir_path(rig.dir, "audit-000001.log"));

	b.p[b.n - 10] = b.p[b.n - 10] == '0' ? '1' : '0';
	rig_write(audit_dir_path(rig.dir, "audit-000001.log"), b.p, b.n);
	mem_free(b.p);
}

static void
put_next_file(void)
{
	rig_write(audit_dir_path(rig.dir, "audit-000002.log"), "something\n", 10);
}

static void
put_a_directory(void)
{
	lose_file();
	cr_assert_eq(mkdir(audit_dir_path(rig.dir, "audit-000001.log"), 0700), 0);
}

static void (*const harms[])(
	void) = { lose_head, spoil_head, lose_file, shorten, change_last_line, put_next_file };

struct harm_case {
	unsigned harm; /* no pointer: Criterion copies cases to a child process */
	char why[40];
	unsigned file; /* that the new chain begins in */
};

ParameterizedTestParameters(audit_file, harm)
{
	static struct harm_case cases[] = {
		{ 0, "audit.head is missing", 2 },
		{ 1, "audit.head is damaged", 2 },
		{ 2, "is missing", 1 },
		{ 3, "is shorter than it was", 2 },
		{ 4, "is not as it was left", 2 },
		{ 5, "is there already", 3 },
	};

	return cr_make_param_array(struct harm_case, cases, ARRAY_LEN(cases));
}
/* It never keeps the server from starting, says what is wrong, and leaves what it found. */
ParameterizedTest(struct harm_case *c, audit_file, harm)
{
	char text[80];

	reopen(&usual);
	cr_expect_eq(put(3), 0);
	harms[c->harm]();
	reopen(&usual);
	cr_expect_eq(found.begins, AUDIT_BEGINS_NEW);
	cr_expect_not_null(strstr(found.why, c->why), "%s", found.why);
	cr_expect_eq(audit_file_figures(file).file, c->file);
	cr_expect_eq(put(3), 0);
	(void)snprintf(text, sizeof(text), "\"begins\":\"new\"");
	cr_expect_eq(audit_dir_count(rig.dir, text), 1);
	cr_expect_eq(audit_dir_count(rig.dir, c->why), 1);
	reopen(&usual);
	cr_expect_eq(found.begins, AUDIT_BEGINS_NEXT, "the new one goes on: %s", found.why);
}

Test(audit_file, what_is_no_file_is_refused)
{
	struct err e = { .text = "" };

	reopen(&usual);
	put_a_directory();
	audit_file_free(file);
	file = audit_file_new(rig.dir, &usual);
	cr_expect_eq(audit_file_open(file, now, &found, &e), -1);
	cr_expect_not(audit_file_is_open(file));
	cr_assert_eq(rmdir(audit_dir_path(rig.dir, "audit-000001.log")), 0);
}

/* The limit of the process on file sizes stands for a full disk: a part of a line is written, then nothing. */
Test(audit_file, a_full_disk_leaves_whole_lines_and_goes_on_later)
{
	struct rlimit small = { .rlim_cur = 4000, .rlim_max = RLIM_INFINITY };
	size_t left;

	(void)signal(SIGXFSZ, SIG_IGN);
	reopen(&usual);
	cr_assert_eq(setrlimit(RLIMIT_FSIZE, &small), 0);
	left = put(100);
	cr_expect_gt(left, 0);
	expect_verdict(AUDIT_GOOD);
	cr_expect_gt(put(100), 0);
	small.rlim_cur = RLIM_INFINITY;
	cr_assert_eq(setrlimit(RLIMIT_FSIZE, &small), 0);
	cr_expect_eq(put(3), 0);
	expect_verdict(AUDIT_GOOD);
	cr_expect_eq(audit_dir_count(rig.dir, "\"event\":\"oper\""), 3);
	reopen(&usual);
	cr_expect_eq(found.begins, AUDIT_BEGINS_NEXT);
	cr_expect_eq(found.torn, 0);
}

/* The secrets of a checkpoint are gone when it is written: neither slot of the head has them. */
Test(audit_file, head_forgets_the_secrets_of_before)
{
	struct rig_bytes before, after;
	struct audit_head was, is;

	reopen(&usual);
	before = rig_read(audit_dir_path(rig.dir, "audit.head"));
	cr_assert(audit_head_read(view_of(before.p, before.n), &was));
	cr_expect_eq(put(5), 0);
	after = rig_read(audit_dir_path(rig.dir, "audit.head"));
	for (size_t slot = 0; slot < 2; slot++) {
		cr_assert(audit_head_read(view_of(after.p + slot * AUDIT_HEAD_SLOT, AUDIT_HEAD_SLOT), &is));
		cr_expect_neq(memcmp(is.chain.seed, was.chain.seed, AUDIT_KEY_BYTES), 0, "slot %zu", slot);
	}
	mem_free(before.p);
	mem_free(after.p);
}

Test(audit_file, keys_that_were_written_in_half_are_mended)
{
	struct rig_bytes keys;

	reopen(&usual);
	keys = rig_read(audit_dir_path(rig.dir, "audit.keys"));
	rig_write(audit_dir_path(rig.dir, "audit.keys"), keys.p, keys.n / 2);
	reopen(&usual);
	cr_expect(rig_is_same(audit_dir_path(rig.dir, "audit.keys"), &keys));
	mem_free(keys.p);
}
