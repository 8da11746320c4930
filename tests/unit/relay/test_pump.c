#include "config.h"

#include "relay/pump.h"

#include <criterion/criterion.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <sys/socket.h>
#include <unistd.h>

#include "core/mem.h"
#include "net/tls_digest.h"
#include "tests/unit/relay/pump_rig.h"

static const uint8_t ack[8] = { 0, 0, 3, 232, 0, 0, 0, 0 };

/* All of it is sent, and passes; both ends still stand. */
static void
send_all(struct pump_rig *r, size_t n)
{
	uint8_t *file = mem_alloc(n);

	pump_rig_fill(file, n, 1);
	pump_rig_start(r);
	pump_rig_say(r, PUMP_SENDER, file, n);
	pump_rig_expect(r, PUMP_RECEIVER, file, n);
	mem_free(file);
}

Test(pump, passes_a_file_and_ends_when_both_have_gone)
{
	struct pump_rig r;

	pump_rig_init(&r, true, 1000);
	send_all(&r, 1000);
	pump_rig_say(&r, PUMP_RECEIVER, ack, 4);
	pump_rig_expect(&r, PUMP_SENDER, ack, 4);
	cr_expect_not(r.done);
	pump_rig_close(&r, PUMP_SENDER);
	pump_rig_expect_eof(&r, PUMP_RECEIVER);
	pump_rig_close(&r, PUMP_RECEIVER);
	pump_rig_expect_end(&r, PUMP_DONE);
	cr_expect_eq(r.counts.bytes[PUMP_SENDER], 1000);
	cr_expect_eq(r.counts.bytes[PUMP_RECEIVER], 4);
	cr_expect_not(r.counts.over);
	cr_expect_not(r.counts.has_hash);
	pump_rig_release(&r);
}
