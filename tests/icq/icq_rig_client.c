/* Clients of the rig: of IRC, in memory; of ICQ, at the seam between the gateway's core and its protocols. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "core/loop.h"
#include "icq/icq_login.h"
#include "icq/icq_session.h"
#include "net/conn_mem.h"
#include "tests/icq/icq_rig.h"

static bool
has(struct view text, const char *words)
{
	return text.n != 0 && memmem(text.p, text.n, words, strlen(words)) != NULL;
}

void
icq_rig_irc_says(struct icq_rig *r, struct conn_mem *c, const char *line)
{
	conn_mem_feed(c, view_z(line));
	conn_mem_feed(c, VIEW("\r\n"));
	icq_rig_settle(r);
}

bool
icq_rig_irc_hears(struct icq_rig *r, struct conn_mem *c, const char *words)
{
	struct view out;
	bool found;

	icq_rig_settle(r);
	out = conn_mem_output(c);
	found = has(out, words);
	if (!found)
		(void)printf("# heard, without \"%s\":\n%.*s\n", words, VIEW_ARG(out));
	conn_mem_take(c, out.n);
	return found;
}

void
icq_rig_irc_forget(struct icq_rig *r, struct conn_mem *c)
{
	icq_rig_settle(r);
	conn_mem_take(c, conn_mem_output(c).n);
}

struct conn_mem *
icq_rig_irc(struct icq_rig *r, const char *nick)
{
	const struct peer_addr peer = { .family = AF_INET, .ip = { 127, 0, 0, 1 } };
	struct conn *conn = conn_open_mem(r->server->net, &peer, 6667, NULL);
	struct conn_mem *c = conn_mem_detach(conn);
	char line[100];

	(void)snprintf(line, sizeof(line), "NICK %s\r\nUSER %s 0 * :%s", nick, nick, nick);
	icq_rig_irc_says(r, c, line);
	(void)snprintf(line, sizeof(line), " 001 %s ", nick);
	icq_rig_check(r, icq_rig_irc_hears(r, c, line), "an IRC client is let in", __LINE__);
	return c;
}

void
icq_rig_irc_end(struct icq_rig *r, struct conn_mem *c)
{
	conn_mem_close(c);
	icq_rig_settle(r);
	conn_mem_free(c);
}

/* ---- ICQ ---- */

static void
note(struct icq_rig_client *c, const char *text)
{
	if (buf_put(&c->events, view_z(text)) == -1 || buf_put(&c->events, VIEW("\n")) == -1)
		icq_rig_check(c->r, false, "so many events", __LINE__);
}

static void
on_presence(void *link, uint32_t uin, enum icq_state state)
{
	static const char *const names[ICQ_STATE_N] = { "online", "away", "na", "occupied", "dnd", "free",
		"invisible", "offline" };
	char line[60];

	(void)snprintf(line, sizeof(line), "presence %" PRIu32 " %s", uin, names[state]);
	note(link, line);
}

static bool
on_message(void *link, const struct icq_message *m)
{
	struct icq_rig_client *c = link;
	char line[4096];

	if (c->room == 0)
		return false;
	if (c->room != UINT32_MAX)
		c->room--;
	c->n_messages++;
	(void)snprintf(line, sizeof(line), "message %" PRIu32 " %s%s%.*s", m->from,
		m->kind == ICQ_KIND_AUTH_YES ? "(yes)" : "", m->is_automatic ? "(auto)" : "",
		VIEW_ARG(m->text));
	note(c, line);
	return true;
}

static void
on_typing(void *link, uint32_t from, enum icq_typing typing)
{
	char line[60];

	(void)snprintf(line, sizeof(line), "typing %" PRIu32 " %d", from, (int)typing);
	note(link, line);
}

static void
on_contact(void *link, const struct icq_contact *contact)
{
	char line[200];

	(void)snprintf(line, sizeof(line), "contact %" PRIu32 " %.*s", contact->uin, VIEW_ARG(contact->name));
	note(link, line);
}

static void
on_end(void *link, enum icq_end why, struct view text)
{
	static const char *const names[] = { "replaced", "gone", "stop" };
	struct icq_rig_client *c = link;
	char line[300];

	(void)snprintf(line, sizeof(line), "end %s %.*s", names[why], VIEW_ARG(text));
	note(c, line);
	c->s = NULL;
}

static const struct icq_session_ops ops = { .presence = on_presence,
	.message = on_message,
	.typing = on_typing,
	.contact = on_contact,
	.end = on_end };

bool
icq_rig_begin(struct icq_rig *r, struct icq_rig_client *c, uint32_t uin, uint8_t host)
{
	const struct peer_addr peer = { .family = AF_INET, .ip = { 192, 0, 2, host }, .port = 1027 };
	const struct icq_session_open o = {
		.uin = uin, .protocol = ICQ_V5, .peer = &peer, .state = ICQ_ONLINE, .ops = &ops, .link = c
	};
	enum icq_open_verdict verdict;

	*c = (struct icq_rig_client){ .r = r, .uin = uin, .room = UINT32_MAX };
	buf_init(&c->events, ICQ_RIG_EVENTS);
	c->s = icq_session_open(r->icq, &o, &verdict);
	return c->s != NULL;
}

bool
icq_rig_login(struct icq_rig *r, struct icq_rig_client *c, uint32_t uin, uint8_t host)
{
	if (!icq_rig_begin(r, c, uin, host))
		return false;
	icq_session_list_done(c->s);
	icq_rig_settle(r);
	return c->s != NULL;
}

void
icq_rig_logout(struct icq_rig_client *c)
{
	if (c->s == NULL)
		return;
	icq_session_close(c->s, VIEW("signed off"));
	c->s = NULL;
	icq_rig_settle(c->r);
}

void
icq_rig_client_end(struct icq_rig_client *c)
{
	icq_rig_logout(c);
	buf_release(&c->events);
}

int
icq_rig_send(struct icq_rig_client *c, uint32_t to, const char *text)
{
	const struct icq_message m = { .to = to, .kind = ICQ_KIND_TEXT, .text = view_z(text) };
	enum icq_send sent = icq_session_send(c->s, &m);

	icq_rig_settle(c->r);
	return (int)sent;
}

bool
icq_rig_has_heard(const struct icq_rig_client *c, const char *words)
{
	return has(buf_view(&c->events), words);
}

bool
icq_rig_hears(struct icq_rig_client *c, const char *words)
{
	bool found;

	icq_rig_settle(c->r);
	found = icq_rig_has_heard(c, words);
	if (!found)
		(void)printf("# an ICQ client heard, without \"%s\":\n%.*s\n", words,
			VIEW_ARG(buf_view(&c->events)));
	buf_clear(&c->events);
	return found;
}

void
icq_rig_forget(struct icq_rig_client *c)
{
	buf_clear(&c->events);
}
