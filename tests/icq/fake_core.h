/*
 * The gateway's core as the protocols see it, without IRC: accounts, channels, contacts, mail.  It does what icq_session.h promises, and
 * writes down what it was asked, so that a test can compare.
 */
#ifndef CONCLAVE_TESTS_ICQ_FAKE_CORE_H
#define CONCLAVE_TESTS_ICQ_FAKE_CORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "conf/conf_icq.h"
#include "core/buf.h"
#include "core/list.h"
#include "core/loop.h"
#include "icq/icq_session.h"
#include "icq/icq_types.h"

#define FAKE_ACCOUNTS 32
#define FAKE_CONTACTS 128
#define FAKE_MAIL     64
#define FAKE_TEXT     512
#define FAKE_CHANNEL  900000001u /* everybody who has it as a contact hears what is said there */

struct fake_mail {
	struct icq_message m;
	char text[FAKE_TEXT];
};
struct fake_account {
	uint32_t uin;
	char password[24];
	char nick[64], first[64], last[64], email[64], about[512];
	struct icq_session *session; /* NULL: not logged in */
	struct fake_mail mail[FAKE_MAIL];
	size_t n_mail;
};

struct icq {
	struct loop *loop;
	struct conf_icq conf;
	struct icq_charset *charset;
	struct fake_account account[FAKE_ACCOUNTS];
	size_t n_accounts;
	size_t n_sessions;
	size_t logins, failures; /* passwords compared, and wrong ones */
	bool is_busy;		 /* says ICQ_BUSY to messages */
	bool is_late;		 /* says ICQ_LOGIN_LATER */
	struct buf log;		 /* "<what> <uin> ...\n" */
};

/* Defaults as the configuration has them, but for legacy-from, which is everybody. */
struct icq *fake_core_new(struct loop *loop);
void fake_core_free(struct icq *icq);
struct fake_account *fake_core_account(struct icq *icq, uint32_t uin, const char *password);
struct fake_account *fake_core_find(struct icq *icq, uint32_t uin);
/* Somebody on IRC says it in the channel, or to one. */
void fake_core_say(struct icq *icq, uint32_t from, uint32_t to, struct view text);
void fake_core_end(struct icq *icq, uint32_t uin, enum icq_end why);
/* How often the log has such a line. */
size_t fake_core_logged(const struct icq *icq, const char *line);

#endif
