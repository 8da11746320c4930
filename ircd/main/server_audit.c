#include "main/server_audit.h"

#include <sys/types.h>
#include <unistd.h>

#include "main/settings.h"
#include "route/snotice.h"
#include "store/audit_log.h"

static struct audit_conf
conf_of(const struct conf *conf)
{
	return (struct audit_conf){ .omit = conf->audit.omit,
		.limit = conf->audit.flood_limit.count,
		.per_ms = conf->audit.flood_limit.per_ms };
}

struct audit *
server_audit_new(const struct server_env *given, const struct conf *conf)
{
	const struct audit_conf ac = conf_of(conf);
	struct audit *a = given->audit_log != NULL
		? audit_new(given->loop, audit_log_put, given->audit_log)
		: audit_new(given->loop, given->audit_sink, given->audit_arg);

	audit_configure(a, &ac);
	return a;
}

static void
tell(void *arg, const char *text)
{
	const struct server *s = arg;

	snotice_send(s->route, SNOTICE_AUDIT, "%s", text);
}

void
server_audit_watch(struct server *s)
{
	if (s->audit_log != NULL)
		audit_log_watch(s->audit_log, tell, s);
}

void
server_audit_configure(struct server *s, const struct conf *conf)
{
	const struct audit_conf ac = conf_of(conf);
	struct audit_log_conf lc;

	audit_configure(s->audit, &ac);
	if (s->audit_log == NULL)
		return;
	settings_audit(conf, &lc);
	audit_log_configure(s->audit_log, &lc);
}

void
server_audit_start(const struct server *s)
{
	const struct conf *conf = gate_conf(s->gate);
	struct audit_record r;

	audit_begin(&r, s->audit, ACT_START);
	audit_text(&r, "version", view_z(server_version()));
	audit_text(&r, "server", view_z(conf->server.name));
	audit_text(&r, "configuration", view_z(conf->path));
	audit_number(&r, "process", (uint64_t)getpid());
	audit_number(&r, "uid", (uint64_t)getuid());
	audit_end(&r);
}

void
server_audit_stop(const struct server *s)
{
	struct audit_record r;

	audit_begin(&r, s->audit, ACT_STOP);
	if (s->stop_reason[0] != '\0')
		audit_text(&r, "reason", view_z(s->stop_reason));
	audit_end(&r);
}
