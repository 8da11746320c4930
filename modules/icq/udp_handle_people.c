#include <stdio.h>

#include "icq/icq.h"
#include "icq/icq_charset.h"
#include "icq/icq_people.h"
#include "icq/icq_text.h"
#include "icq/udp_cmd.h"
#include "icq/udp_handle_priv.h"
#include "icq/udp_info.h"
#include "icq/udp_search.h"
#include "icq/udp_server_priv.h"
#include "icq/udp_session.h"
#include "icq/udp_tell.h"

#define PAYLOAD_MAX 1024

static struct view
word_out(const struct icq *icq, struct view text, char *dst, size_t max)
{
	return view_of(dst, icq_text_encode(icq_text_of(icq), text, dst, max));
}

bool
udp_is_there(const struct icq_person *who)
{
	return who->state != ICQ_OFFLINE && who->state != ICQ_INVISIBLE;
}

void
udp_found_of(
	const struct icq *icq, const struct icq_person *who, struct udp_words *room, struct udp_found *out)
{
	*out = (struct udp_found){ .uin = who->uin, .online = udp_is_there(who) ? 1 : 0 };
	out->nick = word_out(icq, who->nick, room->word[0], UDP_WORD_MAX);
	out->first = word_out(icq, who->first, room->word[1], UDP_WORD_MAX);
	out->last = word_out(icq, who->last, room->word[2], UDP_WORD_MAX);
	out->email = word_out(icq, who->email, room->word[3], UDP_WORD_MAX);
}

void
udp_person_of(
	const struct icq *icq, const struct icq_person *who, struct udp_words *room, struct udp_person *out)
{
	struct udp_found f;

	udp_found_of(icq, who, room, &f);
	*out = (struct udp_person){
		.uin = f.uin, .nick = f.nick, .first = f.first, .last = f.last, .email = f.email
	};
	out->about = word_out(icq, who->about, room->about, sizeof(room->about));
}

void
udp_query_of(
	const struct icq *icq, const struct udp_search *s, struct udp_query_words *room, struct icq_query *q)
{
	*q = (struct icq_query){ .uin = s->uin };
	q->nick = udp_word_in(icq, s->nick, &room->word[0]);
	q->first = udp_word_in(icq, s->first, &room->word[1]);
	q->last = udp_word_in(icq, s->last, &room->word[2]);
	q->email = udp_word_in(icq, s->email, &room->word[3]);
}

struct found {
	struct udp_session *s;
	const struct udp_packet *p;
	const struct udp_search *search;
};

static void
on_found(void *arg, const struct icq_person *who)
{
	const struct found *f = arg;
	struct udp_words room;
	struct udp_found found;
	uint8_t bytes[PAYLOAD_MAX];
	struct icq_out out = icq_out(bytes, sizeof(bytes));

	if (f->search->is_online_only && !udp_is_there(who))
		return;
	udp_found_of(f->s->srv->icq, who, &room, &found);
	found.sub = f->search->sub;
	udp_found_put(&out, f->p->version, &found);
	udp_tell(f->s, f->p, UDP_S_FOUND, icq_out_view(&out));
}

enum udp_did
udp_on_search(struct udp_session *s, const struct udp_packet *p)
{
	struct udp_search search;
	struct found f = { .s = s, .p = p, .search = &search };
	struct udp_query_words room;
	struct icq_query q;
	uint8_t bytes[8];
	struct icq_out out = icq_out(bytes, sizeof(bytes));
	size_t more = 0;

	if (!udp_search_parse(&search, p))
		return UDP_MALFORMED;
	udp_query_of(s->srv->icq, &search, &room, &q);
	if (!search.asks_more)
		more = icq_search(s->srv->icq, &q, on_found, &f);
	udp_search_done_put(&out, p->version, search.sub, more != 0);
	udp_tell(s, p, UDP_S_SEARCH_DONE, icq_out_view(&out));
	return UDP_DONE;
}

/* ret: false: there is nobody, and that is told */
static bool
find(struct udp_session *s, const struct udp_packet *p, const struct udp_query *q, struct icq_person *who)
{
	uint8_t bytes[8];
	struct icq_out out = icq_out(bytes, sizeof(bytes));

	if (icq_person(s->srv->icq, q->uin, who))
		return true;
	udp_query_put(&out, p->version, q);
	udp_tell(s, p, p->version == ICQ_V3 ? UDP_S_INFO_NONE_V3 : UDP_S_INFO_NONE, icq_out_view(&out));
	return false;
}

enum udp_did
udp_on_info(struct udp_session *s, const struct udp_packet *p)
{
	uint8_t bytes[PAYLOAD_MAX];
	struct icq_out out = icq_out(bytes, sizeof(bytes));
	struct udp_words room;
	struct icq_person who;
	struct udp_found found;
	struct udp_query q;

	if (!udp_query_parse(&q, p))
		return UDP_MALFORMED;
	if (!find(s, p, &q, &who))
		return UDP_DONE;
	udp_found_of(s->srv->icq, &who, &room, &found);
	found.sub = q.sub;
	udp_info_put(&out, p->version, &found);
	udp_tell(s, p, UDP_S_INFO, icq_out_view(&out));
	return UDP_DONE;
}

enum udp_did
udp_on_info_ext(struct udp_session *s, const struct udp_packet *p)
{
	uint8_t bytes[PAYLOAD_MAX];
	struct icq_out out = icq_out(bytes, sizeof(bytes));
	struct udp_words room;
	struct icq_person who;
	struct udp_person person;
	struct udp_query q;

	if (!udp_query_parse(&q, p))
		return UDP_MALFORMED;
	if (!find(s, p, &q, &who))
		return UDP_DONE;
	udp_person_of(s->srv->icq, &who, &room, &person);
	udp_info_ext_put(&out, p->version, q.sub, &person);
	udp_tell(s, p, UDP_S_INFO_EXT, icq_out_view(&out));
	return UDP_DONE;
}

/* Whether it was kept, in the words of the client's version. */
static enum udp_did
tell_kept(struct udp_session *s, const struct udp_packet *p, uint16_t sub, uint16_t cmd)
{
	uint8_t bytes[2];
	struct icq_out out = icq_out(bytes, sizeof(bytes));

	udp_sub_put(&out, p->version, sub);
	udp_tell(s, p, cmd, icq_out_view(&out));
	return UDP_DONE;
}

enum udp_did
udp_on_set_info(struct udp_session *s, const struct udp_packet *p)
{
	bool is_v2 = p->version == ICQ_V2, is_kept;
	struct udp_person who;
	uint16_t sub;

	if (!udp_set_info_parse(&who, &sub, p))
		return UDP_MALFORMED;
	is_kept = udp_keep_self(s,
		&(struct udp_self){
			.nick = who.nick, .first = who.first, .last = who.last, .email = who.email });
	if (is_kept)
		return tell_kept(s, p, sub, is_v2 ? UDP_S_SET_INFO_OK_V2 : UDP_S_SET_INFO_OK);
	return tell_kept(s, p, sub, is_v2 ? UDP_S_SET_INFO_FAIL_V2 : UDP_S_SET_INFO_FAIL);
}

/* Of all that it says only the text is kept: nobody here asks for the rest. */
enum udp_did
udp_on_set_info_ext(struct udp_session *s, const struct udp_packet *p)
{
	struct udp_person who;
	uint16_t sub;
	bool is_kept;

	if (!udp_set_info_parse(&who, &sub, p))
		return UDP_MALFORMED;
	is_kept = udp_keep_self(s, &(struct udp_self){ .about = who.about });
	return tell_kept(s, p, sub, is_kept ? UDP_S_SET_INFO_EXT_OK : UDP_S_SET_INFO_EXT_FAIL);
}

/* Nobody needs an authorisation to see who is on IRC; that a client asks for it does no harm. */
enum udp_did
udp_on_set_auth(struct udp_session *s, const struct udp_packet *p)
{
	udp_tell(s, p, UDP_S_SET_AUTH_OK, VIEW(""));
	return UDP_DONE;
}
