#include <criterion/criterion.h>
#include <string.h>

#include "state/mode.h"
#include "tests/unit/state/state_rig.h"
#include "tests/unit/state/world_check.h"

Test(mode_user, changes_say_what_really_changed)
{
	struct world *w = rig_world();
	struct client *c = rig_user(w, "c");
	uint64_t added, removed;

	cr_expect_eq(client_change_modes(c, VIEW("+iw"), &added, &removed), 0);
	cr_expect_eq(added, UMODE_INVISIBLE | UMODE_WALLOPS);
	cr_expect_eq(removed, 0);
	cr_expect_eq(w->n_invisible, 1);
	cr_expect_eq(client_change_modes(c, VIEW("+i-w"), &added, &removed), 0);
	cr_expect_eq(added, 0);
	cr_expect_eq(removed, UMODE_WALLOPS);
	cr_expect_eq(client_change_modes(c, VIEW("w-w-i+i"), &added, &removed), 0);
	cr_expect_eq(added | removed, 0, "the last of a letter counts");
	cr_expect_eq(client_change_modes(c, VIEW("-i"), &added, &removed), 0);
	cr_expect_eq(w->n_invisible, 0);
	cr_expect_null(world_fault(w));
	world_free(w);
}

Test(mode_user, first_unknown_letter_is_named_and_the_rest_is_done)
{
	struct world *w = rig_world();
	struct client *c = rig_user(w, "c");
	uint64_t added, removed;

	cr_expect_eq(client_change_modes(c, VIEW("+XiY"), &added, &removed), 'X');
	cr_expect_eq(added, UMODE_INVISIBLE);
	world_free(w);
}

Test(mode_user, nobody_makes_itself_an_operator)
{
	struct world *w = rig_world();
	struct client *c = rig_user(w, "c");
	uint64_t added, removed, bits = 99;

	cr_expect_eq(client_change_modes(c, VIEW("+o"), &added, &removed), 0);
	cr_expect_eq(added, 0);
	cr_expect_eq(c->umodes, 0);
	cr_expect_eq(w->n_opers, 0);
	cr_expect_eq(user_modes_parse(VIEW("+io"), &bits), -1, "nor does the configuration, all at once");
	cr_expect_eq(bits, 99);
	world_free(w);
}

Test(mode_user, counts_are_of_registered_users)
{
	struct world *w = rig_world();
	struct client *c = rig_newcomer(w);

	client_set_modes(c, UMODE_INVISIBLE, 0);
	cr_expect_eq(w->n_invisible, 0);
	cr_expect_null(world_fault(w));
	client_free(c);
	cr_expect_null(world_fault(w));
	world_free(w);
}

Test(mode_user, text_and_parse_are_each_others_inverse)
{
	uint64_t bits;
	char text[16];

	cr_expect_eq(user_modes_text(0, text, sizeof(text)), 1);
	cr_expect_str_eq(text, "+");
	cr_expect_eq(user_modes_text(UMODE_WALLOPS | UMODE_INVISIBLE, text, sizeof(text)), 3);
	cr_expect_str_eq(text, "+iw");
	cr_expect_eq(user_modes_parse(view_z(text), &bits), 0);
	cr_expect_eq(bits, UMODE_WALLOPS | UMODE_INVISIBLE);
	cr_expect_eq(user_modes_text(UINT64_MAX, text, 3), 2, "cut to its room");
	cr_expect_eq(user_modes_parse(VIEW("?"), &bits), -1);
	cr_expect_eq(user_modes_parse(VIEW("-i"), &bits), -1);
}

Test(mode_user, table_has_each_letter_and_bit_once)
{
	uint64_t seen = 0;
	char letters[64] = "";

	for (size_t i = 0; i < n_user_modes; i++) {
		cr_expect_null(strchr(letters, user_modes[i].letter));
		cr_expect_eq(seen & user_modes[i].bit, 0);
		letters[i] = user_modes[i].letter;
		seen |= user_modes[i].bit;
	}
}

Test(mode_user, x_is_unknown_without_a_key_but_may_be_taken_off)
{
	struct world *w = rig_world();
	struct client *c = rig_user(w, "bob");
	uint64_t added, removed;

	client_set_host(c, VIEW("192.0.2.1"));
	cr_expect_eq(client_change_modes(c, VIEW("+x"), &added, &removed), 'x');
	cr_expect_eq(added, 0);
	client_set_modes(c, UMODE_CLOAK, 0);
	cr_expect_eq(client_change_modes(c, VIEW("-x"), &added, &removed), '\0');
	cr_expect_eq(removed, UMODE_CLOAK);
	world_free(w);
}

Test(mode_user, x_is_for_who_has_an_address)
{
	struct world *w = rig_world();
	struct client *c = rig_user(w, "bob");
	uint64_t added, removed;

	cloak_init(&w->conf.cloak, VIEW("secret"), VIEW("net"), VIEW("ip"));
	client_set_host(c, VIEW("localhost"));
	cr_expect_eq(client_change_modes(c, VIEW("+x"), &added, &removed), '\0');
	cr_expect_eq(added, 0);
	client_set_host(c, VIEW("192.0.2.1"));
	cr_expect_eq(client_change_modes(c, VIEW("+x"), &added, &removed), '\0');
	cr_expect_eq(added, UMODE_CLOAK);
	world_free(w);
}

Test(mode_user, who_shuts_others_out_hears_services)
{
	struct world *w = rig_world();
	struct client *bob = rig_user(w, "bob"), *ns = rig_user(w, "ns");

	client_set_modes(bob, UMODE_ACCOUNTS | UMODE_CALLERID | UMODE_TLS_ONLY | UMODE_NO_CTCP, 0);
	cr_expect_neq(client_may_hear(bob, ns, true), HEAR_OK);
	client_set_modes(ns, UMODE_SERVICE, 0);
	cr_expect_eq(client_may_hear(bob, ns, true), HEAR_OK);
	world_free(w);
}
