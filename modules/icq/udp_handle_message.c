#include <stdio.h>

#include "icq/icq.h"
#include "icq/icq_bytes.h"
#include "icq/icq_charset.h"
#include "icq/icq_fields.h"
#include "icq/icq_session.h"
#include "icq/icq_text.h"
#include "icq/udp_cmd.h"
#include "icq/udp_handle_priv.h"
#include "icq/udp_message.h"
#include "icq/udp_server_priv.h"
#include "icq/udp_session.h"
#include "icq/udp_tell.h"

struct view
udp_text_in(const struct icq *icq, struct view raw, struct udp_text *room)
{
	char decoded[sizeof(room->bytes)];
	size_t n = icq_charset_decode(
		icq_text_of(icq), view_left(raw, UDP_TEXT_IN_MAX), decoded, sizeof(decoded));

	return view_of(room->bytes, icq_text_clean(view_of(decoded, n), room->bytes, sizeof(room->bytes)));
}

static void
set_url(const struct icq *icq, const struct udp_message *in, struct icq_message *m, struct udp_text room[2])
{
	struct view fields[ICQ_FIELDS_MAX], url, text;

	(void)icq_fields(ICQ_KIND_URL, in->text, fields);
	if (icq_url_find(fields, &url, &text)) {
		m->url = udp_text_in(icq, url, &room[1]);
		m->text = udp_text_in(icq, text, &room[0]);
		return;
	}
	m->kind = ICQ_KIND_TEXT; /* nothing of it can be opened */
	m->text = udp_text_in(icq, in->text, &room[0]);
}

/* "nick (123456)" each, on lines of their own. */
static void
set_contacts(
	const struct icq *icq, const struct udp_message *in, struct icq_message *m, struct udp_text room[2])
{
	struct icq_out out = icq_out(room[0].bytes, sizeof(room[0].bytes));
	struct view rest = in->text, nick;
	size_t n = 0, whole = 0;
	uint32_t uin;

	while (n++ < ICQ_CONTACTS_MAX && !out.full && icq_contact(&rest, &uin, &nick)) {
		char number[16];

		whole = out.n;
		icq_put_bytes(&out, udp_text_in(icq, view_left(nick, 64), &room[1]));
		icq_put_bytes(&out,
			view_of(number, (size_t)snprintf(number, sizeof(number), " (%u)\n", (unsigned)uin)));
	}
	m->text = view_of(room[0].bytes, out.full ? whole : out.n);
}

/* ret: false: it is of a kind that goes no further */
static bool
convert(const struct icq *icq, const struct udp_message *in, struct icq_message *m, struct udp_text room[2])
{
	struct view fields[ICQ_FIELDS_MAX];

	m->kind = (enum icq_kind)in->kind;
	switch (m->kind) {
	case ICQ_KIND_TEXT:
	case ICQ_KIND_AUTH_NO:
		m->text = udp_text_in(icq, in->text, &room[0]);
		return true;
	case ICQ_KIND_URL:
		set_url(icq, in, m, room);
		return true;
	case ICQ_KIND_CONTACTS:
		set_contacts(icq, in, m, room);
		return true;
	case ICQ_KIND_AUTH_ASK:
		(void)icq_fields(m->kind, in->text, fields);
		m->text = udp_text_in(icq, fields[ICQ_FIELD_TEXT], &room[0]);
		return true;
	case ICQ_KIND_SERVER: /* what only servers say, said by a client, is only text */
	case ICQ_KIND_PAGER:
	case ICQ_KIND_EMAIL:
		(void)icq_fields(m->kind, in->text, fields);
		m->text = udp_text_in(icq, fields[ICQ_FIELD_TEXT], &room[0]);
		m->kind = ICQ_KIND_TEXT;
		return true;
	case ICQ_KIND_CHAT:
	case ICQ_KIND_FILE:
	case ICQ_KIND_AUTH_YES:
	case ICQ_KIND_ADDED:
		return true;
	}
	return false; /* plugins, questions for away texts: between clients only */
}

enum udp_did
udp_on_message(struct udp_session *s, const struct udp_packet *p)
{
	struct udp_text room[2];
	struct udp_message in;
	struct icq_message m = { .from = s->uin };

	if (!udp_message_parse(&in, p))
		return UDP_MALFORMED;
	m.to = in.uin;
	if (!convert(s->srv->icq, &in, &m, room))
		return UDP_DONE;
	switch (icq_session_send(s->core, &m)) {
	case ICQ_SENT:
	case ICQ_STORED:
	case ICQ_REFUSED:
		return UDP_DONE;
	case ICQ_NOBODY:
		if (s->core != NULL && m.kind == ICQ_KIND_TEXT)
			udp_tell_text(s, m.to, VIEW("Not delivered: nobody is there."));
		return UDP_DONE;
	case ICQ_BUSY:
		return UDP_LATER;
	}
	return UDP_DONE;
}

enum udp_did
udp_on_mail_ask(struct udp_session *s, const struct udp_packet *p)
{
	(void)p;
	if (!s->mail_asked)
		udp_tell_mail(s);
	return UDP_DONE;
}

enum udp_did
udp_on_mail_done(struct udp_session *s, const struct udp_packet *p)
{
	(void)p;
	if (s->mail_told) /* of what it was not told, nothing is deleted */
		icq_session_mail_delete(s->core);
	return UDP_DONE;
}
