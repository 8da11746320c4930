#include "main/ports.h"

#include <stdio.h>
#include <string.h>

#include "auth/gate.h"
#include "conf/conf_faults.h"
#include "core/log.h"
#include "core/mem.h"
#include "net/listener.h"
#include "net/websocket.h"

#define CONTROL_BACKLOG 16

struct port {
	struct listener *listener;
	bool links;		   /* for servers; for as long as it is open */
	struct listen_point point; /* its strings are the port's own: conns point at it across a rehash */
	char *title, *class_name;
	struct websocket_conf websocket; /* conns in their handshake point at it */
	char **origins;			 /* its own copy, for the same reason */
};

struct ports {
	struct listener *control; /* conclavectl's; NULL: there is none */
	size_t n;
	struct port port[];
};

static int
port_address(const struct conf_listen *cl, struct addr *at, struct err *e)
{
	char text[ADDR_TEXT_MAX];
	int n = -1;

	switch (cl->kind) {
	case CONF_LISTEN_INET:
		n = snprintf(text, sizeof(text),
			view_find(view_z(cl->address), ':') != view_z(cl->address).n ? "[%s]:%u" : "%s:%u",
			cl->address, (unsigned)cl->port);
		break;
	case CONF_LISTEN_UNIX:
		n = snprintf(text, sizeof(text), "unix:%s", cl->path);
		break;
	}
	if (n < 0 || (size_t)n >= sizeof(text))
		return err_fmt(e, "address too long");
	return addr_parse(view_z(text), at, e);
}

static void
port_set_point(struct port *p, const struct conf_listen *cl)
{
	mem_free(p->class_name);
	p->class_name = cl->class != NULL ? view_dup(view_z(cl->class->name)) : NULL;
	p->point.class_name = p->class_name;
	p->point.proxy = cl->proxy;
	p->point.external_port = (uint16_t)cl->external_port;
}

static void
port_free_origins(struct port *p)
{
	for (size_t i = 0; i < p->websocket.n_origins; i++)
		mem_free(p->origins[i]);
	mem_free(p->origins);
	p->origins = NULL;
	p->websocket = (struct websocket_conf){ NULL, 0 };
}

static void
port_set_origins(struct port *p, const struct conf_listen *cl)
{
	port_free_origins(p);
	if (cl->n_origins == 0)
		return;
	p->origins = mem_array(cl->n_origins, sizeof(*p->origins));
	for (size_t i = 0; i < cl->n_origins; i++)
		p->origins[i] = view_dup(view_z(cl->origins[i]));
	p->websocket = (struct websocket_conf){ (const char *const *)p->origins, cl->n_origins };
}

static int
port_open(struct port *p, const struct conf_listen *cl, struct err *e)
{
	struct listener_conf lc = {
		.backlog = (int)cl->backlog,
		.unix_mode = cl->mode,
		.tls = cl->tls,
		.websocket = cl->websocket ? &p->websocket : NULL,
		.ask_certificate = cl->links,
		.data = &p->point,
	};

	if (port_address(cl, &lc.at, e) == -1)
		return err_wrap(e, cl->title);
	p->listener = listener_new(&lc, e); /* which names the address in *e */
	if (p->listener == NULL)
		return -1;
	p->links = cl->links;
	p->title = view_dup(view_z(cl->title));
	p->point.title = p->title;
	p->point.no_ident = cl->websocket; /* proxies come this way */
	port_set_point(p, cl);
	port_set_origins(p, cl);
	return 0;
}

static int
control_open(struct ports *p, const struct conf_control *cc, struct err *e)
{
	struct listener_conf lc = { .backlog = CONTROL_BACKLOG, .unix_mode = cc->mode };
	char text[ADDR_TEXT_MAX];
	int n;

	if (cc->path == NULL)
		return 0;
	n = snprintf(text, sizeof(text), "unix:%s", cc->path);
	if (n < 0 || (size_t)n >= sizeof(text))
		return err_fmt(e, "control: path too long");
	if (addr_parse(view_z(text), &lc.at, e) == -1)
		return err_wrap(e, "control");
	p->control = listener_new(&lc, e);
	return p->control != NULL ? 0 : -1;
}

struct ports *
ports_open(const struct conf *conf, struct err *e)
{
	struct ports *p = mem_zalloc(sizeof(*p) + conf->n_listen * sizeof(p->port[0]));

	for (size_t i = 0; i < conf->n_listen; i++) {
		p->n = i + 1;
		if (port_open(&p->port[i], &conf->listen[i], e) == -1) {
			ports_close(p);
			return NULL;
		}
	}
	if (control_open(p, &conf->control, e) == -1) {
		ports_close(p);
		return NULL;
	}
	return p;
}

void
ports_stop(struct ports *p)
{
	listener_free(p->control);
	p->control = NULL;
	for (size_t i = 0; i < p->n; i++) {
		listener_free(p->port[i].listener);
		p->port[i].listener = NULL;
	}
}

void
ports_close(struct ports *p)
{
	if (p == NULL)
		return;
	ports_stop(p);
	for (size_t i = 0; i < p->n; i++) {
		mem_free(p->port[i].title);
		mem_free(p->port[i].class_name);
		port_free_origins(&p->port[i]);
	}
	mem_free(p);
}

int
ports_start(struct ports *p, const struct ports_nets *nets, struct err *e)
{
	if (p->control != NULL && listener_start(p->control, nets->control, e) == -1)
		return err_wrap(e, "control");
	for (size_t i = 0; i < p->n; i++) {
		struct port *port = &p->port[i];

		if (listener_start(port->listener, port->links ? nets->links : nets->clients, e) == -1)
			return err_wrap(e, port->title);
	}
	return 0;
}

void
ports_set_tls(struct ports *p, struct tls_contexts *tls)
{
	for (size_t i = 0; i < p->n; i++) {
		if (p->port[i].listener != NULL)
			listener_set_tls(
				p->port[i].listener, listener_is_tls(p->port[i].listener) ? tls : NULL);
	}
}

static const struct conf_listen *
section_of(const struct port *p, const struct conf *conf)
{
	for (size_t i = 0; i < conf->n_listen; i++)
		if (strcmp(conf->listen[i].title, p->title) == 0)
			return &conf->listen[i];
	return NULL;
}

static void
port_configure(struct port *p, const struct conf_listen *cl)
{
	if (p->listener == NULL)
		return;
	if (cl == NULL) {
		log_info("main", "listener %s is closed", p->title);
		listener_free(p->listener);
		p->listener = NULL;
		return;
	}
	p->point.no_ident = cl->websocket;
	port_set_point(p, cl);
	port_set_origins(p, cl);
	listener_set_protocol(p->listener, cl->tls, cl->websocket ? &p->websocket : NULL);
}

void
ports_configure(struct ports *p, const struct conf *conf)
{
	for (size_t i = 0; i < p->n; i++)
		port_configure(&p->port[i], section_of(&p->port[i], conf));
}

bool
ports_any_stays(const struct ports *p, const struct conf *conf)
{
	bool any = false;

	for (size_t i = 0; i < p->n; i++) {
		if (p->port[i].listener != NULL && section_of(&p->port[i], conf) != NULL)
			return true;
		any |= p->port[i].listener != NULL;
	}
	return !any;
}

static bool
is_open(const struct ports *p, const char *title)
{
	for (size_t i = 0; i < p->n; i++)
		if (p->port[i].listener != NULL && strcmp(p->port[i].title, title) == 0)
			return true;
	return false;
}

void
ports_note(const struct ports *p, const struct conf *conf, struct conf_faults *notes)
{
	for (size_t i = 0; i < conf->n_listen; i++) {
		const struct conf_listen *cl = &conf->listen[i];

		if (!is_open(p, cl->title))
			conf_faults_add(notes, cl->place.file, cl->place.line,
				"listen \"%s\" is not open; to open it takes a restart", cl->title);
	}
}

static void
port_tell(const struct port *p, control_emit_fn *emit, void *to)
{
	char text[ADDR_TEXT_MAX], line[2 * ADDR_TEXT_MAX];
	const char *address = addr_format(listener_addr(p->listener), text);
	const char *tls = listener_is_tls(p->listener) ? "tls" : "plain";

	if (p->links)
		(void)snprintf(line, sizeof(line), "%s %s links", address, tls);
	else
		(void)snprintf(line, sizeof(line), "%s %s%s%s class %s", address, tls,
			listener_is_websocket(p->listener) ? " websocket" : "",
			p->point.proxy ? " proxy" : "", p->class_name != NULL ? p->class_name : "by rule");
	emit(to, line);
}

void
ports_tell(const struct ports *p, control_emit_fn *emit, void *to)
{
	for (size_t i = 0; i < p->n; i++)
		if (p->port[i].listener != NULL)
			port_tell(&p->port[i], emit, to);
}
