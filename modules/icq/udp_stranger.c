#include "icq/udp_stranger.h"

#include <string.h>
#include <sys/socket.h>

#include "conf/conf_icq.h"
#include "icq/icq.h"
#include "icq/icq_login.h"
#include "icq/icq_status.h"
#include "icq/udp_cmd.h"
#include "icq/udp_login.h"
#include "icq/udp_server_priv.h"
#include "icq/udp_session.h"

#define LOGIN_AGAIN_MS	70000u /* a client may send one login for so long */
#define KEEPALIVE_MAX_S 120u   /* what clients do by themselves */
#define RESENDS		5u

struct hello_bytes {
	uint8_t bytes[64];
};

static void
tell(struct udp_server *srv, struct udp_caller *c, uint16_t cmd, struct view data)
{
	const struct udp_packet *q = c->packet;

	udp_send_within(srv, c,
		&(struct udp_packet){ .version = q->version,
			.cmd = cmd,
			.seq1 = cmd == UDP_ACK ? q->seq1 : 0,
			.seq2 = q->seq2,
			.uin = q->uin,
			.session = q->session,
			.data = data });
}

static void
refuse(struct udp_server *srv, struct udp_caller *c, enum udp_outcome outcome)
{
	uint8_t bytes[16];
	struct icq_out out = icq_out(bytes, sizeof(bytes));

	udp_recent_put(&srv->recent, udp_recent_key(c->peer, c->packet), outcome, udp_now_ms(srv));
	tell(srv, c, UDP_ACK, VIEW(""));
	if (outcome == UDP_SEEN_LATER) {
		tell(srv, c, UDP_S_TRY_AGAIN, VIEW(""));
		return;
	}
	udp_wrong_password_put(&out, c->packet->version, c->packet);
	tell(srv, c, UDP_S_WRONG_PASSWORD, icq_out_view(&out));
}

static struct view
hello(const struct udp_server *srv, const struct udp_caller *c, struct hello_bytes *room)
{
	uint64_t third_s = icq_conf(srv->icq)->session_timeout_ms / 3000;
	struct udp_hello h = { .uin = c->packet->uin,
		.keepalive_s = (uint16_t)(third_s < KEEPALIVE_MAX_S ? third_s : KEEPALIVE_MAX_S),
		.timeout_s = UDP_RESEND_MS / 1000,
		.retries = RESENDS };
	struct icq_out out = icq_out(room->bytes, sizeof(room->bytes));

	if (c->peer->family == AF_INET)
		memcpy(h.ip, c->peer->ip, sizeof(h.ip));
	udp_hello_put(&out, c->packet->version, &h);
	return icq_out_view(&out);
}

static void
let_in(struct udp_server *srv, struct udp_caller *c, struct udp_session *s, uint32_t status)
{
	struct hello_bytes room;
	const struct udp_news a = {
		.cmd = UDP_S_HELLO, .seq2 = c->packet->seq2, .data = hello(srv, c, &room)
	};

	if (s != NULL)
		udp_session_close(s, VIEW("Logged in again"));
	if (udp_session_open(srv, c, icq_status_state(status, c->packet->version), &a) != UDP_OPEN_OK)
		refuse(srv, c, UDP_SEEN_LATER);
}

static void
try_login(struct udp_server *srv, struct udp_caller *c, struct udp_session *s, const struct udp_login *l)
{
	const struct icq_proof proof = { .kind = ICQ_PROOF_PASSWORD, .password = l->password };

	switch (icq_login(srv->icq, c->packet->uin, c->packet->version, c->peer, &proof)) {
	case ICQ_LOGIN_OK:
		let_in(srv, c, s, l->status);
		return;
	case ICQ_LOGIN_WRONG:
	case ICQ_LOGIN_SUSPENDED:
		/* Who is logged in is not told that his password is wrong because somebody else sent one in his name. */
		if (s == NULL)
			refuse(srv, c, UDP_SEEN_WRONG);
		return;
	case ICQ_LOGIN_LATER:
		if (s == NULL)
			refuse(srv, c, UDP_SEEN_LATER);
		return;
	}
}

/* The same packet as before; what it was answered then. */
static void
login_again(struct udp_server *srv, struct udp_caller *c, enum udp_outcome outcome)
{
	srv->stats.doubled++;
	switch (outcome) {
	case UDP_NOT_SEEN:
	case UDP_SEEN_SILENT:
		return;
	case UDP_SEEN_ACK:
		tell(srv, c, UDP_ACK, VIEW(""));
		return;
	case UDP_SEEN_WRONG:
	case UDP_SEEN_LATER:
		refuse(srv, c, outcome);
		return;
	}
}

static void
on_login(struct udp_server *srv, struct udp_caller *c, struct udp_session *s)
{
	uint64_t now_ms = udp_now_ms(srv), key = udp_recent_key(c->peer, c->packet);
	enum udp_outcome outcome = udp_recent_find(&srv->recent, key, now_ms);
	struct udp_login l;

	if (s != NULL && key == s->login_key && now_ms - s->login_ms < LOGIN_AGAIN_MS) {
		srv->stats.doubled++;
		udp_session_ack(s, c->packet);
		return;
	}
	if (s == NULL && outcome != UDP_NOT_SEEN) {
		login_again(srv, c, outcome);
		return;
	}
	switch (udp_login_parse(&l, c->packet)) {
	case UDP_LOGIN_OK:
		try_login(srv, c, s, &l);
		return;
	case UDP_LOGIN_PASSWORD:
		if (s == NULL)
			refuse(srv, c, UDP_SEEN_WRONG);
		return;
	case UDP_LOGIN_BROKEN:
	case UDP_LOGIN_VERDICT_N:
		srv->stats.malformed++;
		return;
	}
}

/*
 * It asks for departments of a company, of which there are none, with a password that is not looked at: the login will be.  Its answer and
 * an acknowledgement together are longer than it is, so the latter comes when it is sent again.
 */
static void
on_prelogin(struct udp_server *srv, struct udp_caller *c, struct udp_session *s)
{
	uint64_t now_ms = udp_now_ms(srv), key = udp_recent_key(c->peer, c->packet);
	uint8_t bytes[32];
	struct icq_out out = icq_out(bytes, sizeof(bytes));

	(void)s;
	if (udp_recent_find(&srv->recent, key, now_ms) != UDP_NOT_SEEN) {
		tell(srv, c, UDP_ACK, VIEW(""));
		return;
	}
	udp_recent_put(&srv->recent, key, UDP_SEEN_ACK, now_ms);
	udp_prelogin_answer_put(&out, c->packet->version, c->packet);
	tell(srv, c, UDP_S_PRELOGIN, icq_out_view(&out));
}

static void
on_first(struct udp_server *srv, struct udp_caller *c, struct udp_session *s)
{
	(void)s;
	tell(srv, c, UDP_ACK, VIEW(""));
}

/* Clients that fill in a form are told that it is refused, if the form is as long as that. */
static void
on_form(struct udp_server *srv, struct udp_caller *c, struct udp_session *s)
{
	(void)s;
	tell(srv, c, UDP_ACK, VIEW(""));
	tell(srv, c, UDP_S_FORM_REFUSED, VIEW(""));
}

/* An acknowledgement would have the client wait for a number that never comes; without one it says that it could not be done. */
static void
on_register(struct udp_server *srv, struct udp_caller *c, struct udp_session *s)
{
	(void)srv;
	(void)c;
	(void)s;
}

static const struct stranger {
	uint16_t cmd;
	void (*fn)(struct udp_server *srv, struct udp_caller *c, struct udp_session *s);
} strangers[] = {
	{ UDP_C_LOGIN, on_login },
	{ UDP_C_PRELOGIN, on_prelogin },
	{ UDP_C_FIRST, on_first },
	{ UDP_C_FORM_ASK, on_form },
	{ UDP_C_FORM, on_form },
	{ UDP_C_REGISTER, on_register },
};

static const struct stranger *
find(uint16_t cmd)
{
	for (size_t i = 0; i < ARRAY_LEN(strangers); i++) {
		if (strangers[i].cmd == cmd)
			return &strangers[i];
	}
	return NULL;
}

bool
udp_stranger_is(const struct udp_packet *p)
{
	return find(p->cmd) != NULL;
}

void
udp_stranger_hear(struct udp_server *srv, struct udp_caller *c, struct udp_session *s)
{
	const struct stranger *of = find(c->packet->cmd);
	uint64_t now_ms = udp_now_ms(srv);

	srv->stats.strange++;
	if (of != NULL)
		of->fn(srv, c, s);
	else if (udp_recent_find(&srv->recent, udp_recent_key(c->peer, c->packet), now_ms) == UDP_SEEN_ACK)
		tell(srv, c, UDP_ACK, VIEW(""));
	else if (c->packet->cmd != UDP_ACK && throttle_hit(srv->lost, c->peer, now_ms))
		tell(srv, c, UDP_S_NOT_CONNECTED, VIEW(""));
}
