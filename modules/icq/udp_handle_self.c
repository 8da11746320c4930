#include <string.h>

#include "icq/icq.h"
#include "icq/icq_people.h"
#include "icq/udp_handle_priv.h"
#include "icq/udp_server_priv.h"

/* Names are lines. */
static void
join_lines(char *p, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (p[i] == '\n')
			p[i] = ' ';
	}
}

struct view
udp_word_in(const struct icq *icq, struct view raw, struct udp_word *room)
{
	struct udp_text text;
	struct view v = view_trim(udp_text_in(icq, view_left(raw, UDP_WORD_IN_MAX), &text));

	memcpy(room->bytes, v.p, v.n);
	join_lines(room->bytes, v.n);
	return view_of(room->bytes, v.n);
}

/* What the client says now, or else what was known: a copy, for views of what is known die when it changes. */
static struct view
word_of(const struct icq *icq, struct view now, struct view old, struct udp_word *room)
{
	if (now.p != NULL)
		return udp_word_in(icq, now, room);
	return view_of(room->bytes, view_copy(old, room->bytes, sizeof(room->bytes)));
}

bool
udp_keep_self(struct udp_session *s, const struct udp_self *self)
{
	struct icq *icq = s->srv->icq;
	struct icq_person old = { .uin = s->uin }, who;
	struct udp_query_words room;
	struct udp_text about;

	if (!icq_person(icq, s->uin, &old))
		return false;
	who = old;
	who.nick = word_of(icq, self->nick, old.nick, &room.word[0]);
	who.first = word_of(icq, self->first, old.first, &room.word[1]);
	who.last = word_of(icq, self->last, old.last, &room.word[2]);
	who.email = word_of(icq, self->email, old.email, &room.word[3]);
	if (self->about.p != NULL)
		who.about = udp_text_in(icq, self->about, &about);
	else
		who.about = view_of(about.bytes, view_copy(old.about, about.bytes, sizeof(about.bytes)));
	return icq_person_set(icq, s->uin, &who);
}
