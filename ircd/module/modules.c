#include "module/modules.h"

#include <stdio.h>

#include "core/log.h"
#include "core/mem.h"
#include "module/module_priv.h"

const struct module *
modules_at(size_t i)
{
	size_t n = 0;

	while (n < i && modules_table[n] != NULL)
		n++;
	return modules_table[n];
}

struct modules *
modules_new(const struct conf *conf)
{
	struct modules *m;
	size_t room = 0;

	while (modules_table[room] != NULL)
		room++;
	m = mem_zalloc(sizeof(*m) + room * sizeof(m->host[0]));
	for (size_t i = 0; i < room; i++) {
		struct module_host *h = &m->host[m->n];

		if (!modules_table[i]->is_on(conf))
			continue;
		h->module = modules_table[i];
		h->set = m;
		list_init(&h->users);
		list_init(&h->writes);
		(void)snprintf(h->title, sizeof(h->title), "module %.*s", VIEW_ARG(h->module->name));
		h->point = (struct listen_point){ .title = h->title, .no_ident = true, .is_inside = true };
		m->n++;
	}
	return m;
}

struct modules *
modules_open(const struct conf *conf, struct loop *loop, struct err *e)
{
	struct modules *m = modules_new(conf);

	for (size_t i = 0; i < m->n; i++) {
		m->host[i].sockets = m->host[i].module->open(conf, loop, e);
		if (m->host[i].sockets != NULL)
			continue;
		(void)err_wrap(e, m->host[i].title);
		modules_free(m);
		return NULL;
	}
	return m;
}

void
modules_start(struct modules *m, const struct modules_env *env, const struct conf *conf)
{
	m->env = *env;
	m->conf = conf_ref(conf);
	for (size_t i = 0; i < m->n; i++) {
		struct module_host *h = &m->host[i];

		h->self = h->module->start(h, h->sockets);
		h->sockets = NULL;
	}
}

int
modules_load(struct modules *m, struct err *e)
{
	for (size_t i = 0; i < m->n; i++) {
		if (module_store_load(&m->host[i], e) == -1)
			return -1;
		if (m->host[i].module->ready != NULL)
			m->host[i].module->ready(m->host[i].self);
		log_info("module", "%.*s is on: %s", VIEW_ARG(m->host[i].module->name),
			m->host[i].module->summary);
	}
	return 0;
}

void
modules_configure(struct modules *m, const struct conf *conf)
{
	for (size_t i = 0; i < m->n; i++) {
		if (!m->host[i].module->is_on(conf))
			return; /* modules_note() has said so */
	}
	conf_unref(m->conf);
	m->conf = conf_ref(conf);
	for (size_t i = 0; i < m->n; i++)
		m->host[i].module->configure(m->host[i].self);
}

static void
add_port(struct module_needs *out, uint16_t port)
{
	for (size_t i = 0; i < out->n_connect_ports; i++)
		if (out->connect_port[i] == port)
			return;
	if (out->n_connect_ports < MODULE_PORTS_MAX)
		out->connect_port[out->n_connect_ports++] = port;
	else
		log_error(
			"module", "no room for port %u: what connects there will be refused", (unsigned)port);
}

void
modules_needs(const struct conf *conf, struct module_needs *out)
{
	*out = (struct module_needs){ .udp = false };
	for (size_t i = 0; modules_table[i] != NULL; i++) {
		struct module_needs one = { .udp = false };

		if (!modules_table[i]->is_on(conf) || modules_table[i]->needs == NULL)
			continue;
		modules_table[i]->needs(conf, &one);
		out->udp |= one.udp;
		out->batches |= one.batches;
		out->accept |= one.accept;
		out->max_fds += one.max_fds;
		for (size_t k = 0; k < one.n_connect_ports; k++)
			add_port(out, one.connect_port[k]);
	}
}

void
modules_note(const struct conf *running, const struct conf *fresh, struct conf_faults *notes)
{
	for (size_t i = 0; modules_table[i] != NULL; i++) {
		const struct module *module = modules_table[i];

		if (module->is_on(running) != module->is_on(fresh))
			conf_faults_add(notes, fresh->path, 0,
				"module \"%.*s\": to switch it %s takes a restart", VIEW_ARG(module->name),
				module->is_on(fresh) ? "on" : "off");
	}
}

void
modules_stop(struct modules *m, struct view reason)
{
	for (size_t i = 0; i < m->n; i++)
		m->host[i].module->stop(m->host[i].self, reason);
	m->env.store = NULL;
	m->is_stopped = true;
}

void
modules_free(struct modules *m)
{
	if (m == NULL)
		return;
	for (size_t i = 0; i < m->n; i++) {
		struct module_host *h = &m->host[i];

		if (h->sockets != NULL)
			h->module->drop(h->sockets);
		module_store_forget(h);
		if (h->self != NULL)
			h->module->free(h->self);
	}
	conf_unref(m->conf);
	mem_free(m);
}

struct module_host *
modules_find(const struct modules *m, struct view name)
{
	for (size_t i = 0; i < m->n; i++) {
		if (view_eq_nocase(m->host[i].module->name, name))
			return (struct module_host *)(uintptr_t)&m->host[i];
	}
	return NULL;
}

const struct module *
module_of(const struct module_host *h)
{
	return h->module;
}

void *
module_self(const struct module_host *h)
{
	return h->self;
}
