/*
 * MODE commands against a channel with members.  Each line of the input is one: its first byte chooses who
 * asks, then come the letters and the parameters.  After each line the world is counted anew, and a second
 * world, to which only the changes that would be told to the members were applied, must look the same: what
 * clients believe is what is true.
 */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "state/channel.h"
#include "state/client.h"
#include "state/member.h"
#include "state/mode.h"
#include "tests/unit/state/world_check.h"

#define LINES 64

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const nicks[] = { "a", "b", "c", "D[", "e", "f" }; /* a is operator, f is not in */

struct stage {
	struct world *w;
	struct client *c[ARRAY_LEN(nicks)];
	struct channel *ch;
};

static void
stage_init(struct stage *s)
{
	static const struct world_conf conf = {
		.server_name = "irc.example", .nick_len = 30, .max_clients = 10, .max_channels = 2
	};
	const struct join_ask ask = { VIEW_INIT("#c"), VIEW_INIT(""), 5, 1 };

	s->w = world_new(&conf, 1);
	for (size_t i = 0; i < ARRAY_LEN(nicks); i++) {
		struct member *m;

		s->c[i] = client_new(s->w, VIEW("192.0.2.1"));
		assert(client_set_nick(s->c[i], view_z(nicks[i]), 1) == NICK_OK);
		client_set_user(s->c[i], VIEW("~u"), VIEW("r"));
		client_register(s->c[i], 1, 1);
		if (i + 1 < ARRAY_LEN(nicks))
			assert(channel_join(s->w, s->c[i], &ask, &m) == JOIN_OK);
	}
	s->ch = channel_find(s->w, ask.name);
}

/* A change as a client reads it from the line that it is told. */
static void
believe(struct stage *s, const struct mode_change *told)
{
	const char letters[] = { told->add ? '+' : '-', told->letter };
	struct view param = view_z(told->param);
	const struct mode_command cmd = {
		.letters = view_of(letters, 2), .param = &param, .n_params = param.n != 0
	};
	struct mode_change change[MODE_CHANGES_MAX];

	assert(channel_change_modes(s->ch, NULL, &cmd, change) == 1);
	assert(change[0].verdict == MODE_OK && strcmp(change[0].param, told->param) == 0);
}

static void
check_change(const struct mode_change *c)
{
	struct view param = view_z(c->param);
	bool wants =
		c->def != NULL && c->def->kind != MODE_FLAG && (c->add || c->def->kind != MODE_PARAM_SET);

	assert((c->def == NULL) == (c->verdict == MODE_UNKNOWN));
	if (c->verdict != MODE_OK)
		return;
	/* It must survive as a middle parameter. */
	assert(wants == (param.n != 0));
	assert(param.n <= MASK_LEN && !view_has_any(param, VIEW(" \r\n")) && c->param[0] != ':');
}

static void
check_same(const struct stage *a, const struct stage *b)
{
	char text[2][128];

	(void)channel_modes_text(a->ch, true, text[0], sizeof(text[0]));
	(void)channel_modes_text(b->ch, true, text[1], sizeof(text[1]));
	assert(strcmp(text[0], text[1]) == 0);
	for (uint32_t i = 0; i < a->ch->n_members; i++)
		assert(a->ch->member[i]->ranks == b->ch->member[i]->ranks);
	assert(a->ch->list[LIST_BAN].count == b->ch->list[LIST_BAN].count);
	for (size_t i = 0; i < a->ch->list[LIST_BAN].count; i++)
		assert(strcmp(a->ch->list[LIST_BAN].item[i].mask, b->ch->list[LIST_BAN].item[i].mask) == 0);
}

static void
one_line(struct stage *s, struct stage *believed, struct view line)
{
	size_t who = (unsigned char)line.p[0] % (ARRAY_LEN(nicks) + 1);
	struct client *by = who < ARRAY_LEN(nicks) ? s->c[who] : NULL;
	bool may = by == NULL || member_has_rank(member_find(s->ch, by), RANK_HALFOP);
	struct view rest = view_skip(line, 1), param[MSG_PARAMS_MAX];
	struct mode_command cmd = { .param = param, .now_wall_ms = 1 };
	struct mode_change change[MODE_CHANGES_MAX];
	size_t n, with_param = 0;

	if (!view_cut(&rest, ' ', &cmd.letters))
		return;
	while (cmd.n_params < MSG_PARAMS_MAX && view_cut(&rest, ' ', &param[cmd.n_params]))
		cmd.n_params++;
	n = channel_change_modes(s->ch, by, &cmd, change);
	assert(n <= MODE_CHANGES_MAX);
	for (size_t i = 0; i < n; i++) {
		check_change(&change[i]);
		if (change[i].verdict != MODE_OK)
			continue;
		/* Anybody may put down a rank of its own. */
		assert(may ||
			(!change[i].add && change[i].def->kind == MODE_PREFIX &&
				strcmp(change[i].param, by->nick) == 0));
		with_param += change[i].param[0] != '\0';
		believe(believed, &change[i]);
	}
	assert(with_param <= MODES_MAX + 1); /* one more: -k without a parameter is told with "*" */
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct view rest = view_of(data, size), line;
	struct stage s, believed;

	hash_init();
	stage_init(&s);
	stage_init(&believed);
	for (size_t i = 0; i < LINES && view_cut(&rest, '\n', &line); i++) {
		if (line.n == 0)
			continue;
		one_line(&s, &believed, line);
		/* Keeps answers of the ban list, to be compared with it. */
		for (size_t k = 0; k < ARRAY_LEN(nicks); k++)
			(void)(channel_may_speak(s.ch, s.c[k]) == SPEAK_OK);
		assert(world_fault(s.w) == NULL);
		check_same(&s, &believed);
	}
	world_free(s.w);
	world_free(believed.w);
	return 0;
}
