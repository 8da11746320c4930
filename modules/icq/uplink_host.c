/* The uplinks of a server, as the module has them: its settings, its users, its sockets. */
#include "icq/uplink.h"

#include "core/log.h"
#include "icq/icq.h"
#include "icq/uplink_priv.h"

static const struct icq_charset *
page_of(void *arg, const char *name)
{
	return icq_page(arg, view_z(name));
}

static struct module_user *
user_open(void *arg, const struct module_user_conf *conf)
{
	return module_user_open(arg, conf, VIEW(""));
}

static bool
user_say(struct module_user *u, struct view line)
{
	return module_user_say(u, "%.*s", VIEW_ARG(line));
}

static void
logged_in(void *arg, struct view account, module_nick_fn *fn, void *to)
{
	module_logged_in(arg, account, fn, to);
}

static const struct uplink_irc irc = {
	user_open,
	user_say,
	module_user_hear,
	module_user_close,
	logged_in,
};

struct uplinks *
uplinks_new(struct icq *icq)
{
	return uplinks_make(&(struct uplinks_env){
		.loop = icq_loop(icq),
		.irc = &irc,
		.irc_arg = icq_host(icq),
		.dial = uplink_pipe_open,
		.dial_arg = icq_loop(icq),
		.page = page_of,
		.page_arg = icq,
		.started = conf_ref(module_conf(icq_host(icq))),
	});
}

/* The jail was made for what there was at the start: a socket for anything else ends the process. */
void
uplinks_configure(struct uplinks *us)
{
	const struct conf *conf = module_conf(us->env.irc_arg);
	struct conf_uplink may[CONF_UPLINK_MAX];
	struct uplink_sections to = { may, 0, conf->contact, conf->n_contact };

	for (size_t i = 0; i < conf->n_uplink && to.n_uplinks < CONF_UPLINK_MAX; i++) {
		if (conf_uplink_may_dial(us->env.started, &conf->uplink[i]))
			may[to.n_uplinks++] = conf->uplink[i];
		else
			log_write(LOG_LEVEL_ERROR, "icq",
				"%s: no uplink had its port or its protocol at the start; that takes a "
				"restart",
				conf->uplink[i].name);
	}
	uplinks_set(us, &to);
}

void
uplinks_free(struct uplinks *us)
{
	const struct conf *started;

	if (us == NULL)
		return;
	started = us->env.started;
	uplinks_end(us);
	conf_unref(started);
}

static void
need_port(struct module_needs *needs, uint16_t port)
{
	for (size_t i = 0; i < needs->n_connect_ports; i++) {
		if (needs->connect_port[i] == port)
			return;
	}
	if (needs->n_connect_ports < MODULE_PORTS_MAX)
		needs->connect_port[needs->n_connect_ports++] = port;
}

void
uplinks_needs(const struct conf *conf, struct module_needs *needs)
{
	enum { FDS = 2 /* of one uplink: the proxy's connection and the relay's socket */ };

	for (size_t i = 0; i < conf->n_uplink; i++) {
		uint16_t port[CONF_UPLINK_PORTS_MAX];
		size_t n = conf_uplink_ports(&conf->uplink[i], port);

		while (n-- > 0)
			need_port(needs, port[n]);
		needs->udp = needs->udp || conf->uplink[i].protocol == CONF_UPLINK_LEGACY;
		needs->max_fds += FDS;
	}
}
