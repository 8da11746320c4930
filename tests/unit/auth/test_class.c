#include "auth/class.h"

#include <criterion/criterion.h>

#include "core/hash.h"
#include "tests/unit/auth/auth_rig.h"

#define ALLOW "allow \"*@*\" { class = \"a\" }"

static struct class_set *
set_of(const char *text)
{
	struct class_set *set = class_set_new();
	const struct conf *conf;

	hash_init();
	conf = rig_conf_of(text);
	class_set_configure(set, conf);
	conf_unref(conf);
	return set;
}

static void
reconfigure(struct class_set *set, const char *text)
{
	const struct conf *conf = rig_conf_of(text);

	class_set_configure(set, conf);
	conf_unref(conf);
}

static size_t
count_classes(const struct class_set *set)
{
	size_t n = 0;

	for (const struct class *c = class_next(set, NULL); c != NULL; c = class_next(set, c))
		n++;
	return n;
}

Test(class, has_the_limits_of_its_section)
{
	struct class_set *set =
		set_of("class \"a\" { ping = 30s sendq = 32K recvq = 16K max-clients = 7 max-per-address = 3 "
		       "flood-burst = 9 flood-rate = 4 flood-bytes = 11 max-channels = 5 joins = \"2:3s\" "
		       "}\n" ALLOW);
	const struct class *c = class_set_get(set, "a");

	cr_expect_str_eq(c->name, "a");
	cr_expect_eq(c->ping_ms, 30000);
	cr_expect_eq(c->sendq, 32768);
	cr_expect_eq(c->recvq, 16384);
	cr_expect_eq(c->max_clients, 7);
	cr_expect_eq(c->max_per_address, 3);
	cr_expect_eq(c->flood.burst, 9);
	cr_expect_eq(c->flood.rate, 4);
	cr_expect_eq(c->flood_bytes, 11);
	cr_expect_eq(c->rate[CONF_RATE_JOINS].count, 2);
	cr_expect_eq(c->rate[CONF_RATE_JOINS].per_ms, 3000);
	cr_expect_eq(c->max_channels, 5);
	cr_expect_eq(c->n_clients, 0);
	class_set_free(set);
	class_set_free(NULL);
}

Test(class, is_full_at_its_limit_and_open_again_below)
{
	struct class_set *set = set_of("class \"a\" { max-clients = 2 }\n" ALLOW);
	struct class *c = class_set_get(set, "a");
	struct peer_addr p[3] = { rig_peer_of("192.0.2.1"), rig_peer_of("192.0.2.2"), rig_peer_of("unix") };

	cr_expect_eq(class_enter(set, c, &p[0]), CLASS_OK);
	cr_expect_eq(class_enter(set, c, &p[1]), CLASS_OK);
	cr_expect_eq(class_enter(set, c, &p[2]), CLASS_FULL);
	cr_expect_eq(c->n_clients, 2);
	class_leave(set, c, &p[0]);
	cr_expect_eq(class_enter(set, c, &p[2]), CLASS_OK);
	class_leave(set, c, &p[1]);
	class_leave(set, c, &p[2]);
	cr_expect_eq(c->n_clients, 0);
	class_set_free(set);
}

Test(class, counts_each_address_by_itself)
{
	struct class_set *set = set_of("class \"a\" { max-per-address = 2 }\n" ALLOW);
	struct class *c = class_set_get(set, "a");
	struct peer_addr one = rig_peer_of("192.0.2.1"), two = rig_peer_of("192.0.2.2"),
			 six = rig_peer_of("2001:db8::1");

	for (int i = 0; i < 2; i++) {
		cr_expect_eq(class_enter(set, c, &one), CLASS_OK);
		cr_expect_eq(class_enter(set, c, &two), CLASS_OK);
		cr_expect_eq(class_enter(set, c, &six), CLASS_OK);
	}
	cr_expect_eq(class_enter(set, c, &one), CLASS_ADDRESS_FULL);
	cr_expect_eq(class_enter(set, c, &six), CLASS_ADDRESS_FULL);
	cr_expect_eq(c->n_clients, 6, "who was refused is not counted");
	class_leave(set, c, &one);
	one.port = 5;
	cr_expect_eq(class_enter(set, c, &one), CLASS_OK, "the port is not part of it");
	for (int i = 0; i < 2; i++) {
		class_leave(set, c, &one);
		class_leave(set, c, &two);
		class_leave(set, c, &six);
	}
	class_set_free(set);
}

Test(class, an_ipv6_address_that_begins_like_an_ipv4_one_is_another)
{
	struct class_set *set = set_of("class \"a\" { max-per-address = 1 }\n" ALLOW);
	struct class *c = class_set_get(set, "a");
	struct peer_addr four = rig_peer_of("32.1.13.184"), six = rig_peer_of("2001:db8::");

	cr_expect_eq(class_enter(set, c, &four), CLASS_OK);
	cr_expect_eq(class_enter(set, c, &six), CLASS_OK);
	class_leave(set, c, &four);
	class_leave(set, c, &six);
	class_set_free(set);
}

Test(class, counts_addresses_per_class)
{
	struct class_set *set =
		set_of("class \"a\" { max-per-address = 1 }\nclass \"b\" { max-per-address = 1 }\n" ALLOW);
	struct class *a = class_set_get(set, "a"), *b = class_set_get(set, "b");
	struct peer_addr p = rig_peer_of("192.0.2.1");

	cr_expect_eq(class_enter(set, a, &p), CLASS_OK);
	cr_expect_eq(class_enter(set, b, &p), CLASS_OK);
	cr_expect_eq(class_enter(set, a, &p), CLASS_ADDRESS_FULL);
	class_leave(set, a, &p);
	class_leave(set, b, &p);
	class_set_free(set);
}

Test(class, does_not_count_unix_sockets_per_address)
{
	struct class_set *set = set_of("class \"a\" { max-per-address = 1 max-clients = 3 }\n" ALLOW);
	struct class *c = class_set_get(set, "a");
	struct peer_addr p = rig_peer_of("unix");

	for (int i = 0; i < 3; i++)
		cr_expect_eq(class_enter(set, c, &p), CLASS_OK);
	cr_expect_eq(class_enter(set, c, &p), CLASS_FULL);
	for (int i = 0; i < 3; i++)
		class_leave(set, c, &p);
	class_set_free(set);
}

/* From how many of these a class lets somebody in. */
static size_t
enter_all(struct class_set *set, struct class *c, const char *const *from, size_t n)
{
	size_t in = 0;

	for (size_t i = 0; i < n; i++) {
		struct peer_addr p = rig_peer_of(from[i]);

		switch (class_enter(set, c, &p)) {
		case CLASS_OK:
			in++;
			break;
		case CLASS_FULL:
		case CLASS_ADDRESS_FULL:
			cr_expect(false, "%s", from[i]);
			break;
		case CLASS_BLOCK_FULL:
			break;
		}
	}
	return in;
}

static void
leave_all(struct class_set *set, struct class *c, const char *const *from, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct peer_addr p = rig_peer_of(from[i]);

		class_leave(set, c, &p);
	}
}

Test(class, counts_blocks_of_addresses)
{
	static const char *const in[] = { "192.0.2.1", "192.0.2.255", "192.0.3.1", "2001:db8:1::1",
		"2001:db8:1:ff::1" },
				 *const too_many[] = { "192.0.2.2", "2001:db8:1:2::1" };
	struct class_set *set = set_of("class \"a\" { max-per-block = 2 }\n" ALLOW);
	struct class *c = class_set_get(set, "a");

	cr_expect_eq(enter_all(set, c, in, ARRAY_LEN(in)), ARRAY_LEN(in));
	cr_expect_eq(enter_all(set, c, too_many, ARRAY_LEN(too_many)), 0);
	cr_expect_eq(c->n_clients, ARRAY_LEN(in), "who was refused is not counted");
	leave_all(set, c, in, 1);
	cr_expect_eq(enter_all(set, c, too_many, 1), 1);
	leave_all(set, c, too_many, 1);
	leave_all(set, c, in + 1, ARRAY_LEN(in) - 1);
	class_set_free(set);
}

Test(class, a_block_is_what_the_configuration_says)
{
	static const char *const in[] = { "10.0.0.1", "10.0.16.1", "10.0.32.1", "2001:db8::1",
		"2001:db9::1" };
	struct class_set *set =
		set_of("class \"a\" { max-per-block = 1 block-ipv4 = 20 block-ipv6 = 32 }\n" ALLOW);
	struct class *c = class_set_get(set, "a");
	static const char *const no[] = { "10.0.15.255", "10.0.31.1", "2001:db8:ffff::1" };

	cr_expect_eq(enter_all(set, c, in, ARRAY_LEN(in)), ARRAY_LEN(in));
	cr_expect_eq(enter_all(set, c, no, ARRAY_LEN(no)), 0);
	leave_all(set, c, in, ARRAY_LEN(in));
	class_set_free(set);
}

Test(class, without_a_limit_no_block_is_full)
{
	struct class_set *set = set_of("class \"a\" { max-per-address = 1 }\n" ALLOW);
	struct class *c = class_set_get(set, "a");
	static const char *const in[] = { "10.0.0.1", "10.0.0.2", "10.0.0.3", "unix", "unix" };

	cr_expect_eq(enter_all(set, c, in, ARRAY_LEN(in)), ARRAY_LEN(in));
	leave_all(set, c, in, ARRAY_LEN(in));
	class_set_free(set);
}

Test(class, blocks_that_change_count_who_is_there)
{
	struct class_set *set = set_of("class \"a\" { }\n" ALLOW);
	struct class *c = class_set_get(set, "a");
	static const char *const in[] = { "10.0.0.1", "10.0.0.1", "10.0.1.1", "10.1.0.1" },
				 *const one[] = { "10.0.0.9" }, *const far[] = { "10.9.9.9" };

	cr_expect_eq(enter_all(set, c, in, ARRAY_LEN(in)), ARRAY_LEN(in));
	reconfigure(set, "class \"a\" { max-per-block = 2 }\n" ALLOW);
	cr_expect_eq(enter_all(set, c, one, 1), 0);
	reconfigure(set, "class \"a\" { max-per-block = 3 }\n" ALLOW);
	cr_expect_eq(enter_all(set, c, one, 1), 1);
	leave_all(set, c, one, 1);
	reconfigure(set, "class \"a\" { max-per-block = 4 block-ipv4 = 8 }\n" ALLOW);
	cr_expect_eq(enter_all(set, c, far, 1), 0);
	leave_all(set, c, in + 3, 1);
	cr_expect_eq(enter_all(set, c, far, 1), 1);
	leave_all(set, c, far, 1);
	reconfigure(set, "class \"a\" { }\n" ALLOW);
	cr_expect_eq(enter_all(set, c, far, 1), 1);
	leave_all(set, c, far, 1);
	leave_all(set, c, in, 3);
	cr_expect_eq(c->n_clients, 0);
	class_set_free(set);
}

Test(class, takes_new_limits_and_keeps_its_counts)
{
	struct class_set *set = set_of("class \"a\" { max-clients = 5 }\n" ALLOW);
	struct class *c = class_set_get(set, "a");
	struct peer_addr p = rig_peer_of("192.0.2.1");

	cr_expect_eq(class_enter(set, c, &p), CLASS_OK);
	cr_expect_eq(class_enter(set, c, &p), CLASS_OK);
	reconfigure(set, "class \"a\" { max-clients = 1 }\n" ALLOW);
	cr_expect_eq(class_set_get(set, "a"), c, "it is the same class");
	cr_expect_eq(c->n_clients, 2, "nobody is dropped");
	class_leave(set, c, &p);
	cr_expect_eq(class_enter(set, c, &p), CLASS_FULL);
	class_leave(set, c, &p);
	cr_expect_eq(class_enter(set, c, &p), CLASS_OK);
	class_leave(set, c, &p);
	class_set_free(set);
}

Test(class, gone_from_the_configuration_lives_until_its_last_client)
{
	struct class_set *set = set_of("class \"a\" { }\nclass \"old\" { ping = 30s }\n" ALLOW);
	struct class *old = class_set_get(set, "old");
	struct peer_addr p = rig_peer_of("192.0.2.1");

	cr_expect_eq(class_enter(set, old, &p), CLASS_OK);
	reconfigure(set, "class \"a\" { }\n" ALLOW);
	cr_expect_eq(count_classes(set), 2);
	cr_expect_eq(old->ping_ms, 30000, "with its last limits");
	class_leave(set, old, &p);
	cr_expect_eq(count_classes(set), 1);
	class_set_free(set);
}

Test(class, gone_from_the_configuration_and_empty_is_gone)
{
	struct class_set *set = set_of("class \"a\" { }\nclass \"old\" { }\n" ALLOW);

	cr_expect_eq(count_classes(set), 2);
	reconfigure(set, "class \"a\" { }\n" ALLOW);
	cr_expect_eq(count_classes(set), 1);
	class_set_free(set);
}

Test(class, that_comes_back_is_the_one_that_waited)
{
	struct class_set *set = set_of("class \"a\" { }\nclass \"old\" { }\n" ALLOW);
	struct class *old = class_set_get(set, "old");
	struct peer_addr p = rig_peer_of("192.0.2.1");

	cr_expect_eq(class_enter(set, old, &p), CLASS_OK);
	reconfigure(set, "class \"a\" { }\n" ALLOW);
	reconfigure(set, "class \"a\" { }\nclass \"old\" { max-clients = 1 }\n" ALLOW);
	cr_expect_eq(class_set_get(set, "old"), old);
	cr_expect_eq(class_enter(set, old, &p), CLASS_FULL);
	class_leave(set, old, &p);
	cr_expect_eq(count_classes(set), 2, "it is listed: empty it stays");
	class_set_free(set);
}

/* REHASH: who is there moves, whatever the other class allows, and is counted there from then on. */
Test(class, move_passes_over_limits_and_counts_exactly)
{
	struct class_set *set = set_of("class \"a\" { max-per-block = 5 }\nclass \"b\" { max-clients = 1 "
				       "max-per-address = 1 max-per-block = 1 }\n" ALLOW);
	struct class *a = class_set_get(set, "a"), *b = class_set_get(set, "b");
	struct peer_addr peer = rig_peer_of("192.0.2.1");

	for (int i = 0; i < 3; i++)
		cr_assert_eq(class_enter(set, a, &peer), CLASS_OK);
	class_move(set, a, b, &peer);
	class_move(set, a, b, &peer);
	cr_expect_eq(a->n_clients, 1);
	cr_expect_eq(b->n_clients, 2);
	cr_expect_eq(class_enter(set, b, &peer), CLASS_FULL);
	class_leave(set, b, &peer);
	class_leave(set, b, &peer);
	cr_expect_eq(class_enter(set, b, &peer), CLASS_OK, "the place of before was given back");
	class_leave(set, b, &peer);
	reconfigure(set, "class \"b\" { }\nallow \"*@*\" { class = \"b\" }");
	cr_expect_eq(count_classes(set), 2);
	class_move(set, a, b, &peer);
	cr_expect_eq(count_classes(set), 1, "its last client has gone");
	class_leave(set, b, &peer);
	class_set_free(set);
}
