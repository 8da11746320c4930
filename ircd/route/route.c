/*
 * The fan-out.  Per hearer: one test of capabilities, one push of a reference.  Lines of one channel and variant share a lane, so
 * that what a hearer gets in a turn lies together in memory and leaves as one range.
 */
#include "route/route.h"

#include <stdio.h>
#include <string.h>

#include "core/loop.h"
#include "core/mem.h"
#include "core/rng.h"
#include "net/conn.h"
#include "proto/mask.h"
#include "route/route_priv.h"
#include "route/tree.h"
#include "state/auditorium.h"
#include "state/mode.h"
#include "state/monitor.h"

#define TAGS_MAX                                                            \
	(MSG_TAGS_CLIENT + OWN_TAGS_MAX + 7 + BATCH_REF + EVENT_MSGID_MAX - \
		EVENT_MSGID_LEN) /* ";batch=..." */

struct route *
route_new(struct world *w, struct loop *loop, struct line_pool *lines)
{
	struct route *rt = mem_zalloc(sizeof(*rt));

	rt->world = w;
	rt->loop = loop;
	rt->lines = lines;
	list_init(&rt->gone);
	list_init(&rt->reap.link);
	rt->reap.fn = leave_reap;
	rng_bytes(&rt->msgid_start, sizeof(rt->msgid_start));
	return rt;
}

void
route_free(struct route *rt)
{
	if (rt == NULL)
		return;
	leave_reap(&rt->reap);
	list_del(&rt->reap.link);
	mem_free(rt);
}

struct world *
route_world(const struct route *rt)
{
	return rt->world;
}

uint64_t
route_wall_ms(const struct route *rt)
{
	return loop_wall_ms(rt->loop);
}

uint64_t
route_mono_ms(const struct route *rt)
{
	return loop_mono_ms(rt->loop);
}

struct view
route_time(struct route *rt)
{
	uint64_t now = loop_wall_ms(rt->loop);

	if (now != rt->time_ms || rt->time[0] == '\0') {
		rt->time_ms = now;
		clock_utc(now, rt->time);
	}
	return view_of(rt->time, CLOCK_UTC_LEN);
}

struct view
route_batch_ref(uint64_t n, char dst[BATCH_REF])
{
	return view_of(dst, (size_t)snprintf(dst, BATCH_REF, "a%llu", (unsigned long long)n));
}

/* 24 characters of base 32: a random start of the run and a counter. Unique per event (IRCv3 message-ids). */
static void
make_msgid(struct route *rt, struct event *ev)
{
	static const char digits[] = "0123456789abcdefghjkmnpqrstvwxyz";
	uint64_t part[2] = { rt->msgid_start, rt->msgid_count++ };

	for (size_t i = 0; i < EVENT_MSGID_LEN; i++) {
		uint64_t *from = &part[i / (EVENT_MSGID_LEN / 2)];

		ev->msgid[i] = digits[*from & 31];
		*from >>= 5;
	}
	ev->has_msgid = true;
}

/* Where there is no alternative body, the bit of the variant is that of hearers who know batches. */
static inline bool
is_in_batch(const struct event *ev, unsigned variant)
{
	return ev->batch.n != 0 && (ev->alt_cap != CAP_BIT(CAP_BATCH) || (variant & VARIANT_ALT) != 0);
}

struct view
event_msgid(struct route *rt, struct event *ev)
{
	if (ev->origin_msgid.n != 0)
		return ev->origin_msgid;
	if (!ev->has_msgid)
		make_msgid(rt, ev);
	return view_of(ev->msgid, EVENT_MSGID_LEN);
}

static inline void
put_tags(struct route *rt, struct msg_build *b, struct event *ev, unsigned variant, bool first)
{
	if ((variant & VARIANT_TIME) != 0)
		msg_build_tag(
			b, VIEW("time"), UNLIKELY(ev->origin_time.n != 0) ? ev->origin_time : route_time(rt));
	if ((variant & VARIANT_TAGS) != 0) {
		struct view msgid = event_msgid(rt, ev);

		if (first)
			msg_build_tag(b, VIEW("msgid"), msgid);
	}
	if ((variant & VARIANT_ACCOUNT) != 0)
		msg_build_tag(b, VIEW("account"), ev->account);
	if ((variant & VARIANT_TAGS) != 0) {
		if (ev->is_bot)
			msg_build_tag(b, VIEW("bot"), VIEW(""));
		if (ev->tags.n != 0 && (first || ev->tags.n <= MULTILINE_TAGS_EACH))
			msg_build_raw_tags(b, ev->tags);
	}
	if (is_in_batch(ev, variant))
		msg_build_tag(b, VIEW("batch"), ev->batch);
}

void
route_put_tags(struct route *rt, struct msg_build *b, struct event *ev, unsigned variant, bool first)
{
	put_tags(rt, b, ev, variant, first);
}

/* False when the body was refused by the builder: there is nothing to send. */
static bool
finish(struct event *ev)
{
	if (!ev->finished) {
		ev->body = msg_build_end(&ev->build);
		ev->alt_body = ev->alt_cap != 0 && ev->alt_cap != CAP_BIT(CAP_BATCH) ? msg_build_end(&ev->alt)
										     : ev->body;
		ev->finished = true;
	}
	ev->care =
		ev->need | ev->without; /* each time: they may differ from one round of hearers to the next */
	return ev->body.n != 0 && ev->alt_body.n != 0;
}

static void
build(struct route *rt, struct event *ev, unsigned variant, unsigned stripe)
{
	unsigned lane = stripe * EVENT_VARIANTS + variant;
	struct view body = (variant & VARIANT_ALT) != 0 ? ev->alt_body : ev->body;
	size_t tags = 0;
	char *p;

	ev->built |= (uint16_t)(1u << variant);
	if (ev->lines != NULL) {
		ev->line[variant] = multiline_build(rt, ev, variant, lane);
		return;
	}
	p = line_begin(rt->lines, lane, TAGS_MAX + MSG_BODY_MAX);
	if ((variant & VARIANTS_TAGGED) != 0 || is_in_batch(ev, variant)) {
		struct msg_build b;

		msg_build_begin(&b, p, TAGS_MAX);
		put_tags(rt, &b, ev, variant, true);
		tags = b.len;
		p[tags++] = ' ';
	}
	memcpy(p + tags, body.p, body.n);
	ev->line[variant] = line_end(rt->lines, lane, tags + body.n);
}

static inline unsigned
variant_of(const struct event *ev, uint64_t caps)
{
	unsigned v = (unsigned)(caps & ev->tag_caps);

	if ((caps & ev->alt_cap) != 0)
		v |= VARIANT_ALT;
	return v;
}

static inline void
deliver(struct route *rt, struct event *ev, const struct client *to, unsigned stripe)
{
	unsigned v;

	if (UNLIKELY(to->conn == NULL)) {
		ev->far |= UINT64_C(1) << to->link;
		return;
	}
	if ((to->caps & ev->care) != ev->need)
		return;
	v = variant_of(ev, to->caps);
	if (UNLIKELY((ev->built & (1u << v)) == 0))
		build(rt, ev, v, stripe);
	if (UNLIKELY(to == rt->answer.to) && !ev->no_label)
		answer_add(rt, line_view(ev->line[v]));
	else
		conn_send(to->conn, ev->line[v]);
}

void
route_user(struct route *rt, struct client *to, struct event *ev)
{
	if (finish(ev))
		deliver(rt, ev, to, 0);
}

static unsigned
stripe_of(const struct channel *ch)
{
	return (unsigned)(ch->by_name.hash % STRIPES);
}

void
route_channel(struct route *rt, const struct channel *ch, struct event *ev, const struct client *except)
{
	unsigned stripe = stripe_of(ch);

	if (!finish(ev))
		return;
	for (uint32_t i = 0; i < ch->n_members; i++) {
		const struct client *to = ch->member[i]->client;

		if (to != except && (to->umodes & ev->unless) == 0)
			deliver(rt, ev, to, stripe);
	}
}

void
route_channel_ranks(struct route *rt, const struct channel *ch, struct event *ev, const struct client *except,
	uint32_t rank)
{
	unsigned stripe = stripe_of(ch);

	if (!finish(ev))
		return;
	for (uint32_t i = 0; i < ch->n_members; i++) {
		const struct member *m = ch->member[i];

		if (m->client != except && member_has_rank(m, rank) && (m->client->umodes & ev->unless) == 0)
			deliver(rt, ev, m->client, stripe);
	}
}

uint64_t
route_channel_far(const struct channel *ch, uint32_t rank)
{
	uint64_t far = 0;

	for (uint32_t i = 0; i < ch->n_members; i++) {
		const struct member *m = ch->member[i];

		if ((m->client->umodes & UMODE_DEAF) == 0 && (rank == 0 || member_has_rank(m, rank)))
			far |= UINT64_C(1) << m->client->link;
	}
	return far & ~UINT64_C(1);
}

void
route_member(struct route *rt, const struct member *m, struct event *ev, const struct client *except)
{
	const struct channel *ch = m->channel;

	if (LIKELY(!auditorium_hides(m))) {
		route_channel(rt, ch, ev, except);
		return;
	}
	if (!finish(ev))
		return;
	for (uint32_t i = 0; i < ch->n_members; i++) {
		const struct member *to = ch->member[i];

		if (to->client != except && auditorium_shows(m, to))
			deliver(rt, ev, to->client, stripe_of(ch));
	}
}

void
route_member_unseen(struct route *rt, const struct member *m, struct event *ev)
{
	const struct channel *ch = m->channel;

	if (!finish(ev))
		return;
	for (uint32_t i = 0; i < ch->n_members; i++) {
		const struct member *to = ch->member[i];

		if (to != m && !auditorium_sees_all(to))
			deliver(rt, ev, to->client, stripe_of(ch));
	}
}

void
route_common(struct route *rt, struct client *c, struct event *ev, bool and_self)
{
	uint64_t mark = ++rt->mark;

	if (!finish(ev))
		return;
	c->mark = mark;
	if (and_self)
		deliver(rt, ev, c, 0);
	LIST_FOR_EACH (it, &c->memberships) {
		const struct member *m = member_of_client_link(it);
		const struct channel *ch = m->channel;
		bool hidden = auditorium_hides(m);

		for (uint32_t i = 0; i < ch->n_members; i++) {
			struct client *to = ch->member[i]->client;

			if (to->mark == mark || (hidden && !auditorium_shows(m, ch->member[i])))
				continue;
			to->mark = mark;
			deliver(rt, ev, to, 0);
		}
	}
}

void
route_known(struct route *rt, struct client *c, struct event *ev, bool and_self)
{
	const struct list *watchers = monitor_watchers(rt->world, client_nick(c));

	route_common(rt, c, ev, and_self);
	if (watchers == NULL || !finish(ev))
		return;
	LIST_FOR_EACH (it, watchers) {
		struct client *to = monitor_of_nick_link(it)->client;

		if (to->mark == rt->mark || (to->caps & CAP_BIT(CAP_EXTENDED_MONITOR)) == 0)
			continue;
		deliver(rt, ev, to, 0);
	}
}

void
route_umode(struct route *rt, uint64_t umodes, struct event *ev)
{
	if (!finish(ev))
		return;
	LIST_FOR_EACH (it, &rt->world->users) {
		const struct client *to = client_of_world_link(it);

		if ((to->umodes & umodes) != 0)
			deliver(rt, ev, to, 0);
	}
}

size_t
route_users(struct route *rt, struct event *ev, struct view hostmask, const struct client *except)
{
	size_t n = 0;

	if (!finish(ev))
		return 0;
	LIST_FOR_EACH (it, &rt->world->users) {
		const struct client *to = client_of_world_link(it);

		if (to == except || (to->umodes & ev->unless) != 0 ||
			(hostmask.n != 0 && !mask_match(hostmask, client_host(to))))
			continue;
		deliver(rt, ev, to, 0);
		n++;
	}
	return n;
}

/* The target is written as "$$server", the mask that means everybody of this server: one line serves all. */
void
route_everybody(struct route *rt, struct view text)
{
	char target[SERVER_NAME_LEN + 3];
	struct event ev;

	(void)snprintf(target, sizeof(target), "$$%s", rt->world->conf.server_name);
	event_begin(&ev, rt->world, NULL, VIEW("NOTICE"));
	msg_build_param(&ev.build, view_z(target));
	msg_build_text(&ev.build, text);
	(void)route_users(rt, &ev, VIEW(""), NULL);
}

char *
route_line_begin(struct route *rt, size_t max)
{
	return line_begin(rt->lines, LANE_REPLY, max);
}

void
route_line_send(struct route *rt, const struct client *to, size_t n)
{
	struct line l = line_end(rt->lines, LANE_REPLY, n);

	if (n != 0 && UNLIKELY(to->link != 0))
		tree_reply(rt, to, line_view(l));
	if (n == 0 || to->conn == NULL)
		return;
	if (UNLIKELY(to == rt->answer.to))
		answer_add(rt, line_view(l));
	else
		conn_send(to->conn, l);
}

bool
route_hold(const struct client *c, struct conn_hold *hold)
{
	return c->conn != NULL && conn_hold(c->conn, hold);
}
