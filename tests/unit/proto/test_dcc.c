#include "proto/dcc.h"

#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <stdio.h>
#include <string.h>

/* What the mediator would send for it, with the address as claimed; or the fault. */
struct row {
	char text[320];
	enum dcc_fault fault;
	char built[340];
};

/* clang-format off */
static struct row rows[] = {
	/* As real clients send them. */
	{ "SEND plain.bin 2130706433 35167 100000", DCC_OK, "SEND plain.bin 2130706433 35167 100000" },
	{ "SEND \"with space.bin\" 2130706433 38307 5000", DCC_OK, "SEND \"with space.bin\" 2130706433 38307 5000" },
	{ "SEND na\xc3\xafve.txt 2130706433 39821 3", DCC_OK, "SEND na\xc3\xafve.txt 2130706433 39821 3" },
	{ "SEND quote\"in.txt 2130706433 44293 700", DCC_OK, "SEND quote\"in.txt 2130706433 44293 700" },
	{ "SEND big.bin 16843009 0 3000000 37", DCC_OK, "SEND big.bin 16843009 0 3000000 37" },
	{ "SEND big.bin 199 0 3000000 37", DCC_OK, "SEND big.bin 199 0 3000000 37" },
	{ "SEND big.bin 2130706433 43655 3000000 37", DCC_OK, "SEND big.bin 2130706433 43655 3000000 37" },
	{ "SEND big.bin 2130706433 43655 5000 12", DCC_OK, "SEND big.bin 2130706433 43655 5000 12" },
	{ "SEND \"with space.bin\" 16843009 0 5000 12", DCC_OK, "SEND \"with space.bin\" 16843009 0 5000 12" },
	{ "SEND with space.bin 2130706433 46561 5000 12", DCC_OK, "SEND \"with space.bin\" 2130706433 46561 5000 12" },
	{ "SEND plain.bin ::1 44525 100000", DCC_OK, "SEND plain.bin ::1 44525 100000" },
	{ "SEND big.bin fd09::1 38787 3000000 34", DCC_OK, "SEND big.bin fd09::1 38787 3000000 34" },
	{ "SEND empty.bin 2130706433 37043 0", DCC_OK, "SEND empty.bin 2130706433 37043 0" },
	{ "SEND a\\040b.txt 2130706433 37043 9", DCC_OK, "SEND a\\040b.txt 2130706433 37043 9" },
	{ "RESUME plain.bin 34157 40000", DCC_OK, "RESUME plain.bin 34157 40000" },
	{ "RESUME big.bin 0 1234567 29", DCC_OK, "RESUME big.bin 0 1234567 29" },
	{ "RESUME big.bin 0 5000 29", DCC_OK, "RESUME big.bin 0 5000 29" },
	{ "RESUME \"a b\" 0 5000 29", DCC_OK, "RESUME \"a b\" 0 5000 29" },
	{ "RESUME a b 34157 5000", DCC_OK, "RESUME \"a b\" 34157 5000" },
	{ "RESUME f 34157 0", DCC_OK, "RESUME f 34157 0" },
	{ "ACCEPT plain.bin 34157 40000", DCC_OK, "ACCEPT plain.bin 34157 40000" },
	{ "ACCEPT file.ext 0 40000 3", DCC_OK, "ACCEPT file.ext 0 40000 3" },
	{ "CHAT chat 2130706433 39265", DCC_OK, "CHAT chat 2130706433 39265" },
	{ "CHAT CHAT 2130706433 44781", DCC_OK, "CHAT chat 2130706433 44781" },
	{ "CHAT CHAT 16843009 0 17", DCC_OK, "CHAT chat 16843009 0 17" },
	{ "CHAT CHAT 2130706433 45601 17", DCC_OK, "CHAT chat 2130706433 45601 17" },
	{ "CHAT chat 127.0.0.1 0 3", DCC_OK, "CHAT chat 2130706433 0 3" },
	{ "CHAT CHAT ::1 34733", DCC_OK, "CHAT chat ::1 34733" },
	{ "REJECT SEND plain.bin", DCC_OK, "REJECT SEND plain.bin" },
	{ "REJECT SEND with space.bin", DCC_OK, "REJECT SEND with space.bin" },
	{ "REJECT SEND \"with space.bin\"", DCC_OK, "REJECT SEND with space.bin" },
	{ "REJECT SEND \"\"with space.bin\"", DCC_OK, "REJECT SEND \"\"with space.bin\"" },
	{ "REJECT SEND \" f \"", DCC_OK, "REJECT SEND \" f \"" }, /* its blanks are its own */
	{ "REJECT GET plain.bin", DCC_OK, "REJECT GET plain.bin" },
	{ "REJECT CHAT CHAT", DCC_OK, "REJECT CHAT CHAT" },
	{ "SSEND f 2130706433 4242 1", DCC_OK, "SSEND f 2130706433 4242 1" },
	{ "SCHAT chat 2130706433 4242", DCC_OK, "SCHAT chat 2130706433 4242" },
	/* What clients take beyond that. */
	{ "send f 2130706433 4242 1", DCC_OK, "SEND f 2130706433 4242 1" },
	{ "  Send\t f  2130706433 \t 4242  1  ", DCC_OK, "SEND f 2130706433 4242 1" },
	{ "SEND two  blanks 2130706433 4242 1", DCC_OK, "SEND \"two  blanks\" 2130706433 4242 1" },
	{ "SEND a\tb 2130706433 4242 1", DCC_OK, "SEND \"a\tb\" 2130706433 4242 1" },
	{ "SEND f 127.0.0.1 4242 1", DCC_OK, "SEND f 2130706433 4242 1" },
	{ "SEND f ::ffff:127.0.0.1 4242 1", DCC_OK, "SEND f 2130706433 4242 1" },
	{ "SEND f 4294967295 4242 1", DCC_OK, "SEND f 4294967295 4242 1" },
	{ "SEND f 2130706433 04242 1", DCC_OK, "SEND f 2130706433 4242 1" },
	{ "SEND ../../x 2130706433 4242 1", DCC_OK, "SEND ../../x 2130706433 4242 1" },
	{ "SEND \xe2\x80\xaegpj.exe 2130706433 4242 1", DCC_OK, "SEND \xe2\x80\xaegpj.exe 2130706433 4242 1" },
	{ "SEND 7 2130706433 4242 1", DCC_OK, "SEND 7 2130706433 4242 1" },
	{ "SEND part 2 2130706433 4242 1", DCC_OK, "SEND \"part 2\" 2130706433 4242 1" },
	{ "SEND part 2 199 0 1 5", DCC_OK, "SEND \"part 2\" 199 0 1 5" },
	{ "SEND \"part 2 3\" 2130706433 4242 1", DCC_OK, "SEND \"part 2 3\" 2130706433 4242 1" },
	{ "SEND \"f 16843009 0\" 2130706433 4242 1", DCC_OK, "SEND \"f 16843009 0\" 2130706433 4242 1" },
	{ "SEND \" f \" 2130706433 4242 1", DCC_OK, "SEND \" f \" 2130706433 4242 1" },
	{ "SEND \"f\" 2130706433 4242 1", DCC_OK, "SEND f 2130706433 4242 1" },
	{ "SEND \"a\"b c\" 2130706433 4242 1", DCC_OK, "SEND \"a\"b c\" 2130706433 4242 1" },
	{ "SEND \"a \\\"b\" 2130706433 4242 1", DCC_OK, "SEND \"a \\\"b\" 2130706433 4242 1" },
	{ "SEND \"\"x\" 2130706433 4242 1", DCC_OK, "SEND \"\"x\" 2130706433 4242 1" },
	{ "SEND \"\"\" 2130706433 4242 1", DCC_OK, "SEND \"\"\" 2130706433 4242 1" },
	{ "SEND a b\" 2130706433 4242 1", DCC_OK, "SEND \"a b\"\" 2130706433 4242 1" },
	{ "SEND f 2130706433 1024 1", DCC_OK, "SEND f 2130706433 1024 1" },
	{ "SEND f 2130706433 65535 1", DCC_OK, "SEND f 2130706433 65535 1" },
	{ "SEND f 2130706433 4242 9223372036854775807", DCC_OK, "SEND f 2130706433 4242 9223372036854775807" },
	{ "SEND f 2130706433 4242 4294968296", DCC_OK, "SEND f 2130706433 4242 4294968296" },
	{ "SEND f 1 0 1 0", DCC_OK, "SEND f 1 0 1 0" },
	{ "SEND f 1 0 1 2147483647", DCC_OK, "SEND f 1 0 1 2147483647" },
	{ "SEND f 0 0 1 5", DCC_OK, "SEND f 0 0 1 5" },
	{ "SEND f 2130706433 4242 100 7", DCC_OK, "SEND f 2130706433 4242 100 7" }, /* one field too many is a token */
	/* Names. */
	{ "SEND \"half open.txt 2130706433 4242 1", DCC_BAD_NAME, "" },
	{ "SEND \" 2130706433 4242 1", DCC_BAD_NAME, "" },
	{ "SEND \"\" 2130706433 4242 1", DCC_BAD_NAME, "" },
	{ "SEND \"a\" b\" 2130706433 4242 1", DCC_BAD_NAME, "" },
	{ "SEND \"a \\\"b\\\" c\" 2130706433 4242 1", DCC_BAD_NAME, "" },
	{ "SEND a\" b 2130706433 4242 1", DCC_BAD_NAME, "" },
	{ "REJECT SEND \"a", DCC_BAD_NAME, "" },
	{ "REJECT SEND", DCC_BAD_NAME, "" },
	{ "REJECT CHAT", DCC_BAD_NAME, "" },
	/* Addresses. */
	{ "SEND f 0 4242 1", DCC_BAD_ADDRESS, "" },
	{ "SEND f 16777215 4242 1", DCC_BAD_ADDRESS, "" },
	{ "SEND f 16777216 4242 1", DCC_OK, "SEND f 16777216 4242 1" },
	{ "SEND f 0.0.0.0 4242 1", DCC_BAD_ADDRESS, "" },
	{ "SEND f :: 4242 1", DCC_BAD_ADDRESS, "" },
	{ "SEND f ::ffff:0.1.0.113 4242 1", DCC_BAD_ADDRESS, "" },
	{ "SEND f ::ffff:0.1.0.113 0 1 5", DCC_OK, "SEND f 65649 0 1 5" },
	{ "SEND f localhost 4242 1", DCC_BAD_ADDRESS, "" },
	{ "SEND f 0x7f000001 4242 1", DCC_BAD_ADDRESS, "" },
	{ "SEND f 0177.0.0.1 4242 1", DCC_BAD_ADDRESS, "" },
	{ "SEND f 127.1 4242 1", DCC_BAD_ADDRESS, "" },
	{ "SEND f 6425673729 4242 1", DCC_BAD_ADDRESS, "" }, /* 127.0.0.1 and 2^32 */
	{ "SEND f -1 4242 1", DCC_BAD_ADDRESS, "" },
	{ "SEND f [::1] 4242 1", DCC_BAD_ADDRESS, "" },
	{ "SEND f fe80::1%eth0 4242 1", DCC_BAD_ADDRESS, "" },
	{ "SEND f localhost 0 1 5", DCC_BAD_PORT, "" },
	{ "CHAT chat localhost 4242", DCC_BAD_ADDRESS, "" },
	{ "CHAT chat 0 4242", DCC_BAD_ADDRESS, "" },
	/* Ports. */
	{ "SEND f 2130706433 +4242 1", DCC_BAD_PORT, "" },
	{ "SEND f 2130706433 1 1", DCC_BAD_PORT, "" },
	{ "SEND f 2130706433 1023 1", DCC_BAD_PORT, "" },
	{ "SEND f 2130706433 65536 1", DCC_BAD_PORT, "" },
	{ "SEND f 2130706433 69778 1", DCC_BAD_PORT, "" }, /* 4242 and 2^16 */
	{ "SEND f 2130706433 100000 1", DCC_BAD_PORT, "" },
	{ "SEND f 2130706433 004242 1", DCC_BAD_PORT, "" },
	{ "SEND f 2130706433 -1 1", DCC_BAD_PORT, "" },
	{ "SEND f 2130706433 0 1", DCC_BAD_PORT, "" },
	{ "SEND x 0 0 0", DCC_BAD_PORT, "" },
	{ "CHAT chat 2130706433 0", DCC_BAD_PORT, "" },
	{ "CHAT chat 2130706433 23", DCC_BAD_PORT, "" },
	{ "RESUME f 80 1", DCC_BAD_PORT, "" },
	{ "RESUME f 0 1", DCC_BAD_PORT, "" },
	{ "ACCEPT f 100000 1", DCC_BAD_PORT, "" },
	/* Sizes. */
	{ "SEND f 2130706433 4242 abc", DCC_BAD_SIZE, "" },
	{ "SEND f 2130706433 4242 -5", DCC_BAD_SIZE, "" },
	{ "SEND f 2130706433 4242 +5", DCC_BAD_SIZE, "" },
	{ "SEND f 2130706433 4242 1e3", DCC_BAD_SIZE, "" },
	{ "SEND f 2130706433 4242 9223372036854775808", DCC_BAD_SIZE, "" },
	{ "SEND f 2130706433 4242 18446744073709551616", DCC_BAD_SIZE, "" },
	{ "SEND f 1 0 abc 5", DCC_BAD_SIZE, "" },
	{ "RESUME f 4242 -1", DCC_BAD_SIZE, "" },
	/* Tokens. */
	{ "SEND f 1 0 1 abc", DCC_BAD_TOKEN, "" },
	{ "SEND f 1 0 1 -1", DCC_BAD_TOKEN, "" },
	{ "SEND f 1 0 1 007", DCC_BAD_TOKEN, "" },
	{ "SEND f 1 0 1 00", DCC_BAD_TOKEN, "" },
	{ "SEND f 1 0 1 2147483648", DCC_BAD_TOKEN, "" },
	{ "SEND f 1 0 1 4294967295", DCC_BAD_TOKEN, "" },
	{ "SEND f 1 0 1 99999999999999", DCC_BAD_TOKEN, "" },
	{ "CHAT chat 1 0 x", DCC_BAD_TOKEN, "" },
	{ "RESUME f 0 1 2147483648", DCC_BAD_TOKEN, "" },
	/* Fields. */
	{ "", DCC_SYNTAX, "" },
	{ "SEND", DCC_SYNTAX, "" },
	{ "SEND f", DCC_SYNTAX, "" },
	{ "SEND f 2130706433 4242", DCC_SYNTAX, "" }, /* no size */
	{ "SEND \"f\" 2130706433 4242", DCC_SYNTAX, "" },
	{ "SEND \"f\" 2130706433 4242 1 2 3", DCC_SYNTAX, "" },
	{ "SEND \"f\" g 2130706433 4242 1", DCC_BAD_PORT, "" },
	{ "SEND file 1 2 3 4 5", DCC_BAD_PORT, "" },
	{ "SEND file 1 2000 3000 4000 5", DCC_BAD_ADDRESS, "" },
	{ "SEND f 2130706433 4242 1 2 3", DCC_BAD_PORT, "" },
	{ "CHAT", DCC_SYNTAX, "" },
	{ "CHAT chat", DCC_SYNTAX, "" },
	{ "CHAT chat 2130706433", DCC_SYNTAX, "" },
	{ "CHAT chat 2130706433 4242 1 2", DCC_SYNTAX, "" },
	{ "RESUME f", DCC_SYNTAX, "" },
	{ "RESUME f 4242", DCC_SYNTAX, "" },
	{ "RESUME \"f\" 4242 1 7", DCC_SYNTAX, "" },
	{ "ACCEPT", DCC_SYNTAX, "" },
	{ "REJECT", DCC_SYNTAX, "" },
	{ "REJECT SEND \"a b\" c", DCC_SYNTAX, "" },
	{ "SEND f 2130706433\x01 4242 1", DCC_SYNTAX, "" },
	{ "SEND f\r 2130706433 4242 1", DCC_SYNTAX, "" },
	{ "SEND f\n 2130706433 4242 1", DCC_SYNTAX, "" },
};
/* clang-format on */

/* The address that was claimed, for want of one of our own. */
static uint8_t
claimed_address(struct view claimed, uint8_t ip[16])
{
	char z[INET6_ADDRSTRLEN];
	uint32_t n;

	memset(ip, 0, 16);
	if (view_to_u32(claimed, &n) == 0) {
		n = htonl(n);
		memcpy(ip, &n, sizeof(n));
		return AF_INET;
	}
	(void)view_copy(claimed, z, sizeof(z));
	if (inet_pton(AF_INET, z, ip) == 1)
		return AF_INET;
	return inet_pton(AF_INET6, z, ip) == 1 ? AF_INET6 : AF_INET;
}

static size_t
build(const struct dcc_msg *m, char dst[DCC_TEXT_MAX])
{
	uint8_t ip[16];
	struct dcc_out d = {
		.type = m->type,
		.rejected = m->rejected,
		.taken_back = m->taken_back,
		.secure = m->secure,
		.has_token = m->has_token,
		.name = m->name,
		.family = claimed_address(m->claimed, ip),
		.ip = ip,
		.port = m->port,
		.size = m->size,
		.token = m->token,
	};

	return dcc_build(&d, dst);
}

/* Without "SOH DCC " and SOH. */
static struct view
body(const char *text, size_t n)
{
	struct view v = view_of(text, n);

	cr_assert(view_starts(v,
		VIEW("\x01"
		     "DCC ")));
	cr_assert_eq(text[n - 1], '\x01');
	return view_left(view_skip(v, 5), n - 6);
}

ParameterizedTestParameters(dcc, each_row)
{
	return cr_make_param_array(struct row, rows, ARRAY_LEN(rows));
}
ParameterizedTest(struct row *row, dcc, each_row)
{
	struct dcc_msg m;
	enum dcc_fault fault = dcc_parse(view_z(row->text), &m);
	char text[DCC_TEXT_MAX];
	size_t n;

	cr_assert_eq(fault, row->fault, "%s: %s", row->text, dcc_fault_name(fault));
	if (fault != DCC_OK)
		return;
	n = build(&m, text);
	cr_assert_neq(n, 0, "%s", row->text);
	cr_expect(view_eq(body(text, n), view_z(row->built)), "%s: %.*s", row->text, VIEW_ARG(body(text, n)));
	/* What is built is read as the same. */
	cr_assert_eq(dcc_parse(body(text, n), &m), DCC_OK);
	n = build(&m, text);
	cr_expect(view_eq(body(text, n), view_z(row->built)), "%s: %.*s", row->text, VIEW_ARG(body(text, n)));
}

struct unknown {
	char text[60], word[12];
};

static struct unknown unknowns[] = {
	{ "TSEND f 2130706433 4242 1", "TSEND" },
	{ "tssend f 2130706433 4242 1", "tssend" },
	{ "STSEND f 2130706433 4242 1", "STSEND" },
	{ "RESEND f 2130706433 4242 1", "RESEND" },
	{ "TRESEND f 2130706433 4242 1", "TRESEND" },
	{ "GET f 5", "GET" },
	{ "TGET f 5", "TGET" },
	{ "RECV f 2130706433 4242 0", "RECV" },
	{ "SRECV f 2130706433 4242 0", "SRECV" },
	{ "RSEND f 5", "RSEND" },
	{ "XMIT clear 2130706433 4242 f 1", "XMIT" },
	{ "OFFER f", "OFFER" },
	{ "MOVE f 2130706433 4242 1", "MOVE" },
	{ "FILE f 2130706433 4242 1", "FILE" },
	{ "SUMMON", "SUMMON" },
	{ "TALK", "TALK" },
	{ "ADCHAT x 2130706433 4242", "ADCHAT" },
	{ "BOT", "BOT" },
	{ "VOICE null 2130706433 4242 8000", "VOICE" },
	{ "VIDEO x 2130706433 4242", "VIDEO" },
	{ "CANVAS x 2130706433 4242", "CANVAS" },
	{ "FSERVE", "FSERVE" },
	{ "ERRMSG GET f no", "ERRMSG" },
	{ "SENDX f 2130706433 4242 1", "SENDX" },
	{ "\"SEND\" f 2130706433 4242 1", "\"SEND\"" },
	{ "\x0bSEND f 2130706433 4242 1", "\x0bSEND" },
	{ "SSSEND f 2130706433 4242 1", "SSSEND" },
	{ "SRESUME f 4242 1", "SRESUME" },
	{ "CHAT wboard 2130706433 4242", "wboard" },
	{ "CHAT \"chat\" 2130706433 4242", "\"chat\"" },
	{ "REJECT RESUME f", "RESUME" },
};

ParameterizedTestParameters(dcc, what_is_not_passed_is_named)
{
	return cr_make_param_array(struct unknown, unknowns, ARRAY_LEN(unknowns));
}
ParameterizedTest(struct unknown *u, dcc, what_is_not_passed_is_named)
{
	struct dcc_msg m;

	cr_expect_eq(dcc_parse(view_z(u->text), &m), DCC_UNKNOWN, "%s", u->text);
	cr_expect(view_eq(m.word, view_z(u->word)), "%s: %.*s", u->text, VIEW_ARG(m.word));
}

Test(dcc, the_fields_of_an_offer)
{
	struct dcc_msg m;

	cr_assert_eq(dcc_parse(VIEW("ssend \"my file.txt\" 10.1.2.3 4242 4294968296"), &m), DCC_OK);
	cr_expect_eq(m.type, DCC_SEND);
	cr_expect(m.secure);
	cr_expect_not(m.has_token);
	cr_expect(view_eq(m.word, VIEW("ssend")));
	cr_expect(view_eq(m.name, VIEW("my file.txt")));
	cr_expect(view_eq(m.claimed, VIEW("10.1.2.3")));
	cr_expect_eq(m.port, 4242);
	cr_expect_eq(m.size, UINT64_C(4294968296));
}

Test(dcc, the_fields_of_a_passive_offer_and_of_its_answer)
{
	struct dcc_msg m;

	cr_assert_eq(dcc_parse(VIEW("SEND f 199 0 5000 0"), &m), DCC_OK);
	cr_expect(m.has_token);
	cr_expect_eq(m.port, 0);
	cr_expect_eq(m.size, 5000);
	cr_expect_eq(m.token, 0);
	cr_assert_eq(dcc_parse(VIEW("SEND my f 2130706433 46561 5000 12"), &m), DCC_OK);
	cr_expect(m.has_token);
	cr_expect_eq(m.port, 46561);
	cr_expect_eq(m.size, 5000);
	cr_expect_eq(m.token, 12);
	cr_expect(view_eq(m.name, VIEW("my f")));
}

Test(dcc, a_refusal_names_what_it_is_of)
{
	struct dcc_msg m;

	cr_assert_eq(dcc_parse(VIEW("REJECT GET f"), &m), DCC_OK);
	cr_expect_eq(m.type, DCC_REJECT);
	cr_expect_eq(m.rejected, DCC_SEND);
	cr_expect(m.taken_back);
	cr_assert_eq(dcc_parse(VIEW("reject chat chat"), &m), DCC_OK);
	cr_expect_eq(m.rejected, DCC_CHAT);
	cr_expect_not(m.taken_back);
}

Test(dcc, nul_is_a_fault)
{
	struct dcc_msg m;

	cr_expect_eq(dcc_parse(VIEW("SEND f\0 2130706433 4242 1"), &m), DCC_SYNTAX);
	cr_expect_eq(dcc_parse(VIEW("SEND f 127.0.0.1\0x 4242 1"), &m), DCC_SYNTAX);
	cr_expect_eq(dcc_parse(view_of(NULL, 0), &m), DCC_SYNTAX);
}

Test(dcc, the_longest_name_is_read_and_built_with_everything_else_at_its_longest)
{
	char name[DCC_NAME_MAX + 2], text[600], built[DCC_TEXT_MAX];
	struct dcc_msg m;
	size_t n;

	memset(name, 'n', sizeof(name));
	name[5] = ' ';
	name[DCC_NAME_MAX] = '\0';
	(void)snprintf(text, sizeof(text), "SSEND \"%s\" %s 65535 9223372036854775807 2147483647", name,
		"ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff");
	cr_assert_eq(dcc_parse(view_z(text), &m), DCC_OK);
	n = build(&m, built);
	cr_assert(view_eq(body(built, n), view_z(text)));
	name[DCC_NAME_MAX] = 'n';
	name[DCC_NAME_MAX + 1] = '\0';
	(void)snprintf(text, sizeof(text), "SEND %s 2130706433 4242 1", name);
	cr_expect_eq(dcc_parse(view_z(text), &m), DCC_BAD_NAME);
}

Test(dcc, a_name_that_cannot_be_sent_is_not_built)
{
	static const struct view names[] = { VIEW_INIT(""), VIEW_INIT("a\rb"), VIEW_INIT("a\nb"),
		VIEW_INIT("a\0b"), VIEW_INIT("a\x01"), VIEW_INIT("a\" b") };
	static const uint8_t ip[16] = { 127, 0, 0, 1 };
	char text[DCC_TEXT_MAX];

	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		struct dcc_out d = { .type = DCC_SEND, .name = names[i], .family = AF_INET, .ip = ip };

		cr_expect_eq(dcc_build(&d, text), 0, "%zu", i);
		d.type = DCC_CHAT; /* which has no use for it */
		cr_expect_neq(dcc_build(&d, text), 0, "%zu", i);
	}
}

/* Who takes back a chat says the same as who refuses it. */
Test(dcc, a_chat_that_is_taken_back_is_no_get)
{
	const struct dcc_out d = {
		.type = DCC_REJECT, .rejected = DCC_CHAT, .taken_back = true, .name = VIEW("chat")
	};
	char text[DCC_TEXT_MAX];
	size_t n = dcc_build(&d, text);

	cr_expect(view_eq(body(text, n), VIEW("REJECT CHAT chat")), "%.*s", VIEW_ARG(body(text, n)));
}

Test(dcc, words_and_faults_have_names)
{
	cr_expect(view_eq(dcc_type_word(DCC_SEND), VIEW("SEND")));
	cr_expect(view_eq(dcc_type_word(DCC_CHAT), VIEW("CHAT")));
	cr_expect(view_eq(dcc_type_word(DCC_RESUME), VIEW("RESUME")));
	cr_expect(view_eq(dcc_type_word(DCC_ACCEPT), VIEW("ACCEPT")));
	cr_expect(view_eq(dcc_type_word(DCC_REJECT), VIEW("REJECT")));
	for (enum dcc_fault f = DCC_OK; f < DCC_N_FAULTS; f++)
		cr_expect_neq(dcc_fault_name(f), NULL);
}
