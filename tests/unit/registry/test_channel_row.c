#include "registry/channel_row.h"

#include <criterion/criterion.h>
#include <stdio.h>

#include "proto/casemap.h"
#include "state/channel.h"
#include "state/channel_server.h"
#include "state/mode.h"
#include "state/mode.h"
#include "state/world.h"

static struct world *w;

static void
setup(void)
{
	const struct world_conf wc = {
		.server_name = "irc.test", .nick_len = 30, .max_clients = 10, .max_channels = 10
	};

	hash_init();
	casemap_set(CASEMAP_RFC1459);
	w = world_new(&wc, 0);
}

static void
teardown(void)
{
	world_free(w);
}

TestSuite(channel_row, .init = setup, .fini = teardown);

static struct registration *
full(void)
{
	struct channel *ch = channel_make(w, VIEW("#c"), 1);
	struct registration *reg = registration_new(ch, VIEW("alice"), 2);
	char text[32];

	for (size_t l = 0; l < LIST_N; l++) {
		for (unsigned i = 0; i < CHANNEL_LIST_MAX; i++) {
			(void)snprintf(text, sizeof(text), "n%u!*@*", i);
			cr_assert_eq(ban_list_add(&ch->list[l], view_z(text), VIEW("b"), i), BAN_OK);
		}
	}
	for (unsigned i = 0; i < ACCESS_ENTRIES_MAX; i++) {
		(void)snprintf(text, sizeof(text), "u%u", i);
		cr_assert_eq(
			registration_set_access(reg, view_z(text), ACCESS_ALL & ~ACCESS_OWNER, i), ACCESS_OK);
	}
	return reg;
}

Test(channel_row, is_a_copy_of_a_full_channel)
{
	struct registration *reg = full(), *back;
	struct channel_row *row = channel_row_new(reg);
	const struct store_channel *s = channel_row_get(row);
	const char *why;

	registration_end(reg->channel);
	channel_free(channel_find(w, VIEW("#c")));
	cr_assert_eq(s->n_masks, LIST_N * CHANNEL_LIST_MAX);
	cr_assert_eq(s->n_access, ACCESS_ENTRIES_MAX);
	back = channel_row_take(w, s, &why);
	cr_assert_not_null(back);
	for (size_t i = 0; i < s->n_masks; i++)
		cr_assert_eq(channel_row_take_mask(back, &s->mask[i]), 0);
	cr_expect_eq(channel_row_take_mask(back, &s->mask[0]), -1, "twice");
	for (size_t i = 0; i < s->n_access; i++)
		cr_assert_eq(channel_row_take_access(back, &s->access[i]), 0);
	cr_expect_eq(channel_row_take_access(back, &s->access[0]), -1, "twice");
	cr_expect_null(channel_row_take(w, s, &why));
	channel_row_free(row);
}

Test(channel_row, letters_of_a_later_version_are_passed_over)
{
	const struct store_channel row = { .id = 1,
		.name = VIEW("#c"),
		.founder = VIEW("alice"),
		.modes = VIEW("+nk!s key"),
		.settings = VIEW("KEEPTOPIC NEWER"),
		.lock = VIEW("+!") };
	const char *why;
	struct registration *reg = channel_row_take(w, &row, &why);
	char modes[CHANNEL_MODES_TEXT];

	cr_assert_not_null(reg);
	(void)channel_modes_text(reg->channel, true, modes, sizeof(modes));
	cr_expect_str_eq(modes, "+knrs key");
	cr_expect_eq(reg->settings, REGISTERED_KEEP_TOPIC);
	cr_expect_eq(reg->locked_on | reg->locked_off, 0);
}
