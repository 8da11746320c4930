/* What has to be remembered no longer goes when the table has doubled since it was last looked through. */
#include "link/link_bans.h"

#include "conf/conf.h"
#include "core/hash.h"
#include "core/log.h"
#include "core/mem.h"
#include "core/utf8.h"
#include "link/link_news.h"
#include "link/link_record.h"
#include "link/out.h"
#include "proto/casemap.h"
#include "state/mode_bits.h"

#define SWEEP_LEAST 64

struct entry {
	struct hash_node node;
	struct list in_all;
	struct link_ban ban; /* views of the next three */
	char *mask, *by, *reason;
};

struct link_bans {
	struct hash_table by_mask;
	struct list list; /* struct entry.in_all */
	size_t sweep_at;
};

struct link_bans *
link_bans_new(void)
{
	struct link_bans *all = mem_zalloc(sizeof(*all));

	hash_table_init(&all->by_mask);
	list_init(&all->list);
	all->sweep_at = SWEEP_LEAST;
	return all;
}

static void
entry_free(struct link_bans *all, struct entry *e)
{
	hash_table_del(&all->by_mask, &e->node);
	list_del(&e->in_all);
	mem_free(e->mask);
	mem_free(e->by);
	mem_free(e->reason);
	mem_free(e);
}

bool
link_ban_is_over(const struct link_ban *b, uint64_t now_s)
{
	return b->created + b->lifetime <= now_s;
}

static struct entry *
of_node(struct hash_node *node)
{
	return CONTAINER_OF(node, struct entry, node);
}

/* Frees those that are over; all of them with UINT64_MAX. */
static void
sweep(struct link_bans *all, uint64_t now_s)
{
	LIST_FOR_EACH_SAFE (it, nx, &all->list) {
		struct entry *e = CONTAINER_OF(it, struct entry, in_all);

		if (link_ban_is_over(&e->ban, now_s))
			entry_free(all, e);
	}
	all->sweep_at = all->by_mask.count * 2 > SWEEP_LEAST ? all->by_mask.count * 2 : SWEEP_LEAST;
}

void
link_bans_free(struct link_bans *all)
{
	if (all == NULL)
		return;
	sweep(all, UINT64_MAX);
	hash_table_release(&all->by_mask);
	mem_free(all);
}

static uint64_t
hash_of(const struct link_ban *b)
{
	return casemap_hash(b->mask) + (uint64_t)b->kind;
}

static bool
is_same(const struct hash_node *node, const void *key)
{
	const struct link_ban *a = &CONTAINER_OF(node, const struct entry, node)->ban, *b = key;

	return a->kind == b->kind && casemap_eq(a->mask, b->mask);
}

static void
put(struct link_bans *all, const struct link_ban *b)
{
	struct entry *e = mem_zalloc(sizeof(*e));

	e->ban = *b;
	e->ban.mask = view_z(e->mask = view_dup(b->mask));
	e->ban.by = view_z(e->by = view_dup(b->by));
	e->ban.reason = view_z(e->reason = view_dup(b->reason));
	hash_table_add(&all->by_mask, &e->node, hash_of(b));
	list_add_tail(&all->list, &e->in_all);
}

enum link_ban_news
link_bans_take(struct link_bans *all, struct link_ban *b, uint64_t now_s)
{
	struct hash_node *node = hash_table_find(&all->by_mask, hash_of(b), is_same, b);
	struct entry *e = node != NULL ? of_node(node) : NULL;
	uint64_t end;

	if (b->lifetime < b->duration)
		b->lifetime = b->duration;
	if (e != NULL && !link_ban_is_over(&e->ban, now_s)) {
		if (b->created < e->ban.created ||
			(b->created == e->ban.created && b->lifetime <= e->ban.lifetime))
			return LINK_BAN_OLD;
		end = e->ban.created + e->ban.lifetime;
		if (b->created + b->lifetime < end)
			b->lifetime = end - b->created;
	}
	if (link_ban_is_over(b, now_s))
		return LINK_BAN_OLD;
	if (e != NULL) {
		entry_free(all, e);
		put(all, b);
		return LINK_BAN_NEWER;
	}
	if (all->by_mask.count >= all->sweep_at)
		sweep(all, now_s);
	if (all->by_mask.count >= LINK_BANS_MAX)
		return LINK_BAN_FULL;
	put(all, b);
	return LINK_BAN_NEW;
}

const struct link_ban *
link_bans_next(const struct link_bans *all, const struct link_ban *b)
{
	const struct list *it =
		b != NULL ? CONTAINER_OF(b, const struct entry, ban)->in_all.next : all->list.next;

	return it != &all->list ? &CONTAINER_OF(it, const struct entry, in_all)->ban : NULL;
}

/* "user@host" of a K-line; else nobody in particular's. */
static struct view
user_of(const struct link_ban *b)
{
	size_t at = view_find(b->mask, '@');

	return b->kind == BAN_KLINE && at < b->mask.n ? view_left(b->mask, at) : VIEW("*");
}

static struct view
what_of(const struct link_ban *b)
{
	size_t at = view_find(b->mask, '@');

	return b->kind == BAN_KLINE && at < b->mask.n ? view_skip(b->mask, at + 1) : b->mask;
}

void
link_ban_line(struct out *o, struct links *ls, struct tree_source by, const struct link_ban *b)
{
	out_begin(o, ls, by, VIEW("BAN"));
	out_param(o, ban_kind_letter(b->kind));
	out_param(o, user_of(b));
	out_param(o, what_of(b));
	out_param_u64(o, b->created);
	out_param_u64(o, b->duration);
	out_param_u64(o, b->lifetime);
	out_param(o, b->by.n != 0 ? b->by : VIEW("*"));
	out_text(o, b->reason.n != 0 ? b->reason : VIEW("*"));
}

void
link_ban_order_line(struct out *o, struct links *ls, const struct tree_ban *t)
{
	static const char *const verbs[BAN_KIND_N][2] = { [BAN_KLINE] = { "KLINE", "UNKLINE" },
		[BAN_DLINE] = { "DLINE", "UNDLINE" },
		[BAN_XLINE] = { "XLINE", "UNXLINE" },
		[BAN_RESV] = { "RESV", "UNRESV" } };
	const struct link_ban b = { .kind = t->kind, .mask = t->mask };

	out_begin(o, ls, t->by, VIEW("ENCAP"));
	out_param(o, t->servers);
	out_param(o, view_z(verbs[t->kind][t->removed]));
	if (!t->removed)
		out_param_u64(o, t->for_s);
	if (t->kind == BAN_KLINE)
		out_param(o, user_of(&b));
	out_param(o, what_of(&b));
	if (t->removed)
		return;
	if (t->kind == BAN_XLINE || t->kind == BAN_RESV)
		out_param(o, t->kind == BAN_XLINE ? VIEW("2") : VIEW("0"));
	out_text(o, t->reason);
}

struct view
link_ban_mask(enum ban_kind k, struct view user, struct view what, char *dst)
{
	char typed[BAN_MASK_LEN + 1];
	size_t n = 0;

	if (user.n + what.n + 1 >= sizeof(typed))
		return VIEW("");
	if (k == BAN_KLINE) {
		n += view_copy(user, typed, sizeof(typed));
		typed[n++] = '@';
	}
	n += view_copy(what, typed + n, sizeof(typed) - n);
	return view_of(dst, ban_mask_normalise(k, view_of(typed, n), dst, LINK_BAN_TEXT));
}

/* ---- what is said here ---- */

enum link_verdict
link_ban_may(struct link_msg *m)
{
	if (m->node->is_services)
		return LINK_OK;
	if (m->user == NULL || (m->user->umodes & UMODE_OPER) == 0)
		return link_fault(m, LINK_BAD, "Bans are for operators and services");
	if (link_permits(m->from, CONF_PERMIT_KLINE))
		return LINK_OK;
	(void)link_fault(m, LINK_BAD, "It may not set bans here");
	m->from->violations++;
	log_info("link", "%s: %s: %.*s", m->from->name, m->from->fault, VIEW_ARG(m->msg->line));
	link_record_violation(m->from, m->msg->line);
	return LINK_STALE;
}

/* Without what a log or a line of IRC can't show; "": it is not UTF-8. */
static struct view
clean(struct view v, char dst[BAN_REASON_LEN + 1])
{
	size_t n = 0;

	v = utf8_left(view_trim(v), BAN_REASON_LEN);
	for (size_t i = 0; i < v.n; i++) {
		if ((unsigned char)v.p[i] >= 0x20 && v.p[i] != 0x7f)
			dst[n++] = v.p[i];
	}
	return utf8_is_valid(view_of(dst, n)) ? view_of(dst, n) : VIEW("");
}

static struct view
by_of(const struct link_msg *m, struct view given, char dst[MASK_LEN + 1])
{
	if (given.n != 0)
		return given;
	return m->user != NULL ? view_of(dst, client_mask(m->user, dst)) : node_name(m->node);
}

enum link_verdict
link_ban_carry_out(struct link_msg *m, const struct link_ban_order *b)
{
	char mask[LINK_BAN_TEXT], reason[BAN_REASON_LEN + 1], hidden[BAN_REASON_LEN + 1], by[MASK_LEN + 1],
		name[BAN_REASON_LEN + 1];
	size_t bar = view_find(b->reason, '|');
	struct links_ban ban = { .kind = b->kind,
		.mask = link_ban_mask(b->kind, b->user, b->what, mask),
		.by = view_left(clean(by_of(m, b->by, by), name), BAN_MASK_LEN),
		.reason = clean(view_left(b->reason, bar), reason),
		.oper_reason = clean(view_skip(b->reason, bar + 1), hidden),
		.for_s = b->for_s,
		.removed = b->removed,
		.replaces = b->replaces };
	struct ban_mask parsed;

	if (ban.mask.n == 0 || !ban_mask_parse(b->kind, ban.mask, &parsed))
		return link_fault(m, LINK_BAD, "That is no mask of a %s", ban_kind_name(b->kind));
	if (!ban.removed && ban_mask_is_wide(&parsed)) {
		link_news(m->ls, "%s: %s %.*s of %.*s not set: it names nobody in particular", m->from->name,
			ban_kind_name(b->kind), VIEW_ARG(ban.mask), VIEW_ARG(ban.by));
		return LINK_OK;
	}
	if (ban.reason.n == 0)
		ban.reason = VIEW("No reason");
	if (ban.by.n == 0)
		ban.by = node_name(m->node);
	if (m->ls->env.ban != NULL)
		m->ls->env.ban(m->ls->env.arg, &ban);
	return LINK_OK;
}
