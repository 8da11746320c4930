#include "icq/oscar_message.h"

#include <criterion/criterion.h>
#include <stdio.h>

#include "icq/icbm.h"
#include "icq/icbm_relay.h"
#include "oscar_rig.h"

static const struct icbm to_2 = { .cookie = "cookie.", .channel = ICBM_TEXT, .to = 100002 };

/* A message of channel 1 in one fragment. */
static void
send_text(struct oscar_client *c, uint16_t charset, struct view text, unsigned flags)
{
	struct icbm m = to_2;
	size_t at;

	m.flags = flags;
	oscar_client_begin(c);
	icbm_put_to(&c->body, &m);
	at = tlv_begin(&c->body, 2);
	icq_put_bytes(&c->body, VIEW("\5\1\0\1\1\1\1"));
	icq_put_u16_be(&c->body, (uint16_t)(4 + text.n));
	icq_put_u16_be(&c->body, charset);
	icq_put_u16_be(&c->body, 0);
	icq_put_bytes(&c->body, text);
	tlv_end(&c->body, at);
	icbm_put_flags(&c->body, &m);
	oscar_client_send(c, SNAC_ICBM_SEND);
}

/* Long enough for no rate to matter. */
static void
rest(struct oscar_rig *r, struct oscar_client *c)
{
	icq_fake_advance(r->icq, 20000);
	oscar_client_run(c);
}

Test(oscar_message, text_of_channel_1_is_passed_on_as_utf8)
{
	static const struct {
		uint16_t charset;
		struct view sent;
		const char *said;
	} all[] = {
		{ 0, VIEW_INIT("hello"), "100001 sends 100002: 1 hello|" },
		{ 2, VIEW_INIT("\0c\0a\0f\0\xe9\xd8\x3d\xde\0"),
			"100001 sends 100002: 1 caf\xc3\xa9\xf0\x9f\x98\x80|" },
		{ 3, VIEW_INIT("caf\xe9"), "100001 sends 100002: 1 caf\xc3\xa9|" },
		{ 0, VIEW_INIT("<HTML><BODY>a &lt;b&gt; &amp; c</BODY></HTML>"),
			"100001 sends 100002: 1 a <b> & c|" },
		{ 0, VIEW_INIT("<b> & &lt;"), "100001 sends 100002: 1 <b> & &lt;|" },
		{ 0, VIEW_INIT("a\1b\2\0c"), "100001 sends 100002: 1 abc|" },
	};
	struct oscar_rig r;
	struct oscar_client c;

	oscar_rig_init(&r);
	for (size_t i = 0; i < ARRAY_LEN(all); i++) {
		oscar_rig_ready(&r, &c, 1);
		send_text(&c, all[i].charset, all[i].sent, ICBM_STORED);
		cr_expect(
			icq_fake_said(r.icq, all[i].said), "%zu: %.*s", i, VIEW_ARG(buf_view(&r.icq->said)));
		cr_expect(oscar_client_is_quiet(&c));
		oscar_client_close(&c);
	}
	oscar_rig_release(&r);
}

Test(oscar_message, text_longer_than_is_taken_is_cut_between_characters)
{
	static char long_text[8100];
	struct oscar_rig r;
	struct oscar_client c;
	struct view said;

	for (size_t i = 0; i + 1 < sizeof(long_text); i += 2)
		long_text[i] = 0x4e; /* U+4E00, three bytes of UTF-8 */
	oscar_rig_init(&r);
	oscar_rig_ready(&r, &c, 1);
	buf_clear(&r.icq->said);
	send_text(&c, 2, view_of(long_text, 8000), 0);
	said = buf_view(&r.icq->said);
	cr_expect(said.n == strlen("100001 sends 100002: 1 |\n") + 12000, "%zu", said.n);
	oscar_client_close(&c);
	oscar_rig_release(&r);
}

Test(oscar_message, what_became_of_it_is_told)
{
	struct oscar_rig r;
	struct oscar_client c;
	struct icbm m;

	oscar_rig_init(&r);
	oscar_rig_ready(&r, &c, 1);
	send_text(&c, 0, VIEW("x"), ICBM_WANTS_ACK);
	cr_assert(icbm_ack_parse(&m, oscar_client_expect(&c, SNAC_ICBM_ACK)));
	cr_expect(m.to == 100002 && memcmp(m.cookie, to_2.cookie, sizeof(m.cookie)) == 0);
	cr_expect(c.snac.request == c.request);
	r.icq->send = ICQ_STORED;
	rest(&r, &c);
	send_text(&c, 0, VIEW("x"), ICBM_WANTS_ACK);
	(void)oscar_client_expect(&c, SNAC_ICBM_ACK);
	r.icq->send = ICQ_REFUSED;
	rest(&r, &c);
	send_text(&c, 0, VIEW("x"), 0);
	cr_expect(oscar_client_is_quiet(&c));
	r.icq->send = ICQ_NOBODY;
	rest(&r, &c);
	send_text(&c, 0, VIEW("x"), ICBM_WANTS_ACK);
	cr_expect(view_eq(oscar_client_expect(&c, SNAC_ICBM_ERROR), VIEW("\0\4")));
	r.icq->send = ICQ_BUSY;
	rest(&r, &c);
	send_text(&c, 0, VIEW("x"), ICBM_WANTS_ACK);
	cr_expect(view_eq(oscar_client_expect(&c, SNAC_ICBM_ERROR), VIEW("\0\2")));
	oscar_client_close(&c);
	oscar_rig_release(&r);
}

Test(oscar_message, who_is_no_number_gets_nothing)
{
	struct oscar_rig r;
	struct oscar_client c;

	oscar_rig_init(&r);
	oscar_rig_ready(&r, &c, 1);
	oscar_client_snac(
		&c, SNAC_ICBM_SEND, VIEW("cookie.8\0\1\6nobody\0\2\0\x0e\5\1\0\1\1\1\1\0\5\0\0\0\0x"));
	cr_expect(view_eq(oscar_client_expect(&c, SNAC_ICBM_ERROR), VIEW("\0\4")));
	cr_expect(!icq_fake_said(r.icq, "100001 sends 0: 1 x|"));
	oscar_client_close(&c);
	oscar_rig_release(&r);
}

static void
send_old(struct oscar_client *c, uint8_t kind, struct view text)
{
	const struct icbm_old old = { .from = 100007, .kind = kind, .text = text };
	struct icbm m = to_2;

	m.channel = ICBM_OLD;
	oscar_client_begin(c);
	icbm_put_to(&c->body, &m);
	icbm_old_put(&c->body, &old);
	oscar_client_send(c, SNAC_ICBM_SEND);
}

Test(oscar_message, kinds_of_channel_4)
{
	static const struct {
		uint8_t kind;
		struct view sent;
		const char *said; /* NULL: nothing is passed on */
	} all[] = {
		{ 1, VIEW_INIT("f\xfcnf\r\nsechs"), NULL },
		{ 0x81, VIEW_INIT("to many"), "100001 sends 100002: 1 to many|" },
		{ 4, VIEW_INIT("look\xfehttp://example.org/"),
			"100001 sends 100002: 4 look|http://example.org/" },
		{ 4, VIEW_INIT("http://example.org/\xfelook"),
			"100001 sends 100002: 4 look|http://example.org/" },
		{ 4, VIEW_INIT("just text"), "100001 sends 100002: 1 just text|" },
		{ 2, VIEW_INIT("chat?"), "100001 sends 100002: 2 chat?|" },
		{ 3, VIEW_INIT("a file"), "100001 sends 100002: 3 a file|" },
		{ 6,
			VIEW_INIT("a\xfe"
				  "b\xfe"
				  "c\xfe"
				  "d\xfe"
				  "1\xfeplease"),
			NULL },
		{ 8, VIEW_INIT(""), NULL },
		{ 9, VIEW_INIT("I am the server"), NULL },
		{ 0x0c, VIEW_INIT("x"), NULL },
		{ 0x7f, VIEW_INIT("x"), NULL },
	};
	struct oscar_rig r;
	struct oscar_client c;

	oscar_rig_init(&r);
	for (size_t i = 0; i < ARRAY_LEN(all); i++) {
		oscar_rig_ready(&r, &c, 1);
		buf_clear(&r.icq->said);
		send_old(&c, all[i].kind, all[i].sent);
		cr_expect(c.conn != NULL && !c.is_shut);
		if (all[i].said != NULL)
			cr_expect(icq_fake_said(r.icq, all[i].said), "%zu", i);
		else if (i != 0)
			cr_expect(r.icq->said.len == 0, "%zu", i);
		else
			cr_expect(view_eq(buf_view(&r.icq->said),
				VIEW("100001 sends 100002: 1 f\xc3\xbcnf\nsechs|\n")));
		oscar_client_close(&c);
	}
	oscar_rig_release(&r);
}

static void
send_relay(struct oscar_client *c, const struct icbm_said *said)
{
	struct icbm_relay relay = { .step = ICBM_ASKS, .has_said = true, .said = *said };
	struct icbm m = to_2;

	m.channel = ICBM_RELAY;
	memcpy(relay.cookie, m.cookie, sizeof(relay.cookie));
	oscar_client_begin(c);
	icbm_put_to(&c->body, &m);
	icbm_relay_put(&c->body, &relay);
	oscar_client_send(c, SNAC_ICBM_SEND);
}

Test(oscar_message, text_of_channel_2_is_passed_on_and_answered)
{
	const struct icbm_said said = {
		.version = 8, .seq = 7, .kind = 1, .priority = 1, .is_utf8 = true, .text = VIEW("caf\xc3\xa9")
	};
	struct oscar_rig r;
	struct oscar_client c;
	struct icbm_answer a;

	oscar_rig_init(&r);
	oscar_rig_ready(&r, &c, 1);
	send_relay(&c, &said);
	cr_expect(icq_fake_said(r.icq, "100001 sends 100002: 1 caf\xc3\xa9|"));
	cr_assert(icbm_answer_parse(&a, oscar_client_expect(&c, SNAC_ICBM_ANSWER)));
	cr_expect(a.uin == 100002 && a.has_said && a.said.seq == 7 && a.said.text.n == 0);
	cr_expect(memcmp(a.cookie, to_2.cookie, sizeof(a.cookie)) == 0);
	oscar_client_close(&c);
	oscar_rig_release(&r);
}

Test(oscar_message, who_is_away_is_told_by_the_server)
{
	struct icbm_said said = { .version = 8, .seq = 7, .kind = ICBM_AWAY_FIRST, .text = VIEW("") };
	struct oscar_rig r;
	struct oscar_client c;
	struct icbm_answer a;
	struct icbm m = to_2;
	struct icbm_relay relay = { .step = ICBM_ASKS, .has_said = true, .said = said };

	oscar_rig_init(&r);
	oscar_rig_ready(&r, &c, 1);
	buf_clear(&r.icq->said);
	m.channel = ICBM_RELAY;
	m.to = 100007;
	oscar_client_begin(&c);
	icbm_put_to(&c.body, &m);
	icbm_relay_put(&c.body, &relay);
	oscar_client_send(&c, SNAC_ICBM_SEND);
	cr_assert(icbm_answer_parse(&a, oscar_client_expect(&c, SNAC_ICBM_ANSWER)));
	cr_expect(a.uin == 100007 && a.said.kind == ICBM_AWAY_FIRST && a.said.text.n != 0);
	cr_expect(r.icq->said.len == 0);
	oscar_client_close(&c);
	oscar_rig_release(&r);
}

Test(oscar_message, files_and_chats_are_declined)
{
	struct oscar_rig r;
	struct oscar_client c;
	struct icbm m;

	oscar_rig_init(&r);
	oscar_rig_ready(&r, &c, 1);
	r.icq->send = ICQ_REFUSED;
	oscar_client_snac(&c, SNAC_ICBM_SEND,
		VIEW("cookie.8\0\2\006100002\0\5\0\x1a\0\0cookie."
		     "8\x09\x46\x13\x43\x4c\x7f\x11\xd1\x82\x22\x44\x45\x53\x54\0\0"));
	cr_assert(icbm_parse_from(&m, oscar_client_expect(&c, SNAC_ICBM_DELIVER)));
	cr_expect(m.from.uin == 100002 && m.channel == ICBM_RELAY);
	cr_expect(view_eq(view_left(m.inside, 11), VIEW("\0\1cookie.8\x09")));
	cr_expect(icq_fake_said(r.icq, "100001 sends 100002: 3 |"));
	/* What is given up, and what is accepted, needs no answer. */
	oscar_client_snac(&c, SNAC_ICBM_SEND,
		VIEW("cookie.8\0\2\006100002\0\5\0\x1a\0\1cookie."
		     "8\x09\x46\x13\x43\x4c\x7f\x11\xd1\x82\x22\x44\x45\x53\x54\0\0"));
	cr_expect(oscar_client_is_quiet(&c) && !icq_fake_said(r.icq, "100001 sends 100002: 3 |"));
	oscar_client_close(&c);
	oscar_rig_release(&r);
}

static struct icq_session *
session(struct oscar_rig *r)
{
	return icq_fake_session(r->icq, 100001);
}

static void
expect_text(struct oscar_client *c, const char *text)
{
	char utf8[16384];
	struct icq_out out = icq_out(utf8, sizeof(utf8));
	struct icbm m;
	struct icbm_text t;

	cr_assert(icbm_parse_from(&m, oscar_client_expect(c, SNAC_ICBM_DELIVER)));
	cr_assert(m.channel == ICBM_TEXT && m.from.uin == 100002 && icbm_text_parse(&t, m.inside));
	icbm_text_decode(&t, &out, NULL, NULL);
	cr_expect(view_eq(view_of(utf8, out.n), view_z(text)), "%.*s", (int)out.n, utf8);
}

Test(oscar_message, what_comes_from_the_core_is_told)
{
	struct icq_message m = {
		.from = 100002, .kind = ICQ_KIND_TEXT, .text = VIEW("<nick> f\xc3\xbcnf & <b>")
	};
	static char long_text[5000];
	struct oscar_rig r;
	struct oscar_client c;

	oscar_rig_init(&r);
	oscar_rig_ready(&r, &c, 1);
	cr_expect(session(&r)->ops->message(session(&r)->link, &m));
	expect_text(&c, "<nick> f\xc3\xbcnf & <b>");
	m.kind = ICQ_KIND_URL;
	m.text = VIEW("look");
	m.url = VIEW("http://example.org/");
	cr_expect(session(&r)->ops->message(session(&r)->link, &m));
	expect_text(&c, "look\nhttp://example.org/");
	m.text = VIEW("");
	cr_expect(session(&r)->ops->message(session(&r)->link, &m));
	expect_text(&c, "http://example.org/");
	memset(long_text, 'x', sizeof(long_text) - 1);
	m = (struct icq_message){ .from = 100002, .kind = ICQ_KIND_TEXT, .text = view_z(long_text) };
	cr_expect(session(&r)->ops->message(session(&r)->link, &m));
	for (int i = 0; i < 8; i++)
		(void)oscar_client_expect(&c, SNAC_ICBM_DELIVER);
	cr_expect(oscar_client_is_quiet(&c));
	oscar_client_close(&c);
	oscar_rig_release(&r);
}

Test(oscar_message, clients_that_take_text_for_html_get_html)
{
	const struct icq_message m = {
		.from = 100002, .kind = ICQ_KIND_TEXT, .text = VIEW("<nick> a & b\nc")
	};
	static char long_text[700];
	const struct icq_message longest = {
		.from = 100002, .kind = ICQ_KIND_TEXT, .text = { long_text, 700 }
	};
	struct oscar_rig r;
	struct oscar_client c;

	oscar_rig_init(&r);
	oscar_rig_ready(&r, &c, 1);
	oscar_client_snac(&c, SNAC_LOCATE_SET,
		VIEW("\0\5\0\x10\x01\x38\xca\x7b\x76\x9a\x49\x15\x88\xf2\x13\xfc\x00\x97\x9e\xa8"));
	cr_expect(session(&r)->ops->message(session(&r)->link, &m));
	expect_text(&c, "<HTML><BODY>&lt;nick&gt; a &amp; b<BR>c</BODY></HTML>");
	memset(long_text, '&', sizeof(long_text));
	memcpy(long_text, "\xc3\xbc", 2);
	cr_expect(session(&r)->ops->message(session(&r)->link, &longest));
	cr_expect(oscar_client_expect(&c, SNAC_ICBM_DELIVER).n < 8000, "less than clients take");
	cr_expect(oscar_client_is_quiet(&c));
	oscar_client_close(&c);
	oscar_rig_release(&r);
}

Test(oscar_message, before_a_client_is_ready_it_is_told_nothing)
{
	const struct icq_message m = { .from = 100002, .kind = ICQ_KIND_TEXT, .text = VIEW("x") };
	struct oscar_rig r;
	struct oscar_client c;

	oscar_rig_init(&r);
	oscar_rig_enter(&r, &c, 1);
	(void)oscar_client_expect(&c, SNAC_SERVICE_FAMILIES);
	cr_expect(!session(&r)->ops->message(session(&r)->link, &m));
	session(&r)->ops->typing(session(&r)->link, 100002, ICQ_TYPING);
	session(&r)->ops->presence(session(&r)->link, 100002, ICQ_ONLINE);
	cr_expect(oscar_client_is_quiet(&c));
	oscar_client_close(&c);
	oscar_rig_release(&r);
}

Test(oscar_message, typing_goes_both_ways)
{
	struct oscar_rig r;
	struct oscar_client c;
	struct icbm_typing t;

	oscar_rig_init(&r);
	oscar_rig_ready(&r, &c, 1);
	oscar_client_snac(&c, SNAC_ICBM_TYPING, VIEW("\0\0\0\0\0\0\0\0\0\1\006100002\0\2"));
	cr_expect(icq_fake_said(r.icq, "100001 types to 100002"));
	session(&r)->ops->typing(session(&r)->link, 100002, ICQ_TYPING);
	cr_expect(oscar_client_is_quiet(&c), "it has not said that it wants to know");
	oscar_client_snac(&c, SNAC_ICBM_PARAMS_SET, VIEW("\0\0\0\0\0\x0b\x1f\x40\3\xe7\3\xe7\0\0\0\0"));
	session(&r)->ops->typing(session(&r)->link, 100002, ICQ_TYPING);
	cr_assert(icbm_typing_parse(&t, oscar_client_expect(&c, SNAC_ICBM_TYPING)));
	cr_expect(t.uin == 100002 && t.typing == ICQ_TYPING);
	oscar_client_close(&c);
	oscar_rig_release(&r);
}

Test(oscar_message, stored_messages_are_deleted_when_they_are_on_their_way)
{
	struct oscar_rig r;
	struct oscar_client c;
	struct icbm m;

	oscar_rig_init(&r);
	r.icq->mail = 2;
	oscar_rig_ready(&r, &c, 1);
	c.is_stuck = true;
	oscar_client_snac(&c, SNAC_ICBM_OFFLINE_ASK, VIEW(""));
	cr_expect(r.icq->mail == 2, "the client may be gone before it has them");
	c.is_stuck = false;
	for (int i = 0; i < 2; i++) {
		cr_assert(icbm_parse_from(&m, oscar_client_expect(&c, SNAC_ICBM_DELIVER)));
		cr_expect(m.from.uin == 100002 && (m.flags & ICBM_STORED) != 0 &&
			m.wall_s == 1790000000u + (unsigned)i);
	}
	(void)oscar_client_expect(&c, SNAC_ICBM_OFFLINE_END);
	cr_expect(icq_fake_said(r.icq, "100001 has its mail") && r.icq->mail == 0);
	oscar_client_snac(&c, SNAC_ICBM_OFFLINE_ASK, VIEW(""));
	(void)oscar_client_expect(&c, SNAC_ICBM_OFFLINE_END);
	oscar_client_close(&c);
	oscar_rig_release(&r);
}

Test(oscar_message, much_mail_comes_as_there_is_room)
{
	struct oscar_rig r;
	struct oscar_client c;
	size_t n = 0;

	oscar_rig_init(&r);
	r.icq->mail = ICQ_FAKE_MAIL;
	oscar_rig_ready(&r, &c, 1);
	c.is_stuck = true;
	oscar_client_snac(&c, SNAC_ICBM_OFFLINE_ASK, VIEW(""));
	c.is_stuck = false;
	for (; n < ICQ_FAKE_MAIL; n++)
		(void)oscar_client_expect(&c, SNAC_ICBM_DELIVER);
	(void)oscar_client_expect(&c, SNAC_ICBM_OFFLINE_END);
	cr_expect(icq_fake_said(r.icq, "100001 has its mail") && c.conn != NULL);
	oscar_client_close(&c);
	oscar_rig_release(&r);
}
