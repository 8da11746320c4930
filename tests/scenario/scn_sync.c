/* Finding out that the server has nothing more to do for somebody: it answers each client's lines in their order. */
#include <poll.h>
#include <stdio.h>
#include <string.h>

#include "tests/scenario/scn_live_priv.h"
#include "tests/scenario/scn_peer.h"
#include "tests/scenario/scn_socket.h"

/* The number in a PONG of ours, or 0. */
static unsigned
own_pong(struct view line)
{
	static const struct view mark = VIEW_INIT("scn-sync-");
	const char *at = memmem(line.p, line.n, mark.p, mark.n);
	uint32_t n;

	if (at == NULL || memmem(line.p, line.n, " PONG ", 6) == NULL)
		return 0;
	if (view_to_u32(view_trim(view_skip(line, (size_t)(at - line.p) + mark.n)), &n) == -1)
		return 0;
	return n;
}

static bool
ends_with(struct view line, const char *text)
{
	size_t n = strlen(text);

	return line.n >= n && view_eq(view_skip(line, line.n - n), view_z(text));
}

/* What is heard only because all are on TLS, and is in no script that was not written for TLS: the mode Z behind the welcome. */
static bool
is_of_tls(const struct scn_peer *p, struct view line)
{
	char mode[100];

	if (p->wire != &scn_wire_tls || p->is_tls)
		return false;
	(void)snprintf(mode, sizeof(mode), " MODE %s :+Z", p->nick);
	return ends_with(line, mode);
}

void
scn_sync_fetch(struct scn_peer *p)
{
	struct scn_socket *s = scn_socket_of(p);
	struct view all, rest;
	size_t end;

	p->wire->fetch(p);
	all = rest = buf_view(&s->received);
	while ((end = view_find(rest, '\n')) != rest.n) {
		struct view line = view_left(rest, end + 1), bare = line;
		unsigned n;

		while (bare.n != 0 && (bare.p[bare.n - 1] == '\n' || bare.p[bare.n - 1] == '\r'))
			bare.n--;
		n = bare.n != 0 ? own_pong(bare) : 0;
		if (n != 0) {
			s->heard = n;
		} else if (!is_of_tls(p, bare)) {
			s->n_lines++;
			s->is_closed |= buf_put(&p->in, line) == -1;
		}
		rest = view_skip(rest, end + 1);
	}
	buf_take(&s->received, all.n - rest.n);
}

/* False when it is closed, or nothing comes in time. */
static bool
more_comes(struct scn_peer *p, int ms)
{
	const struct scn_socket *s = scn_socket_of(p);

	if (s->is_closed || !scn_socket_wait(s, POLLIN, ms))
		return false;
	scn_sync_fetch(p);
	return true;
}

/* What is not there when p is at rest can only come from a check of a password. */
void
scn_sync_line(struct scn_peer *p)
{
	scn_sync_fetch(p);
	if (p->in.len == 0)
		scn_sync(p->live, p);
	while (p->in.len == 0 && more_comes(p, SCN_WAIT_MS))
		;
}

static void
ask(struct scn_live *live, struct scn_peer *p)
{
	const struct scn_socket *s = scn_socket_of(p);
	unsigned n = ++live->n_pings;
	char line[64];

	(void)snprintf(line, sizeof(line), "PING :scn-sync-%u\r\n", n);
	p->wire->send(p, view_z(line));
	scn_sync_fetch(p);
	while (s->heard != n && more_comes(p, SCN_WAIT_MS))
		;
}

/* A password is checked on another thread, and a PING is answered meanwhile: OPER is done when it is answered itself. */
static void
await_oper(struct scn_live *live, struct scn_peer *p)
{
	struct scn_socket *s = scn_socket_of(p);

	s->asked_oper = false;
	while (s->n_lines == s->n_lines_before && more_comes(p, SCN_WAIT_MS))
		;
	ask(live, p);
}

void
scn_sync_acted(struct scn_live *live, struct scn_peer *p, struct view sent)
{
	struct scn_socket *s = scn_socket_of(p);

	live->n_acts++;
	p->acted = true;
	live->was_reset = s->fd == -1;
	if (sent.n == 0)
		return;
	if (!s->is_mid_line && view_starts(sent, VIEW("OPER "))) {
		s->asked_oper = true;
		s->n_lines_before = s->n_lines;
	}
	s->is_mid_line = sent.p[sent.n - 1] != '\n';
}

void
scn_sync(struct scn_live *live, struct scn_peer *p)
{
	struct scn_socket *s = scn_socket_of(p);

	(void)scn_live_read_log(live);
	p->acted = false;
	if (s->is_closed || s->is_mid_line || s->synced == live->n_acts) {
		scn_sync_fetch(p);
		return;
	}
	if (s->is_mute) {
		while (more_comes(p, SCN_WAIT_MS))
			;
		return;
	}
	ask(live, p);
	if (s->asked_oper)
		await_oper(live, p);
	if (live->was_reset)
		ask(live, p); /* the first may have been read before the reset was */
	s->synced = live->n_acts;
}

void
scn_sync_closed(struct scn_peer *p)
{
	scn_sync(p->live, p);
	while (more_comes(p, SCN_WAIT_MS))
		;
}
