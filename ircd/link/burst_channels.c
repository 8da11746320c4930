/* The channels of the network, as a neighbour hears of them: SJOIN, lists, topic, MLOCK, for each channel in this order. */
#include "link/burst.h"

#include <stdio.h>

#include "link/link_cmodes.h"
#include "link/out.h"
#include "link/topic_line.h"

#define SETTER_MAX (MASK_LEN + SERVER_NAME_LEN)

/* Words behind each other in the last parameter of a line, in as many lines as it takes. */
struct words {
	char bytes[MSG_BODY_MAX];
	size_t n;
};

static bool
words_add(struct words *w, struct view word, size_t room)
{
	size_t n = w->n != 0 ? w->n + 1 : 0;

	if (n + word.n > room || n + word.n > sizeof(w->bytes))
		return false;
	if (n != 0)
		w->bytes[w->n] = ' ';
	if (word.n != 0)
		memcpy(w->bytes + n, word.p, word.n);
	w->n = n + word.n;
	return true;
}

static void
sjoin_begin(struct out *o, struct link *l, const struct channel *ch)
{
	char modes[LINK_CMODES_TEXT];
	struct channel_simple simple;
	struct view rest, word;

	channel_simple_of(ch, &simple);
	rest = view_of(modes, link_cmodes_text(&simple, link_is_conclave(l), modes));
	out_begin(o, l->ls, TREE_US, VIEW("SJOIN"));
	out_param_u64(o, channel_ts(ch));
	out_param(o, channel_name(ch));
	while (view_cut(&rest, ' ', &word))
		out_param(o, word);
}

static void
words_send(struct words *w, struct out *o, struct link *l)
{
	out_text(o, view_of(w->bytes, w->n));
	out_to(o, l);
	w->n = 0;
}

/* "@+0IRAAAAAB" */
static struct view
member_word(const struct member *m, char dst[UID_LEN + 3])
{
	size_t n = 0;

	if ((m->ranks & RANK_OP) != 0)
		dst[n++] = '@';
	if ((m->ranks & RANK_VOICE) != 0)
		dst[n++] = '+';
	memcpy(dst + n, m->client->uid, UID_LEN);
	return view_of(dst, n + UID_LEN);
}

static void
send_members(struct link *l, const struct channel *ch, bool even_empty)
{
	struct words w = { .n = 0 };
	struct out o;

	sjoin_begin(&o, l, ch);
	for (uint32_t i = 0; i < ch->n_members; i++) {
		const struct member *m = ch->member[i];
		char text[UID_LEN + 3];

		if (m->client->link == l->number || words_add(&w, member_word(m, text), out_room(&o)))
			continue;
		words_send(&w, &o, l);
		sjoin_begin(&o, l, ch);
		(void)words_add(&w, member_word(m, text), out_room(&o));
		even_empty = false;
	}
	if (w.n != 0 || even_empty)
		words_send(&w, &o, l);
}

static void
list_begin(struct out *o, struct link *l, const struct channel *ch, char letter)
{
	bool with_setter = (l->caps & LINK_CAP_BIT(LINK_CAP_EBMASK)) != 0;

	out_begin(o, l->ls, TREE_US, with_setter ? VIEW("EBMASK") : VIEW("BMASK"));
	out_param_u64(o, channel_ts(ch));
	out_param(o, channel_name(ch));
	out_param(o, view_of(&letter, 1));
}

/* "mask", or "mask 1795238786 nick!user@host" where the peer has EBMASK. */
static struct view
list_word(const struct link *l, const struct ban *b, char *dst, size_t size)
{
	int n;

	if ((l->caps & LINK_CAP_BIT(LINK_CAP_EBMASK)) == 0)
		return view_z(b->mask);
	n = snprintf(dst, size, "%s %llu %s", b->mask, (unsigned long long)(b->set_ms / 1000),
		b->by[0] != '\0' ? b->by : link_world(l->ls)->conf.server_name);
	return view_of(dst, (size_t)n < size ? (size_t)n : size - 1);
}

static void
send_list(struct link *l, const struct channel *ch, const struct ban_list *list, char letter)
{
	char text[MASK_LEN + 24 + SETTER_MAX];
	struct words w = { .n = 0 };
	struct out o;

	if (list->count == 0)
		return;
	list_begin(&o, l, ch, letter);
	for (size_t i = 0; i < list->count; i++) {
		struct view word = list_word(l, &list->item[i], text, sizeof(text));

		if (words_add(&w, word, out_room(&o)))
			continue;
		words_send(&w, &o, l);
		list_begin(&o, l, ch, letter);
		(void)words_add(&w, word, out_room(&o));
	}
	words_send(&w, &o, l);
}

static void
send_topic(struct link *l, const struct channel *ch)
{
	struct out o;

	if (ch->topic == NULL || (l->caps & LINK_CAP_BIT(LINK_CAP_TB)) == 0)
		return;
	topic_line_tb(&o, l->ls, TREE_US, ch);
	out_to(&o, l);
}

static void
send_mlock(struct link *l, const struct channel *ch)
{
	struct out o;

	if ((l->caps & LINK_CAP_BIT(LINK_CAP_MLOCK)) == 0)
		return;
	out_begin(&o, l->ls, TREE_US, VIEW("MLOCK"));
	out_param_u64(&o, channel_ts(ch));
	out_param(&o, channel_name(ch));
	out_text(&o, view_z(ch->mlock_letters));
	out_to(&o, l);
}

void
burst_channel(struct link *l, const struct channel *ch, bool even_empty)
{
	static const char letters[LIST_N] = {
		[LIST_BAN] = 'b', [LIST_EXEMPT] = 'e', [LIST_INVEX] = 'I', [LIST_QUIET] = 'q'
	};

	send_members(l, ch, even_empty);
	for (size_t i = 0; i < LIST_N; i++)
		send_list(l, ch, &ch->list[i], letters[i]);
	send_topic(l, ch);
}

/* A registered channel in which nobody is, is this server's alone until somebody comes. */
void
burst_channels(struct link *l)
{
	LIST_FOR_EACH (it, &link_world(l->ls)->channel_list) {
		const struct channel *ch = CONTAINER_OF(it, const struct channel, in_world);

		if (ch->n_members == 0 && (ch->modes & CMODE_PERMANENT) == 0)
			continue;
		burst_channel(l, ch, ch->n_members == 0);
		send_mlock(l, ch);
	}
}
