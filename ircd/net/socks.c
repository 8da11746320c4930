/*
 * The dialogue of version 5: the ways to log in that we know; user and password, if the proxy wants them; the address; the answer, whose own
 * address counts for a relay of UDP only.  Each answer is taken in pieces whose length is certain from what came before.
 */
#include "net/socks.h"

#include <arpa/inet.h>
#include <assert.h>
#include <sodium.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "core/mem.h"

enum {
	VERSION = 5,
	VERSION_LOGIN = 1, /* RFC 1929 has a version of its own */
	WAY_OPEN = 0,
	WAY_LOGIN = 2,
	WAY_NONE = 0xff,
	CONNECT = 1,
	ASSOCIATE = 3,
	VERSION_4 = 4,
	ANSWER_4_BYTES = 8,
	KIND_INET = 1,
	KIND_NAME = 3,
	KIND_INET6 = 4,
	PORT_BYTES = 2,
	OUT_MAX = 3 +
		2 * SOCKS_NAME_MAX, /* a log-in is the longest; a question of version 4 has a user and an address */
};

/* What is awaited. */
enum phase { PHASE_WAY, PHASE_LOGIN, PHASE_ANSWER, PHASE_NAME_LENGTH, PHASE_ADDRESS, PHASE_ANSWER_4 };

struct socks {
	enum socks_step step;
	enum phase phase;
	enum dial_result result;
	const char *why;
	bool associates;
	struct addr to;
	uint8_t bound_kind;
	struct addr bound; /* len 0: none, or a name */
	size_t user_n, password_n;
	char user[SOCKS_NAME_MAX], password[SOCKS_NAME_MAX];
	size_t in_n, in_want;
	uint8_t in[SOCKS_WANTS_MAX];
	size_t out_off, out_n;
	uint8_t out[OUT_MAX];
};

static void
fail(struct socks *s, enum dial_result result, const char *why)
{
	s->step = SOCKS_FAILED;
	s->result = result;
	s->why = why;
}

static void
put(struct socks *s, const void *p, size_t n)
{
	assert(n <= sizeof(s->out) - s->out_n);
	memcpy(s->out + s->out_n, p, n);
	s->out_n += n;
}

static void
put_byte(struct socks *s, size_t byte)
{
	const uint8_t b = (uint8_t)byte;

	put(s, &b, 1);
}

static void
await(struct socks *s, enum phase phase, size_t n)
{
	assert(n >= 1 && n <= sizeof(s->in));
	s->step = SOCKS_RECEIVE;
	s->phase = phase;
	s->in_n = 0;
	s->in_want = n;
}

/* What put() has gathered goes out, and then an answer of n bytes is awaited. */
static void
ask(struct socks *s, enum phase phase, size_t n)
{
	await(s, phase, n);
	s->step = SOCKS_SEND;
	s->out_off = 0;
}

static void
ask_way(struct socks *s)
{
	put_byte(s, VERSION);
	put_byte(s, s->user_n > 0 ? 2 : 1);
	put_byte(s, WAY_OPEN);
	if (s->user_n > 0)
		put_byte(s, WAY_LOGIN);
	ask(s, PHASE_WAY, 2);
}

static void
ask_login(struct socks *s)
{
	put_byte(s, VERSION_LOGIN);
	put_byte(s, s->user_n);
	put(s, s->user, s->user_n);
	put_byte(s, s->password_n);
	put(s, s->password, s->password_n);
	ask(s, PHASE_LOGIN, 2);
}

static void
ask_connect(struct socks *s)
{
	bool inet = s->to.u.sa.sa_family == AF_INET;

	put_byte(s, VERSION);
	put_byte(s, s->associates ? ASSOCIATE : CONNECT);
	put_byte(s, 0);
	put_byte(s, inet ? KIND_INET : KIND_INET6);
	if (inet) {
		put(s, &s->to.u.in.sin_addr, sizeof(s->to.u.in.sin_addr));
		put(s, &s->to.u.in.sin_port, PORT_BYTES);
	} else {
		put(s, &s->to.u.in6.sin6_addr, sizeof(s->to.u.in6.sin6_addr));
		put(s, &s->to.u.in6.sin6_port, PORT_BYTES);
	}
	ask(s, PHASE_ANSWER, 4);
}

static void
on_way(struct socks *s)
{
	if (s->in[0] != VERSION)
		fail(s, DIAL_PROXY, "what is there does not speak SOCKS 5");
	else if (s->in[1] == WAY_OPEN)
		ask_connect(s);
	else if (s->in[1] == WAY_LOGIN && s->user_n > 0)
		ask_login(s);
	else if (s->in[1] == WAY_NONE)
		fail(s, DIAL_PROXY,
			s->user_n > 0 ? "SOCKS: neither our user and password nor to come without is accepted"
				      : "SOCKS: a user and a password are wanted");
	else
		fail(s, DIAL_PROXY, "SOCKS: a way to log in was chosen that we don't know");
}

static void
on_login(struct socks *s)
{
	if (s->in[0] != VERSION_LOGIN)
		fail(s, DIAL_PROXY, "SOCKS: the answer to user and password makes no sense");
	else if (s->in[1] != 0)
		fail(s, DIAL_PROXY, "SOCKS: user or password is wrong");
	else
		ask_connect(s);
}

/* RFC 1928 6. */
static void
refused(struct socks *s, uint8_t code)
{
	static const struct {
		enum dial_result result;
		const char *why;
	} row[] = {
		[1] = { DIAL_PROXY, "SOCKS: general failure of the proxy" },
		[2] = { DIAL_PROXY, "SOCKS: the rules of the proxy forbid it" },
		[3] = { DIAL_UNREACHABLE, "SOCKS: the proxy can't reach that network" },
		[4] = { DIAL_UNREACHABLE, "SOCKS: the proxy can't reach that host" },
		[5] = { DIAL_REFUSED, "SOCKS: the proxy was refused there" },
		[6] = { DIAL_UNREACHABLE, "SOCKS: the way from the proxy is too long (TTL expired)" },
		[7] = { DIAL_PROXY, "SOCKS: the proxy does not connect" },
		[8] = { DIAL_PROXY, "SOCKS: the proxy does not know this kind of address" },
	};

	if (code < ARRAY_LEN(row))
		fail(s, row[code].result, row[code].why);
	else
		fail(s, DIAL_PROXY, "SOCKS: the proxy failed with a code that nobody has given a meaning");
}

/* Behind a refusal there may be nothing more, whatever the document says. */
static void
on_answer(struct socks *s)
{
	s->bound_kind = s->in[3];
	if (s->in[0] != VERSION)
		fail(s, DIAL_PROXY, "SOCKS: the answer makes no sense");
	else if (s->in[1] != 0)
		refused(s, s->in[1]);
	else if (s->bound_kind == KIND_INET)
		await(s, PHASE_ADDRESS, sizeof(struct in_addr) + PORT_BYTES);
	else if (s->bound_kind == KIND_INET6)
		await(s, PHASE_ADDRESS, sizeof(struct in6_addr) + PORT_BYTES);
	else if (s->bound_kind == KIND_NAME)
		await(s, PHASE_NAME_LENGTH, 1);
	else
		fail(s, DIAL_PROXY, "SOCKS: the answer makes no sense");
}

static void
take_bound(struct socks *s)
{
	const uint8_t *port;

	if (s->bound_kind == KIND_INET) {
		s->bound.len = sizeof(s->bound.u.in);
		s->bound.u.in.sin_family = AF_INET;
		memcpy(&s->bound.u.in.sin_addr, s->in, sizeof(s->bound.u.in.sin_addr));
		port = s->in + sizeof(s->bound.u.in.sin_addr);
		memcpy(&s->bound.u.in.sin_port, port, PORT_BYTES);
	} else if (s->bound_kind == KIND_INET6) {
		s->bound.len = sizeof(s->bound.u.in6);
		s->bound.u.in6.sin6_family = AF_INET6;
		memcpy(&s->bound.u.in6.sin6_addr, s->in, sizeof(s->bound.u.in6.sin6_addr));
		port = s->in + sizeof(s->bound.u.in6.sin6_addr);
		memcpy(&s->bound.u.in6.sin6_port, port, PORT_BYTES);
	}
	s->step = SOCKS_THROUGH;
}

/* ---- version 4: one question, one answer ---- */

/* What 4 has no form for goes as 4A has names: an address that can't be (0.0.0.1), and behind the user what is meant. */
static void
ask_connect_4(struct socks *s)
{
	static const uint8_t no_address[] = { 0, 0, 0, 1 };
	bool inet = s->to.u.sa.sa_family == AF_INET;
	char name[INET6_ADDRSTRLEN] = "";

	put_byte(s, VERSION_4);
	put_byte(s, CONNECT);
	put(s, inet ? &s->to.u.in.sin_port : &s->to.u.in6.sin6_port, PORT_BYTES);
	if (inet)
		put(s, &s->to.u.in.sin_addr, sizeof(s->to.u.in.sin_addr));
	else
		put(s, no_address, sizeof(no_address));
	put(s, s->user, strnlen(s->user, s->user_n));
	put_byte(s, 0);
	if (!inet && inet_ntop(AF_INET6, &s->to.u.in6.sin6_addr, name, sizeof(name)) != NULL)
		put(s, name, strlen(name) + 1);
	ask(s, PHASE_ANSWER_4, ANSWER_4_BYTES);
}

static void
on_answer_4(struct socks *s)
{
	static const struct {
		enum dial_result result;
		const char *why;
	} row[] = {
		{ DIAL_REFUSED, "SOCKS: the proxy was refused there, or its rules forbid it" },
		{ DIAL_PROXY, "SOCKS: the proxy asks identd who we are, and there is none here" },
		{ DIAL_PROXY, "SOCKS: identd says that we are another user" },
	};
	enum { GRANTED = 0x5a };
	size_t code = s->in[1];

	if (s->in[0] != 0)
		fail(s, DIAL_PROXY, "what is there does not speak SOCKS 4");
	else if (code == GRANTED)
		s->step = SOCKS_THROUGH;
	else if (code > GRANTED && code - GRANTED <= ARRAY_LEN(row))
		fail(s, row[code - GRANTED - 1].result, row[code - GRANTED - 1].why);
	else
		fail(s, DIAL_PROXY, "SOCKS: the proxy failed with a code that nobody has given a meaning");
}

static void
on_all(struct socks *s)
{
	switch (s->phase) {
	case PHASE_WAY:
		on_way(s);
		break;
	case PHASE_LOGIN:
		on_login(s);
		break;
	case PHASE_ANSWER:
		on_answer(s);
		break;
	case PHASE_NAME_LENGTH:
		await(s, PHASE_ADDRESS, (size_t)s->in[0] + PORT_BYTES);
		break;
	case PHASE_ADDRESS:
		take_bound(s);
		break;
	case PHASE_ANSWER_4:
		on_answer_4(s);
		break;
	}
}

struct socks *
socks_new(const struct socks_ask *ask_for)
{
	struct socks *s = mem_zalloc(sizeof(*s));
	struct view user = ask_for->user, password = ask_for->password;

	assert(user.n <= SOCKS_NAME_MAX && password.n <= SOCKS_NAME_MAX);
	assert(!ask_for->associates || ask_for->kind == DIAL_SOCKS_5);
	s->associates = ask_for->associates;
	if (s->associates) /* any, of port 0: nobody knows yet from where datagrams will come */
		s->to.u.sa.sa_family = AF_INET;
	else
		s->to = *ask_for->to;
	assert(s->to.u.sa.sa_family == AF_INET || s->to.u.sa.sa_family == AF_INET6);
	s->user_n = user.n;
	s->password_n = password.n;
	if (user.n > 0)
		memcpy(s->user, user.p, user.n);
	if (password.n > 0)
		memcpy(s->password, password.p, password.n);
	if (ask_for->kind == DIAL_SOCKS_4)
		ask_connect_4(s);
	else
		ask_way(s);
	return s;
}

void
socks_free(struct socks *s)
{
	if (s == NULL)
		return;
	sodium_memzero(s, sizeof(*s));
	mem_free(s);
}

enum socks_step
socks_step(const struct socks *s)
{
	return s->step;
}

struct view
socks_output(const struct socks *s)
{
	return view_of(s->out + s->out_off, s->out_n - s->out_off);
}

void
socks_sent(struct socks *s, size_t n)
{
	assert(s->step == SOCKS_SEND && n <= s->out_n - s->out_off);
	s->out_off += n;
	if (s->out_off < s->out_n)
		return;
	s->out_off = s->out_n = 0;
	s->step = SOCKS_RECEIVE;
}

size_t
socks_wants(const struct socks *s)
{
	return s->in_want - s->in_n;
}

void
socks_feed(struct socks *s, struct view bytes)
{
	assert(s->step == SOCKS_RECEIVE && bytes.n <= socks_wants(s));
	if (bytes.n > 0)
		memcpy(s->in + s->in_n, bytes.p, bytes.n);
	s->in_n += bytes.n;
	if (s->in_n == s->in_want)
		on_all(s);
}

bool
socks_bound(const struct socks *s, struct addr *out)
{
	assert(s->step == SOCKS_THROUGH);
	*out = s->bound;
	return s->bound.len != 0;
}

enum dial_result
socks_result(const struct socks *s)
{
	assert(s->step == SOCKS_FAILED);
	return s->result;
}

const char *
socks_why(const struct socks *s)
{
	assert(s->step == SOCKS_FAILED);
	return s->why;
}
