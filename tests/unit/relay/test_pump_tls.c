#include "config.h"

#include <criterion/criterion.h>
#include <string.h>

#include "core/mem.h"
#include "relay/pump.h"
#include "tests/unit/net/tls_dir.h"
#include "tests/unit/relay/pump_rig.h"

/* The other end of each leg is a stream of ours. */

struct tls_ends {
	struct pump_rig *r;
	struct tls_dir dir;
	struct tls_contexts *tls;
	struct stream *end[PUMP_N_LEGS];
};

static void
on_end_ready(void *arg, const struct stream *s, unsigned ready)
{
	(void)arg, (void)s, (void)ready;
}

/* We are the client of the sender and the server of the receiver, as when the sender was dialled. */
static void
tls_open(struct tls_ends *t, struct pump_rig *r)
{
	t->r = r;
	tls_dir_make(&t->dir);
	t->tls = tls_rig_contexts(&t->dir, NULL);
	r->plan.tls[PUMP_SENDER] = r->plan.tls[PUMP_RECEIVER] = t->tls;
	r->plan.side[PUMP_SENDER] = STREAM_CLIENT;
	r->plan.side[PUMP_RECEIVER] = STREAM_SERVER;
	pump_rig_start(r);
	for (enum pump_leg leg = PUMP_SENDER; leg < PUMP_N_LEGS; leg++) {
		const struct stream_conf conf = { .loop = r->loop,
			.tls = t->tls,
			.side = leg == PUMP_SENDER ? STREAM_SERVER : STREAM_CLIENT,
			.ready = on_end_ready };
		struct err e;

		t->end[leg] = stream_new(&conf, r->end[leg], &e);
		cr_assert_not_null(t->end[leg]);
		r->end[leg] = -1;
	}
}

static void
tls_close(struct tls_ends *t)
{
	stream_free(t->end[PUMP_SENDER]);
	stream_free(t->end[PUMP_RECEIVER]);
	tls_contexts_unref(t->tls);
	tls_dir_remove(&t->dir);
}

static void
tls_turn(struct tls_ends *t)
{
	struct err e;

	cr_assert_eq(loop_turn(t->r->loop, 0, &e), 0);
}

static void
tls_shake(struct tls_ends *t)
{
	bool done = false;

	for (int i = 0; i < 100000 && !done; i++) {
		bool sender = stream_handshake(t->end[PUMP_SENDER]) == STREAM_OK;

		done = stream_handshake(t->end[PUMP_RECEIVER]) == STREAM_OK && sender;
		tls_turn(t);
	}
	cr_assert(done);
}

/* What comes until the end of file. */
static size_t
tls_hear(struct tls_ends *t, enum pump_leg leg, uint8_t *dst, size_t max)
{
	size_t got = 0, n;

	for (int i = 0; i < 100000 && got < max; i++) {
		switch (stream_read(t->end[leg], dst + got, max - got, &n)) {
		case STREAM_OK:
			got += n;
			break;
		case STREAM_AGAIN:
			tls_turn(t);
			break;
		case STREAM_EOF:
		case STREAM_ERROR:
			return got;
		}
	}
	return got;
}

Test(pump_tls, tls_on_both_legs_carries_the_same_bytes)
{
	enum { SIZE = 1000000 };
	uint8_t *file = mem_alloc(SIZE), *got = mem_alloc(SIZE), back[4];
	size_t sent = 0, heard = 0, n;
	struct tls_ends t;
	struct pump_rig r;

	pump_rig_init(&r, true, SIZE);
	r.plan.hash = true;
	tls_open(&t, &r);
	tls_shake(&t);
	pump_rig_fill(file, SIZE, 5);
	for (int i = 0; i < 100000 && heard < SIZE; i++) {
		if (sent < SIZE &&
			stream_write(t.end[PUMP_SENDER], file + sent, SIZE - sent, &n) == STREAM_OK)
			sent += n;
		tls_turn(&t);
		if (stream_read(t.end[PUMP_RECEIVER], got + heard, SIZE - heard, &n) == STREAM_OK)
			heard += n;
	}
	cr_assert_eq(heard, SIZE);
	cr_expect_eq(memcmp(file, got, SIZE), 0);
	cr_expect_eq(stream_write(t.end[PUMP_RECEIVER], "1234", 4, &n), STREAM_OK);
	cr_expect_eq(stream_shut(t.end[PUMP_RECEIVER]), STREAM_OK);
	cr_expect_eq(tls_hear(&t, PUMP_SENDER, back, 4), 4);
	cr_expect_eq(stream_shut(t.end[PUMP_SENDER]), STREAM_OK);
	pump_rig_expect_end(&r, PUMP_DONE);
	cr_expect_eq(strlen(r.counts.fingerprint[PUMP_SENDER]), 64);
	cr_expect_str_eq(r.counts.fingerprint[PUMP_RECEIVER], "");
	tls_close(&t);
	pump_rig_release(&r);
	mem_free(file);
	mem_free(got);
}

Test(pump_tls, a_handshake_that_fails_or_takes_too_long_ends_it)
{
	struct pump_rig r;
	struct tls_ends t;

	pump_rig_init(&r, false, 1000);
	r.plan.handshake_ms = 10000;
	tls_open(&t, &r);
	pump_rig_turns(&r, 5);
	pump_rig_pass(&r, 9999);
	cr_expect_not(r.done);
	pump_rig_pass(&r, 1);
	cr_assert(r.done);
	cr_expect_eq(r.why, PUMP_TLS);
	pump_rig_start(&r);
	pump_rig_say(&r, PUMP_SENDER, "no TLS at all\r\n", 15);
	pump_rig_expect_end(&r, PUMP_TLS);
	tls_close(&t);
	pump_rig_release(&r);
}
