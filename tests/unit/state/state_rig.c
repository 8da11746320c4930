#include "tests/unit/state/state_rig.h"

#include <stdlib.h>

#include "proto/casemap.h"

static void
must(bool ok)
{
	if (!ok)
		abort();
}

struct world_conf
rig_conf(void)
{
	return (struct world_conf){
		.server_name = "irc.example",
		.description = "a test",
		.network = "ExampleNet",
		.nick_len = 30,
		.max_clients = 500,
		.max_channels = 100,
		.whowas_entries = 50,
	};
}

struct world *
rig_world(void)
{
	struct world_conf conf = rig_conf();

	hash_init();
	casemap_set(CASEMAP_RFC1459);
	return world_new(&conf, RIG_NOW);
}

struct client *
rig_newcomer(struct world *w)
{
	struct client *c = client_new(w, VIEW("host.example"));

	must(c != NULL);
	return c;
}

struct client *
rig_user(struct world *w, const char *nick)
{
	struct client *c = rig_newcomer(w);

	must(client_set_nick(c, view_z(nick), RIG_NOW) == NICK_OK);
	client_set_user(c, view_z(nick), VIEW("Somebody"));
	client_register(c, RIG_NOW, 1);
	return c;
}

enum join_verdict
rig_try_join(struct client *c, const char *name, const char *key)
{
	struct join_ask ask = { view_z(name), view_z(key), RIG_MAX, RIG_NOW };
	struct member *m;
	enum join_verdict v = channel_join(c->world, c, &ask, &m);

	must((v == JOIN_OK) == (m != NULL));
	return v;
}

struct channel *
rig_join(struct client *c, const char *name)
{
	must(rig_try_join(c, name, NULL) == JOIN_OK);
	return channel_find(c->world, view_z(name));
}

size_t
rig_modes(struct channel *ch, struct client *by, const char *command, struct mode_change *change)
{
	struct view rest = view_z(command), param[MSG_PARAMS_MAX];
	struct mode_command cmd = { .param = param, .now_wall_ms = RIG_NOW };

	must(view_cut(&rest, ' ', &cmd.letters));
	while (cmd.n_params < MSG_PARAMS_MAX && view_cut(&rest, ' ', &param[cmd.n_params]))
		cmd.n_params++;
	return channel_change_modes(ch, by, &cmd, change);
}

enum mode_verdict
rig_mode(struct channel *ch, struct client *by, const char *command)
{
	struct mode_change change[MODE_CHANGES_MAX];

	must(rig_modes(ch, by, command, change) == 1);
	return change[0].verdict;
}

const char *
rig_modes_text(const struct channel *ch)
{
	static char text[CHANNEL_MODES_TEXT];

	(void)channel_modes_text(ch, true, text, sizeof(text));
	return text;
}
