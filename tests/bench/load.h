/* The load generator's core: many IRC clients on one epoll instance, one thread. */
#ifndef CONCLAVE_BENCH_LOAD_H
#define CONCLAVE_BENCH_LOAD_H

#include <netinet/in.h>
#include <openssl/ssl.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

enum load_state {
	LOAD_CONNECTING,
	LOAD_HANDSHAKE,
	LOAD_REGISTERING,
	LOAD_READY, /* saw the end of the message of the day */
	LOAD_RAW,   /* a hostile peer: what it hears is thrown away */
	LOAD_DEAD,
};

struct load_client {
	int fd;
	uint32_t id; /* index in load->client; the nick is derived from it */
	enum load_state state;
	bool wants_write, muted; /* muted: never reads, the stuck reader of the hostile scenario */
	SSL *ssl;
	char *in, *out; /* an unfinished line; what the socket did not take */
	size_t in_len, out_len, out_cap;
	uint64_t value; /* for the scenario */
};

struct load;

/* A PRIVMSG arrived at c: its text, and when the bytes were read. */
typedef void
load_message_fn(struct load *l, struct load_client *c, const char *text, size_t n, uint64_t now_ns);

/* What a scenario waits for. */
typedef bool load_done_fn(const struct load *l, const void *arg);

struct load {
	struct sockaddr_in server;
	in_port_t tls_port;	 /* 0: the server has none */
	pid_t pid;		 /* the server, whose CPU time and memory are read */
	bool tls, quick, failed; /* failed: a line was lost, doubled or out of order, or a step timed out */
	unsigned seconds, idle_max,
		in_progress_max; /* the last: clients that are not registered yet, see load_grow() */
	const char *name;	 /* of the scenario, first column of a row */
	int ep;
	SSL_CTX *ctx;
	struct load_client **client;
	size_t n, cap;
	size_t n_pending, n_ready, n_dead, n_joined, n_parted, n_pongs; /* counters over all clients */
	uint64_t deadline_ns;						/* of the step under way */
	load_message_fn *on_message;
	void *arg; /* for on_message */
};

void load_init(struct load *l);
void load_release(struct load *l); /* closes every client */

/* A client that connects and registers; load_connect_raw() leaves out everything after connect(2). */
struct load_client *load_connect(struct load *l);
struct load_client *load_connect_raw(struct load *l, in_port_t port_be);
void load_close(struct load *l, struct load_client *c);
void load_nick(uint32_t id, char nick[16]);

/* Sends bytes as they are; what the socket does not take is kept and sent when it does. */
void load_send(struct load *l, struct load_client *c, const char *p, size_t n);
__attribute__((format(printf, 3, 4))) void
load_sendf(struct load *l, struct load_client *c, const char *fmt, ...);

/* One turn: waits at most wait_ns for events and handles them. */
void load_turn(struct load *l, uint64_t wait_ns);

/* Turns until done() or for at most `seconds`; false, and l->failed with a message, at the time limit. */
bool load_until(struct load *l, load_done_fn *done, const void *arg, unsigned seconds);

/* Registers clients, a bounded number at a time, until there are `total`. */
bool load_grow(struct load *l, size_t total, unsigned seconds);

/* Clients first..first+n-1 join `channel` (no sign); back when each has the list of names. */
bool load_join(struct load *l, size_t first, size_t n, const char *channel);

/* PING from every client and every answer awaited: afterwards nothing older is under way. */
bool load_barrier(struct load *l, size_t n_clients);

#endif
