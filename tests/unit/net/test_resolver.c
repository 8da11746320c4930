/* Lookups through a real c-ares, of a server that runs in the test's own loop and says what the test wants. */
#include "net/resolver.h"

#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "core/hash.h"
#include "core/loop.h"
#include "core/mem.h"
#include "core/rng.h"
#include "tests/unit/net/dns_bytes.h"
#include "tests/unit/net/net_rig.h"

enum manner {
	ANSWERS,
	IS_SILENT,
	SAYS_NXDOMAIN,
	SAYS_SERVFAIL,
	SAYS_OTHER_ID, /* a spoofed answer, and then none */
	SAYS_GARBAGE,
	SAYS_TRUNCATED, /* by UDP; by TCP all */
};

struct fake {
	struct rig *rig;
	struct resolver *resolver;
	struct watch udp, tcp, conn;
	char server[32];
	enum manner manner; /* for PTR */
	const char *name;   /* NULL: no row */
	const char *name_2; /* a second one, or NULL */
	const char *owner;  /* which name has the address; NULL: the first */
	const char *address;
	uint32_t ttl_s;
	size_t n_ptr, n_addresses, n_tcp;
};

struct told {
	size_t n;
	bool any;
	char name[DNS_HOST_LEN + 1]; /* "" for none */
	struct handle who;
};

/* The question's name as text; its type. */
static unsigned
question(const uint8_t *p, size_t n, char text[256])
{
	size_t at = 12, len = 0;

	while (at < n && p[at] != 0) {
		memcpy(text + len, p + at + 1, p[at]);
		len += p[at];
		text[len++] = '.';
		at += p[at] + 1u;
	}
	text[len != 0 ? len - 1 : 0] = '\0';
	return (unsigned)(p[at + 1] << 8 | p[at + 2]);
}

static void
put_rows(struct fake *f, struct dns_bytes *d, const char *name, unsigned type)
{
	const char *owner = f->owner != NULL ? f->owner : f->name;
	uint8_t ip[16];

	if (type == DNS_PTR) {
		if (f->name != NULL)
			dns_row_name(d, name, type, f->ttl_s, f->name);
		if (f->name_2 != NULL)
			dns_row_name(d, name, type, 300, f->name_2);
	} else if (owner != NULL && strcmp(name, owner) == 0) {
		cr_assert_eq(inet_pton(type == DNS_A ? AF_INET : AF_INET6, f->address, ip), 1);
		dns_row(d, name, type, f->ttl_s, view_of(ip, type == DNS_A ? 4 : 16));
	}
}

/* False: nothing is said. */
static bool
make_answer(struct fake *f, const uint8_t *p, size_t n, struct dns_bytes *d, bool is_tcp)
{
	char name[256];
	unsigned type = question(p, n, name);
	enum manner manner = type == DNS_PTR ? f->manner : ANSWERS;

	f->n_ptr += type == DNS_PTR;
	f->n_addresses += type != DNS_PTR;
	dns_begin(d, DNS_FLAGS_OK, name, type);
	put_rows(f, d, name, type);
	memcpy(d->p, p, 2);
	if (manner == SAYS_NXDOMAIN || manner == SAYS_SERVFAIL)
		d->p[3] = (uint8_t)((d->p[3] & 0xf0) | (manner == SAYS_NXDOMAIN ? 3 : 2));
	if (manner == SAYS_OTHER_ID)
		d->p[1] ^= 1;
	if (manner == SAYS_GARBAGE)
		memset(d->p + 2, 0xff, d->n - 2);
	if (manner == SAYS_TRUNCATED && !is_tcp)
		d->p[2] |= 0x02;
	return manner != IS_SILENT;
}

static void
on_udp(struct loop *loop, unsigned ready, void *arg)
{
	static struct dns_bytes d;
	struct fake *f = arg;
	struct sockaddr_in from;
	socklen_t len = sizeof(from);
	uint8_t in[512];
	ssize_t n = recvfrom(f->udp.fd, in, sizeof(in), MSG_DONTWAIT, (struct sockaddr *)&from, &len);

	(void)loop;
	(void)ready;
	if (n > 16 && make_answer(f, in, (size_t)n, &d, false))
		(void)!sendto(f->udp.fd, d.p, d.n, 0, (struct sockaddr *)&from, len);
}

static void
on_conn(struct loop *loop, unsigned ready, void *arg)
{
	static struct dns_bytes d;
	struct fake *f = arg;
	uint8_t in[514], size[2];
	int fd = f->conn.fd;
	ssize_t n = recv(fd, in, sizeof(in), MSG_DONTWAIT);

	(void)ready;
	if (n > 18 && make_answer(f, in + 2, (size_t)n - 2, &d, true)) {
		f->n_tcp++;
		size[0] = (uint8_t)(d.n >> 8);
		size[1] = (uint8_t)d.n;
		(void)!send(fd, size, 2, MSG_NOSIGNAL);
		(void)!send(fd, d.p, d.n, MSG_NOSIGNAL);
	} else if (n <= 0) {
		loop_del(loop, &f->conn);
		(void)close(fd);
	}
}

static void
on_tcp(struct loop *loop, unsigned ready, void *arg)
{
	struct fake *f = arg;
	int fd = accept(f->tcp.fd, NULL, NULL);
	struct err e;

	(void)ready;
	cr_assert_neq(fd, -1);
	f->conn.fn = on_conn;
	f->conn.arg = f;
	cr_assert_eq(loop_add(loop, &f->conn, fd, LOOP_FEW, LOOP_READ, &e), 0);
}

static int
bound(int type, struct sockaddr_in *at)
{
	socklen_t len = sizeof(*at);
	int fd = socket(AF_INET, type, 0);

	cr_assert_neq(fd, -1);
	if (bind(fd, (struct sockaddr *)at, len) == 0 && getsockname(fd, (struct sockaddr *)at, &len) == 0)
		return fd;
	(void)close(fd);
	return -1;
}

/* Both on one port, which a server has. */
static void
bind_both(int *udp, int *tcp, struct sockaddr_in *at)
{
	*udp = -1;
	for (unsigned i = 0; i < 20 && *udp == -1; i++) {
		*at = (struct sockaddr_in){ .sin_family = AF_INET, .sin_addr = { htonl(INADDR_LOOPBACK) } };
		*tcp = bound(SOCK_STREAM, at);
		cr_assert_neq(*tcp, -1);
		*udp = bound(SOCK_DGRAM, at);
		if (*udp == -1)
			(void)close(*tcp);
	}
	cr_assert_neq(*udp, -1);
	cr_assert_eq(listen(*tcp, 5), 0);
}

static struct fake *
fake_new_clock(bool real_clock, uint64_t timeout_ms, size_t cache_max)
{
	struct fake *f = mem_zalloc(sizeof(*f));
	const char *servers[1] = { f->server };
	struct sockaddr_in at;
	struct err e;
	int udp, tcp;

	hash_init();
	cr_assert_eq(rng_init(&e), 0);
	f->rig = rig_new(LOOP_BACKEND_BEST, real_clock, &rig_conf);
	bind_both(&udp, &tcp, &at);
	(void)snprintf(f->server, sizeof(f->server), "127.0.0.1:%u", (unsigned)ntohs(at.sin_port));
	f->udp = (struct watch){ .fd = -1, .fn = on_udp, .arg = f };
	f->tcp = (struct watch){ .fd = -1, .fn = on_tcp, .arg = f };
	f->conn = (struct watch){ .fd = -1 };
	cr_assert_eq(loop_add(f->rig->loop, &f->udp, udp, LOOP_FEW, LOOP_READ, &e), 0);
	cr_assert_eq(loop_add(f->rig->loop, &f->tcp, tcp, LOOP_FEW, LOOP_READ, &e), 0);
	f->name = "pc.example.org";
	f->address = "192.0.2.1";
	f->ttl_s = 300;
	f->resolver = resolver_new(f->rig->loop,
		&(struct resolver_conf){ .servers = servers,
			.n_servers = 1,
			.timeout_ms = timeout_ms,
			.cache_max = cache_max },
		&e);
	cr_assert_not_null(f->resolver, "%s", e.text);
	return f;
}

static struct fake *
fake_new(uint64_t timeout_ms, size_t cache_max)
{
	return fake_new_clock(true, timeout_ms, cache_max);
}

static void
drop(struct fake *f, struct watch *w)
{
	int fd = w->fd;

	if (fd == -1)
		return;
	loop_del(f->rig->loop, w);
	(void)close(fd);
}

static void
fake_free(struct fake *f)
{
	resolver_free(f->resolver);
	drop(f, &f->udp);
	drop(f, &f->tcp);
	drop(f, &f->conn);
	rig_free(f->rig);
	mem_free(f);
}

static void
on_done(void *arg, struct handle who, const char *name)
{
	struct told *t = arg;

	t->n++;
	t->any = true;
	t->who = who;
	(void)view_copy(view_z(name), t->name, sizeof(t->name));
}

/* Asks for 192.0.2.<last>, or what f->address says when 0. */
static enum resolver_verdict
ask(struct fake *f, unsigned last, struct told *t)
{
	struct resolver_ask ask = { .done = on_done, .arg = t, .who = { 7, 9 } };
	struct peer_addr peer = { .family = AF_INET, .port = 40000, .ip = { 192, 0, 2, (uint8_t)last } };

	if (last == 0 && strchr(f->address, ':') != NULL) {
		peer.family = AF_INET6;
		cr_assert_eq(inet_pton(AF_INET6, f->address, peer.ip), 1);
	}
	return resolver_ask(f->resolver, &peer, &ask, t->name);
}

/* Waits for the answer; "" for none. */
static const char *
answer(struct fake *f, unsigned last)
{
	static struct told t;

	t = (struct told){ .n = 0 };
	cr_assert_eq(ask(f, last, &t), RESOLVER_WAIT);
	cr_assert_eq(t.n, 0);
	cr_assert(rig_until(f->rig, &t.any));
	cr_expect_eq(t.n, 1);
	cr_expect_eq(t.who.slot, 7);
	cr_expect_eq(t.who.gen, 9);
	return t.name;
}

#define LONG_MS 20000

Test(resolver, name_that_has_the_address_is_found)
{
	struct fake *f = fake_new(LONG_MS, 100);

	cr_expect_str_eq(answer(f, 1), "pc.example.org");
	cr_expect_eq(f->n_ptr, 1);
	cr_expect_eq(f->n_addresses, 1);
	fake_free(f);
}

Test(resolver, name_of_an_ipv6_address_is_found)
{
	struct fake *f = fake_new(LONG_MS, 100);

	f->address = "2001:db8::1";
	cr_expect_str_eq(answer(f, 0), "pc.example.org");
	fake_free(f);
}

Test(resolver, name_with_another_address_is_none)
{
	struct fake *f = fake_new(LONG_MS, 100);

	f->address = "192.0.2.9";
	cr_expect_str_eq(answer(f, 1), "");
	cr_expect_eq(f->n_addresses, 1);
	fake_free(f);
}

Test(resolver, second_name_may_be_the_one)
{
	struct fake *f = fake_new(LONG_MS, 100);

	f->name_2 = "true.example.org";
	f->owner = f->name_2;
	cr_expect_str_eq(answer(f, 1), "true.example.org");
	cr_expect_eq(f->n_addresses, 2);
	fake_free(f);
}

Test(resolver, names_that_are_no_hosts_are_not_asked_about)
{
	struct fake *f = fake_new(LONG_MS, 100);

	f->name = "evil!user@host.org";
	f->name_2 = "*.example.org";
	cr_expect_str_eq(answer(f, 1), "");
	cr_expect_eq(f->n_addresses, 0);
	fake_free(f);
}

Test(resolver, without_a_row_or_with_an_error_there_is_none)
{
	static const enum manner manners[] = { ANSWERS, SAYS_NXDOMAIN, SAYS_SERVFAIL };

	for (size_t i = 0; i < sizeof(manners) / sizeof(manners[0]); i++) {
		struct fake *f = fake_new(LONG_MS, 100);

		f->manner = manners[i];
		f->name = NULL;
		cr_expect_str_eq(answer(f, 1), "");
		fake_free(f);
	}
}

Test(resolver, silence_spoofed_numbers_and_garbage_cost_the_timeout_and_no_more)
{
	static const enum manner manners[] = { IS_SILENT, SAYS_OTHER_ID, SAYS_GARBAGE };

	for (size_t i = 0; i < sizeof(manners) / sizeof(manners[0]); i++) {
		struct fake *f = fake_new(400, 100);
		struct told again = { .n = 0 };

		f->manner = manners[i];
		cr_expect_str_eq(answer(f, 1), "", "%zu", i);
		cr_expect_eq(ask(f, 1, &again), RESOLVER_NONE, "who comes next does not wait");
		fake_free(f);
	}
}

Test(resolver, long_answer_comes_by_tcp)
{
	struct fake *f = fake_new(LONG_MS, 100);

	f->manner = SAYS_TRUNCATED;
	cr_expect_str_eq(answer(f, 1), "pc.example.org");
	cr_expect_eq(f->n_tcp, 1);
	fake_free(f);
}

Test(resolver, one_lookup_serves_all_who_wait)
{
	struct fake *f = fake_new(LONG_MS, 100);
	struct told t[3] = { { .n = 0 } };

	for (size_t i = 0; i < 3; i++)
		cr_assert_eq(ask(f, 1, &t[i]), RESOLVER_WAIT);
	cr_assert(rig_until(f->rig, &t[2].any));
	for (size_t i = 0; i < 3; i++) {
		cr_expect_eq(t[i].n, 1);
		cr_expect_str_eq(t[i].name, "pc.example.org");
	}
	cr_expect_eq(f->n_ptr, 1);
	fake_free(f);
}

Test(resolver, answers_are_kept_up_to_the_limit)
{
	struct fake *f = fake_new(LONG_MS, 2);
	struct told t = { .n = 0 };

	f->manner = SAYS_NXDOMAIN;
	for (unsigned i = 1; i <= 3; i++)
		cr_expect_str_eq(answer(f, i), "");
	cr_expect_eq(resolver_stats(f->resolver).n_known, 2);
	cr_expect_eq(ask(f, 3, &t), RESOLVER_NONE, "kept");
	cr_expect_eq(ask(f, 2, &t), RESOLVER_NONE, "kept");
	cr_expect_eq(f->n_ptr, 3);
	cr_expect_str_eq(answer(f, 1), "", "forgotten");
	cr_expect_eq(f->n_ptr, 4);
	resolver_configure(f->resolver, LONG_MS, 1);
	cr_expect_eq(resolver_stats(f->resolver).n_known, 1);
	f->manner = ANSWERS;
	f->address = "192.0.2.4";
	cr_expect_str_eq(answer(f, 4), "pc.example.org");
	cr_expect_eq(ask(f, 4, &t), RESOLVER_FOUND);
	cr_expect_str_eq(t.name, "pc.example.org");
	fake_free(f);
}

Test(resolver, answers_are_kept_for_a_bounded_time)
{
	static const struct {
		enum manner manner;
		uint32_t ttl_s, kept_s;
	} table[] = {
		{ ANSWERS, 0, 60 },
		{ ANSWERS, 61, 61 },
		{ ANSWERS, 3601, 3600 },
		{ SAYS_NXDOMAIN, 3601, 120 },
		{ SAYS_SERVFAIL, 3601, 30 },
	};

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		struct fake *f = fake_new_clock(false, 60 * LONG_MS, 100);
		struct told t = { .n = 0 };

		f->manner = table[i].manner;
		f->ttl_s = table[i].ttl_s;
		(void)answer(f, 1);
		f->rig->now_ms += 1000 * (uint64_t)table[i].kept_s - 1;
		rig_turns(f->rig, 1);
		cr_expect_eq(ask(f, 1, &t), f->manner == ANSWERS ? RESOLVER_FOUND : RESOLVER_NONE, "%zu", i);
		f->rig->now_ms++;
		rig_turns(f->rig, 1);
		(void)answer(f, 1);
		fake_free(f);
	}
}

/* Also that nobody hears of it when all ends meanwhile. */
Test(resolver, lookups_at_a_time_have_a_limit)
{
	struct fake *f = fake_new(LONG_MS, 100);
	struct told t = { .n = 0 };
	struct resolver_ask by = { .done = on_done, .arg = &t };

	f->manner = IS_SILENT;
	for (unsigned i = 0; i <= RESOLVER_FLIGHT_MAX; i++) {
		struct peer_addr peer = { .family = AF_INET, .ip = { 10, 0, (uint8_t)(i >> 8), (uint8_t)i } };

		cr_expect_eq(resolver_ask(f->resolver, &peer, &by, t.name),
			i < RESOLVER_FLIGHT_MAX ? RESOLVER_WAIT : RESOLVER_BUSY);
	}
	cr_expect_eq(resolver_stats(f->resolver).n_flight, RESOLVER_FLIGHT_MAX);
	cr_expect_eq(resolver_stats(f->resolver).skipped, 1);
	fake_free(f);
}

Test(resolver, servers_must_be_addresses)
{
	const char *servers[1] = { "ns.example.org:53" };
	struct fake *f = fake_new(LONG_MS, 1);
	struct err e = { 0 };

	cr_expect_null(resolver_new(f->rig->loop,
		&(struct resolver_conf){
			.servers = servers, .n_servers = 1, .timeout_ms = 100, .cache_max = 1 },
		&e));
	cr_expect_neq(e.text[0], '\0');
	fake_free(f);
}

Test(resolver, servers_are_told_with_their_ports_and_cut_at_the_room)
{
	const char *servers[] = { "192.0.2.53:53", "[2001:db8::53]:5353" };
	struct resolver_conf conf = {
		.servers = servers, .n_servers = 2, .timeout_ms = LONG_MS, .cache_max = 1
	};
	struct fake *f = fake_new(LONG_MS, 1);
	struct resolver *r;
	char text[64], little[8];
	struct err e;

	cr_expect_str_eq(resolver_servers(f->resolver, text, sizeof(text)), f->server);
	r = resolver_new(f->rig->loop, &conf, &e);
	cr_assert_not_null(r, "%s", e.text);
	cr_expect_str_eq(resolver_servers(r, text, sizeof(text)), "192.0.2.53:53 [2001:db8::53]:5353");
	cr_expect_str_eq(resolver_servers(r, little, sizeof(little)), "192.0.2");
	resolver_free(r);
	fake_free(f);
}
