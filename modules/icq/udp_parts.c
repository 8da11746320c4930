#include "icq/udp_parts.h"

#include "icq/icq.h"
#include "icq/icq_bytes.h"
#include "icq/icq_fields.h"
#include "icq/icq_people.h"
#include "icq/icq_text.h"
#include "icq/udp_message.h"

#define FIELD_MAX   64u	 /* of what is no text: nick, names, mail */
#define REASON_MAX  256u /* what other fields leave of a packet */
#define ENCODED_MAX (4 * (size_t)UDP_TEXT_MAX)

struct part {
	struct icq *icq;
	const struct icq_message *m;
	udp_part_fn *fn;
	void *arg;
};

static struct view
first_piece(struct icq *icq, struct view text, size_t max)
{
	struct view piece;

	return icq_text_piece(&text, icq_text_of(icq), max, &piece) ? piece : VIEW("");
}

static size_t
put_text(const struct part *t)
{
	const struct icq_charset *cs = icq_text_of(t->icq);
	struct view rest = t->m->text, piece;
	char bytes[ENCODED_MAX];
	size_t n = 0;

	for (; icq_text_piece(&rest, cs, UDP_TEXT_MAX, &piece); n++) {
		if (t->fn == NULL)
			continue;
		t->fn(t->arg, ICQ_KIND_TEXT,
			view_of(bytes, icq_text_encode(cs, piece, bytes, sizeof(bytes))));
	}
	return n;
}

static size_t
put_fields(const struct part *t, const struct view *values, size_t n)
{
	char bytes[ENCODED_MAX];
	struct icq_out out = icq_out(bytes, sizeof(bytes));

	if (t->fn == NULL)
		return 1;
	icq_fields_put(&out, icq_text_of(t->icq), values, n);
	t->fn(t->arg, t->m->kind, icq_out_view(&out));
	return 1;
}

/* A URL that leaves no room for what describes it is sent as text. */
static size_t
put_url(const struct part *t)
{
	const struct icq_message *m = t->m;
	struct icq_message as_text = *m;
	struct view values[2];

	if (m->url.n + 1 + REASON_MAX > UDP_TEXT_MAX) {
		size_t n = put_text(t);

		as_text.text = m->url;
		return n +
			put_text(&(struct part){ .icq = t->icq, .m = &as_text, .fn = t->fn, .arg = t->arg });
	}
	values[ICQ_FIELD_URL_TEXT] = first_piece(t->icq, m->text, UDP_TEXT_MAX - m->url.n - 1);
	values[ICQ_FIELD_URL_URL] = m->url;
	return put_fields(t, values, ARRAY_LEN(values));
}

/* Who asks or adds; the rest of what such a message could say of him is not ours to tell. */
static size_t
put_person(const struct part *t, size_t n_fields)
{
	struct icq *icq = t->icq;
	struct icq_person who = { .uin = t->m->from };
	struct view values[ICQ_FIELDS_MAX] = { [ICQ_FIELD_AUTH] = VIEW("0") };

	if (icq_person(icq, t->m->from, &who)) {
		values[ICQ_FIELD_NICK] = first_piece(icq, who.nick, FIELD_MAX);
		values[ICQ_FIELD_FIRST] = first_piece(icq, who.first, FIELD_MAX);
		values[ICQ_FIELD_LAST] = first_piece(icq, who.last, FIELD_MAX);
		values[ICQ_FIELD_EMAIL] = first_piece(icq, who.email, FIELD_MAX);
	}
	values[ICQ_FIELD_TEXT] = first_piece(icq, t->m->text, REASON_MAX);
	return put_fields(t, values, n_fields);
}

size_t
udp_parts(struct icq *icq, const struct icq_message *m, udp_part_fn *fn, void *arg)
{
	const struct part t = { .icq = icq, .m = m, .fn = fn, .arg = arg };
	struct view reason;

	switch (m->kind) {
	case ICQ_KIND_TEXT:
	case ICQ_KIND_CHAT:
	case ICQ_KIND_FILE:
	case ICQ_KIND_CONTACTS:
		return put_text(&t);
	case ICQ_KIND_URL:
		return put_url(&t);
	case ICQ_KIND_AUTH_NO:
		reason = first_piece(icq, m->text, UDP_TEXT_MAX);
		return put_fields(&t, &reason, 1);
	case ICQ_KIND_AUTH_YES:
		return put_fields(&t, &VIEW(""), 1);
	case ICQ_KIND_ADDED:
		return put_person(&t, ICQ_FIELD_AUTH + 1);
	case ICQ_KIND_AUTH_ASK:
	case ICQ_KIND_SERVER:
	case ICQ_KIND_PAGER:
	case ICQ_KIND_EMAIL:
		return put_person(&t, ICQ_FIELD_TEXT + 1);
	}
	return 0;
}
