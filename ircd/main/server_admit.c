#include "main/server_admit.h"

#include "auth/ban_check.h"
#include "auth/ban_sweep.h"
#include "auth/gateway.h"
#include "auth/reject.h"
#include "auth/review.h"
#include "core/loop.h"
#include "main/server.h"
#include "net/conn.h"
#include "net/forward.h"
#include "net/listener.h"
#include "net/throttle.h"

#define THROTTLE_ADDRESSES 65536 /* that are remembered; the oldest is forgotten */
#define REJECT_ADDRESSES   16384 /* the same of refused ones */

/* Asked before a connection costs anything but its accept(2). */
static bool
admit(const struct peer_addr *peer, void *arg)
{
	struct server *s = arg;
	const struct conf_gateway *gateway = gateway_find(gate_conf(s->gate), peer);
	uint64_t now = loop_mono_ms(s->loop);

	if (ban_check_address(s->gate, peer))
		return false;
	if (gateway != NULL && gateway_has_webirc(gateway))
		return true; /* those for whom it speaks are counted */
	return !reject_is_shut(s->reject, peer, now) &&
		(s->throttle == NULL || throttle_hit(s->throttle, peer, now));
}

bool
server_admits(struct server *s, const struct peer_addr *peer)
{
	return admit(peer, s);
}

static bool
expects_proxy(const struct peer_addr *peer, void *listener_data, void *arg)
{
	const struct server *s = arg;
	const struct listen_point *point = listener_data;
	const struct conf_gateway *gateway;

	if (point == NULL || !point->proxy)
		return false;
	gateway = gateway_find(gate_conf(s->gate), peer);
	return gateway != NULL && gateway->proxy;
}

/* A changed limit begins with a clean slate. */
static void
set_throttle(struct server *s, const struct conf_server *was, const struct conf_server *now)
{
	if (was != NULL && was->connect_burst == now->connect_burst &&
		was->connect_interval_ms == now->connect_interval_ms)
		return;
	throttle_free(s->throttle);
	s->throttle = now->connect_burst != 0
		? throttle_new(now->connect_burst, now->connect_interval_ms, THROTTLE_ADDRESSES)
		: NULL;
}

void
server_admit_make(struct server *s, const struct conf *conf)
{
	s->reject = reject_new(REJECT_ADDRESSES);
	reject_configure(s->reject, &conf->reject);
	s->bans = ban_desk_new();
}

void
server_admit_stop(struct server *s)
{
	ban_desk_stop(s->bans);
}

void
server_admit_init(struct server *s, const struct conf *conf)
{
	s->reviews = review_queue_new(s->gate);
	set_throttle(s, NULL, &conf->server);
	net_set_admit(s->net, admit, s);
	net_set_forward(s->net, expects_proxy, s);
}

void
server_admit_end(struct server *s)
{
	review_queue_free(s->reviews);
	s->reviews = NULL;
}

void
server_admit_release(struct server *s)
{
	ban_desk_free(s->bans);
	throttle_free(s->throttle);
	reject_free(s->reject);
	s->throttle = NULL;
}

void
server_admit_configure(struct server *s, const struct conf *conf)
{
	const struct conf *was = gate_conf(s->gate);

	set_throttle(s, &was->server, &conf->server);
	if (conf_as_read(conf) != conf_as_read(was)) /* else SET, or a part: refusals are not forgotten */
		reject_configure(s->reject, &conf->reject);
}
