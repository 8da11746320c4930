/*
 * The gateway's core, made up: whoever logs in with the right password is let in, and what a protocol tells it is written down, a line each,
 * for icq_fake_said().  A fake clock goes with it.
 */
#ifndef CONCLAVE_TESTS_UNIT_ICQ_ICQ_FAKE_H
#define CONCLAVE_TESTS_UNIT_ICQ_ICQ_FAKE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "conf/conf.h"
#include "core/buf.h"
#include "icq/icq_login.h"
#include "icq/icq_people.h"
#include "icq/icq_session.h"

enum { ICQ_FAKE_SESSIONS = 8, ICQ_FAKE_MAIL = 256 };

struct icq_session {
	struct icq *icq;
	bool is_open;
	uint32_t uin;
	const struct icq_session_ops *ops;
	void *link;
	uint32_t contacts;
	char list[ICQ_LIST_MAX];
	size_t list_n;
};

struct icq {
	struct loop *loop;
	uint64_t now_ms;
	struct conf_icq conf;
	struct icq_charset *charset;
	struct buf said;
	struct icq_session session[ICQ_FAKE_SESSIONS];
	size_t logins, rooms;
	/* What it answers. */
	enum icq_login_verdict verdict;
	enum icq_open_verdict open;
	enum icq_send send;
	bool disk_is_behind;
	bool ends_on_send;  /* the session ends while it sends something */
	bool has_forced;    /* #lobby is on everybody's list */
	size_t mail;	    /* messages that are stored */
	size_t found, left; /* by searches */
};

/* Users 100001 to 100008, with passwords "secret1" to "secret8". */
struct icq *icq_fake_new(void);
void icq_fake_free(struct icq *icq);
void icq_fake_advance(struct icq *icq, uint64_t ms);
/* True if a line of it has been said, and all lines until then are forgotten. */
bool icq_fake_said(struct icq *icq, const char *line);
struct icq_session *icq_fake_session(struct icq *icq, uint32_t uin); /* NULL: not open */

#endif
