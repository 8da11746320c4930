/*
 * The life of a pump: handshakes, then steps until one of them ends it, or a timer does.  Its owner is told once, when it is gone.
 */
#include "config.h"

#include "relay/pump.h"

#include <assert.h>
#include <string.h>
#include <unistd.h>

#include "core/mem.h"
#include "net/tls_digest.h"
#include "relay/pump_priv.h"

/* Ends that leave both connections in order; after the others both peers get RST, so that nobody takes what he has for a whole file. */
static bool
is_orderly(enum pump_end why)
{
	return why == PUMP_DONE || why == PUMP_SHORT;
}

/* What was written may be lost with the connection: first TLS says goodbye, TCP does it by itself. */
static void
close_leg(struct stream *s, bool orderly)
{
	if (s == NULL)
		return;
	if (!orderly) {
		stream_reset(s);
		return;
	}
	(void)!stream_shut(s);
	stream_free(s);
}

static void
finish_counts(struct pump *p)
{
	p->counts = pump_counts(p);
	if (p->digest != NULL)
		p->counts.has_hash = tls_digest_end(p->digest, p->counts.hash);
}

void
pump_finish(struct pump *p, enum pump_end why)
{
	struct pump_counts counts;
	struct pump_plan plan = p->plan;

	finish_counts(p);
	counts = p->counts;
	list_del(&p->link);
	loop_timer_cancel(p->all->loop, &p->timer);
	for (enum pump_leg leg = PUMP_SENDER; leg < PUMP_N_LEGS; leg++) {
		close_leg(p->leg[leg], is_orderly(why));
		mem_free(p->flow[leg].left);
	}
	pump_chat_free(p->chat);
	pump_scan_free(p->scan);
	tls_digest_free(p->digest);
	p->all->n--;
	mem_free(p);
	plan.done(plan.arg, why, &counts);
}

void
pump_stop(struct pump *p)
{
	pump_finish(p, PUMP_KILLED);
}

struct pump_counts
pump_counts(const struct pump *p)
{
	struct pump_counts c = p->counts;

	for (enum pump_leg leg = PUMP_SENDER; leg < PUMP_N_LEGS; leg++)
		c.bytes[leg] = p->flow[leg].passed;
	c.ms = loop_mono_ms(p->all->loop) - p->began_ms;
	return c;
}

/* --- what the legs wait for --- */

static bool
wants_to_read(const struct pump *p, enum pump_leg leg)
{
	const struct pump_flow *f = &p->flow[leg];

	if (f->eof || f->left_n > 0 || (p->held && (leg == PUMP_SENDER || p->plan.is_chat)))
		return false;
	if (p->chat != NULL)
		return pump_chat_has_room(p->chat, leg);
	return leg != PUMP_SENDER || p->scan == NULL || pump_scan_has_room(p->scan);
}

static bool
wants_to_write(const struct pump *p, enum pump_leg leg)
{
	const struct pump_flow *f = &p->flow[pump_other(leg)];

	if (f->left_n > 0 || f->wants_shut)
		return true;
	if (p->chat != NULL)
		return pump_chat_has_output(p->chat, leg);
	return leg == PUMP_RECEIVER && p->scan != NULL && pump_scan_has_output(p);
}

void
pump_rearm(struct pump *p)
{
	if (p->shaking)
		return; /* TLS waits by itself */
	for (enum pump_leg leg = PUMP_SENDER; leg < PUMP_N_LEGS; leg++) {
		if (p->leg[leg] != NULL)
			stream_want(p->leg[leg],
				(wants_to_read(p, leg) ? LOOP_READ : 0) |
					(wants_to_write(p, leg) ? LOOP_WRITE : 0));
	}
}

static void
on_ready(void *arg, const struct stream *s, unsigned ready)
{
	struct pump *p = arg;

	if ((ready & LOOP_READ) != 0)
		p->flow[s == p->leg[PUMP_SENDER] ? PUMP_SENDER : PUMP_RECEIVER].readable = true;
	pump_wake(p);
}

/* --- time --- */

/* Somebody has said his last, or all has passed: the time to drain begins. */
static bool
is_ending(const struct pump *p)
{
	return p->flow[PUMP_SENDER].eof || p->flow[PUMP_RECEIVER].eof || pump_is_complete(p);
}

/* All that can come has come, and is on its way: what is left is to let it arrive. */
static bool
is_draining(const struct pump *p)
{
	const struct stream *to = p->leg[PUMP_RECEIVER];

	if (p->chat != NULL)
		return p->flow[PUMP_SENDER].eof || p->flow[PUMP_RECEIVER].eof;
	if (!pump_is_complete(p) && !p->flow[PUMP_RECEIVER].eof && !p->flow[PUMP_SENDER].shut)
		return false;
	return to == NULL || p->flow[PUMP_RECEIVER].eof || stream_is_flushed(to);
}

static uint64_t
quiet_ms(const struct pump *p)
{
	return is_draining(p) && p->plan.drain_ms < p->plan.idle_ms ? p->plan.drain_ms : p->plan.idle_ms;
}

/* How a session ends that only waited for its end. */
static enum pump_end
end_of_quiet(const struct pump *p)
{
	if (!is_draining(p))
		return pump_is_complete(p) ? PUMP_DONE : PUMP_IDLE;
	if (p->chat != NULL || pump_is_complete(p))
		return PUMP_DONE;
	return p->first_gone == PUMP_SENDER ? PUMP_SHORT : PUMP_CUT;
}

static uint64_t
earlier(uint64_t a, uint64_t b)
{
	return a < b ? a : b;
}

static bool
has_window(const struct pump *p)
{
	return p->chat == NULL && p->plan.min_rate > 0 && !pump_is_complete(p);
}

static void on_timer(struct timer *t, uint64_t now_ms);

static void
set_timer(struct pump *p)
{
	uint64_t due = p->began_ms + p->plan.lifetime_ms;

	if (p->shaking) {
		due = earlier(due, p->began_ms + p->plan.handshake_ms);
	} else {
		if (p->scan == NULL || !pump_scan_is_waited_for(p))
			due = earlier(due, p->moved_ms + quiet_ms(p));
		if (is_ending(p) && !is_draining(p)) /* nothing tells when our kernel has got rid of it */
			due = earlier(due, loop_mono_ms(p->all->loop) + p->plan.drain_ms);
		if (has_window(p))
			due = earlier(due, p->window_ms + PUMP_WINDOW_MS);
		if (p->scan != NULL)
			due = earlier(due, pump_scan_due_ms(p));
	}
	loop_timer(p->all->loop, &p->timer, due, on_timer);
}

/* false: too little has passed since the window began. */
static bool
look_at_window(struct pump *p, uint64_t now_ms)
{
	uint64_t passed = p->flow[PUMP_SENDER].passed - p->window_bytes;
	bool slow = passed < (uint64_t)p->plan.min_rate * (PUMP_WINDOW_MS / 1000) && !p->window_void;

	p->window_ms = now_ms;
	p->window_bytes = p->flow[PUMP_SENDER].passed;
	p->window_void = false;
	return !slow;
}

static void
on_timer(struct timer *t, uint64_t now_ms)
{
	struct pump *p = CONTAINER_OF(t, struct pump, timer);
	bool waited_for = p->scan != NULL && pump_scan_is_waited_for(p);

	p->window_void = p->window_void || waited_for;
	if (now_ms >= p->began_ms + p->plan.lifetime_ms) {
		pump_finish(p, pump_is_complete(p) ? PUMP_DONE : PUMP_LIFETIME);
	} else if (p->shaking) {
		if (now_ms >= p->began_ms + p->plan.handshake_ms)
			pump_finish(p, PUMP_TLS);
		else
			set_timer(p);
	} else if (!waited_for && now_ms >= p->moved_ms + quiet_ms(p)) {
		pump_finish(p, end_of_quiet(p));
	} else if (has_window(p) && now_ms >= p->window_ms + PUMP_WINDOW_MS && !look_at_window(p, now_ms)) {
		pump_finish(p, PUMP_SLOW);
	} else if (p->scan != NULL && !pump_scan_on_time(p, now_ms)) {
		pump_finish(p, p->why);
	} else {
		set_timer(p);
	}
}

/* --- steps --- */

static void
open_up(struct pump *p)
{
	uint64_t now = loop_mono_ms(p->all->loop);

	p->shaking = false;
	p->moved_ms = p->window_ms = now;
	for (enum pump_leg leg = PUMP_SENDER; leg < PUMP_N_LEGS; leg++) {
		p->flow[leg].readable = true;
		if (stream_fingerprint(p->leg[leg], p->counts.fingerprint[leg]) == -1)
			p->counts.fingerprint[leg][0] = '\0';
	}
	set_timer(p);
}

static enum pump_step
shake(struct pump *p)
{
	size_t done = 0;

	for (enum pump_leg leg = PUMP_SENDER; leg < PUMP_N_LEGS; leg++) {
		enum stream_result r = stream_handshake(p->leg[leg]);

		if (r == STREAM_OK)
			done++;
		if (r == STREAM_OK || r == STREAM_AGAIN)
			continue;
		p->why = PUMP_TLS;
		return PUMP_ENDS;
	}
	if (done < PUMP_N_LEGS)
		return PUMP_WAITS;
	open_up(p);
	return PUMP_MORE;
}

enum pump_step
pump_step(struct pump *p)
{
	bool was_ending = is_ending(p);
	enum pump_step step;

	p->moved = 0;
	if (p->shaking)
		return shake(p);
	step = p->chat != NULL ? pump_chat_step(p) : pump_send_step(p);
	if (step == PUMP_ENDS)
		return step;
	if (p->moved > 0)
		p->moved_ms = loop_mono_ms(p->all->loop);
	/* Otherwise what is due can only have become due later, which on_timer() finds. */
	if (p->scan != NULL || (!was_ending && is_ending(p)))
		set_timer(p);
	return step;
}

/* --- beginning --- */

static struct stream *
leg_new(struct pump *p, const struct pump_plan *plan, enum pump_leg leg, struct err *e)
{
	const struct stream_conf conf = {
		.loop = p->all->loop,
		.tls = plan->tls[leg],
		.side = plan->side[leg],
		.ready = on_ready,
		.arg = p,
	};

	return stream_new(&conf, plan->fd[leg], e);
}

static int
open_legs(struct pump *p, const struct pump_plan *plan, struct err *e)
{
	p->leg[PUMP_SENDER] = leg_new(p, plan, PUMP_SENDER, e);
	if (p->leg[PUMP_SENDER] == NULL) {
		(void)close(plan->fd[PUMP_RECEIVER]);
		return -1;
	}
	p->leg[PUMP_RECEIVER] = leg_new(p, plan, PUMP_RECEIVER, e);
	if (p->leg[PUMP_RECEIVER] == NULL) {
		stream_free(p->leg[PUMP_SENDER]);
		return -1;
	}
	return 0;
}

struct pump *
pump_start(struct pumps *all, const struct pump_plan *plan, struct err *e)
{
	struct pump *p = mem_zalloc(sizeof(*p));
	uint64_t now = loop_mono_ms(all->loop);

	assert(plan->is_chat || plan->bytes > 0);
	*p = (struct pump){ .all = all, .plan = *plan, .began_ms = now, .moved_ms = now, .shaking = true };
	if (open_legs(p, plan, e) == -1) {
		mem_free(p);
		return NULL;
	}
	all->n++;
	list_init(&p->link);
	bucket_init(&p->rate, plan->max_rate, now);
	p->ack_credit = PUMP_ACK_FREE;
	if (plan->is_chat)
		p->chat = pump_chat_new();
	else if (plan->scan != NULL)
		p->scan = pump_scan_new(p, plan->scan);
	if (plan->hash)
		p->digest = tls_digest_new();
	set_timer(p);
	pump_wake(p);
	return p;
}
