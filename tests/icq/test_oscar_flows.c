/* Scripted clients of OSCAR on a whole server: what bitlbee does in the live tests, and what it can't be made to do. */
#include <criterion/criterion.h>

#include "core/hash.h"
#include "core/log.h"
#include "core/rng.h"
#include "icq/feedbag.h"
#include "icq/icbm.h"
#include "icq/oscar_login.h"
#include "icq/oscar_user.h"
#include "tests/icq/icq_rig.h"
#include "tests/unit/icq/oscar_client.h"

static const char lobby[] = "channels = { \"#lobby\" }";

static void
begin(struct icq_rig *r)
{
	log_init(LOG_LEVEL_ERROR, false);
	cr_assert(rng_init(NULL) == 0);
	hash_init();
	icq_rig_open(r, lobby, "");
	cr_assert(strstr(icq_rig_ask(r, "add 100001 al secret1"), "ok") != NULL);
	cr_assert(strstr(icq_rig_ask(r, "add 100002 bob secret2"), "ok") != NULL);
}

static void
connect_to(struct icq_rig *r, struct oscar_client *c)
{
	cr_assert(oscar_client_connect(c, icq_oscar(r->icq), r->loop, "192.0.2.7"));
}

typedef struct view login_fn(struct oscar_client *c, const char *uin, const char *password, uint16_t *error);

/* Both connections, up to 01/02. */
static void
log_in(struct icq_rig *r, struct oscar_client *c, login_fn *way, const char *uin, const char *password)
{
	struct oscar_client first;
	struct view cookie;
	uint16_t error;

	connect_to(r, &first);
	cookie = way(&first, uin, password, &error);
	cr_assert(error == 0, "%s: %d", uin, error);
	connect_to(r, c);
	oscar_client_show_cookie(c, cookie);
	oscar_client_get_ready(c);
	oscar_client_close(&first);
	icq_rig_settle(r);
}

static void
settle(struct icq_rig *r, struct oscar_client *c)
{
	icq_rig_settle(r);
	oscar_client_run(c);
	icq_rig_settle(r);
}

static void
send_text(struct icq_rig *r, struct oscar_client *c, uint32_t to, const char *text)
{
	const struct icbm m = { .cookie = "cookie.", .channel = ICBM_TEXT, .to = to, .flags = ICBM_STORED };

	oscar_client_begin(c);
	icbm_put_to(&c->body, &m);
	icbm_text_put(&c->body, view_z(text));
	icbm_put_flags(&c->body, &m);
	oscar_client_send(c, SNAC_ICBM_SEND);
	settle(r, c);
}

static void
expect_text(struct oscar_client *c, uint32_t from, const char *text)
{
	char utf8[4096];
	struct icq_out out;
	struct icbm m;
	struct icbm_text t;

	do {
		out = icq_out(utf8, sizeof(utf8));
		cr_assert(icbm_parse_from(&m, oscar_client_find(c, SNAC_ICBM_DELIVER)));
		cr_assert(icbm_text_parse(&t, m.inside));
		icbm_text_decode(&t, &out, NULL, NULL);
	} while (m.from.uin != from || !view_eq(view_of(utf8, out.n), view_z(text)));
}

static void
talk(login_fn *way)
{
	struct icq_rig r;
	struct oscar_client c;
	struct conn_mem *ira;
	uint32_t room, her;

	begin(&r);
	ira = icq_rig_irc(&r, "ira");
	icq_rig_irc_says(&r, ira, "JOIN #lobby");
	log_in(&r, &c, way, "100001", "secret1");
	cr_expect(icq_rig_irc_hears(&r, ira, "JOIN #lobby"));
	room = icq_rig_uin(&r, "#lobby");
	cr_assert(room != 0);
	icq_rig_irc_says(&r, ira, "PRIVMSG #lobby :f\xc3\xbcnf <b> & \xf0\x9f\x98\x80");
	expect_text(&c, room, "<ira> f\xc3\xbcnf <b> & \xf0\x9f\x98\x80");
	send_text(&r, &c, room,
		"gr\xc3\xbc\xc3\x9f"
		"e <&>");
	cr_expect(icq_rig_irc_hears(&r, ira,
		"PRIVMSG #lobby :gr\xc3\xbc\xc3\x9f"
		"e <&>"));
	icq_rig_irc_says(&r, ira, "PRIVMSG al :just for you");
	her = icq_rig_uin(&r, "ira");
	expect_text(&c, her, "just for you");
	send_text(&r, &c, her, "and for you");
	cr_expect(icq_rig_irc_hears(&r, ira, "PRIVMSG ira :and for you"));
	oscar_client_close(&c);
	icq_rig_settle(&r);
	cr_expect(icq_rig_irc_hears(&r, ira, "QUIT"));
	icq_rig_irc_end(&r, ira);
	icq_rig_close(&r);
	cr_expect(r.n_faults == 0);
}

Test(oscar_flows, who_logs_in_by_digest_talks)
{
	talk(oscar_client_bucp);
}

Test(oscar_flows, who_logs_in_by_password_talks)
{
	talk(oscar_client_roasted);
}

Test(oscar_flows, wrong_passwords_are_refused_until_nothing_is_compared)
{
	struct icq_rig r;
	struct oscar_client c;
	uint16_t error = 0;
	int n = 0;

	begin(&r);
	for (; n < 20 && error != OSCAR_LOGIN_RATE; n++) {
		connect_to(&r, &c);
		(void)oscar_client_bucp(&c, "100001", "guess", &error);
		cr_expect(error == OSCAR_LOGIN_WRONG_PASSWORD || error == OSCAR_LOGIN_RATE);
		oscar_client_close(&c);
	}
	cr_expect(n > 1 && n < 20, "%d", n);
	connect_to(&r, &c);
	(void)oscar_client_bucp(&c, "100001", "secret1", &error);
	cr_expect(error == OSCAR_LOGIN_RATE, "also the right one");
	oscar_client_close(&c);
	icq_rig_close(&r);
}

Test(oscar_flows, a_message_for_who_is_not_there_waits)
{
	struct icq_rig r;
	struct oscar_client al, bob;
	struct icbm m;

	begin(&r);
	log_in(&r, &al, oscar_client_bucp, "100001", "secret1");
	send_text(&r, &al, 100002, "until later");
	log_in(&r, &bob, oscar_client_bucp, "100002", "secret2");
	oscar_client_forget(&bob);
	for (int i = 0; i < 2; i++) {
		oscar_client_snac(&bob, SNAC_ICBM_OFFLINE_ASK, VIEW(""));
		if (i == 0) {
			cr_assert(icbm_parse_from(&m, oscar_client_find(&bob, SNAC_ICBM_DELIVER)));
			cr_expect(m.from.uin == 100001 && (m.flags & ICBM_STORED) != 0 && m.wall_s != 0);
		}
		(void)oscar_client_expect(&bob, SNAC_ICBM_OFFLINE_END);
		settle(&r, &bob);
	}
	oscar_client_close(&al);
	oscar_client_close(&bob);
	icq_rig_close(&r);
}

Test(oscar_flows, clients_see_each_other_come_and_go)
{
	struct icq_rig r;
	struct oscar_client al, bob;
	struct feedbag_item item = { .name = VIEW("100002"), .group = 1, .id = 500, .type = FEEDBAG_BUDDY };
	uint16_t result = 0xffff;
	struct icq_in in;

	begin(&r);
	log_in(&r, &al, oscar_client_bucp, "100001", "secret1");
	oscar_client_forget(&al);
	oscar_client_begin(&al);
	feedbag_put(&al.body, &item);
	oscar_client_send(&al, SNAC_FEEDBAG_ADD);
	in = icq_in(oscar_client_find(&al, SNAC_FEEDBAG_RESULT));
	cr_expect(feedbag_result_next(&in, &result) && result == FEEDBAG_DONE);
	settle(&r, &al);
	oscar_client_forget(&al);
	log_in(&r, &bob, oscar_client_bucp, "100002", "secret2");
	settle(&r, &al);
	cr_expect(view_starts(oscar_client_find(&al, SNAC_BUDDY_ARRIVED), VIEW("\006100002")));
	oscar_client_close(&bob);
	settle(&r, &al);
	cr_expect(view_starts(oscar_client_find(&al, SNAC_BUDDY_DEPARTED), VIEW("\006100002")));
	oscar_client_close(&al);
	icq_rig_close(&r);
}

Test(oscar_flows, kill_and_a_second_login_end_a_session)
{
	struct icq_rig r;
	struct oscar_client one, two;

	begin(&r);
	log_in(&r, &one, oscar_client_bucp, "100001", "secret1");
	oscar_client_forget(&one);
	log_in(&r, &two, oscar_client_bucp, "100001", "secret1");
	oscar_client_run(&one);
	cr_expect(one.is_shut && !two.is_shut);
	cr_expect(oscar_bye_parse(oscar_client_expect_frame(&one, FLAP_SIGNOFF)) == OSCAR_BYE_REPLACED);
	oscar_client_forget(&two);
	cr_expect(strstr(icq_rig_ask(&r, "end 100001 :enough"), "ok") != NULL);
	settle(&r, &two);
	cr_expect(two.is_shut);
	oscar_client_close(&one);
	oscar_client_close(&two);
	icq_rig_close(&r);
}
