#include "icq/udp_contacts.h"

#include <criterion/criterion.h>
#include <string.h>

#include "icq/udp_cmd.h"
#include "udp_vectors.h"

Test(udp_contacts, lists_are_read_and_built)
{
	static const struct {
		const char *name;
		uint32_t uin[2];
	} lists[] = {
		{ "v2 contacts", { 100001, 100002 } },
		{ "v3 contacts", { 100001, 100003 } },
		{ "v5 contacts", { 100001, 900001 } },
	};

	for (size_t i = 0; i < ARRAY_LEN(lists); i++) {
		struct udp_opened o;
		struct udp_uins l;
		uint8_t bytes[16];
		struct icq_out out = icq_out(bytes, sizeof(bytes));

		udp_vector_open(lists[i].name, &o);
		cr_assert(udp_uins_parse(&l, &o.p), "%s", lists[i].name);
		cr_expect(l.n == 2 && l.is_last && memcmp(l.uin, lists[i].uin, 8) == 0, "%s", lists[i].name);
		udp_uins_put(&out, l.uin, l.n);
		cr_expect(view_eq(icq_out_view(&out), o.p.data), "%s", lists[i].name);
	}
}

Test(udp_contacts, a_list_is_what_fits_and_not_more)
{
	uint8_t bytes[1 + 4 * 101];
	uint32_t uins[101];
	struct udp_uins l;
	struct udp_packet p;

	for (uint32_t i = 0; i < 101; i++)
		uins[i] = ICQ_UIN_MIN + i;
	for (uint8_t n = 99; n <= 101; n++) {
		struct icq_out out = icq_out(bytes, sizeof(bytes));

		udp_uins_put(&out, uins, n);
		p = udp_carry(ICQ_V5, UDP_C_CONTACTS, &out);
		cr_assert(udp_uins_parse(&l, &p) == (n <= UDP_UINS_MAX));
		if (n <= UDP_UINS_MAX)
			cr_expect(l.n == n && l.is_last == (n != UDP_UINS_MAX));
		p.data.n--;
		cr_expect(!udp_uins_parse(&l, &p), "one byte too few");
	}
	p.data = VIEW("");
	cr_expect(!udp_uins_parse(&l, &p));
	p.data = VIEW("\0");
	cr_expect(udp_uins_parse(&l, &p) && l.n == 0 && l.is_last);
}

Test(udp_contacts, nobody_is_on_no_list)
{
	struct udp_packet p = { .version = ICQ_V5,
		.data = VIEW("\5\0\0\0\0\x0f\x27\0\0\x10\x27\0\0\xfe\xff\xff\x7f\xff\xff\xff\x7f") };
	struct udp_uins l;

	cr_assert(udp_uins_parse(&l, &p));
	cr_expect(l.n == 2 && l.uin[0] == ICQ_UIN_MIN && l.uin[1] == ICQ_UIN_MAX);
}

Test(udp_contacts, a_list_changes)
{
	struct udp_list_change c = { 100001, UDP_LIST_VISIBLE, true }, got;
	uint8_t bytes[16];
	struct icq_out out = icq_out(bytes, sizeof(bytes));
	struct udp_packet p;

	udp_list_change_put(&out, &c);
	p = udp_carry(ICQ_V5, UDP_C_LIST_CHANGE, &out);
	cr_expect(view_eq(p.data, VIEW("\xa1\x86\x01\0\2\1")));
	cr_assert(udp_list_change_parse(&got, &p));
	cr_expect(got.uin == c.uin && got.list == c.list && got.is_added);
	p.data = VIEW("\xa1\x86\x01\0\3\1");
	cr_expect(!udp_list_change_parse(&got, &p), "no such list");
	p.data = VIEW("\xa1\x86\x01\0\0\0");
	cr_expect(udp_list_change_parse(&got, &p) && got.list == UDP_LIST_CONTACTS && !got.is_added);
	p.data.n--;
	cr_expect(!udp_list_change_parse(&got, &p));
}

Test(udp_contacts, who_is_there_has_no_address)
{
	struct udp_presence who = { 2127503, 0x20000001 }, got;
	uint8_t bytes[64], zeros[24] = { 0 };
	struct udp_opened o;

	for (enum icq_protocol v = ICQ_V2; v <= ICQ_V5; v++) {
		struct icq_out out = icq_out(bytes, sizeof(bytes));
		struct udp_packet p;

		udp_online_put(&out, v, &who);
		p = udp_carry(v, UDP_S_ONLINE, &out);
		cr_expect_eq(p.data.n, v == ICQ_V5 ? 49 : 25);
		cr_expect(memcmp(bytes + 4, zeros, 12) == 0 && bytes[16] == 6 &&
			bytes[21] == (v == ICQ_V5 ? 6 : 3));
		cr_expect(v != ICQ_V5 || memcmp(bytes + 25, zeros, 24) == 0);
		cr_expect(udp_online_parse(&got, &p) && got.uin == who.uin && got.status == who.status);
	}
	udp_vector_open("v2 real online", &o);
	cr_expect(udp_online_parse(&got, &o.p) && got.uin == 2127503 && got.status == 0);
	udp_vector_open("v5 live online", &o);
	cr_expect(udp_online_parse(&got, &o.p) && got.uin == 100005 && got.status == 0);
}

Test(udp_contacts, single_numbers)
{
	uint8_t bytes[64];
	struct icq_out out = icq_out(bytes, sizeof(bytes));
	struct udp_presence who = { 100001, 5 }, got;
	struct udp_packet p;
	struct udp_opened o;
	uint32_t v;

	udp_vector_open("v2 real offline", &o);
	cr_expect(udp_uin_parse(&v, &o.p) && v == 5120493);
	udp_uin_put(&out, v);
	cr_expect(view_eq(icq_out_view(&out), o.p.data));
	udp_vector_open("v2 real contacts done", &o);
	cr_expect(udp_uin_parse(&v, &o.p) && v == 2127503);
	out = icq_out(bytes, sizeof(bytes));
	udp_presence_put(&out, &who);
	p = udp_carry(ICQ_V4, UDP_S_STATUS, &out);
	cr_expect(udp_presence_parse(&got, &p) && got.uin == 100001 && got.status == 5);
	out = icq_out(bytes, sizeof(bytes));
	udp_status_put(&out, 0x01000011);
	p = udp_carry(ICQ_V4, UDP_C_STATUS, &out);
	cr_expect(udp_status_parse(&v, &p) && v == 0x01000011);
	p.data.n = 3;
	cr_expect(!udp_status_parse(&v, &p) && !udp_uin_parse(&v, &p) && !udp_presence_parse(&got, &p) &&
		!udp_online_parse(&got, &p));
}

Test(udp_contacts, how_clients_leave)
{
	uint8_t bytes[64];
	struct icq_out out = icq_out(bytes, sizeof(bytes));
	enum udp_text_code code;
	struct udp_opened o;
	struct udp_packet p;

	udp_vector_open("v2 logoff", &o);
	cr_expect(udp_text_code_parse(&code, &o.p) && code == UDP_TEXT_LEAVE);
	udp_text_code_put(&out, UDP_TEXT_LEAVE);
	cr_expect(view_eq(icq_out_view(&out), o.p.data));
	out = icq_out(bytes, sizeof(bytes));
	udp_text_code_put(&out, UDP_TEXT_ANSWER);
	p = udp_carry(ICQ_V5, UDP_C_TEXT_CODE, &out);
	cr_expect(udp_text_code_parse(&code, &p) && code == UDP_TEXT_ANSWER);
	p.data = VIEW("\3\0no\0");
	cr_expect(udp_text_code_parse(&code, &p) && code == UDP_TEXT_OTHER);
	p.data = VIEW("\4\0no\0");
	cr_expect(!udp_text_code_parse(&code, &p));
}
