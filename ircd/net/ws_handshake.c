/*
 * RFC 6455 4.2.1, RFC 9112.  Every line ends in CR LF, names are tokens, values hold no control character, nothing is folded, and
 * what may stand only once does: a request that two parsers could read differently is refused.
 */
#include "net/ws_handshake.h"

#include <stdio.h>

#include "net/tls_accept_key.h"

enum field {
	F_HOST,
	F_KEY,
	F_VERSION,
	F_ORIGIN,
	F_ONCE_N,
	F_UPGRADE = F_ONCE_N,
	F_CONNECTION,
	F_PROTOCOL,
	F_LENGTH,
	F_CODING,
	F_N
};

static const struct view field_name[F_N] = {
	[F_HOST] = VIEW_INIT("Host"),
	[F_KEY] = VIEW_INIT("Sec-WebSocket-Key"),
	[F_VERSION] = VIEW_INIT("Sec-WebSocket-Version"),
	[F_ORIGIN] = VIEW_INIT("Origin"),
	[F_UPGRADE] = VIEW_INIT("Upgrade"),
	[F_CONNECTION] = VIEW_INIT("Connection"),
	[F_PROTOCOL] = VIEW_INIT("Sec-WebSocket-Protocol"),
	[F_LENGTH] = VIEW_INIT("Content-Length"),
	[F_CODING] = VIEW_INIT("Transfer-Encoding"),
};

static const struct {
	struct view name;
	enum ws_kind kind;
} protocols[] = {
	{ VIEW_INIT("text.ircv3.net"), WS_TEXT },
	{ VIEW_INIT("binary.ircv3.net"), WS_BINARY },
};

/* What the lines of a head say. */
struct seen {
	struct view once[F_ONCE_N]; /* p NULL: not there */
	bool upgrade, connection;   /* the lists hold the word wanted */
	enum ws_kind kind;
	const char *fault; /* static, or NULL */
};

size_t
ws_head_end(struct view bytes, size_t seen)
{
	for (size_t i = seen > 3 ? seen - 3 : 0; i + 4 <= bytes.n; i++) {
		if (view_eq(view_of(bytes.p + i, 4), VIEW("\r\n\r\n")))
			return i + 4;
	}
	return 0;
}

bool
ws_head_may_be(struct view bytes)
{
	const struct view start = VIEW("GET /");

	return bytes.n < start.n ? view_starts(start, bytes) : view_starts(bytes, start);
}

static bool
is_token_byte(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
		view_find(VIEW("!#$%&'*+-.^_`|~"), c) < 15;
}

static bool
is_token(struct view v)
{
	for (size_t i = 0; i < v.n; i++) {
		if (!is_token_byte(v.p[i]))
			return false;
	}
	return v.n > 0;
}

/* Bytes of a value, or, without blanks, of a request's target. */
static bool
is_text(struct view v, bool blanks)
{
	for (size_t i = 0; i < v.n; i++) {
		unsigned char c = (unsigned char)v.p[i];

		if (c == 127 || (c < 32 && !(blanks && c == '\t')) || (!blanks && (c == ' ' || c > 127)))
			return false;
	}
	return true;
}

/* The next line without its CR LF; false when a CR or LF stands alone, or at the end. */
static bool
take_line(struct view *rest, struct view *line)
{
	size_t n = view_find(*rest, '\n');

	if (n == rest->n || n == 0 || rest->p[n - 1] != '\r')
		return false;
	*line = view_left(*rest, n - 1);
	*rest = view_skip(*rest, n + 1);
	return view_find(*line, '\r') == line->n;
}

static bool
has_word(struct view list, struct view word)
{
	struct view piece;

	while (view_cut(&list, ',', &piece)) {
		if (view_eq_nocase(view_trim(piece), word))
			return true;
	}
	return false;
}

/* The client's order counts; a protocol that we don't know is passed over. */
static void
pick_protocol(struct view list, enum ws_kind *kind)
{
	struct view piece;

	while (*kind == WS_ANY && view_cut(&list, ',', &piece)) {
		for (size_t i = 0; i < ARRAY_LEN(protocols); i++) {
			if (view_eq(view_trim(piece), protocols[i].name))
				*kind = protocols[i].kind;
		}
	}
}

static void
take_field(struct seen *s, size_t field, struct view value)
{
	if (field < F_ONCE_N && s->once[field].p != NULL)
		s->fault = "a field that may stand once stands twice";
	else if (field < F_ONCE_N)
		s->once[field] = value;
	else if (field == F_UPGRADE)
		s->upgrade = s->upgrade || has_word(value, VIEW("websocket"));
	else if (field == F_CONNECTION)
		s->connection = s->connection || has_word(value, VIEW("upgrade"));
	else if (field == F_PROTOCOL)
		pick_protocol(value, &s->kind);
	else if (field == F_CODING || !view_eq(value, VIEW("0")))
		s->fault = "a request with a body";
}

static void
take_header(struct seen *s, struct view line)
{
	size_t colon = view_find(line, ':');
	struct view name = view_left(line, colon), value = view_trim(view_skip(line, colon + 1));

	if (colon == line.n || !is_token(name) || !is_text(value, true)) {
		s->fault = "malformed header field";
		return;
	}
	for (size_t i = 0; i < F_N && s->fault == NULL; i++) {
		if (view_eq_nocase(name, field_name[i]))
			take_field(s, i, value);
	}
}

static const char *
request_line_fault(struct view line)
{
	struct view method, target;

	if (!view_cut(&line, ' ', &method) || !view_eq(method, VIEW("GET")))
		return "not a GET request";
	if (!view_cut(&line, ' ', &target) || target.n == 0 || target.p[0] != '/' || !is_text(target, false))
		return "malformed target";
	return view_eq(line, VIEW("HTTP/1.1")) ? NULL : "not HTTP/1.1";
}

/* 16 bytes in base64, RFC 6455 4.1. */
static bool
is_key(struct view v)
{
	if (v.n != 24 || v.p[22] != '=' || v.p[23] != '=')
		return false;
	for (size_t i = 0; i < 22; i++) {
		char c = v.p[i];

		if (!(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') && !(c >= '0' && c <= '9') &&
			c != '+' && c != '/')
			return false;
	}
	return true;
}

static bool
origin_may(const struct websocket_conf *conf, struct view origin)
{
	for (size_t i = 0; i < conf->n_origins; i++) {
		if (view_eq_nocase(origin, view_z(conf->origins[i])))
			return true;
	}
	return conf->n_origins == 0;
}

static enum ws_status
judge(const struct seen *s, const struct websocket_conf *conf, const char **why)
{
	*why = s->fault;
	if (s->fault != NULL)
		return WS_BAD_REQUEST;
	*why = "no Host";
	if (s->once[F_HOST].n == 0)
		return WS_BAD_REQUEST;
	*why = "this port speaks WebSocket";
	if (!s->upgrade || !s->connection)
		return WS_UPGRADE_REQUIRED;
	*why = "WebSocket version is not 13";
	if (!view_eq(s->once[F_VERSION], VIEW("13")))
		return WS_UPGRADE_REQUIRED;
	*why = "malformed Sec-WebSocket-Key";
	if (!is_key(s->once[F_KEY]))
		return WS_BAD_REQUEST;
	*why = "origin not allowed";
	if (!origin_may(conf, s->once[F_ORIGIN]))
		return WS_FORBIDDEN;
	*why = NULL;
	return WS_SWITCHING;
}

enum ws_status
ws_handshake_check(struct view head, const struct websocket_conf *conf, struct ws_request *out)
{
	struct seen s = { .kind = WS_ANY };
	struct view line;

	if (!take_line(&head, &line))
		s.fault = "malformed request line";
	else
		s.fault = request_line_fault(line);
	while (s.fault == NULL) {
		if (!take_line(&head, &line))
			s.fault = "a line does not end in CR LF";
		else if (line.n == 0)
			break;
		else
			take_header(&s, line);
	}
	if (s.fault == NULL && head.n > 0)
		s.fault = "bytes behind the request";
	out->key = s.once[F_KEY];
	out->kind = s.kind;
	return judge(&s, conf, &out->why);
}

static size_t
refusal(const char *status, const char *fields, const char *why, char dst[WS_ANSWER_MAX])
{
	int n = snprintf(dst, WS_ANSWER_MAX,
		"HTTP/1.1 %s\r\n%sContent-Type: text/plain\r\nContent-Length: %zu\r\n\r\n%s\n", status,
		fields, view_z(why).n + 1, why);

	return n > 0 && n < WS_ANSWER_MAX ? (size_t)n : 0;
}

static size_t
switching(const struct ws_request *r, char dst[WS_ANSWER_MAX])
{
	struct view name = VIEW("");
	char accept[TLS_ACCEPT_KEY_SIZE];
	int n;

	for (size_t i = 0; i < ARRAY_LEN(protocols); i++) {
		if (protocols[i].kind == r->kind)
			name = protocols[i].name;
	}
	if (tls_accept_key(r->key, accept) == -1)
		return refusal("500 Internal Server Error", "Connection: close\r\n", "no SHA-1", dst);
	n = snprintf(dst, WS_ANSWER_MAX,
		"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
		"Sec-WebSocket-Accept: %s\r\n%s%.*s%s\r\n",
		accept, name.n > 0 ? "Sec-WebSocket-Protocol: " : "", VIEW_ARG(name),
		name.n > 0 ? "\r\n" : "");
	return n > 0 && n < WS_ANSWER_MAX ? (size_t)n : 0;
}

size_t
ws_handshake_answer(enum ws_status status, const struct ws_request *r, char dst[WS_ANSWER_MAX])
{
	switch (status) {
	case WS_SWITCHING:
		break;
	case WS_BAD_REQUEST:
		return refusal("400 Bad Request", "Connection: close\r\n", r->why, dst);
	case WS_FORBIDDEN:
		return refusal("403 Forbidden", "Connection: close\r\n", r->why, dst);
	case WS_UPGRADE_REQUIRED:
		return refusal("426 Upgrade Required",
			"Upgrade: websocket\r\nConnection: Upgrade, close\r\nSec-WebSocket-Version: 13\r\n",
			r->why, dst);
	}
	return switching(r, dst);
}
