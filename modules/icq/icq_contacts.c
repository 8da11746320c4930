/*
 * Whom a client watches.  What has to be said on IRC for it is noted at the contact and said as fast as flood control lets it: a list of a
 * hundred channels takes a while, and none is lost.
 */
#include <inttypes.h>
#include <string.h>

#include "core/mem.h"
#include "icq/icq_account.h"
#include "icq/icq_priv.h"
#include "icq/icq_uins.h"
#include "module/module.h"

#define RETRY_MS   500
#define BESIDE_MAX 1000 /* watched besides a list: channels that are joined, and who has just left it */

/* Where it is, or would be. */
static uint32_t
place_of(const struct icq_session *s, uint32_t uin)
{
	uint32_t low = 0, high = s->n_watched;

	while (low < high) {
		uint32_t mid = low + (high - low) / 2;

		if (s->watched[mid].uin < uin)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

struct icq_watched *
icq_watched_find(const struct icq_session *s, uint32_t uin)
{
	uint32_t at = place_of(s, uin);

	return at < s->n_watched && s->watched[at].uin == uin ? &s->watched[at] : NULL;
}

struct icq_watched *
icq_watched_get(struct icq_session *s, uint32_t uin)
{
	uint32_t at = place_of(s, uin);

	if (at < s->n_watched && s->watched[at].uin == uin)
		return &s->watched[at];
	if (s->n_watched == s->room_watched) {
		s->room_watched = s->room_watched != 0 ? 2 * s->room_watched : 4;
		s->watched = mem_grow(s->watched, s->room_watched, sizeof(*s->watched));
	}
	memmove(&s->watched[at + 1], &s->watched[at], (s->n_watched - at) * sizeof(*s->watched));
	s->watched[at] = (struct icq_watched){ .uin = uin, .state = ICQ_OFFLINE };
	s->n_watched++;
	return &s->watched[at];
}

static bool
is_on_list(const struct icq_watched *w)
{
	return (w->flags & (ICQ_WATCH_LISTED | ICQ_WATCH_FORCED)) != 0;
}

void
icq_contacts_seen(struct icq_session *s, uint32_t uin, enum icq_state state)
{
	struct icq_watched *w = icq_watched_find(s, uin);

	if (w == NULL || w->state == state)
		return;
	w->state = (uint8_t)state;
	if (is_on_list(w) && s->list_is_done)
		s->ops->presence(s->link, uin, state);
}

void
icq_contacts_seen_by_all(struct icq *icq, uint32_t uin, enum icq_state state)
{
	LIST_FOR_EACH (it, &icq->sessions)
		icq_contacts_seen(icq_session_of(it), uin, state);
}

/* False: no room for a line now. */
static bool
push_channel(struct icq_session *s, struct icq_watched *w, struct view name)
{
	if ((w->flags & ICQ_WATCH_TO_JOIN) != 0 && !module_user_say(s->user, "JOIN %.*s", VIEW_ARG(name)))
		return false;
	w->flags &= (uint8_t)~ICQ_WATCH_TO_JOIN;
	if ((w->flags & ICQ_WATCH_TO_PART) != 0 && !module_user_say(s->user, "PART %.*s", VIEW_ARG(name)))
		return false;
	w->flags &= (uint8_t)~ICQ_WATCH_TO_PART;
	return true;
}

static bool
push_user(struct icq_session *s, struct icq_watched *w, struct view name)
{
	if ((w->flags & ICQ_WATCH_TO_UNSEE) != 0 &&
		!module_user_say(s->user, "MONITOR - %.*s", VIEW_ARG(name)))
		return false;
	w->flags &= (uint8_t)~ICQ_WATCH_TO_UNSEE;
	if ((w->flags & ICQ_WATCH_TO_SEE) != 0 && !module_user_say(s->user, "MONITOR + %.*s", VIEW_ARG(name)))
		return false;
	w->flags &= (uint8_t)~ICQ_WATCH_TO_SEE;
	return true;
}

static bool
push(struct icq_session *s, struct icq_watched *w)
{
	struct view name = icq_uins_name(s->icq->uins, w->uin);

	if (name.n == 0) { /* forgotten, or of the house, whose state needs no line */
		w->flags &= (uint8_t)~ICQ_WATCH_ANY_TODO;
		return true;
	}
	return icq_uins_is_channel(name) ? push_channel(s, w, name) : push_user(s, w, name);
}

static void
on_retry(struct timer *t, uint64_t now_ms)
{
	(void)now_ms;
	icq_contacts_push(CONTAINER_OF(t, struct icq_session, retry));
}

/* Those of whom nothing is wanted any more. */
static void
tidy(struct icq_session *s)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < s->n_watched; i++) {
		if (s->watched[i].flags != 0)
			s->watched[n++] = s->watched[i];
	}
	s->n_watched = n;
}

void
icq_contacts_push(struct icq_session *s)
{
	if (!s->is_registered || s->user == NULL)
		return;
	for (uint32_t i = 0; i < s->n_watched; i++) {
		if ((s->watched[i].flags & ICQ_WATCH_ANY_TODO) == 0 || push(s, &s->watched[i]))
			continue;
		loop_timer(icq_loop(s->icq), &s->retry, loop_mono_ms(icq_loop(s->icq)) + RETRY_MS, on_retry);
		return;
	}
	tidy(s);
}

/* It is on the list from now on: what has to be known of it, or done. */
static void
begin(struct icq_session *s, struct icq_watched *w)
{
	struct view name = icq_uins_name(s->icq->uins, w->uin);
	const struct icq_account *a = icq_account_find(s->icq->accounts, w->uin);

	if (name.n != 0)
		(void)icq_uins_get(s->icq->uins, name); /* it is in use, and not to be forgotten */
	if (w->uin == icq_uins_own(s->icq->uins))
		w->state = ICQ_ONLINE;
	else if (icq_uins_is_channel(name) && (w->flags & ICQ_WATCH_JOINED) == 0)
		w->flags |= ICQ_WATCH_TO_JOIN;
	else if (name.n != 0 && !icq_uins_is_channel(name))
		w->flags |= ICQ_WATCH_TO_SEE;
	else if (a != NULL && a->session != NULL)
		w->state = (uint8_t)icq_session_seen(a->session);
	w->flags &= (uint8_t) ~(ICQ_WATCH_TO_PART | ICQ_WATCH_TO_UNSEE);
}

static void
end(struct icq_session *s, struct icq_watched *w)
{
	struct view name = icq_uins_name(s->icq->uins, w->uin);

	if (icq_uins_is_channel(name) && (w->flags & ICQ_WATCH_JOINED) != 0)
		w->flags |= ICQ_WATCH_TO_PART;
	else if (name.n != 0 && !icq_uins_is_channel(name) && (w->flags & ICQ_WATCH_TO_SEE) == 0)
		w->flags |= ICQ_WATCH_TO_UNSEE;
	w->flags &= (uint8_t) ~(ICQ_WATCH_TO_JOIN | ICQ_WATCH_TO_SEE);
	w->state = ICQ_OFFLINE;
}

bool
icq_session_contact(struct icq_session *s, uint32_t uin, bool is_there)
{
	struct icq_watched *w = icq_watched_find(s, uin);

	if (is_there) {
		if (w != NULL && (w->flags & ICQ_WATCH_LISTED) != 0)
			return true;
		if (s->n_listed >= icq_conf(s->icq)->max_contacts ||
			s->n_watched >= 2 * icq_conf(s->icq)->max_contacts + BESIDE_MAX)
			return false;
		s->n_listed++;
		w = icq_watched_get(s, uin);
		w->flags |= ICQ_WATCH_LISTED;
		w->is_new = true;
		if (s->list_is_done)
			begin(s, w);
	} else if (w != NULL && (w->flags & ICQ_WATCH_LISTED) != 0) {
		s->n_listed--;
		w->flags &= (uint8_t)~ICQ_WATCH_LISTED;
		if ((w->flags & ICQ_WATCH_FORCED) == 0)
			end(s, w);
	}
	icq_contacts_push(s);
	return true;
}

static void
force(struct icq_session *s, uint32_t uin)
{
	struct icq_watched *w = uin != 0 ? icq_watched_get(s, uin) : NULL;

	if (w == NULL || (w->flags & ICQ_WATCH_FORCED) != 0)
		return;
	w->flags |= ICQ_WATCH_FORCED;
	if (!s->list_is_done || (w->flags & ICQ_WATCH_LISTED) != 0)
		return;
	/* By a REHASH, that is: of the others the protocol has asked. */
	s->ops->contact(s->link,
		&(struct icq_contact){ .uin = uin,
			.name = icq_uins_name(s->icq->uins, uin),
			.is_channel = true,
			.is_forced = true });
	begin(s, w);
}

void
icq_contacts_force(struct icq_session *s)
{
	const struct conf_icq *conf = icq_conf(s->icq);

	force(s, icq_uins_own(s->icq->uins));
	for (size_t i = 0; i < conf->n_channels; i++)
		force(s, icq_uins_get(s->icq->uins, view_z(conf->channels[i])));
	icq_contacts_push(s);
}

void
icq_session_list_done(struct icq_session *s)
{
	bool is_first = !s->list_is_done;

	s->list_is_done = true;
	for (uint32_t i = 0; i < s->n_watched; i++) {
		struct icq_watched *w = &s->watched[i];

		if (!is_on_list(w))
			continue;
		if (is_first)
			begin(s, w);
		if (w->state != ICQ_OFFLINE && (is_first || w->is_new))
			s->ops->presence(s->link, w->uin, (enum icq_state)w->state);
		w->is_new = false;
	}
	icq_contacts_push(s);
}

void
icq_session_forced(const struct icq_session *s, icq_contact_fn *fn, void *arg)
{
	const struct icq_uins *u = s->icq->uins;

	for (uint32_t i = 0; i < s->n_watched; i++) {
		const struct icq_watched *w = &s->watched[i];
		struct icq_contact c = { .uin = w->uin, .is_forced = true };

		if ((w->flags & ICQ_WATCH_FORCED) == 0)
			continue;
		c.name = w->uin == icq_uins_own(u) ? VIEW("Conclave") : icq_uins_name(u, w->uin);
		c.is_channel = icq_uins_is_channel(c.name);
		fn(arg, &c);
	}
}

void
icq_contacts_joined(struct icq_session *s, struct view channel, bool is_in)
{
	uint32_t uin = icq_uins_get(s->icq->uins, channel);
	struct icq_contact c = { .uin = uin, .is_channel = true };
	struct icq_watched *w;

	if (uin == 0)
		return;
	w = icq_watched_get(s, uin);
	if (is_in) {
		w->flags |= ICQ_WATCH_JOINED;
		w->flags &= (uint8_t)~ICQ_WATCH_TO_JOIN;
		if (!is_on_list(w)) {
			c.name = icq_uins_name(s->icq->uins, uin);
			s->ops->contact(s->link, &c);
		}
	} else {
		w->flags &= (uint8_t) ~(ICQ_WATCH_JOINED | ICQ_WATCH_TO_PART | ICQ_WATCH_ASKED);
	}
	icq_contacts_seen(s, uin, is_in ? ICQ_ONLINE : ICQ_OFFLINE);
}
