#include "state/cursor.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "tests/unit/state/state_rig.h"
#include "tests/unit/state/world_check.h"

enum { PEOPLE = 40, WALKERS = 6 };

/* u0, u1 ... in #c, in this order. */
struct crowd {
	struct world *w;
	struct client *c[PEOPLE];
	struct channel *ch;
};

static struct crowd
crowd_new(unsigned n)
{
	struct crowd cr = { .w = rig_world() };
	char nick[16];

	for (unsigned i = 0; i < n; i++) {
		(void)snprintf(nick, sizeof(nick), "u%u", i);
		cr.c[i] = rig_user(cr.w, nick);
		cr.ch = rig_join(cr.c[i], "#c");
	}
	return cr;
}

static void
part(struct crowd *cr, unsigned i)
{
	(void)member_del(member_find(cr->ch, cr->c[i]));
}

static void
crowd_free(struct crowd *cr)
{
	cr_expect_null(world_fault(cr->w));
	world_free(cr->w);
}

/* The nicks that are left, "u3 u4". */
static const char *
rest(struct member_cursor *cur)
{
	static char text[512];
	struct member *m;
	size_t n = 0;

	member_cursor_unpark(cur);
	text[0] = '\0';
	while ((m = member_cursor_next(cur)) != NULL)
		n += (size_t)snprintf(text + n, sizeof(text) - n, "%s%s", n != 0 ? " " : "", m->client->nick);
	cr_expect(member_cursor_is_at_end(cur));
	return text;
}

static struct member_cursor *
parked_at(struct member_cursor *cur, struct channel *ch, unsigned seen)
{
	member_cursor_begin(cur, ch);
	for (unsigned i = 0; i < seen; i++)
		cr_assert_not_null(member_cursor_next(cur));
	member_cursor_park(cur);
	return cur;
}

Test(cursor, member_already_seen_goes_and_nobody_is_passed_over)
{
	struct crowd cr = crowd_new(5);
	struct member_cursor cur;

	parked_at(&cur, cr.ch, 3);
	part(&cr, 0);
	cr_expect_null(world_fault(cr.w));
	cr_expect_str_eq(rest(&cur), "u4 u3");
	crowd_free(&cr);
}

Test(cursor, member_at_the_cursor_goes)
{
	struct crowd cr = crowd_new(5);
	struct member_cursor cur;

	parked_at(&cur, cr.ch, 3);
	part(&cr, 3);
	cr_expect_str_eq(rest(&cur), "u4");
	crowd_free(&cr);
}

Test(cursor, first_and_last_members_go)
{
	struct crowd cr = crowd_new(4);
	struct member_cursor at_first, at_last;

	parked_at(&at_first, cr.ch, 0);
	parked_at(&at_last, cr.ch, 3);
	part(&cr, 0);
	part(&cr, 3);
	cr_expect_str_eq(rest(&at_last), "");
	cr_expect_str_eq(rest(&at_first), "u2 u1");
	crowd_free(&cr);
}

Test(cursor, at_the_end_stays_there_and_sees_who_comes)
{
	struct crowd cr = crowd_new(3);
	struct member_cursor cur;

	parked_at(&cur, cr.ch, 3);
	part(&cr, 1);
	cr_expect_null(world_fault(cr.w));
	rig_join(rig_user(cr.w, "new"), "#c");
	cr_expect_str_eq(rest(&cur), "new");
	crowd_free(&cr);
}

Test(cursor, channel_ends_under_it)
{
	struct crowd cr = crowd_new(2);
	struct member_cursor cur;

	parked_at(&cur, cr.ch, 1);
	part(&cr, 0);
	part(&cr, 1);
	cr_expect_null(cur.channel);
	cr_expect(member_cursor_is_at_end(&cur));
	cr_expect_null(member_cursor_next(&cur));
	member_cursor_unpark(&cur);
	member_cursor_park(&cur);
	member_cursor_unpark(&cur);
	crowd_free(&cr);
}

Test(cursor, channel_gets_another_name)
{
	struct crowd cr = crowd_new(3);
	struct member_cursor cur;

	parked_at(&cur, cr.ch, 1);
	cr_assert_eq(channel_rename(cr.ch, cr.c[0], VIEW("#new"), RIG_NOW), RENAME_OK);
	cr_expect_str_eq(rest(&cur), "u1 u2");
	cr_expect_str_eq(cr.ch->name, "#new");
	crowd_free(&cr);
}

static unsigned
below(uint64_t *seed, unsigned n)
{
	*seed ^= *seed >> 12;
	*seed ^= *seed << 25;
	*seed ^= *seed >> 27;
	return (unsigned)((*seed * UINT64_C(2685821657736338717)) >> 33) % n;
}

/* One walk over the members, and whom it has seen. */
struct walker {
	struct member_cursor cur;
	unsigned seen[PEOPLE];
	bool was_there[PEOPLE]; /* since it began */
};

static void
walker_begin(struct walker *wk, const struct crowd *cr)
{
	memset(wk, 0, sizeof(*wk));
	for (unsigned i = 0; i < PEOPLE; i++)
		wk->was_there[i] = member_find(cr->ch, cr->c[i]) != NULL;
	member_cursor_begin(&wk->cur, cr->ch);
	member_cursor_park(&wk->cur);
}

static void
walker_step(struct walker *wk, const struct crowd *cr, unsigned n)
{
	const struct member *m = NULL;

	member_cursor_unpark(&wk->cur);
	while (n-- != 0 && (m = member_cursor_next(&wk->cur)) != NULL) {
		for (unsigned i = 0; i < PEOPLE; i++)
			wk->seen[i] += m->client == cr->c[i];
	}
	member_cursor_park(&wk->cur);
	if (!member_cursor_is_at_end(&wk->cur))
		return;
	for (unsigned i = 0; i < PEOPLE; i++)
		cr_assert(!wk->was_there[i] || wk->seen[i] == 1, "u%u was seen %u times", i, wk->seen[i]);
	member_cursor_unpark(&wk->cur);
	walker_begin(wk, cr);
}

/* Many walks at once while people come and go: who was there all the time is seen once. */
Test(cursor, every_walk_sees_each_who_stays_once)
{
	struct crowd cr = crowd_new(PEOPLE);
	struct client *stays = rig_user(cr.w, "stays");
	struct walker wk[WALKERS];
	uint64_t seed = 20;

	rig_join(stays, "#c");
	for (unsigned i = 0; i < WALKERS; i++)
		walker_begin(&wk[i], &cr);
	for (unsigned step = 0; step < 20000; step++) {
		unsigned who = below(&seed, PEOPLE);

		if (below(&seed, 3) == 0) {
			walker_step(&wk[below(&seed, WALKERS)], &cr, 1 + below(&seed, 9));
		} else if (member_find(cr.ch, cr.c[who]) == NULL) {
			rig_join(cr.c[who], "#c");
		} else {
			part(&cr, who);
			for (unsigned i = 0; i < WALKERS; i++)
				wk[i].was_there[who] = false;
		}
		cr_assert_null(world_fault(cr.w));
	}
	for (unsigned i = 0; i < WALKERS; i++)
		member_cursor_unpark(&wk[i].cur);
	crowd_free(&cr);
}

static const char *
next_nick(struct cursor *cur)
{
	struct list *it = cursor_next(cur);

	return it != NULL ? client_of_world_link(it)->nick : "";
}

static void
leave(struct client *c)
{
	client_exit(c, RIG_NOW);
	client_free(c);
}

Test(cursor, users_under_it_and_before_it_leave)
{
	struct crowd cr = crowd_new(6);
	struct cursor cur, other;

	cursor_begin(&cur, &cr.w->users);
	cr_expect_str_eq(next_nick(&cur), "u0");
	cr_expect_str_eq(next_nick(&cur), "u1");
	cursor_park(&cur, cr.w);
	cursor_begin(&other, &cr.w->users);
	cursor_park(&other, cr.w);
	leave(cr.c[0]);
	leave(cr.c[2]);
	leave(cr.c[3]);
	rig_user(cr.w, "new");
	cursor_unpark(&cur);
	cr_expect_str_eq(next_nick(&cur), "u4");
	cursor_park(&cur, cr.w);
	leave(cr.c[5]);
	cursor_unpark(&cur);
	cr_expect_str_eq(next_nick(&cur), "new");
	cr_expect_str_eq(next_nick(&cur), "");
	cr_expect_str_eq(next_nick(&cur), "");
	cursor_unpark(&other);
	cr_expect_str_eq(next_nick(&other), "u1");
	crowd_free(&cr);
}

Test(cursor, last_user_leaves_under_it)
{
	struct crowd cr = crowd_new(2);
	struct cursor cur;

	cursor_begin(&cur, &cr.w->users);
	cr_expect_str_eq(next_nick(&cur), "u0");
	cursor_park(&cur, cr.w);
	leave(cr.c[1]);
	cursor_unpark(&cur);
	cr_expect_null(cursor_next(&cur));
	cursor_unpark(&cur);
	crowd_free(&cr);
}

Test(cursor, channels_end_and_change_their_names_under_it)
{
	struct world *w = rig_world();
	struct client *a = rig_user(w, "a");
	struct channel *ch[4];
	struct cursor cur;
	struct list *it;

	for (size_t i = 0; i < ARRAY_LEN(ch); i++) {
		char name[] = "#0";

		name[1] = (char)('0' + i);
		ch[i] = rig_join(a, name);
	}
	cursor_begin(&cur, &w->channel_list);
	it = cursor_next(&cur);
	cr_assert(it != NULL && channel_of_world_link(it) == ch[0]);
	cursor_park(&cur, w);
	(void)member_del(member_find(ch[1], a));
	cr_assert_eq(channel_rename(ch[2], a, VIEW("#aa"), RIG_NOW), RENAME_OK);
	(void)member_del(member_find(ch[3], a));
	cursor_unpark(&cur);
	it = cursor_next(&cur);
	cr_assert(it != NULL && channel_of_world_link(it) == ch[2]);
	cr_expect_null(cursor_next(&cur));
	cr_expect_null(world_fault(w));
	world_free(w);
}
