#include "config.h"

#include "main/server.h"

#include <string.h>

#include "auth/oper_up.h"
#include "auth/signup.h"
#include "commands/dispatch.h"
#include "control/control_socket.h"
#include "core/loop.h"
#include "core/mem.h"
#include "main/server_admit.h"
#include "main/server_audit.h"
#include "main/server_links.h"
#include "main/server_modules.h"
#include "main/server_relay.h"
#include "main/settings.h"
#include "net/line.h"
#include "registry/registry.h"

const char *
server_version(void)
{
	return PACKAGE_NAME "-" PACKAGE_VERSION;
}

static struct registry *
make_registry(const struct server *s, const struct server_env *given, const struct conf *conf)
{
	const struct registry_env env = { .world = s->world,
		.route = s->route,
		.audit = s->audit,
		.loop = given->loop,
		.workers = given->workers,
		.store = given->store,
		.end = gate_exit,
		.logged_out = oper_up_recheck };

	return registry_new(&env, conf);
}

struct server *
server_new(const struct server_env *given, const struct conf *conf, const struct control *control)
{
	struct server *s = mem_zalloc(sizeof(*s));
	struct world_conf wc = settings_world_of(conf);
	struct loop *loop = given->loop;
	struct net_conf nc;
	struct gate_env env;

	casemap_set(conf->server.casemapping);
	settings_net(conf, &nc);
	s->loop = loop;
	s->control = *control;
	s->control.max_clients = conf->server.max_clients;
	s->world = world_new(&wc, loop_wall_ms(loop));
	s->lines = line_pool_new();
	s->route = route_new(s->world, loop, s->lines);
	s->audit = server_audit_new(given, conf);
	s->audit_log = given->audit_log;
	server_audit_watch(s);
	s->registry = make_registry(s, given, conf);
	s->cx = (struct cmd_ctx){ .world = s->world,
		.route = s->route,
		.registry = s->registry,
		.control = &s->control,
		.audit = s->audit };
	s->dispatch = dispatch_new(&s->cx);
	s->signups = signups_new(loop);
	server_admit_make(s, conf);
	env = (struct gate_env){ .world = s->world,
		.route = s->route,
		.loop = loop,
		.workers = given->workers,
		.reject = s->reject,
		.bans = s->bans,
		.registry = s->registry,
		.audit = s->audit,
		.signups = s->signups,
		.sasl = &server_services_sasl,
		.sasl_arg = s,
		.dispatch = dispatch_message,
		.dispatch_arg = s->dispatch,
		.people = control->people,
		.version = server_version() };
	server_relay_make(s, given, conf, &env);
	s->gate = gate_new(&env, conf);
	s->cx.gate = s->gate;
	server_links_make(s, conf);
	s->net = net_new(loop, s->lines, &nc, &gate_owner, s->gate);
	server_admit_init(s, conf);
	server_modules_start(s, given, conf);
	s->control_socket = control_socket_new(loop, &s->cx, server_version());
	return s;
}

struct net *
server_control_net(const struct server *s)
{
	return control_socket_net(s->control_socket);
}

int
server_load(struct server *s, struct err *e)
{
	return registry_load(s->registry, e) == -1 || server_modules_load(s, e) == -1 ? -1 : 0;
}

void
server_started(const struct server *s)
{
	server_audit_start(s);
}

void
server_stop_changes(struct server *s)
{
	if (s == NULL)
		return;
	server_audit_stop(s);
	server_admit_stop(s);
	registry_stop(s->registry);
}

void
server_free(struct server *s)
{
	if (s == NULL)
		return;
	ending_release(&s->ending);
	control_socket_free(s->control_socket);
	server_links_release(s);
	net_free(s->net); /* the gate is told of each connection */
	server_modules_free(s->modules);
	server_admit_end(s);
	gate_free(s->gate);
	signups_free(s->signups);
	dispatch_free(s->dispatch);
	server_relay_release(s);
	registry_free(s->registry);
	audit_free(s->audit);
	route_free(s->route);
	world_free(s->world);
	line_pool_free(s->lines);
	server_admit_release(s);
	mem_free(s);
}

void
server_end(struct server *s, struct view reason)
{
	(void)view_copy(reason, s->stop_reason, sizeof(s->stop_reason));
	server_links_stop(s, reason);
	server_modules_stop(s, reason);
	gate_exit_all(s->gate, reason);
	ending_begin(&s->ending, s->loop, s->net, server_links_net(s));
}
