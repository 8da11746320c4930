/* Refusals are counted from the first one of a window on; the window's end forgets them. */
#include "auth/reject.h"

#include "core/mem.h"
#include "net/addr_table.h"

struct entry {
	struct addr_entry of; /* first */
	uint64_t since_ms;    /* of the first refusal that counts */
	uint64_t until_ms;    /* shut out; 0: it is not */
	uint32_t count;
};

struct reject {
	struct addr_table table;
	struct conf_reject conf;
	uint64_t shut_out, turned_back;
};

struct reject *
reject_new(size_t max_entries)
{
	struct reject *r = mem_zalloc(sizeof(*r));

	addr_table_init(&r->table, max_entries, sizeof(struct entry));
	return r;
}

void
reject_free(struct reject *r)
{
	if (r == NULL)
		return;
	addr_table_release(&r->table);
	mem_free(r);
}

void
reject_configure(struct reject *r, const struct conf_reject *conf)
{
	addr_table_clear(&r->table);
	r->conf = *conf;
}

static struct entry *
entry_of(struct addr_entry *of)
{
	return CONTAINER_OF(of, struct entry, of);
}

bool
reject_count(struct reject *r, const struct peer_addr *peer, uint64_t now_ms)
{
	struct entry *en;

	if (r == NULL || r->conf.after == 0 || peer_addr_is_local(peer))
		return false;
	en = entry_of(addr_table_get(&r->table, addr_key_of(peer)));
	if (en->count == 0 || now_ms - en->since_ms >= r->conf.within_ms) {
		en->count = 0;
		en->since_ms = now_ms;
	}
	if (++en->count < r->conf.after)
		return false;
	en->count = 0;
	en->until_ms = now_ms + r->conf.for_ms;
	r->shut_out++;
	return true;
}

bool
reject_is_shut(struct reject *r, const struct peer_addr *peer, uint64_t now_ms)
{
	struct addr_entry *of;

	if (r == NULL || addr_table_count(&r->table) == 0 || peer_addr_is_local(peer))
		return false;
	of = addr_table_find(&r->table, addr_key_of(peer));
	if (of == NULL || now_ms >= entry_of(of)->until_ms)
		return false;
	r->turned_back++;
	return true;
}

bool
reject_forget(struct reject *r, const struct peer_addr *peer, uint64_t now_ms)
{
	struct addr_entry *of = addr_table_find(&r->table, addr_key_of(peer));
	bool was_shut = of != NULL && now_ms < entry_of(of)->until_ms;

	if (of != NULL)
		addr_table_forget(&r->table, of);
	return was_shut;
}

struct reject_figures
reject_figures(const struct reject *r)
{
	return (struct reject_figures){ addr_table_count(&r->table), r->shut_out, r->turned_back };
}
