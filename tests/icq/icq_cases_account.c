/* UINs, and who may log in. */
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "icq/icq_account.h"
#include "icq/icq_login.h"
#include "icq/icq_people.h"
#include "icq/icq_session.h"
#include "state/account.h"
#include "state/world.h"
#include "tests/icq/icq_cases.h"

#define UIN 100005u

static const struct peer_addr here = { .family = AF_INET, .ip = { 192, 0, 2, 1 } };

static bool
answers(struct icq_rig *r, const char *words, const char *answer)
{
	const char *is = icq_rig_ask(r, words);

	if (strstr(is, answer) != NULL)
		return true;
	(void)printf("# \"%s\" was answered: %s\n", words, is);
	return false;
}

static enum icq_login_verdict
try_from(struct icq_rig *r, uint32_t uin, const char *password, uint8_t host)
{
	const struct peer_addr peer = { .family = AF_INET, .ip = { 192, 0, 2, host } };
	const struct icq_proof proof = { .kind = ICQ_PROOF_PASSWORD, .password = view_z(password) };

	return icq_login(r->icq, uin, ICQ_V5, &peer, &proof);
}

static void
is_added_and_logs_in(struct icq_rig *r)
{
	icq_rig_open(r, "", "");
	CHECK(r, try_from(r, UIN, "secret1", 1) == ICQ_LOGIN_WRONG);
	CHECK(r, answers(r, "add 100005 al secret1", "ok"));
	CHECK(r, try_from(r, UIN, "secret1", 1) == ICQ_LOGIN_OK);
	CHECK(r, try_from(r, UIN, "secret2", 1) == ICQ_LOGIN_WRONG);
	CHECK(r, try_from(r, UIN, "", 1) == ICQ_LOGIN_WRONG);
	CHECK(r, answers(r, "list", "uin=100005 account=al "));
	CHECK(r, answers(r, "password 100005 other", "ok"));
	CHECK(r, try_from(r, UIN, "secret1", 2) == ICQ_LOGIN_WRONG);
	CHECK(r, try_from(r, UIN, "other", 2) == ICQ_LOGIN_OK);
	CHECK(r, answers(r, "del 100005", "ok"));
	CHECK(r, try_from(r, UIN, "other", 3) == ICQ_LOGIN_WRONG);
	CHECK(r, strstr(icq_rig_ask(r, "list"), "100005") == NULL);
}

static void
logs_in_by_the_challenge_of_oscar(struct icq_rig *r)
{
	/* From a real client: MD5(key + MD5("secret1") + the words). */
	struct icq_proof proof = { .kind = ICQ_PROOF_DIGEST,
		.key = VIEW("1234567890"),
		.digest = { 0x58, 0x0e, 0x3e, 0xb0, 0x58, 0x5e, 0x4c, 0xf8, 0x31, 0xb1, 0xd5, 0xb3, 0xa3,
			0xf1, 0x5b, 0x83 } };

	icq_rig_open(r, "", "");
	CHECK(r, answers(r, "add 100005 al secret1", "ok"));
	CHECK(r, icq_login(r->icq, UIN, ICQ_OSCAR, &here, &proof) == ICQ_LOGIN_OK);
	proof.key = VIEW("1234567891");
	CHECK(r, icq_login(r->icq, UIN, ICQ_OSCAR, &here, &proof) == ICQ_LOGIN_WRONG);
}

static void
may_not_be_added(struct icq_rig *r)
{
	icq_rig_open(r, "", "");
	CHECK(r, answers(r, "add 100005 al secret1", "ok"));
	CHECK(r, answers(r, "add 100005 bob secret1", "error"));
	CHECK(r, answers(r, "add 100006 nobody secret1", "error"));
	CHECK(r, answers(r, "add 9999 al secret1", "error"));
	CHECK(r, answers(r, "add 2147483647 al secret1", "error"));
	CHECK(r, answers(r, "add 900000005 al secret1", "error"));
	CHECK(r, answers(r, "add 100006 al 123456789012345678901", "error"));
	CHECK(r, answers(r, "add 10000 al 12345678901234567890", "ok"));
	CHECK(r, answers(r, "add 2147483646 al secret1", "ok"));
	CHECK(r, answers(r, "password 100007 secret1", "error"));
	CHECK(r, answers(r, "del 100007", "error"));
	CHECK(r, answers(r, "end 100005", "error"));
}

static void
failures_of_an_address_are_counted(struct icq_rig *r)
{
	icq_rig_open(r, "max-failures = 3", "");
	CHECK(r, answers(r, "add 100005 al secret1", "ok"));
	for (uint32_t i = 0; i < 3; i++)
		CHECK(r, try_from(r, 200000 + i, "wrong", 1) == ICQ_LOGIN_WRONG);
	CHECK(r, try_from(r, UIN, "secret1", 1) == ICQ_LOGIN_LATER);
	CHECK(r, try_from(r, UIN, "secret1", 2) == ICQ_LOGIN_OK);
	icq_rig_advance(r, 600000);
	CHECK(r, try_from(r, UIN, "secret1", 1) == ICQ_LOGIN_OK);
}

static void
failures_of_a_uin_are_counted(struct icq_rig *r)
{
	icq_rig_open(r, "max-failures = 3", "");
	CHECK(r, answers(r, "add 100005 al secret1", "ok"));
	CHECK(r, answers(r, "add 100006 bob secret1", "ok"));
	for (uint8_t i = 1; i <= 3; i++)
		CHECK(r, try_from(r, UIN, "wrong", i) == ICQ_LOGIN_WRONG);
	CHECK(r, try_from(r, UIN, "secret1", 9) == ICQ_LOGIN_LATER);
	CHECK(r, try_from(r, 100006, "secret1", 9) == ICQ_LOGIN_OK);
	icq_rig_advance(r, 600000);
	CHECK(r, try_from(r, UIN, "secret1", 9) == ICQ_LOGIN_OK);
	for (int i = 0; i < 20; i++)
		CHECK(r, try_from(r, UIN, "secret1", 9) == ICQ_LOGIN_OK);
}

static void
a_suspended_account_has_no_uin(struct icq_rig *r)
{
	icq_rig_open(r, "", "");
	CHECK(r, answers(r, "add 100005 al secret1", "ok"));
	account_set_suspended(account_find(&r->server->world->accounts, VIEW("al")), VIEW("for now"));
	CHECK(r, try_from(r, UIN, "secret1", 1) == ICQ_LOGIN_SUSPENDED);
	CHECK(r, try_from(r, UIN, "wrong", 1) == ICQ_LOGIN_WRONG);
}

static bool
is_recorded(const struct icq_rig *r, const char *words)
{
	struct view all = buf_view(&r->recorded);

	return all.n != 0 && memmem(all.p, all.n, words, strlen(words)) != NULL;
}

static void
logins_are_recorded_without_passwords(struct icq_rig *r)
{
	struct icq_rig_client c;

	icq_rig_open(r, "", "");
	CHECK(r, answers(r, "add 100005 al secret1", "ok"));
	CHECK(r, try_from(r, UIN, "wrongone", 7) == ICQ_LOGIN_WRONG);
	CHECK(r, is_recorded(r, "\"deed\":\"login-fail\",\"uin\":\"100005\""));
	CHECK(r, is_recorded(r, "192.0.2.7"));
	CHECK(r, is_recorded(r, "\"uin\":\"100005\""));
	CHECK(r, icq_rig_login(r, &c, UIN, 8));
	icq_rig_client_end(&c);
	CHECK(r, is_recorded(r, "\"deed\":\"login\",\"uin\":\"100005\",\"account\":\"al\""));
	CHECK(r, is_recorded(r, "\"deed\":\"logout\",\"uin\":\"100005\""));
	CHECK(r, !is_recorded(r, "wrongone") && !is_recorded(r, "secret1"));
}

/* False: one of the files in the folder has it, or can't be read. */
static bool
no_file_has(const struct icq_rig *r, const char *words)
{
	static char all[1 << 20];
	DIR *d = opendir(r->dir);
	const struct dirent *e;
	bool ok = d != NULL;

	while (d != NULL && (e = readdir(d)) != NULL) {
		int fd = e->d_name[0] != '.' ? openat(dirfd(d), e->d_name, O_RDONLY | O_CLOEXEC) : -1;
		ssize_t n = fd != -1 ? read(fd, all, sizeof(all)) : 0;

		ok = ok && n >= 0 && (n == 0 || memmem(all, (size_t)n, words, strlen(words)) == NULL);
		if (fd != -1)
			(void)close(fd);
	}
	if (d != NULL)
		(void)closedir(d);
	return ok;
}

static void
outlives_a_restart_and_is_nowhere_in_clear(struct icq_rig *r)
{
	const struct icq_person told = {
		.nick = VIEW("Ällie"), .first = VIEW("Al"), .about = VIEW("two\nlines")
	};
	struct icq_person p;
	struct icq_rig_client c;

	icq_rig_keep(r, "", "");
	CHECK(r, answers(r, "add 100005 al secret1", "ok"));
	CHECK(r, icq_person_set(r->icq, UIN, &told));
	CHECK(r, icq_rig_login(r, &c, UIN, 1));
	CHECK(r, icq_session_list_put(c.s, view_of("a\0b", 3)));
	icq_rig_client_end(&c);
	CHECK(r, no_file_has(r, "secret1"));
	CHECK(r, !no_file_has(r, "SQLite format"));
	icq_rig_restart(r, "", "");
	CHECK(r, try_from(r, UIN, "secret1", 1) == ICQ_LOGIN_OK);
	CHECK(r, try_from(r, UIN, "secret2", 1) == ICQ_LOGIN_WRONG);
	CHECK(r, icq_person(r->icq, UIN, &p));
	CHECK(r, view_eq(p.nick, VIEW("Ällie")) && view_eq(p.about, VIEW("two\nlines")) && p.last.n == 0);
	CHECK(r, icq_rig_login(r, &c, UIN, 1));
	CHECK(r, view_eq(icq_session_list(c.s), view_of("a\0b", 3)));
	icq_rig_client_end(&c);
	CHECK(r, answers(r, "del 100005", "ok"));
	icq_rig_restart(r, "", "");
	CHECK(r, strstr(icq_rig_ask(r, "list"), "100005") == NULL);
}

static void
a_list_has_a_limit(struct icq_rig *r)
{
	static const char bytes[ICQ_LIST_MAX + 1];
	struct icq_rig_client c;

	icq_rig_open(r, "", "");
	CHECK(r, answers(r, "add 100005 al secret1", "ok"));
	CHECK(r, icq_rig_login(r, &c, UIN, 1));
	CHECK(r, icq_session_list_put(c.s, view_of(bytes, ICQ_LIST_MAX)));
	CHECK(r, !icq_session_list_put(c.s, view_of(bytes, ICQ_LIST_MAX + 1)));
	CHECK(r, icq_session_list(c.s).n == ICQ_LIST_MAX);
	icq_rig_client_end(&c);
}

static void
who_is_taken_away_leaves(struct icq_rig *r)
{
	struct icq_rig_client c;

	icq_rig_open(r, "", "");
	CHECK(r, answers(r, "add 100005 al secret1", "ok"));
	CHECK(r, icq_rig_login(r, &c, UIN, 1));
	CHECK(r, answers(r, "sessions", "uin=100005 nick=al "));
	CHECK(r, answers(r, "del 100005", "ok"));
	CHECK(r, icq_rig_hears(&c, "end gone"));
	CHECK(r, c.s == NULL);
	icq_rig_client_end(&c);
}

const struct icq_case icq_cases_account[] = {
	{ "account_is_added_and_logs_in", is_added_and_logs_in },
	{ "account_logs_in_by_the_challenge_of_oscar", logs_in_by_the_challenge_of_oscar },
	{ "account_may_not_be_added", may_not_be_added },
	{ "account_failures_of_an_address_are_counted", failures_of_an_address_are_counted },
	{ "account_failures_of_a_uin_are_counted", failures_of_a_uin_are_counted },
	{ "account_that_is_suspended_has_no_uin", a_suspended_account_has_no_uin },
	{ "account_logins_are_recorded_without_passwords", logins_are_recorded_without_passwords },
	{ "account_outlives_a_restart_and_is_nowhere_in_clear", outlives_a_restart_and_is_nowhere_in_clear },
	{ "account_list_has_a_limit", a_list_has_a_limit },
	{ "account_that_is_taken_away_leaves", who_is_taken_away_leaves },
};
const size_t n_icq_cases_account = ARRAY_LEN(icq_cases_account);
