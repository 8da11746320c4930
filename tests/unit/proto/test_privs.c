/* The table has every row, and only exact names are found. */
#include "proto/privs.h"

#include <criterion/criterion.h>

Test(privs, every_row_is_filled_and_found_by_its_name)
{
	for (size_t i = 0; i < PRIV_N; i++) {
		const struct priv_def *def = &priv_table[i];

		cr_assert(def->name.n != 0, "row %zu has no name", i);
		cr_expect(def->help != NULL && def->help[0] != '\0', "%s has no help", def->name.p);
		cr_expect_eq((size_t)priv_find(def->name), i, "%s is found elsewhere", def->name.p);
	}
}

Test(privs, the_rows_stand_under_their_names)
{
	cr_expect_eq(priv_find(VIEW("kill")), PRIV_KILL);
	cr_expect_eq(priv_find(VIEW("connect")), PRIV_CONNECT);
	cr_expect_eq(priv_find(VIEW("squit")), PRIV_SQUIT);
	cr_expect_eq(priv_find(VIEW("remote")), PRIV_REMOTE);
	cr_expect_eq(priv_find(VIEW("rehash")), PRIV_REHASH);
	cr_expect_eq(priv_find(VIEW("die")), PRIV_DIE);
	cr_expect_eq(priv_find(VIEW("wallops")), PRIV_WALLOPS);
	cr_expect_eq(priv_find(VIEW("operwall")), PRIV_OPERWALL);
	cr_expect_eq(priv_find(VIEW("locops")), PRIV_LOCOPS);
	cr_expect_eq(priv_find(VIEW("stats")), PRIV_STATS);
	cr_expect_eq(priv_find(VIEW("operspy")), PRIV_OPERSPY);
	cr_expect_eq(priv_find(VIEW("sajoin")), PRIV_SAJOIN);
	cr_expect_eq(priv_find(VIEW("sapart")), PRIV_SAPART);
	cr_expect_eq(priv_find(VIEW("samode")), PRIV_SAMODE);
	cr_expect_eq(priv_find(VIEW("sanick")), PRIV_SANICK);
	cr_expect_eq(priv_find(VIEW("chghost")), PRIV_CHGHOST);
	cr_expect_eq(priv_find(VIEW("chgident")), PRIV_CHGIDENT);
	cr_expect_eq(priv_find(VIEW("chgname")), PRIV_CHGNAME);
	cr_expect_eq(priv_find(VIEW("grant")), PRIV_GRANT);
	cr_expect_eq(priv_find(VIEW("privs")), PRIV_PRIVS);
	cr_expect_eq(priv_find(VIEW("see-hidden")), PRIV_SEE_HIDDEN);
	cr_expect_eq(priv_find(VIEW("server-notices")), PRIV_SERVER_NOTICES);
	cr_expect_eq(priv_find(VIEW("mass-message")), PRIV_MASS_MESSAGE);
	cr_expect_eq(priv_find(VIEW("permanent")), PRIV_PERMANENT);
	cr_expect_eq(priv_find(VIEW("flood-exempt")), PRIV_FLOOD_EXEMPT);
}

Test(privs, other_names_are_not_found)
{
	cr_expect_eq(priv_find(VIEW("")), PRIV_N);
	cr_expect_eq(priv_find(VIEW("Kill")), PRIV_N);
	cr_expect_eq(priv_find(VIEW("kil")), PRIV_N);
	cr_expect_eq(priv_find(VIEW("*")), PRIV_N);
}
