/*
 * The gateway for ICQ.  What could never work, such as the old protocol through a proxy that has no UDP, is a fault here, with the way out
 * of it.  A rule that could misfire on a file that was read in part is skipped for it.
 */
#include "conf/conf_check_icq.h"

#include <stdio.h>
#include <string.h>

#include "conf/conf_check.h"
#include "conf/conf_check_link.h"
#include "proto/casemap.h"

enum { PLACE_TEXT = 72 };

bool
conf_icq_is_charset(struct view v)
{
	const char *name;

	for (size_t i = 0; (name = conf_icq_charset_name(i)) != NULL; i++)
		if (view_eq_nocase(v, view_z(name)))
			return true;
	return false;
}

static void
fault(struct conf_build *b, const struct conf_raw_section *raw, const char *key, const char *what)
{
	conf_faults_add(b->faults, raw->file, conf_bind_line(raw, key), "%s \"%s\" %s: %s", raw->def->name,
		raw->title, key, what);
}

static bool
is_set(const struct conf_raw_section *raw, const char *key)
{
	return conf_bind_key(raw, key)->line != 0;
}

void
conf_icq_title(struct conf_build *b, const struct conf_raw_section *raw, void *section)
{
	struct conf_icq *icq = section;

	icq->place = (struct conf_place){ raw->file, raw->line };
	if (strcmp(raw->title, "icq") != 0)
		conf_faults_add(b->faults, raw->file, raw->line,
			"module \"%s\": there is no such module; allowed: %s", raw->title, raw->def->title);
}

/* What uses the gateway without there being one does nothing, and nobody would be told. */
static void
needs_module(struct conf_build *b, const struct conf_raw_section *raw)
{
	if (b->conf->n_icq == 0 && !b->raw->is_incomplete)
		conf_faults_add(b->faults, raw->file, raw->line, "%s \"%s\" needs a section module \"icq\"",
			raw->def->name, raw->title);
}

static bool
is_uplink_name(struct view v)
{
	if (v.n == 0 || v.n > CONF_UPLINK_NAME_MAX)
		return false;
	for (size_t i = 0; i < v.n; i++)
		if (!(v.p[i] >= 'a' && v.p[i] <= 'z') && !(v.p[i] >= 'A' && v.p[i] <= 'Z') &&
			!(v.p[i] >= '0' && v.p[i] <= '9') && view_find(VIEW("-_."), v.p[i]) == 3)
			return false;
	return true;
}

void
conf_icq_title_uplink(struct conf_build *b, const struct conf_raw_section *raw, void *section)
{
	struct conf_uplink *uplink = section;

	uplink->name = raw->title;
	uplink->place = (struct conf_place){ raw->file, raw->line };
	if (!is_uplink_name(view_z(raw->title)))
		conf_faults_add(b->faults, raw->file, raw->line, "icq-uplink \"%s\": allowed: %s", raw->title,
			raw->def->title);
	needs_module(b, raw);
}

void
conf_icq_title_contact(struct conf_build *b, const struct conf_raw_section *raw, void *section)
{
	struct conf_contact *contact = section;

	contact->place = (struct conf_place){ raw->file, raw->line };
	if (view_to_u32(view_z(raw->title), &contact->uin) == -1 || contact->uin < CONF_ICQ_UIN_MIN ||
		contact->uin > CONF_ICQ_UIN_MAX)
		conf_faults_add(b->faults, raw->file, raw->line, "icq-contact \"%s\": allowed: %s",
			raw->title, raw->def->title);
	needs_module(b, raw);
}

/* A listener's address and port as lists of places have them; "*" is told apart by who compares. */
static void
listen_place(const struct conf_listen *l, char dst[PLACE_TEXT])
{
	bool is_v6 = l->address != NULL && strchr(l->address, ':') != NULL;

	(void)snprintf(dst, PLACE_TEXT, is_v6 ? "[%s]:%u" : "%s:%u", l->address != NULL ? l->address : "",
		(unsigned)l->port);
}

static struct view
host_of(struct view place)
{
	size_t n = place.n;

	while (n != 0 && place.p[n - 1] != ':')
		n--;
	return view_left(place, n != 0 ? n - 1 : 0);
}

/* "0.0.0.0:5190" is all of IPv4, "*:5190" and "[::]:5190" are everything there is. */
static bool
clashes(struct view a, struct view b)
{
	struct view host_a = host_of(a), host_b = host_of(b);
	bool is_any_a = view_eq(host_a, VIEW("*")) || view_eq(host_a, VIEW("[::]")) ||
		(view_eq(host_a, VIEW("0.0.0.0")) && host_b.n != 0 && host_b.p[0] != '[');
	bool is_any_b = view_eq(host_b, VIEW("*")) || view_eq(host_b, VIEW("[::]")) ||
		(view_eq(host_b, VIEW("0.0.0.0")) && host_a.n != 0 && host_a.p[0] != '[');

	return view_eq(view_skip(a, host_a.n), view_skip(b, host_b.n)) &&
		(is_any_a || is_any_b || view_eq(host_a, host_b));
}

static void
check_place(struct conf_build *b, const struct conf_raw_section *raw, const char *key, const char *place)
{
	char other[PLACE_TEXT];

	for (size_t i = 0; place != NULL && i < b->conf->n_listen; i++) {
		if (b->conf->listen[i].kind != CONF_LISTEN_INET)
			continue;
		listen_place(&b->conf->listen[i], other);
		if (clashes(view_z(place), view_z(other)))
			conf_faults_add(b->faults, raw->file, conf_bind_line(raw, key),
				"module \"%s\" %s: %s is the same place as listen \"%s\"", raw->title, key,
				place, b->conf->listen[i].title);
	}
}

/* A list's places among themselves and, when of is another list, with those of that. */
static void
check_twice(struct conf_build *b, const struct conf_raw_section *raw, const char *key,
	const char *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < i; k++)
			if (list[i] != NULL && list[k] != NULL && clashes(view_z(list[i]), view_z(list[k])))
				conf_faults_add(b->faults, raw->file, conf_bind_line(raw, key),
					"module \"%s\" %s: %s is the same place as %s", raw->title, key,
					list[i], list[k]);
}

static void
check_places(struct conf_build *b, const struct conf_raw_section *raw, const struct conf_icq *icq)
{
	const char *all[2 * CONF_ICQ_LISTEN_MAX];
	size_t n = 0;

	for (size_t i = 0; i < icq->n_listen; i++) {
		check_place(b, raw, "listen", icq->listen[i]);
		all[n++] = icq->listen[i];
	}
	for (size_t i = 0; i < icq->n_listen_tls; i++) {
		check_place(b, raw, "listen-tls", icq->listen_tls[i]);
		all[n++] = icq->listen_tls[i];
	}
	check_twice(b, raw, icq->n_listen_tls != 0 ? "listen-tls" : "listen", all, n);
	check_twice(b, raw, "legacy-listen", icq->legacy_listen, icq->n_legacy_listen);
}

void
conf_icq_check(struct conf_build *b, const struct conf_raw_section *raw, void *section)
{
	const struct conf_icq *icq = section;

	check_places(b, raw, icq);
	if (icq->n_listen_tls != 0 && !conf_check_has_tls(b))
		fault(b, raw, "listen-tls", "needs a section tls with certificate and key");
	if (icq->n_legacy_listen != 0 && icq->n_legacy_from == 0 &&
		!conf_bind_key(raw, "legacy-from")->is_bad)
		fault(b, raw, "legacy-listen",
			"needs legacy-from: passwords go in clear there, so name who may send them");
	if (icq->n_legacy_from != 0 && icq->n_legacy_listen == 0 &&
		!conf_bind_key(raw, "legacy-listen")->is_bad)
		fault(b, raw, "legacy-from", "needs legacy-listen");
	if (icq->legacy_versions == 0)
		fault(b, raw, "legacy-versions", "name at least one");
	if (icq->first_uin != 0 && icq->last_uin != 0 &&
		(icq->last_uin < icq->first_uin || icq->last_uin - icq->first_uin + 1 < CONF_ICQ_UINS_LEAST))
		fault(b, raw, is_set(raw, "last-uin") ? "last-uin" : "first-uin",
			"first-uin to last-uin are less than 1000 numbers");
}

static void
check_proxy(struct conf_build *b, const struct conf_raw_section *raw, const struct conf_uplink *u)
{
	static const char *const needs_proxy[] = { "proxy-server", "proxy-user", "proxy-password" };

	for (size_t i = 0; i < ARRAY_LEN(needs_proxy); i++)
		if (u->proxy == CONF_PROXY_NONE && is_set(raw, needs_proxy[i]))
			fault(b, raw, needs_proxy[i], "needs proxy = socks4 or socks5");
	if (u->proxy == CONF_PROXY_NONE)
		return;
	if (!is_set(raw, "proxy-server"))
		fault(b, raw, "proxy", "needs proxy-server");
	if (u->proxy == CONF_PROXY_SOCKS5) {
		if (is_set(raw, "proxy-user") != is_set(raw, "proxy-password"))
			fault(b, raw, is_set(raw, "proxy-user") ? "proxy-user" : "proxy-password",
				"set both proxy-user and proxy-password, or none");
		return;
	}
	if (u->protocol == CONF_UPLINK_LEGACY)
		fault(b, raw, "proxy",
			"SOCKS4 has no UDP, which the legacy protocol needs; set protocol = oscar or proxy = "
			"socks5");
	if (is_set(raw, "proxy-password"))
		fault(b, raw, "proxy-password", "SOCKS4 has a user and no password");
	if ((u->address != NULL && strchr(u->address, ':') != NULL) ||
		(u->bos_address != NULL && strchr(u->bos_address, ':') != NULL))
		fault(b, raw, "proxy", "SOCKS4 has no IPv6; set proxy = socks5 or a server of IPv4");
}

void
conf_icq_check_uplink(struct conf_build *b, const struct conf_raw_section *raw, void *section)
{
	struct conf_uplink *u = section;

	u->address = conf_link_take_place(b, u->server, &u->port);
	u->bos_address = u->address;
	u->bos_port = u->port;
	if (u->bos != NULL)
		u->bos_address = conf_link_take_place(b, u->bos, &u->bos_port);
	u->proxy_address = conf_link_take_place(b, u->proxy_server, &u->proxy_port);
	if (is_set(raw, "bos") && u->protocol == CONF_UPLINK_LEGACY)
		fault(b, raw, "bos", "the legacy protocol has no second connection");
	check_proxy(b, raw, u);
	if (u->retry_max_ms != 0 && u->retry_ms > u->retry_max_ms)
		fault(b, raw, "retry", "more than retry-max");
}

static const char *
uplink_of(struct conf_build *b, const struct conf_raw_section *raw, const char *written)
{
	const struct conf *conf = b->conf;
	const struct conf_uplink *u;

	if (written == NULL && conf->n_uplink == 1)
		return conf->uplink[0].name;
	if (b->raw->is_incomplete)
		return written;
	if (conf->n_uplink == 0) {
		conf_faults_add(b->faults, raw->file, raw->line,
			"icq-contact \"%s\" needs a section icq-uplink", raw->title);
		return written;
	}
	if (written == NULL) {
		if (!conf_bind_key(raw, "uplink")->is_bad && !is_set(raw, "uplink"))
			fault(b, raw, "uplink", "there are several sections icq-uplink; name one");
		return NULL;
	}
	u = conf_uplink_find(conf, view_z(written));
	if (u == NULL)
		conf_faults_add(b->faults, raw->file, conf_bind_line(raw, "uplink"),
			"icq-contact \"%s\" uplink: there is no icq-uplink \"%s\"", raw->title, written);
	return u != NULL ? u->name : written;
}

void
conf_icq_check_contact(struct conf_build *b, const struct conf_raw_section *raw, void *section)
{
	struct conf_contact *contact = section;
	const struct conf_server *me = &b->conf->server;

	contact->uplink = uplink_of(b, raw, contact->uplink);
	if (contact->nick != NULL && me->nick_length != 0 && strlen(contact->nick) > me->nick_length)
		fault(b, raw, "nick", "longer than server nick-length");
	for (const struct conf_contact *before = b->conf->contact; before != contact; before++) {
		if (before->uin == contact->uin && before->uplink != NULL && contact->uplink != NULL &&
			strcmp(before->uplink, contact->uplink) == 0)
			conf_faults_add(b->faults, raw->file, raw->line,
				"icq-contact \"%s\" is there twice; first in %s:%u", raw->title,
				before->place.file, before->place.line);
		if (before->nick != NULL && contact->nick != NULL &&
			casemap_eq(view_z(before->nick), view_z(contact->nick)))
			conf_faults_add(b->faults, raw->file, conf_bind_line(raw, "nick"),
				"icq-contact \"%s\" nick: that of \"%u\" in %s:%u", raw->title,
				(unsigned)before->uin, before->place.file, before->place.line);
	}
}
