#include "config.h"

#include "tests/unit/icq/uplink_rig.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "icq/udp_cmd.h"
#include "icq/udp_login.h"
#include "icq/uplink.h"

/* ---- the way outside ---- */

static struct uplink_rig *
rig_of(struct uplink_pipe *p)
{
	return CONTAINER_OF(p, struct uplink_rig, pipe);
}

static void
pipe_send(struct uplink_pipe *p, struct view bytes)
{
	struct uplink_rig *r = rig_of(p);

	cr_assert(r->is_open, "sent before it was connected, or after");
	if (!r->way.is_udp) {
		cr_assert_eq(buf_put(&r->stream, bytes), 0);
		return;
	}
	cr_assert_lt(r->n_datagrams, UP_DATAGRAMS);
	cr_assert(bytes.n > 0 && bytes.n <= sizeof(r->datagram[0].bytes));
	r->datagram[r->n_datagrams].n = bytes.n;
	memcpy(r->datagram[r->n_datagrams++].bytes, bytes.p, bytes.n);
}

static void
pipe_close(struct uplink_pipe *p)
{
	struct uplink_rig *r = rig_of(p);

	r->is_open = false;
	r->pipe.ops = NULL;
	r->n_closed++;
}

static const struct uplink_pipe_kind kind = { pipe_send, pipe_close };

static struct uplink_pipe *
dial(void *arg, const struct uplink_way *way, const struct uplink_pipe_ops *ops, void *owner, struct err *e)
{
	struct uplink_rig *r = arg;

	r->n_dials++;
	r->way = *way;
	r->by_socks = way->socks != NULL;
	if (r->refuses) {
		(void)err_fmt(e, "no socket");
		return NULL;
	}
	cr_assert_null(r->pipe.ops, "the one before is still there");
	buf_clear(&r->stream);
	r->n_datagrams = r->n_taken = 0;
	r->pipe = (struct uplink_pipe){ &kind, ops, owner };
	return &r->pipe;
}

void
up_connected(struct uplink_rig *r)
{
	cr_assert_not_null(r->pipe.ops);
	r->is_open = true;
	r->pipe.ops->open(r->pipe.owner);
}

void
up_gone(struct uplink_rig *r, const char *why)
{
	struct uplink_pipe p = r->pipe;

	r->pipe.ops = NULL;
	r->is_open = false;
	p.ops->gone(p.owner, why);
	up_turns(r);
}

void
up_bytes(struct uplink_rig *r, struct view bytes)
{
	if (r->pipe.ops != NULL)
		r->pipe.ops->take(r->pipe.owner, bytes);
}

/* ---- IRC ---- */

static struct module_user *
irc_open(void *arg, const struct module_user_conf *conf)
{
	struct uplink_rig *r = arg;

	for (size_t i = 0; i < UP_USERS && !r->is_full; i++) {
		struct up_user *user = &r->user[i];

		if (user->ops != NULL)
			continue;
		buf_release(&user->said);
		*user = (struct up_user){ .ops = conf->ops, .arg = conf->arg };
		buf_init(&user->said, 1 << 20);
		(void)view_copy(conf->nick, user->nick, sizeof(user->nick));
		(void)view_copy(conf->about, user->about, sizeof(user->about));
		r->n_opened++;
		return (struct module_user *)user;
	}
	return NULL;
}

static bool
irc_say(struct module_user *u, struct view line)
{
	struct up_user *user = (struct up_user *)u;

	cr_assert_not_null(user);
	cr_assert_eq(view_find(line, '\n'), line.n, "two lines in one");
	cr_assert_eq(view_find(line, '\r'), line.n);
	cr_assert_leq(line.n, 510);
	if (user->is_mute)
		return false;
	return buf_put(&user->said, line) == 0 && buf_put(&user->said, VIEW("\n")) == 0;
}

static void
irc_hear(struct module_user *u)
{
	((struct up_user *)u)->hears = true;
}

static void
irc_close(struct module_user *u, struct view reason)
{
	struct up_user *user = (struct up_user *)u;

	if (user == NULL)
		return;
	user->ops = NULL;
	(void)view_copy(reason, user->why, sizeof(user->why));
}

static void
irc_logged_in(void *arg, struct view account, module_nick_fn *fn, void *to)
{
	struct uplink_rig *r = arg;

	for (size_t i = 0; i < ARRAY_LEN(r->persons) && view_eq(account, VIEW("alice")); i++) {
		if (r->persons[i] != NULL && !fn(to, view_z(r->persons[i])))
			return;
	}
}

static const struct uplink_irc irc = { irc_open, irc_say, irc_hear, irc_close, irc_logged_in };

struct up_user *
up_puppet(struct uplink_rig *r, const char *nick)
{
	for (size_t i = 0; i < UP_USERS; i++) {
		if (r->user[i].ops != NULL && strcmp(r->user[i].nick, nick) == 0)
			return &r->user[i];
	}
	return NULL;
}

bool
up_irc(struct up_user *user, const char *line)
{
	return user->ops->hear(user->arg, view_z(line));
}

void
up_welcome(struct up_user *user)
{
	char line[128];

	(void)snprintf(line, sizeof(line), ":irc.example 001 %s :Welcome", user->nick);
	cr_assert(up_irc(user, line));
}

bool
up_said(struct up_user *user, const char *line)
{
	while (user->said.len > 0) {
		struct view all = buf_view(&user->said);
		size_t n = view_find(all, '\n');
		bool is_it = view_eq(view_left(all, n), view_z(line));

		buf_take(&user->said, n + 1);
		if (is_it)
			return true;
	}
	return false;
}

bool
up_said_nothing(struct up_user *user)
{
	return user->said.len == 0;
}

/* ---- all of it ---- */

static uint64_t
clock_ms(void *arg)
{
	return ((struct uplink_rig *)arg)->now_ms;
}

static const struct icq_charset *
page(void *arg, const char *name)
{
	(void)arg;
	cr_expect_str_eq(name, "windows-1252");
	return NULL; /* UTF-8 */
}

static const char *const lobby[] = { "#lobby", "#two" };

void
up_open(struct uplink_rig *r, enum conf_uplink_protocol protocol)
{
	struct err e = { .text = "" };

	memset(r, 0, sizeof(*r));
	r->now_ms = 1000000;
	r->loop = loop_new(LOOP_BACKEND_POLL, (struct clock){ clock_ms, clock_ms, r }, &e);
	cr_assert_not_null(r->loop, "%s", e.text);
	buf_init(&r->stream, 1 << 20);
	r->us = uplinks_make(&(struct uplinks_env){
		.loop = r->loop, .irc = &irc, .irc_arg = r, .dial = dial, .dial_arg = r, .page = page });
	r->uplink = (struct conf_uplink){
		.name = "out",
		.protocol = protocol,
		.server = "192.0.2.1:4000",
		.address = "192.0.2.1",
		.port = 4000,
		.bos_address = "192.0.2.2",
		.bos_port = 5191,
		.uin = UP_UIN,
		.password = "secret1",
		.charset = "windows-1252",
		.keepalive_ms = 60000,
		.retry_ms = 10000,
		.retry_max_ms = 600000,
		.max_queue = 50,
	};
	r->contact[0] = (struct conf_contact){
		.uin = UP_ANNA, .uplink = "out", .nick = "anna", .channels = lobby, .n_channels = 1
	};
	r->contact[1] =
		(struct conf_contact){ .uin = UP_BORIS, .uplink = "out", .nick = "boris", .person = "alice" };
	r->contact[2] = (struct conf_contact){ .uin = 100004,
		.uplink = "out",
		.nick = "both",
		.channels = lobby,
		.n_channels = 2,
		.person = "alice" };
	r->n_contacts = 2;
	up_set(r);
}

void
up_set(struct uplink_rig *r)
{
	uplinks_set(r->us, &(struct uplink_sections){ &r->uplink, 1, r->contact, r->n_contacts });
	up_turns(r);
}

void
up_close(struct uplink_rig *r)
{
	uplinks_end(r->us);
	cr_expect_null(r->pipe.ops, "the connection is still there");
	for (size_t i = 0; i < UP_USERS; i++) {
		cr_expect_null(r->user[i].ops, "%s is still on IRC", r->user[i].nick);
		buf_release(&r->user[i].said);
	}
	buf_release(&r->stream);
	loop_free(r->loop);
}

void
up_turns(struct uplink_rig *r)
{
	struct err e;

	for (int i = 0; i < 3; i++)
		cr_assert_eq(loop_turn(r->loop, 0, &e), 0);
}

void
up_pass(struct uplink_rig *r, uint64_t ms)
{
	while (ms > 0) {
		uint64_t step = ms < 1000 ? ms : 1000;

		r->now_ms += step;
		ms -= step;
		up_turns(r);
	}
}

enum uplink_state
up_state(const struct uplink_rig *r)
{
	return CONTAINER_OF(r->us->all.next, struct uplink, in_uplinks)->state;
}

/* ---- legacy ---- */

/* The i-th datagram; data lives until the next call. */
static struct udp_packet
packet(const struct uplink_rig *r, size_t i)
{
	static struct udp_plain plain;
	struct udp_packet p;

	cr_assert_eq(udp_packet_from_client(&p, view_of(r->datagram[i].bytes, r->datagram[i].n), &plain),
		UDP_PACKET_OK);
	cr_assert_eq(p.check, UDP_CHECK_OK);
	cr_assert_eq(p.version, ICQ_V5);
	return p;
}

bool
up_has_sent(struct uplink_rig *r)
{
	while (r->n_taken < r->n_datagrams && packet(r, r->n_taken).cmd == UDP_ACK)
		r->n_taken++;
	return r->n_taken < r->n_datagrams;
}

struct udp_packet
up_take(struct uplink_rig *r, uint16_t cmd)
{
	struct udp_packet p;

	cr_assert(up_has_sent(r), "%04x was not sent", cmd);
	p = packet(r, r->n_taken++);
	cr_assert_eq(p.cmd, cmd, "%04x instead of %04x", p.cmd, cmd);
	return p;
}

size_t
up_acks(struct uplink_rig *r, uint16_t seq1)
{
	size_t n = 0;

	for (size_t i = 0; i < r->n_datagrams; i++) {
		struct udp_packet p = packet(r, i);

		n += p.cmd == UDP_ACK && p.seq1 == seq1;
	}
	r->n_taken = r->n_datagrams = 0;
	return n;
}

uint32_t
up_session(const struct uplink_rig *r)
{
	return packet(r, 0).session;
}

void
up_say_as(struct uplink_rig *r, const struct udp_packet *p)
{
	char out[UDP_PACKET_MAX];

	up_bytes(r, udp_packet_to_client(p, 7, out, sizeof(out)));
}

static uint32_t session; /* of the login that is there */

void
up_say(struct uplink_rig *r, uint16_t cmd, uint16_t seq1, struct view data)
{
	up_say_as(r,
		&(struct udp_packet){ .version = ICQ_V5,
			.cmd = cmd,
			.seq1 = seq1,
			.uin = UP_UIN,
			.session = session,
			.data = data });
	up_turns(r);
}

void
up_ack(struct uplink_rig *r, const struct udp_packet *p)
{
	up_say_as(r,
		&(struct udp_packet){ .version = ICQ_V5,
			.cmd = UDP_ACK,
			.seq1 = p->seq1,
			.uin = UP_UIN,
			.session = p->session });
	up_turns(r);
}

void
up_login(struct uplink_rig *r)
{
	static const uint16_t after[] = { UDP_C_CONTACTS, UDP_C_STATUS, UDP_C_OFFLINE_ASK };
	struct udp_packet p;
	char data[64];
	struct icq_out out = icq_out(data, sizeof(data));

	up_connected(r);
	p = up_take(r, UDP_C_LOGIN);
	session = p.session;
	up_ack(r, &p);
	udp_hello_put(&out, ICQ_V5, &(struct udp_hello){ .uin = UP_UIN, .keepalive_s = 120 });
	up_say(r, UDP_S_HELLO, 0, icq_out_view(&out));
	for (size_t i = 0; i < ARRAY_LEN(after); i++) {
		p = up_take(r, after[i]);
		up_ack(r, &p);
	}
	cr_assert_eq(up_state(r), UPLINK_ONLINE);
	r->n_taken = r->n_datagrams = 0;
}
