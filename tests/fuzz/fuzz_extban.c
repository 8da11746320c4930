/*
 * Entries of a channel's lists.  Each line of the input is one; its first byte says which list.  What was accepted is normal already, is
 * found and taken away again under the same spelling, its parts make it up, and what it says of a client agrees with its opposite.  And
 * skeletons of names (proto/confusable.h) of the same bytes.
 */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "proto/confusable.h"
#include "proto/extban.h"
#include "proto/limits.h"
#include "proto/names.h"
#include "state/channel.h"
#include "state/client.h"
#include "state/member.h"
#include "state/mode.h"

#define LINES 64

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* "$m:" "~" letter argument "$#forward", put together again. */
static void
check_parts(struct view entry, const struct extban *x)
{
	size_t n = (x->mute ? 3 : 0) + x->arg.n + (x->forward.n != 0 ? 1 + x->forward.n : 0);

	assert(!(x->mute && x->forward.n != 0));
	assert(x->forward.n == 0 || name_is_channel(x->forward));
	if (x->letter != '\0')
		n += (x->not_ ? 3 : 2) + (x->arg.n != 0 ? 1 : 0);
	assert(n == entry.n);
	assert(x->letter != '\0' || !x->not_);
	assert(x->letter == '\0' || strchr(extban_letters(), x->letter) != NULL);
}

static void
check_normal(struct view typed)
{
	char once[MASK_LEN + 1], twice[MASK_LEN + 1], tight[MASK_LEN + 1];
	size_t n = extban_normalise(typed, once, sizeof(once));
	struct extban x;

	if (n == 0)
		return;
	assert(n <= MASK_LEN && strlen(once) == n && !view_has_any(view_of(once, n), VIEW(" ,\r\n")) &&
		once[0] != ':');
	assert(extban_normalise(view_of(once, n), twice, sizeof(twice)) == n && memcmp(once, twice, n) == 0);
	assert(extban_normalise(view_of(once, n), tight, n + 1) == n || n + 1 > MASK_LEN);
	assert(extban_normalise(view_of(once, n), tight, n) == 0);
	extban_parse(view_of(once, n), &x);
	check_parts(view_of(once, n), &x);
}

static void
check_skeleton(struct view name)
{
	char once[NICK_LEN_MAX + 1], twice[NICK_LEN_MAX + 1];
	struct view v = view_of(once, confusable_skeleton(name, once, sizeof(once)));

	assert(v.n <= name.n && v.n <= NICK_LEN_MAX);
	assert(confusable_skeleton(v, twice, sizeof(twice)) == v.n && memcmp(once, twice, v.n) == 0);
	assert(confusable_is(v, name) == (v.n != 0));
	assert(confusable_is(v, v) == (v.n != 0));
}

/* "$~a:x" for "$a:x", unless it is a mask, a mute form, or does not fit. */
static size_t
opposite(struct view entry, char *dst)
{
	struct extban x;

	extban_parse(entry, &x);
	if (x.letter == '\0' || x.not_ || x.mute || entry.n >= MASK_LEN)
		return 0;
	dst[0] = EXTBAN_PREFIX;
	dst[1] = '~';
	memcpy(dst + 2, entry.p + 1, entry.n - 1);
	return entry.n + 1;
}

static void
check_opposite(struct view entry, const struct client *c, bool hit)
{
	char bytes[MASK_LEN + 1];
	size_t n = opposite(entry, bytes);
	struct ban_list l;

	if (n == 0)
		return;
	ban_list_init(&l);
	assert(ban_list_add(&l, view_of(bytes, n), VIEW("x"), 1) == BAN_OK);
	assert((ban_list_find(&l, c, BAN_JOIN) != NULL) == !hit);
	ban_list_release(&l);
}

/* Into a list of its own, asked, and out again. */
static void
check_list(struct view typed, const struct client *c)
{
	char removed[MASK_LEN + 1], kept[MASK_LEN + 1];
	struct ban_list l;
	bool join, speech;

	ban_list_init(&l);
	if (ban_list_add(&l, typed, VIEW("x"), 1) == BAN_OK) {
		(void)view_copy(view_z(l.item[0].mask), kept, sizeof(kept));
		join = ban_list_find(&l, c, BAN_JOIN) != NULL;
		speech = ban_list_find(&l, c, BAN_SPEECH) != NULL;
		/* $j asks another list, in which there may be mute entries. */
		if (l.item[0].what.letter != 'j')
			assert(join == speech || (speech && l.item[0].what.mute));
		check_opposite(view_z(kept), c, join);
		assert(ban_list_add(&l, view_z(kept), VIEW("x"), 1) == BAN_EXISTS);
		assert(ban_list_del(&l, view_z(kept), removed) == BAN_OK && strcmp(removed, kept) == 0);
		assert(l.count == 0 && l.n_volatile == 0);
	}
	ban_list_release(&l);
}

static struct client *
make_client(struct world *w, struct view nick)
{
	struct client *c = client_new(w, VIEW("h.example"));

	assert(client_set_nick(c, nick, 1) == NICK_OK);
	client_set_user(c, VIEW("~u"), VIEW("Real Name"));
	client_set_address(c, VIEW("192.0.2.1"));
	client_register(c, 1, 1);
	return c;
}

/* By MODE, so that $c and $j ask about channels that are there, of which lists ask each other. */
static void
set_one(struct channel *ch, struct client *by, struct view line)
{
	static const char letters[][3] = { "+b", "+e", "+I", "+q", "-b", "-e", "-I", "-q" };
	struct view param = view_skip(line, 1);
	const struct mode_command cmd = {
		.letters = view_of(letters[(unsigned char)line.p[0] % ARRAY_LEN(letters)], 2),
		.param = &param,
		.n_params = 1,
		.now_wall_ms = 1,
	};
	struct mode_change change[MODE_CHANGES_MAX];

	assert(channel_change_modes(ch, by, &cmd, change) <= 1);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct world_conf conf = { .server_name = "irc.example",
		.nick_len = 30,
		.max_clients = 4,
		.max_channels = 4,
		.only_ov = true };
	const struct join_ask c_ask = { VIEW_INIT("#c"), VIEW_INIT(""), 5, 1 };
	const struct join_ask d_ask = { VIEW_INIT("#d"), VIEW_INIT(""), 5, 1 };
	struct view rest = view_of(data, size), line;
	struct member *m, *here, *there;
	struct client *op, *c;
	struct world *w;

	hash_init();
	w = world_new(&conf, 1);
	op = make_client(w, VIEW("op"));
	c = make_client(w, VIEW("bob"));
	assert(channel_join(w, op, &c_ask, &here) == JOIN_OK &&
		channel_join(w, op, &d_ask, &there) == JOIN_OK);
	assert(channel_join(w, c, &d_ask, &m) == JOIN_OK);
	for (size_t i = 0; i < LINES && view_cut(&rest, '\n', &line); i++) {
		if (line.n < 2)
			continue;
		check_skeleton(line);
		check_normal(view_skip(line, 1));
		check_list(view_skip(line, 1), c);
		set_one(i % 2 == 0 ? here->channel : there->channel, op, line);
		assert(member_is_banned(m) == channel_bans_speech(there->channel, c));
		(void)channel_bans_join(here->channel, c);
	}
	world_free(w);
	return 0;
}
