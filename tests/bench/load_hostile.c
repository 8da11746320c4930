/*
 * Bad neighbours: connections that never register, handshakes that stop half way, senders of one byte at a
 * time and a member that never reads, while an ordinary channel talks at a fixed rate.
 */
#include "load_scenario.h"

#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>

#include "load_talk.h"

enum {
	TALKERS = 50,
	LINES_PER_S = 400,
	DRIBBLERS = 50,	 /* a byte at a time */
	SILENT = 5000,	 /* connect and say nothing */
	HALF_OPEN = 500, /* TLS: the beginning of a ClientHello */
	PER_TICK = 25,	 /* bad connections opened between two lines of the talk */
};

struct storm {
	size_t dribbler, n_opened, n_half; /* dribbler: the first of them */
	uint64_t n_ticks;
	in_port_t tls_port;
};

static void
mute(struct load *l, struct load_client *c)
{
	struct epoll_event ev = { .events = 0, .data.ptr = c };
	int small = 1024;

	c->muted = true;
	(void)setsockopt(c->fd, SOL_SOCKET, SO_RCVBUF, &small, sizeof(small));
	(void)epoll_ctl(l->ep, EPOLL_CTL_MOD, c->fd, &ev);
}

static void
storm_tick(struct load *l, void *arg)
{
	/* A record header that promises 512 bytes of handshake, and the beginning of a ClientHello. */
	static const char hello[] = "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03";
	static const char line[] = "PING :one byte after the other\r\n";
	struct storm *s = arg;

	for (unsigned i = 0; i < PER_TICK && s->n_opened < SILENT + s->n_half; i++, s->n_opened++) {
		if (s->n_opened < s->n_half)
			load_send(l, load_connect_raw(l, s->tls_port), hello, sizeof(hello) - 1);
		else
			(void)load_connect_raw(l, l->server.sin_port);
	}
	for (size_t i = s->dribbler; i < s->dribbler + DRIBBLERS; i++)
		load_send(l, l->client[i], line + s->n_ticks % (sizeof(line) - 1), 1);
	s->n_ticks++;
}

static bool
talk_and_report(struct talk *t, struct load *l, const char *row)
{
	static struct talk_result r;
	bool ok = talk_run(t, l, &r);

	talk_report(l, row, &r);
	load_row(row, "rss_mib", (double)load_rss_bytes(l->pid) / 1048576);
	return ok;
}

bool
scenario_hostile(struct load *l)
{
	struct storm s = { .dribbler = TALKERS + 1, .tls_port = l->tls_port };
	const struct talk_plan plan = {
		.n_channels = 1,
		.size = TALKERS,
		.n_senders = TALKERS,
		.window = 1,
		.blast = 1,
		.lines_per_s = LINES_PER_S,
		.seconds = l->seconds,
	};
	struct talk t;
	bool ok;

	s.n_half = s.tls_port != 0 ? HALF_OPEN : 0;
	if (!load_grow(l, TALKERS + 1 + DRIBBLERS, 30) || !load_join(l, TALKERS, 1, "t0"))
		return false;
	ok = talk_init(&t, l, &plan, 0) && talk_and_report(&t, l, "calm");
	if (ok) {
		mute(l, l->client[TALKERS]);
		t.plan.seconds = 2.0 * l->seconds;
		t.plan.tick = storm_tick;
		t.plan.tick_arg = &s;
		ok = talk_and_report(&t, l, l->name);
	}
	talk_release(&t);
	return ok;
}
