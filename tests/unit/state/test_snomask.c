/* Which letters mean what, and that who hears nothing takes no room. */
#include "state/snomask.h"

#include <criterion/criterion.h>
#include <string.h>

#include "state/oper.h"
#include "tests/unit/state/state_rig.h"

static struct client *
oper(struct world *w, const char *nick, uint64_t privs)
{
	struct client *c = rig_user(w, nick);
	struct oper_grant *g = oper_grant_new(VIEW("o"), VIEW("r"), privs);

	oper_raise(c, g);
	oper_grant_unref(g);
	return c;
}

static const char *
text(uint32_t mask)
{
	static char dst[SNOMASK_TEXT];

	cr_expect_eq(snomask_text(mask, dst), strlen(dst));
	return dst;
}

Test(snomask, table_has_each_letter_once_and_in_order)
{
	for (size_t i = 0; i < SNOTICE_N; i++) {
		cr_expect_not_null(snotice_table[i].name);
		cr_expect_not_null(snotice_table[i].help);
		if (i != 0)
			cr_expect_lt(snotice_table[i - 1].letter, snotice_table[i].letter);
	}
	cr_expect_leq(SNOTICE_N, 32, "the mask has no more bits");
}

/* All of the table, or those that +s alone means. */
static const char *
letters(bool only_standard)
{
	static char all[SNOMASK_TEXT];
	size_t n = 0;

	all[n++] = '+';
	for (unsigned i = 0; i < SNOTICE_N; i++)
		if (!only_standard || snotice_table[i].standard)
			all[n++] = snotice_table[i].letter;
	all[n] = '\0';
	return all;
}

Test(snomask, changes_are_applied_in_order)
{
	char unknown;
	uint32_t m = snomask_change(0, VIEW("ck"), &unknown);

	cr_expect_eq(unknown, '\0');
	cr_expect_str_eq(text(m), "+ck");
	cr_expect_str_eq(text(snomask_change(m, VIEW("-c+q"), &unknown)), "+kq");
	cr_expect_str_eq(text(snomask_change(m, VIEW("+!-ck?"), &unknown)), "+");
	cr_expect_eq(unknown, '!');
	cr_expect_str_eq(text(snomask_change(m, VIEW("+-"), &unknown)), "+ck");
	cr_expect_str_eq(text(snomask_change(0, VIEW(""), &unknown)), letters(true));
	cr_expect_str_eq(text(UINT32_MAX), letters(false));
}

Test(snomask, who_hears_nothing_takes_no_room)
{
	struct world *w = rig_world();
	struct client *a = oper(w, "a", UINT64_MAX), *b = oper(w, "b", UINT64_MAX);

	cr_expect_eq(w->n_snotices, 0);
	snomask_set(a, 1);
	snomask_set(b, 2);
	snomask_set(b, 3);
	cr_expect_eq(w->n_snotices, 2);
	cr_expect_eq(snomask_of(a), 1);
	cr_expect_eq(snomask_of(b), 3);
	cr_expect_neq(b->umodes & UMODE_SNOTICES, 0);
	snomask_set(a, 0);
	cr_expect_eq(snomask_of(a), 0);
	cr_expect_eq(a->umodes & UMODE_SNOTICES, 0);
	cr_expect_eq(snomask_of(b), 3);
	cr_expect_eq(w->n_snotices, 1);
	snomask_set(b, 0);
	cr_expect_null(w->snotices);
	world_free(w);
}

Test(snomask, goes_with_the_operator)
{
	struct world *w = rig_world();
	struct client *a = oper(w, "a", UINT64_MAX), *b = oper(w, "b", UINT64_MAX),
		      *c = oper(w, "c", UINT64_MAX), *d = oper(w, "d", UINT64_MAX);
	struct oper_grant *less = oper_grant_new(VIEW("o"), VIEW("r"), 0);
	uint64_t added, removed;

	snomask_set(a, 1);
	snomask_set(b, 1);
	snomask_set(c, 1);
	snomask_set(d, 1);
	cr_expect_eq(client_change_modes(a, VIEW("-o"), &added, &removed), '\0');
	cr_expect_eq(removed, UMODE_OPER | UMODE_SNOTICES, "and is told");
	cr_expect_eq(w->n_snotices, 3);
	oper_lower(b);
	cr_expect_eq(w->n_snotices, 2);
	cr_expect_eq(b->umodes & UMODE_SNOTICES, 0);
	client_exit(c, RIG_NOW);
	cr_expect_eq(w->n_snotices, 1);
	oper_raise(d, less);
	oper_grant_unref(less);
	cr_expect_eq(w->n_snotices, 0, "a role without the privilege");
	world_free(w);
}

Test(snomask, may_be_taken_off_as_a_mode_but_not_put_on)
{
	struct world *w = rig_world();
	struct client *a = oper(w, "a", UINT64_MAX);
	uint64_t added, removed;

	cr_expect_eq(client_change_modes(a, VIEW("+s"), &added, &removed), '\0');
	cr_expect_eq(added, 0, "it needs to be known of what");
	snomask_set(a, 1);
	cr_expect_eq(client_change_modes(a, VIEW("-s"), &added, &removed), '\0');
	cr_expect_eq(removed, UMODE_SNOTICES);
	cr_expect_eq(snomask_of(a), 0);
	cr_expect_eq(a->umodes & UMODE_SNOTICES, 0);
	world_free(w);
}
