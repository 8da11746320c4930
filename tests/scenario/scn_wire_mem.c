/* The other end of a connection in memory: it has no handshake and needs no waiting. */
#include "net/conn_mem.h"

#include <stdio.h>
#include <string.h>

#include "core/mem.h"
#include "link/link.h"
#include "main/server_admit.h"
#include "tests/scenario/scn_peer.h"
#include "tests/scenario/scn_rig.h"
#include "tests/scenario/scn_wire.h"

struct mem_end {
	struct listen_point point;
	struct conn_mem_tls tls;
	struct conn_mem *mem;
};

/* The header that a gateway would send first. */
static void
send_header(struct conn_mem *mem, const char *behind)
{
	char text[128];
	int n = snprintf(text, sizeof(text), "PROXY TCP%c %s %s 40000 6667\r\n",
		strchr(behind, ':') != NULL ? '6' : '4', behind,
		strchr(behind, ':') != NULL ? "2001:db8::9" : "192.0.2.9");

	conn_mem_feed(mem, view_of(text, (size_t)n));
}

static struct net *
net_of(const struct scn_rig *rig, const struct scn_peer *p)
{
	if (p->link != NULL)
		return links_net(rig->server->links);
	return p->is_control ? server_control_net(rig->server) : rig->server->net;
}

/* What the listener would ask before it takes a connection. */
static bool
is_admitted(const struct scn_rig *rig, const struct scn_peer *p)
{
	return p->link != NULL || p->is_proxied || p->is_control || server_admits(rig->server, &p->addr);
}

static int
mem_open(struct scn_rig *rig, struct scn_peer *p)
{
	struct mem_end *end = mem_zalloc(sizeof(*end));
	struct conn *c;

	p->end = end;
	end->point = (struct listen_point){ .title = p->listener[0] != '\0' ? p->listener : "scenario",
		.class_name = p->class_name[0] != '\0' ? p->class_name : NULL,
		.proxy = p->is_proxied };
	if (p->is_tls)
		end->tls = (struct conn_mem_tls){ .version = "TLSv1.3",
			.cipher = "TLS_AES_256_GCM_SHA384",
			.fingerprint = p->fingerprint[0] != '\0' ? p->fingerprint : NULL };
	end->tls.uid = p->uid;
	c = is_admitted(rig, p)
		? conn_open_mem_tls(net_of(rig, p), &p->addr, p->is_tls ? 6697 : 6667, &end->point, &end->tls)
		: NULL;
	if (c == NULL)
		return scn_rig_fault(rig, "connect", "the server takes no more connections");
	end->mem = conn_mem_detach(c);
	if (p->behind[0] != '\0')
		send_header(end->mem, p->behind);
	LIST_FOR_EACH (it, &rig->server->world->others) {
		if (client_of_world_link(it)->conn == c)
			p->client = client_of_world_link(it)->handle;
	}
	return 0;
}

static void
mem_end_free(struct scn_peer *p)
{
	struct mem_end *end = p->end;

	if (end != NULL)
		conn_mem_free(end->mem);
	mem_free(end);
}

static struct conn_mem *
mem_of(const struct scn_peer *p)
{
	const struct mem_end *end = p->end;

	return end->mem;
}

static void
mem_send(struct scn_peer *p, struct view bytes)
{
	conn_mem_feed(mem_of(p), bytes);
}

static void
mem_fetch(struct scn_peer *p)
{
	struct view out = conn_mem_output(mem_of(p));

	if (buf_put(&p->in, out) == 0)
		conn_mem_take(mem_of(p), out.n);
}

static bool
mem_is_closed(const struct scn_peer *p)
{
	return conn_mem_is_closed(mem_of(p));
}

static void
mem_window(struct scn_peer *p, size_t n)
{
	conn_mem_window(mem_of(p), n);
}

static void
mem_close(struct scn_peer *p)
{
	conn_mem_close(mem_of(p));
}

static void
mem_reset(struct scn_peer *p)
{
	conn_mem_reset(mem_of(p));
}

const struct scn_wire scn_wire_mem = {
	.open = mem_open,
	.free = mem_end_free,
	.send = mem_send,
	.fetch = mem_fetch,
	.is_closed = mem_is_closed,
	.window = mem_window,
	.close = mem_close,
	.reset = mem_reset,
};
