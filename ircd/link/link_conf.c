/* What the configuration means for links that are there, and who may knock at all. */
#include "link/link.h"
#include "link/link_kill.h"

#include <inttypes.h>
#include <string.h>

#include "conf/conf.h"
#include "core/log.h"
#include "core/loop.h"
#include "link/link_news.h"
#include "link/link_priv.h"
#include "link/split.h"
#include "link/link_services.h"
#include "net/conn.h"
#include "net/listener.h"
#include "net/throttle.h"

/*
 * Of one address, connections that may not become links: with a greeting's time they can't take all of LINK_CONNS_MAX from other servers.
 */
#define KNOCKS_BURST	 30
#define KNOCKS_PER_MS	 1000
#define KNOCKS_ADDRESSES 1024
#define TOLD_MAX	 10 /* of who is turned away, in a minute */

bool
links_admit(const struct links *ls, const struct peer_addr *peer)
{
	for (size_t i = 0; i < ls->conf->n_link; i++)
		if (conf_link_has_address(&ls->conf->link[i], peer->family, peer->ip))
			return true;
	return false;
}

static void
tell_turned_away(struct links *ls, const struct peer_addr *peer, const char *why)
{
	uint64_t now = loop_mono_ms(ls->env.loop);
	char host[INET6_ADDRSTRLEN + 1];

	if (now - ls->told_since_ms >= 60000) {
		if (ls->n_told > TOLD_MAX)
			log_info("link", "%" PRIu64 " more were turned away", ls->n_told - TOLD_MAX);
		ls->told_since_ms = now;
		ls->n_told = 0;
	}
	if (ls->n_told++ < TOLD_MAX)
		log_info("link", "%s: turned away: %s", peer_addr_host(peer, host, sizeof(host)), why);
}

/* Asked by listeners before a connection costs anything but its accept(2). */
static bool
admit(const struct peer_addr *peer, void *arg)
{
	struct links *ls = arg;

	if (!links_admit(ls, peer))
		tell_turned_away(ls, peer, "no section link lets a server come from there");
	else if (!throttle_hit(ls->knocks, peer, loop_mono_ms(ls->env.loop)))
		tell_turned_away(ls, peer, "too many connections");
	else
		return true;
	return false;
}

void
link_conf_init(struct links *ls)
{
	ls->knocks = throttle_new(KNOCKS_BURST, KNOCKS_PER_MS, KNOCKS_ADDRESSES);
	net_set_admit(ls->net, admit, ls);
}

void
link_conf_release(struct links *ls)
{
	throttle_free(ls->knocks);
}

bool
link_permits(const struct link *l, enum conf_permit what)
{
	return l->conf != NULL && (l->conf->permit & CONF_PERMIT_BIT(what)) != 0;
}

bool
link_conf_has_fingerprint(const struct conf_link *conf, const char *print)
{
	for (size_t i = 0; i < conf->n_fingerprints; i++)
		if (strcmp(conf->fingerprints[i], print) == 0)
			return true;
	return false;
}

/* NULL, or why a server that is linked would not be let in any more. */
static const char *
is_unwanted(const struct link *l, const struct conf_link *conf)
{
	const struct peer_addr *peer = conn_peer(l->conn);
	char print[LINK_PRINT_LEN + 1];

	if (conf == NULL)
		return "No section link any more";
	if (!l->we_dialled && !conf_link_has_address(conf, peer->family, peer->ip))
		return "Its address is not allowed any more";
	if (!conf->tls)
		return NULL;
	if (conn_tls_fingerprint(l->conn, print) == -1)
		return "Without TLS it is not allowed any more";
	return link_conf_has_fingerprint(conf, print) ? NULL : "Its certificate is not allowed any more";
}

/* l->conf is of a configuration that goes. */
static void
move_over(struct links *ls, struct link *l)
{
	const struct conf_link *conf = conf_link_find(ls->conf, view_z(l->name));
	const char *unwanted = is_unwanted(l, conf);

	l->conf = conf;
	if (l->node != NULL && conf != NULL)
		l->node->is_services = conf->services;
	if (unwanted != NULL)
		link_close(l, "%s", unwanted);
	else
		link_alive_class(l);
}

void
links_configure(struct links *ls, const struct conf *conf)
{
	const struct conf *was = ls->conf;

	ls->conf = conf_ref(conf);
	LIST_FOR_EACH (it, &ls->all) {
		struct link *l = CONTAINER_OF(it, struct link, in_links);

		if (l->conf != NULL && l->state != LINK_CLOSING)
			move_over(ls, l);
		else
			l->conf = NULL;
	}
	link_opers_configure(ls);
	link_dial_configure(ls);
	link_services_check(ls);
	conf_unref(was);
	split_weigh(ls);
}
