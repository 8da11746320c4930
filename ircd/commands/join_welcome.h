/* What comes with a JOIN, whoever brought it about; cmd_join.c. */
#ifndef CONCLAVE_COMMANDS_JOIN_WELCOME_H
#define CONCLAVE_COMMANDS_JOIN_WELCOME_H

#include "commands/command.h"
#include "proto/numerics.h"
#include "state/channel.h"
#include "state/member.h"

struct server_ban;

/* The channel hears that m has come, and m hears what is there. */
void join_welcome_to(struct cmd_ctx *cx, struct client *c, struct member *m);
/* 479: the channel is reserved by this RESV. */
void join_tell_reserved(
	struct cmd_ctx *cx, const struct client *src, struct view name, const struct server_ban *b);
/* What a JOIN that was not to be is answered with. */
enum numeric join_numeric_of(enum join_verdict v) WARN_UNUSED;

#endif
