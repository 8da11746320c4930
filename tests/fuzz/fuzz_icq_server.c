/*
 * The server of ICQ's legacy protocol between clients that have logged in and strangers.  A script is steps of a byte and what belongs to it:
 * a client logs in, a packet of any command in its name, any bytes from anywhere, an acknowledgement, time, words of the core.  Whatever
 * comes, strangers are told no more bytes than they sent, nobody has a session who has not logged in, and what waits for clients is bounded.
 */
#include <assert.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "core/hash.h"
#include "core/rng.h"
#include "icq/icq_bytes.h"
#include "icq/udp_cmd.h"
#include "icq/udp_login.h"
#include "icq/udp_server.h"
#include "tests/icq/fake_core.h"
#include "tests/icq/sim_net.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define PEOPLE	    4 /* clients that know a password; the version is the number */
#define STRANGERS   4
#define UIN	    100001u
#define STEPS_MAX   400
#define MAX_QUEUE   12
#define ANSWERS_MAX 48 /* of one packet: what is found, the parts of an info */

enum step { LOGIN, PACKET, BYTES, ACK, TIME, SAY, MOOD, STEPS };

struct person {
	struct peer_addr peer;
	uint32_t uin, session;
	char password[20];
	struct udp_packet last; /* that it was told, to be acknowledged */
};

static struct {
	struct sim_net net; /* its clock alone */
	struct loop *loop;
	struct icq *icq;
	struct udp_server *srv;
	struct person person[PEOPLE];
	struct {
		struct peer_addr peer;
		uint64_t in, out;
	} stranger[STRANGERS];
} w;

static bool
is_at(const struct peer_addr *a, const struct peer_addr *b)
{
	return a->port == b->port && memcmp(a->ip, b->ip, sizeof(a->ip)) == 0;
}

static void
on_send(void *arg, size_t listener, const struct peer_addr *to, struct view bytes)
{
	(void)arg;
	assert(listener == 0 && bytes.n >= 6 && bytes.n <= UDP_PACKET_MAX);
	for (size_t i = 0; i < STRANGERS; i++) {
		if (is_at(to, &w.stranger[i].peer)) {
			w.stranger[i].out += bytes.n;
			return;
		}
	}
	for (size_t i = 0; i < PEOPLE; i++) {
		struct udp_packet p = { .version = (enum icq_protocol)i };

		if (!is_at(to, &w.person[i].peer) || udp_packet_from_server(&p, bytes) != UDP_PACKET_OK)
			continue;
		if (p.cmd != UDP_ACK)
			w.person[i].last = p;
		return;
	}
}

static void
begin(void)
{
	if (w.loop == NULL) {
		hash_init();
		w.net.now_ms = 1000;
		w.loop = loop_new(LOOP_BACKEND_BEST, sim_net_clock(&w.net), NULL);
		assert(w.loop != NULL);
	}
	w.icq = fake_core_new(w.loop);
	w.icq->conf.max_queue = MAX_QUEUE;
	w.srv = udp_server_new(w.icq, on_send, NULL);
	for (uint32_t i = 0; i < PEOPLE; i++) {
		struct person *p = &w.person[i];
		uint64_t secret;

		*p = (struct person){
			.peer = sim_peer("10.0.0.1", (uint16_t)(5000 + i)), .uin = UIN + i, .session = 7
		};
		rng_bytes(&secret, sizeof(secret)); /* that no mutation finds it */
		(void)snprintf(p->password, sizeof(p->password), "%016llx", (unsigned long long)secret);
		fake_core_account(w.icq, p->uin, p->password);
	}
	for (uint32_t i = 0; i < STRANGERS; i++) {
		w.stranger[i].peer = sim_peer("10.0.0.2", (uint16_t)(6000 + i));
		w.stranger[i].in = w.stranger[i].out = 0;
	}
}

static void
receive(const struct peer_addr *from, struct view bytes)
{
	for (size_t i = 0; i < STRANGERS; i++)
		w.stranger[i].in += is_at(from, &w.stranger[i].peer) ? bytes.n : 0;
	(void)udp_server_receive(w.srv, 0, from, bytes);
}

static void throw(size_t who, const struct peer_addr *from, uint16_t cmd, uint16_t seq, struct view data)
{
	static uint8_t bytes[UDP_PACKET_MAX];
	const struct person *p = &w.person[who];
	const struct udp_packet q = { .version = (enum icq_protocol)who,
		.cmd = cmd,
		.seq1 = seq,
		.seq2 = seq,
		.uin = p->uin,
		.session = p->session,
		.data = data };

	receive(from, udp_packet_to_server(&q, seq * 0x01010101u, bytes, sizeof(bytes)));
}

static void
log_in(size_t who, uint16_t seq)
{
	uint8_t bytes[128];
	struct icq_out out = icq_out(bytes, sizeof(bytes));

	udp_login_put(&out, (enum icq_protocol)who,
		&(struct udp_login){ .password = view_z(w.person[who].password) });
	throw(who, &w.person[who].peer, UDP_C_LOGIN, seq, icq_out_view(&out));
}

/* Somebody who has logged in, or a stranger in his name. */
static const struct peer_addr *
source(uint8_t b)
{
	return b < 0x80 ? &w.person[b % PEOPLE].peer : &w.stranger[b % STRANGERS].peer;
}

static void
pass_time(uint64_t ms)
{
	w.net.now_ms += ms;
	if (loop_turn(w.loop, 0, NULL) == -1)
		assert(false);
}

static void
set_mood(uint8_t b)
{
	w.icq->is_busy = (b & 1) != 0;
	w.icq->is_late = (b & 2) != 0;
	if ((b & 0x80) != 0 && w.icq->account[b % PEOPLE].session != NULL)
		fake_core_end(w.icq, UIN + b % PEOPLE, ICQ_END_GONE);
}

static void
step(struct icq_in *in)
{
	enum step what = (enum step)(icq_get_u8(in) % STEPS);
	uint8_t who = icq_get_u8(in);
	uint16_t cmd;

	switch (what) {
	case LOGIN:
		log_in(who % PEOPLE, icq_get_u8(in));
		return;
	case PACKET:
		cmd = icq_get_u16_le(in);
		throw(who % PEOPLE, source(who), cmd, icq_get_u8(in), icq_get_block(in));
		return;
	case BYTES:
		receive(source(who), icq_get_block(in));
		return;
	case ACK:
		throw(who % PEOPLE, &w.person[who % PEOPLE].peer, UDP_ACK, w.person[who % PEOPLE].last.seq1,
			VIEW(""));
		return;
	case TIME:
		pass_time((uint64_t)who * 250);
		return;
	case SAY:
		fake_core_say(w.icq, UIN + who % PEOPLE,
			icq_get_u8(in) % 2 == 0 ? FAKE_CHANNEL : UIN + who / PEOPLE % PEOPLE,
			icq_get_name(in));
		return;
	case MOOD:
		set_mood(who);
		return;
	case STEPS:
		return;
	}
}

static void
expect_order(void)
{
	struct udp_server_stats st;

	udp_server_stats(w.srv, &st);
	assert(st.sessions == w.icq->n_sessions && st.sessions <= PEOPLE);
	assert(st.waiting <= st.sessions * (MAX_QUEUE + FAKE_CONTACTS + ANSWERS_MAX));
	for (size_t i = 0; i < STRANGERS; i++)
		assert(w.stranger[i].out <= w.stranger[i].in);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct icq_in in = icq_in(view_of(data, size));

	begin();
	for (int i = 0; i < STEPS_MAX && in.n != 0; i++) {
		step(&in);
		expect_order();
	}
	udp_server_free(w.srv);
	assert(w.icq->n_sessions == 0);
	fake_core_free(w.icq);
	return 0;
}
