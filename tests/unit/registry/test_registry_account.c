#include "registry/registry_account.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "proto/password_hash.h"
#include "tests/unit/registry/registry_rig.h"

static const uint8_t one[ACCOUNT_CERT_BYTES] = { 1 }, two[ACCOUNT_CERT_BYTES] = { 2 };

static bool
opens(const struct account *a, const char *password)
{
	struct scram_key key = a->scram;

	scram_key_derive(&key, view_z(password));
	return crypto_pwhash_str_verify(a->password, password, strlen(password)) == 0 &&
		memcmp(&key, &a->scram, sizeof(key)) == 0;
}

Test(registry_account, is_there_after_a_restart_with_all_that_it_had)
{
	const struct registry_set set = { .flags_on = ACCOUNT_PRIVATE,
		.flags_off = ACCOUNT_PROTECT,
		.has_email = true,
		.email = VIEW("alice@example.org") };
	struct rig_answers a = { .n = 0 };
	const struct account *alice;
	struct registry_rig r;

	registry_rig_init(&r, "registration = open");
	cr_assert_eq(rig_add(&r, "Alice", "password1"), REGISTRY_OK);
	registry_account_cert_add(r.registry, VIEW("alice"), one, rig_call(&a, 0));
	registry_account_cert_add(r.registry, VIEW("alice"), two, rig_call(&a, 0));
	registry_account_cert_del(r.registry, VIEW("alice"), one, rig_call(&a, 0));
	registry_account_password(r.registry, VIEW("alice"), VIEW("password2"), rig_call(&a, 0));
	registry_account_suspend(r.registry, VIEW("alice"), VIEW("holiday"), rig_call(&a, 0));
	registry_account_set(r.registry, VIEW("alice"), &set, rig_call(&a, 0));
	registry_rig_settle(&r);
	registry_account_seen(r.registry, rig_find(&r, "alice"));
	registry_rig_settle(&r);
	for (int restarts = 0; restarts < 2; restarts++) {
		alice = rig_find(&r, "alice");
		cr_assert_not_null(alice);
		cr_expect(view_eq(account_name(alice), VIEW("Alice")));
		cr_expect(opens(alice, "password2") && !opens(alice, "password1"));
		cr_expect_eq(alice->scram.iterations, 4096);
		cr_expect_eq(alice->flags, ACCOUNT_PRIVATE);
		cr_expect_str_eq(alice->email, "alice@example.org");
		cr_expect_str_eq(alice->suspended, "holiday");
		cr_expect_eq(alice->n_certs, 1);
		cr_expect_eq(account_find_cert(&r.world->accounts, two), alice);
		cr_expect(alice->created_s != 0 && alice->seen_s >= alice->created_s);
		registry_rig_stop(&r);
		registry_rig_start(&r, 0);
	}
	registry_rig_release(&r);
}

struct add_case {
	char conf[60], name[60], password[20], email[30];
	enum registry_verdict want;
};

ParameterizedTestParameters(registry_account, add)
{
	static struct add_case cases[] = {
		{ "registration = open", "alice", "password", "", REGISTRY_OK },
		{ "registration = open", "alice", "password", "a@b", REGISTRY_OK },
		{ "", "alice", "password", "", REGISTRY_CLOSED },
		{ "registration = closed", "alice", "password", "", REGISTRY_CLOSED },
		{ "registration = invite-code", "alice", "password", "", REGISTRY_BAD_CODE },
		{ "registration = open", "", "password", "", REGISTRY_BAD_NAME },
		{ "registration = open", "1alice", "password", "", REGISTRY_BAD_NAME },
		{ "registration = open", "a b", "password", "", REGISTRY_BAD_NAME },
		{ "registration = open", "a23456789012345678901234567890", "password", "", REGISTRY_OK },
		{ "registration = open", "a234567890123456789012345678901", "password", "",
			REGISTRY_BAD_NAME },
		{ "registration = open", "alice", "passwor", "", REGISTRY_BAD_PASSWORD },
		{ "registration = open password-min-length = 7", "alice", "passwor", "", REGISTRY_OK },
		{ "registration = open", "alice", "", "", REGISTRY_BAD_PASSWORD },
		{ "registration = open", "alice", "pass\001word", "", REGISTRY_BAD_PASSWORD },
		{ "registration = open", "alice", "password\177", "", REGISTRY_BAD_PASSWORD },
		{ "registration = open", "alice", "password\377", "", REGISTRY_BAD_PASSWORD },
		{ "registration = open", "alice", "p\303\244ssword", "", REGISTRY_OK },
		{ "registration = open", "alice", "password", "alice", REGISTRY_BAD_EMAIL },
		{ "registration = open", "alice", "password", "@b", REGISTRY_BAD_EMAIL },
		{ "registration = open", "alice", "password", "a@", REGISTRY_BAD_EMAIL },
		{ "registration = open", "alice", "password", "a@b@c", REGISTRY_BAD_EMAIL },
		{ "registration = open", "alice", "password", "a b@c", REGISTRY_BAD_EMAIL },
	};

	return cr_make_param_array(struct add_case, cases, ARRAY_LEN(cases));
}

ParameterizedTest(struct add_case *c, registry_account, add)
{
	const struct registry_new_account what = {
		.name = view_z(c->name), .password = view_z(c->password), .email = view_z(c->email)
	};
	struct rig_answers a = { .n = 0 };
	struct registry_rig r;

	registry_rig_init(&r, c->conf);
	registry_account_add(r.registry, &what, rig_call(&a, 0));
	registry_rig_settle(&r);
	cr_assert_eq(a.n, 1);
	cr_expect_eq(a.v[0], c->want, "%s", registry_verdict_text(a.v[0]));
	cr_expect_eq(rig_find(&r, c->name) != NULL, c->want == REGISTRY_OK);
	registry_rig_release(&r);
}

Test(registry_account, longest_password_and_one_byte_more)
{
	char password[PASSWORD_LEN_MAX + 2];
	struct registry_rig r;

	registry_rig_init(&r, "registration = open");
	memset(password, 'x', sizeof(password));
	password[PASSWORD_LEN_MAX + 1] = '\0';
	cr_expect_eq(rig_add(&r, "alice", password), REGISTRY_BAD_PASSWORD);
	password[PASSWORD_LEN_MAX] = '\0';
	cr_expect_eq(rig_add(&r, "alice", password), REGISTRY_OK);
	cr_expect(opens(rig_find(&r, "alice"), password));
	registry_rig_release(&r);
}

Test(registry_account, limit_of_accounts_counts_those_on_their_way)
{
	struct rig_answers a = { .n = 0 };
	struct registry_rig r;

	registry_rig_init(&r, "registration = open max-accounts = 2");
	for (int i = 0; i < 3; i++) {
		static const char *const names[] = { "n0", "n1", "n2" };

		registry_account_add(r.registry,
			&(struct registry_new_account){
				.name = view_z(names[i]), .password = VIEW("password") },
			rig_call(&a, i));
	}
	cr_expect(a.n == 1 && a.tag[0] == 2 && a.v[0] == REGISTRY_FULL);
	registry_rig_settle(&r);
	cr_expect_eq(account_set_count(&r.world->accounts), 2);
	cr_expect_eq(rig_add(&r, "n3", "password"), REGISTRY_FULL);
	registry_account_drop(r.registry, VIEW("n0"), rig_call(&a, 9));
	registry_rig_settle(&r);
	cr_expect_eq(rig_add(&r, "n3", "password"), REGISTRY_OK);
	registry_rig_release(&r);
}

Test(registry_account, one_name_is_registered_once)
{
	struct rig_answers a = { .n = 0 };
	struct registry_rig r;

	registry_rig_init(&r, "registration = open");
	for (int i = 0; i < 2; i++)
		registry_account_add(r.registry,
			&(struct registry_new_account){ .name = i == 0 ? VIEW("alice") : VIEW("ALICE"),
				.password = VIEW("password") },
			rig_call(&a, i));
	registry_rig_settle(&r);
	cr_assert_eq(a.n, 2);
	cr_expect(a.v[0] == REGISTRY_OK && a.v[1] == REGISTRY_TAKEN);
	registry_rig_release(&r);
}

static enum registry_verdict
add_with(struct registry_rig *r, const char *name, const char *code)
{
	struct rig_answers a = { .n = 0 };

	registry_account_add(r->registry,
		&(struct registry_new_account){
			.name = view_z(name), .password = VIEW("password"), .code = view_z(code) },
		rig_call(&a, 0));
	registry_rig_settle(r);
	cr_assert_eq(a.n, 1);
	return a.v[0];
}

Test(registry_account, invite_code_is_good_for_its_uses)
{
	struct rig_answers a = { .n = 0 };
	char code[REGISTRY_CODE_TEXT], old[REGISTRY_CODE_TEXT];
	struct registry_rig r;

	registry_rig_init(&r, "registration = invite-code");
	registry_invite_code_add(r.registry, 2, 0, code, rig_call(&a, 0));
	registry_invite_code_add(r.registry, 2, 1, old, rig_call(&a, 0));
	registry_rig_settle(&r);
	cr_assert(a.n == 2 && a.v[0] == REGISTRY_OK && a.v[1] == REGISTRY_OK);
	cr_expect_eq(strlen(code), 19);
	cr_expect_eq(add_with(&r, "n0", "2222-2222-2222-2222"), REGISTRY_BAD_CODE);
	cr_expect_eq(add_with(&r, "n0", old), REGISTRY_BAD_CODE);
	cr_expect_eq(add_with(&r, "n0", code), REGISTRY_OK);
	cr_expect_eq(add_with(&r, "n0", code), REGISTRY_TAKEN); /* costs no use */
	cr_expect_eq(add_with(&r, "n1", code), REGISTRY_OK);
	cr_expect_eq(add_with(&r, "n2", code), REGISTRY_BAD_CODE);
	registry_rig_release(&r);
}

Test(registry_account, administrator_adds_whatever_the_policy_and_without_a_password)
{
	struct rig_answers a = { .n = 0 };
	struct registry_rig r;

	registry_rig_init(&r, "registration = closed");
	registry_account_add(r.registry,
		&(struct registry_new_account){ .name = VIEW("alice"), .by_admin = true }, rig_call(&a, 0));
	registry_rig_settle(&r);
	cr_assert(a.n == 1 && a.v[0] == REGISTRY_OK);
	registry_rig_stop(&r);
	registry_rig_start(&r, 0);
	cr_assert_not_null(rig_find(&r, "alice"));
	cr_expect_null(rig_find(&r, "alice")->password);
	cr_expect_eq(rig_find(&r, "alice")->scram.iterations, 0);
	registry_rig_release(&r);
}

Test(registry_account, certificates_have_a_limit)
{
	struct rig_answers a = { .n = 0 };
	uint8_t fingerprint[ACCOUNT_CERT_BYTES] = { 0 };
	struct registry_rig r;

	registry_rig_init(&r, "registration = open");
	cr_assert_eq(rig_add(&r, "alice", "password"), REGISTRY_OK);
	for (uint8_t i = 0; i <= ACCOUNT_CERTS_MAX; i++) {
		fingerprint[0] = i;
		registry_account_cert_add(r.registry, VIEW("alice"), fingerprint, rig_call(&a, i));
	}
	registry_rig_settle(&r);
	cr_assert_eq(a.n, ACCOUNT_CERTS_MAX + 1);
	for (unsigned i = 0; i < ACCOUNT_CERTS_MAX; i++)
		cr_expect_eq(a.v[i], REGISTRY_OK);
	cr_expect_eq(a.v[ACCOUNT_CERTS_MAX], REGISTRY_CERTS_FULL);
	registry_rig_release(&r);
}

Test(registry_account, suspension_ends_the_sessions_of_that_account_alone)
{
	struct rig_answers a = { .n = 0 };
	struct registry_rig r;
	const struct client *c, *d, *other;

	registry_rig_init(&r, "registration = open");
	cr_assert_eq(rig_add(&r, "alice", "password"), REGISTRY_OK);
	cr_assert_eq(rig_add(&r, "bob", "password"), REGISTRY_OK);
	c = rig_user(&r, "c", "alice");
	d = rig_user(&r, "d", "Alice");
	other = rig_user(&r, "o", "bob");
	registry_account_suspend(r.registry, VIEW("alice"), VIEW("left the company"), rig_call(&a, 0));
	registry_rig_settle(&r);
	cr_expect_eq(a.v[0], REGISTRY_OK);
	cr_expect_eq(rig_n_ended(), 2);
	cr_expect(c->phase == CLIENT_GONE && d->phase == CLIENT_GONE && other->phase == CLIENT_USER);
	registry_account_suspend(r.registry, VIEW("alice"), VIEW(""), rig_call(&a, 0));
	registry_rig_settle(&r);
	cr_expect_null(rig_find(&r, "alice")->suspended);
	registry_account_suspend(r.registry, VIEW("alice"), VIEW("a\nb"), rig_call(&a, 0));
	cr_expect_eq(a.v[2], REGISTRY_BAD_TEXT);
	registry_rig_release(&r);
}

Test(registry_account, dropping_logs_its_sessions_out)
{
	struct rig_answers a = { .n = 0 };
	struct registry_rig r;
	const struct client *c, *other;

	registry_rig_init(&r, "registration = open");
	cr_assert_eq(rig_add(&r, "alice", "password"), REGISTRY_OK);
	cr_assert_eq(rig_add(&r, "bob", "password"), REGISTRY_OK);
	c = rig_user(&r, "c", "alice");
	other = rig_user(&r, "o", "bob");
	registry_account_drop(r.registry, VIEW("alice"), rig_call(&a, 0));
	registry_account_drop(r.registry, VIEW("nobody"), rig_call(&a, 1));
	registry_rig_settle(&r);
	cr_expect_eq(a.n, 2);
	cr_expect_null(c->account);
	cr_expect_str_eq(other->account, "bob");
	cr_expect_null(rig_find(&r, "alice"));
	registry_rig_stop(&r);
	registry_rig_start(&r, 0);
	cr_expect_null(rig_find(&r, "alice"));
	cr_expect_not_null(rig_find(&r, "bob"));
	registry_rig_release(&r);
}
