/* The texts of a row lie in one piece of memory: filled twice, the first time only to count. */
#include "registry/channel_row.h"

#include <string.h>

#include "core/mem.h"
#include "proto/names.h"
#include "state/channel.h"
#include "state/channel_server.h"
#include "state/mode.h"
#include "state/world.h"

struct channel_row {
	struct store_channel row;
	struct store_mask *mask;
	struct store_access *access;
	char *text; /* NULL while counting */
	size_t used;
};

static const char list_letters[LIST_N + 1] = "beIq";

static struct view
copy(struct channel_row *r, struct view v)
{
	char *at = r->text != NULL ? r->text + r->used : NULL;

	if (v.p == NULL)
		return v;
	r->used += v.n;
	if (at == NULL || v.n == 0)
		return v;
	memcpy(at, v.p, v.n);
	return view_of(at, v.n);
}

/* NULL is none. */
static struct view
copy_z(struct channel_row *r, const char *z)
{
	return z != NULL ? copy(r, view_z(z)) : view_of(NULL, 0);
}

static struct view
copy_settings(struct channel_row *r, uint32_t settings)
{
	char text[128];
	size_t n = 0;

	for (size_t i = 0; i < n_setting_defs; i++) {
		if ((settings & setting_defs[i].bit) == 0)
			continue;
		if (n != 0)
			text[n++] = ' ';
		n += view_copy(setting_defs[i].name, text + n, sizeof(text) - n);
	}
	return copy(r, view_of(text, n));
}

static void
fill_lists(struct channel_row *r, const struct channel *ch)
{
	size_t n = 0;

	for (size_t l = 0; l < LIST_N; l++) {
		for (size_t i = 0; i < ch->list[l].count; i++) {
			const struct ban *b = &ch->list[l].item[i];

			r->mask[n++] = (struct store_mask){ .list = view_of(&list_letters[l], 1),
				.mask = copy_z(r, b->mask),
				.by = copy_z(r, b->by),
				.set_ms = b->set_ms };
		}
	}
	r->row.n_masks = n;
}

static void
fill_access(struct channel_row *r, const struct registration *reg)
{
	char flags[ACCESS_TEXT];

	for (size_t i = 0; i < reg->n_access; i++) {
		const struct access *a = &reg->access[i];

		r->access[i] = (struct store_access){ .account = copy(r, view_of(a->account, a->account_len)),
			.flags = copy(r, view_of(flags, access_text(a->flags, flags))),
			.set_s = a->set_s };
	}
	r->row.n_access = reg->n_access;
}

static void
fill(struct channel_row *r, const struct registration *reg)
{
	const struct channel *ch = reg->channel;
	char modes[CHANNEL_MODES_TEXT], lock[64];

	r->used = 0;
	r->row = (struct store_channel){ .id = reg->id,
		.name = copy(r, channel_name(ch)),
		.founder = copy_z(r, reg->founder),
		.modes = copy(r, view_of(modes, channel_modes_text(ch, true, modes, sizeof(modes)))),
		.topic = copy_z(r, ch->topic),
		.topic_by = copy_z(r, ch->topic_by),
		.topic_ms = ch->topic_ms,
		.description = copy_z(r, reg->description),
		.url = copy_z(r, reg->url),
		.settings = copy_settings(r, reg->settings),
		.lock = copy(r, view_of(lock, registration_lock_text(reg, lock, sizeof(lock)))),
		.created_ms = ch->created_ms,
		.registered_s = reg->created_s,
		.mask = r->mask,
		.access = r->access };
	fill_lists(r, ch);
	fill_access(r, reg);
}

struct channel_row *
channel_row_new(const struct registration *reg)
{
	struct channel_row *r = mem_zalloc(sizeof(*r));
	size_t n_masks = 0;

	for (size_t l = 0; l < LIST_N; l++)
		n_masks += reg->channel->list[l].count;
	r->mask = mem_array(n_masks + 1, sizeof(*r->mask));
	r->access = mem_array(reg->n_access + 1, sizeof(*r->access));
	fill(r, reg);
	r->text = mem_alloc(r->used + 1);
	fill(r, reg);
	return r;
}

void
channel_row_free(struct channel_row *r)
{
	if (r == NULL)
		return;
	mem_free(r->mask);
	mem_free(r->access);
	mem_free(r->text);
	mem_free(r);
}

const struct store_channel *
channel_row_get(const struct channel_row *r)
{
	return &r->row;
}

/* As channel_modes_text() has written them; letters that this server does not know are passed over. */
static void
take_modes(struct channel *ch, struct view text, uint64_t now_ms)
{
	struct mode_change change[MODE_CHANGES_MAX];
	struct view param[MSG_PARAMS_MAX], letters;
	struct mode_command cmd = { .param = param, .now_wall_ms = now_ms };

	if (!view_cut(&text, ' ', &letters))
		return;
	cmd.letters = letters;
	while (cmd.n_params < MSG_PARAMS_MAX && view_cut(&text, ' ', &param[cmd.n_params]))
		cmd.n_params++;
	(void)channel_change_modes(ch, NULL, &cmd, change);
}

static uint32_t
take_settings(struct view text)
{
	struct view word;
	uint32_t settings = 0;

	while (view_cut(&text, ' ', &word)) {
		for (size_t i = 0; i < n_setting_defs; i++) {
			if (view_eq(word, setting_defs[i].name))
				settings |= setting_defs[i].bit;
		}
	}
	return settings;
}

struct registration *
channel_row_take(struct world *w, const struct store_channel *row, const char **why)
{
	struct registration *reg;
	struct channel *ch;

	*why = "no name for a channel";
	if (!name_is_channel(row->name))
		return NULL;
	*why = "the same name as another under this casemapping";
	if (channel_find(w, row->name) != NULL)
		return NULL;
	*why = "a founder that can't be";
	if (!name_is_account(row->founder))
		return NULL;
	ch = channel_make(w, row->name, row->created_ms);
	ch->modes = 0;
	reg = registration_new(ch, row->founder, row->registered_s);
	reg->id = row->id;
	reg->settings = take_settings(row->settings);
	if (!registration_set_lock(reg, row->lock))
		reg->locked_on = reg->locked_off = 0; /* of a later version */
	registration_set_description(reg, row->description);
	registration_set_url(reg, row->url);
	take_modes(ch, row->modes, row->created_ms);
	if ((reg->settings & REGISTERED_KEEP_TOPIC) != 0 && row->topic.n != 0 && row->topic_by.n != 0)
		channel_put_topic(ch, view_left(row->topic_by, MASK_LEN), row->topic, row->topic_ms);
	return reg;
}

int
channel_row_take_mask(struct registration *reg, const struct store_mask *row)
{
	for (size_t l = 0; l < LIST_N; l++) {
		struct ban_list *list = &reg->channel->list[l];

		if (row->list.n == 1 && row->list.p[0] == list_letters[l])
			return ban_list_add(list, row->mask, view_left(row->by, MASK_LEN), row->set_ms) ==
					BAN_OK
				? 0
				: -1;
	}
	return -1;
}

int
channel_row_take_access(struct registration *reg, const struct store_access *row)
{
	uint32_t flags;

	if (!name_is_account(row->account) || !access_parse(row->flags, 0, &flags) || flags == 0)
		return -1;
	return registration_set_access(reg, row->account, flags, row->set_s) == ACCESS_OK ? 0 : -1;
}
