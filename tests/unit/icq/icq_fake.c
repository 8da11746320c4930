#include "icq_fake.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/hash.h"
#include "core/loop.h"
#include "core/mem.h"
#include "core/rng.h"
#include "icq/icq.h"
#include "icq/icq_charset.h"
#include "icq/oscar_login.h"
#include "net/tls_md5.h"

enum { SAID_MAX = 1 << 20 }; /* then it forgets */
#define WALL_S 1790000000u

static uint64_t
mono(void *arg)
{
	return ((const struct icq *)arg)->now_ms;
}

static uint64_t
wall(void *arg)
{
	return ((const struct icq *)arg)->now_ms + (uint64_t)WALL_S * 1000;
}

struct icq *
icq_fake_new(void)
{
	struct icq *icq = mem_zalloc(sizeof(*icq));

	if (rng_init(NULL) == -1)
		abort();
	hash_init();
	icq->now_ms = 1000000;
	icq->loop = loop_new(LOOP_BACKEND_BEST, (struct clock){ mono, wall, icq }, NULL);
	icq->conf.max_contacts = 20;
	icq->conf.max_sessions = 100;
	icq->charset = icq_charset_open("windows-1252", NULL);
	buf_init(&icq->said, SAID_MAX);
	icq_fake_advance(icq, 0);
	return icq;
}

void
icq_fake_free(struct icq *icq)
{
	buf_release(&icq->said);
	icq_charset_free(icq->charset);
	loop_free(icq->loop);
	mem_free(icq);
}

void
icq_fake_advance(struct icq *icq, uint64_t ms)
{
	icq->now_ms += ms;
	for (int i = 0; i < 3; i++)
		if (loop_turn(icq->loop, 0, NULL) == -1)
			abort();
}

static void PRINTF_LIKE(2, 3) say(struct icq *icq, const char *fmt, ...)
{
	char line[16384];
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(line, sizeof(line), fmt, ap);
	va_end(ap);
	assert(n > 0 && (size_t)n + 1 < sizeof(line));
	line[n++] = '\n';
	if (icq->said.len > SAID_MAX - sizeof(line))
		buf_clear(&icq->said);
	(void)!buf_put(&icq->said, view_of(line, (size_t)n));
}

bool
icq_fake_said(struct icq *icq, const char *line)
{
	struct view rest = buf_view(&icq->said), one;
	size_t all = rest.n;

	while (view_cut(&rest, '\n', &one)) {
		if (!view_eq(one, view_z(line)))
			continue;
		buf_take(&icq->said, all - rest.n);
		return true;
	}
	return false;
}

struct icq_session *
icq_fake_session(struct icq *icq, uint32_t uin)
{
	for (size_t i = 0; i < ICQ_FAKE_SESSIONS; i++)
		if (icq->session[i].is_open && icq->session[i].uin == uin)
			return &icq->session[i];
	return NULL;
}

/* ---- icq.h ---- */

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

/* ---- icq_login.h ---- */

static bool
digest_is_right(const struct icq_proof *proof, struct view password)
{
	uint8_t md5[16], digest[16];

	return tls_md5(md5, &password, 1) && oscar_digest(digest, proof->key, view_of(md5, sizeof(md5))) &&
		memcmp(digest, proof->digest, sizeof(digest)) == 0;
}

enum icq_login_verdict
icq_login(struct icq *icq, uint32_t uin, enum icq_protocol protocol, const struct peer_addr *peer,
	const struct icq_proof *proof)
{
	char password[16];
	int n = snprintf(password, sizeof(password), "secret%u", (unsigned)(uin - 100000));
	bool is_right;

	assert(protocol == ICQ_OSCAR && peer->family != 0);
	icq->logins++;
	if (icq->verdict != ICQ_LOGIN_OK)
		return icq->verdict;
	if (proof->kind == ICQ_PROOF_PASSWORD)
		is_right = view_eq(proof->password, view_of(password, (size_t)n));
	else
		is_right = digest_is_right(proof, view_of(password, (size_t)n));
	return is_right && uin > 100000 && uin <= 100000 + ICQ_FAKE_SESSIONS ? ICQ_LOGIN_OK : ICQ_LOGIN_WRONG;
}

/* ---- icq_session.h ---- */

struct icq_session *
icq_session_open(struct icq *icq, const struct icq_session_open *o, enum icq_open_verdict *verdict)
{
	struct icq_session *s = &icq->session[o->uin - 100001];

	*verdict = icq->open;
	if (*verdict != ICQ_OPEN_OK)
		return NULL;
	if (s->is_open) {
		s->is_open = false;
		s->ops->end(s->link, ICQ_END_REPLACED, VIEW(""));
	}
	s->icq = icq;
	s->is_open = true;
	s->uin = o->uin;
	s->ops = o->ops;
	s->link = o->link;
	s->contacts = 0;
	say(icq, "%u opens", s->uin);
	return s;
}

void
icq_session_close(struct icq_session *s, struct view reason)
{
	assert(s->is_open);
	s->is_open = false;
	say(s->icq, "%u closes: %.*s", s->uin, VIEW_ARG(reason));
}

bool
icq_session_contact(struct icq_session *s, uint32_t uin, bool is_there)
{
	assert(s->is_open);
	if (is_there && s->contacts >= s->icq->conf.max_contacts)
		return false;
	s->contacts += is_there ? 1u : 0u;
	say(s->icq, "%u %s %u", s->uin, is_there ? "adds" : "removes", uin);
	return true;
}

void
icq_session_list_done(struct icq_session *s)
{
	assert(s->is_open);
	say(s->icq, "%u has its list", s->uin);
}

void
icq_session_forced(const struct icq_session *s, icq_contact_fn *fn, void *arg)
{
	const struct icq_contact lobby = {
		.uin = 900000001, .name = VIEW("#lobby"), .is_channel = true, .is_forced = true
	};

	if (s->icq->has_forced)
		fn(arg, &lobby);
}

enum icq_send
icq_session_send(struct icq_session *s, const struct icq_message *m)
{
	assert(s->is_open);
	say(s->icq, "%u sends %u: %u%s %.*s|%.*s", s->uin, m->to, (unsigned)m->kind,
		m->is_automatic ? "a" : "", VIEW_ARG(m->text), VIEW_ARG(m->url));
	if (s->icq->ends_on_send) {
		s->is_open = false;
		s->ops->end(s->link, ICQ_END_GONE, VIEW("Killed"));
	}
	return s->icq->send;
}

void
icq_session_state(struct icq_session *s, enum icq_state state, struct view text)
{
	assert(s->is_open);
	say(s->icq, "%u is %u: %.*s", s->uin, (unsigned)state, VIEW_ARG(text));
}

void
icq_session_typing(struct icq_session *s, uint32_t to, enum icq_typing typing)
{
	assert(s->is_open);
	say(s->icq, "%u %s to %u", s->uin, typing == ICQ_TYPING ? "types" : "stops typing", to);
}

void
icq_session_room(struct icq_session *s)
{
	assert(s->is_open);
	s->icq->rooms++;
}

void
icq_session_mail(struct icq_session *s, icq_mail_fn *fn, void *arg)
{
	char text[400];

	for (size_t i = 0; i < s->icq->mail; i++) {
		int n = snprintf(text, sizeof(text), "%-390zu", i);
		const struct icq_message m = { .from = 100002,
			.to = s->uin,
			.kind = ICQ_KIND_TEXT,
			.text = view_of(text, (size_t)n),
			.wall_s = WALL_S + i };

		if (!fn(arg, &m))
			return;
	}
}

void
icq_session_mail_delete(struct icq_session *s)
{
	assert(s->is_open);
	s->icq->mail = 0;
	say(s->icq, "%u has its mail", s->uin);
}

struct view
icq_session_list(const struct icq_session *s)
{
	return view_of(s->list, s->list_n);
}

bool
icq_session_list_put(struct icq_session *s, struct view list)
{
	assert(s->is_open);
	if (list.n > sizeof(s->list) || s->icq->disk_is_behind)
		return false;
	memcpy(s->list, list.p, list.n);
	s->list_n = list.n;
	return true;
}

uint32_t
icq_session_uin(const struct icq_session *s)
{
	return s->uin;
}

/* ---- icq_people.h ---- */

bool
icq_person(struct icq *icq, uint32_t uin, struct icq_person *out)
{
	(void)icq;
	if (uin <= 100000 || uin > 100000 + ICQ_FAKE_SESSIONS)
		return false;
	*out = (struct icq_person){
		.uin = uin, .nick = VIEW("J\xc3\xbcrgen"), .email = VIEW("j@example.org")
	};
	out->about = VIEW("about him");
	out->state = uin == 100008 ? ICQ_OFFLINE : uin == 100007 ? ICQ_NA : ICQ_ONLINE;
	return true;
}

size_t
icq_search(struct icq *icq, const struct icq_query *q, icq_found_fn *fn, void *arg)
{
	struct icq_person p;

	say(icq, "search for %u: %.*s", q->uin, VIEW_ARG(q->nick));
	for (size_t i = 0; i < icq->found; i++)
		if (icq_person(icq, 100001 + (uint32_t)(i % ICQ_FAKE_SESSIONS), &p))
			fn(arg, &p);
	return icq->left;
}

bool
icq_person_set(struct icq *icq, uint32_t uin, const struct icq_person *p)
{
	say(icq, "%u is called %.*s", uin, VIEW_ARG(p->nick));
	say(icq, "%u has the address %.*s", uin, VIEW_ARG(p->email));
	return !icq->disk_is_behind;
}
