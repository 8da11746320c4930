#include "icq/oscar_bos.h"

#include <criterion/criterion.h>

#include "icq/oscar_bos_priv.h"
#include "icq/oscar_login.h"
#include "oscar_rig.h"

Test(oscar_bos, the_exchange_of_a_client_is_answered_in_order)
{
	struct oscar_rig r;
	struct oscar_client c;

	oscar_rig_init(&r);
	oscar_rig_enter(&r, &c, 1);
	oscar_client_get_ready(&c);
	cr_expect(oscar_client_is_quiet(&c));
	cr_expect(icq_fake_said(r.icq, "100001 has its list") && r.icq->rooms == 1);
	oscar_client_snac(&c, SNAC_SERVICE_READY, VIEW(""));
	cr_expect(!icq_fake_said(r.icq, "100001 has its list"), "once is enough");
	oscar_client_close(&c);
	oscar_rig_release(&r);
}

Test(oscar_bos, a_server_that_is_full_says_goodbye)
{
	struct oscar_rig r;
	struct oscar_client c;

	oscar_rig_init(&r);
	r.icq->open = ICQ_OPEN_FULL;
	oscar_rig_enter(&r, &c, 1);
	(void)oscar_client_expect_frame(&c, FLAP_SIGNOFF);
	cr_expect(c.is_shut);
	oscar_client_close(&c);
	oscar_rig_release(&r);
}

Test(oscar_bos, who_logs_in_elsewhere_is_told)
{
	struct oscar_rig r;
	struct oscar_client c, other;

	oscar_rig_init(&r);
	oscar_rig_ready(&r, &c, 1);
	oscar_rig_enter(&r, &other, 1);
	cr_expect(oscar_bye_parse(oscar_client_expect_frame(&c, FLAP_SIGNOFF)) == OSCAR_BYE_REPLACED);
	cr_expect(c.is_shut);
	(void)oscar_client_expect(&other, SNAC_SERVICE_FAMILIES);
	oscar_client_close(&c);
	cr_expect(icq_fake_session(r.icq, 100001) != NULL);
	oscar_client_close(&other);
	oscar_rig_release(&r);
}

Test(oscar_bos, an_end_within_a_call_is_no_harm)
{
	struct oscar_rig r;
	struct oscar_client c;

	oscar_rig_init(&r);
	oscar_rig_ready(&r, &c, 1);
	r.icq->ends_on_send = true;
	oscar_client_snac(&c, SNAC_ICBM_SEND,
		VIEW("cookie.8\0\1\006100002\0\2\0\x0e\5\1\0\1\1\1\1\0\5\0\0\0\0x\0\3\0\0"));
	cr_expect(icq_fake_said(r.icq, "100001 sends 100002: 1 x|"));
	cr_expect(oscar_bye_parse(oscar_client_expect_frame(&c, FLAP_SIGNOFF)) == OSCAR_BYE);
	oscar_client_close(&c);
	oscar_rig_release(&r);
}

Test(oscar_bos, unknown_commands_are_answered_at_a_limited_rate)
{
	struct oscar_rig r;
	struct oscar_client c;
	size_t errors = 0;

	oscar_rig_init(&r);
	oscar_rig_ready(&r, &c, 1);
	oscar_client_snac(&c, (enum snac_id)SNAC_ID(0x0b, 0x03), VIEW("what"));
	cr_expect(view_eq(oscar_client_expect(&c, (enum snac_id)SNAC_ID(0x0b, 0x01)), VIEW("\0\1")));
	for (int i = 0; i < 2 * OSCAR_ERRORS_BURST; i++) {
		oscar_client_snac(&c, (enum snac_id)SNAC_ID(0x0b, 0x03), VIEW("what"));
		errors += oscar_client_has(&c, (enum snac_id)SNAC_ID(0x0b, 0x01));
	}
	cr_expect(errors == OSCAR_ERRORS_BURST - 1, "%zu", errors);
	icq_fake_advance(r.icq, 1000);
	oscar_client_snac(&c, (enum snac_id)SNAC_ID(0x0b, 0x03), VIEW("what"));
	cr_expect(oscar_client_has(&c, (enum snac_id)SNAC_ID(0x0b, 0x01)) && c.conn != NULL);
	oscar_client_close(&c);
	oscar_rig_release(&r);
}

Test(oscar_bos, other_services_are_asked_for_in_vain_and_in_silence)
{
	struct oscar_rig r;
	struct oscar_client c;

	oscar_rig_init(&r);
	oscar_rig_ready(&r, &c, 1);
	oscar_client_snac(&c, SNAC_SERVICE_REQUEST, VIEW("\0\x18"));
	cr_expect(oscar_client_is_quiet(&c));
	oscar_client_close(&c);
	oscar_rig_release(&r);
}

Test(oscar_bos, who_is_never_ready_goes)
{
	struct oscar_rig r;
	struct oscar_client c;

	oscar_rig_init(&r);
	oscar_rig_enter(&r, &c, 1);
	icq_fake_advance(r.icq, OSCAR_READY_MS);
	cr_expect(c.conn == NULL && icq_fake_said(r.icq, "100001 closes: Login took too long"));
	oscar_client_close(&c);
	oscar_rig_release(&r);
}

static void
say_idle(struct oscar_client *c)
{
	oscar_client_snac(c, SNAC_SERVICE_IDLE, VIEW("\0\0\0\0"));
}

Test(oscar_bos, rates_warn_then_drop_then_disconnect)
{
	struct oscar_rig r;
	struct oscar_client c;
	bool was_warned = false;
	int n;

	oscar_rig_init(&r);
	oscar_rig_ready(&r, &c, 1);
	icq_fake_advance(r.icq, 60000);
	for (n = 0; c.conn != NULL && !c.is_shut && n < 1000; n++) {
		say_idle(&c);
		was_warned = oscar_client_has(&c, SNAC_SERVICE_RATE_CHANGE) || was_warned;
	}
	cr_expect(was_warned && n > 80 && n < 400, "%d", n);
	cr_expect(icq_fake_said(r.icq, "100001 closes: Excess flood"));
	oscar_client_close(&c);
	oscar_rig_release(&r);
}

Test(oscar_bos, messages_above_the_rate_are_answered_by_an_error)
{
	static const struct view message =
		VIEW_INIT("cookie.8\0\1\006100002\0\2\0\x0e\5\1\0\1\1\1\1\0\5\0\0\0\0x\0\3\0\0");
	struct oscar_rig r;
	struct oscar_client c;
	int passed = 0;

	oscar_rig_init(&r);
	oscar_rig_ready(&r, &c, 1);
	for (int i = 0; i < 9; i++) {
		oscar_client_snac(&c, SNAC_ICBM_SEND, message);
		passed += icq_fake_said(r.icq, "100001 sends 100002: 1 x|");
	}
	cr_expect(passed >= 5 && passed < 9, "%d", passed);
	cr_expect(oscar_client_has(&c, SNAC_ICBM_ERROR));
	icq_fake_advance(r.icq, 120000);
	oscar_client_snac(&c, SNAC_ICBM_SEND, message);
	cr_expect(icq_fake_said(r.icq, "100001 sends 100002: 1 x|"));
	oscar_client_close(&c);
	oscar_rig_release(&r);
}

/* Bodies that real clients send. */
static const struct {
	enum snac_id id;
	struct view body;
} real[] = {
	{ SNAC_SERVICE_VERSIONS_ASK, VIEW_INIT("\0\1\0\4\0\4\0\1") },
	{ SNAC_SERVICE_STATUS, VIEW_INIT("\0\6\0\4\0\0\0\1\0\x1d\0\4\0\2\4\0") },
	{ SNAC_LOCATE_SET,
		VIEW_INIT("\0\5\0\x10\x09\x46\x13\x4e\x4c\x7f\x11\xd1\x82\x22\x44\x45\x53\x54\0\0") },
	{ SNAC_LOCATE_ASK, VIEW_INIT("\0\3\006100007") },
	{ SNAC_LOCATE_ASK_SHORT, VIEW_INIT("\0\0\0\4\006100007") },
	{ SNAC_BUDDY_ADD, VIEW_INIT("\006100002\006100003") },
	{ SNAC_BUDDY_REMOVE, VIEW_INIT("\006100002\006100003") },
	{ SNAC_ICBM_PARAMS_SET, VIEW_INIT("\0\0\0\0\0\x0b\x1f\x40\3\xe7\3\xe7\0\0\0\0") },
	{ SNAC_ICBM_SEND, VIEW_INIT("cookie.8\0\1\006100002\0\2\0\x0e\5\1\0\1\1\1\1\0\5\0\0\0\0x\0\3\0\0") },
	{ SNAC_ICBM_SEND, VIEW_INIT("cookie.8\0\4\006100002\0\5\0\x0a\xa1\x86\1\0\1\0\2\0x\0") },
	{ SNAC_ICBM_TYPING, VIEW_INIT("\0\0\0\0\0\0\0\0\0\1\006100002\0\2") },
	{ SNAC_FEEDBAG_ASK_IF_NEWER, VIEW_INIT("\0\0\0\1\0\1") },
	{ SNAC_FEEDBAG_ADD, VIEW_INIT("\0\006100002\0\1\0\2\0\0\0\5\1\x31\0\1x") },
	{ SNAC_FEEDBAG_UPDATE, VIEW_INIT("\0\006100002\0\1\0\2\0\0\0\5\1\x31\0\1y") },
	{ SNAC_FEEDBAG_DELETE, VIEW_INIT("\0\006100002\0\1\0\2\0\0\0\0") },
	{ SNAC_FEEDBAG_AUTH_ASK, VIEW_INIT("\006100002\0\2hi\0\0") },
	{ SNAC_META_ASK, VIEW_INIT("\0\1\0\x0a\x08\0\xa1\x86\1\0\x3c\0\1\0") },
	{ SNAC_META_ASK, VIEW_INIT("\0\1\0\x10\x0e\0\xa1\x86\1\0\xd0\7\2\0\xb2\4\xa1\x86\1\0") },
};

/* Of each body every beginning: nothing but this session may come to an end. */
Test(oscar_bos, bodies_cut_short_are_no_harm)
{
	struct oscar_rig r;
	struct oscar_client c, witness;
	size_t dropped = 0;

	oscar_rig_init(&r);
	oscar_rig_ready(&r, &witness, 2);
	for (size_t i = 0; i < ARRAY_LEN(real); i++) {
		for (size_t n = 0; n < real[i].body.n; n++) {
			char *exact = view_dup(view_left(real[i].body, n));

			oscar_rig_ready(&r, &c, 1);
			oscar_client_snac(&c, real[i].id, view_of(exact, n));
			dropped += c.conn == NULL;
			oscar_client_close(&c);
			free(exact);
		}
	}
	cr_expect(dropped > 100, "%zu", dropped);
	cr_expect(oscar_client_is_quiet(&witness) && icq_fake_session(r.icq, 100002) != NULL);
	oscar_client_close(&witness);
	oscar_rig_release(&r);
}

Test(oscar_bos, whole_bodies_are_fine)
{
	struct oscar_rig r;
	struct oscar_client c;

	oscar_rig_init(&r);
	for (size_t i = 0; i < ARRAY_LEN(real); i++) {
		oscar_rig_ready(&r, &c, 1);
		oscar_client_snac(&c, real[i].id, real[i].body);
		cr_expect(c.conn != NULL && !c.is_shut, "%zu", i);
		oscar_client_close(&c);
	}
	oscar_rig_release(&r);
}

Test(oscar_bos, a_frame_that_is_no_command_ends_the_session)
{
	struct oscar_rig r;
	struct oscar_client c;

	oscar_rig_init(&r);
	for (uint8_t channel = 0; channel < 8; channel++) {
		if (channel == FLAP_SNAC || channel == FLAP_ALIVE)
			continue;
		oscar_rig_ready(&r, &c, 1);
		oscar_client_frame(&c, channel, VIEW(""));
		oscar_client_run(&c);
		cr_expect(c.conn == NULL && icq_fake_session(r.icq, 100001) == NULL, "%d", channel);
		oscar_client_close(&c);
	}
	oscar_rig_release(&r);
}
