/* Rules that need more than one value.  A rule that could misfire on a file that was read in part is skipped for it. */
#include "config.h"

#include "conf/conf_check.h"

#include <arpa/inet.h>
#include <string.h>
#include <sys/un.h>

#include "conf/conf_check_dcc.h"
#include "conf/conf_check_link.h"
#include "conf/conf_file.h"
#include "conf/conf_motd.h"
#include "conf/conf_value.h"
#include "conf/conf_who.h"
#include "core/mem.h"
#include "core/utf8.h"
#include "proto/names.h"
#include "proto/tags.h"

enum { PEM_MAX = 256 * 1024, WORD_MAX = 32, QUESTION_MAX = 200 };

static bool
is_name_byte(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
		c == '_';
}

bool
conf_check_is_user_name(struct view v)
{
	for (size_t i = 0; i < v.n; i++)
		if (!is_name_byte(v.p[i]))
			return false;
	return v.n != 0 && v.p[0] != '-';
}

bool
conf_check_is_file_name(struct view v)
{
	for (size_t i = 0; i < v.n; i++)
		if (!is_name_byte(v.p[i]) && v.p[i] != '.')
			return false;
	return v.n != 0 && v.p[0] != '.' && v.p[0] != '-';
}

bool
conf_check_is_word(struct view v)
{
	return !view_has_any(v, VIEW(" \t"));
}

/* IRCv3 message-tags, CLIENTTAGDENY: "a,vendor/b" or "*,-a". */
bool
conf_check_is_tag_list(struct view v)
{
	struct view rest = v, name;
	bool all = false;

	for (size_t n = 0; view_cut(&rest, ',', &name); n++) {
		if (n == 0 && view_eq(name, VIEW("*"))) {
			all = true;
			continue;
		}
		if (all != (name.n != 0 && name.p[0] == '-'))
			return false;
		if (all)
			name = view_skip(name, 1);
		if (name.n == 0 || name.p[0] == '+' || !tag_is_key(name))
			return false;
	}
	return v.p[v.n - 1] != ',';
}

bool
conf_check_is_icon(struct view v)
{
	return view_starts(v, VIEW("https://")) && conf_check_is_word(v);
}

bool
conf_check_is_host_part(struct view v)
{
	for (size_t i = 0; i < v.n; i++) {
		bool is_mark = v.p[i] == '-' || v.p[i] == '.';

		if (!(is_name_byte(v.p[i]) || is_mark) || v.p[i] == '_' ||
			(is_mark && (i == 0 || i + 1 == v.n)))
			return false;
	}
	return v.n != 0;
}

bool
conf_check_is_server_name(struct view v)
{
	return name_is_server(v);
}

bool
conf_check_is_sid(struct view v)
{
	if (v.n != 3 || v.p[0] < '0' || v.p[0] > '9')
		return false;
	for (size_t i = 1; i < v.n; i++)
		if (!(v.p[i] >= 'A' && v.p[i] <= 'Z') && !(v.p[i] >= '0' && v.p[i] <= '9'))
			return false;
	return true;
}

static void
fault_title(struct conf_build *b, const struct conf_raw_section *raw, const char *what)
{
	conf_faults_add(b->faults, raw->file, raw->line, "%s \"%s\": %s; allowed: %s", raw->def->name,
		raw->title, what, raw->def->title);
}

const char *
conf_title_word(struct conf_build *b, const struct conf_raw_section *raw)
{
	struct view v = view_z(raw->title);

	if (v.n > WORD_MAX || !conf_check_is_user_name(v))
		fault_title(b, raw, "this is not allowed as a name");
	return raw->title;
}

void
conf_title_class(struct conf_build *b, const struct conf_raw_section *raw, void *section)
{
	struct conf_class *class = section;

	class->name = conf_title_word(b, raw);
}

void
conf_title_role(struct conf_build *b, const struct conf_raw_section *raw, void *section)
{
	struct conf_role *role = section;

	role->name = conf_title_word(b, raw);
	role->place = (struct conf_place){ raw->file, raw->line };
}

void
conf_title_oper(struct conf_build *b, const struct conf_raw_section *raw, void *section)
{
	struct conf_oper *oper = section;

	oper->name = conf_title_word(b, raw);
	oper->place = (struct conf_place){ raw->file, raw->line };
}

bool
conf_check_is_account(struct view v)
{
	return name_is_account(v);
}

void
conf_title_person(struct conf_build *b, const struct conf_raw_section *raw, void *section)
{
	struct conf_person *person = section;

	person->name = conf_title_word(b, raw);
	person->place = (struct conf_place){ raw->file, raw->line };
}

void
conf_title_allow(struct conf_build *b, const struct conf_raw_section *raw, void *section)
{
	struct conf_allow *allow = section;
	struct view user;
	const char *wrong = conf_who_parse(view_z(raw->title), &allow->who, &user);

	if (wrong != NULL)
		conf_faults_add(b->faults, raw->file, raw->line, "allow \"%s\": %s", raw->title, wrong);
	allow->who.text = raw->title;
	allow->who.user = conf_arena_text(b->arena, user);
	allow->place = (struct conf_place){ raw->file, raw->line };
}

void
conf_title_gateway(struct conf_build *b, const struct conf_raw_section *raw, void *section)
{
	struct conf_gateway *gateway = section;

	gateway->name = conf_title_word(b, raw);
	gateway->place = (struct conf_place){ raw->file, raw->line };
}

void
conf_title_quiz(struct conf_build *b, const struct conf_raw_section *raw, void *section)
{
	struct conf_quiz *quiz = section;
	struct view v = view_z(raw->title);

	if (v.n == 0 || v.n > QUESTION_MAX || !utf8_is_valid(v))
		fault_title(b, raw, "this is no question");
	quiz->question = raw->title;
}

/* Everybody is no gateway, and no gateway does nothing. */
void
conf_check_gateway(struct conf_build *b, const struct conf_raw_section *raw, void *section)
{
	const struct conf_gateway *g = section;

	for (size_t i = 0; i < g->n_from; i++) {
		const struct conf_who *who = &g->from[i];

		if (who->user != NULL && (who->family == 0 || strcmp(who->user, "*") != 0))
			conf_faults_add(b->faults, raw->file, conf_bind_line(raw, "from"),
				"gateway \"%s\" from: \"%s\" is no address of a gateway; allowed: unix, an "
				"address or a range, without a user",
				raw->title, who->text);
	}
	if (!g->proxy && g->password == NULL && !g->has_fingerprint && !b->raw->is_incomplete)
		conf_faults_add(b->faults, raw->file, raw->line,
			"gateway \"%s\": set at least one of proxy, webirc-password and webirc-fingerprint",
			raw->title);
}

/* The address of "192.0.2.1", "[2001:db8::1]" or "*" in its usual form; NULL if it is none. */
static const char *
listen_address(struct conf_arena *arena, struct view host)
{
	char z[INET6_ADDRSTRLEN], usual[INET6_ADDRSTRLEN];
	bool has_brackets = host.n > 2 && host.p[0] == '[' && host.p[host.n - 1] == ']';
	int family = has_brackets ? AF_INET6 : AF_INET;
	struct view bare = has_brackets ? view_of(host.p + 1, host.n - 2) : host;
	uint8_t ip[16];

	if (view_eq(host, VIEW("*")))
		return "*";
	if (bare.n >= sizeof(z))
		return NULL;
	(void)view_copy(bare, z, sizeof(z));
	if (inet_pton(family, z, ip) != 1 || inet_ntop(family, ip, usual, sizeof(usual)) == NULL)
		return NULL;
	return conf_arena_text(arena, view_z(usual));
}

/* A path for a Unix socket, under the state directory if it is relative.  *fits: the system takes one of this length. */
static const char *
socket_path(struct conf_build *b, const char *path, bool *fits)
{
	const char *state = b->conf->jail.state;

	path = path[0] == '/' || state == NULL ? path : conf_arena_path(b->arena, state, path);
	*fits = strlen(path) < sizeof(((struct sockaddr_un *)0)->sun_path);
	return path;
}

static void
title_unix(struct conf_build *b, const struct conf_raw_section *raw, struct conf_listen *l)
{
	const char *path = raw->title + strlen("unix:");
	bool fits;

	l->kind = CONF_LISTEN_UNIX;
	if (path[0] == '\0') {
		fault_title(b, raw, "there is no path");
		return;
	}
	l->path = socket_path(b, path, &fits);
	if (!fits)
		conf_faults_add(b->faults, raw->file, raw->line,
			"listen \"%s\": %s is too long; allowed: %zu bytes", raw->title, l->path,
			sizeof(((struct sockaddr_un *)0)->sun_path) - 1);
}

void
conf_check_control(struct conf_build *b, const struct conf_raw_section *raw, void *section)
{
	struct conf_control *control = section;
	bool fits;

	if (control->socket == NULL || control->socket[0] == '\0')
		return;
	control->path = socket_path(b, control->socket, &fits);
	if (!fits)
		conf_faults_add(b->faults, raw->file, conf_bind_line(raw, "socket"),
			"control socket: %s is too long; allowed: %zu bytes", control->path,
			sizeof(((struct sockaddr_un *)0)->sun_path) - 1);
}

void
conf_title_listen(struct conf_build *b, const struct conf_raw_section *raw, void *section)
{
	struct conf_listen *l = section;
	const char *colon = strrchr(raw->title, ':');
	uint32_t port = 0;

	l->place = (struct conf_place){ raw->file, raw->line };
	l->title = raw->title;
	if (view_starts(view_z(raw->title), VIEW("unix:"))) {
		title_unix(b, raw, l);
		return;
	}
	l->kind = CONF_LISTEN_INET;
	if (colon == NULL) {
		fault_title(b, raw, "there is no port");
		return;
	}
	l->address = listen_address(b->arena, view_of(raw->title, (size_t)(colon - raw->title)));
	if (l->address == NULL)
		fault_title(b, raw, "this is not an address");
	if (view_to_u32(view_z(colon + 1), &port) == -1 || port < 1 || port > 65535)
		fault_title(b, raw, "the port is not one of 1 to 65535");
	l->port = (uint16_t)port;
}

bool
conf_check_has_tls(const struct conf_build *b)
{
	return b->conf->n_tls != 0 || b->raw->is_incomplete ||
		b->raw->count[conf_section_find(VIEW("tls")) - conf_sections] != 0;
}

static bool
listen_clashes(const struct conf_listen *a, const struct conf_listen *b)
{
	if (a->kind != b->kind)
		return false;
	if (a->kind == CONF_LISTEN_UNIX)
		return a->path != NULL && b->path != NULL && strcmp(a->path, b->path) == 0;
	if (a->port != b->port || a->address == NULL || b->address == NULL)
		return false;
	return strcmp(a->address, b->address) == 0 || strcmp(a->address, "*") == 0 ||
		strcmp(b->address, "*") == 0;
}

void
conf_check_listen(struct conf_build *b, const struct conf_raw_section *raw, void *section)
{
	const struct conf_listen *l = section;

	if (l->kind == CONF_LISTEN_UNIX && l->tls)
		conf_faults_add(b->faults, raw->file, conf_bind_line(raw, "tls"),
			"listen \"%s\": a Unix socket does not leave the host and takes no tls", l->title);
	if (l->kind == CONF_LISTEN_INET && l->tls && !conf_check_has_tls(b))
		conf_faults_add(b->faults, raw->file, conf_bind_line(raw, "tls"),
			"listen \"%s\": tls needs a section tls with certificate and key", l->title);
	if (l->kind == CONF_LISTEN_INET && conf_bind_key(raw, "mode")->line != 0)
		conf_faults_add(b->faults, raw->file, conf_bind_line(raw, "mode"),
			"listen \"%s\": mode is for Unix sockets", l->title);
	if (l->kind == CONF_LISTEN_UNIX && l->external_port != 0)
		conf_faults_add(b->faults, raw->file, conf_bind_line(raw, "external-port"),
			"listen \"%s\": a Unix socket has no port", l->title);
	if (!l->websocket && l->n_origins != 0)
		conf_faults_add(b->faults, raw->file, conf_bind_key(raw, "origins")->line,
			"listen \"%s\": origins need websocket = yes", l->title);
	conf_link_check_listen(b, raw, l);
	for (const struct conf_listen *before = b->conf->listen; before != l; before++)
		if (listen_clashes(before, l) && strcmp(before->title, l->title) != 0)
			conf_faults_add(b->faults, raw->file, raw->line,
				"listen \"%s\" is the same place as \"%s\" in %s:%u", l->title, before->title,
				before->place.file, before->place.line);
}

/* What OpenSSL would say later, but with a line and for all files at once. */
static void
check_pem(struct conf_build *b, const struct conf_raw_section *raw, const char *key, const char *path)
{
	bool is_key = strcmp(key, "key") == 0;
	unsigned line = conf_bind_line(raw, key);
	struct conf_file_text text;
	struct err e;

	if (path == NULL)
		return;
	if (conf_file_read(path, PEM_MAX, &text, &e) == -1) {
		conf_faults_add(b->faults, raw->file, line, "tls %s: %s %s", key, path, e.text);
		return;
	}
	if (strstr(text.p, is_key ? "PRIVATE KEY-----" : "-----BEGIN CERTIFICATE-----") == NULL)
		conf_faults_add(b->faults, raw->file, line, "tls %s: %s holds no %s in PEM form", key, path,
			is_key ? "private key" : "certificate");
	if (is_key && text.is_public)
		conf_faults_add(b->faults, raw->file, line,
			"tls key: everybody on this host may read %s; allowed: mode 0640 or less", path);
	explicit_bzero(text.p, text.n);
	mem_free(text.p);
}

static bool
has_server_name(const struct conf_tls *tls, const char *name)
{
	for (size_t i = 0; i < tls->n_server_names; i++)
		if (tls->server_names[i] != NULL && strcmp(tls->server_names[i], name) == 0)
			return true;
	return false;
}

static void
check_server_name(struct conf_build *b, const struct conf_raw_section *raw, const struct conf_tls *tls,
	const char *name)
{
	for (const struct conf_tls *before = b->conf->tls; name != NULL && before != tls; before++)
		if (has_server_name(before, name))
			conf_faults_add(b->faults, raw->file, conf_bind_line(raw, "server-names"),
				"tls server-names: \"%s\" is also in the section of %s:%u", name,
				before->place.file, before->place.line);
}

void
conf_check_tls(struct conf_build *b, const struct conf_raw_section *raw, void *section)
{
	const struct conf_raw_key *names = conf_bind_key(raw, "server-names");
	struct conf_tls *tls = section;

	tls->place = (struct conf_place){ raw->file, raw->line };
	check_pem(b, raw, "certificate", tls->certificate);
	check_pem(b, raw, "key", tls->key);
	if (tls != b->conf->tls && names->n == 0 && !names->is_bad)
		conf_faults_add(b->faults, raw->file, raw->line,
			"tls: only the first section tls may be without server-names, nobody would see this "
			"one");
	for (size_t i = 0; i < tls->n_server_names; i++)
		check_server_name(b, raw, tls, tls->server_names[i]);
}

/* Whom an earlier rule with the same title is about is never left to this one, unless that one says so. */
static void
check_reach(struct conf_build *b, const struct conf_raw_section *raw, const struct conf_allow *allow)
{
	for (const struct conf_allow *before = b->conf->allow; before != allow; before++)
		if (strcmp(before->who.text, allow->who.text) == 0 && !before->passes_on &&
			before->n_listener == 0) {
			conf_faults_add(b->faults, raw->file, raw->line,
				"allow \"%s\" is there twice; first in %s:%u", raw->title, before->place.file,
				before->place.line);
			return;
		}
}

/* Each such rule may cost a client that gives a wrong password a check, before the last one refuses it. */
static void
check_tries(struct conf_build *b, const struct conf_raw_section *raw, const struct conf_allow *allow)
{
	size_t n = 0;

	for (const struct conf_allow *a = b->conf->allow; a <= allow; a++)
		n += a->password != NULL && a->passes_on;
	if (allow->password != NULL && allow->passes_on && n == CONF_TRIES_MAX + 1)
		conf_faults_add(b->faults, raw->file, conf_bind_line(raw, "otherwise"),
			"allow \"%s\" otherwise: next is also in %u other rules with a password; allowed: %u "
			"of them",
			raw->title, CONF_TRIES_MAX, CONF_TRIES_MAX);
}

void
conf_check_allow(struct conf_build *b, const struct conf_raw_section *raw, void *section)
{
	struct conf_allow *allow = section;
	const char *key = allow->n_fingerprints != 0 ? "fingerprints" : "certificate";

	if (allow->n_fingerprints != 0)
		allow->certificate_required = true;
	if (allow->n_accounts != 0)
		allow->account_required = true;
	check_reach(b, raw, allow);
	check_tries(b, raw, allow);
	if (!allow->certificate_required)
		return;
	if (!conf_check_has_tls(b))
		conf_faults_add(b->faults, raw->file, conf_bind_line(raw, key),
			"allow \"%s\" %s needs a section tls", raw->title, key);
	else if (b->conf->n_tls != 0 && b->conf->tls[0].client_certificates == CONF_CLIENT_CERT_NONE)
		conf_faults_add(b->faults, raw->file, conf_bind_line(raw, key),
			"allow \"%s\" %s needs tls client-certificates = ask", raw->title, key);
}

void
conf_check_ident(struct conf_build *b, const struct conf_raw_section *raw, void *section)
{
	const struct conf_ident *ident = section;

	if (ident->connect_timeout_ms > ident->timeout_ms)
		conf_faults_add(b->faults, raw->file, conf_bind_line(raw, "connect-timeout"),
			"ident connect-timeout: longer than ident timeout");
}

/* A number that stays the same as long as the name does: FNV-1a, RFC 9923. */
static void
derive_sid(struct conf_server *server)
{
	static const char digits[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
	uint32_t h = 2166136261U;

	for (const char *p = server->name; *p != '\0'; p++)
		h = (h ^ (unsigned char)*p) * 16777619U;
	server->sid[0] = digits[h % 10];
	server->sid[1] = digits[h / 10 % 36];
	server->sid[2] = digits[h / 360 % 36];
}

void
conf_check_server(struct conf_build *b, const struct conf_raw_section *raw, void *section)
{
	struct conf_server *server = section;
	struct conf_motd texts[CONF_MOTD_TEXTS];

	if (server->name != NULL && server->sid[0] == '\0')
		derive_sid(server);
	if (server->default_user_modes != NULL && strchr(server->default_user_modes, 'x') != NULL &&
		conf_bind_key(raw, "cloak-key")->line == 0)
		conf_faults_add(b->faults, raw->file, conf_bind_line(raw, "default-user-modes"),
			"server default-user-modes: x needs a cloak-key");
	if (server->account_cloaks && conf_bind_key(raw, "cloak-key")->line == 0)
		conf_faults_add(b->faults, raw->file, conf_bind_line(raw, "account-cloaks"),
			"server account-cloaks: needs a cloak-key");
	if (server->founder_owns && server->only_ov)
		conf_faults_add(b->faults, raw->file, conf_bind_line(raw, "founder-rank"),
			"server founder-rank: there is no owner with channel-ranks \"ov\"; allowed: o");
	conf_motd_all(server, texts);
	for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
		texts[i].is_optional = conf_bind_key(raw, texts[i].key)->line == 0;
		conf_motd_read(b, &texts[i]);
	}
}

static bool
has_tls_listener(const struct conf *conf)
{
	for (size_t i = 0; i < conf->n_listen; i++)
		if (conf->listen[i].tls)
			return true;
	return false;
}

void
conf_check_whole(struct conf_build *b)
{
	const struct conf *conf = b->conf;
	char text[2][CONF_VALUE_TEXT];
	if (conf->n_tls != 0 && conf->tls[0].handshake_timeout_ms > conf->server.registration_timeout_ms &&
		conf->server.registration_timeout_ms != 0)
		conf_faults_add(b->faults, conf->tls[0].place.file, conf->tls[0].place.line,
			"tls handshake-timeout: %s is more than server registration-timeout, %s",
			conf_value_time_text(conf->tls[0].handshake_timeout_ms, text[0]),
			conf_value_time_text(conf->server.registration_timeout_ms, text[1]));
	if (conf_wants_ident(conf) && conf->ident.timeout_ms >= conf->server.registration_timeout_ms &&
		conf->server.registration_timeout_ms != 0)
		conf_faults_add(b->faults, conf->path, 0,
			"ident timeout: %s is not less than server registration-timeout, %s",
			conf_value_time_text(conf->ident.timeout_ms, text[0]),
			conf_value_time_text(conf->server.registration_timeout_ms, text[1]));
	for (size_t i = 0; i < conf->n_allow; i++) {
		const struct conf_allow *a = &conf->allow[i];

		if (a->tls_required && !has_tls_listener(conf))
			conf_faults_add(b->faults, a->place.file, a->place.line,
				"allow \"%s\" tls: required, but no section listen has tls", a->who.text);
		if (a->quiz && conf->n_quiz == 0)
			conf_faults_add(b->faults, a->place.file, a->place.line,
				"allow \"%s\" quiz: yes, but there is no section quiz", a->who.text);
	}
	conf_dcc_check_listeners(b);
	conf_link_check_whole(b);
}
