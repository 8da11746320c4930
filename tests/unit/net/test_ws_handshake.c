#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <stdio.h>

#include "core/util.h"
#include "net/tls_accept_key.h"
#include "net/ws_handshake.h"

#define GET	 "GET / HTTP/1.1\r\n"
#define HOST	 "Host: irc.example.org\r\n"
#define UPGRADE	 "Upgrade: websocket\r\nConnection: Upgrade\r\n"
#define VERSION	 "Sec-WebSocket-Version: 13\r\n"
#define KEY	 "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
#define GOOD	 GET HOST UPGRADE VERSION KEY
#define PROTOCOL "Sec-WebSocket-Protocol: "

struct head_case {
	char head[400];
	int status;
	int kind;
};

ParameterizedTestParameters(ws_handshake, request)
{
	static struct head_case cases[] = {
		{ GOOD "\r\n", 101, WS_ANY },
		{ GOOD PROTOCOL "text.ircv3.net\r\n\r\n", 101, WS_TEXT },
		{ GOOD PROTOCOL "binary.ircv3.net\r\n\r\n", 101, WS_BINARY },
		{ GOOD PROTOCOL "binary.ircv3.net, text.ircv3.net\r\n\r\n", 101, WS_BINARY },
		{ GOOD PROTOCOL "chat,text.ircv3.net ,binary.ircv3.net\r\n\r\n", 101, WS_TEXT },
		{ GOOD PROTOCOL "chat\r\n" PROTOCOL "text.ircv3.net\r\n\r\n", 101, WS_TEXT },
		{ GOOD PROTOCOL "chat\r\n\r\n", 101, WS_ANY },
		{ GOOD "Origin: https://anywhere.example\r\n\r\n", 101, WS_ANY },
		{ GOOD "Content-Length: 0\r\n\r\n", 101, WS_ANY },
		{ "GET /irc?x=1 HTTP/1.1\r\nhost:h\r\nUPGRADE: h2c, WebSocket\r\nconnection: keep-alive, "
		  "upgrade\r\n"
		  "sec-websocket-version:\t13 \r\nsec-websocket-key:dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
			101, WS_ANY },
		{ "POST / HTTP/1.1\r\n" HOST UPGRADE VERSION KEY "\r\n", 400, 0 },
		{ "GET / HTTP/1.0\r\n" HOST UPGRADE VERSION KEY "\r\n", 400, 0 },
		{ "GET /  HTTP/1.1\r\n" HOST UPGRADE VERSION KEY "\r\n", 400, 0 },
		{ "GET x HTTP/1.1\r\n" HOST UPGRADE VERSION KEY "\r\n", 400, 0 },
		{ "GET /\x01 HTTP/1.1\r\n" HOST UPGRADE VERSION KEY "\r\n", 400, 0 },
		{ "GET / HTTP/1.1\n" HOST UPGRADE VERSION KEY "\r\n", 400, 0 },
		{ GET UPGRADE VERSION KEY "\r\n", 400, 0 },
		{ GET "Host: \r\n" UPGRADE VERSION KEY "\r\n", 400, 0 },
		{ GOOD HOST "\r\n", 400, 0 },
		{ GOOD KEY "\r\n", 400, 0 },
		{ GOOD "Content-Length: 5\r\n\r\n", 400, 0 },
		{ GOOD "Transfer-Encoding: chunked\r\n\r\n", 400, 0 },
		{ GOOD " folded\r\n\r\n", 400, 0 },
		{ GOOD "No-Colon\r\n\r\n", 400, 0 },
		{ GOOD "Name : x\r\n\r\n", 400, 0 },
		{ GOOD ": x\r\n\r\n", 400, 0 },
		{ GOOD "X: a\rb\r\n\r\n", 400, 0 },
		{ GOOD "X: a\x7f\r\n\r\n", 400, 0 },
		{ GOOD "X: a\nY: b\r\n\r\n", 400, 0 },
		{ GOOD "\r\nmore", 400, 0 },
		{ GET HOST UPGRADE VERSION "\r\n", 400, 0 },
		{ GET HOST UPGRADE VERSION "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=\r\n\r\n", 400, 0 },
		{ GET HOST UPGRADE VERSION "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ===\r\n\r\n", 400, 0 },
		{ GET HOST UPGRADE VERSION "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZ!==\r\n\r\n", 400, 0 },
		{ GET HOST "\r\n", 426, 0 },
		{ GET HOST "Upgrade: websocket\r\n" VERSION KEY "\r\n", 426, 0 },
		{ GET HOST "Upgrade: h2c\r\nConnection: Upgrade\r\n" VERSION KEY "\r\n", 426, 0 },
		{ GET HOST UPGRADE KEY "\r\n", 426, 0 },
		{ GET HOST UPGRADE KEY "Sec-WebSocket-Version: 8\r\n\r\n", 426, 0 },
	};

	return cr_make_param_array(struct head_case, cases, ARRAY_LEN(cases));
}
ParameterizedTest(struct head_case *c, ws_handshake, request)
{
	const struct websocket_conf any = { NULL, 0 };
	struct ws_request r;
	enum ws_status status = ws_handshake_check(view_z(c->head), &any, &r);

	cr_expect_eq((int)status, c->status, "%d for %s", (int)status, c->head);
	if (c->status == 101)
		cr_expect_eq((int)r.kind, c->kind, "kind %d for %s", (int)r.kind, c->head);
	else
		cr_expect(r.why != NULL);
}

/* Programs that are no browsers name no site. */
Test(ws_handshake, without_origin_it_is_accepted_unless_sites_are_configured)
{
	static const char *const names[] = { "https://chat.example.org" };
	const struct websocket_conf any = { NULL, 0 }, some = { names, ARRAY_LEN(names) };
	struct ws_request r;

	cr_expect_eq((int)ws_handshake_check(view_z(GOOD "\r\n"), &any, &r), WS_SWITCHING);
	cr_expect_eq((int)ws_handshake_check(view_z(GOOD "\r\n"), &some, &r), WS_FORBIDDEN);
}

Test(ws_handshake, origins_are_compared_whole_and_without_regard_to_case)
{
	static const char *const names[] = { "https://chat.example.org", "http://localhost:8080" };
	const struct websocket_conf some = { names, ARRAY_LEN(names) };
	static const struct {
		const char *head;
		enum ws_status want;
	} cases[] = {
		{ GOOD "Origin: https://chat.example.org\r\n\r\n", WS_SWITCHING },
		{ GOOD "Origin: HTTPS://Chat.example.org\r\n\r\n", WS_SWITCHING },
		{ GOOD "Origin: http://localhost:8080\r\n\r\n", WS_SWITCHING },
		{ GOOD "Origin: http://localhost\r\n\r\n", WS_FORBIDDEN },
		{ GOOD "Origin: https://chat.example.org.evil.example\r\n\r\n", WS_FORBIDDEN },
		{ GOOD "Origin: null\r\n\r\n", WS_FORBIDDEN },
		{ GOOD "Origin: \r\n\r\n", WS_FORBIDDEN },
		{ GOOD "\r\n", WS_FORBIDDEN },
		{ GOOD "Origin: http://localhost\r\nOrigin: http://localhost:8080\r\n\r\n", WS_BAD_REQUEST },
	};

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct ws_request r;

		cr_expect_eq(
			ws_handshake_check(view_z(cases[i].head), &some, &r), cases[i].want, "case %zu", i);
	}
}

Test(ws_handshake, answers_say_what_the_rfc_wants)
{
	const struct websocket_conf any = { NULL, 0 };
	struct ws_request r;
	char dst[WS_ANSWER_MAX];
	size_t n;

	cr_assert_eq(
		ws_handshake_check(VIEW(GOOD PROTOCOL "text.ircv3.net\r\n\r\n"), &any, &r), WS_SWITCHING);
	n = ws_handshake_answer(WS_SWITCHING, &r, dst);
	/* The key and its answer are those of RFC 6455 1.3. */
	cr_expect(view_eq(view_of(dst, n),
		VIEW("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
		     "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"
		     "Sec-WebSocket-Protocol: text.ircv3.net\r\n\r\n")));
	cr_assert_eq(ws_handshake_check(VIEW(GOOD PROTOCOL "other\r\n\r\n"), &any, &r), WS_SWITCHING);
	n = ws_handshake_answer(WS_SWITCHING, &r, dst);
	dst[n] = '\0';
	cr_expect(strstr(dst, "Sec-WebSocket-Protocol") == NULL);
	cr_assert_eq(ws_handshake_check(VIEW(GET HOST "\r\n"), &any, &r), WS_UPGRADE_REQUIRED);
	n = ws_handshake_answer(WS_UPGRADE_REQUIRED, &r, dst);
	dst[n] = '\0';
	cr_expect(strncmp(dst, "HTTP/1.1 426 ", 13) == 0);
	cr_expect(strstr(dst, "\r\nSec-WebSocket-Version: 13\r\n") != NULL);
	cr_expect(strstr(dst, "\r\nUpgrade: websocket\r\n") != NULL);
}

Test(ws_handshake, the_end_of_a_head_is_found_over_the_seams)
{
	const struct view v = VIEW("GET / HTTP/1.1\r\n\r\nrest");

	for (size_t seen = 0; seen < 18; seen++)
		cr_expect_eq(ws_head_end(v, seen), 18, "seen %zu", seen);
	cr_expect_eq(ws_head_end(view_left(v, 17), 0), 0);
	cr_expect(ws_head_may_be(VIEW("G")));
	cr_expect(ws_head_may_be(VIEW("GET /x")));
	cr_expect_not(ws_head_may_be(VIEW("NICK x\r\n")));
	cr_expect_not(ws_head_may_be(VIEW("\x16\x03\x01")));
}
