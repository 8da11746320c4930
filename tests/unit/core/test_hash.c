#include "core/hash.h"

#include <criterion/criterion.h>
#include <signal.h>

#include "core/rng.h"

enum { N = 1000 };

struct item {
	struct hash_node node;
	uint32_t key;
	bool seen;
};

static void
setup(void)
{
	struct err e;

	cr_assert_eq(rng_init(&e), 0);
	hash_init();
}

TestSuite(hash, .init = setup);

static bool
has_key(const struct hash_node *node, const void *key)
{
	return CONTAINER_OF(node, const struct item, node)->key == *(const uint32_t *)key;
}

static uint64_t
hash_of(uint32_t key)
{
	return hash_bytes(view_of(&key, sizeof(key)));
}

static struct item *
find(const struct hash_table *t, uint32_t key)
{
	struct hash_node *node = hash_table_find(t, hash_of(key), has_key, &key);

	return node != NULL ? CONTAINER_OF(node, struct item, node) : NULL;
}

static void
fill(struct hash_table *t, struct item *it, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++) {
		it[i] = (struct item){ .key = i };
		hash_table_add(t, &it[i].node, hash_of(i));
	}
}

Test(hash, same_bytes_same_hash)
{
	char copy[] = "#lobby";

	cr_expect_eq(hash_bytes(VIEW("#lobby")), hash_bytes(view_z(copy)));
	cr_expect_eq(hash_bytes(VIEW("")), hash_bytes(view_of(NULL, 0)));
	cr_expect_neq(hash_bytes(VIEW("#lobby")), hash_bytes(VIEW("#lobbz")));
	cr_expect_neq(hash_bytes(VIEW("a")), hash_bytes(VIEW("a\0")));
}

Test(hash, another_key_another_hash)
{
	uint64_t before = hash_bytes(VIEW("#lobby"));

	hash_init();
	cr_expect_neq(hash_bytes(VIEW("#lobby")), before);
}

Test(hash_start, without_a_key_is_a_bug, .signal = SIGABRT)
{
	cr_expect_neq(hash_bytes(VIEW("a")), hash_bytes(VIEW("b")));
}

Test(hash, empty_table_holds_no_memory_and_finds_nothing)
{
	struct hash_table t;
	size_t pos = 0;
	struct item it;

	hash_table_init(&t);
	cr_expect(t.slot == NULL);
	cr_expect(find(&t, 1) == NULL);
	cr_expect(hash_table_next(&t, &pos, NULL) == NULL);
	fill(&t, &it, 1);
	cr_expect(t.slot != NULL);
	hash_table_del(&t, &it.node);
	cr_expect(t.slot == NULL && t.count == 0);
	hash_table_release(&t);
}

Test(hash, finds_all_while_it_grows_and_shrinks)
{
	static struct item it[N];
	struct hash_table t;

	hash_table_init(&t);
	for (uint32_t i = 0; i < N; i++) {
		it[i] = (struct item){ .key = i };
		hash_table_add(&t, &it[i].node, hash_of(i));
		cr_assert(t.n_slots >= t.count, "load above 1");
		cr_assert(find(&t, i) == &it[i]);
		cr_assert(find(&t, i / 2) == &it[i / 2]);
	}
	cr_expect_eq(t.count, N);
	cr_expect(find(&t, N) == NULL);
	for (uint32_t i = 0; i < N; i++) {
		hash_table_del(&t, &it[i].node);
		cr_assert(find(&t, i) == NULL);
		cr_assert(i == N - 1 || find(&t, N - 1) == &it[N - 1]);
		cr_assert(t.n_slots <= 8 || t.count >= t.n_slots / 8, "%zu in %zu", t.count, t.n_slots);
	}
	cr_expect(t.slot == NULL);
}

Test(hash, size_does_not_swing_at_an_edge)
{
	static struct item it[N];
	struct hash_table t;
	size_t slots;

	hash_table_init(&t);
	fill(&t, it, 65); /* has just grown from 64 slots */
	slots = t.n_slots;
	for (int i = 0; i < 100; i++) {
		hash_table_del(&t, &it[64].node);
		cr_assert_eq(t.n_slots, slots);
		hash_table_add(&t, &it[64].node, hash_of(64));
		cr_assert_eq(t.n_slots, slots);
	}
	hash_table_release(&t);
}

Test(hash, walk_sees_each_once)
{
	static struct item it[N];
	struct hash_table t;
	size_t pos = 0, n = 0;
	struct hash_node *node = NULL;

	hash_table_init(&t);
	fill(&t, it, N);
	while ((node = hash_table_next(&t, &pos, node)) != NULL) {
		struct item *i = CONTAINER_OF(node, struct item, node);

		cr_assert_not(i->seen);
		i->seen = true;
		n++;
	}
	cr_expect_eq(n, N);
	hash_table_release(&t);
}

static size_t n_asked;

static bool
count_asked(const struct hash_node *node, const void *key)
{
	n_asked++;
	return has_key(node, key);
}

Test(hash, key_is_compared_only_where_hashes_agree)
{
	struct hash_table t;
	struct item a = { .key = 1 }, b = { .key = 2 }, c = { .key = 3 };
	uint32_t key = 2;

	hash_table_init(&t);
	hash_table_add(&t, &a.node, 5);
	hash_table_add(&t, &b.node, 5 + ((uint64_t)1 << 40)); /* the same slot, another hash */
	hash_table_add(&t, &c.node, 5);
	cr_expect(hash_table_find(&t, 5 + ((uint64_t)1 << 40), count_asked, &key) == &b.node);
	cr_expect_eq(n_asked, 1);
	key = 1;
	cr_expect(hash_table_find(&t, 5, has_key, &key) == &a.node);
	key = 3;
	cr_expect(hash_table_find(&t, 5, has_key, &key) == &c.node);
	key = 4;
	cr_expect(hash_table_find(&t, 5, has_key, &key) == NULL);
	hash_table_del(&t, &b.node); /* out of the middle of the chain */
	key = 1;
	cr_expect(hash_table_find(&t, 5, has_key, &key) == &a.node);
	key = 3;
	cr_expect(hash_table_find(&t, 5, has_key, &key) == &c.node);
	hash_table_release(&t);
}

Test(hash, deleting_what_is_not_there_is_a_bug, .signal = SIGABRT)
{
	struct hash_table t;
	struct item in[1], out = { .key = 9 };

	hash_table_init(&t);
	fill(&t, in, 1);
	out.node.hash = hash_of(9);
	hash_table_del(&t, &out.node);
}
