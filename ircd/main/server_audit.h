/* The audit log of a server: what it leaves out, who hears that it can't be written, its first and its last record. */
#ifndef CONCLAVE_MAIN_SERVER_AUDIT_H
#define CONCLAVE_MAIN_SERVER_AUDIT_H

#include "audit/audit.h"
#include "core/util.h"
#include "main/server.h"

struct audit *server_audit_new(const struct server_env *given, const struct conf *conf) WARN_UNUSED;
/* Operators hear of the log, if there is one; once there is a route. */
void server_audit_watch(struct server *s);
void server_audit_configure(struct server *s, const struct conf *conf);
void server_audit_start(const struct server *s);
void server_audit_stop(const struct server *s);

#endif
