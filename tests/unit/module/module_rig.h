/* A server with one module, which is the test's, and an IRC client in memory. */
#ifndef TESTS_UNIT_MODULE_MODULE_RIG_H
#define TESTS_UNIT_MODULE_MODULE_RIG_H

#include <stdbool.h>
#include <stdint.h>

#include "core/buf.h"
#include "core/view.h"
#include "main/server.h"
#include "module/module.h"
#include "module/module_user.h"

struct conn_mem;
struct module_host;

/* What a user of the module has heard, and how it went. */
struct rig_user {
	struct module_user *u;
	struct buf heard; /* lines, each with a newline */
	size_t n_heard;
	bool is_deaf; /* hear() answers false */
	bool is_gone;
	char why[100];
};

struct module_rig {
	struct loop *loop;
	struct server *server;
	struct conn_mem *irc; /* a client called al */
};
extern uint64_t rig_ms;		       /* what time it is */
extern struct module_host *rig_module; /* of the module that has been started */

extern struct module_needs rig_needs; /* of the jail */
/* What the module does with a row; NULL: nothing. */
extern int (*rig_load)(struct view kind, struct view key, struct view value, struct err *e);

/* more: what comes behind the sections that every configuration here has; a class "inside" among them. */
void rig_open(struct module_rig *rig, const char *more);
void rig_close(struct module_rig *rig);
void rig_turns(struct module_rig *rig, int n);
/* What the client has heard since the last time; false: nothing of it has `word` in it. */
bool rig_irc_hears(struct module_rig *rig, const char *word);
void rig_irc_says(struct module_rig *rig, const char *line);
/* From 192.0.2.5, logged in as `account` ("": not). */
void rig_user_open(struct rig_user *user, const char *nick, const char *account);
bool rig_user_heard(const struct rig_user *user, const char *word);

#endif
