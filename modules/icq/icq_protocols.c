#include "icq/icq_protocols.h"

#include <inttypes.h>
#include <stdio.h>

#include "core/log.h"
#include "icq/icq_priv.h"
#include "icq/oscar_server.h"
#include "icq/udp_server.h"
#include "icq/udp_socket.h"
#include "icq/uplink.h"

/* Tests without a network have no sockets, and put a function of theirs here. */
static void
send_nowhere(void *arg, size_t listener, const struct peer_addr *to, struct view bytes)
{
	(void)arg;
	(void)listener;
	(void)to;
	(void)bytes;
}

void
icq_protocols_start(struct icq *icq)
{
	struct oscar_ports *ports = icq->opened->oscar;

	icq->opened->oscar = NULL; /* the server's from now on */
	icq->udp = udp_server_new(
		icq, icq->opened->udp != NULL ? udp_sockets_send : send_nowhere, icq->opened->udp);
	icq->oscar = oscar_server_new(icq, ports);
	icq->uplinks = uplinks_new(icq);
}

static bool
on_datagram(void *arg, size_t listener, const struct peer_addr *from, struct view bytes)
{
	return udp_server_receive(arg, listener, from, bytes);
}

void
icq_protocols_ready(struct icq *icq)
{
	struct err e;

	oscar_server_set_tls(icq->oscar, module_tls(icq->host));
	if (icq->opened->udp != NULL && udp_sockets_start(icq->opened->udp, on_datagram, icq->udp, &e) == -1)
		log_error("icq", "legacy clients are not heard: %s", e.text);
	if (oscar_server_start(icq->oscar, &e) == -1)
		log_error("icq", "OSCAR clients are not heard: %s", e.text);
	uplinks_configure(icq->uplinks);
}

void
icq_protocols_configure(struct icq *icq)
{
	oscar_server_set_tls(icq->oscar, module_tls(icq->host));
	udp_server_configure(icq->udp);
	uplinks_configure(icq->uplinks);
}

void
icq_protocols_stop(struct icq *icq, struct view reason)
{
	oscar_server_stop(icq->oscar);
	uplinks_stop(icq->uplinks, reason);
}

void
icq_protocols_free(struct icq *icq)
{
	uplinks_free(icq->uplinks);
	oscar_server_free(icq->oscar);
	udp_server_free(icq->udp);
}

void
icq_protocols_stats(struct icq *icq, module_emit_fn *emit, void *to)
{
	struct udp_server_stats u;
	char line[300];

	udp_server_stats(icq->udp, &u);
	(void)snprintf(line, sizeof(line),
		"legacy: sessions %zu, received %" PRIu64 ", sent %" PRIu64 ", resent %" PRIu64
		", doubled %" PRIu64 ", refused %" PRIu64 ", rated %" PRIu64 ", broken %" PRIu64
		", strange %" PRIu64 ", malformed %" PRIu64,
		u.sessions, u.received, u.sent, u.resent, u.doubled, u.refused, u.rated, u.broken, u.strange,
		u.malformed);
	emit(to, line);
	uplinks_stats(icq->uplinks, emit, to);
}
