#include "icq/udp_message.h"

#include <criterion/criterion.h>
#include <string.h>

#include "icq/udp_cmd.h"
#include "udp_vectors.h"

Test(udp_message, what_was_seen_is_read_and_built)
{
	static const struct {
		const char *name;
		uint32_t uin;
		struct view text;
	} seen[] = {
		{ "v2 message", 100001, VIEW_INIT("Hello from v2") },
		{ "v3 message", 100001, VIEW_INIT("Hello from v3") },
		{ "v4 message", 100001, VIEW_INIT("Hello") },
		{ "v5 message", 100001, VIEW_INIT("Hello") },
		{ "v4 text", 100001, VIEW_INIT("Hi") },
		{ "v5 text", 100001, VIEW_INIT("Hi") },
	};

	for (size_t i = 0; i < ARRAY_LEN(seen); i++) {
		struct udp_opened o;
		struct udp_message m;
		uint8_t bytes[64];
		struct icq_out out = icq_out(bytes, sizeof(bytes));

		udp_vector_open(seen[i].name, &o);
		cr_assert(udp_message_parse(&m, &o.p), "%s", seen[i].name);
		cr_expect(m.uin == seen[i].uin && m.kind == ICQ_KIND_TEXT && !m.is_mass && m.wall_s == 0);
		cr_expect(view_eq(m.text, seen[i].text), "%s", seen[i].name);
		udp_message_put(&out, &m);
		cr_expect(view_eq(icq_out_view(&out), o.p.data), "%s", seen[i].name);
	}
}

Test(udp_message, fields_stay_as_they_came)
{
	struct udp_opened o;
	struct udp_message m;
	uint8_t bytes[128];
	struct icq_out out = icq_out(bytes, sizeof(bytes));

	udp_vector_open("v2 real auth", &o);
	cr_assert(udp_message_parse(&m, &o.p));
	cr_expect(m.uin == 2127503 && m.kind == ICQ_KIND_AUTH_ASK);
	cr_expect(view_starts(m.text, VIEW("Apotheosis\xfe")) &&
		view_eq(view_skip(m.text, m.text.n - 20), VIEW("Please authorize me.")));
	udp_message_put(&out, &m);
	cr_expect(view_eq(icq_out_view(&out), o.p.data));
}

Test(udp_message, what_waited_has_its_date)
{
	static const struct {
		const char *name;
		uint32_t uin;
		uint16_t kind;
		uint64_t wall_s;
	} seen[] = {
		{ "v2 real offline message", 4573676, ICQ_KIND_TEXT, 893305980 },
		{ "v2 real offline contacts", 8676387, ICQ_KIND_CONTACTS, 929994180 },
	};

	for (size_t i = 0; i < ARRAY_LEN(seen); i++) {
		struct udp_opened o;
		struct udp_message m;
		uint8_t bytes[128];
		struct icq_out out = icq_out(bytes, sizeof(bytes));

		udp_vector_open(seen[i].name, &o);
		cr_assert(udp_message_offline_parse(&m, &o.p), "%s", seen[i].name);
		cr_expect(m.uin == seen[i].uin && m.kind == seen[i].kind, "%s", seen[i].name);
		cr_expect_eq(
			m.wall_s, seen[i].wall_s, "%s: %llu", seen[i].name, (unsigned long long)m.wall_s);
		udp_message_offline_put(&out, &m);
		cr_expect(view_eq(icq_out_view(&out), o.p.data), "%s", seen[i].name);
	}
}

Test(udp_message, the_last_of_what_waited)
{
	struct udp_opened o;
	uint8_t bytes[8];
	struct icq_out out = icq_out(bytes, sizeof(bytes));

	udp_vector_open("v2 real offline end", &o);
	udp_message_offline_end_put(&out, ICQ_V3, 8562000);
	cr_expect_eq(out.n, 0);
	udp_message_offline_end_put(&out, ICQ_V2, 8562000);
	cr_expect(view_eq(icq_out_view(&out), o.p.data));
}

static bool
parse(struct udp_message *m, enum icq_protocol version, uint16_t cmd, struct view data)
{
	struct udp_packet p = { .version = version, .cmd = cmd, .data = data };

	return udp_message_parse(m, &p);
}

Test(udp_message, a_message_to_many_says_so)
{
	struct udp_message m;

	cr_assert(parse(&m, ICQ_V5, UDP_C_MESSAGE, VIEW("\xa1\x86\x01\0\x01\x80\2\0a\0")));
	cr_expect(m.kind == ICQ_KIND_TEXT && m.is_mass);
	cr_assert(parse(&m, ICQ_V3, UDP_C_MESSAGE, VIEW("\xa1\x86\x01\0\x01\x12\2\0a\0")));
	cr_expect(m.kind == ICQ_KIND_TEXT && !m.is_mass, "version 3 has one byte");
	cr_assert(parse(&m, ICQ_V5, UDP_C_MESSAGE, VIEW("\xa1\x86\x01\0\xe8\x03\1\0\0")));
	cr_expect(m.kind == 0x03e8 && m.text.n == 0, "what is between clients");
}

Test(udp_message, bytes_the_other_way_are_turned)
{
	struct udp_message m;

	cr_assert(parse(&m, ICQ_V5, UDP_C_MESSAGE, VIEW("\xa1\x86\x01\0\0\x01\2\0a\0")));
	cr_expect(m.kind == ICQ_KIND_TEXT && m.uin == 100001, "the kind alone");
	cr_assert(parse(&m, ICQ_V5, UDP_C_MESSAGE, VIEW("\0\x01\x86\xa1\0\x04\2\0a\0")));
	cr_expect(m.kind == ICQ_KIND_URL && m.uin == 100001, "both");
	cr_assert(parse(&m, ICQ_V5, UDP_C_MESSAGE, VIEW("\0\xe9\xa4\x35\x01\0\2\0a\0")));
	cr_expect(m.kind == ICQ_KIND_TEXT && m.uin == 900000000, "a high UIN alone is one");
}

Test(udp_message, nobody_is_no_receiver)
{
	struct udp_message m;
	struct view pager = VIEW("\x0a\0\0\0\x0d\0\2\0a\0"), nobody = VIEW("\0\0\0\0\x01\0\2\0a\0");

	cr_expect(!parse(&m, ICQ_V5, UDP_C_MESSAGE, pager));
	cr_expect(parse(&m, ICQ_V5, UDP_S_MESSAGE, pager) && m.uin == 10, "services of a server");
	cr_expect(!parse(&m, ICQ_V5, UDP_S_MESSAGE, nobody));
	cr_expect(!parse(&m, ICQ_V5, UDP_S_MESSAGE, VIEW("\xff\xff\xff\xff\x01\0\2\0a\0")));
}

Test(udp_message, a_date_that_is_none_is_told_without)
{
	struct udp_packet p = { .version = ICQ_V5, .cmd = UDP_S_OFFLINE_MESSAGE };
	struct udp_message m;

	p.data = VIEW("\xa1\x86\x01\0\xce\x07\x0d\x01\0\0\x01\0\2\0a\0");
	cr_expect(udp_message_offline_parse(&m, &p) && m.wall_s == 0 && view_eq(m.text, VIEW("a")));
	p.data.n--;
	cr_expect(!udp_message_offline_parse(&m, &p));
	p.data = VIEW("\0\0\0\0\xce\x07\x0c\x01\0\0\x01\0\2\0a\0");
	cr_expect(!udp_message_offline_parse(&m, &p), "by nobody");
}

Test(udp_message, texts_end_at_their_first_nul)
{
	struct udp_message m;

	cr_assert(parse(&m, ICQ_V5, UDP_S_MESSAGE, VIEW("\xa1\x86\x01\0\x01\0\5\0ab\0\0\0")));
	cr_expect(view_eq(m.text, VIEW("ab")));
	cr_assert(parse(&m, ICQ_V5, UDP_S_MESSAGE, VIEW("\xa1\x86\x01\0\x08\0\2\0\3\0")));
	cr_expect(m.kind == ICQ_KIND_AUTH_YES && m.text.n == 1);
	cr_expect(!parse(&m, ICQ_V5, UDP_S_MESSAGE, VIEW("\xa1\x86\x01\0\x01\0\6\0ab\0\0\0")));
}
