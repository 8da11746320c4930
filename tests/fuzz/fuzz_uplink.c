/*
 * What servers of ICQ outside send, and what it makes puppets say.  The first byte says which protocol it is and how the rest is cut.  OSCAR:
 * bytes of both connections, one after the other.  The legacy protocol: records of a kind, a length and bytes; a datagram as it is, or a
 * command, a number and a payload that are put into a packet of the session.  Whatever comes, lines of IRC are whole, and queues have their
 * limit.
 */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "core/log.h"
#include "core/rng.h"
#include "icq/icq_bytes.h"
#include "icq/udp_packet.h"
#include "icq/uplink_priv.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { UIN = 100001, ANNA = 100002, BORIS = 100003, USERS = 4, QUEUE = 20 };

struct user {
	const struct module_user_ops *ops;
	void *arg;
	bool is_in;
	size_t n_said;
};

static struct outside {
	struct loop *loop;
	uint64_t now_ms;
	struct uplinks *us;
	struct uplink_pipe pipe;
	bool is_open, is_udp;
	uint32_t session; /* of the legacy protocol: what the client has made up */
	struct user user[USERS];
} out;

/* ---- the way outside ---- */

static void
pipe_send(struct uplink_pipe *p, struct view bytes)
{
	static struct udp_plain plain;
	struct udp_packet packet;

	(void)p;
	assert(out.is_open && bytes.n > 0);
	if (!out.is_udp)
		return;
	assert(udp_packet_from_client(&packet, bytes, &plain) == UDP_PACKET_OK);
	assert(packet.uin == UIN && packet.check == UDP_CHECK_OK);
	out.session = packet.session;
}

static void
pipe_close(struct uplink_pipe *p)
{
	(void)p;
	out.is_open = false;
	out.pipe.ops = NULL;
}

static const struct uplink_pipe_kind kind = { pipe_send, pipe_close };

static struct uplink_pipe *
dial(void *arg, const struct uplink_way *way, const struct uplink_pipe_ops *ops, void *owner, struct err *e)
{
	(void)arg;
	(void)e;
	assert(out.pipe.ops == NULL);
	out.is_udp = way->is_udp;
	out.pipe = (struct uplink_pipe){ &kind, ops, owner };
	return &out.pipe;
}

/* ---- IRC ---- */

static struct module_user *
irc_open(void *arg, const struct module_user_conf *conf)
{
	(void)arg;
	for (size_t i = 0; i < USERS; i++) {
		if (out.user[i].ops == NULL) {
			out.user[i] = (struct user){ .ops = conf->ops, .arg = conf->arg };
			return (struct module_user *)&out.user[i];
		}
	}
	return NULL;
}

static bool
irc_say(struct module_user *u, struct view line)
{
	struct user *user = (struct user *)u;

	assert(user->ops != NULL && line.n > 0 && line.n <= 510);
	assert(!view_has_any(line, VIEW("\r\n\0")));
	user->n_said++;
	return true;
}

static void
irc_hear(struct module_user *u)
{
	(void)u;
}

static void
irc_close(struct module_user *u, struct view reason)
{
	(void)reason;
	if (u != NULL)
		((struct user *)u)->ops = NULL;
}

static void
irc_logged_in(void *arg, struct view account, module_nick_fn *fn, void *to)
{
	(void)arg;
	(void)account;
	(void)fn(to, VIEW("alice"));
}

static const struct uplink_irc irc = { irc_open, irc_say, irc_hear, irc_close, irc_logged_in };

/* They are let in, and somebody speaks to them. */
static void
welcome(void)
{
	for (size_t i = 0; i < USERS; i++) {
		struct user *u = &out.user[i];

		if (u->ops == NULL)
			continue;
		if (!u->is_in)
			(void)u->ops->hear(u->arg, VIEW(":irc.example 001 puppet :Welcome"));
		u->is_in = true;
		(void)u->ops->hear(u->arg, VIEW(":al!a@b PRIVMSG puppet :hello"));
	}
}

/* ---- all of it ---- */

static uint64_t
clock_ms(void *arg)
{
	(void)arg;
	return out.now_ms;
}

static const struct icq_charset *
page(void *arg, const char *name)
{
	(void)arg;
	(void)name;
	return NULL;
}

static void
turn(void)
{
	struct err e;

	out.now_ms += 50;
	for (int i = 0; i < 2; i++)
		assert(loop_turn(out.loop, 0, &e) == 0);
	if (out.pipe.ops != NULL && !out.is_open) {
		out.is_open = true;
		out.pipe.ops->open(out.pipe.owner);
	}
}

static void
take(struct view bytes)
{
	const struct uplink *u = CONTAINER_OF(out.us->all.next, struct uplink, in_uplinks);

	if (out.is_open)
		out.pipe.ops->take(out.pipe.owner, bytes);
	turn();
	welcome();
	assert(u->queue.n < QUEUE + UPLINK_QUEUE_OVER);
}

static void
begin(bool is_udp)
{
	static const char *const channels[] = { "#lobby" };
	static const struct conf_contact contact[] = {
		{ .uin = ANNA, .uplink = "out", .nick = "anna", .channels = channels, .n_channels = 1 },
		{ .uin = BORIS, .uplink = "out", .nick = "boris", .person = "alice" },
	};
	const struct conf_uplink uplink = {
		.name = "out",
		.protocol = is_udp ? CONF_UPLINK_LEGACY : CONF_UPLINK_OSCAR,
		.address = "192.0.2.1",
		.port = 4000,
		.bos_address = "192.0.2.1",
		.bos_port = 5190,
		.uin = UIN,
		.password = "secret1",
		.charset = "utf-8",
		.keepalive_ms = 60000,
		.retry_ms = 10,
		.retry_max_ms = 100,
		.max_queue = QUEUE,
	};
	struct err e;

	memset(&out, 0, sizeof(out));
	out.now_ms = 1000;
	out.loop = loop_new(LOOP_BACKEND_POLL, (struct clock){ clock_ms, clock_ms, NULL }, &e);
	assert(out.loop != NULL);
	out.us = uplinks_make(
		&(struct uplinks_env){ .loop = out.loop, .irc = &irc, .dial = dial, .page = page });
	uplinks_set(out.us, &(struct uplink_sections){ &uplink, 1, contact, ARRAY_LEN(contact) });
	turn();
}

static void
end(void)
{
	uplinks_end(out.us);
	assert(out.pipe.ops == NULL);
	for (size_t i = 0; i < USERS; i++)
		assert(out.user[i].ops == NULL);
	loop_free(out.loop);
}

static void
oscar(struct view in, size_t step)
{
	while (in.n > 0) {
		take(view_left(in, step));
		in = view_skip(in, step);
	}
}

static void
legacy(struct view script)
{
	struct icq_in in = icq_in(script);

	while (in.n > 0) {
		bool is_built = (icq_get_u8(&in) & 1) != 0;
		struct view bytes = icq_get_bytes(&in, icq_get_u8(&in));
		struct udp_packet p = { .version = ICQ_V5, .uin = UIN, .session = out.session };
		struct icq_in of = icq_in(bytes);
		char datagram[UDP_HEADER_MAX + UINT8_MAX];

		if (in.bad)
			return;
		if (is_built) {
			p.cmd = icq_get_u16_le(&of);
			p.seq1 = icq_get_u16_le(&of);
			p.data = icq_get_rest(&of);
			bytes = udp_packet_to_client(&p, 7, datagram, sizeof(datagram));
		}
		take(bytes);
	}
}

static void
quiet(void *arg, enum log_level level, const char *area, const char *text)
{
	(void)arg;
	(void)level;
	(void)area;
	assert(text != NULL);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static bool is_ready;
	struct err e;

	if (!is_ready) {
		assert(rng_init(&e) == 0);
		log_set_sink(quiet, NULL);
		is_ready = true;
	}
	if (size == 0)
		return 0;
	begin((data[0] & 1) != 0);
	if ((data[0] & 1) != 0)
		legacy(view_of(data + 1, size - 1));
	else
		oscar(view_of(data + 1, size - 1), 1 + data[0] / 2U * 8);
	end();
	return 0;
}
