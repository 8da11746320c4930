/* Signed lines have one form, in which fields stand in one order: they are read without a parser of JSON. */
#include "proto/audit_line.h"

#include <sodium.h>

#define MAC_LEN	 (sizeof(",\"mac\":\"\"}") - 1 + (size_t)2 * AUDIT_KEY_BYTES)
#define SIGN_LEN (sizeof(",\"signature\":\"\"") - 1 + (size_t)2 * AUDIT_SIGN_BYTES)

static bool
take_word(struct view *v, struct view word)
{
	if (!view_starts(*v, word))
		return false;
	*v = view_skip(*v, word.n);
	return true;
}

/* No zero in front: one number has one form. */
static bool
take_number(struct view *v, uint64_t *out)
{
	size_t n = 0;

	while (n < v->n && v->p[n] >= '0' && v->p[n] <= '9')
		n++;
	if (n == 0 || (n > 1 && v->p[0] == '0') || view_to_u64(view_left(*v, n), out) == -1)
		return false;
	*v = view_skip(*v, n);
	return true;
}

static int
hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Small letters, and nothing else. */
static bool
take_hex(struct view *v, uint8_t *dst, size_t n)
{
	if (v->n < 2 * n)
		return false;
	for (size_t i = 0; i < n; i++) {
		int high = hex_digit(v->p[2 * i]), low = hex_digit(v->p[2 * i + 1]);

		if (high < 0 || low < 0)
			return false;
		dst[i] = (uint8_t)(high << 4 | low);
	}
	*v = view_skip(*v, 2 * n);
	return true;
}

static bool
take_key(struct view *v, struct view name, uint8_t dst[AUDIT_KEY_BYTES])
{
	return take_word(v, name) && take_hex(v, dst, AUDIT_KEY_BYTES);
}

static const struct {
	struct view event;
	enum audit_line_kind kind;
} kinds[] = {
	{ VIEW_INIT("file"), AUDIT_LINE_FILE },
	{ VIEW_INIT("checkpoint"), AUDIT_LINE_CHECKPOINT },
	{ VIEW_INIT("end"), AUDIT_LINE_END },
};

/* "time" and "event", which every line begins with. */
static bool
take_event(struct view *v, struct audit_line *l)
{
	if (!take_word(v, VIEW("\"time\":\"")) || v->n < AUDIT_LINE_TIME)
		return false;
	l->time = view_left(*v, AUDIT_LINE_TIME);
	*v = view_skip(*v, AUDIT_LINE_TIME);
	if (!take_word(v, VIEW("\",\"event\":\"")))
		return false;
	l->event = view_left(*v, view_find(*v, '"'));
	*v = view_skip(*v, l->event.n + 1);
	l->kind = AUDIT_LINE_RECORD;
	for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
		if (view_eq(l->event, kinds[i].event))
			l->kind = kinds[i].kind;
	}
	return true;
}

static bool
take_begins(struct view *v, enum audit_begins *out)
{
	static const struct view words[] = {
		[AUDIT_BEGINS_FIRST] = VIEW_INIT("first"),
		[AUDIT_BEGINS_NEXT] = VIEW_INIT("next"),
		[AUDIT_BEGINS_NEW] = VIEW_INIT("new"),
	};

	for (size_t i = 0; i < ARRAY_LEN(words); i++) {
		if (take_word(v, words[i])) {
			*out = (enum audit_begins)i;
			return true;
		}
	}
	return false;
}

/* What is left of v afterwards is the reason, if there is one. */
static bool
take_file(struct view *v, struct audit_seal *s)
{
	if (!take_word(v, VIEW(",\"file\":")) || !take_number(v, &s->file) ||
		!take_word(v, VIEW(",\"checkpoint\":")) || !take_number(v, &s->checkpoint) ||
		!take_word(v, VIEW(",\"begins\":\"")) || !take_begins(v, &s->begins) ||
		!take_key(v, VIEW("\",\"previous\":\""), s->previous) ||
		!take_key(v, VIEW("\",\"owner\":\""), s->owner) ||
		!take_key(v, VIEW("\",\"next\":\""), s->next) ||
		!take_key(v, VIEW("\",\"signer\":\""), s->signer) || !take_word(v, VIEW("\"")))
		return false;
	if (v->n == 0)
		return true;
	if (!take_word(v, VIEW(",\"reason\":\"")) || v->n == 0 || v->p[v->n - 1] != '"')
		return false;
	s->reason = view_left(*v, v->n - 1);
	return true;
}

static bool
take_checkpoint(struct view *v, struct audit_seal *s)
{
	return take_word(v, VIEW(",\"checkpoint\":")) && take_number(v, &s->checkpoint) &&
		take_key(v, VIEW(",\"previous\":\""), s->previous) &&
		take_key(v, VIEW("\",\"key\":\""), s->key) && take_key(v, VIEW("\",\"next\":\""), s->next) &&
		take_word(v, VIEW("\"")) && v->n == 0;
}

/* fields: behind the event, up to the hash. */
static bool
take_seal(struct view fields, struct audit_line *l)
{
	struct view sign;

	if (fields.n < SIGN_LEN)
		return false;
	sign = view_skip(fields, fields.n - SIGN_LEN);
	fields = view_left(fields, fields.n - SIGN_LEN);
	l->seal = (struct audit_seal){ .what = view_left(l->body, l->body.n - SIGN_LEN) };
	if (!take_word(&sign, VIEW(",\"signature\":\"")) ||
		!take_hex(&sign, l->seal.signature, AUDIT_SIGN_BYTES) || !view_eq(sign, VIEW("\"")))
		return false;
	return l->kind == AUDIT_LINE_FILE ? take_file(&fields, &l->seal) : take_checkpoint(&fields, &l->seal);
}

/* Two lines that lost the newline between them. */
static bool
is_two(struct view body)
{
	static const struct view begin = VIEW_INIT("{\"seq\":");

	for (body = view_skip(body, 1); body.n >= begin.n; body = view_skip(body, 1)) {
		body = view_skip(body, view_find(body, '{'));
		if (view_starts(body, begin))
			return true;
	}
	return false;
}

bool
audit_line_take(struct view line, struct audit_line *out)
{
	struct view v, mac;

	if (line.n < MAC_LEN || line.n >= AUDIT_LINE_MAX)
		return false;
	out->body = view_left(line, line.n - MAC_LEN);
	mac = view_skip(line, line.n - MAC_LEN);
	v = out->body;
	if (!take_word(&mac, VIEW(",\"mac\":\"")) || !take_hex(&mac, out->mac, AUDIT_KEY_BYTES) ||
		!view_eq(mac, VIEW("\"}")) || !take_word(&v, VIEW("{\"seq\":")) ||
		!take_number(&v, &out->seq) || out->seq == 0 || !take_word(&v, VIEW(",")) ||
		!take_event(&v, out) || is_two(out->body))
		return false;
	return out->kind == AUDIT_LINE_RECORD || take_seal(v, out);
}

void
audit_line_mac(const uint8_t key[AUDIT_KEY_BYTES], const uint8_t previous[AUDIT_KEY_BYTES], struct view body,
	uint8_t mac[AUDIT_KEY_BYTES])
{
	crypto_generichash_state h;

	(void)crypto_generichash_init(&h, key, AUDIT_KEY_BYTES, AUDIT_KEY_BYTES);
	(void)crypto_generichash_update(&h, previous, AUDIT_KEY_BYTES);
	(void)crypto_generichash_update(&h, (const unsigned char *)body.p, body.n);
	(void)crypto_generichash_final(&h, mac, AUDIT_KEY_BYTES);
	sodium_memzero(&h, sizeof(h));
}

bool
audit_line_has_mac(const struct audit_line *l, const uint8_t key[AUDIT_KEY_BYTES],
	const uint8_t previous[AUDIT_KEY_BYTES])
{
	uint8_t mac[AUDIT_KEY_BYTES];

	audit_line_mac(key, previous, l->body, mac);
	return sodium_memcmp(mac, l->mac, sizeof(mac)) == 0;
}

bool
audit_line_is_signed(const struct audit_line *l, const uint8_t owner[AUDIT_KEY_BYTES])
{
	return l->kind != AUDIT_LINE_RECORD &&
		crypto_sign_verify_detached(
			l->seal.signature, (const unsigned char *)l->seal.what.p, l->seal.what.n, owner) == 0;
}

enum audit_piece
audit_lines_next(struct audit_lines *a, struct view *line)
{
	size_t n = view_find(a->rest, '\n');
	bool is_whole = n < a->rest.n;

	if (a->rest.n == 0)
		return AUDIT_PIECE_NONE;
	a->number++;
	*line = view_left(a->rest, n);
	a->rest = view_skip(a->rest, is_whole ? n + 1 : n);
	return is_whole ? AUDIT_PIECE_LINE : AUDIT_PIECE_TORN;
}
