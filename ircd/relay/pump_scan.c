/*
 * A SEND that a scanner sees first.  What has come waits in one buffer until the scanner has taken it, and then goes on to the receiver;
 * but the end of the file, and the end of the connection, wait for the scanner's answer.  So whoever is sent something bad has it without
 * its end, and sees his connection break.
 *
 * A sender that waits for each of its blocks to be acknowledged would wait for ever when one of the last is held back: where he falls
 * silent before all has come, only the last byte is held.
 */
#include "config.h"

#include <string.h>

#include "core/mem.h"
#include "relay/clamd.h"
#include "relay/pump_priv.h"

enum {
	HOLD_BYTES = 65536, /* the end of a file, which is held */
	BUFFER_SIZE = HOLD_BYTES + PUMP_QUANTUM,
	SILENCE_MS = 1000, /* then a sender is thought to wait for acknowledgements */
	ANSWER_MS = 60000, /* so long the scanner may take for nothing */
};

struct pump_scan {
	struct clamd *clamd; /* NULL: it is not asked any more, all may pass */
	uint8_t *bytes;
	size_t n, fed, out;	  /* that are there; of these, in the scanner; of these, with the receiver */
	uint64_t hold_from;	  /* bytes of the file that may pass without an answer */
	uint64_t came_ms, fed_ms; /* when something moved */
};

static void
on_scanner(void *arg)
{
	struct pump *p = arg;

	pump_wake(p);
}

struct pump_scan *
pump_scan_new(struct pump *p, const char *path)
{
	struct pump_scan *s = mem_zalloc(sizeof(*s));
	uint64_t now = loop_mono_ms(p->all->loop);

	s->clamd = clamd_new(p->all->loop, path, on_scanner, p);
	s->bytes = mem_alloc(BUFFER_SIZE);
	s->hold_from = p->plan.bytes > HOLD_BYTES ? p->plan.bytes - HOLD_BYTES : 0;
	s->came_ms = s->fed_ms = now;
	return s;
}

void
pump_scan_free(struct pump_scan *s)
{
	if (s == NULL)
		return;
	clamd_free(s->clamd);
	mem_free(s->bytes);
	mem_free(s);
}

bool
pump_scan_has_room(const struct pump_scan *s)
{
	return s->n - s->out < BUFFER_SIZE;
}

/* How many bytes of the buffer the receiver may have by now. */
static size_t
may_pass(const struct pump *p)
{
	const struct pump_scan *s = p->scan;
	uint64_t begin = p->flow[PUMP_SENDER].taken - s->n; /* where in the file the buffer begins */
	uint64_t free_until = s->hold_from > begin ? s->hold_from - begin : 0;

	if (s->clamd == NULL)
		return s->n;
	return free_until < s->fed ? (size_t)free_until : s->fed;
}

bool
pump_scan_has_output(const struct pump *p)
{
	return p->scan->out < may_pass(p);
}

bool
pump_scan_is_through(const struct pump *p)
{
	return p->scan->clamd == NULL && p->scan->out == p->scan->n;
}

static bool
all_came(const struct pump *p)
{
	const struct pump_flow *f = &p->flow[PUMP_SENDER];

	return f->eof || f->taken == p->plan.bytes;
}

/* What was written is taken out when there is no room behind. */
static void
make_room(struct pump_scan *s)
{
	if (s->out == 0 || BUFFER_SIZE - s->n >= PUMP_QUANTUM)
		return;
	memmove(s->bytes, s->bytes + s->out, s->n - s->out);
	s->n -= s->out;
	s->fed -= s->out < s->fed ? s->out : s->fed;
	s->out = 0;
}

static bool
take_in(struct pump *p)
{
	struct pump_scan *s = p->scan;
	const struct pump_flow *f = &p->flow[PUMP_SENDER];
	size_t room, n;

	make_room(s);
	room = BUFFER_SIZE - s->n;
	if (f->eof || !f->readable || room == 0)
		return true;
	if (!pump_send_read(p, room < PUMP_QUANTUM ? room : PUMP_QUANTUM, &n))
		return false;
	memcpy(s->bytes + s->n, p->all->scratch, n);
	s->n += n;
	if (n > 0)
		s->came_ms = loop_mono_ms(p->all->loop);
	return true;
}

/* It has nothing to say, or won't. */
static bool
without_scanner(struct pump *p)
{
	struct pump_scan *s = p->scan;

	if (p->plan.scan_must) {
		p->why = PUMP_NO_SCAN;
		return false;
	}
	clamd_free(s->clamd);
	s->clamd = NULL;
	return true;
}

static bool
ask_scanner(struct pump *p)
{
	struct pump_scan *s = p->scan;
	size_t took = 0;

	if (s->clamd == NULL)
		return true;
	if (s->fed < s->n)
		took = clamd_feed(s->clamd, s->bytes + s->fed, s->n - s->fed);
	s->fed += took;
	p->moved += took;
	if (took > 0)
		s->fed_ms = loop_mono_ms(p->all->loop);
	if (all_came(p) && s->fed == s->n && clamd_state(s->clamd) == CLAMD_TAKES) {
		s->fed_ms = loop_mono_ms(p->all->loop);
		clamd_end(s->clamd);
	}
	switch (clamd_state(s->clamd)) {
	case CLAMD_TAKES:
	case CLAMD_THINKS:
		return true;
	case CLAMD_FOUND:
		memcpy(p->counts.found, clamd_found(s->clamd), sizeof(p->counts.found));
		p->why = PUMP_INFECTED;
		return false;
	case CLAMD_FAILED:
		return without_scanner(p);
	case CLAMD_CLEAN:
		break;
	}
	p->counts.scanned = true;
	clamd_free(s->clamd);
	s->clamd = NULL;
	return true;
}

static bool
give_out(struct pump *p)
{
	struct pump_scan *s = p->scan;
	size_t until = may_pass(p), sent;

	if (s->out == until)
		return true;
	if (!pump_write(p, PUMP_RECEIVER, s->bytes + s->out, until - s->out, &sent))
		return false;
	pump_passed(p, PUMP_SENDER, s->bytes + s->out, sent);
	s->out += sent;
	return true;
}

bool
pump_scan_move(struct pump *p)
{
	return take_in(p) && ask_scanner(p) && give_out(p);
}

bool
pump_scan_is_waited_for(const struct pump *p)
{
	const struct pump_scan *s = p->scan;

	return s->clamd != NULL && (s->fed < s->n || clamd_state(s->clamd) == CLAMD_THINKS);
}

/* Whether the sender may be waiting for the acknowledgement of bytes that are held. */
static bool
holds_too_much(const struct pump *p)
{
	const struct pump_scan *s = p->scan;

	return s->clamd != NULL && !all_came(p) && s->out < s->n && s->hold_from < p->plan.bytes - 1;
}

uint64_t
pump_scan_due_ms(const struct pump *p)
{
	const struct pump_scan *s = p->scan;
	uint64_t due = pump_scan_is_waited_for(p) ? s->fed_ms + ANSWER_MS : UINT64_MAX;

	if (holds_too_much(p) && s->came_ms + SILENCE_MS < due)
		due = s->came_ms + SILENCE_MS;
	return due;
}

bool
pump_scan_on_time(struct pump *p, uint64_t now_ms)
{
	struct pump_scan *s = p->scan;

	if (holds_too_much(p) && now_ms >= s->came_ms + SILENCE_MS) {
		s->hold_from = p->plan.bytes - 1;
		pump_wake(p);
	}
	if (!pump_scan_is_waited_for(p) || now_ms < s->fed_ms + ANSWER_MS)
		return true;
	pump_wake(p);
	return without_scanner(p);
}
