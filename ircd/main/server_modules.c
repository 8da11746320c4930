#include "main/server_modules.h"

#include "main/server.h"
#include "module/modules.h"

struct modules *
server_modules_open(const struct conf *conf, struct loop *loop, struct err *e)
{
	return modules_open(conf, loop, e);
}

void
server_modules_free(struct modules *m)
{
	modules_free(m);
}

void
server_modules_start(struct server *s, const struct server_env *given, const struct conf *conf)
{
	const struct modules_env env = { .loop = s->loop,
		.world = s->world,
		.gate = s->gate,
		.net = s->net,
		.audit = s->audit,
		.store = given->store,
		.tls = given->tls };

	s->modules = given->modules != NULL ? given->modules : modules_new(conf);
	s->cx.modules = s->modules;
	modules_start(s->modules, &env, conf);
}

int
server_modules_load(struct server *s, struct err *e)
{
	return modules_load(s->modules, e);
}

void
server_modules_stop(struct server *s, struct view reason)
{
	modules_stop(s->modules, reason);
}
