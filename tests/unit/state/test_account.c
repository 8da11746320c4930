#include "state/account.h"

#include <criterion/criterion.h>
#include <string.h>

#include "core/hash.h"
#include "proto/casemap.h"

static struct account_set set;

static void
setup(void)
{
	hash_init();
	casemap_set(CASEMAP_RFC1459);
	account_set_init(&set);
}

static void
teardown(void)
{
	account_set_release(&set);
}

TestSuite(account, .init = setup, .fini = teardown);

static void
fingerprint(uint8_t dst[ACCOUNT_CERT_BYTES], size_t i)
{
	memset(dst, 0, ACCOUNT_CERT_BYTES);
	dst[0] = (uint8_t)i;
}

Test(account, is_found_by_its_name_in_any_case)
{
	struct account *a = account_new(&set, VIEW("Ali[ce"), 7);

	cr_expect_eq(account_find(&set, VIEW("aLI{CE")), a);
	cr_expect_null(account_find(&set, VIEW("ali")));
	cr_expect_str_eq(a->name, "Ali[ce");
	cr_expect_eq(a->created_s, 7);
	cr_expect_null(a->password);
	account_free(&set, a);
	cr_expect_null(account_find(&set, VIEW("ali[ce")));
	cr_expect_eq(account_set_count(&set), 0);
}

Test(account, has_so_many_certificates_and_no_more)
{
	struct account *a = account_new(&set, VIEW("a"), 0), *b = account_new(&set, VIEW("b"), 0);
	uint8_t fp[ACCOUNT_CERT_BYTES];

	for (size_t i = 0; i < ACCOUNT_CERTS_MAX; i++) {
		fingerprint(fp, i);
		cr_assert_eq(account_cert_add(&set, a, fp), CERT_OK);
		cr_expect_eq(account_find_cert(&set, fp), a);
	}
	cr_expect_eq(account_cert_add(&set, b, fp), CERT_TAKEN);
	cr_expect_eq(account_cert_add(&set, a, fp), CERT_TAKEN);
	cr_expect_not(account_cert_del(&set, b, fp));
	fingerprint(fp, ACCOUNT_CERTS_MAX);
	cr_expect_eq(account_cert_add(&set, a, fp), CERT_TOO_MANY);
	cr_expect_eq(account_cert_add(&set, b, fp), CERT_OK);
	fingerprint(fp, 3);
	cr_expect(account_cert_del(&set, a, fp));
	cr_expect_null(account_find_cert(&set, fp));
	cr_expect_eq(a->n_certs, ACCOUNT_CERTS_MAX - 1);
	account_free(&set, a);
	fingerprint(fp, 4);
	cr_expect_null(account_find_cert(&set, fp));
	fingerprint(fp, ACCOUNT_CERTS_MAX);
	cr_expect_eq(account_find_cert(&set, fp), b);
}

Test(account, passwords_and_texts_are_replaced_and_taken_away)
{
	struct account *a = account_new(&set, VIEW("a"), 0);
	struct scram_key key = { .iterations = 4096 };

	account_set_password(a, "$argon2id$1", &key);
	account_set_password(a, "$argon2id$2", NULL);
	cr_expect_str_eq(a->password, "$argon2id$2");
	cr_expect_eq(a->scram.iterations, 0);
	account_set_password(a, NULL, NULL);
	cr_expect_null(a->password);
	account_set_suspended(a, VIEW("left the company"));
	cr_expect_str_eq(a->suspended, "left the company");
	account_set_suspended(a, VIEW(""));
	cr_expect_null(a->suspended);
	account_set_email(a, VIEW("a@example.org"));
	cr_expect_str_eq(a->email, "a@example.org");
}
