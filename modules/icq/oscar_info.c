/* Texts of this family are in the client's character set; newer clients read UTF-8 in them too, but none says whether it does. */
#include "icq/oscar_info.h"

#include "icq/icq.h"
#include "icq/icq_charset.h"
#include "icq/icq_people.h"
#include "icq/icq_text.h"
#include "icq/oscar_ask.h"
#include "icq/oscar_message.h"
#include "icq/oscar_meta.h"
#include "icq/oscar_person.h"

enum {
	TEXTS_MAX = 8192,	  /* bytes of all texts of one answer or question */
	PIECE_BYTES = 450,	  /* of a stored message; a longer one is several */
	FLAGS_AT = FLAP_HEAD + 4, /* of a SNAC, in its frame */
};

/* Texts on their way from one character set to the other. */
struct texts {
	const struct icq_charset *charset;
	size_t n;
	char bytes[TEXTS_MAX];
};

static void
texts_init(struct texts *t, const struct oscar_bos *b)
{
	t->charset = icq_text_of(oscar_bos_icq(b));
	t->n = 0;
}

static struct view
texts_take(struct texts *t, size_t n)
{
	struct view v = view_of(t->bytes + t->n, n);

	t->n += n;
	return v;
}

static struct view
encode(struct texts *t, struct view utf8)
{
	return texts_take(t, icq_text_encode(t->charset, utf8, t->bytes + t->n, sizeof(t->bytes) - t->n));
}

static struct view
decode(struct texts *t, struct view raw)
{
	char utf8[TEXTS_MAX];
	size_t n = icq_charset_decode(t->charset, raw, utf8, sizeof(utf8));

	return texts_take(t, icq_text_clean(view_of(utf8, n), t->bytes + t->n, sizeof(t->bytes) - t->n));
}

/* ---- answers ---- */

/* What is common to all; its data is put by the caller. */
struct reply {
	struct oscar_frame f;
	size_t at;
};

static void
begin(struct reply *r, const struct oscar_bos *b, uint32_t request, const struct oscar_meta *m)
{
	struct oscar_meta head = *m;

	head.uin = b->uin;
	oscar_frame_snac(&r->f, SNAC_META_ANSWER, 0, request);
	r->at = oscar_meta_begin(&r->f.out, &head);
}

static void
end(struct reply *r, struct oscar_bos *b, bool has_more)
{
	oscar_meta_end(&r->f.out, r->at);
	if (has_more)
		icq_patch_u16_be(&r->f.out, FLAGS_AT, SNAC_FLAG_MORE);
	oscar_conn_send(b->conn, &r->f);
}

static void
answer_begin(struct reply *r, const struct oscar_bos *b, const struct snac *s, const struct oscar_meta *ask)
{
	const struct oscar_meta m = {
		.type = OSCAR_META_ANSWER, .seq = ask->seq, .sub = ask->sub, .result = ask->result
	};

	begin(r, b, s->request, &m);
}

/* The result alone. */
static void
answer(struct oscar_bos *b, const struct snac *s, const struct oscar_meta *ask, uint16_t sub,
	enum oscar_result result)
{
	struct oscar_meta m = *ask;
	struct reply r;

	m.sub = sub;
	m.result = (uint8_t)result;
	answer_begin(&r, b, s, &m);
	end(&r, b, false);
}

/* ---- people ---- */

static void
describe(struct texts *t, const struct icq_person *p, struct oscar_person *who)
{
	*who = (struct oscar_person){ .nick = encode(t, p->nick) };
	who->first = encode(t, p->first);
	who->last = encode(t, p->last);
	who->email = encode(t, p->email);
	who->about = encode(t, p->about);
}

static void
tell_part(struct oscar_bos *b, const struct snac *s, const struct oscar_meta *ask,
	const struct oscar_person *who, enum oscar_answer_sub part)
{
	struct oscar_meta m = *ask;
	struct reply r;

	m.sub = (uint16_t)part;
	m.result = OSCAR_RESULT_OK;
	answer_begin(&r, b, s, &m);
	oscar_person_put(&r.f.out, part, who);
	end(&r, b, part != OSCAR_ANSWER_SHORT && part != oscar_person_parts[OSCAR_PERSON_PARTS - 1]);
}

static void
tell_info(struct oscar_bos *b, const struct snac *s, const struct oscar_meta *m, const struct oscar_ask *ask)
{
	struct icq_person p;
	struct oscar_person who;
	struct texts t;

	if (!icq_person(oscar_bos_icq(b), ask->uin, &p)) {
		answer(b, s, m, ask->answer, OSCAR_RESULT_NONE);
		return;
	}
	texts_init(&t, b);
	describe(&t, &p, &who);
	if (m->sub == OSCAR_ASK_SHORT) {
		tell_part(b, s, m, &who, OSCAR_ANSWER_SHORT);
		return;
	}
	for (size_t i = 0; i < OSCAR_PERSON_PARTS; i++)
		tell_part(b, s, m, &who, oscar_person_parts[i]);
}

/* ---- searches ---- */

struct search {
	struct oscar_bos *b;
	const struct snac *s;
	const struct oscar_meta *m;
	const struct oscar_ask *ask;
	size_t n, told; /* found; of them told */
	size_t left;	/* that there would have been beyond them */
};

static bool
is_wanted(const struct search *w, const struct icq_person *p)
{
	return !w->ask->is_online_only || p->state != ICQ_OFFLINE;
}

static void
count_found(void *arg, const struct icq_person *p)
{
	struct search *w = arg;

	w->n += is_wanted(w, p);
}

static void
tell_found(void *arg, const struct icq_person *p)
{
	struct search *w = arg;
	struct oscar_found found = { .uin = p->uin };
	struct oscar_meta m = *w->m;
	uint32_t left = (uint32_t)w->left;
	struct texts t;
	struct reply r;
	bool is_last;

	if (!is_wanted(w, p))
		return;
	is_last = ++w->told == w->n;
	texts_init(&t, w->b);
	found.nick = encode(&t, p->nick);
	found.first = encode(&t, p->first);
	found.last = encode(&t, p->last);
	found.email = encode(&t, p->email);
	found.online = p->state == ICQ_OFFLINE ? OSCAR_IS_OFFLINE : OSCAR_IS_ONLINE;
	m.sub = is_last ? OSCAR_ANSWER_FOUND_LAST : OSCAR_ANSWER_FOUND;
	m.result = OSCAR_RESULT_OK;
	answer_begin(&r, w->b, w->s, &m);
	oscar_found_put(&r.f.out, &found, is_last ? &left : NULL);
	end(&r, w->b, !is_last);
}

/* Two turns: the first counts, for the last one found is told in another way than the others. */
static void
search(struct oscar_bos *b, const struct snac *s, const struct oscar_meta *m, const struct oscar_ask *ask)
{
	struct search w = { .b = b, .s = s, .m = m, .ask = ask };
	struct icq_query q = { .uin = ask->uin };
	struct texts t;

	texts_init(&t, b);
	q.nick = decode(&t, ask->who.nick);
	q.first = decode(&t, ask->who.first);
	q.last = decode(&t, ask->who.last);
	q.email = decode(&t, ask->who.email);
	if (!ask->asks_more)
		w.left = icq_search(oscar_bos_icq(b), &q, count_found, &w);
	if (w.n == 0)
		answer(b, s, m, OSCAR_ANSWER_FOUND_LAST, OSCAR_RESULT_NONE);
	else
		(void)icq_search(oscar_bos_icq(b), &q, tell_found, &w);
}

/* ---- the client's own ---- */

/* What nobody here keeps is taken and forgotten: clients show a fault otherwise. */
static bool
set_own(struct oscar_bos *b, const struct oscar_ask *ask)
{
	struct icq_person p;
	const struct {
		unsigned has;
		struct view *own, said;
	} field[] = {
		{ OSCAR_ASK_HAS_NICK, &p.nick, ask->who.nick },
		{ OSCAR_ASK_HAS_FIRST, &p.first, ask->who.first },
		{ OSCAR_ASK_HAS_LAST, &p.last, ask->who.last },
		{ OSCAR_ASK_HAS_EMAIL, &p.email, ask->who.email },
		{ OSCAR_ASK_HAS_ABOUT, &p.about, ask->who.about },
	};
	struct texts t;
	bool is_kept = false;

	if (!icq_person(oscar_bos_icq(b), b->uin, &p))
		return false;
	texts_init(&t, b);
	for (size_t i = 0; i < ARRAY_LEN(field); i++) {
		if ((ask->has & field[i].has) == 0)
			continue;
		*field[i].own = decode(&t, field[i].said);
		is_kept = true;
	}
	return !is_kept || icq_person_set(oscar_bos_icq(b), b->uin, &p);
}

static void
set(struct oscar_bos *b, const struct snac *s, const struct oscar_meta *m, const struct oscar_ask *ask)
{
	/* Passwords are changed by whoever has given them out, not by whoever has found an open client. */
	bool is_done = m->sub != OSCAR_ASK_SET_PASSWORD && set_own(b, ask);

	answer(b, s, m, ask->answer, is_done ? OSCAR_RESULT_OK : OSCAR_RESULT_REFUSED);
}

static bool
take_ask(struct oscar_bos *b, const struct snac *s, const struct oscar_meta *m)
{
	struct oscar_ask ask;

	if (!oscar_ask_parse(&ask, m))
		return false;
	switch (ask.group) {
	case OSCAR_ASKS_INFO:
		tell_info(b, s, m, &ask);
		break;
	case OSCAR_ASKS_SEARCH:
		search(b, s, m, &ask);
		break;
	case OSCAR_ASKS_SET:
		set(b, s, m, &ask);
		break;
	case OSCAR_ASKS_NOTHING:
		break;
	}
	return true;
}

bool
oscar_info_on_ask(struct oscar_bos *b, const struct snac *s)
{
	struct oscar_meta m;

	if (!oscar_meta_parse(&m, s->body))
		return false;
	switch (m.type) {
	case OSCAR_META_OFFLINE_ASK:
		oscar_message_begin_mail(b, OSCAR_MAIL_META, s->request, m.seq);
		return true;
	case OSCAR_META_OFFLINE_DELETE:
		icq_session_mail_delete(b->session);
		return true;
	case OSCAR_META_ASK:
		return take_ask(b, s, &m);
	default: /* nothing that a client is waiting for */
		return true;
	}
}

/* ---- stored messages ---- */

static void
put_piece(struct oscar_bos *b, const struct icq_message *m, struct view piece)
{
	const struct oscar_meta head = { .type = OSCAR_META_OFFLINE, .seq = b->mail.seq };
	struct oscar_offline o = { .from = m->from, .wall_s = m->wall_s, .kind = ICQ_KIND_TEXT };
	struct texts t;
	struct reply r;

	texts_init(&t, b);
	o.text = encode(&t, piece);
	begin(&r, b, b->mail.request, &head);
	oscar_offline_put(&r.f.out, &o);
	end(&r, b, true);
}

void
oscar_info_put_stored(struct oscar_bos *b, const struct icq_message *m)
{
	char text[OSCAR_TEXT_MAX];
	struct view rest = oscar_message_whole_text(m, text, sizeof(text)), piece;

	while (icq_text_piece(&rest, icq_text_of(oscar_bos_icq(b)), PIECE_BYTES, &piece))
		put_piece(b, m, piece);
}

void
oscar_info_put_stored_end(struct oscar_bos *b)
{
	const struct oscar_meta head = {
		.type = OSCAR_META_OFFLINE_END, .seq = b->mail.seq, .data = OSCAR_OFFLINE_END
	};
	struct oscar_frame f;
	struct oscar_meta m = head;

	m.uin = b->uin;
	oscar_frame_snac(&f, SNAC_META_ANSWER, 0, b->mail.request);
	oscar_meta_put(&f.out, &m);
	oscar_conn_send(b->conn, &f);
}
