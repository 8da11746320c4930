#include "icq/oscar_presence.h"

#include <criterion/criterion.h>
#include <stdio.h>

#include "icq/oscar_buddy.h"
#include "icq/oscar_locate.h"
#include "icq/oscar_service.h"
#include "oscar_rig.h"

static void
tell(struct oscar_rig *r, uint32_t uin, enum icq_state state)
{
	struct icq_session *s = icq_fake_session(r->icq, 100001);

	s->ops->presence(s->link, uin, state);
}

Test(oscar_presence, who_comes_and_goes_is_told_without_an_address)
{
	static const char no_direct[0x25] = { 0 };
	struct oscar_rig r;
	struct oscar_client c;
	struct oscar_user user;
	struct icq_in in;
	struct view body, name, direct;
	struct tlv_block tlvs;

	oscar_rig_init(&r);
	oscar_rig_ready(&r, &c, 1);
	tell(&r, 100002, ICQ_ONLINE);
	body = oscar_client_expect(&c, SNAC_BUDDY_ARRIVED);
	in = icq_in(body);
	cr_assert(oscar_buddy_next(&in, &user));
	cr_expect(user.uin == 100002 && user.classes == 0x50 && user.status == 0);
	in = icq_in(body);
	name = icq_get_name(&in);
	icq_skip(&in, 4);
	cr_assert(name.n == 6 && tlv_parse(&tlvs, icq_get_rest(&in)));
	cr_expect(tlv_get(&tlvs, 0x0c, &direct) && direct.n == 0x25 && !tlv_has(&tlvs, 0x0a));
	cr_expect(memcmp(direct.p, no_direct, 0x25) == 0);
	tell(&r, 100002, ICQ_DND);
	in = icq_in(oscar_client_expect(&c, SNAC_BUDDY_ARRIVED));
	cr_assert(oscar_buddy_next(&in, &user));
	cr_expect(user.classes == 0x70 && (user.status & 2) != 0);
	tell(&r, 100002, ICQ_OFFLINE);
	in = icq_in(oscar_client_expect(&c, SNAC_BUDDY_DEPARTED));
	cr_assert(oscar_buddy_next(&in, &user));
	cr_expect(user.uin == 100002);
	oscar_client_close(&c);
	oscar_rig_release(&r);
}

static void
say_status(struct oscar_client *c, uint32_t status)
{
	const struct oscar_status s = { .has_status = true, .status = status };

	oscar_client_begin(c);
	oscar_status_put(&c->body, &s);
	oscar_client_send(c, SNAC_SERVICE_STATUS);
}

static void
say_away(struct oscar_client *c, struct view type, struct view text)
{
	oscar_client_begin(c);
	tlv_put(&c->body, 3, type);
	tlv_put(&c->body, 4, text);
	oscar_client_send(c, SNAC_LOCATE_SET);
}

Test(oscar_presence, states_and_their_texts_are_told_to_the_core)
{
	struct oscar_rig r;
	struct oscar_client c;
	char line[64];

	oscar_rig_init(&r);
	oscar_rig_ready(&r, &c, 1);
	say_status(&c, 1);
	(void)snprintf(line, sizeof(line), "100001 is %d: ", ICQ_AWAY);
	cr_expect(icq_fake_said(r.icq, line));
	say_away(&c, VIEW("text/plain; charset=\"us-ascii\""), VIEW("<HTML>at &lt;lunch&gt;</HTML>"));
	(void)snprintf(line, sizeof(line), "100001 is %d: at <lunch>", ICQ_AWAY);
	cr_expect(icq_fake_said(r.icq, line));
	say_away(&c, VIEW("text/plain; charset=\"unicode-2-0\""), VIEW("\0f\0\xfc\0n\0f"));
	(void)snprintf(line, sizeof(line), "100001 is %d: f\xc3\xbcnf", ICQ_AWAY);
	cr_expect(icq_fake_said(r.icq, line));
	say_away(&c, VIEW("text/plain; charset=\"iso-8859-1\""), VIEW("f\xfcnf"));
	cr_expect(icq_fake_said(r.icq, line));
	say_status(&c, 0x10000000);
	(void)snprintf(line, sizeof(line), "100001 is %d: ", ICQ_ONLINE);
	cr_expect(icq_fake_said(r.icq, line), "flags are no state");
	say_status(&c, 0x100);
	(void)snprintf(line, sizeof(line), "100001 is %d: ", ICQ_INVISIBLE);
	cr_expect(icq_fake_said(r.icq, line));
	oscar_client_close(&c);
	oscar_rig_release(&r);
}

Test(oscar_presence, clients_without_a_status_are_away_by_their_text)
{
	struct oscar_rig r;
	struct oscar_client c;
	char line[64];

	oscar_rig_init(&r);
	oscar_rig_ready(&r, &c, 1);
	say_away(&c, VIEW("text/plain"), VIEW("gone"));
	(void)snprintf(line, sizeof(line), "100001 is %d: gone", ICQ_AWAY);
	cr_expect(icq_fake_said(r.icq, line));
	say_away(&c, VIEW("text/plain"), VIEW(""));
	(void)snprintf(line, sizeof(line), "100001 is %d: ", ICQ_ONLINE);
	cr_expect(icq_fake_said(r.icq, line));
	oscar_client_close(&c);
	oscar_rig_release(&r);
}

Test(oscar_presence, who_asks_about_somebody_is_told)
{
	struct oscar_rig r;
	struct oscar_client c;
	struct oscar_user user;
	struct oscar_locate l;

	oscar_rig_init(&r);
	oscar_rig_ready(&r, &c, 1);
	oscar_client_snac(&c, SNAC_LOCATE_ASK, VIEW("\0\3\006100007"));
	cr_assert(oscar_locate_info_parse(&user, &l, oscar_client_expect(&c, SNAC_LOCATE_INFO)));
	cr_expect(user.uin == 100007 && l.has_away && l.away.n != 0);
	oscar_client_snac(&c, SNAC_LOCATE_ASK_SHORT, VIEW("\0\0\0\4\006100002"));
	cr_assert(oscar_locate_info_parse(&user, &l, oscar_client_expect(&c, SNAC_LOCATE_INFO)));
	cr_expect(user.uin == 100002 && !l.has_away);
	oscar_client_snac(&c, SNAC_LOCATE_ASK_SHORT, VIEW("\0\0\0\4\006100008"));
	(void)oscar_client_expect(&c, SNAC_LOCATE_ERROR);
	oscar_client_snac(&c, SNAC_LOCATE_ASK_SHORT, VIEW("\0\0\0\4\006nobody"));
	(void)oscar_client_expect(&c, SNAC_LOCATE_ERROR);
	oscar_client_close(&c);
	oscar_rig_release(&r);
}
