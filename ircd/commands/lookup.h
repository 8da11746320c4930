/* What most handlers begin with: finding whom or what a parameter names, and saying so when there is none. */
#ifndef CONCLAVE_COMMANDS_LOOKUP_H
#define CONCLAVE_COMMANDS_LOOKUP_H

#include "auth/rates.h"
#include "commands/command.h"
#include "core/util.h"
#include "proto/numerics.h"
#include "state/channel.h"
#include "state/client.h"

/* NULL after 401. */
struct client *lookup_client(struct cmd_ctx *cx, const struct client *src, struct view nick) WARN_UNUSED;
/*
 * The same, of this server: else after 401, or FAIL of this command where somebody is elsewhere, whom only the operators there may force to
 * anything.
 */
struct client *lookup_client_here(
	struct cmd_ctx *cx, const struct client *src, struct view verb, struct view nick) WARN_UNUSED;
/*
 * The one rule for channels that a parameter names: what src may not know of (+s, from outside) is answered as what is not there.
 * JOIN alone finds out, for it would make the channel.  lookup_channel_seen() answers nothing, lookup_channel() 403.
 */
struct channel *
lookup_channel_seen(struct cmd_ctx *cx, const struct client *src, struct view name) WARN_UNUSED;
struct channel *lookup_channel(struct cmd_ctx *cx, const struct client *src, struct view name) WARN_UNUSED;
/*
 * lookup_server_is_us: which server parameter i of a command means: the name of one, or its SID, a mask that fits a name, or the nick of
 * somebody on it; this one where it is empty or missing.
 *   ret  false: another one, which was asked in its place and will answer by itself; or none, after 402
 */
bool
lookup_server_is_us(struct cmd_ctx *cx, const struct client *src, const struct msg *m, size_t i) WARN_UNUSED;
/* Which server is meant; NULL: none is. */
const struct node *lookup_node(const struct cmd_ctx *cx, struct view server) WARN_UNUSED;
/* Asks another server the same, which parameter i means. */
void lookup_ask(struct cmd_ctx *cx, const struct client *src, const struct msg *m, size_t i);
/*
 * A rate of src's class (auth/rates.h): true if it may go on; else it was told so: 263 and the verb.  rates_count() is the caller's,
 * once the thing was done.
 */
bool lookup_may_now(
	struct cmd_ctx *cx, const struct client *src, enum conf_rate_kind kind, struct view verb) WARN_UNUSED;
/* The numeric, what it is about, its text and "N seconds". */
void lookup_reply_wait(
	struct cmd_ctx *cx, const struct client *src, enum numeric n, struct view what, uint64_t wait_ms);
/* The operators' eye: sees what is hidden, always or for this answer (operspy.h). */
bool lookup_sees_all(const struct client *src) WARN_UNUSED;
/* May src see it in lists of channels? */
bool lookup_channel_listed(const struct channel *ch, const struct client *src) WARN_UNUSED;
/* May src know that the channel is there? */
bool lookup_channel_visible(const struct channel *ch, const struct client *src) WARN_UNUSED;
/* 482 with a text of its own: the target stands above src there. */
void lookup_tell_outranked(struct cmd_ctx *cx, const struct client *src, const struct channel *ch);
/* May src see that m is in its channel, which src sees (+u)? */
bool lookup_member_visible(const struct member *m, const struct client *src) WARN_UNUSED;
/* May src see that c is here without having been told its nick: not invisible, or in a common channel, or src sees all. */
bool lookup_client_visible(const struct client *c, const struct client *src) WARN_UNUSED;

#endif
