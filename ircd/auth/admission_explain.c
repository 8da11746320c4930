#include "auth/admission_explain.h"

#include <arpa/inet.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "conf/conf_value.h"
#include "proto/names.h"

enum { EXPLAIN_LINE = 1024, WORDS_MAX = 16 };

static int
take_user(struct view v, struct admission_subject *out)
{
	v = v.n != 0 && v.p[0] == '~' ? view_skip(v, 1) : v;
	if (name_clean_user(v, out->user) == 0)
		return -1;
	return 0;
}

/* A name that no service has told is cut as USER does it, where a '~' stands before it. */
static void
cut_user(struct admission_subject *out)
{
	if (out->facts.ident != ADMISSION_IDENT_OK)
		out->user[USER_LEN - 1] = '\0';
	out->facts.user = view_z(out->user);
}

static size_t
count_colons(struct view v)
{
	size_t n = 0;

	for (size_t i = 0; i < v.n; i++)
		n += v.p[i] == ':';
	return n;
}

/* Splits "address[:port]"; *port is empty when there is none. */
static void
cut_port(struct view v, struct view *host, struct view *port)
{
	size_t end = view_find(v, ']');
	size_t colon = count_colons(v) == 1 ? view_find(v, ':') : v.n;

	*port = VIEW("");
	if (v.n != 0 && v.p[0] == '[' && end < v.n) {
		*host = view_of(v.p + 1, end - 1);
		*port = view_skip(v, end + 1);
		return;
	}
	*host = view_left(v, colon);
	*port = view_skip(v, colon);
}

static int
take_address(struct view host, struct admission_facts *f)
{
	struct peer_addr peer = { .family = AF_UNIX };

	if (!view_eq(host, VIEW("unix")) && peer_addr_parse(host, &peer) == -1)
		return -1;
	f->family = peer.family;
	memcpy(f->ip, peer.ip, sizeof(f->ip));
	return 0;
}

static void
take_listener(const struct conf_listen *l, struct admission_facts *f)
{
	f->listener = l->title;
	f->class_name = l->class != NULL ? l->class->name : NULL;
	f->is_tls = f->is_tls || l->tls;
}

/* A listener for all addresses takes both families. */
static bool
listens_for(const struct conf_listen *l, uint8_t family)
{
	bool six;

	if (l->kind != CONF_LISTEN_INET || family == AF_UNIX)
		return false;
	six = view_find(view_z(l->address), ':') < strlen(l->address);
	return strcmp(l->address, "*") == 0 || six == (family == AF_INET6);
}

static int
take_port(const struct conf *conf, struct view text, struct admission_facts *f, struct err *e)
{
	uint32_t port;

	if (text.n == 0)
		return 0;
	if (text.p[0] != ':' || view_to_u32(view_skip(text, 1), &port) == -1)
		return err_fmt(e, "behind the address stands no port");
	for (size_t i = 0; i < conf->n_listen; i++) {
		if (conf->listen[i].port != port || !listens_for(&conf->listen[i], f->family))
			continue;
		take_listener(&conf->listen[i], f);
		return 0;
	}
	return err_fmt(e, "no section listen has the port %" PRIu32 " for such an address", port);
}

static int
take_who(const struct conf *conf, struct view v, struct admission_subject *out, struct err *e)
{
	size_t at = view_find(v, '@');
	struct view host, port;

	if (take_user(view_left(v, at), out) == -1)
		return err_fmt(e, "before '@' stands no user name");
	cut_port(view_skip(v, at + 1), &host, &port);
	if (take_address(host, &out->facts) == -1)
		return err_fmt(e, "behind '@' stands no address; allowed: unix, an IPv4 or IPv6 address");
	return take_port(conf, port, &out->facts, e);
}

static int
take_account(struct view v, struct admission_subject *out, struct err *e)
{
	if (!name_is_account(v))
		return err_fmt(e, "\"%.*s\" is no name of an account", VIEW_ARG(view_left(v, 64)));
	if (out->facts.account != NULL)
		return err_fmt(e, "there are two accounts, %s and %.*s", out->account, VIEW_ARG(v));
	(void)view_copy(v, out->account, sizeof(out->account));
	out->facts.account = out->account;
	return 0;
}

static int
take_certificate(struct view v, struct admission_subject *out, struct err *e)
{
	uint8_t bytes[CONF_FINGERPRINT_LEN];

	if (conf_value_hex(v, bytes, sizeof(bytes)) == -1)
		return err_fmt(e, "certificate needs a SHA-256 fingerprint, 64 hexadecimal digits");
	for (size_t i = 0; i < sizeof(bytes); i++)
		(void)snprintf(out->fingerprint + 2 * i, 3, "%02x", bytes[i]);
	out->facts.fingerprint = out->fingerprint;
	out->facts.is_tls = true;
	return 0;
}

static int
take_title(const struct conf *conf, struct view v, struct admission_subject *out, struct err *e)
{
	for (size_t i = 0; i < conf->n_listen; i++) {
		if (!view_eq(view_z(conf->listen[i].title), v))
			continue;
		take_listener(&conf->listen[i], &out->facts);
		return 0;
	}
	return err_fmt(e, "there is no section listen \"%.*s\"", VIEW_ARG(view_left(v, 128)));
}

/* "key=value" -> value; false if v is something else. */
static bool
has_key(struct view v, struct view key, struct view *value)
{
	if (!view_starts(v, key))
		return false;
	*value = view_skip(v, key.n);
	return true;
}

static int
take_state(struct view v, struct admission_facts *f, struct err *e)
{
	static const struct {
		struct view word;
		int ident, pass; /* -1: it is not about this */
	} words[] = {
		{ VIEW_INIT("ident=ok"), ADMISSION_IDENT_OK, -1 },
		{ VIEW_INIT("ident=none"), ADMISSION_IDENT_NONE, -1 },
		{ VIEW_INIT("password"), -1, ADMISSION_PASS_RIGHT },
		{ VIEW_INIT("password=right"), -1, ADMISSION_PASS_RIGHT },
		{ VIEW_INIT("password=wrong"), -1, ADMISSION_PASS_WRONG },
	};

	for (size_t i = 0; i < ARRAY_LEN(words); i++) {
		if (!view_eq(words[i].word, v))
			continue;
		if (words[i].ident != -1)
			f->ident = (enum admission_ident)words[i].ident;
		if (words[i].pass != -1)
			f->pass = (enum admission_pass)words[i].pass;
		return 0;
	}
	return err_fmt(e, "\"%.*s\" is none of the words that are allowed", VIEW_ARG(view_left(v, 64)));
}

static int
take_word(const struct conf *conf, struct view v, struct admission_subject *out, struct err *e)
{
	struct view value;

	if (view_eq(v, VIEW("tls"))) {
		out->facts.is_tls = true;
		return 0;
	}
	if (has_key(v, VIEW("account="), &value))
		return take_account(value, out, e);
	if (has_key(v, VIEW("certificate="), &value))
		return take_certificate(value, out, e);
	if (has_key(v, VIEW("listener="), &value))
		return take_title(conf, value, out, e);
	if (view_find(v, '=') < v.n || view_eq(v, VIEW("password")))
		return take_state(v, &out->facts, e);
	return take_account(v, out, e);
}

static bool
is_who(struct view v)
{
	return view_find(v, '@') < v.n && view_find(v, '=') > view_find(v, '@');
}

int
admission_subject_parse(
	const struct conf *conf, struct view text, struct admission_subject *out, struct err *e)
{
	struct view rest = text, word, who = VIEW("");

	memset(out, 0, sizeof(*out));
	while (view_cut(&rest, ' ', &word)) {
		if (!is_who(word))
			continue;
		if (who.n != 0)
			return err_fmt(e, "there are two user@address");
		who = word;
	}
	if (who.n == 0)
		return err_fmt(e, "there is no user@address");
	if (take_who(conf, who, out, e) == -1)
		return -1;
	rest = text;
	while (view_cut(&rest, ' ', &word)) {
		if (word.n != 0 && !is_who(word) && take_word(conf, word, out, e) == -1)
			return -1;
	}
	cut_user(out);
	return 0;
}

struct explain {
	admission_emit_fn *emit;
	void *to;
};

static PRINTF_LIKE(2, 3) void say(const struct explain *x, const char *fmt, ...)
{
	char line[EXPLAIN_LINE];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(line, sizeof(line), fmt, ap);
	va_end(ap);
	x->emit(x->to, line);
}

static void
say_subject(const struct explain *x, const struct admission_facts *f)
{
	static const char *const ident[] = {
		[ADMISSION_IDENT_NOT_ASKED] = "not asked",
		[ADMISSION_IDENT_OK] = "ok",
		[ADMISSION_IDENT_NONE] = "none",
	};
	static const char *const pass[] = {
		[ADMISSION_PASS_NONE] = "none",
		[ADMISSION_PASS_GIVEN] = "given",
		[ADMISSION_PASS_RIGHT] = "right",
		[ADMISSION_PASS_WRONG] = "wrong",
	};
	char host[INET6_ADDRSTRLEN] = "unix";

	if (f->family != AF_UNIX)
		(void)inet_ntop(f->family, f->ip, host, sizeof(host));
	say(x, "client: %.*s@%s, listener %.256s, TLS %s, certificate %s, account %s, ident %s, password %s",
		VIEW_ARG(f->user), host, f->listener != NULL ? f->listener : "not named",
		f->is_tls ? "yes" : "no", f->fingerprint != NULL ? f->fingerprint : "none",
		f->account != NULL ? f->account : "none", ident[f->ident], pass[f->pass]);
}

static void
say_limit(const struct explain *x, const char *what, uint32_t most)
{
	if (most == 0)
		say(x, "  %s: no limit", what);
	else
		say(x, "  %s: at most %" PRIu32, what, most);
}

static void
say_class(const struct explain *x, const struct conf_class *c)
{
	char sendq[CONF_VALUE_TEXT], recvq[CONF_VALUE_TEXT], ping[CONF_VALUE_TEXT];

	say(x, "limits of class %s:", c->name);
	say_limit(x, "clients", c->max_clients);
	say_limit(x, "from one address (IPv6: /64)", c->max_per_address);
	say_limit(x, "from one block", c->max_per_block);
	if (c->max_per_block != 0)
		say(x, "  a block is an IPv4 /%" PRIu32 ", an IPv6 /%" PRIu32, c->block_ipv4, c->block_ipv6);
	say_limit(x, "channels", c->max_channels);
	say(x, "  sendq %s, recvq %s, ping %s", conf_value_size_text(c->sendq, sendq),
		conf_value_size_text(c->recvq, recvq), conf_value_time_text(c->ping_ms, ping));
	say(x, "  flood: %" PRIu32 " at once, %" PRIu32 " each second", c->flood_burst, c->flood_rate);
}

bool
admission_explain(
	const struct conf *conf, const struct admission_facts *facts, admission_emit_fn *emit, void *to)
{
	const struct explain x = { emit, to };
	const struct admission_trace trace = { emit, to };
	struct admission a;

	say_subject(&x, facts);
	admission_decide(conf, facts, &trace, &a);
	switch (a.verdict) {
	case ADMISSION_REFUSE:
		say(&x, "refused: %s", a.text);
		return false;
	case ADMISSION_ASK_PASSWORD:
		say(&x, "refused unless its password is right");
		return false;
	case ADMISSION_ADMIT:
		break;
	}
	say(&x, "admitted: class %s%s", a.class_name,
		strcmp(a.class_name, a.rule->class->name) == 0 ? "" : ", the listener's");
	if (a.rule->quiz && facts->account == NULL)
		say(&x, "asked a question first, unless it shows the certificate of an account");
	say_class(&x, conf_class_find(conf, view_z(a.class_name)));
	return true;
}
