/* The modules of the server, wired to the rest. */
#ifndef CONCLAVE_MAIN_SERVER_MODULES_H
#define CONCLAVE_MAIN_SERVER_MODULES_H

#include "core/err.h"
#include "core/util.h"
#include "core/view.h"

struct conf;
struct server;
struct server_env;

void server_modules_start(struct server *s, const struct server_env *given, const struct conf *conf);
int server_modules_load(struct server *s, struct err *e) WARN_UNUSED;
void server_modules_stop(struct server *s, struct view reason);

#endif
