#include "tests/icq/fake_core.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/mem.h"
#include "icq/icq.h"
#include "icq/icq_charset.h"
#include "icq/icq_login.h"
#include "icq/icq_people.h"

#define LOG_MAX (1u << 22)

struct held {
	struct list link;
	struct fake_mail mail;
};

struct icq_session {
	struct icq *icq;
	struct fake_account *account;
	const struct icq_session_ops *ops;
	void *link;
	enum icq_state state;
	struct {
		uint32_t uin;
		bool is_told;
	} contact[FAKE_CONTACTS];
	size_t n_contacts;
	struct list held; /* message() had no room */
};

static const struct conf_who anybody = { .text = "*", .user = "*" };

static void
note(struct icq *icq, const char *what, uint32_t a, uint32_t b, struct view text)
{
	if (icq->log.len < LOG_MAX / 2)
		(void)!buf_putf(&icq->log, "%s %u %u %.*s\n", what, (unsigned)a, (unsigned)b, VIEW_ARG(text));
}

struct icq *
fake_core_new(struct loop *loop)
{
	struct icq *icq = mem_zalloc(sizeof(*icq));

	icq->loop = loop;
	icq->charset = icq_charset_open("windows-1252", NULL);
	assert(icq->charset != NULL);
	icq->conf = (struct conf_icq){ .legacy_from = &anybody,
		.n_legacy_from = 1,
		.legacy_versions = 0xf,
		.max_sessions = FAKE_ACCOUNTS,
		.max_per_address = 10,
		.max_contacts = FAKE_CONTACTS,
		.max_queue = 100,
		.session_timeout_ms = 300000,
		.datagrams = { .count = 200, .per_ms = 1000 } };
	buf_init(&icq->log, LOG_MAX);
	return icq;
}

void
fake_core_free(struct icq *icq)
{
	for (size_t i = 0; i < icq->n_accounts; i++)
		assert(icq->account[i].session == NULL);
	icq_charset_free(icq->charset);
	buf_release(&icq->log);
	mem_free(icq);
}

struct fake_account *
fake_core_account(struct icq *icq, uint32_t uin, const char *password)
{
	struct fake_account *a = &icq->account[icq->n_accounts++];

	assert(icq->n_accounts <= FAKE_ACCOUNTS);
	a->uin = uin;
	(void)snprintf(a->password, sizeof(a->password), "%s", password);
	(void)snprintf(a->nick, sizeof(a->nick), "nick%u", (unsigned)uin);
	return a;
}

struct fake_account *
fake_core_find(struct icq *icq, uint32_t uin)
{
	for (size_t i = 0; i < icq->n_accounts; i++) {
		if (icq->account[i].uin == uin)
			return &icq->account[i];
	}
	return NULL;
}

size_t
fake_core_logged(const struct icq *icq, const char *line)
{
	struct view rest = buf_view(&icq->log), piece;
	size_t n = 0;

	while (view_cut(&rest, '\n', &piece))
		n += view_eq(piece, view_z(line)) ? 1 : 0;
	return n;
}

struct loop *
icq_loop(const struct icq *icq)
{
	return icq->loop;
}

const struct conf_icq *
icq_conf(const struct icq *icq)
{
	return &icq->conf;
}

const struct icq_charset *
icq_text_of(const struct icq *icq)
{
	return icq->charset;
}

enum icq_login_verdict
icq_login(struct icq *icq, uint32_t uin, enum icq_protocol protocol, const struct peer_addr *peer,
	const struct icq_proof *proof)
{
	const struct fake_account *a = fake_core_find(icq, uin);

	(void)protocol;
	(void)peer;
	if (icq->is_late)
		return ICQ_LOGIN_LATER;
	icq->logins++;
	if (a != NULL && view_eq(proof->password, view_z(a->password)))
		return ICQ_LOGIN_OK;
	icq->failures++;
	return ICQ_LOGIN_WRONG;
}

/* Tells whoever has it on his list. */
static void
spread(struct icq *icq, uint32_t uin, enum icq_state state)
{
	for (size_t i = 0; i < icq->n_accounts; i++) {
		struct icq_session *s = icq->account[i].session;

		for (size_t k = 0; s != NULL && k < s->n_contacts; k++) {
			if (s->contact[k].uin == uin && s->contact[k].is_told)
				s->ops->presence(s->link, uin, state);
		}
	}
}

static void
session_free(struct icq_session *s)
{
	LIST_FOR_EACH_SAFE (it, next, &s->held)
		mem_free(CONTAINER_OF(it, struct held, link));
	s->account->session = NULL;
	s->icq->n_sessions--;
	mem_free(s);
}

static void
leave(struct icq_session *s)
{
	struct icq *icq = s->icq;
	uint32_t uin = s->account->uin;

	session_free(s);
	spread(icq, uin, ICQ_OFFLINE);
}

void
fake_core_end(struct icq *icq, uint32_t uin, enum icq_end why)
{
	struct icq_session *s = fake_core_find(icq, uin)->session;

	s->ops->end(s->link, why, VIEW("ended"));
	leave(s);
}

struct icq_session *
icq_session_open(struct icq *icq, const struct icq_session_open *o, enum icq_open_verdict *verdict)
{
	struct fake_account *a = fake_core_find(icq, o->uin);
	struct icq_session *s;

	*verdict = ICQ_OPEN_FULL;
	if (a->session != NULL)
		fake_core_end(icq, a->uin, ICQ_END_REPLACED);
	if (icq->n_sessions >= icq->conf.max_sessions)
		return NULL;
	*verdict = ICQ_OPEN_OK;
	s = mem_zalloc(sizeof(*s));
	s->icq = icq;
	s->account = a;
	s->ops = o->ops;
	s->link = o->link;
	s->state = o->state;
	list_init(&s->held);
	a->session = s;
	icq->n_sessions++;
	note(icq, "open", a->uin, (uint32_t)o->state, VIEW(""));
	spread(icq, a->uin, o->state);
	return s;
}

void
icq_session_close(struct icq_session *s, struct view reason)
{
	note(s->icq, "close", s->account->uin, 0, reason);
	leave(s);
}

bool
icq_session_contact(struct icq_session *s, uint32_t uin, bool is_there)
{
	(void)is_there;
	for (size_t i = 0; i < s->n_contacts; i++) {
		if (s->contact[i].uin == uin)
			return true;
	}
	if (s->n_contacts >= s->icq->conf.max_contacts)
		return false;
	s->contact[s->n_contacts++].uin = uin;
	return true;
}

void
icq_session_list_done(struct icq_session *s)
{
	for (size_t i = 0; i < s->n_contacts; i++) {
		uint32_t uin = s->contact[i].uin;
		const struct fake_account *a = fake_core_find(s->icq, uin);

		if (s->contact[i].is_told)
			continue;
		s->contact[i].is_told = true;
		if (uin == FAKE_CHANNEL)
			s->ops->presence(s->link, uin, ICQ_ONLINE);
		else if (a != NULL && a->session != NULL)
			s->ops->presence(s->link, uin, a->session->state);
	}
}

void
icq_session_forced(const struct icq_session *s, icq_contact_fn *fn, void *arg)
{
	(void)s;
	(void)fn;
	(void)arg;
}

static void
keep(struct fake_mail *mail, const struct icq_message *m)
{
	mail->m = *m;
	mail->m.text = view_of(mail->text, view_copy(m->text, mail->text, sizeof(mail->text)));
	mail->m.url = VIEW("");
	if (m->kind == ICQ_KIND_URL)
		mail->m.kind = ICQ_KIND_TEXT;
}

static void
give(struct icq_session *s, const struct icq_message *m)
{
	struct held *h;

	if (list_is_empty(&s->held) && s->ops->message(s->link, m))
		return;
	h = mem_zalloc(sizeof(*h));
	keep(&h->mail, m);
	list_add_tail(&s->held, &h->link);
}

void
icq_session_room(struct icq_session *s)
{
	while (!list_is_empty(&s->held)) {
		struct held *h = CONTAINER_OF(s->held.next, struct held, link);

		h->mail.m.text.p = h->mail.text;
		if (!s->ops->message(s->link, &h->mail.m))
			return;
		list_del(&h->link);
		mem_free(h);
	}
}

void
fake_core_say(struct icq *icq, uint32_t from, uint32_t to, struct view text)
{
	struct icq_message m = {
		.from = to == FAKE_CHANNEL ? to : from, .to = to, .kind = ICQ_KIND_TEXT, .text = text
	};

	for (size_t i = 0; i < icq->n_accounts; i++) {
		struct icq_session *s = icq->account[i].session;
		bool hears = s != NULL && s->account->uin == to;

		for (size_t k = 0; s != NULL && to == FAKE_CHANNEL && k < s->n_contacts; k++)
			hears |= s->contact[k].uin == to && s->contact[k].is_told && s->account->uin != from;
		if (hears)
			give(s, &m);
	}
}

static enum icq_send
store(struct fake_account *to, const struct icq_message *m)
{
	if (to->n_mail == FAKE_MAIL)
		return ICQ_REFUSED;
	keep(&to->mail[to->n_mail], m);
	to->mail[to->n_mail].m.from = m->from;
	to->mail[to->n_mail++].m.wall_s = 1000000000;
	return ICQ_STORED;
}

enum icq_send
icq_session_send(struct icq_session *s, const struct icq_message *m)
{
	struct icq *icq = s->icq;
	struct fake_account *to = fake_core_find(icq, m->to);
	struct icq_message as = *m;
	char what[16];

	if (icq->is_busy)
		return ICQ_BUSY;
	(void)snprintf(what, sizeof(what), "say%x", (unsigned)m->kind);
	note(icq, what, s->account->uin, m->to, m->kind == ICQ_KIND_URL ? m->url : m->text);
	as.from = s->account->uin;
	if (m->kind == ICQ_KIND_FILE || m->kind == ICQ_KIND_CHAT) {
		as = (struct icq_message){ .from = m->to, .kind = ICQ_KIND_TEXT, .text = VIEW("declined") };
		give(s, &as);
		return ICQ_REFUSED;
	}
	if (view_eq(m->text, VIEW("/quit"))) {
		fake_core_end(icq, s->account->uin, ICQ_END_GONE);
		return ICQ_SENT;
	}
	if (m->to == FAKE_CHANNEL) {
		fake_core_say(icq, as.from, m->to, m->text);
		return ICQ_SENT;
	}
	if (to == NULL)
		return ICQ_NOBODY;
	if (to->session == NULL)
		return store(to, &as);
	give(to->session, &as);
	return ICQ_SENT;
}

void
icq_session_state(struct icq_session *s, enum icq_state state, struct view text)
{
	(void)text;
	note(s->icq, "state", s->account->uin, (uint32_t)state, VIEW(""));
	s->state = state;
	spread(s->icq, s->account->uin, state);
}

void
icq_session_mail(struct icq_session *s, icq_mail_fn *fn, void *arg)
{
	for (size_t i = 0; i < s->account->n_mail; i++) {
		s->account->mail[i].m.text.p = s->account->mail[i].text;
		if (!fn(arg, &s->account->mail[i].m))
			return;
	}
}

void
icq_session_mail_delete(struct icq_session *s)
{
	s->account->n_mail = 0;
}

static void
person_of(const struct fake_account *a, struct icq_person *out)
{
	*out = (struct icq_person){ .uin = a->uin,
		.nick = view_z(a->nick),
		.first = view_z(a->first),
		.last = view_z(a->last),
		.email = view_z(a->email),
		.about = view_z(a->about),
		.state = a->session != NULL ? a->session->state : ICQ_OFFLINE };
}

bool
icq_person(struct icq *icq, uint32_t uin, struct icq_person *out)
{
	const struct fake_account *a = fake_core_find(icq, uin);

	if (a != NULL)
		person_of(a, out);
	return a != NULL;
}

static bool
is_like(struct view want, const char *have)
{
	return want.n == 0 || view_eq_nocase(want, view_z(have));
}

size_t
icq_search(struct icq *icq, const struct icq_query *q, icq_found_fn *fn, void *arg)
{
	for (size_t i = 0; i < icq->n_accounts; i++) {
		const struct fake_account *a = &icq->account[i];
		struct icq_person who;

		if ((q->uin != 0 && q->uin != a->uin) || !is_like(q->nick, a->nick) ||
			!is_like(q->first, a->first) || !is_like(q->last, a->last) ||
			!is_like(q->email, a->email))
			continue;
		person_of(a, &who);
		fn(arg, &who);
	}
	return 0;
}

bool
icq_person_set(struct icq *icq, uint32_t uin, const struct icq_person *p)
{
	struct fake_account *a = fake_core_find(icq, uin);

	if (p->nick.n >= sizeof(a->nick) || p->about.n >= sizeof(a->about))
		return false;
	view_copy(p->nick, a->nick, sizeof(a->nick));
	view_copy(p->first, a->first, sizeof(a->first));
	view_copy(p->last, a->last, sizeof(a->last));
	view_copy(p->email, a->email, sizeof(a->email));
	view_copy(p->about, a->about, sizeof(a->about));
	note(icq, "set", uin, 0, p->nick);
	return true;
}
