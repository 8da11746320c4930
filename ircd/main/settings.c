#include "main/settings.h"

#include <assert.h>
#include <inttypes.h>
#include <limits.h>
#include <pwd.h>
#include <stdio.h>
#include <string.h>
#include <sys/types.h>

#include "auth/ident.h"
#include "conf/conf_types.h"
#include "core/log.h"
#include "core/mem.h"
#include "module/modules.h"
#include "proto/limits.h"
#include "relay/relay.h"
#include "state/mode.h"
#include "store/audit_log.h"

#define FDS_BESIDE_CLIENTS  64 /* listeners, epoll, wake-ups, standard streams, files being read */
#define CHANNELS_PER_CLIENT 2  /* on average; a single client is bounded by its class */
#define CHANNELS_LEAST	    1000
#define ACCEPTS_PER_TURN    64
#define DNS_PORT	    53
#define DIALLED_FIRST	    1024 /* services of the host have those below */
#define FILE_BYTES_MAX	    (UINT64_C(1) << 30)

int
settings_world(const struct conf *conf, struct world_conf *out, struct conf_faults *faults)
{
	const struct conf_server *s = &conf->server;
	size_t before = conf_faults_count(faults);

	*out = (struct world_conf){ 0 };
	(void)view_copy(view_z(s->name), out->server_name, sizeof(out->server_name));
	(void)view_copy(view_z(s->description), out->description, sizeof(out->description));
	(void)view_copy(view_z(s->sid), out->sid, sizeof(out->sid));
	(void)view_copy(view_z(s->network), out->network, sizeof(out->network));
	if (s->client_tag_deny != NULL)
		(void)view_copy(
			view_z(s->client_tag_deny), out->client_tag_deny, sizeof(out->client_tag_deny));
	if (s->icon != NULL)
		(void)view_copy(view_z(s->icon), out->icon, sizeof(out->icon));
	if (s->cloak_key != NULL)
		cloak_init(&out->cloak, view_z(s->cloak_key), view_z(s->network), view_z(s->cloak_suffix));
	for (; out->n_old_cloaks < s->n_cloak_old_keys; out->n_old_cloaks++)
		cloak_init(&out->old_cloak[out->n_old_cloaks], view_z(s->cloak_old_keys[out->n_old_cloaks]),
			view_z(s->network), view_z(s->cloak_suffix));
	out->account_cloaks = s->account_cloaks;
	out->utf8_only = s->utf8_only;
	out->nick_len = s->nick_length;
	out->max_clients = s->max_clients;
	out->max_channels = CHANNELS_PER_CLIENT * (size_t)s->max_clients;
	if (out->max_channels < CHANNELS_LEAST)
		out->max_channels = CHANNELS_LEAST;
	out->only_ov = s->only_ov;
	out->services_own = conf->accounts.services;
	out->founder_owns = s->founder_owns;
	out->split_servers = conf->links.split_servers;
	out->split_users = conf->links.split_users;
	out->whowas_entries = s->whowas_entries;
	if (channel_modes_parse(view_z(s->default_channel_modes), &out->channel_modes) == -1)
		conf_faults_add(faults, conf->path, 0,
			"server: default-channel-modes: \"%s\" has a letter that is no flag of channels",
			s->default_channel_modes);
	if (user_modes_parse(view_z(s->default_user_modes), &out->user_modes) == -1)
		conf_faults_add(faults, conf->path, 0,
			"server: default-user-modes: \"%s\" has a letter that users may not set",
			s->default_user_modes);
	return conf_faults_count(faults) == before ? 0 : -1;
}

struct world_conf
settings_world_of(const struct conf *conf)
{
	struct conf_faults *faults = conf_faults_new();
	struct world_conf wc;
	int r = settings_world(conf, &wc, faults);

	assert(r == 0);
	(void)r;
	conf_faults_free(faults);
	return wc;
}

void
settings_net(const struct conf *conf, struct net_conf *out)
{
	*out = (struct net_conf){
		.line_max = MSG_IN_MAX,
		.max_conns = conf->server.max_clients,
		.accepts_per_turn = ACCEPTS_PER_TURN,
		.handshakes_per_turn = 1,
		.handshake_ms = conf->server.registration_timeout_ms,
	};
	if (conf->n_tls != 0) {
		out->handshakes_per_turn = conf->tls[0].handshakes_per_turn;
		out->handshake_ms = conf->tls[0].handshake_timeout_ms;
	}
}

static enum jail_mode
jail_mode_of(enum conf_jail_mode mode)
{
	switch (mode) {
	case CONF_JAIL_OFF:
		return JAIL_OFF;
	case CONF_JAIL_LOG:
		return JAIL_LOG;
	case CONF_JAIL_ERRNO:
		return JAIL_ERRNO;
	case CONF_JAIL_ENFORCE:
		break;
	}
	return JAIL_ENFORCE;
}

static enum jail_level
jail_level_of(enum conf_jail_require require)
{
	switch (require) {
	case CONF_REQUIRE_NONE:
		return JAIL_LEVEL_NONE;
	case CONF_REQUIRE_SECCOMP:
		return JAIL_LEVEL_SECCOMP;
	case CONF_REQUIRE_LANDLOCK:
		return JAIL_LEVEL_LANDLOCK;
	case CONF_REQUIRE_CHROOT:
		return JAIL_LEVEL_CHROOT;
	case CONF_REQUIRE_NAMESPACE:
		break;
	}
	return JAIL_LEVEL_NAMESPACE;
}

void
settings_resolver(const struct conf *conf, struct resolver_conf *out)
{
	*out = (struct resolver_conf){ .servers = conf->dns.servers,
		.n_servers = conf->dns.n_servers,
		.timeout_ms = conf->dns.timeout_ms,
		.cache_max = conf->dns.cache };
}

/* Behind the last colon. */
static uint16_t
port_of(const char *server)
{
	uint32_t port = DNS_PORT;

	return view_to_u32(view_z(strrchr(server, ':') + 1), &port) == 0 ? (uint16_t)port : DNS_PORT;
}

static void
let_dial(struct settings_jail *out, uint16_t port)
{
	out->connect_ports[out->plan.n_connect_ports++] = (struct jail_ports){ port, port };
}

/* An answer that is too long for UDP comes by TCP. */
static void
let_ask_names(struct settings_jail *out, const struct conf *conf)
{
	out->plan.need_udp = true;
	for (size_t i = 0; i < conf->dns.n_servers; i++)
		let_dial(out, port_of(conf->dns.servers[i]));
	if (conf->dns.n_servers == 0)
		let_dial(out, DNS_PORT);
}

/* Servers of names have theirs already, perhaps; a port more than once would only be a rule more. */
static bool
is_dialled(const struct settings_jail *out, uint16_t port)
{
	for (size_t i = 0; i < out->plan.n_connect_ports; i++)
		if (port >= out->connect_ports[i].first && port <= out->connect_ports[i].last)
			return true;
	return false;
}

/* Servers, or the proxies before them, at the ports that are written and no others. */
static void
let_link(struct settings_jail *out, const struct conf *conf)
{
	bool any_comes = conf->n_link != 0;

	for (size_t i = 0; i < conf->n_link; i++) {
		uint16_t port = conf_link_dial_port(&conf->link[i]);

		if (port != 0 && !is_dialled(out, port))
			let_dial(out, port);
		out->plan.need_source |= conf->link[i].bind != NULL;
	}
	for (size_t i = 0; i < conf->n_listen; i++)
		any_comes |= conf->listen[i].links;
	if (any_comes)
		out->plan.max_fds += SETTINGS_LINK_CONNS;
}

static void
let_modules(struct settings_jail *out, const struct conf *conf)
{
	struct module_needs needs;

	modules_needs(conf, &needs);
	out->plan.need_udp |= needs.udp;
	out->plan.need_batches |= needs.batches;
	out->plan.max_fds += needs.max_fds;
	for (size_t i = 0; i < needs.n_connect_ports; i++)
		if (!is_dialled(out, needs.connect_port[i]))
			let_dial(out, needs.connect_port[i]);
}

/* Ports that are not dialled, sorted by the first of each range. */
static size_t
undialled(const struct conf *conf, struct jail_ports *out)
{
	size_t n = 0, at;

	for (size_t i = 0; i < conf->dcc.n_deny_ports + conf->n_listen; i++) {
		struct jail_ports p;

		if (i < conf->dcc.n_deny_ports)
			p = (struct jail_ports){ conf->dcc.deny_ports[i].first,
				conf->dcc.deny_ports[i].last };
		else
			p.first = p.last = conf->listen[i - conf->dcc.n_deny_ports].port;
		for (at = n++; at > 0 && out[at - 1].first > p.first; at--)
			out[at] = out[at - 1];
		out[at] = p;
	}
	return n;
}

/* Ports from 1024 up, but for those that are never dialled: so the kernel does not let it happen either. */
static void
let_dial_clients(struct settings_jail *out, const struct conf *conf)
{
	struct jail_ports never[CONF_DCC_PORT_MAX + CONF_LISTEN_MAX];
	size_t n = undialled(conf, never);
	uint32_t from = DIALLED_FIRST;

	for (size_t i = 0; i <= n; i++) {
		uint32_t end = i < n ? never[i].first : UINT16_MAX + 1U;

		if (end > from)
			out->connect_ports[out->plan.n_connect_ports++] =
				(struct jail_ports){ (uint16_t)from, (uint16_t)(end - 1) };
		if (i < n && never[i].last >= from)
			from = never[i].last + 1U;
	}
}

/* The directory of the scanner's socket. */
static void
let_scan(struct settings_jail *out, const char *socket)
{
	size_t n = (size_t)(strrchr(socket, '/') - socket);

	(void)view_copy(view_of(socket, n), out->peer_dir, sizeof(out->peer_dir));
	out->plan.peer_dir = out->peer_dir;
}

static void
let_relay(struct settings_jail *out, const struct conf *conf)
{
	const struct conf_dcc *dcc = &conf->dcc;

	if (dcc->mode == CONF_DCC_OFF)
		return;
	out->bind_ports = (struct jail_ports){ dcc->ports.first, dcc->ports.last };
	out->plan.need_bind = true;
	out->plan.bind_ports = &out->bind_ports;
	out->plan.n_bind_ports = 1;
	out->plan.max_fds += settings_relay_fds(conf);
	if (dcc->mode == CONF_DCC_FULL) {
		out->plan.need_source = true;
		let_dial_clients(out, conf);
	}
	if (dcc->scan != NULL)
		let_scan(out, dcc->scan);
}

uint64_t
settings_relay_fds(const struct conf *conf)
{
	return conf->dcc.mode != CONF_DCC_OFF ? (uint64_t)conf->dcc.max_sessions * RELAY_SESSION_FDS : 0;
}

void
settings_jail(const struct conf *conf, struct settings_jail *out)
{
	struct jail_plan *plan = &out->plan;

	*out = (struct settings_jail){ .peer_dir = "" };
	*plan = (struct jail_plan){
		.user = conf->jail.user,
		.mode = jail_mode_of(conf->jail.mode),
		.require = jail_level_of(conf->jail.require),
		.conf_dir = conf->dir,
		.state_dir = conf->jail.state,
		.max_fds = (uint64_t)conf->server.max_clients + FDS_BESIDE_CLIENTS,
		.max_file_bytes = FILE_BYTES_MAX,
		.connect_ports = out->connect_ports,
	};
	if (conf_wants_ident(conf)) {
		let_dial(out, (uint16_t)conf->ident.port);
		plan->need_source = true;
		plan->max_fds += IDENT_LOOKUPS_MAX;
	}
	if (conf->dns.lookup)
		let_ask_names(out, conf);
	let_link(out, conf);
	let_modules(out, conf);
	let_relay(out, conf);
}

uint64_t
settings_relay_share(const struct conf *conf, uint64_t limit)
{
	struct settings_jail jail;
	uint64_t wanted = settings_relay_fds(conf), others, left;

	if (limit == 0 || wanted == 0)
		return wanted;
	settings_jail(conf, &jail);
	others = jail.plan.max_fds - wanted;
	left = limit > others ? limit - others : 0;
	if (left >= wanted)
		return wanted;
	log_warn("main",
		"dcc max-sessions: there are descriptors for %" PRIu64
		" of %u, as max-clients is %u: raise the hard "
		"limit (LimitNOFILE=, ulimit -Hn) to %" PRIu64,
		left / RELAY_SESSION_FDS, (unsigned)conf->dcc.max_sessions,
		(unsigned)conf->server.max_clients, jail.plan.max_fds);
	return left != 0 ? left : 1;
}

void
settings_database(const struct conf *conf, char *dst)
{
	(void)snprintf(dst, PATH_MAX, "%s/%s", conf->jail.state, conf->accounts.database);
}

void
settings_audit(const struct conf *conf, struct audit_log_conf *out)
{
	*out = (struct audit_log_conf){ .file = { .rotate_size = conf->audit.rotate_size,
						.rotate_age_ms = conf->audit.rotate_age_ms,
						.keep = conf->audit.keep,
						.seal_after = conf->audit.seal_after },
		.seal_ms = conf->audit.seal_ms };
}

void
settings_audit_dir(const struct conf *conf, char *dst)
{
	(void)snprintf(dst, PATH_MAX, "%s/%s", conf->jail.state, conf->audit.directory);
}

int
settings_tls(const struct conf *conf, const struct tls_contexts *previous, struct tls_contexts **out,
	struct err *e)
{
	struct tls_cert_conf *cert;
	struct tls_conf tc;

	*out = NULL;
	if (conf->n_tls == 0)
		return 0;
	cert = mem_array(conf->n_tls, sizeof(*cert));
	for (size_t i = 0; i < conf->n_tls; i++)
		cert[i] = (struct tls_cert_conf){ .certificate = conf->tls[i].certificate,
			.key = conf->tls[i].key,
			.names = conf->tls[i].server_names,
			.n_names = conf->tls[i].n_server_names };
	tc = (struct tls_conf){ .cert = cert,
		.n_certs = conf->n_tls,
		.min_13 = conf->tls[0].min_version == CONF_TLS_1_3,
		.ask_certificate = conf->tls[0].client_certificates == CONF_CLIENT_CERT_ASK,
		.ciphers = conf->tls[0].ciphers };
	*out = tls_contexts_new(&tc, previous, e);
	mem_free(cert);
	return *out != NULL ? 0 : -1;
}

const struct conf *
settings_load(const char *path, struct conf_faults *faults)
{
	const struct conf *conf = conf_load(path, faults);
	struct world_conf wc;

	if (conf != NULL && settings_world(conf, &wc, faults) == -1) {
		conf_unref(conf);
		conf = NULL;
	}
	return conf;
}

struct people *
settings_people(const struct conf *conf)
{
	struct people *people = people_new();
	uint32_t uid;

	for (size_t i = 0; i < conf->n_person; i++) {
		const struct conf_person *person = &conf->person[i];
		const struct passwd *pw;

		if (people_uid(people, person->name, &uid))
			continue;
		pw = getpwnam(person->name);
		if (pw != NULL)
			people_add(people, person->name, pw->pw_uid);
		else
			log_warn("main", "%s:%u: person \"%s\": there is no such user", person->place.file,
				person->place.line, person->name);
	}
	return people;
}

void
settings_note_strangers(const struct people *people, const struct conf *fresh, struct conf_faults *notes)
{
	uint32_t uid;

	for (size_t i = 0; i < fresh->n_person; i++) {
		const struct conf_person *person = &fresh->person[i];

		if (people == NULL || !people_uid(people, person->name, &uid))
			conf_faults_add(notes, person->place.file, person->place.line,
				"person \"%s\" was not there at the start; that takes a restart, or a number",
				person->name);
	}
}

/* The first port that was denied and is not any more; 0: there is none. */
static uint32_t
opened_port(const struct conf_dcc *was, const struct conf_dcc *is)
{
	for (uint32_t port = DIALLED_FIRST; port <= UINT16_MAX; port++)
		if (conf_ports_have(was->deny_ports, was->n_deny_ports, port) &&
			!conf_ports_have(is->deny_ports, is->n_deny_ports, port))
			return port;
	return 0;
}

void
settings_note_links(const struct conf *started, const struct conf *fresh, struct conf_faults *notes)
{
	for (size_t i = 0; i < fresh->n_link; i++) {
		const struct conf_link *link = &fresh->link[i];

		if (link->address != NULL && !conf_link_may_dial(started, link))
			conf_faults_add(notes, link->place.file, link->place.line,
				"link \"%s\": no link had port %u%s at the start, so it is not dialled until "
				"a "
				"restart",
				link->name, (unsigned)conf_link_dial_port(link),
				link->bind != NULL ? ", or none had bind," : "");
	}
}

void
settings_note_modules(const struct conf *started, const struct conf *fresh, struct conf_faults *notes)
{
	struct module_needs was, is;

	modules_note(started, fresh, notes);
	if (started->n_icq == 0)
		return; /* all of it takes a restart */
	for (size_t i = 0; i < fresh->n_uplink; i++)
		if (!conf_uplink_may_dial(started, &fresh->uplink[i]))
			conf_faults_add(notes, fresh->uplink[i].place.file, fresh->uplink[i].place.line,
				"icq-uplink \"%s\": no uplink had its protocol and its ports at the start, "
				"so "
				"it is not connected until a restart",
				fresh->uplink[i].name);
	modules_needs(started, &was);
	modules_needs(fresh, &is);
	if (is.max_fds > was.max_fds)
		conf_faults_add(notes, fresh->path, 0,
			"modules: there are descriptors for %" PRIu64
			" connections of theirs until a restart, "
			"not for %" PRIu64,
			was.max_fds, is.max_fds);
}

void
settings_note_relay(const struct conf *started, const struct conf *fresh, struct conf_faults *notes)
{
	static const char *const words[] = {
		[CONF_DCC_OFF] = "off", [CONF_DCC_LISTEN_ONLY] = "listen-only", [CONF_DCC_FULL] = "full"
	};
	const struct conf_dcc *was = &started->dcc, *is = &fresh->dcc;
	uint32_t port;

	if (is->mode > was->mode)
		conf_faults_add(notes, fresh->path, 0,
			"dcc mode: the jail was made for %s, so %s takes a restart", words[was->mode],
			words[is->mode]);
	if (was->mode == CONF_DCC_OFF)
		return;
	if (is->max_sessions > was->max_sessions)
		conf_faults_add(notes, fresh->path, 0,
			"dcc max-sessions: there are descriptors for %u until a restart",
			(unsigned)was->max_sessions);
	if (was->mode == CONF_DCC_FULL && (port = opened_port(was, is)) != 0)
		conf_faults_add(notes, fresh->path, 0,
			"dcc deny-ports: %u was in it at the start, so it is not dialled until a restart",
			(unsigned)port);
}

void
settings_note(const struct conf *started, const struct people *people, const struct conf *fresh,
	struct conf_faults *notes)
{
	settings_note_links(started, fresh, notes);
	settings_note_relay(started, fresh, notes);
	settings_note_modules(started, fresh, notes);
	settings_note_strangers(people, fresh, notes);
}
