#include "control/control_request.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "core/log.h"
#include "proto/limits.h"
#include "tests/unit/control/control_rig.h"

#define FP "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"

static const struct control_requests *const tables[] = { &control_accounts, &control_channels,
	&control_people };

/* "VERB SUB x x" with n times x. */
static void
request_of(const struct control_request *row, size_t n, char *dst, size_t size)
{
	int len = snprintf(
		dst, size, "%.*s%s%.*s", VIEW_ARG(row->verb), row->sub.n != 0 ? " " : "", VIEW_ARG(row->sub));

	for (size_t i = 0; i < n; i++)
		len += snprintf(dst + len, size - (size_t)len, " x");
}

Test(control_request, too_few_or_too_many_arguments_are_told_the_syntax_of_every_row)
{
	static struct control_rig r;
	char line[200], want[200];

	control_rig_init(&r);
	for (size_t t = 0; t < ARRAY_LEN(tables); t++) {
		for (size_t i = 0; i < tables[t]->n; i++) {
			const struct control_request *row = &tables[t]->row[i];

			cr_assert(row->run != NULL && row->args.min <= row->args.max);
			(void)snprintf(want, sizeof(want), "ERR usage :usage: %.*s%s%.*s %s\r\n",
				VIEW_ARG(row->verb), row->sub.n != 0 ? " " : "", VIEW_ARG(row->sub),
				row->syntax);
			request_of(row, row->args.max + 1u, line, sizeof(line));
			cr_expect_str_eq(control_rig_ask(&r, line), want);
			if (row->args.min == 0)
				continue;
			request_of(row, row->args.min - 1u, line, sizeof(line));
			cr_expect_str_eq(control_rig_ask(&r, line), want);
		}
	}
	control_rig_release(&r);
}

Test(control_request, the_row_is_found_by_both_words_in_any_case)
{
	static struct control_rig r;

	control_rig_init(&r);
	control_rig_expect(&r, "account List", "COLUMNS name:s ");
	control_rig_expect(&r, "CHANNEL LIST", "COLUMNS name:s ");
	control_rig_expect(&r, "ACCOUNT", "ERR usage :no such request of this kind\r\n");
	control_rig_expect(&r, "ACCOUNT LISTS", "ERR usage :no such request of this kind\r\n");
	control_rig_expect(&r, "ACCOUNTS LIST", "ERR usage :no such request\r\n");
	control_rig_expect(&r, "ACCOUN LIST", "ERR usage :no such request\r\n");
	control_rig_release(&r);
}

/* The body's limit, and one byte more. */
Test(control_request, what_is_no_message_is_answered_once)
{
	static struct control_rig r;
	char line[MSG_BODY_MAX];

	control_rig_init(&r);
	memset(line, 'x', sizeof(line));
	memcpy(line, "CHANNEL LIST ", 13);
	line[MSG_BODY_MAX - 2] = '\0';
	control_rig_expect(&r, line, "COLUMNS ");
	line[MSG_BODY_MAX - 2] = 'x';
	line[MSG_BODY_MAX - 1] = '\0';
	cr_expect_str_eq(control_rig_ask(&r, line), "ERR usage :not a request, or too long\r\n");
	cr_expect_str_eq(control_rig_ask(&r, ":x"), "ERR usage :not a request, or too long\r\n");
	cr_expect_str_eq(control_rig_ask(&r, "  "), "");
	control_rig_release(&r);
}

Test(control_request, fingerprints_are_taken_with_colons_and_in_any_case)
{
	static const char *const same[] = { FP,
		"00112233445566778899AABBCCDDEEFF00112233445566778899aabbccddeeff",
		("00:11:22:33:44:55:66:77:88:99:aa:bb:cc:dd:ee:ff:"
		 "00:11:22:33:44:55:66:77:88:99:aa:bb:cc:dd:ee:ff") };
	static struct control_rig r;
	char line[200];

	control_rig_init(&r);
	control_rig_expect(&r, "ACCOUNT ADD ann * :", "OK");
	for (size_t i = 0; i < ARRAY_LEN(same); i++) {
		(void)snprintf(line, sizeof(line), "ACCOUNT CERT ann add %s", same[i]);
		control_rig_expect(&r, line, "OK :");
		control_rig_expect(
			&r, "ACCOUNT CERT ann", "COLUMNS fingerprint:s\r\n@fingerprint=" FP " ROW\r\nOK\r\n");
		(void)snprintf(line, sizeof(line), "ACCOUNT CERT ann del %s", same[i]);
		control_rig_expect(&r, line, "OK :");
	}
	control_rig_expect(&r, "ACCOUNT CERT ann", "COLUMNS fingerprint:s\r\nOK\r\n");
	control_rig_release(&r);
}

Test(control_request, other_fingerprints_are_refused)
{
	static const char *const wrong[] = { "add", "add abcd", "add " FP "0", "add " FP "00", "add g" FP,
		"add " FP "g", "add :" FP " x" };
	static struct control_rig r;
	char line[200];

	control_rig_init(&r);
	control_rig_expect(&r, "ACCOUNT ADD ann * :", "OK");
	for (size_t i = 0; i < ARRAY_LEN(wrong); i++) {
		(void)snprintf(line, sizeof(line), "ACCOUNT CERT ann %s", wrong[i]);
		control_rig_expect(&r, line, "ERR usage :a fingerprint is ");
	}
	control_rig_expect(&r, "ACCOUNT CERT ann give " FP, "ERR usage :add or del?\r\n");
	control_rig_expect(&r, "ACCOUNT CERT bob add " FP, "ERR none :");
	control_rig_expect(&r, "ACCOUNT CERT ann", "COLUMNS fingerprint:s\r\nOK\r\n");
	control_rig_release(&r);
}

static void
keep(void *arg, enum log_level level, const char *area, const char *text)
{
	char *all = arg;

	(void)level;
	if (strcmp(area, "control") == 0)
		(void)snprintf(all + strlen(all), 2000 - strlen(all), "%s\n", text);
}

Test(control_request, of_what_is_asked_the_log_has_the_first_word_only)
{
	static struct control_rig r;
	static char all[2000];

	control_rig_init(&r);
	log_init(LOG_LEVEL_DEBUG, false);
	log_set_sink(keep, all);
	control_rig_expect(&r, "ACCOUNT ADD ann * :correct horse", "OK :");
	control_rig_expect(&r, "ACCOUNT PASSWD ann :battery staple", "OK :");
	control_rig_expect(&r, "ACCOUNT LIST a*", "COLUMNS ");
	log_set_sink(NULL, NULL);
	control_rig_release(&r);
	cr_expect_str_eq(all,
		"conclavectl (uid 1000): ACCOUNT ADD ann\n"
		"conclavectl (uid 1000): ACCOUNT PASSWD ann\n"
		"conclavectl (uid 1000): ACCOUNT LIST\n");
}
