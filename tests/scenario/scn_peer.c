/* Words of a script become a connection; lines are cut out of what the server has sent, and must end with CR LF. */
#include "tests/scenario/scn_peer.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>

#include "core/mem.h"
#include "tests/scenario/scn_link.h"
#include "tests/scenario/scn_live.h"
#include "tests/scenario/scn_match.h"
#include "tests/scenario/scn_rig.h"

enum { IN_MAX = 1 << 26, PORT = 40000 };

static int
set_address(struct scn_peer *p, struct view text)
{
	char z[64];

	(void)view_copy(text, z, sizeof(z));
	p->addr = (struct peer_addr){ .port = PORT };
	if (view_eq(text, VIEW("unix"))) {
		p->addr.family = AF_UNIX;
		p->addr.port = 0;
	} else if (inet_pton(AF_INET, z, p->addr.ip) == 1) {
		p->addr.family = AF_INET;
	} else if (inet_pton(AF_INET6, z, p->addr.ip) == 1) {
		p->addr.family = AF_INET6;
	} else {
		return -1;
	}
	return 0;
}

static int
set_fingerprint(struct scn_peer *p, struct view byte)
{
	if (byte.n != 2)
		return -1;
	for (size_t i = 0; i < 64; i++)
		p->fingerprint[i] = byte.p[i % 2];
	p->is_tls = true;
	return 0;
}

static int
set_text(char *dst, size_t size, struct view value)
{
	if (value.n >= size)
		return -1;
	(void)view_copy(value, dst, size);
	return 0;
}

static int
set_blanks(char *dst, size_t size, struct view value, char blank)
{
	int r = set_text(dst, size, value);

	for (char *c = dst; *c != '\0'; c++) {
		if (*c == blank)
			*c = ' ';
	}
	return r;
}

static int
set_option(struct scn_peer *p, struct view word)
{
	size_t is = view_find(word, '=');
	struct view key = view_left(word, is), value = view_skip(word, is + 1);

	if (p->link != NULL && scn_link_option(p->link, word))
		return 0;
	if (view_eq(word, VIEW("link"))) {
		p->link = p->link != NULL ? p->link : scn_link_new(p->name);
		return 0;
	}
	if (view_eq(word, VIEW("tls"))) {
		p->is_tls = true;
		return 0;
	}
	if (view_eq(word, VIEW("control"))) {
		p->is_control = true;
		return set_address(p, VIEW("unix"));
	}
	if (view_eq(key, VIEW("fp")))
		return set_fingerprint(p, value);
	if (view_eq(key, VIEW("uid")))
		return view_to_u32(value, &p->uid);
	if (view_eq(key, VIEW("from")))
		return set_address(p, value);
	if (view_eq(key, VIEW("caps")))
		return set_blanks(p->caps, sizeof(p->caps), value, ',');
	if (view_eq(key, VIEW("nick")))
		return set_text(p->nick, sizeof(p->nick), value);
	if (view_eq(key, VIEW("user")))
		return set_text(p->user, sizeof(p->user), value);
	if (view_eq(key, VIEW("real")))
		return set_blanks(p->real, sizeof(p->real), value, '_');
	if (view_eq(key, VIEW("pass")))
		return set_text(p->pass, sizeof(p->pass), value);
	if (view_eq(word, VIEW("proxy")) || view_eq(key, VIEW("behind"))) {
		p->is_proxied = true;
		return set_text(p->behind, sizeof(p->behind), value);
	}
	if (view_eq(key, VIEW("by")))
		return set_text(p->listener, sizeof(p->listener), value);
	if (view_eq(key, VIEW("listener")))
		return set_text(p->class_name, sizeof(p->class_name), value);
	return -1;
}

static int
set_options(struct scn_peer *p, struct view words)
{
	struct view word;

	if (!view_cut(&words, ' ', &word) || word.n == 0 || set_text(p->name, sizeof(p->name), word) == -1)
		return -1;
	(void)view_copy(word, p->nick, sizeof(p->nick));
	(void)view_copy(word, p->user, sizeof(p->user));
	(void)snprintf(p->real, sizeof(p->real), "Real %s", p->name);
	if (set_address(p, VIEW("127.0.0.1")) == -1)
		return -1;
	while (view_cut(&words, ' ', &word)) {
		if (word.n != 0 && set_option(p, word) == -1)
			return -1;
	}
	return 0;
}

struct client *
scn_peer_client(const struct scn_rig *rig, const struct scn_peer *p)
{
	return rig->server != NULL ? client_get(rig->server->world, p->client) : NULL;
}

struct scn_peer *
scn_peer_new(struct scn_rig *rig, struct view words)
{
	struct scn_peer *p = mem_zalloc(sizeof(*p));
	int r;

	buf_init(&p->in, IN_MAX);
	r = set_options(p, words) == 0 ? 0 : scn_rig_fault(rig, "connect", "wrong words");
	p->live = rig->live;
	p->wire = rig->live != NULL ? scn_live_wire(rig->live, p) : &scn_wire_mem;
	if (r == 0) {
		(void)peer_addr_host(&p->addr, p->host, sizeof(p->host));
		if (p->behind[0] != '\0')
			(void)view_copy(view_z(p->behind), p->host, sizeof(p->host));
		if (p->link != NULL)
			(void)snprintf(p->mask, sizeof(p->mask), "%s", scn_link_sid(p->link));
		else
			(void)snprintf(p->mask, sizeof(p->mask), "%s!~%s@%s", p->nick, p->user, p->host);
		r = p->wire->open(rig, p);
	}
	if (r == 0 && p->live != NULL)
		scn_sync_acted(p->live, p, VIEW(""));
	if (r == 0)
		return p;
	scn_peer_free(p);
	return NULL;
}

void
scn_peer_free(struct scn_peer *p)
{
	if (p == NULL)
		return;
	p->wire->free(p);
	buf_release(&p->in);
	scn_link_free(p->link);
	mem_free(p);
}

void
scn_peer_send_bytes(struct scn_peer *p, struct view bytes)
{
	p->wire->send(p, bytes);
	if (p->live != NULL)
		scn_sync_acted(p->live, p, bytes);
}

void
scn_peer_send(struct scn_peer *p, struct view line)
{
	struct buf b;

	if (p->link != NULL)
		scn_link_said(p->link, line);
	buf_init(&b, IN_MAX);
	if (buf_put(&b, line) == 0 && buf_put(&b, VIEW("\r\n")) == 0)
		scn_peer_send_bytes(p, buf_view(&b));
	buf_release(&b);
}

void
scn_peer_close(struct scn_peer *p)
{
	p->wire->close(p);
	if (p->live != NULL)
		scn_sync_acted(p->live, p, VIEW(""));
}

void
scn_peer_reset(struct scn_peer *p)
{
	p->wire->reset(p);
	if (p->live != NULL)
		scn_sync_acted(p->live, p, VIEW(""));
}

static bool
next_line(const struct scn_peer *p, struct view *line)
{
	struct view all = buf_view(&p->in);
	size_t end = view_find(all, '\n');

	if (end == all.n)
		return false;
	*line = view_left(all, end);
	if (line->n != 0 && line->p[line->n - 1] == '\r')
		line->n--;
	else
		*line = VIEW("a line without CR");
	return true;
}

bool
scn_peer_peek(struct scn_peer *p, struct view *line)
{
	if (p->live != NULL)
		scn_sync_line(p);
	else
		p->wire->fetch(p);
	return next_line(p, line);
}

static void
fetch_all(struct scn_peer *p)
{
	if (p->live != NULL)
		scn_sync(p->live, p);
	else
		p->wire->fetch(p);
}

bool
scn_peer_hears(struct scn_peer *p, struct view *line)
{
	fetch_all(p);
	return next_line(p, line);
}

bool
scn_peer_is_closed(struct scn_peer *p, bool wanted)
{
	if (p->live != NULL && wanted)
		scn_sync_closed(p);
	else
		fetch_all(p);
	return p->wire->is_closed(p);
}

void
scn_peer_drop(struct scn_peer *p)
{
	struct view line;

	if (p->link != NULL && next_line(p, &line))
		scn_link_heard(p->link, line);
	buf_take(&p->in, view_find(buf_view(&p->in), '\n') + 1);
}

void
scn_peer_forget(struct scn_peer *p)
{
	struct view line;

	fetch_all(p);
	while (p->link != NULL && next_line(p, &line))
		scn_peer_drop(p);
	buf_clear(&p->in);
}

static void
say(struct scn_peer *p, const char *verb, const char *text)
{
	char line[512];

	(void)snprintf(line, sizeof(line), "%s%s", verb, text);
	scn_peer_send(p, view_z(line));
}

int
scn_peer_register(struct scn_rig *rig, struct scn_peer *p)
{
	char user[400];
	struct view line;
	bool done = false;

	(void)snprintf(user, sizeof(user), "%s 0 * :%s", p->user, p->real);
	if (p->caps[0] != '\0')
		say(p, "CAP REQ :", p->caps);
	if (p->pass[0] != '\0')
		say(p, "PASS ", p->pass);
	say(p, "NICK ", p->nick);
	say(p, "USER ", user);
	if (p->caps[0] != '\0')
		say(p, "CAP END", "");
	if (p->live != NULL)
		scn_sync(p->live, p);
	else if (scn_rig_settle(rig) == -1)
		return -1;
	(void)snprintf(rig->fault, sizeof(rig->fault), "%s is not let in: nothing was said", p->name);
	while (!done && scn_peer_peek(p, &line)) {
		struct view rest = line, number;

		if (rest.n != 0 && rest.p[0] == '@')
			(void)scn_word(&rest);
		(void)scn_word(&rest);
		number = scn_word(&rest);
		done = view_eq(number, VIEW("376")) || view_eq(number, VIEW("422"));
		(void)snprintf(
			rig->fault, sizeof(rig->fault), "%s is not let in: %.*s", p->name, VIEW_ARG(line));
		scn_peer_drop(p);
	}
	scn_peer_forget(p);
	return done ? 0 : -1;
}
