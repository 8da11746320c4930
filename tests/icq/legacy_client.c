#include "tests/icq/legacy_client.h"

#include <stdio.h>
#include <string.h>

#include "core/mem.h"
#include "icq/icq_bytes.h"
#include "icq/udp_cmd.h"
#include "icq/udp_contacts.h"
#include "icq/udp_login.h"
#include "icq/udp_message.h"
#include "icq/udp_meta.h"
#include "icq/udp_search.h"

#define RESEND_MS    10000u
#define SENDS_MAX    6
#define KEEPALIVE_MS 120000u
#define HELLO_MS     15000u /* a login that was acknowledged is answered until then */
#define AGAIN_MS     5000u
#define PORT	     4000u
#define LOG_MAX	     (1u << 20)

struct sent {
	struct list link;
	struct udp_packet p;
	uint64_t due_ms;
	int sends;
	char data[];
};

void
legacy_init(struct legacy_client *c, struct sim_net *net, enum icq_protocol version, uint32_t uin)
{
	char ip[32];

	*c = (struct legacy_client){
		.net = net, .version = version, .uin = uin, .asks_mail = version != ICQ_V5
	};
	(void)snprintf(ip, sizeof(ip), "10.0.%u.%u", (unsigned)(uin >> 8 & 0xff), (unsigned)(uin & 0xff));
	c->peer = sim_peer(ip, 20000);
	c->server = sim_peer("10.0.255.1", PORT);
	(void)snprintf(c->password, sizeof(c->password), "pw%u", (unsigned)uin % 1000000);
	list_init(&c->waiting);
	buf_init(&c->log, LOG_MAX);
}

static void
forget(struct legacy_client *c)
{
	LIST_FOR_EACH_SAFE (it, next, &c->waiting)
		mem_free(CONTAINER_OF(it, struct sent, link));
	list_init(&c->waiting);
}

void
legacy_release(struct legacy_client *c)
{
	forget(c);
	buf_release(&c->log);
}

static void
say_to_log(struct legacy_client *c, const char *what, uint32_t uin, struct view text)
{
	(void)!buf_putf(&c->log, "%s %u %.*s\n", what, (unsigned)uin, VIEW_ARG(text));
}

size_t
legacy_told(const struct legacy_client *c, const char *line)
{
	struct view rest = buf_view(&c->log), piece;
	size_t n = 0;

	while (view_cut(&rest, '\n', &piece))
		n += view_eq(piece, view_z(line)) ? 1 : 0;
	return n;
}

void
legacy_send_raw(struct legacy_client *c, const struct udp_packet *p)
{
	uint8_t bytes[UDP_PACKET_MAX];
	struct udp_packet q = *p;
	struct view v;

	q.version = c->version;
	q.uin = c->uin;
	q.session = c->session;
	v = udp_packet_to_server(&q, sim_net_below(c->net, UINT32_MAX), bytes, sizeof(bytes));
	c->bytes_out += v.n;
	sim_net_send(c->net, &c->peer, &c->server, v);
}

static void
number(struct legacy_client *c, struct udp_packet *p)
{
	if (c->version == ICQ_V5 && p->cmd == UDP_C_KEEPALIVE) {
		p->seq1 = (uint16_t)(++c->base + c->seq);
		return;
	}
	c->seq++;
	p->seq1 = c->version == ICQ_V5 ? (uint16_t)(c->base + c->seq) : c->seq;
	p->seq2 = c->seq;
}

void
legacy_send(struct legacy_client *c, uint16_t cmd, struct view data)
{
	struct sent *s = mem_alloc(sizeof(*s) + data.n);

	*s = (struct sent){ .p = { .cmd = cmd }, .due_ms = c->net->now_ms + RESEND_MS, .sends = 1 };
	number(c, &s->p);
	if (data.n != 0)
		memcpy(s->data, data.p, data.n);
	s->p.data = view_of(s->data, data.n);
	list_add_tail(&c->waiting, &s->link);
	legacy_send_raw(c, &s->p);
}

void
legacy_contacts(struct legacy_client *c, const uint32_t *uins, size_t n)
{
	memcpy(c->contact, uins, n * sizeof(*uins));
	c->n_contacts = n;
}

void
legacy_login(struct legacy_client *c)
{
	uint8_t bytes[256];
	struct icq_out out = icq_out(bytes, sizeof(bytes));
	const struct udp_login l = { .password = view_z(c->password) };

	forget(c);
	c->wants_on = true;
	c->state = LEGACY_ASKED;
	c->logins++;
	c->peer.port++;
	c->seq = c->expected = 0;
	c->base = (uint16_t)sim_net_below(c->net, 0x8000);
	c->session = sim_net_below(c->net, UDP_SESSION_MASK);
	c->login_ms = c->keepalive_ms = 0;
	c->n_seen = 0;
	udp_login_put(&out, c->version, &l);
	legacy_send(c, UDP_C_LOGIN, icq_out_view(&out));
}

void
legacy_logoff(struct legacy_client *c)
{
	uint8_t bytes[64];
	struct icq_out out = icq_out(bytes, sizeof(bytes));

	udp_text_code_put(&out, UDP_TEXT_LEAVE);
	c->wants_on = false;
	c->keepalive_ms = 0;
	legacy_send(c, UDP_C_TEXT_CODE, icq_out_view(&out));
	c->state = LEGACY_OFF;
}

void
legacy_say(struct legacy_client *c, uint32_t to, enum icq_kind kind, struct view text)
{
	uint8_t bytes[4096];
	struct icq_out out = icq_out(bytes, sizeof(bytes));

	udp_message_put(&out, &(struct udp_message){ .uin = to, .kind = (uint16_t)kind, .text = text });
	legacy_send(c, UDP_C_MESSAGE, icq_out_view(&out));
}

void
legacy_status(struct legacy_client *c, uint32_t status)
{
	uint8_t bytes[4];
	struct icq_out out = icq_out(bytes, sizeof(bytes));

	udp_status_put(&out, status);
	legacy_send(c, UDP_C_STATUS, icq_out_view(&out));
}

/* What every client sends after its login. */
static void
go_on(struct legacy_client *c)
{
	uint8_t bytes[512];
	struct icq_out out;
	size_t at = 0, n;

	do {
		n = c->n_contacts - at < UDP_UINS_MAX ? c->n_contacts - at : UDP_UINS_MAX;
		out = icq_out(bytes, sizeof(bytes));
		udp_uins_put(&out, c->contact + at, (uint8_t)n);
		legacy_send(c, UDP_C_CONTACTS, icq_out_view(&out));
		at += n;
	} while (n == UDP_UINS_MAX);
	legacy_send(c, UDP_C_INVISIBLE_LIST, VIEW("\0"));
	if (c->asks_mail)
		legacy_send(c, UDP_C_OFFLINE_ASK, VIEW(""));
	c->keepalive_ms = c->net->now_ms + KEEPALIVE_MS;
}

static void
see(struct legacy_client *c, uint32_t uin, uint32_t status)
{
	size_t i = 0;

	while (i < c->n_seen && c->seen[i].uin != uin)
		i++;
	if (i == LEGACY_CONTACTS)
		return;
	c->n_seen += i == c->n_seen ? 1 : 0;
	c->seen[i].uin = uin;
	c->seen[i].status = status;
}

uint32_t
legacy_seen(const struct legacy_client *c, uint32_t uin)
{
	for (size_t i = 0; i < c->n_seen; i++) {
		if (c->seen[i].uin == uin)
			return c->seen[i].status;
	}
	return UINT32_MAX;
}

static void
off_for(struct legacy_client *c, uint64_t ms)
{
	forget(c);
	c->state = LEGACY_OFF;
	c->keepalive_ms = 0;
	c->login_ms = c->wants_on ? c->net->now_ms + ms : 0;
}

static void
on_message(struct legacy_client *c, const struct udp_packet *p)
{
	struct udp_message m;
	char what[16];
	bool is_mail = p->cmd == UDP_S_OFFLINE_MESSAGE;

	if (!(is_mail ? udp_message_offline_parse(&m, p) : udp_message_parse(&m, p)))
		return;
	if (m.kind == ICQ_KIND_TEXT)
		(void)snprintf(what, sizeof(what), "%s", is_mail ? "mail" : "text");
	else
		(void)snprintf(what, sizeof(what), "%s%x", is_mail ? "mail" : "kind", (unsigned)m.kind);
	say_to_log(c, what, m.uin, m.text);
}

static void
on_presence(struct legacy_client *c, const struct udp_packet *p)
{
	struct udp_presence who = { .status = 0xffff };

	if (p->cmd == UDP_S_OFFLINE		 ? udp_uin_parse(&who.uin, p)
			: p->cmd == UDP_S_ONLINE ? udp_online_parse(&who, p)
						 : udp_presence_parse(&who, p))
		see(c, who.uin, who.status);
}

static void
on_found(struct legacy_client *c, const struct udp_packet *p)
{
	struct udp_found f;

	if (udp_found_parse(&f, p))
		say_to_log(c, "found", f.uin, f.nick);
}

static void
on_meta(struct legacy_client *c, const struct udp_packet *p)
{
	struct udp_answer a;
	struct udp_found f;
	struct udp_person who = { 0 };
	uint32_t left;

	if (!udp_answer_parse(&a, p))
		return;
	if (udp_answer_found_parse(&f, &left, &a))
		say_to_log(c, "found", f.uin, f.nick);
	else if (!a.is_good)
		say_to_log(c, "refused", a.sub, VIEW(""));
	else if (!udp_info_part_parse(&who, (enum udp_meta_answer_sub)a.sub, a.data))
		say_to_log(c, "answer", a.sub, VIEW(""));
	else
		say_to_log(c, "info", a.sub, who.about.n != 0 ? who.about : who.nick);
}

static void
on_command(struct legacy_client *c, const struct udp_packet *p)
{
	switch (p->cmd) {
	case UDP_S_HELLO:
		c->state = LEGACY_ON;
		c->login_ms = 0;
		go_on(c);
		return;
	case UDP_S_WRONG_PASSWORD:
		c->wants_on = false;
		off_for(c, 0);
		c->state = LEGACY_REFUSED;
		return;
	case UDP_S_TRY_AGAIN:
	case UDP_S_GO_AWAY:
		off_for(c, AGAIN_MS);
		return;
	case UDP_S_ONLINE:
	case UDP_S_OFFLINE:
	case UDP_S_STATUS:
		on_presence(c, p);
		return;
	case UDP_S_MESSAGE:
	case UDP_S_OFFLINE_MESSAGE:
		on_message(c, p);
		return;
	case UDP_S_OFFLINE_END:
		legacy_send(c, UDP_C_OFFLINE_DONE, VIEW(""));
		return;
	case UDP_S_FOUND:
	case UDP_S_INFO:
		on_found(c, p);
		return;
	case UDP_S_META:
		on_meta(c, p);
		return;
	default:
		say_to_log(c, "cmd", p->cmd, VIEW(""));
		return;
	}
}

static void
on_ack(struct legacy_client *c, const struct udp_packet *p)
{
	LIST_FOR_EACH_SAFE (it, next, &c->waiting) {
		struct sent *s = CONTAINER_OF(it, struct sent, link);

		if (s->p.seq1 != p->seq1)
			continue;
		if (s->p.cmd == UDP_C_LOGIN && c->state == LEGACY_ASKED)
			c->login_ms = c->net->now_ms + HELLO_MS;
		list_del(it);
		mem_free(s);
		return;
	}
}

void
legacy_receive(struct legacy_client *c, struct view bytes)
{
	struct udp_packet p = { .version = c->version };

	c->bytes_in += bytes.n;
	if (c->is_deaf || udp_packet_from_server(&p, bytes) != UDP_PACKET_OK || p.check == UDP_CHECK_WRONG)
		return;
	if (c->version == ICQ_V5 && (p.session != c->session || p.uin != c->uin))
		return;
	if (p.cmd == UDP_ACK) {
		on_ack(c, &p);
		return;
	}
	if (p.cmd == UDP_S_NOT_CONNECTED) {
		if (c->state == LEGACY_ON)
			off_for(c, AGAIN_MS);
		return;
	}
	if ((int16_t)(p.seq1 - c->expected) > 0)
		return; /* something is missing before it */
	legacy_send_raw(c, &(struct udp_packet){ .cmd = UDP_ACK, .seq1 = p.seq1, .seq2 = p.seq2 });
	if (p.seq1 != c->expected)
		return;
	c->expected++;
	on_command(c, &p);
}

static void
resend(struct legacy_client *c)
{
	uint64_t now_ms = c->net->now_ms;

	LIST_FOR_EACH_SAFE (it, next, &c->waiting) {
		struct sent *s = CONTAINER_OF(it, struct sent, link);

		if (s->due_ms > now_ms)
			continue;
		if (s->sends++ == SENDS_MAX) {
			c->given_up++;
			off_for(c, AGAIN_MS);
			return;
		}
		s->due_ms = now_ms + RESEND_MS;
		c->resent++;
		legacy_send_raw(c, &s->p);
	}
}

void
legacy_tick(struct legacy_client *c)
{
	uint64_t now_ms = c->net->now_ms;

	resend(c);
	if (c->login_ms != 0 && c->login_ms <= now_ms)
		legacy_login(c);
	if (c->keepalive_ms != 0 && c->keepalive_ms <= now_ms) {
		c->keepalive_ms = now_ms + KEEPALIVE_MS;
		legacy_send(c, UDP_C_KEEPALIVE, VIEW(""));
	}
}

uint64_t
legacy_due_ms(const struct legacy_client *c)
{
	uint64_t due_ms = UINT64_MAX;

	LIST_FOR_EACH (it, &c->waiting) {
		const struct sent *s = CONTAINER_OF(it, const struct sent, link);

		due_ms = s->due_ms < due_ms ? s->due_ms : due_ms;
	}
	if (c->login_ms != 0 && c->login_ms < due_ms)
		due_ms = c->login_ms;
	return c->keepalive_ms != 0 && c->keepalive_ms < due_ms ? c->keepalive_ms : due_ms;
}
