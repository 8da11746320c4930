/* What the files of the gateway's core share.  Protocols include none of it. */
#ifndef CONCLAVE_ICQ_ICQ_PRIV_H
#define CONCLAVE_ICQ_ICQ_PRIV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/buf.h"
#include "core/hash.h"
#include "core/list.h"
#include "core/loop.h"
#include "core/timer.h"
#include "icq/icq.h"
#include "icq/icq_session_priv.h"
#include "icq/icq_types.h"
#include "module/module_user.h"
#include "proto/limits.h"

struct icq_accounts;
struct icq_uins;
struct module_host;
struct oscar_ports;
struct throttle;
struct udp_sockets;
struct udp_server;
struct uplinks;

/* Sockets that were opened before the jail, and code pages, which need files. */
struct icq_opened {
	struct udp_sockets *udp;
	struct oscar_ports *oscar;
	struct icq_charset **page; /* one for each name of conf_icq_charset_name() */
	size_t n_pages;
};

struct icq {
	struct module_host *host;
	struct icq_opened *opened;
	const struct icq_charset *charset;
	struct udp_server *udp;
	struct oscar_server *oscar;
	struct uplinks *uplinks;
	struct icq_accounts *accounts;
	struct icq_uins *uins;
	struct throttle *failed_addresses, *failed_uins; /* logins */
	uint32_t max_failures;				 /* for which they were made */
	struct list sessions;				 /* struct icq_session.in_icq, oldest first */
	size_t n_sessions;
	bool is_stopping;
};

/* Its state as other users of ICQ see it. */
static inline enum icq_state
icq_session_seen(const struct icq_session *s)
{
	return s->state == ICQ_INVISIBLE ? ICQ_OFFLINE : (enum icq_state)s->state;
}

/* ---- icq_tell.c: from IRC to the client ---- */

/* Nothing waits: a line may be heard. */
bool icq_tell_has_room(const struct icq_session *s) WARN_UNUSED;
/* A message, now or once the protocol has room. */
void icq_tell_message(struct icq_session *s, const struct icq_message *m);
/* Text of a contact; what the same one says in one turn is one message as far as it fits. */
void icq_tell_text(struct icq_session *s, uint32_t from, struct view text);
/* A sentence of the gateway, in the window of `from`. */
void icq_tell(struct icq_session *s, uint32_t from, const char *fmt, ...) PRINTF_LIKE(3, 4);
/* What waits is given; then lines are heard again. */
void icq_tell_resume(struct icq_session *s);
void icq_tell_init(struct icq_session *s);
void icq_tell_release(struct icq_session *s);

/* ---- icq_contacts.c ---- */

struct icq_watched *icq_watched_find(const struct icq_session *s, uint32_t uin) WARN_UNUSED;
/* Never NULL: made when it is not there. */
struct icq_watched *icq_watched_get(struct icq_session *s, uint32_t uin);
/* The contact has this state; the client is told if that is new and the contact is on its list. */
void icq_contacts_seen(struct icq_session *s, uint32_t uin, enum icq_state state);
/* The same, to everybody who has it on his list. */
void icq_contacts_seen_by_all(struct icq *icq, uint32_t uin, enum icq_state state);
/* The gateway itself, and the channels that everybody is in, are among them. */
void icq_contacts_force(struct icq_session *s);
/* Says what is still to be said; pointers into s->watched are no more. */
void icq_contacts_push(struct icq_session *s);
/* The channel, joined or left: whatever it was for. */
void icq_contacts_joined(struct icq_session *s, struct view channel, bool is_in);

/* ---- icq_hear.c ---- */

bool icq_hear(void *session, struct view line);

/* ---- icq_command.c: what begins with '/' ---- */

/* at: the contact to whom it was said. */
void icq_command(struct icq_session *s, uint32_t at, struct view said);
/* What the gateway itself is told. */
void icq_command_help(struct icq_session *s, uint32_t at);

/* ---- icq_say.c ---- */

/* Text to a channel or nick, in as many lines as it takes.  false: too fast, and how much of it was said the client is told. */
bool icq_say_text(struct icq_session *s, uint32_t at, struct view target, struct view text);
/* A line of IRC; the client is told when it is too fast. */
bool icq_say_line(struct icq_session *s, uint32_t at, const char *fmt, ...) PRINTF_LIKE(3, 4);

#endif
