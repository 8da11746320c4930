#include "icq/icq_opened.h"

#include "core/mem.h"
#include "icq/icq_charset.h"
#include "icq/icq_priv.h"
#include "icq/oscar_ports.h"
#include "icq/udp_socket.h"
#include "icq/uplink.h"

struct icq_opened *
icq_opened_pages(struct err *e)
{
	struct icq_opened *o = mem_zalloc(sizeof(*o));
	size_t n = 0;

	while (conf_icq_charset_name(n) != NULL)
		n++;
	o->page = mem_array(n, sizeof(struct icq_charset *));
	for (; o->n_pages < n; o->n_pages++) {
		o->page[o->n_pages] = icq_charset_open(conf_icq_charset_name(o->n_pages), e);
		if (o->page[o->n_pages] == NULL) {
			icq_opened_free(o);
			return NULL;
		}
	}
	return o;
}

struct icq_opened *
icq_opened_new(const struct conf *conf, struct loop *loop, struct err *e)
{
	struct icq_opened *o = icq_opened_pages(e);

	if (o == NULL)
		return NULL;
	o->udp = udp_sockets_open(conf->icq, loop, e);
	o->oscar = o->udp != NULL ? oscar_ports_open(conf->icq, loop, e) : NULL;
	if (o->oscar != NULL)
		return o;
	icq_opened_free(o);
	return NULL;
}

void
icq_opened_free(struct icq_opened *o)
{
	if (o == NULL)
		return;
	udp_sockets_close(o->udp);
	oscar_ports_free(o->oscar);
	for (size_t i = 0; i < o->n_pages; i++)
		icq_charset_free(o->page[i]);
	mem_free(o->page);
	mem_free(o);
}

void
icq_opened_needs(const struct conf *conf, struct module_needs *out)
{
	out->batches |= conf->icq->n_legacy_listen != 0;
	out->accept |= conf->icq->n_listen + conf->icq->n_listen_tls != 0;
	out->max_fds += conf->icq->n_legacy_listen + oscar_ports_fds(conf->icq);
	uplinks_needs(conf, out);
}

const struct icq_charset *
icq_opened_page(const struct icq_opened *o, struct view name)
{
	for (size_t i = 0; i < o->n_pages; i++) {
		if (view_eq_nocase(view_z(conf_icq_charset_name(i)), name))
			return o->page[i];
	}
	return NULL;
}
