/*
 * The world holds everybody and every channel.  Each client is in exactly one of the lists `users` and
 * `others`; the counts are kept by those who move clients between them (client.c) and change their modes
 * (mode_user.c).
 */
#include "state/world.h"

#include <assert.h>

#include "core/mem.h"
#include "state/channel.h"
#include "state/channel_server.h"
#include "state/client.h"
#include "state/cursor.h"
#include "state/member.h"
#include "state/node.h"
#include "state/nick_delay.h"
#include "state/server_ban.h"
#include "state/whowas.h"

struct world *
world_new(const struct world_conf *conf, uint64_t now_wall_ms)
{
	struct world *w = mem_zalloc(sizeof(*w));

	hash_table_init(&w->nicks);
	hash_table_init(&w->channels);
	hash_table_init(&w->monitors);
	hash_table_init(&w->uids);
	hash_table_init(&w->node_names);
	hash_table_init(&w->sids);
	list_init(&w->nodes);
	w->clients = handle_table_new(WORLD_CLIENTS_MAX);
	list_init(&w->users);
	list_init(&w->others);
	list_init(&w->channel_list);
	list_init(&w->cursors);
	list_init(&w->registered);
	account_set_init(&w->accounts);
	w->whowas = whowas_new(0);
	w->bans = server_bans_new();
	w->nick_delays = nick_delays_new();
	w->started_ms = now_wall_ms;
	w->conf = *conf;
	node_make_me(w);
	world_configure(w, conf);
	return w;
}

void
world_free(struct world *w)
{
	if (w == NULL)
		return;
	whowas_resize(w->whowas, 0); /* nobody will ask any more */
	LIST_FOR_EACH_SAFE (it, nx, &w->users)
		client_exit(client_of_world_link(it), 0);
	LIST_FOR_EACH_SAFE (it, nx, &w->others)
		client_free(client_of_world_link(it));
	LIST_FOR_EACH_SAFE (it, nx, &w->channel_list)
		channel_free(channel_of_world_link(it)); /* permanent and registered ones */
	assert(w->channels.count == 0 && w->n_permanent == 0 && w->n_snotices == 0);
	assert(w->nicks.count == 0 && w->monitors.count == 0);
	assert(list_is_empty(&w->registered) && w->n_registered == 0);
	assert(list_is_empty(&w->channel_list) && list_is_empty(&w->cursors));
	while (!list_is_empty(&w->nodes))
		node_del(node_of_world_link(w->nodes.prev));
	assert(w->uids.count == 0 && w->n_nodes == 0);
	account_set_release(&w->accounts);
	hash_table_release(&w->uids);
	hash_table_release(&w->node_names);
	hash_table_release(&w->sids);
	hash_table_release(&w->nicks);
	hash_table_release(&w->channels);
	hash_table_release(&w->monitors);
	handle_table_free(w->clients);
	whowas_free(w->whowas);
	server_bans_free(w->bans);
	nick_delays_free(w->nick_delays);
	mem_free(w);
}

void
world_configure(struct world *w, const struct world_conf *conf)
{
	assert(conf->nick_len >= 1 && conf->nick_len <= NICK_LEN_MAX);
	assert(conf->max_clients >= 1 && conf->max_clients <= WORLD_CLIENTS_MAX);
	w->conf = *conf;
	node_configure_me(w);
	LIST_FOR_EACH (it, &w->users) /* cloaks may be others, and bans hit them */
		member_forget_bans_of(client_of_world_link(it));
	whowas_resize(w->whowas, conf->whowas_entries);
}
