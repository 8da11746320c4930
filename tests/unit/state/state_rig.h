/* Worlds, users and channels for tests, in a line each.  What must succeed aborts when it doesn't. */
#ifndef CONCLAVE_UNIT_STATE_STATE_RIG_H
#define CONCLAVE_UNIT_STATE_STATE_RIG_H

#include "state/channel.h"
#include "state/client.h"
#include "state/member.h"
#include "state/mode.h"
#include "state/world.h"

#define RIG_NOW UINT64_C(1700000000000)
#define RIG_MAX 20 /* channels that a user of rig_join() may be in */

/* nick_len 30, 500 clients, 100 channels, 50 WHOWAS entries, no default modes. */
struct world_conf rig_conf(void);
struct world *rig_world(void);
/* Not registered; no nick. */
struct client *rig_newcomer(struct world *w);
/* Registered, nick!nick@host.example */
struct client *rig_user(struct world *w, const char *nick);
enum join_verdict rig_try_join(struct client *c, const char *name, const char *key);
/* Aborts unless JOIN_OK. */
struct channel *rig_join(struct client *c, const char *name);
/* command: "+ob bob *!*@x" in one string; by NULL is the server.  Up to MODE_CHANGES_MAX changes. */
size_t rig_modes(struct channel *ch, struct client *by, const char *command, struct mode_change *change);
/* Only one letter is in it: its verdict. */
enum mode_verdict rig_mode(struct channel *ch, struct client *by, const char *command);
/* As channel_modes_text() shows it to members. */
const char *rig_modes_text(const struct channel *ch);

#endif
