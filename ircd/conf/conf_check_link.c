/*
 * Links to other servers.  What would make a link that can never work, or one that is less safe than its section says, is a fault here, so
 * that it is told by conclaved -t and not by the other server.  A rule that could misfire on a file that was read in part is skipped for it.
 */
#include "config.h"

#include "conf/conf_check_link.h"

#include <arpa/inet.h>
#include <string.h>

#include "conf/conf_check.h"
#include "conf/conf_origin.h"
#include "conf/conf_who.h"
#include "proto/limits.h"
#include "proto/names.h"

/* An address that one can connect to in its usual form; false if it is none. */
static bool
usual_address(struct view v, char dst[INET6_ADDRSTRLEN])
{
	static const uint8_t none[16] = { 0 };
	char z[INET6_ADDRSTRLEN];
	uint8_t ip[16] = { 0 };
	int family = view_find(v, ':') < v.n ? AF_INET6 : AF_INET;

	if (v.n >= sizeof(z))
		return false;
	(void)view_copy(v, z, sizeof(z));
	return inet_pton(family, z, ip) == 1 && memcmp(ip, none, sizeof(none)) != 0 &&
		inet_ntop(family, ip, dst, INET6_ADDRSTRLEN) != NULL;
}

/* Takes "192.0.2.1:6697" or "[2001:db8::1]:6697" apart. */
static bool
cut_place(struct view v, char address[INET6_ADDRSTRLEN], uint16_t *port)
{
	bool has_brackets = v.n != 0 && v.p[0] == '[';
	size_t end = view_find(v, has_brackets ? ']' : ':');
	struct view host = has_brackets ? view_skip(view_left(v, end), 1) : view_left(v, end);
	struct view rest = view_skip(v, has_brackets ? end + 1 : end);
	bool has_colon = view_find(host, ':') < host.n;
	uint32_t number;

	if (has_colon != has_brackets || !usual_address(host, address))
		return false;
	if (rest.n == 0 || rest.p[0] != ':' || view_to_u32(view_skip(rest, 1), &number) == -1 || number < 1 ||
		number > UINT16_MAX)
		return false;
	*port = (uint16_t)number;
	return true;
}

bool
conf_link_is_place(struct view v)
{
	char address[INET6_ADDRSTRLEN];
	uint16_t port;

	return cut_place(v, address, &port);
}

bool
conf_link_is_address(struct view v)
{
	char address[INET6_ADDRSTRLEN];

	return usual_address(v, address);
}

bool
conf_link_is_password(struct view v)
{
	for (size_t i = 0; i < v.n; i++)
		if (v.p[i] <= ' ' || v.p[i] > '~')
			return false;
	return v.n != 0 && v.p[0] != ':';
}

bool
conf_link_is_nick(struct view v)
{
	return name_is_nick(v, NICK_LEN_MAX);
}

void
conf_link_title(struct conf_build *b, const struct conf_raw_section *raw, void *section)
{
	struct conf_link *link = section;

	link->name = raw->title;
	link->place = (struct conf_place){ raw->file, raw->line };
	if (!name_is_server(view_z(raw->title)))
		conf_faults_add(b->faults, raw->file, raw->line,
			"link \"%s\": this is no name of a server; allowed: %s", raw->title, raw->def->title);
}

static void
fault(struct conf_build *b, const struct conf_raw_section *raw, const char *key, const char *what)
{
	conf_faults_add(
		b->faults, raw->file, conf_bind_line(raw, key), "link \"%s\" %s: %s", raw->title, key, what);
}

static bool
is_set(const struct conf_raw_section *raw, const char *key)
{
	return conf_bind_key(raw, key)->line != 0;
}

/* Neither this server, nor one of the links before it. */
static void
check_identity(struct conf_build *b, const struct conf_raw_section *raw, const struct conf_link *link)
{
	const struct conf_server *me = &b->conf->server;

	if (me->name != NULL && view_eq_nocase(view_z(me->name), view_z(link->name)))
		conf_faults_add(b->faults, raw->file, raw->line,
			"link \"%s\": that is this server's own name", raw->title);
	if (link->sid != NULL && strcmp(link->sid, me->sid) == 0)
		fault(b, raw, "sid", "that is this server's own");
	for (const struct conf_link *before = b->conf->link; before != link; before++) {
		if (strcmp(before->name, link->name) != 0 &&
			view_eq_nocase(view_z(before->name), view_z(link->name)))
			conf_faults_add(b->faults, raw->file, raw->line,
				"link \"%s\" is the same server as \"%s\" in %s:%u", raw->title, before->name,
				before->place.file, before->place.line);
		if (link->sid != NULL && before->sid != NULL && strcmp(link->sid, before->sid) == 0)
			conf_faults_add(b->faults, raw->file, conf_bind_line(raw, "sid"),
				"link \"%s\" sid: that of link \"%s\" in %s:%u", raw->title, before->name,
				before->place.file, before->place.line);
	}
}

const char *
conf_link_take_place(struct conf_build *b, const char *text, uint16_t *port)
{
	char address[INET6_ADDRSTRLEN];

	return text != NULL && cut_place(view_z(text), address, port)
		? conf_arena_text(b->arena, view_z(address))
		: NULL;
}

static bool
is_v6(const char *address)
{
	return strchr(address, ':') != NULL;
}

static void
check_dial(struct conf_build *b, const struct conf_raw_section *raw, struct conf_link *link)
{
	static const char *const needs_address[] = { "autoconnect", "bind", "socks" };
	const char *first;

	link->address = conf_link_take_place(b, link->dial, &link->port);
	link->socks_address = conf_link_take_place(b, link->socks, &link->socks_port);
	for (size_t i = 0; i < ARRAY_LEN(needs_address); i++)
		if (!is_set(raw, "address") && is_set(raw, needs_address[i]) && (i != 0 || link->autoconnect))
			fault(b, raw, needs_address[i], "needs an address to connect to");
	first = link->socks != NULL ? link->socks_address : link->address;
	if (link->bind != NULL && first != NULL && is_v6(link->bind) != is_v6(first))
		fault(b, raw, "bind", "is of IPv4 and what is connected to of IPv6, or the other way round");
	if ((is_set(raw, "socks-user") || is_set(raw, "socks-password")) && !is_set(raw, "socks"))
		fault(b, raw, is_set(raw, "socks-user") ? "socks-user" : "socks-password", "needs socks");
	if (is_set(raw, "socks-user") != is_set(raw, "socks-password"))
		fault(b, raw, is_set(raw, "socks-user") ? "socks-user" : "socks-password",
			"set both socks-user and socks-password, or none");
}

/* Neither calls nor is called: services that stand behind another server. */
static bool
is_elsewhere(const struct conf_raw_section *raw, const struct conf_link *link)
{
	return link->services && !is_set(raw, "address") && !is_set(raw, "from");
}

static void
check_passwords(struct conf_build *b, const struct conf_raw_section *raw)
{
	static const char *const keys[] = { "send-password", "accept-password" };

	for (size_t i = 0; i < ARRAY_LEN(keys); i++)
		if (!is_set(raw, keys[i]))
			conf_faults_add(b->faults, raw->file, raw->line, "link \"%s\": the key %s is missing",
				raw->title, keys[i]);
}

/* Without `from` its server comes from where it is dialled, or not at all. */
static void
check_from(struct conf_build *b, const struct conf_raw_section *raw, struct conf_link *link)
{
	struct conf_who *who;
	struct view user;

	if (is_set(raw, "from"))
		return;
	if (!is_set(raw, "address")) {
		conf_faults_add(b->faults, raw->file, raw->line,
			"link \"%s\": set address, from, or both: it could neither be called nor call",
			raw->title);
		return;
	}
	if (link->address == NULL)
		return;
	who = conf_arena_take(b->arena, 1, sizeof(*who));
	if (conf_who_parse(view_z(link->address), who, &user) != NULL)
		return;
	who->text = link->address;
	who->user = "*";
	link->from = who;
	link->n_from = 1;
}

static void
check_tls(struct conf_build *b, const struct conf_raw_section *raw, struct conf_link *link)
{
	link->tls = !link->plaintext;
	if (!link->tls)
		return;
	if (!is_set(raw, "fingerprints"))
		conf_faults_add(b->faults, raw->file, raw->line,
			"link \"%s\": set fingerprints, those of the other server's certificate; or "
			"plaintext "
			"= yes "
			"where nobody can listen in between",
			raw->title);
	if (!conf_check_has_tls(b))
		conf_faults_add(b->faults, raw->file, raw->line,
			"link \"%s\": TLS needs a section tls with certificate and key", raw->title);
}

void
conf_link_check(struct conf_build *b, const struct conf_raw_section *raw, void *section)
{
	struct conf_link *link = section;

	check_identity(b, raw, link);
	check_dial(b, raw, link);
	if (!is_elsewhere(raw, link)) {
		check_passwords(b, raw);
		check_from(b, raw, link);
		check_tls(b, raw, link);
	}
	if (!is_set(raw, "class"))
		link->class = conf_class_find(b->conf, VIEW("servers"));
}

void
conf_link_check_links(struct conf_build *b, const struct conf_raw_section *raw, void *section)
{
	const struct conf_links *links = section;

	if (links->clock_max_ms != 0 && links->clock_warn_ms > links->clock_max_ms)
		conf_faults_add(b->faults, raw->file, conf_bind_line(raw, "clock-warn"),
			"links clock-warn: more than clock-max");
	if (links->retry_max_ms != 0 && links->retry_ms > links->retry_max_ms)
		conf_faults_add(b->faults, raw->file, conf_bind_line(raw, "retry"),
			"links retry: more than retry-max");
}

void
conf_link_check_listen(
	struct conf_build *b, const struct conf_raw_section *raw, const struct conf_listen *listen)
{
	const char *wrong = listen->kind == CONF_LISTEN_UNIX ? "a Unix socket takes no servers"
		: listen->websocket			     ? "not together with websocket"
		: listen->proxy				     ? "not together with proxy"
		: is_set(raw, "class") ? "not together with class; that of section link counts"
				       : NULL;

	if (listen->links && wrong != NULL)
		conf_faults_add(b->faults, raw->file, conf_bind_line(raw, "links"), "listen \"%s\" links: %s",
			listen->title, wrong);
}

/* What servers of a network have to agree on, and what names this one among them. */
static void
check_network(struct conf_build *b, const struct conf_link *link)
{
	const struct conf_section *def = conf_section_find(VIEW("server"));
	const struct conf_bind *sid = conf_bind_find(def, VIEW("sid"));
	const struct conf_server *me = &b->conf->server;

	if (!me->only_ov)
		conf_faults_add(b->faults, link->place.file, link->place.line,
			"link \"%s\": links need server channel-ranks = \"ov\"", link->name);
	if (me->casemapping != CASEMAP_RFC1459)
		conf_faults_add(b->faults, link->place.file, link->place.line,
			"link \"%s\": links need server casemapping = \"rfc1459\"", link->name);
	if (conf_origin(b->conf, def, 0)->key_line[sid - def->bind] == 0)
		conf_faults_add(b->faults, link->place.file, link->place.line,
			"link \"%s\": links need server sid, a number that no other server of the network "
			"has",
			link->name);
}

/* Whoever gave a password there would have given it in the clear, for nothing. */
static void
check_plain_listeners(struct conf_build *b)
{
	const struct conf *conf = b->conf;

	for (size_t i = 0; i < conf->n_link; i++)
		if (conf->link[i].plaintext)
			return;
	for (size_t i = 0; i < conf->n_listen; i++)
		if (conf->listen[i].links && !conf->listen[i].tls)
			conf_faults_add(b->faults, conf->listen[i].place.file, conf->listen[i].place.line,
				"listen \"%s\" links: set tls = yes, no section link has plaintext",
				conf->listen[i].title);
}

void
conf_link_check_whole(struct conf_build *b)
{
	const struct conf *conf = b->conf;
	bool any_services = false;

	for (size_t i = 0; i < conf->n_link; i++)
		any_services |= conf->link[i].services;
	if (conf->accounts.services && !any_services)
		conf_faults_add(b->faults, conf->path, 0,
			"accounts owner: services, but no section link has services = yes");
	if (conf->n_link == 0)
		return;
	check_network(b, &conf->link[0]);
	check_plain_listeners(b);
}
