#include "icq/oscar_server.h"

#include "core/loop.h"
#include "core/mem.h"
#include "icq/icq.h"
#include "icq/oscar_auth.h"
#include "icq/oscar_conn.h"
#include "icq/oscar_ports.h"

struct oscar_server {
	struct icq *icq;
	struct oscar_ports *ports;
	struct oscar_cookies *cookies;
	struct list conns;  /* struct oscar_conn */
	struct list logins; /* struct oscar_auth */
	size_t n_logins;
	bool is_stopping;
};

struct oscar_server *
oscar_server_new(struct icq *icq, struct oscar_ports *ports)
{
	struct oscar_server *s = mem_zalloc(sizeof(*s));

	s->icq = icq;
	s->ports = ports;
	s->cookies = oscar_cookies_new();
	list_init(&s->conns);
	list_init(&s->logins);
	return s;
}

static void
end_logins(struct oscar_server *s)
{
	LIST_FOR_EACH_SAFE (it, next, &s->logins)
		oscar_auth_end(oscar_auth_of(it));
}

void
oscar_server_free(struct oscar_server *s)
{
	if (s == NULL)
		return;
	oscar_ports_free(s->ports);
	end_logins(s);
	LIST_FOR_EACH_SAFE (it, next, &s->conns)
		oscar_conn_free(oscar_conn_of(it));
	oscar_cookies_free(s->cookies);
	mem_free(s);
}

int
oscar_server_start(struct oscar_server *s, struct err *e)
{
	return s->ports != NULL ? oscar_ports_start(s->ports, s, e) : 0;
}

void
oscar_server_set_tls(struct oscar_server *s, struct tls_contexts *tls)
{
	if (s->ports != NULL)
		oscar_ports_set_tls(s->ports, tls);
}

void
oscar_server_stop(struct oscar_server *s)
{
	s->is_stopping = true;
	oscar_ports_free(s->ports);
	s->ports = NULL;
	end_logins(s);
}

bool
oscar_server_admits(const struct oscar_server *s, const struct peer_addr *peer)
{
	size_t same = 0;

	if (s->is_stopping || s->n_logins >= OSCAR_LOGINS_MAX)
		return false;
	LIST_FOR_EACH (it, &s->logins)
		same += oscar_auth_is_from(oscar_auth_of(it), peer);
	return same < OSCAR_LOGINS_PER_ADDRESS;
}

struct oscar_conn *
oscar_server_accept(struct oscar_server *s, const struct oscar_io *io)
{
	const struct oscar_conn_conf conf = { .loop = icq_loop(s->icq), .io = *io, .all = &s->conns };
	struct oscar_conn *c;

	if (!oscar_server_admits(s, &io->peer))
		return NULL;
	c = oscar_conn_new(&conf);
	oscar_auth_begin(s, c);
	return c;
}

struct icq *
oscar_server_icq(const struct oscar_server *s)
{
	return s->icq;
}

struct oscar_cookies *
oscar_server_cookies(const struct oscar_server *s)
{
	return s->cookies;
}

void
oscar_server_count_login(struct oscar_server *s, struct list *link, bool begins)
{
	if (begins) {
		list_add_tail(&s->logins, link);
		s->n_logins++;
	} else {
		list_del(link);
		s->n_logins--;
	}
}
