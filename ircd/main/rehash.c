/*
 * A plan is made first, by what was read and who is there; it changes nothing.  Showing it and carrying it out are two walks over the same
 * plan.  What the jail does not let happen (new sockets) and what clients hold on to (the server's name) is no part of it, but told.
 */
#include "main/rehash.h"

#include <stdio.h>
#include <string.h>

#include "auth/ban_sweep.h"
#include "auth/ident.h"
#include "auth/review.h"
#include "conf/conf_diff.h"
#include "conf/conf_faults.h"
#include "core/log.h"
#include "core/loop.h"
#include "main/ports.h"
#include "main/server.h"
#include "main/settings.h"
#include "net/resolver.h"
#include "net/tls.h"
#include "route/snotice.h"
#include "state/server_ban.h"

struct plan {
	const struct conf *fresh;   /* NULL: there were faults, or the part has none */
	struct tls_contexts *tls;   /* that were read; NULL: none, or not read */
	struct conf_faults *faults; /* any: refused */
	struct conf_faults *notes;  /* what takes a restart; of REHASH_ALL */
	struct review_plan *review; /* of REHASH_ALL */
	size_t n_changes;
};

void
rehash_log_line(void *to, const char *line)
{
	(void)to;
	log_warn("rehash", "%s", line);
}

void
rehash_init(struct rehash *r, const struct rehash_env *env, const struct conf *conf)
{
	*r = (struct rehash){ .server = env->server,
		.ports = env->ports,
		.tls = env->tls,
		.resolver = env->resolver,
		.started = conf_ref(conf),
		.read_ms = loop_wall_ms(env->server->loop) };
}

void
rehash_release(struct rehash *r)
{
	conf_unref(r->started);
	conf_faults_free(r->pending);
	r->started = NULL;
	r->pending = NULL;
}

/* With the line of the section whose file it is about. */
static void
add_tls_fault(const struct conf *conf, const struct err *e, struct conf_faults *faults)
{
	for (size_t i = 0; i < conf->n_tls; i++) {
		const struct conf_tls *tls = &conf->tls[i];

		if (strstr(e->text, tls->certificate) == NULL && strstr(e->text, tls->key) == NULL)
			continue;
		conf_faults_add(faults, tls->place.file, tls->place.line, "tls: %s", e->text);
		return;
	}
	conf_faults_add(faults, conf->path, 0, "tls: %s", e->text);
}

static void
read_tls(struct rehash *r, const struct conf *conf, struct plan *p)
{
	struct err e;

	if (settings_tls(conf, *r->tls, &p->tls, &e) == -1)
		add_tls_fault(conf, &e, p->faults);
}

/* Compared with the start, not with the last REHASH: what was not taken over then is still not there. */
static void
note_restarts(const struct rehash *r, const struct conf *fresh, struct conf_faults *notes)
{
	const struct gate *g = r->server->gate;

	(void)conf_compare(r->started, fresh, notes);
	if (fresh->server.max_clients > r->started->server.max_clients)
		conf_faults_add(notes, fresh->path, 0,
			"server max-clients: there are descriptors for %u clients until a restart",
			(unsigned)r->started->server.max_clients);
	if (conf_wants_ident(fresh) && !ident_may_ask(gate_ident(g)))
		conf_faults_add(notes, fresh->path, 0,
			"allow ident: no rule had it at the start, so nobody is asked until a restart");
	if (fresh->dns.lookup && gate_names(g) == NULL)
		conf_faults_add(notes, fresh->path, 0,
			"dns lookup: the jail was built without; that takes a restart");
	ports_note(r->ports, fresh, notes);
	settings_note(r->started, r->server->control.people, fresh, notes);
}

static void
plan_all(struct rehash *r, struct plan *p)
{
	const struct conf *running = gate_conf(r->server->gate);

	p->fresh = settings_load(running->path, p->faults);
	if (p->fresh == NULL)
		return;
	read_tls(r, p->fresh, p);
	if (!ports_any_stays(r->ports, p->fresh))
		conf_faults_add(p->faults, p->fresh->path, 0,
			"no listener would be left: those that are new take a restart");
	note_restarts(r, p->fresh, p->notes);
	p->review = review_plan_new(r->server->gate, p->fresh);
}

static void
plan_make(struct rehash *r, enum rehash_part part, struct plan *p)
{
	const struct conf *running = gate_conf(r->server->gate);

	*p = (struct plan){ .faults = conf_faults_new(), .notes = conf_faults_new() };
	switch (part) {
	case REHASH_ALL:
		plan_all(r, p);
		break;
	case REHASH_MOTD:
		p->fresh = conf_with_texts(running, p->faults);
		break;
	case REHASH_TLS:
		read_tls(r, running, p);
		if (running->n_tls == 0)
			conf_faults_add(p->faults, running->path, 0, "there is no section tls");
		break;
	case REHASH_DNS:
		if (r->resolver == NULL)
			conf_faults_add(p->faults, running->path, 0, "no names are looked up (dns lookup)");
		break;
	case REHASH_BANS: /* the storage thread reads them, and a row that can't be changes nothing */
	case REHASH_PART_N:
		break;
	}
}

static void
plan_release(struct plan *p)
{
	review_plan_free(p->review);
	tls_contexts_unref(p->tls);
	conf_unref(p->fresh);
	conf_faults_free(p->faults);
	conf_faults_free(p->notes);
}

static void
emit_faults(const struct conf_faults *faults, const struct rehash_ask *ask)
{
	for (size_t i = 0; i < conf_faults_count(faults); i++) {
		ask->emit(ask->to, conf_faults_text(faults, i));
		if (ask->emit != rehash_log_line)
			rehash_log_line(NULL, conf_faults_text(faults, i));
	}
}

struct change_sink {
	const struct rehash_ask *ask; /* NULL: only count */
};

static void
on_change(void *arg, const struct conf_change *c)
{
	const struct change_sink *sink = arg;
	char line[1200];

	if (sink->ask == NULL)
		return;
	if (c->place.line != 0 && c->kind != CONF_REMOVED)
		(void)snprintf(line, sizeof(line), "%s (%.256s:%u)", c->text, c->place.file, c->place.line);
	else
		(void)snprintf(line, sizeof(line), "%s", c->text);
	sink->ask->emit(sink->ask->to, line);
}

/* Counts what is different, and tells it in a dry run. */
static void
walk_changes(const struct rehash *r, struct plan *p, const struct rehash_ask *ask)
{
	struct change_sink sink = { .ask = ask->dry ? ask : NULL };

	if (p->fresh != NULL)
		p->n_changes = conf_diff(gate_conf(r->server->gate), p->fresh, on_change, &sink);
	if (p->n_changes == 0 && p->fresh != NULL && ask->dry)
		ask->emit(ask->to, "nothing in it has changed");
	if (p->tls != NULL && ask->dry)
		ask->emit(ask->to, "certificates and keys can be read, and are those of new connections");
	if (ask->part == REHASH_DNS && ask->dry)
		ask->emit(ask->to, "names that were learnt are forgotten");
	if (ask->part == REHASH_BANS && ask->dry)
		ask->emit(ask->to, "bans are read from the database, and whom one hits is put out");
}

static void
walk_people(const struct plan *p, const struct rehash_ask *ask)
{
	struct review_counts n;
	char line[200];

	if (p->review == NULL)
		return;
	if (ask->dry)
		review_plan_tell(p->review, ask->emit, ask->to);
	n = review_plan_counts(p->review);
	if (n.dropped + n.moved + n.lowered + n.changed == 0)
		return;
	(void)snprintf(line, sizeof(line),
		"users dropped: %zu, of another class: %zu; operators lowered: %zu, with other privileges: "
		"%zu",
		n.dropped, n.moved, n.lowered, n.changed);
	ask->emit(ask->to, line);
}

static void
swap_tls(struct rehash *r, struct plan *p)
{
	ports_set_tls(r->ports, p->tls);
	tls_contexts_unref(*r->tls);
	*r->tls = p->tls;
	p->tls = NULL;
}

static void
carry_out_all(struct rehash *r, struct plan *p)
{
	const struct conf *fresh = p->fresh;

	server_configure(r->server, fresh);
	ports_configure(r->ports, fresh);
	swap_tls(r, p);
	if (r->resolver != NULL)
		resolver_configure(r->resolver, fresh->dns.timeout_ms, fresh->dns.cache);
	log_set_level(fresh->server.log_level);
	review_plan_apply(p->review, r->server->reviews);
	conf_faults_free(r->pending);
	r->pending = p->notes;
	p->notes = NULL;
	r->read_ms = loop_wall_ms(r->server->loop);
}

/* In a later turn. */
static void
on_bans_read(enum registry_verdict v, void *arg)
{
	const struct server *s = arg;

	if (v == REGISTRY_OK)
		snotice_send(s->route, SNOTICE_REHASH, "bans were read: %zu are in force",
			server_bans_total(s->world->bans));
	else
		snotice_send(s->route, SNOTICE_REHASH, "bans were not read, those of before stay: %s",
			registry_verdict_text(v));
}

static void
carry_out(struct rehash *r, struct plan *p, enum rehash_part part)
{
	switch (part) {
	case REHASH_ALL:
		carry_out_all(r, p);
		break;
	case REHASH_MOTD:
		server_configure(r->server, p->fresh);
		break;
	case REHASH_TLS:
		swap_tls(r, p);
		break;
	case REHASH_DNS:
		(void)resolver_flush(r->resolver);
		break;
	case REHASH_BANS:
		ban_reload(r->server->gate, (struct registry_call){ .done = on_bans_read, .arg = r->server });
		break;
	case REHASH_PART_N:
		break;
	}
}

/* In the audit log, the log, to operators, and kept for status. */
static void
record(struct rehash *r, const struct plan *p, const struct rehash_ask *ask)
{
	size_t n_faults = conf_faults_count(p->faults);
	const char *came = n_faults != 0 ? "refused, nothing was changed"
		: ask->dry		 ? "dry run, nothing was changed"
					 : "done";
	struct view part = rehash_part_name(ask->part);
	struct audit_record a;

	audit_begin(&a, r->server->audit, ACT_REHASH);
	audit_text(&a, "by", view_z(ask->by));
	audit_text(&a, "part", part);
	audit_text(&a, "dry", ask->dry ? VIEW("yes") : VIEW("no"));
	audit_text(&a, "outcome", n_faults != 0 ? VIEW("refused") : VIEW("done"));
	audit_number(&a, "faults", n_faults);
	if (n_faults != 0)
		audit_text(&a, "first", view_z(conf_faults_text(p->faults, 0)));
	audit_number(&a, "changed", p->n_changes);
	if (p->review != NULL && n_faults == 0) {
		struct review_counts n = review_plan_counts(p->review);

		audit_number(&a, "dropped", n.dropped);
		audit_number(&a, "moved", n.moved);
		audit_number(&a, "lowered", n.lowered + n.changed);
	}
	audit_end(&a);
	log_info("rehash", "%.*s asked by %s: %s", VIEW_ARG(part), ask->by, came);
	snotice_send(r->server->route, SNOTICE_REHASH, "asked by %s: %s%s%.*s", ask->by, came,
		ask->part != REHASH_ALL ? ", only " : "", ask->part != REHASH_ALL ? (int)part.n : 0, part.p);
	if (!ask->dry)
		(void)snprintf(r->last, sizeof(r->last), "%.*s by %s: %s, %zu faults, %zu changes",
			VIEW_ARG(part), ask->by, came, n_faults, p->n_changes);
}

int
rehash_run(struct rehash *r, const struct rehash_ask *ask)
{
	struct plan p;
	int result = -1;

	plan_make(r, ask->part, &p);
	if (conf_faults_count(p.faults) != 0) {
		emit_faults(p.faults, ask);
	} else {
		walk_changes(r, &p, ask);
		for (size_t i = 0; i < conf_faults_count(p.notes); i++)
			ask->emit(ask->to, conf_faults_text(p.notes, i));
		walk_people(&p, ask);
		result = 0;
	}
	record(r, &p, ask);
	if (result == 0 && !ask->dry)
		carry_out(r, &p, ask->part);
	plan_release(&p);
	return result;
}

void
rehash_configure(struct rehash *r, const struct conf *copy)
{
	server_configure(r->server, copy);
	log_set_level(copy->server.log_level);
}

void
rehash_status(const struct rehash *r, struct control_status *out)
{
	*out = (struct control_status){ .read_ms = r->read_ms, .pending = r->pending };
	(void)view_copy(view_z(r->last), out->rehash, sizeof(out->rehash));
}
