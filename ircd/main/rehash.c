#include "main/rehash.h"

#include "auth/ident.h"
#include "conf/conf.h"
#include "conf/conf_faults.h"
#include "core/log.h"
#include "main/ports.h"
#include "main/server.h"
#include "main/settings.h"
#include "net/resolver.h"
#include "net/tls.h"
#include "route/snotice.h"

void
rehash_log_line(void *to, const char *line)
{
	(void)to;
	log_warn("rehash", "%s", line);
}

static void
emit_all(const struct conf_faults *faults, control_emit_fn *emit, void *to)
{
	for (size_t i = 0; i < conf_faults_count(faults); i++)
		emit(to, conf_faults_text(faults, i));
}

static void
emit_restart(const struct rehash *r, const struct conf *fresh, control_emit_fn *emit, void *to)
{
	const struct conf *running = gate_conf(r->server->gate);
	struct conf_faults *notes = conf_faults_new();

	(void)conf_compare(running, fresh, notes);
	if (fresh->server.max_clients > running->server.max_clients)
		conf_faults_add(notes, fresh->path, 0,
			"server max-clients: there are descriptors for %u clients until a restart",
			(unsigned)running->server.max_clients);
	if (conf_wants_ident(fresh) && !ident_may_ask(gate_ident(r->server->gate)))
		conf_faults_add(notes, fresh->path, 0,
			"allow ident: no rule had it at the start, so nobody is asked until a restart");
	if (fresh->dns.lookup && gate_names(r->server->gate) == NULL)
		conf_faults_add(notes, fresh->path, 0,
			"dns lookup: the jail was built without; that takes a restart");
	emit_all(notes, emit, to);
	conf_faults_free(notes);
}

static void
swap(struct rehash *r, const struct conf *fresh, struct tls_contexts *tls)
{
	server_configure(r->server, fresh);
	ports_configure(r->ports, fresh);
	ports_set_tls(r->ports, tls);
	tls_contexts_unref(*r->tls);
	*r->tls = tls;
	if (r->resolver != NULL)
		resolver_configure(r->resolver, fresh->dns.timeout_ms, fresh->dns.cache);
	log_set_level(fresh->server.log_level);
}

int
rehash_run(struct rehash *r, const char *by, control_emit_fn *emit, void *to)
{
	const struct conf *running = gate_conf(r->server->gate);
	struct conf_faults *faults = conf_faults_new();
	const struct conf *fresh = settings_load(running->path, faults);
	struct tls_contexts *tls = NULL;
	struct err e;
	int result = -1;

	if (fresh == NULL) {
		emit_all(faults, emit, to);
	} else if (settings_tls(fresh, *r->tls, &tls, &e) == -1) {
		emit(to, e.text);
	} else {
		emit_restart(r, fresh, emit, to);
		settings_emit_strangers(r->server->control.people, fresh, emit, to);
		swap(r, fresh, tls);
		result = 0;
	}
	log_info("rehash", "asked by %s: %s", by, result == 0 ? "done" : "refused, nothing was changed");
	snotice_send(r->server->route, SNOTICE_REHASH, "asked by %s: %s", by,
		result == 0 ? "done" : "refused, nothing was changed");
	conf_unref(fresh);
	conf_faults_free(faults);
	return result;
}
