#include "store/store_account.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "tests/unit/store/store_rig.h"

static const uint8_t one[STORE_HASH_BYTES] = { 1 }, two[STORE_HASH_BYTES] = { 2 };

static struct store_rig rig;
static struct store_db *db;

static void
set_up(void)
{
	store_rig_init(&rig);
	store_rig_open(&rig);
	db = store_idle_db(rig.store);
}

static void
tear_down(void)
{
	store_rig_release(&rig);
}

TestSuite(store_account, .init = set_up, .fini = tear_down);

static enum store_result
insert(const char *name)
{
	const struct store_account row = { .name = view_z(name), .created_s = 100, .flags = 5 };

	return store_account_insert(db, &row);
}

struct seen {
	unsigned n;
	char text[500];
};

static int
show(void *arg, const struct store_account *row, struct err *e)
{
	struct seen *s = arg;
	size_t used = strlen(s->text);

	(void)e;
	s->n++;
	(void)snprintf(s->text + used, sizeof(s->text) - used, "%.*s/%.*s/%u/%zu/%.*s/%.*s/%u/%u/%u ",
		VIEW_ARG(row->name), VIEW_ARG(row->secret.password), row->secret.iterations,
		row->secret.salt.n, VIEW_ARG(row->email), VIEW_ARG(row->suspended), (unsigned)row->created_s,
		(unsigned)row->seen_s, row->flags);
	return 0;
}

static const char *
all(struct seen *s)
{
	struct err e = { .text = "" };

	memset(s, 0, sizeof(*s));
	cr_assert_eq(store_account_load(db, show, s, &e), 0, "%s", e.text);
	return s->text;
}

Test(store_account, rows_come_back_as_they_were_written)
{
	const struct store_secret secret = { .password = VIEW("$argon2id$x"),
		.iterations = 4096,
		.salt = VIEW("0123456789abcdef"),
		.stored = VIEW("s"),
		.server = VIEW("t") };
	struct seen s;

	cr_assert_eq(insert("alice"), STORE_OK);
	cr_assert_eq(insert("bob"), STORE_OK);
	cr_assert_eq(insert("alice"), STORE_REFUSED);
	cr_expect_str_eq(all(&s), "alice//0/0///100/0/5 bob//0/0///100/0/5 ");
	cr_expect_eq(store_account_secret(db, VIEW("alice"), &secret), STORE_OK);
	cr_expect_eq(store_account_email(db, VIEW("alice"), VIEW("a@b")), STORE_OK);
	cr_expect_eq(store_account_suspended(db, VIEW("alice"), VIEW("why")), STORE_OK);
	cr_expect_eq(store_account_flags(db, VIEW("alice"), 2, 1), STORE_OK);
	cr_expect_eq(store_account_seen(db, VIEW("alice"), 200), STORE_OK);
	cr_expect_str_eq(all(&s), "alice/$argon2id$x/4096/16/a@b/why/100/200/6 bob//0/0///100/0/5 ");
	cr_expect_eq(store_account_email(db, VIEW("alice"), VIEW("")), STORE_OK);
	cr_expect_eq(store_account_suspended(db, VIEW("alice"), VIEW("")), STORE_OK);
	cr_expect_str_eq(all(&s), "alice/$argon2id$x/4096/16///100/200/6 bob//0/0///100/0/5 ");
}

Test(store_account, who_is_not_there_is_refused)
{
	const struct store_secret none = { .iterations = 0 };

	cr_expect_eq(store_account_secret(db, VIEW("x"), &none), STORE_REFUSED);
	cr_expect_eq(store_account_email(db, VIEW("x"), VIEW("a@b")), STORE_REFUSED);
	cr_expect_eq(store_account_suspended(db, VIEW("x"), VIEW("why")), STORE_REFUSED);
	cr_expect_eq(store_account_flags(db, VIEW("x"), 1, 0), STORE_REFUSED);
	cr_expect_eq(store_account_seen(db, VIEW("x"), 1), STORE_REFUSED);
	cr_expect_eq(store_account_delete(db, VIEW("x")), STORE_REFUSED);
	cr_expect_eq(store_cert_insert(db, VIEW("x"), one, 1), STORE_REFUSED);
	cr_expect_eq(store_cert_delete(db, VIEW("x"), one), STORE_REFUSED);
}

static int
count_cert(void *arg, struct view account, struct view fingerprint, struct err *e)
{
	struct seen *s = arg;

	(void)e;
	cr_expect_eq(fingerprint.n, STORE_HASH_BYTES);
	s->n++;
	(void)view_copy(account, s->text, sizeof(s->text));
	return 0;
}

static unsigned
n_certs(void)
{
	struct seen s = { .n = 0 };
	struct err e;

	cr_assert_eq(store_cert_load(db, count_cert, &s, &e), 0);
	return s.n;
}

Test(store_account, certificate_belongs_to_one_and_goes_with_it)
{
	cr_assert_eq(insert("alice"), STORE_OK);
	cr_assert_eq(insert("bob"), STORE_OK);
	cr_expect_eq(store_cert_insert(db, VIEW("alice"), one, 1), STORE_OK);
	cr_expect_eq(store_cert_insert(db, VIEW("alice"), two, 1), STORE_OK);
	cr_expect_eq(store_cert_insert(db, VIEW("alice"), one, 1), STORE_REFUSED);
	cr_expect_eq(store_cert_insert(db, VIEW("bob"), one, 1), STORE_REFUSED);
	cr_expect_eq(store_cert_delete(db, VIEW("bob"), one), STORE_REFUSED);
	cr_expect_eq(n_certs(), 2);
	cr_expect_eq(store_cert_delete(db, VIEW("alice"), one), STORE_OK);
	cr_expect_eq(n_certs(), 1);
	cr_expect_eq(store_account_delete(db, VIEW("alice")), STORE_OK);
	cr_expect_eq(n_certs(), 0);
}

Test(store_account, code_is_good_for_its_uses_and_its_time)
{
	struct store_code code = { .uses = 2, .expires_s = 1000 };

	memcpy(code.hash, one, sizeof(one));
	cr_expect_eq(store_code_insert(db, &code, 500, 10), STORE_OK);
	cr_expect_eq(store_code_use(db, two, 500), STORE_REFUSED);
	cr_expect_eq(store_code_use(db, one, 1000), STORE_REFUSED);
	cr_expect_eq(store_code_use(db, one, 999), STORE_OK);
	cr_expect_eq(store_code_use(db, one, 500), STORE_OK);
	cr_expect_eq(store_code_use(db, one, 500), STORE_REFUSED);
}

Test(store_account, codes_have_a_limit_that_dead_ones_do_not_fill)
{
	struct store_code code = { .uses = 1, .expires_s = 1000 };

	for (uint8_t i = 0; i < 3; i++) {
		code.hash[0] = i;
		cr_expect_eq(store_code_insert(db, &code, 500, 3), STORE_OK);
	}
	code.hash[0] = 9;
	cr_expect_eq(store_code_insert(db, &code, 500, 3), STORE_REFUSED);
	cr_expect_eq(store_code_insert(db, &code, 1000, 3), STORE_OK);
}
