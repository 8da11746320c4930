/* The steps, and all that two sides of a link may say at once. */
#include "tests/tree/tree_cross.h"

#include <stdio.h>
#include <string.h>

#include "state/channel.h"
#include "state/client_remote.h"
#include "tests/tree/tree_check.h"
#include "tests/tree/tree_user.h"

enum { NAMES_MAX = 16, NAME_BYTES = 16 };

struct crossing {
	struct tree *t;
	const char *name;
	size_t n;
	char who[NAMES_MAX][NAME_BYTES]; /* by number of the user */
};

static struct view
next_word(struct view *rest)
{
	struct view word;

	return view_cut(rest, ' ', &word) ? word : VIEW("");
}

/* The server of a user is known by the first letter of its name. */
static struct tree_user *
user_of(struct crossing *x, struct view name)
{
	size_t server = name.n != 0 ? (size_t)(name.p[0] - 'a') : x->t->n_servers;

	for (size_t i = 0; i < x->n; i++) {
		if (view_eq(name, view_z(x->who[i])))
			return x->t->user[i];
	}
	if (x->n == NAMES_MAX || server >= x->t->n_servers) {
		tree_fault(x->t, "%s: nobody can be called %.*s", x->name, VIEW_ARG(name));
		return NULL;
	}
	(void)view_copy(name, x->who[x->n], NAME_BYTES);
	return tree_user_new(x->t, server, x->who[x->n++]);
}

static void
hold(struct tree *t, bool is_held)
{
	struct tree_cable *c = tree_cable_find(t, 0, 1);

	c->is_held[0] = c->is_held[1] = is_held;
	tree_settle(t);
}

static void
cut(struct tree *t, size_t a, size_t b)
{
	tree_cut(t, tree_cable_find(t, a, b));
	tree_settle(t);
}

static void
link_up(struct tree *t, size_t a, size_t b)
{
	(void)tree_connect(t, a, b);
	tree_settle(t);
}

/* On each server. */
static void
expect_nick(struct crossing *x, const struct tree_user *u, struct view nick)
{
	bool gone = view_eq(nick, VIEW("gone"));

	for (size_t i = 0; i < x->t->n_servers; i++) {
		const struct client *c = client_find_uid(tree_world(x->t, i), view_z(u->uid));

		if (view_eq(nick, VIEW("itself")))
			nick = view_z(u->uid);
		if ((c == NULL) != gone || (c != NULL && !view_eq(client_nick(c), nick)))
			tree_fault(x->t, "%s: %s is %s on s%zu, not %.*s", x->name, x->who[u->number],
				c != NULL ? c->nick : "gone", i, VIEW_ARG(nick));
	}
}

static void
expect_member(struct crossing *x, const struct tree_user *u, struct view channel, struct view wanted)
{
	for (size_t i = 0; i < x->t->n_servers; i++) {
		const struct client *c = client_find_uid(tree_world(x->t, i), view_z(u->uid));
		const struct channel *ch = channel_find(tree_world(x->t, i), channel);
		const struct member *m = c != NULL && ch != NULL ? member_find(ch, c) : NULL;
		char prefixes[8] = "out";

		if (m != NULL)
			(void)member_prefixes(m, true, prefixes);
		if (m != NULL && prefixes[0] == '\0')
			(void)view_copy(VIEW("-"), prefixes, sizeof(prefixes));
		if (!view_eq(wanted, view_z(prefixes)))
			tree_fault(x->t, "%s: %s in %.*s has %s on s%zu, not %.*s", x->name,
				x->who[u->number], VIEW_ARG(channel), prefixes, i, VIEW_ARG(wanted));
	}
}

/* "NAME> LINE", "NAME is NICK", "NAME in #c PREFIXES" */
static void
step_of_user(struct crossing *x, struct view step)
{
	struct view name = next_word(&step), word;
	bool says = name.n != 0 && name.p[name.n - 1] == '>';
	struct tree_user *u = user_of(x, view_left(name, name.n - says));

	if (u == NULL)
		return;
	if (says) {
		tree_user_say(x->t, u, "%.*s", VIEW_ARG(step));
		tree_settle(x->t);
		return;
	}
	word = next_word(&step);
	if (view_eq(word, VIEW("is"))) {
		expect_nick(x, u, step);
	} else {
		word = next_word(&step);
		expect_member(x, u, word, step);
	}
}

static void
step(struct crossing *x, struct view what)
{
	struct tree *t = x->t;
	uint64_t n;

	if (view_eq(what, VIEW("hold"))) {
		hold(t, true);
	} else if (view_eq(what, VIEW("release"))) {
		hold(t, false);
	} else if (view_eq(what, VIEW("cut"))) {
		cut(t, 1, 2);
	} else if (view_eq(what, VIEW("link"))) {
		link_up(t, 1, 2);
	} else if (view_eq(what, VIEW("heal"))) {
		cut(t, 0, 1);
		link_up(t, 0, 1);
	} else if (view_starts(what, VIEW("+")) && view_to_u64(view_skip(what, 1), &n) == 0) {
		tree_advance(t, n * 1000);
	} else {
		step_of_user(x, what);
	}
}

void
tree_cross(struct tree *t, const struct tree_crossing *cross)
{
	struct crossing x = { .t = t, .name = cross->name };
	struct view rest = view_z(cross->steps), what;

	link_up(t, 0, 1);
	link_up(t, 1, 2);
	while (view_cut(&rest, ';', &what))
		step(&x, view_trim(what));
	tree_check(t, cross->name);
}

const struct tree_crossing tree_crossings[] = {
	/* Nicks.  Users differ in user name and host, so the older one keeps the nick. */
	{ "nick_against_nick_in_one_second_both_lose",
		"a> PING x; b> PING x; +5; hold; a> NICK same; b> NICK same; release; a is itself; b is "
		"itself" },
	{ "nick_against_older_nick_the_newer_loses",
		"a> PING x; b> PING x; +5; hold; a> NICK same; +1; b> NICK same; release; a is same; b is "
		"itself" },
	{ "nick_against_newer_nick_the_newer_loses",
		"a> PING x; b> PING x; +5; hold; b> NICK same; +1; a> NICK same; release; a is itself; b is "
		"same" },
	{ "nick_against_a_new_user_the_newer_loses",
		"a> PING x; +1; hold; b> PING x; +1; a> NICK b; release; a is itself; b is b" },
	{ "new_user_against_a_nick_the_newer_loses",
		"a> PING x; +1; hold; a> NICK b; +1; b> PING x; release; a is b; b is itself" },
	{ "nick_of_three_in_one_second_all_lose",
		"a> PING x; b> PING x; c> PING x; +5; hold; cut; a> NICK same; b> NICK same; c> NICK same; "
		"link; "
		"release; "
		"a is itself; b is itself; c is itself" },
	{ "nick_that_is_changed_again_before_the_collision_is_known",
		"a> PING x; b> PING x; +5; hold; a> NICK same; b> NICK same; a> NICK other; release; a is "
		"other; "
		"b is itself" },
	{ "nick_of_who_has_quit_is_not_free_before_that_is_known",
		"a> PING x; b> PING x; +5; hold; a> QUIT; b> NICK a; release; a is gone; b is b" },
	{ "nick_and_case_of_it", "a> PING x; hold; a> NICK A; +1; a> NICK a; release; a is a" },
	/* Channels. */
	{ "create_against_create_in_one_second_both_stay_operators",
		"a> PING x; b> PING x; hold; a> JOIN #c; b> JOIN #c; release; a in #c @; b in #c @" },
	{ "create_against_older_create_the_newer_loses_all",
		"a> PING x; b> PING x; hold; a> JOIN #c; +1; b> JOIN #c; b> MODE #c +mb x!*@*; b> MODE #c +k "
		"key; release; "
		"a in #c @; b in #c -" },
	{ "create_against_newer_create_the_newer_loses_all",
		"a> PING x; b> PING x; hold; b> JOIN #c; +1; a> JOIN #C; a> MODE #c +iI x!*@*; a> TOPIC #c "
		":new; release; "
		"a in #c -; b in #c @; heal" },
	{ "deop_against_deop_both_lose",
		"a> JOIN #c; b> JOIN #c; a> MODE #c +o b; hold; a> MODE #c -o b; b> MODE #c -o a; release; "
		"a in #c -; b in #c -" },
	{ "join_against_kick_of_another",
		"a> JOIN #c; b> JOIN #c; hold; a> KICK #c b; c> JOIN #c; release; a in #c @; b in #c out; c "
		"in #c -" },
	{ "kick_against_part",
		"a> JOIN #c; b> JOIN #c; hold; a> KICK #c b; b> PART #c; release; b in #c out" },
	{ "kick_against_part_and_join",
		"a> JOIN #c; b> JOIN #c; hold; a> KICK #c b; b> PART #c; b> JOIN #c; release; heal" },
	{ "join_against_the_last_part",
		"a> JOIN #c; hold; a> PART #c; b> JOIN #c; release; heal; b in #c -" },
	{ "mode_against_older_channel",
		"a> JOIN #c; +1; cut; c> JOIN #c; c> MODE #c +ms; hold; link; c> MODE #c +v c; release; "
		"a in #c @; c in #c -" },
	{ "mode_of_who_has_left",
		"a> JOIN #c; b> JOIN #c; hold; a> MODE #c +ov b b; b> PART #c; release; b in #c out" },
	{ "topic_against_topic_is_mended_by_a_burst",
		"a> JOIN #c; b> JOIN #c; a> MODE #c -t; hold; a> TOPIC #c :one; +1; b> TOPIC #c :two; "
		"release; heal" },
	{ "limit_against_limit_is_mended_by_a_burst",
		"a> JOIN #c; b> JOIN #c; a> MODE #c +o b; hold; a> MODE #c +l 5; b> MODE #c +l 9; release; "
		"heal" },
	{ "key_against_no_key_is_mended_by_a_burst",
		"a> JOIN #c; b> JOIN #c; a> MODE #c +o b; a> MODE #c +k one; hold; a> MODE #c -k *; b> MODE "
		"#c +l 3; "
		"release; heal" },
	{ "ban_against_the_same_ban",
		"a> JOIN #c; b> JOIN #c; a> MODE #c +o b; hold; a> MODE #c +b x!*@*; +1; b> MODE #c +b "
		"x!*@*; release; heal" },
	{ "everything_at_once_of_one_channel",
		"a> JOIN #c; b> JOIN #c; c> JOIN #c; a> MODE #c +oo b c; hold; a> MODE #c +mk key; b> KICK "
		"#c a; c> PART #c; "
		"b> MODE #c -o+v c c; a> KICK #c c; a> INVITE c #c; release; heal" },
	/* Servers. */
	{ "server_that_goes_and_comes_while_nothing_is_heard",
		"c> JOIN #c; a> JOIN #c; hold; cut; link; c> MODE #c +m; release; c in #c @; a in #c -" },
	{ "server_that_is_gone_while_it_is_spoken_to",
		"a> JOIN #c; c> JOIN #c; hold; cut; a> PRIVMSG c :hello; a> MODE #c +o c; a> KICK #c c; a> "
		"INVITE c #c; release; "
		"link; a in #c @" },
	{ "user_who_quits_while_it_is_spoken_to",
		"a> JOIN #c; b> JOIN #c; hold; b> QUIT; a> PRIVMSG b :hello; a> MODE #c +o b; a> KICK #c b; "
		"release; b is gone" },
};
const size_t n_tree_crossings = ARRAY_LEN(tree_crossings);
