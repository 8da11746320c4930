/* What is looked at before a text goes to anybody: its CTCP, and what the guard says of it; and what is done about it then. */
#ifndef CONCLAVE_COMMANDS_SAY_CHECK_H
#define CONCLAVE_COMMANDS_SAY_CHECK_H

#include <stdbool.h>

#include "commands/command.h"
#include "core/util.h"
#include "core/view.h"
#include "guard/ctcp_level.h"
#include "guard/guard.h"
#include "relay/relay.h"
#include "route/multiline.h"

/* One message and one target of it. */
struct say_check {
	struct cmd_ctx *cx;
	struct client *src;
	struct view text;	       /* of one line */
	const struct multiline *lines; /* NULL: it has one */
	bool is_notice;
	enum ctcp_kind kind; /* of text, not CTCP_KIND_BROKEN; of lines CTCP_KIND_NONE */
	struct client *to;   /* NULL: a channel, or a mask */
	struct channel *ch;  /* NULL: a user, or a mask */
	uint32_t rank;	     /* of a channel only these hear it; 0: all */

	bool strip; /* out: there is something for guard_strip() to take out of it */
	const char *warn_name,
		*warn_text; /* out: of the rule that its receivers are to be warned of; NULL: none */
};

/*
 * False: it does not go there, and its sender knows, unless it is a NOTICE.  Held messages do not go there now.  Call say_warn() once it was
 * delivered.
 */
bool say_may_go(struct say_check *s) WARN_UNUSED;
void say_tell_warning(const struct say_check *s);

static inline void
say_warn(const struct say_check *s)
{
	if (UNLIKELY(s->warn_name != NULL))
		say_tell_warning(s);
}

/*
 * say_takes_ctcp: a message, or a line of one, that has SOH in it, before it is known whom it goes to.
 *   in   target  as typed
 *   ret  false: it goes nowhere, and its sender knows.  Two requests in one are for clients that take the second for somebody else's
 *        (CVE-2022-2663); of the lines of a batch only ACTIONs pass
 */
bool say_takes_ctcp(const struct say_check *s, enum ctcp_kind kind, struct view target) WARN_UNUSED;
/* DCC goes to one user, by the relay.  True: this is some, and went nowhere, and its sender knows. */
bool say_is_dcc_astray(const struct say_check *s, enum relay_misuse how) WARN_UNUSED;

/* To its one user, by the relay, which says everything that is to be said. */
void say_dcc(const struct say_check *s);
/* The same where one of the two is behind a server that relays, too.  True: it goes on as it is. */
bool say_dcc_passes(const struct say_check *s) WARN_UNUSED;
/* Both are elsewhere, and the server that it comes from is not trusted to relay.  True: it goes on. */
bool say_dcc_transits(const struct say_check *s) WARN_UNUSED;
/* mass_may_write(), and its sender is told why not. */
bool say_may_write_to_mask(const struct say_check *s, struct view target, struct view *hosts) WARN_UNUSED;

struct say_strip {
	bool controls, formatting;
};
/* Takes them away: from a text into `bare`, from lines where they are, for they are sent once.  False if nothing is left. */
bool say_strip(struct view *text, struct multiline *lines, const struct say_strip *how,
	char bare[MSG_BODY_MAX]) WARN_UNUSED;

/* 404 or 531 with words of its own; nothing for a NOTICE. */
void say_refuse(const struct say_check *s, struct view why);

/*
 * say_text: the same of texts that are no messages: PART, QUIT, TOPIC and the like.
 *   in   place, ch  NULL where there is none
 *   i/o  text       controls are taken out of it into room, SAY_ROOM bytes
 *   ret  false: it must not be shown, and src knows
 */
#define SAY_ROOM 512
struct say_place {
	enum guard_place place;
	struct channel *ch;
};
bool say_text(struct cmd_ctx *cx, struct client *src, struct say_place where, struct view *text,
	char room[SAY_ROOM]) WARN_UNUSED;

#endif
