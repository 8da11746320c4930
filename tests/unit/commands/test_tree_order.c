/* Trees of servers, and what of them is shown in which order. */
#include "commands/tree_order.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "core/hash.h"
#include "core/mem.h"
#include "state/mode.h"

struct rig {
	struct world *world;
	struct client *user;
	char text[512];
};

static void
rig_init(struct rig *r)
{
	struct world_conf wc = { .max_clients = 10, .max_channels = 10, .nick_len = 30 };

	(void)snprintf(wc.server_name, sizeof(wc.server_name), "me.test");
	(void)snprintf(wc.sid, sizeof(wc.sid), "0AA");
	hash_init();
	r->world = world_new(&wc, 0);
	r->user = client_new(r->world, VIEW("h.test"));
}

/* name: one letter; number 0: behind `uplink`. */
static struct node *
add(struct rig *r, char name, struct node *uplink, uint8_t number)
{
	char text[] = { name, '.', 't', '\0' }, sid[] = { '1', name, name, '\0' };
	struct node_intro intro = { .name = view_z(text),
		.sid = view_z(sid),
		.description = VIEW("x"),
		.uplink = uplink,
		.number = number };

	return node_add(r->world, &intro, 0);
}

/* "m a-b--c d": first letters, with a '-' for each step down. */
static const char *
order(struct rig *r)
{
	size_t n, at = 0;
	struct tree_entry *e = tree_order(r->world, r->user, &n);

	for (size_t i = 0; i < n; i++) {
		for (size_t k = 0; k < e[i].depth; k++)
			r->text[at++] = '-';
		r->text[at++] = e[i].node->name[0];
	}
	r->text[at] = '\0';
	mem_free(e);
	return r->text;
}

Test(tree_order, alone)
{
	struct rig r;

	rig_init(&r);
	cr_expect_str_eq(order(&r), "m");
	cr_expect_eq(tree_uplink(r.world->me, r.user), r.world->me);
	world_free(r.world);
}

/* They came in an order of their own: what is behind a server stands below it all the same. */
Test(tree_order, what_is_behind_a_server_comes_before_the_next)
{
	struct node *a, *b, *c;
	struct rig r;

	rig_init(&r);
	a = add(&r, 'a', r.world->me, 1);
	b = add(&r, 'b', r.world->me, 2);
	c = add(&r, 'c', a, 0);
	(void)add(&r, 'd', b, 0);
	(void)add(&r, 'e', a, 0);
	(void)add(&r, 'f', c, 0);
	(void)add(&r, 'g', r.world->me, 3);
	cr_expect_str_eq(order(&r), "m-a--c---f--e-b--d-g");
	world_free(r.world);
}

Test(tree_order, hidden_servers_are_for_operators_and_what_is_behind_them_moves_up)
{
	struct node *a, *b, *c;
	struct rig r;

	rig_init(&r);
	a = add(&r, 'a', r.world->me, 1);
	b = add(&r, 'b', a, 0);
	c = add(&r, 'c', b, 0);
	a->is_hidden = b->is_hidden = true;
	cr_expect_str_eq(order(&r), "m-c");
	cr_expect_eq(tree_uplink(c, r.user), r.world->me);
	cr_expect_not(tree_shows(b, r.user));
	a->is_hidden = false;
	cr_expect_str_eq(order(&r), "m-a--c");
	cr_expect_eq(tree_uplink(c, r.user), a);
	r.user->umodes |= UMODE_OPER;
	cr_expect_str_eq(order(&r), "m-a--b---c");
	cr_expect_eq(tree_uplink(c, r.user), b);
	r.user->umodes = 0;
	world_free(r.world);
}

Test(tree_order, a_long_line_and_a_wide_star)
{
	struct node *at;
	struct rig r;

	rig_init(&r);
	at = add(&r, 'a', r.world->me, 1);
	for (const char *c = "bcdef"; *c != '\0'; c++)
		at = add(&r, *c, at, 0);
	cr_expect_str_eq(order(&r), "m-a--b---c----d-----e------f");
	world_free(r.world);
	rig_init(&r);
	for (const char *c = "abcdef"; *c != '\0'; c++)
		(void)add(&r, *c, r.world->me, (uint8_t)(*c - 'a' + 1));
	cr_expect_str_eq(order(&r), "m-a-b-c-d-e-f");
	world_free(r.world);
}
