/*
 * Registered channels.  A channel has CMODE_REGISTERED exactly while it has a struct registration; registration_new() and
 * registration_end() are the only ones who change either, and the founder's count of channels with them.
 */
#include "state/registration.h"

#include <assert.h>
#include <stdio.h>

#include "core/mem.h"
#include "core/utf8.h"
#include "proto/casemap.h"
#include "state/account.h"
#include "state/channel.h"
#include "state/channel_server.h"
#include "state/client.h"
#include "state/mode.h"
#include "state/world.h"

#define ACCESS_RANKS (ACCESS_VOICE | ACCESS_HALFOP | ACCESS_OP | ACCESS_ADMIN | ACCESS_OWNER)

/* clang-format off */
const struct access_def access_defs[] = {
	{ 'v', ACCESS_VOICE, RANK_VOICE, "voice" },
	{ 'h', ACCESS_HALFOP, RANK_HALFOP, "half-operator" },
	{ 'o', ACCESS_OP, RANK_OP, "operator" },
	{ 'a', ACCESS_ADMIN, RANK_ADMIN, "admin" },
	{ 'q', ACCESS_OWNER, RANK_OWNER, "owner: may do all but give the channel away or drop it" },
	{ 'i', ACCESS_INVITE, 0, "INVITE and GETKEY" },
	{ 't', ACCESS_TOPIC, 0, "TOPIC, also where it is locked" },
	{ 'r', ACCESS_REMOVE, 0, "KICK and UNBAN" },
	{ 's', ACCESS_SET, 0, "SET, and RENAME of the channel" },
	{ 'f', ACCESS_CHANGE, 0, "change who has access, up to the own flags" },
};
#define VOP ACCESS_VOICE
#define HOP (VOP | ACCESS_HALFOP | ACCESS_INVITE | ACCESS_TOPIC)
#define AOP (HOP | ACCESS_OP | ACCESS_REMOVE)
#define SOP (AOP | ACCESS_ADMIN | ACCESS_SET | ACCESS_CHANGE)
const struct access_level access_levels[] = {
	{ VIEW_INIT("VOP"), VOP },
	{ VIEW_INIT("HOP"), HOP },
	{ VIEW_INIT("AOP"), AOP },
	{ VIEW_INIT("SOP"), SOP },
};
const struct setting_def setting_defs[] = {
	{ VIEW_INIT("KEEPTOPIC"), REGISTERED_KEEP_TOPIC, "the topic stays when nobody is in" },
	{ VIEW_INIT("TOPICLOCK"), REGISTERED_TOPIC_LOCK, "only who has the flag t changes the topic" },
	{ VIEW_INIT("SECURE"), REGISTERED_SECURE, "ranks only for whose access has them" },
	{ VIEW_INIT("RESTRICTED"), REGISTERED_RESTRICTED, "only who has access or an invitation may join" },
	{ VIEW_INIT("PRIVATE"), REGISTERED_PRIVATE, "not in LIST, and INFO tells strangers nothing" },
	{ VIEW_INIT("AUTOOP"), REGISTERED_AUTO_OP, "ranks come by themselves at JOIN and at login" },
};
/* clang-format on */
const size_t n_access_defs = ARRAY_LEN(access_defs);
const size_t n_access_levels = ARRAY_LEN(access_levels);
const size_t n_setting_defs = ARRAY_LEN(setting_defs);

/* The founder's count; an account that is gone has none. */
static void
count_founder(const struct registration *r, bool more)
{
	struct account *a = account_find(&r->channel->world->accounts, view_z(r->founder));

	if (a == NULL)
		return;
	if (more)
		a->n_channels++;
	else
		a->n_channels--;
}

struct registration *
registration_new(struct channel *ch, struct view founder, uint64_t now_s)
{
	struct registration *r = mem_zalloc(sizeof(*r));

	assert(ch->registration == NULL && founder.n != 0);
	r->channel = ch;
	r->settings = REGISTERED_KEEP_TOPIC | REGISTERED_AUTO_OP;
	r->created_s = now_s;
	(void)view_copy(founder, r->founder, sizeof(r->founder));
	list_init(&r->changed);
	list_add_tail(&ch->world->registered, &r->in_world);
	ch->world->n_registered++;
	ch->registration = r;
	ch->modes |= CMODE_REGISTERED;
	count_founder(r, true);
	return r;
}

void
registration_end(struct channel *ch)
{
	struct registration *r = ch->registration;

	if (r == NULL)
		return;
	count_founder(r, false);
	ch->world->n_registered--;
	list_del(&r->in_world);
	list_del(&r->changed);
	ch->registration = NULL;
	ch->modes &= ~CMODE_REGISTERED;
	mem_free(r->access);
	mem_free(r->description);
	mem_free(r->url);
	mem_free(r);
}

void
registration_left_empty(struct channel *ch)
{
	if (ch->registration != NULL && (ch->registration->settings & REGISTERED_KEEP_TOPIC) == 0)
		channel_put_topic(ch, VIEW(""), VIEW(""), 0);
}

struct access *
registration_entry(const struct registration *r, struct view account)
{
	for (size_t i = 0; i < r->n_access; i++) {
		struct access *a = &r->access[i];

		if (casemap_eq(view_of(a->account, a->account_len), account))
			return a;
	}
	return NULL;
}

uint32_t
registration_access(const struct registration *r, struct view account)
{
	const struct access *a;

	if (r == NULL || account.n == 0)
		return 0;
	if (casemap_eq(view_z(r->founder), account))
		return ACCESS_ALL;
	a = registration_entry(r, account);
	if (a == NULL)
		return 0;
	return (a->flags & ACCESS_OWNER) != 0 ? ACCESS_ALL : a->flags;
}

uint32_t
registration_access_of(const struct registration *r, const struct client *c)
{
	return registration_access(r, view_z(c->account));
}

bool
registration_is_founder(const struct registration *r, const struct client *c)
{
	return r != NULL && c->account != NULL && casemap_eq(view_z(r->founder), view_z(c->account));
}

uint32_t
access_ranks(const struct world *w, uint32_t flags)
{
	uint32_t ranks = 0;

	for (size_t i = n_access_defs; i-- > 0;) {
		const struct access_def *d = &access_defs[i];

		if ((flags & d->flag) == 0 || d->rank == 0)
			continue;
		if (w->conf.only_ov && d->rank != RANK_OP && d->rank != RANK_VOICE)
			ranks |= d->rank > RANK_OP ? RANK_OP : RANK_VOICE;
		else
			ranks |= d->rank > RANK_OP ? d->rank | RANK_OP : d->rank;
		break;
	}
	return ranks;
}

/* The founder is what who makes a channel is: op, and owner where the configuration says so. */
uint32_t
registration_ranks(const struct registration *r, const struct client *c)
{
	const struct world *w;
	uint32_t flags = registration_access_of(r, c);

	if (r == NULL || (r->settings & REGISTERED_AUTO_OP) == 0)
		return 0;
	w = r->channel->world;
	if (registration_is_founder(r, c))
		return access_ranks(w, w->conf.founder_owns ? ACCESS_OWNER : ACCESS_OP);
	return access_ranks(w, flags);
}

static void
entry_del(struct registration *r, const struct access *a)
{
	size_t at = (size_t)(a - r->access);

	for (size_t i = at + 1; i < r->n_access; i++)
		r->access[i - 1] = r->access[i];
	r->n_access--;
}

enum access_verdict
registration_set_access(struct registration *r, struct view account, uint32_t flags, uint64_t now_s)
{
	struct access *a = registration_entry(r, account);

	if (casemap_eq(view_z(r->founder), account))
		return ACCESS_IS_FOUNDER;
	if ((a != NULL ? a->flags : 0) == flags)
		return ACCESS_SAME;
	if (flags == 0) {
		entry_del(r, a);
		return ACCESS_OK;
	}
	if (a == NULL && r->n_access == ACCESS_ENTRIES_MAX)
		return ACCESS_FULL;
	if (a == NULL && r->n_access == r->cap_access) {
		r->cap_access = r->cap_access != 0 ? 2 * r->cap_access : 4;
		r->access = mem_grow(r->access, r->cap_access, sizeof(*r->access));
	}
	if (a == NULL) {
		a = &r->access[r->n_access++];
		a->account_len = (uint8_t)view_copy(account, a->account, sizeof(a->account));
	}
	a->flags = flags;
	a->set_s = now_s;
	return ACCESS_OK;
}

void
registration_set_founder(struct registration *r, struct view account)
{
	char name[ACCOUNT_LEN + 1]; /* the view may be the entry's */
	struct access *a;

	(void)view_copy(account, name, sizeof(name));
	a = registration_entry(r, view_z(name));
	if (a != NULL)
		entry_del(r, a);
	count_founder(r, false);
	(void)view_copy(view_z(name), r->founder, sizeof(r->founder));
	count_founder(r, true);
}

struct view
registration_successor(const struct registration *r)
{
	const struct access *best = NULL;

	for (size_t i = 0; i < r->n_access; i++) {
		const struct access *a = &r->access[i];

		if (best == NULL || (a->flags & ACCESS_RANKS) > (best->flags & ACCESS_RANKS))
			best = a;
	}
	/* Who may not even be op there shall not own it. */
	if (best == NULL || (best->flags & ACCESS_RANKS) < ACCESS_OP)
		return VIEW("");
	return view_of(best->account, best->account_len);
}

static void
set_text(char **text, struct view v)
{
	v = utf8_left(v, DESCRIPTION_LEN);
	mem_free(*text);
	*text = v.n != 0 ? view_dup(v) : NULL;
}

void
registration_set_description(struct registration *r, struct view text)
{
	set_text(&r->description, text);
}

void
registration_set_url(struct registration *r, struct view text)
{
	set_text(&r->url, text);
}

bool
registration_lets_rank(const struct registration *r, const struct client *c, uint32_t rank)
{
	uint32_t may;

	if (r == NULL || (r->settings & REGISTERED_SECURE) == 0)
		return true;
	may = access_ranks(r->channel->world, registration_access_of(r, c));
	return may >= rank;
}

bool
registration_locks(const struct registration *r, uint64_t bit, bool add)
{
	return r != NULL && ((add ? r->locked_off : r->locked_on) & bit) != 0;
}

bool
registration_set_lock(struct registration *r, struct view letters)
{
	uint64_t on = 0, off = 0, bit;
	bool add = true;

	for (size_t i = 0; i < letters.n; i++) {
		if (letters.p[i] == '+' || letters.p[i] == '-') {
			add = letters.p[i] == '+';
			continue;
		}
		if (channel_modes_parse(view_of(letters.p + i, 1), &bit) == -1)
			return false;
		on = add ? on | bit : on & ~bit;
		off = add ? off & ~bit : off | bit;
	}
	r->locked_on = on;
	r->locked_off = off;
	return true;
}

size_t
registration_lock_text(const struct registration *r, char *dst, size_t size)
{
	uint64_t set[] = { r->locked_on, r->locked_off };
	size_t n = 0;

	for (size_t k = 0; k < ARRAY_LEN(set); k++) {
		if (set[k] != 0 && n + 1 < size)
			dst[n++] = "+-"[k];
		for (size_t i = 0; i < n_channel_modes && n + 1 < size; i++) {
			if (channel_modes[i].kind == MODE_FLAG && (set[k] & channel_modes[i].bit) != 0)
				dst[n++] = channel_modes[i].letter;
		}
	}
	dst[n] = '\0';
	return n;
}

size_t
access_text(uint32_t flags, char dst[ACCESS_TEXT])
{
	size_t n = 0;

	for (size_t i = 0; i < n_access_defs; i++) {
		if ((flags & access_defs[i].flag) != 0)
			dst[n++] = access_defs[i].letter;
	}
	dst[n] = '\0';
	return n;
}

static uint32_t
flag_of(char letter)
{
	if (letter == '*')
		return ACCESS_ALL & ~ACCESS_OWNER;
	for (size_t i = 0; i < n_access_defs; i++) {
		if (access_defs[i].letter == letter)
			return access_defs[i].flag;
	}
	return 0;
}

bool
access_parse(struct view text, uint32_t was, uint32_t *flags)
{
	uint32_t got = was;
	bool add = true;

	for (size_t i = 0; i < n_access_levels; i++) {
		if (casemap_eq(text, access_levels[i].name)) {
			*flags = access_levels[i].flags;
			return true;
		}
	}
	for (size_t i = 0; i < text.n; i++) {
		uint32_t flag = flag_of(text.p[i]);

		if (text.p[i] == '+' || text.p[i] == '-') {
			add = text.p[i] == '+';
			continue;
		}
		if (flag == 0)
			return false;
		got = add ? got | flag : got & ~flag;
	}
	*flags = got;
	return true;
}
