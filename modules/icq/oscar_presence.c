#include "icq/oscar_presence.h"

#include "core/mem.h"
#include "icq/icq.h"
#include "icq/icq_charset.h"
#include "icq/icq_html.h"
#include "icq/icq_people.h"
#include "icq/icq_status.h"
#include "icq/icq_text.h"
#include "icq/icq_utf16.h"
#include "icq/oscar_locate.h"
#include "icq/oscar_service.h"

enum {
	/* Of everybody, whatever he has: text on channel 1 is what goes through here. */
	CAPS = OSCAR_CAP_INTEROP | OSCAR_CAP_TYPING,
	NOTE_RAW_MAX = 4096,
};

/* ---- others ---- */

static bool
is_away(enum icq_state state)
{
	switch (state) {
	case ICQ_AWAY:
	case ICQ_NA:
	case ICQ_OCCUPIED:
	case ICQ_DND:
		return true;
	case ICQ_ONLINE:
	case ICQ_FREE:
	case ICQ_INVISIBLE:
	case ICQ_OFFLINE:
	case ICQ_STATE_N:
		break;
	}
	return false;
}

static void
fill(struct oscar_user *user, uint32_t uin, enum icq_state state)
{
	*user = (struct oscar_user){ .uin = uin,
		.classes = OSCAR_CLASS_FREE | OSCAR_CLASS_ICQ,
		.has = OSCAR_HAS_STATUS | OSCAR_HAS_DIRECT | OSCAR_HAS_CAPS,
		.status = icq_state_status(state, ICQ_OSCAR),
		.caps = CAPS };
	if (is_away(state))
		user->classes |= OSCAR_CLASS_AWAY;
}

void
oscar_presence_user(const struct oscar_bos *b, uint32_t uin, struct oscar_user *user)
{
	struct icq_person p;
	bool is_there = icq_person(oscar_bos_icq(b), uin, &p) && p.state != ICQ_OFFLINE;

	fill(user, uin, is_there ? p.state : ICQ_ONLINE);
}

void
oscar_presence_self(const struct oscar_bos *b, struct oscar_user *user)
{
	fill(user, b->uin, b->state);
	user->has |= OSCAR_HAS_SIGNON;
	user->signon_s = b->signon_s;
}

void
oscar_presence_tell(void *link, uint32_t uin, enum icq_state state)
{
	struct oscar_bos *b = link;
	struct oscar_user user;
	struct oscar_frame f;

	if (!b->is_ready)
		return;
	oscar_frame_snac(&f, state == ICQ_OFFLINE ? SNAC_BUDDY_DEPARTED : SNAC_BUDDY_ARRIVED, 0, SNAC_PUSH);
	fill(&user, uin, state);
	if (state == ICQ_OFFLINE)
		oscar_user_put_gone(&f.out, uin);
	else
		oscar_user_put(&f.out, &user);
	oscar_conn_send(b->conn, &f);
}

static void
answer_ask(struct oscar_bos *b, const struct snac *s, const struct oscar_locate_ask *ask)
{
	struct oscar_locate l = { .has_caps = (ask->what & OSCAR_LOCATE_CAPS) != 0, .caps = CAPS };
	struct icq_person p;
	struct oscar_user user;
	struct oscar_frame f;

	if (ask->uin == 0 || !icq_person(oscar_bos_icq(b), ask->uin, &p) || p.state == ICQ_OFFLINE) {
		oscar_bos_error(b, s, SNAC_ERROR_OFFLINE);
		return;
	}
	l.away = icq_state_away(p.state);
	l.has_away = (ask->what & OSCAR_LOCATE_AWAY) != 0 && l.away.n != 0;
	fill(&user, ask->uin, p.state);
	oscar_bos_reply(&f, s, SNAC_LOCATE_INFO);
	oscar_locate_info_put(&f.out, &user, &l);
	oscar_conn_send(b->conn, &f);
}

bool
oscar_presence_on_ask(struct oscar_bos *b, const struct snac *s)
{
	struct oscar_locate_ask ask;

	if (!oscar_locate_ask_parse(&ask, s->body))
		return false;
	answer_ask(b, s, &ask);
	return true;
}

bool
oscar_presence_on_ask_short(struct oscar_bos *b, const struct snac *s)
{
	struct oscar_locate_ask ask;

	if (!oscar_locate_ask_short_parse(&ask, s->body))
		return false;
	answer_ask(b, s, &ask);
	return true;
}

/* ---- the client itself ---- */

/* Plain text of one length at most; NULL: none. */
static char *
take_text(struct view raw)
{
	char plain[NOTE_RAW_MAX], text[OSCAR_AWAY_MAX];
	size_t n;

	if (icq_html_is(raw))
		raw = view_of(plain, icq_html_to_plain(raw, plain, sizeof(plain)));
	n = icq_text_clean(raw, text, sizeof(text));
	return n != 0 ? view_dup(view_of(text, n)) : NULL;
}

static void
replace(char **text, struct view raw)
{
	mem_free(*text);
	*text = take_text(raw);
}

static bool
has_word(struct view v, struct view word)
{
	for (; v.n >= word.n; v = view_skip(v, 1))
		if (view_eq_nocase(view_left(v, word.n), word))
			return true;
	return false;
}

/* The text in UTF-8; the type says what it is written in, and nothing where that is UTF-8 or ASCII. */
static struct view
away_text(const struct oscar_bos *b, const struct oscar_locate *l, char *dst, size_t max)
{
	struct icq_out out = icq_out(dst, max);

	if (has_word(l->away_type, VIEW("unicode-2-0"))) {
		icq_utf16_to_utf8(&out, l->away);
		return view_of(dst, out.n);
	}
	if (has_word(l->away_type, VIEW("iso-8859")))
		return view_of(dst, icq_charset_decode(icq_text_of(oscar_bos_icq(b)), l->away, dst, max));
	return l->away;
}

/* Clients of AIM have no status but their text. */
static enum icq_state
state_of(const struct oscar_bos *b)
{
	return !b->has_status && b->away != NULL ? ICQ_AWAY : b->state;
}

/* Where there is a note it is the better text: the other one may have been made HTML of by who did not write it so. */
static void
tell_state(struct oscar_bos *b)
{
	enum icq_state state = state_of(b);
	struct view text = view_z(b->note != NULL ? b->note : b->away);

	icq_session_state(b->session, state, is_away(state) ? text : VIEW(""));
}

bool
oscar_presence_on_status(struct oscar_bos *b, const struct snac *s)
{
	struct oscar_status status;

	if (!oscar_status_parse(&status, s->body))
		return false;
	if (status.has_note)
		replace(&b->note, status.note);
	if (status.has_status) {
		b->state = icq_status_state(status.status, ICQ_OSCAR);
		b->has_status = true;
	}
	if (status.has_note || status.has_status)
		tell_state(b);
	return true;
}

bool
oscar_presence_on_locate(struct oscar_bos *b, const struct snac *s)
{
	char utf8[NOTE_RAW_MAX];
	struct oscar_locate l;

	if (!oscar_locate_parse(&l, s->body))
		return false;
	if (l.has_caps) {
		b->caps = l.caps;
		b->wants_typing = b->wants_typing || (l.caps & OSCAR_CAP_TYPING) != 0;
	}
	if (!l.has_away)
		return true;
	replace(&b->away, away_text(b, &l, utf8, sizeof(utf8)));
	tell_state(b);
	return true;
}

/* ---- lists that clients keep ---- */

/* false: the list is cut short. */
static bool
each_name(struct oscar_bos *b, struct view names, bool is_there, struct icq_out *rejected)
{
	struct icq_in in = icq_in(names);
	uint32_t uin;

	while (b->session != NULL && oscar_uin_next(&in, &uin))
		if (uin != 0 && !icq_session_contact(b->session, uin, is_there))
			oscar_put_uin(rejected, uin);
	return !in.bad;
}

/* Who did not fit is told (03/0A). */
bool
oscar_presence_on_add(struct oscar_bos *b, const struct snac *s)
{
	struct oscar_frame f;
	size_t head;
	bool makes_sense;

	oscar_frame_snac(&f, SNAC_BUDDY_REJECTED, 0, SNAC_PUSH);
	head = f.out.n;
	makes_sense = each_name(b, s->body, true, &f.out);
	if (f.out.n != head)
		oscar_conn_send(b->conn, &f);
	if (b->is_ready && b->session != NULL)
		icq_session_list_done(b->session);
	return makes_sense;
}

bool
oscar_presence_on_remove(struct oscar_bos *b, const struct snac *s)
{
	uint8_t none[1];
	struct icq_out nobody = icq_out(none, 0);

	return each_name(b, s->body, false, &nobody);
}
