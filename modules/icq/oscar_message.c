/*
 * What comes may be on three channels; what goes is always on channel 1, which all clients understand: plain text, as ASCII or UTF-16.
 */
#include "icq/oscar_message.h"

#include "core/rng.h"
#include "icq/icbm.h"
#include "icq/icbm_relay.h"
#include "icq/icq.h"
#include "icq/icq_charset.h"
#include "icq/icq_fields.h"
#include "icq/icq_html.h"
#include "icq/icq_people.h"
#include "icq/icq_status.h"
#include "icq/icq_text.h"
#include "icq/oscar_info.h"
#include "icq/oscar_presence.h"

enum {
	RELAY_CANCELS = 1,
	T_INSIDE = 0x05,
	T_REASON = 0x0b,
	REASON_DECLINED = 1,
	OFFER_HEAD = 2 + ICBM_COOKIE + OSCAR_CAP_BYTES,
	KINDS_PLAIN = 0x7f, /* without the bit of messages to many */
};

/* ---- coming in ---- */

struct incoming {
	struct icbm icbm;
	struct icq_message m;
	char text[OSCAR_TEXT_MAX], url[ICQ_URL_MAX];
};

static void
decode_local(void *arg, struct icq_out *out, struct view bytes)
{
	const struct oscar_bos *b = arg;

	out->n += icq_charset_decode(
		icq_text_of(oscar_bos_icq(b)), bytes, (char *)out->p + out->n, out->max - out->n);
}

/* Text that is UTF-8 already, and may be HTML. */
static struct view
clean(char *dst, size_t max, struct view raw)
{
	char plain[OSCAR_TEXT_MAX];

	if (icq_html_is(raw))
		raw = view_of(plain, icq_html_to_plain(raw, plain, sizeof(plain)));
	return view_of(dst, icq_text_clean(raw, dst, max));
}

static struct view
clean_local(const struct oscar_bos *b, char *dst, size_t max, struct view bytes)
{
	char utf8[OSCAR_TEXT_MAX];
	size_t n = icq_charset_decode(icq_text_of(oscar_bos_icq(b)), bytes, utf8, sizeof(utf8));

	return clean(dst, max, view_of(utf8, n));
}

static bool
read_text(struct oscar_bos *b, struct incoming *in)
{
	char utf8[OSCAR_TEXT_MAX];
	struct icq_out out = icq_out(utf8, sizeof(utf8));
	struct icbm_text t;

	if (!icbm_text_parse(&t, in->icbm.inside))
		return false;
	icbm_text_decode(&t, &out, decode_local, b);
	in->m.kind = ICQ_KIND_TEXT;
	in->m.text = clean(in->text, sizeof(in->text), view_of(utf8, out.n));
	return true;
}

/* A message of the legacy protocol, whose text is in the client's character set or in UTF-8. */
static void
read_old_text(const struct oscar_bos *b, struct incoming *in, struct view text, bool is_utf8)
{
	struct view field[ICQ_FIELDS_MAX], url, about;

	if (in->m.kind == ICQ_KIND_URL) {
		(void)!icq_fields(ICQ_KIND_URL, text, field);
		if (icq_url_find(field, &url, &about)) {
			in->m.url = view_of(in->url, view_copy(url, in->url, sizeof(in->url)));
			text = about;
		} else {
			in->m.kind = ICQ_KIND_TEXT;
		}
	}
	if (is_utf8)
		in->m.text = clean(in->text, sizeof(in->text), text);
	else
		in->m.text = clean_local(b, in->text, sizeof(in->text), text);
}

static bool
read_old(struct oscar_bos *b, struct incoming *in)
{
	struct icbm_old old;

	if (!icbm_old_parse(&old, in->icbm.inside))
		return false;
	in->m.kind = (enum icq_kind)(old.kind & KINDS_PLAIN);
	read_old_text(b, in, old.text, false);
	return true;
}

/* An offer of a file, of a chat, of whatever would make two clients connect to each other: the answer is that its receiver has declined. */
static void
decline(struct oscar_bos *b, const struct incoming *in)
{
	struct icbm m = in->icbm;
	struct view head = view_left(in->icbm.inside, OFFER_HEAD);
	struct oscar_frame f;
	size_t at;

	m.from = (struct oscar_user){ .uin = m.to, .classes = OSCAR_CLASS_FREE | OSCAR_CLASS_ICQ };
	oscar_frame_snac(&f, SNAC_ICBM_DELIVER, 0, SNAC_PUSH);
	icbm_put_from(&f.out, &m);
	at = tlv_begin(&f.out, T_INSIDE);
	icq_put_u16_be(&f.out, RELAY_CANCELS);
	icq_put_bytes(&f.out, view_skip(head, 2));
	tlv_put_u16(&f.out, T_REASON, REASON_DECLINED);
	tlv_end(&f.out, at);
	oscar_conn_send(b->conn, &f);
}

/* What a client of newer days would answer by itself, had it got the message. */
static void
answer_relay(struct oscar_bos *b, const struct incoming *in, const struct icbm_said *said, struct view text)
{
	struct icbm_answer a = { .uin = in->icbm.to, .has_said = true, .said = *said };
	struct oscar_frame f;

	memcpy(a.cookie, in->icbm.cookie, sizeof(a.cookie));
	a.said.status = 0;
	a.said.text = text;
	oscar_frame_snac(&f, SNAC_ICBM_ANSWER, 0, SNAC_PUSH);
	icbm_answer_put(&f.out, &a);
	oscar_conn_send(b->conn, &f);
}

static bool
is_away_ask(const struct icbm_said *said)
{
	return said->kind >= ICBM_AWAY_FIRST && said->kind <= ICBM_AWAY_LAST;
}

static void
tell_away(struct oscar_bos *b, const struct incoming *in, const struct icbm_said *said)
{
	struct icq_person p;
	struct view text = VIEW("");

	if (icq_person(oscar_bos_icq(b), in->icbm.to, &p))
		text = icq_state_away(p.state);
	answer_relay(b, in, said, text);
}

/* False: malformed.  in->m.kind is 0 where there is nothing to send. */
static bool
read_relay(struct oscar_bos *b, struct incoming *in)
{
	struct icbm_relay r;

	if (!icbm_relay_parse(&r, in->icbm.inside))
		return false;
	if (r.step != ICBM_ASKS)
		return true;
	if (!r.has_said) {
		in->m.kind = (r.cap & OSCAR_CAP_CHAT) != 0 ? ICQ_KIND_CHAT : ICQ_KIND_FILE;
		decline(b, in);
	} else if (is_away_ask(&r.said)) {
		tell_away(b, in, &r.said);
	} else {
		in->m.kind = (enum icq_kind)(r.said.kind & KINDS_PLAIN);
		read_old_text(b, in, r.said.text, r.said.is_utf8);
		answer_relay(b, in, &r.said, VIEW(""));
	}
	return true;
}

static bool
read_inside(struct oscar_bos *b, struct incoming *in)
{
	switch (in->icbm.channel) {
	case ICBM_TEXT:
		return read_text(b, in);
	case ICBM_RELAY:
		return read_relay(b, in);
	case ICBM_OLD:
		return read_old(b, in);
	default: /* of a protocol that we don't know: nobody gets it */
		return true;
	}
}

static void
acknowledge(struct oscar_bos *b, const struct snac *s, const struct icbm *m)
{
	struct oscar_frame f;

	if ((m->flags & ICBM_WANTS_ACK) == 0)
		return;
	oscar_bos_reply(&f, s, SNAC_ICBM_ACK);
	icbm_ack_put(&f.out, m);
	oscar_conn_send(b->conn, &f);
}

/* What is passed on; of the rest, answers about authorisation and the like, nobody has any use. */
static bool
is_for_people(const struct icq_message *m)
{
	switch (m->kind) {
	case ICQ_KIND_TEXT:
	case ICQ_KIND_URL:
		return m->text.n != 0 || m->url.n != 0;
	case ICQ_KIND_CHAT:
	case ICQ_KIND_FILE:
		return true;
	case ICQ_KIND_AUTH_ASK:
	case ICQ_KIND_AUTH_NO:
	case ICQ_KIND_AUTH_YES:
	case ICQ_KIND_SERVER:
	case ICQ_KIND_ADDED:
	case ICQ_KIND_PAGER:
	case ICQ_KIND_EMAIL:
	case ICQ_KIND_CONTACTS:
		break;
	}
	return false;
}

static void
pass_on(struct oscar_bos *b, const struct snac *s, const struct incoming *in)
{
	switch (icq_session_send(b->session, &in->m)) {
	case ICQ_SENT:
	case ICQ_STORED:
	case ICQ_REFUSED:
		acknowledge(b, s, &in->icbm);
		break;
	case ICQ_NOBODY:
		oscar_bos_error(b, s, SNAC_ERROR_OFFLINE);
		break;
	case ICQ_BUSY:
		oscar_bos_error(b, s, SNAC_ERROR_RATE);
		break;
	}
}

bool
oscar_message_on_send(struct oscar_bos *b, const struct snac *s)
{
	struct incoming in;

	in.m = (struct icq_message){ .from = b->uin };
	if (!icbm_parse_to(&in.icbm, s->body) || !read_inside(b, &in))
		return false;
	in.m.to = in.icbm.to;
	in.m.is_automatic = (in.icbm.flags & ICBM_AUTOMATIC) != 0;
	if (in.icbm.to == 0)
		oscar_bos_error(b, s, SNAC_ERROR_OFFLINE);
	else if (is_for_people(&in.m))
		pass_on(b, s, &in);
	else
		acknowledge(b, s, &in.icbm);
	return true;
}

bool
oscar_message_on_typing(struct oscar_bos *b, const struct snac *s)
{
	struct icbm_typing t;

	if (!icbm_typing_parse(&t, s->body))
		return false;
	if (t.uin != 0)
		icq_session_typing(b->session, t.uin, t.typing);
	return true;
}

/* ---- going out ---- */

/* Some clients take all text for HTML, and lose the <nick> of a line from a channel if it is not written so; they say it. */
static struct view
dress(const struct oscar_bos *b, struct view piece, char *dst, size_t max)
{
	static const struct view before = VIEW_INIT("<HTML><BODY>"), after = VIEW_INIT("</BODY></HTML>");
	size_t n;

	if ((b->caps & OSCAR_CAP_HTML) == 0)
		return piece;
	n = view_copy(before, dst, max);
	n += icq_html_from_plain(piece, dst + n, max - n - after.n);
	memcpy(dst + n, after.p, after.n);
	return view_of(dst, n + after.n);
}

static void
put_piece(struct oscar_bos *b, const struct icq_message *m, struct view piece)
{
	char html[OSCAR_HTML_MAX];
	struct icbm out = { .channel = ICBM_TEXT, .wall_s = (uint32_t)m->wall_s };
	struct oscar_frame f;

	rng_bytes(out.cookie, sizeof(out.cookie));
	oscar_presence_user(b, m->from, &out.from);
	if (m->is_automatic)
		out.flags |= ICBM_AUTOMATIC;
	if (m->wall_s != 0)
		out.flags |= ICBM_STORED;
	oscar_frame_snac(&f, SNAC_ICBM_DELIVER, 0, SNAC_PUSH);
	icbm_put_from(&f.out, &out);
	icbm_text_put(&f.out, dress(b, piece, html, sizeof(html)));
	icbm_put_flags(&f.out, &out);
	oscar_conn_send(b->conn, &f);
}

/* Clients make a link of the address by themselves. */
struct view
oscar_message_whole_text(const struct icq_message *m, char *dst, size_t max)
{
	size_t n;

	if (m->url.n == 0)
		return m->text;
	n = view_copy(m->text, dst, max - m->url.n - 1);
	if (n != 0)
		dst[n++] = '\n';
	n += view_copy(m->url, dst + n, max - n);
	return view_of(dst, n);
}

static void
put_message(struct oscar_bos *b, const struct icq_message *m)
{
	char text[OSCAR_TEXT_MAX];
	struct view rest = oscar_message_whole_text(m, text, sizeof(text)), piece;

	while (icq_text_piece(&rest, NULL, OSCAR_PIECE_BYTES, &piece))
		put_piece(b, m, piece);
}

bool
oscar_message_tell(void *link, const struct icq_message *m)
{
	struct oscar_bos *b = link;

	if (!b->is_ready || !oscar_conn_has_room(b->conn))
		return false;
	put_message(b, m);
	return true;
}

void
oscar_message_tell_typing(void *link, uint32_t from, enum icq_typing typing)
{
	struct oscar_bos *b = link;
	const struct icbm_typing t = { .uin = from, .typing = typing };
	struct oscar_frame f;

	if (!b->is_ready || !b->wants_typing)
		return;
	oscar_frame_snac(&f, SNAC_ICBM_TYPING, 0, SNAC_PUSH);
	icbm_typing_put(&f.out, &t);
	oscar_conn_send(b->conn, &f);
}

/* ---- what was stored ---- */

struct mail_walk {
	struct oscar_bos *b;
	uint32_t seen;
	bool is_cut; /* there is more, and no room */
};

static bool
give_one(void *arg, const struct icq_message *m)
{
	struct mail_walk *w = arg;
	struct oscar_bos *b = w->b;

	if (w->seen++ < b->mail.given)
		return true;
	if (!oscar_conn_has_room(b->conn)) {
		w->is_cut = true;
		return false;
	}
	b->mail.given++;
	if (b->mail.way == OSCAR_MAIL_META)
		oscar_info_put_stored(b, m);
	else
		put_message(b, m);
	return true;
}

static void
end_mail(struct oscar_bos *b)
{
	struct oscar_frame f;

	if (b->mail.way == OSCAR_MAIL_META) {
		oscar_info_put_stored_end(b);
		b->mail.way = OSCAR_MAIL_NONE; /* the client says by itself when they may go */
		return;
	}
	oscar_frame_snac(&f, SNAC_ICBM_OFFLINE_END, 0, b->mail.request);
	oscar_conn_send(b->conn, &f);
	b->mail.is_given = true;
	oscar_conn_want_drained(b->conn);
}

void
oscar_message_give_mail(struct oscar_bos *b)
{
	struct mail_walk w = { .b = b };

	if (b->mail.way == OSCAR_MAIL_NONE || b->session == NULL)
		return;
	if (b->mail.is_given && oscar_conn_is_drained(b->conn)) {
		b->mail.way = OSCAR_MAIL_NONE;
		icq_session_mail_delete(b->session);
	}
	if (b->mail.is_given)
		return;
	icq_session_mail(b->session, give_one, &w);
	if (!w.is_cut)
		end_mail(b);
}

void
oscar_message_begin_mail(struct oscar_bos *b, enum oscar_mail_way way, uint32_t request, uint16_t seq)
{
	if (b->mail.way != OSCAR_MAIL_NONE)
		return;
	b->mail.way = way;
	b->mail.given = 0;
	b->mail.is_given = false;
	b->mail.request = request;
	b->mail.seq = seq;
	oscar_message_give_mail(b);
}

bool
oscar_message_on_offline(struct oscar_bos *b, const struct snac *s)
{
	oscar_message_begin_mail(b, OSCAR_MAIL_ICBM, s->request, 0);
	return true;
}
