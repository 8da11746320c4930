/*
 * What a command is: one row of a const table at the end of the file of its family.  dispatch.c knows the tables.
 */
#ifndef CONCLAVE_COMMANDS_COMMAND_H
#define CONCLAVE_COMMANDS_COMMAND_H

#include <stddef.h>
#include <stdint.h>

#include "audit/audit.h"
#include "auth/gate.h"
#include "core/util.h"
#include "core/view.h"
#include "proto/msg.h"
#include "proto/privs.h"
#include "route/route.h"
#include "state/client.h"
#include "state/world.h"

struct control;
struct control_status;
struct dispatch;
struct guard;
struct held_box;
struct links;
struct modules;
struct rehash_ask;
struct registry;
struct relay;

/* What a handler works with.  Lives as long as the process. */
struct cmd_ctx {
	struct world *world;
	struct route *route;
	struct gate *gate;
	struct registry *registry;
	struct guard *guard; /* NULL: everything passes */
	struct held_box *held;
	struct relay *relay;
	struct links *links;
	struct modules *modules; /* NULL: there are none */
	struct dispatch *dispatch;
	const struct control *control; /* what only main/ can do */
	struct audit *audit;
	/* The record of the operator's command, or conclavectl's request, that is being handled: add to it.  NULL in a later turn. */
	struct audit_record *act;
};

/* A line for whoever asked: an operator, conclavectl. */
typedef void control_emit_fn(void *to, const char *line);

/* That the server runs with; static. */
struct server_library {
	const char *name, *version, *use;
};

/* Set by main/boot.c.  All are called on the loop's thread. */
struct control {
	void *arg;
	const struct people *people; /* whom `person` names, auth/people.h; NULL: no names are known */
	uint32_t max_clients; /* more than at the start there are no descriptors for; set by server_new() */
	/* Reads the configuration again, or part of it (rehash_ask.h); says faults and what needs a restart.  ret: 0, -1 refused. */
	int (*rehash)(void *arg, const struct rehash_ask *ask);
	/* Takes over what SET has changed in a copy of the running configuration; a reference is taken. */
	void (*configure)(void *arg, const struct conf *conf);
	void (*die)(void *arg, struct view reason);
	void (*restart)(
		void *arg, struct view reason); /* ends too, with the status that asks for another start */
	void (*status)(void *arg, struct control_status *out); /* control_status.h */
	/* What a STATS letter says about loop, net, jail, memory; nothing for letters it does not know. */
	void (*stats)(void *arg, char letter, control_emit_fn *emit, void *to);
	bool (*library)(size_t i, struct server_library *out); /* false past the last */
};

enum cmd_from {
	FROM_ANY,      /* also before registration */
	FROM_STRANGER, /* only before registration: 462 afterwards */
	FROM_USER,     /* 451 before */
	FROM_OPER,     /* 481 for users who are none, 723 without the privilege */
};

typedef void cmd_fn(struct cmd_ctx *cx, struct client *src, const struct msg *m);

struct command {
	struct view verb;
	enum cmd_from from;
	struct {
		uint8_t min, max; /* 461 below min; above max the rest is passed over */
	} params;
	uint8_t cost;	/* flood control, auth/gate.c; 0..20 */
	enum priv priv; /* FROM_OPER only */
	const char *syntax;
	const char *help; /* one line */
	cmd_fn *run;
};

struct command_table {
	const struct command *row;
	size_t n;
};

/* One per file cmd_*.c. */
extern const struct command_table commands_authenticate, commands_away, commands_ban, commands_batch,
	commands_cap, commands_close, commands_connect, commands_connection, commands_dccallow,
	commands_dcckill, commands_etrace, commands_filter, commands_force, commands_grant, commands_held,
	commands_help, commands_identity, commands_info, commands_invite, commands_ison, commands_join,
	commands_kick, commands_kill, commands_knock, commands_links, commands_list, commands_message,
	commands_mode, commands_modlist, commands_monitor, commands_names, commands_nick, commands_oper,
	commands_part, commands_redact, commands_register, commands_rename, commands_server, commands_service,
	commands_set, commands_stats, commands_test, commands_topic, commands_trace, commands_wallops,
	commands_webirc, commands_who, commands_whois;

#endif
