/*
 * How bytes move.  They are read into a buffer that all pumps share, which so stays in the processor's cache, and go out from there at
 * once; only what the other leg does not take is copied to a buffer of the flow, from which nothing is read until it has gone.
 */
#include "config.h"

#include <assert.h>
#include <string.h>

#include "core/mem.h"
#include "relay/pump_priv.h"

bool
pump_is_complete(const struct pump *p)
{
	return !p->plan.is_chat && p->flow[PUMP_SENDER].passed == p->plan.bytes;
}

/* The leg is closed; false when that ends the session. */
static bool
leg_broke(struct pump *p, enum pump_leg leg)
{
	bool had_left = p->flow[leg].eof;

	if (p->plan.is_chat) {
		p->why = had_left ? PUMP_DONE : PUMP_RESET;
		return false;
	}
	if (leg == PUMP_SENDER && (had_left || p->flow[leg].taken == p->plan.bytes)) {
		/* Who has sent his last may go as he likes: the receiver may still be reading. */
		stream_reset(p->leg[leg]);
		p->leg[leg] = NULL;
		p->flow[leg].eof = true;
		return true;
	}
	p->why = PUMP_RESET;
	if (pump_is_complete(p) && had_left)
		p->why = PUMP_DONE;
	else if (had_left)
		p->why = PUMP_CUT;
	return false;
}

size_t
pump_room(struct pump *p, size_t max)
{
	uint64_t now = loop_mono_ms(p->all->loop);
	size_t own = bucket_room(&p->rate, now), all = bucket_room(&p->all->rate, now);
	size_t room = own < all ? own : all;

	return room < max ? room : max;
}

bool
pump_read(struct pump *p, enum pump_leg from, size_t max, size_t *n)
{
	struct pump_flow *f = &p->flow[from];

	assert(max > 0 && max <= PUMP_QUANTUM);
	*n = 0;
	switch (stream_read(p->leg[from], p->all->scratch, max, n)) {
	case STREAM_OK:
		f->taken += *n;
		f->readable = *n == max || stream_has_pending(p->leg[from]);
		p->moved += *n;
		return true;
	case STREAM_AGAIN:
		f->readable = false;
		return true;
	case STREAM_EOF:
		f->readable = false;
		f->eof = true;
		if (!p->flow[pump_other(from)].eof)
			p->first_gone = from;
		p->moved_ms = loop_mono_ms(p->all->loop); /* the drain time begins here */
		return true;
	case STREAM_ERROR:
		break;
	}
	return leg_broke(p, from);
}

bool
pump_write(struct pump *p, enum pump_leg to, const uint8_t *src, size_t n, size_t *sent)
{
	*sent = n;
	if (p->leg[to] == NULL)
		return true;
	switch (stream_write(p->leg[to], src, n, sent)) {
	case STREAM_OK:
		p->moved += *sent;
		return true;
	case STREAM_AGAIN:
		return true;
	case STREAM_EOF:
	case STREAM_ERROR:
		break;
	}
	*sent = 0;
	return leg_broke(p, to);
}

void
pump_passed(struct pump *p, enum pump_leg from, const uint8_t *src, size_t n)
{
	if (n == 0 || p->leg[pump_other(from)] == NULL)
		return;
	p->flow[from].passed += n;
	if (from == PUMP_SENDER)
		pump_sent(p, src, n);
}

bool
pump_pass(struct pump *p, enum pump_leg from, const uint8_t *src, size_t n)
{
	struct pump_flow *f = &p->flow[from];
	size_t sent;

	assert(f->left_n == 0);
	if (!pump_write(p, pump_other(from), src, n, &sent))
		return false;
	pump_passed(p, from, src, sent);
	if (sent == n)
		return true;
	f->left = mem_alloc(n - sent);
	f->left_off = 0;
	f->left_n = n - sent;
	memcpy(f->left, src + sent, f->left_n);
	return true;
}

bool
pump_flush(struct pump *p, enum pump_leg from)
{
	struct pump_flow *f = &p->flow[from];
	size_t sent;

	if (f->left_n == 0)
		return true;
	if (!pump_write(p, pump_other(from), f->left + f->left_off, f->left_n, &sent))
		return false;
	pump_passed(p, from, f->left + f->left_off, sent);
	f->left_off += sent;
	f->left_n -= sent;
	if (f->left_n == 0) {
		mem_free(f->left);
		f->left = NULL;
	}
	return true;
}

/* A leg that has said its last and has been told ours is closed; it would be reported as hung up for ever. */
static void
close_if_through(struct pump *p, enum pump_leg leg)
{
	if (p->leg[leg] == NULL || !p->flow[leg].eof || !p->flow[pump_other(leg)].shut)
		return;
	stream_free(p->leg[leg]);
	p->leg[leg] = NULL;
}

bool
pump_shut(struct pump *p, enum pump_leg from)
{
	struct pump_flow *f = &p->flow[from];
	enum pump_leg to = pump_other(from);

	if (f->eof && !f->shut) {
		enum stream_result r = p->leg[to] != NULL ? stream_shut(p->leg[to]) : STREAM_OK;

		f->wants_shut = r == STREAM_AGAIN;
		if (r == STREAM_ERROR && !leg_broke(p, to))
			return false;
		f->shut = r != STREAM_AGAIN;
	}
	close_if_through(p, from);
	close_if_through(p, to);
	return true;
}
