/*
 * A SEND.  The file goes from sender to receiver and is over after the announced bytes; what comes back are the receiver's
 * acknowledgements, counters of 4 or 8 bytes, which the pump does not read.  So that they are no way back for files of another sort they
 * are limited by what has gone forth: a piece of n bytes allows n/16 of them, at least 8 (one counter for each piece that a receiver
 * may see by itself) but never more than n; PUMP_ACK_FREE are free.
 */
#include "config.h"

#include "net/tls_digest.h"
#include "relay/pump_priv.h"

void
pump_sent(struct pump *p, const uint8_t *src, size_t n)
{
	size_t share = n / PUMP_ACK_SHARE;

	if (share < PUMP_ACK_LEAST)
		share = n < PUMP_ACK_LEAST ? n : PUMP_ACK_LEAST;
	p->ack_credit += share;
	if (p->digest != NULL)
		tls_digest_add(p->digest, src, n);
}

/* Acknowledgements: at once, for some senders wait for each. */
static bool
move_acks(struct pump *p)
{
	struct pump_flow *f = &p->flow[PUMP_RECEIVER];
	size_t n;

	if (!pump_flush(p, PUMP_RECEIVER))
		return false;
	if (f->left_n > 0 || f->eof || !f->readable)
		return true;
	if (!pump_read(p, PUMP_RECEIVER, PUMP_ACK_READ, &n))
		return false;
	if (f->taken > p->ack_credit) {
		p->why = PUMP_ACKS;
		return false;
	}
	return n == 0 || pump_pass(p, PUMP_RECEIVER, p->all->scratch, n);
}

/* All has been taken: what still comes from the sender is its end, or more than it had announced. */
static bool
look_for_end(struct pump *p)
{
	struct pump_flow *f = &p->flow[PUMP_SENDER];
	size_t n;

	if (!pump_read(p, PUMP_SENDER, 1, &n))
		return false;
	if (n > 0) {
		f->taken -= n;
		f->eof = true;
		p->counts.over = true;
	}
	return true;
}

static size_t
send_room(struct pump *p, size_t max)
{
	uint64_t missing = p->plan.bytes - p->flow[PUMP_SENDER].taken;
	size_t room = pump_room(p, missing < max ? (size_t)missing : max);

	p->held = room == 0 && missing > 0;
	p->window_void = p->window_void || p->held;
	return room;
}

bool
pump_send_read(struct pump *p, size_t max, size_t *n)
{
	*n = 0;
	if (p->flow[PUMP_SENDER].taken == p->plan.bytes)
		return look_for_end(p);
	max = send_room(p, max);
	if (max == 0)
		return true;
	if (!pump_read(p, PUMP_SENDER, max, n))
		return false;
	bucket_take(&p->rate, *n);
	bucket_take(&p->all->rate, *n);
	return true;
}

static bool
move_file(struct pump *p)
{
	const struct pump_flow *f = &p->flow[PUMP_SENDER];
	size_t n;

	if (!pump_flush(p, PUMP_SENDER))
		return false;
	if (f->left_n > 0 || f->eof || !f->readable)
		return true;
	return pump_send_read(p, PUMP_QUANTUM, &n) &&
		(n == 0 || pump_pass(p, PUMP_SENDER, p->all->scratch, n));
}

/* Whether a flow could go on without anything happening first. */
static bool
could_move(const struct pump_flow *f)
{
	return !f->eof && f->readable && f->left_n == 0;
}

enum pump_step
pump_send_step(struct pump *p)
{
	const struct pump_flow *file = &p->flow[PUMP_SENDER], *acks = &p->flow[PUMP_RECEIVER];

	p->held = false;
	if (!move_acks(p) || !(p->scan != NULL ? pump_scan_move(p) : move_file(p)))
		return PUMP_ENDS;
	if (acks->left_n == 0 && !pump_shut(p, PUMP_RECEIVER))
		return PUMP_ENDS;
	if (file->left_n == 0 && (p->scan == NULL || pump_scan_is_through(p)) && !pump_shut(p, PUMP_SENDER))
		return PUMP_ENDS;
	if (file->shut && acks->shut) {
		p->why = PUMP_DONE;
		if (!pump_is_complete(p))
			p->why = p->first_gone == PUMP_SENDER ? PUMP_SHORT : PUMP_CUT;
		return PUMP_ENDS;
	}
	if (p->held)
		return PUMP_HELD;
	if (could_move(acks) || (could_move(file) && (p->scan == NULL || pump_scan_has_room(p->scan))))
		return PUMP_MORE;
	return PUMP_WAITS;
}
