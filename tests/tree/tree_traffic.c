/* One function for each kind of action; a table says how often each is chosen. */
#include "tests/tree/tree_traffic.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "route/login.h"
#include "state/channel.h"
#include "state/mode_bits.h"

enum { IDLE, TALKED, CHANGED }; /* of a channel in this round */
enum { CHANNELS_EACH = 12, TRIES = 20 };

static uint32_t
below(struct tree_traffic *tr, size_t n)
{
	return tree_random(tr->t, (uint32_t)n);
}

/* What a channel was used for in this round; NULL: it is none of ours. */
static uint8_t *
busy_of(struct tree_traffic *tr, const char *name)
{
	uint32_t i;

	if (name[0] != '#' || name[1] != 'c' || view_to_u32(view_z(name + 2), &i) == -1 ||
		i >= tr->n_channels)
		return NULL;
	return &tr->busy[i];
}

/* Some channel of that user of which nobody has made another use in this round; NULL: the choice fell upon another. */
static struct member *
pick_member(struct tree_traffic *tr, const struct client *c, uint8_t use)
{
	uint32_t k = c->n_channels != 0 ? below(tr, c->n_channels) : 0;

	LIST_FOR_EACH (it, &c->memberships) {
		struct member *m = member_of_client_link(it);
		uint8_t *busy = busy_of(tr, m->channel->name);

		if (k-- != 0)
			continue;
		if (busy == NULL || (*busy != IDLE && (*busy != TALKED || use != TALKED)))
			return NULL;
		*busy = use;
		return m;
	}
	return NULL;
}

static struct member *
pick_as_operator(struct tree_traffic *tr, const struct client *c)
{
	struct member *m = pick_member(tr, c, CHANGED);

	return m != NULL && (m->ranks & RANK_OP) != 0 ? m : NULL;
}

static void
act_join(struct tree_traffic *tr, struct tree_user *u, struct client *c)
{
	uint32_t i = below(tr, tr->n_channels);

	if (tr->is_breaking || tr->busy[i] != IDLE || c->n_channels >= CHANNELS_EACH)
		return;
	tr->busy[i] = CHANGED;
	tree_user_say(tr->t, u, "JOIN #c%u", i);
}

static void
act_part(struct tree_traffic *tr, struct tree_user *u, struct client *c)
{
	const struct member *m = pick_member(tr, c, CHANGED);

	if (m != NULL)
		tree_user_say(tr->t, u, "PART %s :for %u", m->channel->name, below(tr, 100));
}

static void
act_talk(struct tree_traffic *tr, struct tree_user *u, struct client *c)
{
	const struct member *m = pick_member(tr, c, TALKED);

	if (m != NULL && tr->t->n_messages < TREE_MESSAGES_MAX)
		tree_user_tell_channel(tr->t, u, m->channel);
}

static void
act_whisper(struct tree_traffic *tr, struct tree_user *u, struct client *c)
{
	size_t i = below(tr, tr->t->n_users);
	struct tree_user *to = tr->t->user[i];

	(void)c;
	if (to->end == NULL || tr->acted[i] != 0 || tr->t->n_messages == TREE_MESSAGES_MAX)
		return;
	tr->acted[i] = 1;
	tree_user_tell(tr->t, u, to);
}

static void
act_topic(struct tree_traffic *tr, struct tree_user *u, struct client *c)
{
	const struct member *m = tr->is_bursting ? NULL : pick_as_operator(tr, c);

	if (m != NULL)
		tree_user_say(tr->t, u, "TOPIC %s :%s %u", m->channel->name, "Now it is about", below(tr, 4));
}

static void
act_kick(struct tree_traffic *tr, struct tree_user *u, struct client *c)
{
	const struct member *m = pick_as_operator(tr, c);
	const struct member *whom = m != NULL ? m->channel->member[below(tr, m->channel->n_members)] : NULL;

	if (whom != NULL && whom != m)
		tree_user_say(tr->t, u, "KICK %s %s :out", m->channel->name, whom->client->nick);
}

/* %n: nick of a member, %u: a number. */
static const char *const changes[] = {
	"+o %n",
	"-o %n",
	"+v %n",
	"-v %n",
	"+ov %n %n",
	"+b n%u!*@*",
	"+bb *!*@h%u *!u%u@*",
	"+e *!*@10.%u.0.0/16",
	"+I f%u!*@*",
	"+q q%u!*@*",
	"-b n1!*@*",
	"+l %u",
	"-l",
	"+k key%u",
	"-k *",
	"+m",
	"-m",
	"+s",
	"-s",
	"+i",
	"-i",
	"+nt",
	"-nt",
	"+p",
	"-p",
	"+tl-m %u",
	"+j %u:30",
	"-j",
	"+C",
	"-C",
};

static void
put_change(struct tree_traffic *tr, const struct channel *ch, const char *change, char dst[200])
{
	size_t n = 0;

	for (const char *at = change; *at != '\0' && n < 120; at++) {
		if (at[0] == '%' && at[1] == 'n')
			n += (size_t)snprintf(
				dst + n, 200 - n, "%s", ch->member[below(tr, ch->n_members)]->client->nick);
		else if (at[0] == '%')
			n += (size_t)snprintf(dst + n, 200 - n, "%u", 1 + below(tr, 40));
		else
			dst[n++] = *at;
		at += *at == '%';
	}
	dst[n] = '\0';
}

static void
act_mode(struct tree_traffic *tr, struct tree_user *u, struct client *c)
{
	const struct member *m = tr->is_bursting ? NULL : pick_as_operator(tr, c);
	char change[200];

	if (m == NULL)
		return;
	put_change(tr, m->channel, changes[below(tr, ARRAY_LEN(changes))], change);
	tree_user_say(tr->t, u, "MODE %s %s", m->channel->name, change);
}

static void
act_nick(struct tree_traffic *tr, struct tree_user *u, struct client *c)
{
	if (below(tr, 4) == 0 && c->nick[0] == 'n')
		tree_user_say(tr->t, u, "NICK N%s", c->nick + 1); /* only its case */
	else
		tree_user_say(tr->t, u, "NICK n%u", tr->n_names++);
}

static void
act_away(struct tree_traffic *tr, struct tree_user *u, struct client *c)
{
	if (c->away != NULL && below(tr, 2) == 0)
		tree_user_say(tr->t, u, "AWAY");
	else
		tree_user_say(tr->t, u, "AWAY :back at %u", below(tr, 24));
}

static void
act_umode(struct tree_traffic *tr, struct tree_user *u, struct client *c)
{
	static const char *const what[] = { "+i", "-i", "+w", "-w", "+iw", "-i+w" };

	tree_user_say(tr->t, u, "MODE %s %s", c->nick, what[below(tr, ARRAY_LEN(what))]);
}

/* As if services or the accounts here had said so. */
static void
act_account(struct tree_traffic *tr, struct tree_user *u, struct client *c)
{
	struct route *rt = tr->t->server[u->server]->route;
	char name[20];

	(void)snprintf(name, sizeof(name), "acc%u", below(tr, 50));
	if (c->account != NULL && below(tr, 3) == 0)
		login_clear(rt, c);
	else if (login_set(rt, c, view_z(name)) != LOGIN_OK)
		return;
}

/* Nobody may talk where it was; another comes in its place. */
static void
act_quit(struct tree_traffic *tr, struct tree_user *u, struct client *c)
{
	char nick[20];

	LIST_FOR_EACH (it, &c->memberships) {
		uint8_t *busy = busy_of(tr, member_of_client_link(it)->channel->name);

		if (busy == NULL || *busy != IDLE)
			return;
	}
	LIST_FOR_EACH (it, &c->memberships)
		*busy_of(tr, member_of_client_link(it)->channel->name) = CHANGED;
	tree_user_say(tr->t, u, "QUIT :until %u", below(tr, 24));
	if (tr->t->n_users == TREE_USERS_MAX)
		return;
	(void)snprintf(nick, sizeof(nick), "n%u", tr->n_names++);
	tr->acted[tree_user_new(tr->t, u->server, nick)->number] = 1;
}

static const struct {
	unsigned often;
	void (*act)(struct tree_traffic *tr, struct tree_user *u, struct client *c);
} actions[] = {
	{ 30, act_talk },
	{ 10, act_whisper },
	{ 20, act_join },
	{ 8, act_part },
	{ 20, act_mode },
	{ 6, act_topic },
	{ 4, act_kick },
	{ 8, act_nick },
	{ 4, act_away },
	{ 3, act_umode },
	{ 3, act_account },
	{ 3, act_quit },
};

void
tree_traffic_init(struct tree_traffic *tr, struct tree *t, uint32_t n_channels)
{
	*tr = (struct tree_traffic){ .t = t, .n_channels = n_channels };
}

void
tree_traffic_populate(struct tree_traffic *tr, size_t server, unsigned n_users, unsigned n_joins)
{
	struct tree *t = tr->t;

	for (unsigned i = 0; i < n_users; i++) {
		struct tree_user *u;
		char nick[20];

		(void)snprintf(nick, sizeof(nick), "n%u", tr->n_names++);
		u = tree_user_new(t, server, nick);
		for (unsigned k = 0; k < n_joins; k++)
			tree_user_say(t, u, "JOIN #c%u", below(tr, tr->n_channels));
	}
	tree_settle(t);
}

/* Somebody who is there and has done nothing in this round; NULL: nobody was found. */
static struct tree_user *
pick_user(struct tree_traffic *tr)
{
	for (unsigned i = 0; i < TRIES; i++) {
		struct tree_user *u = tr->t->user[below(tr, tr->t->n_users)];

		if (u->end == NULL || tr->acted[u->number] != 0 || tree_user_client(tr->t, u) == NULL)
			continue;
		tr->acted[u->number] = 1;
		return u;
	}
	return NULL;
}

static void
act(struct tree_traffic *tr)
{
	struct tree_user *u = pick_user(tr);
	unsigned sum = 0, k;

	if (u == NULL)
		return;
	for (size_t i = 0; i < ARRAY_LEN(actions); i++)
		sum += actions[i].often;
	k = below(tr, sum);
	for (size_t i = 0; i < ARRAY_LEN(actions); i++) {
		if (k < actions[i].often) {
			actions[i].act(tr, u, tree_user_client(tr->t, u));
			tr->n_actions++;
			return;
		}
		k -= actions[i].often;
	}
}

void
tree_traffic_begin(struct tree_traffic *tr, unsigned n)
{
	memset(tr->busy, IDLE, sizeof(tr->busy));
	memset(tr->acted, 0, sizeof(tr->acted));
	for (unsigned i = 0; i < n; i++)
		act(tr);
}

void
tree_traffic_run(struct tree_traffic *tr, unsigned n)
{
	tree_traffic_begin(tr, n);
	tree_settle(tr->t);
	tree_messages_check(tr->t);
}

static struct tree_user *
somebody_on(struct tree_traffic *tr, size_t server)
{
	for (;;) {
		struct tree_user *u = tr->t->user[below(tr, tr->t->n_users)];

		if (u->server == server && u->end != NULL)
			return u;
	}
}

/* Both say the same line, at times that differ by so much. */
static void
both_say(struct tree_traffic *tr, size_t a, size_t b, int seconds, const char *line)
{
	struct tree *t = tr->t;
	struct tree_user *first = somebody_on(tr, seconds < 0 ? b : a),
			 *second = somebody_on(tr, seconds < 0 ? a : b);

	tree_user_say(t, first, "%s", line);
	tree_settle(t);
	tree_advance(t, (uint64_t)abs(seconds) * 1000);
	tree_user_say(t, second, "%s", line);
	tree_settle(t);
}

void
tree_traffic_same_nick(struct tree_traffic *tr, size_t a, size_t b, int seconds)
{
	char line[40];

	(void)snprintf(line, sizeof(line), "NICK same%u", tr->n_names++);
	both_say(tr, a, b, seconds, line);
}

void
tree_traffic_same_channel(struct tree_traffic *tr, size_t a, size_t b, int seconds)
{
	char line[40];

	(void)snprintf(line, sizeof(line), "JOIN #x%u", tr->n_names++);
	both_say(tr, a, b, seconds, line);
}
