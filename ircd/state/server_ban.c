/*
 * Each kind has an index for each form of mask.  A ban of user@host is looked up by its host; where the host is "*", by its user.  What an
 * index finds is compared whole, so that server_ban_match() says what server_ban_hits() says of each one.
 */
#include "state/server_ban.h"

#include <string.h>

#include "core/mem.h"
#include "proto/casemap.h"
#include "proto/mask.h"
#include "state/world.h"

struct kind_index {
	struct list all;
	size_t count;
	struct block_index blocks;
	struct mask_index
		text[BAN_FORM_FILE + 1]; /* by enum ban_form; of BLOCK: users of masks whose host is "*" */
};

struct server_bans {
	struct kind_index kind[BAN_KIND_N];
	struct hash_table by_mask, by_id;
	struct timer_heap expiry; /* of wall time */
};

#define BY_USER BAN_FORM_BLOCK

struct server_bans *
server_bans_new(void)
{
	struct server_bans *set = mem_zalloc(sizeof(*set));

	for (size_t k = 0; k < BAN_KIND_N; k++) {
		list_init(&set->kind[k].all);
		block_index_init(&set->kind[k].blocks);
		for (size_t f = 0; f < ARRAY_LEN(set->kind[k].text); f++)
			mask_index_init(&set->kind[k].text[f]);
	}
	hash_table_init(&set->by_mask);
	hash_table_init(&set->by_id);
	timer_heap_init(&set->expiry);
	return set;
}

static struct server_ban *
of_link(struct list *l)
{
	return CONTAINER_OF(l, struct server_ban, in_set);
}

void
server_bans_free(struct server_bans *set)
{
	if (set == NULL)
		return;
	for (size_t k = 0; k < BAN_KIND_N; k++) {
		LIST_FOR_EACH_SAFE (it, nx, &set->kind[k].all)
			server_ban_del(set, of_link(it));
		block_index_release(&set->kind[k].blocks);
		for (size_t f = 0; f < ARRAY_LEN(set->kind[k].text); f++)
			mask_index_release(&set->kind[k].text[f]);
	}
	hash_table_release(&set->by_mask);
	hash_table_release(&set->by_id);
	timer_heap_release(&set->expiry);
	mem_free(set);
}

struct mask_key {
	enum ban_kind kind;
	struct view mask;
};

static uint64_t
hash_of(enum ban_kind k, struct view mask)
{
	return casemap_hash(mask) + (uint64_t)k;
}

static bool
mask_is(const struct hash_node *node, const void *key)
{
	const struct server_ban *b = CONTAINER_OF(node, const struct server_ban, by_mask);
	const struct mask_key *want = key;

	return b->kind == want->kind && casemap_eq(view_z(b->mask), want->mask);
}

struct server_ban *
server_ban_find(const struct server_bans *set, enum ban_kind k, struct view mask)
{
	const struct mask_key key = { k, mask };
	struct hash_node *node = hash_table_find(&set->by_mask, hash_of(k, mask), mask_is, &key);

	return node != NULL ? CONTAINER_OF(node, struct server_ban, by_mask) : NULL;
}

static uint64_t
hash_of_id(uint64_t id)
{
	return id * UINT64_C(0x9e3779b97f4a7c15) >> 20;
}

static bool
id_is(const struct hash_node *node, const void *key)
{
	const uint64_t *id = key;

	return CONTAINER_OF(node, const struct server_ban, by_id)->id == *id;
}

struct server_ban *
server_ban_by_id(const struct server_bans *set, uint64_t id)
{
	struct hash_node *node = hash_table_find(&set->by_id, hash_of_id(id), id_is, &id);

	return node != NULL ? CONTAINER_OF(node, struct server_ban, by_id) : NULL;
}

struct server_ban *
server_ban_next(const struct server_bans *set, enum ban_kind k, const struct server_ban *b)
{
	const struct list *all = &set->kind[k].all;
	struct list *next = b != NULL ? b->in_set.next : all->next;

	return next != all ? of_link(next) : NULL;
}

size_t
server_bans_count(const struct server_bans *set, enum ban_kind k)
{
	return set->kind[k].count;
}

size_t
server_bans_total(const struct server_bans *set)
{
	return set->by_id.count;
}

static bool
is_any(struct view mask)
{
	return view_eq(mask, VIEW("*"));
}

/* Of a HOST whose host is "*" the user is what there is to look up. */
static bool
goes_by_user(const struct server_ban *b)
{
	return b->what.form == BAN_FORM_HOST && is_any(b->what.text);
}

static struct mask_index *
text_index(struct server_bans *set, const struct server_ban *b)
{
	return &set->kind[b->kind].text[goes_by_user(b) ? BY_USER : b->what.form];
}

/* Nothing but a view of mask, unless the pattern is another text than its spelling. */
static void
make_pattern(struct server_ban *b)
{
	b->pattern = goes_by_user(b) ? b->what.user : b->what.text;
	if (b->what.form != BAN_FORM_REALNAME)
		return;
	b->realname = mem_alloc(b->what.text.n + 1);
	b->pattern = view_of(b->realname, ban_mask_realname(b->what.text, b->realname));
}

static void
on_expiry(struct timer *t, uint64_t now_ms)
{
	(void)t;
	(void)now_ms;
}

/* NULL: the mask is none of that kind. */
static struct server_ban *
ban_new(const struct server_ban_def *def)
{
	struct server_ban *b = mem_zalloc(sizeof(*b));

	b->id = def->id;
	b->kind = def->kind;
	b->mask = view_dup(def->mask);
	if (!ban_mask_parse(b->kind, view_z(b->mask), &b->what)) {
		mem_free(b->mask);
		mem_free(b);
		return NULL;
	}
	b->by = view_dup(def->by);
	b->reason = view_dup(def->reason);
	b->oper_reason = def->oper_reason.n != 0 ? view_dup(def->oper_reason) : NULL;
	b->set_s = def->set_s;
	b->until_s = def->until_s;
	make_pattern(b);
	return b;
}

struct server_ban *
server_ban_add(struct server_bans *set, const struct server_ban_def *def)
{
	struct server_ban *b;

	if (server_ban_find(set, def->kind, def->mask) != NULL || server_ban_by_id(set, def->id) != NULL)
		return NULL;
	b = ban_new(def);
	if (b == NULL)
		return NULL;
	list_add_tail(&set->kind[b->kind].all, &b->in_set);
	set->kind[b->kind].count++;
	hash_table_add(&set->by_mask, &b->by_mask, hash_of(b->kind, def->mask));
	hash_table_add(&set->by_id, &b->by_id, hash_of_id(b->id));
	if (b->what.form == BAN_FORM_BLOCK)
		block_index_add(&set->kind[b->kind].blocks, &b->block, &b->what.block);
	else
		mask_index_add(text_index(set, b), &b->text, b->pattern);
	if (b->until_s != 0)
		timer_arm(&set->expiry, &b->expiry, b->until_s * 1000, on_expiry);
	return b;
}

void
server_ban_del(struct server_bans *set, struct server_ban *b)
{
	timer_cancel(&set->expiry, &b->expiry);
	if (b->what.form == BAN_FORM_BLOCK)
		block_index_del(&set->kind[b->kind].blocks, &b->block);
	else
		mask_index_del(text_index(set, b), &b->text);
	hash_table_del(&set->by_mask, &b->by_mask);
	hash_table_del(&set->by_id, &b->by_id);
	list_del(&b->in_set);
	set->kind[b->kind].count--;
	mem_free(b->realname);
	mem_free(b->mask);
	mem_free(b->by);
	mem_free(b->reason);
	mem_free(b->oper_reason);
	mem_free(b);
}

/* Who is not known by a user name yet is hit by what hits anybody. */
static bool
user_fits(const struct server_ban *b, const struct ban_subject *s)
{
	return is_any(b->what.user) || (s->user.p != NULL && mask_match(b->what.user, s->user));
}

static struct server_ban *
of_text(struct mask_entry *en)
{
	return en != NULL ? CONTAINER_OF(en, struct server_ban, text) : NULL;
}

static bool
visit_any(const struct mask_entry *en, const void *arg)
{
	(void)en;
	(void)arg;
	return true;
}

static bool
visit_host(const struct mask_entry *en, const void *arg)
{
	return user_fits(CONTAINER_OF(en, const struct server_ban, text), arg);
}

static bool
visit_cloak(const struct mask_entry *en, const void *arg)
{
	return ban_subject_is_cloak_mask(arg, en->mask) && visit_host(en, arg);
}

static bool
visit_block(const struct block_entry *en, const void *arg)
{
	return user_fits(CONTAINER_OF(en, const struct server_ban, block), arg);
}

static struct server_ban *
match_block(const struct kind_index *ix, const struct ban_subject *s)
{
	struct block_entry *en =
		s->has_address ? block_index_find(&ix->blocks, &s->address, visit_block, s) : NULL;

	return en != NULL ? CONTAINER_OF(en, struct server_ban, block) : NULL;
}

static struct server_ban *
match_text(const struct kind_index *ix, unsigned which, struct view text)
{
	return text.n != 0 ? of_text(mask_index_find(&ix->text[which], text, visit_any, NULL)) : NULL;
}

static struct server_ban *
match_hosts(const struct kind_index *ix, struct ban_subject *s)
{
	const struct mask_index *hosts = &ix->text[BAN_FORM_HOST];
	struct mask_entry *en = NULL;

	if (hosts->count == 0)
		return NULL;
	for (size_t i = 0; i < s->n_plain && en == NULL; i++)
		en = mask_index_find(hosts, s->host[i], visit_host, s);
	if (en != NULL)
		return of_text(en);
	ban_subject_add_cloaks(s);
	for (size_t i = s->n_plain; i < s->n_hosts && en == NULL; i++)
		en = mask_index_find(hosts, s->host[i], visit_cloak, s);
	return of_text(en);
}

static struct server_ban *
match_realname(const struct kind_index *ix, const struct ban_subject *s)
{
	return s->realname.p != NULL
		? of_text(mask_index_find(&ix->text[BAN_FORM_REALNAME], s->realname, visit_any, NULL))
		: NULL;
}

struct server_ban *
server_ban_match(const struct server_bans *set, enum ban_kind k, struct ban_subject *s)
{
	const struct kind_index *ix = &set->kind[k];
	struct server_ban *b;

	if (ix->count == 0)
		return NULL;
	b = match_block(ix, s);
	if (b == NULL)
		b = match_text(ix, BY_USER, s->user);
	if (b == NULL)
		b = match_text(ix, BAN_FORM_ACCOUNT, s->account);
	if (b == NULL)
		b = match_text(ix, BAN_FORM_CERT, s->cert);
	if (b == NULL)
		b = match_realname(ix, s);
	if (b == NULL)
		b = match_hosts(ix, s);
	return b;
}

static bool
host_hits_from(const struct server_ban *b, const struct ban_subject *s, size_t first, size_t end)
{
	for (size_t i = first; i < end; i++) {
		if (mask_match(b->what.text, s->host[i]))
			return true;
	}
	return false;
}

static bool
host_hits(const struct server_ban *b, struct ban_subject *s)
{
	if (is_any(b->what.text))
		return s->user.n != 0;
	if (host_hits_from(b, s, 0, s->n_plain))
		return true;
	if (!ban_subject_is_cloak_mask(s, b->what.text))
		return false;
	ban_subject_add_cloaks(s);
	return host_hits_from(b, s, s->n_plain, s->n_hosts);
}

bool
server_ban_hits(const struct server_ban *b, struct ban_subject *s)
{
	const struct ip_block *block = &b->what.block;
	struct ip_block of;

	switch (b->what.form) {
	case BAN_FORM_BLOCK:
		if (!s->has_address || s->address.family != block->family)
			return false;
		of = ip_block_of(block->family, s->address.ip, block->bits);
		return memcmp(&of, block, sizeof(of)) == 0 && user_fits(b, s);
	case BAN_FORM_HOST:
		return user_fits(b, s) && host_hits(b, s);
	case BAN_FORM_ACCOUNT:
		return s->account.n != 0 && mask_match(b->pattern, s->account);
	case BAN_FORM_CERT:
		return s->cert.n != 0 && mask_match(b->pattern, s->cert);
	case BAN_FORM_REALNAME:
		return s->realname.p != NULL && mask_match(b->pattern, s->realname);
	case BAN_FORM_NICK:
	case BAN_FORM_CHANNEL:
	case BAN_FORM_FILE:
		break;
	}
	return false;
}

struct server_ban *
server_ban_match_name(const struct server_bans *set, struct view name)
{
	bool is_channel = name.n != 0 && name.p[0] == '#';

	return match_text(&set->kind[BAN_RESV], is_channel ? BAN_FORM_CHANNEL : BAN_FORM_NICK, name);
}

bool
server_ban_hits_name(const struct server_ban *b, struct view name)
{
	bool is_channel = name.n != 0 && name.p[0] == '#';

	return b->what.form == (is_channel ? BAN_FORM_CHANNEL : BAN_FORM_NICK) &&
		mask_match(b->pattern, name);
}

struct server_ban *
server_ban_match_file(const struct server_bans *set, struct view name)
{
	return match_text(&set->kind[BAN_DCCDENY], BAN_FORM_FILE, name);
}

bool
server_ban_hits_file(const struct server_ban *b, struct view name)
{
	return b->what.form == BAN_FORM_FILE && mask_match(b->pattern, name);
}

uint64_t
server_bans_wait_ms(const struct server_bans *set, uint64_t now_wall_ms)
{
	return timer_wait_ms(&set->expiry, now_wall_ms);
}

/* The heap's own callback has no way to say which: the first of the heap is the one that is due. */
struct server_ban *
server_bans_expired(struct server_bans *set, uint64_t now_wall_ms)
{
	struct server_ban *b;

	if (timer_wait_ms(&set->expiry, now_wall_ms) != 0)
		return NULL;
	b = CONTAINER_OF(set->expiry.item[0], struct server_ban, expiry);
	timer_cancel(&set->expiry, &b->expiry);
	return b;
}
