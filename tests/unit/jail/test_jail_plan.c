/* Which plans are taken, which rung of the ladder follows from which trials, and what is said when it is too little. */
#include "jail/jail_priv.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <stdio.h>
#include <string.h>

struct plan_case {
	char conf_dir[32], state_dir[32], user[16]; /* "" is NULL */
	enum jail_mode mode;
	bool is_root;
	char fault[32]; /* in the text; "" when the plan is taken */
};

static const char *
or_null(const char *s)
{
	return s[0] != '\0' ? s : NULL;
}

ParameterizedTestParameters(jail_plan, check)
{
	static struct plan_case cases[] = {
		{ "/etc/conclave", "/var/lib/conclave", "conclave", JAIL_ENFORCE, true, "" },
		{ "/etc/conclave", "", "", JAIL_ENFORCE, false, "" },
		{ "/srv/irc", "/srv/irc/state", "irc", JAIL_LOG, true, "" },
		{ "/srv/irc/conf", "/srv/irc", "irc", JAIL_ERRNO, true, "" },
		{ "", "/var/lib/conclave", "irc", JAIL_ENFORCE, true, "configuration's directory" },
		{ "etc/conclave", "", "irc", JAIL_ENFORCE, true, "configuration's directory" },
		{ "/", "", "irc", JAIL_ENFORCE, true, "configuration's directory" },
		{ "/etc/", "", "irc", JAIL_ENFORCE, true, "configuration's directory" },
		{ "/etc//conclave", "", "irc", JAIL_ENFORCE, true, "configuration's directory" },
		{ "/etc/./conclave", "", "irc", JAIL_ENFORCE, true, "configuration's directory" },
		{ "/etc/../conclave", "", "irc", JAIL_ENFORCE, true, "configuration's directory" },
		{ "/etc/.conclave", "", "irc", JAIL_ENFORCE, true, "" },
		{ "/etc/conclave", "var", "irc", JAIL_ENFORCE, true, "state directory" },
		{ "/etc/conclave", "/", "irc", JAIL_ENFORCE, true, "state directory" },
		{ "/etc/conclave", "/etc/conclave", "irc", JAIL_ENFORCE, true, "share the directory" },
		{ "/etc/conclave", "", "", JAIL_ENFORCE, true, "jail { user }" },
		{ "", "", "", JAIL_OFF, true, "" },
	};

	return cr_make_param_array(struct plan_case, cases, ARRAY_LEN(cases));
}
ParameterizedTest(struct plan_case *c, jail_plan, check)
{
	struct jail_plan p = { .conf_dir = or_null(c->conf_dir),
		.state_dir = or_null(c->state_dir),
		.user = or_null(c->user),
		.mode = c->mode };
	struct err e = { 0, "" };
	int r = jail_plan_check(&p, c->is_root, &e);

	cr_expect(r == (c->fault[0] != '\0' ? -1 : 0), "%s %s: %d %s", c->conf_dir, c->state_dir, r, e.text);
	cr_expect(strstr(e.text, c->fault) != NULL, "\"%s\" says \"%s\"", e.text, c->fault);
}

/* Its directory is shown whole, so nothing else of ours may lie in it. */
Test(jail_plan, the_scanner_has_a_directory_of_its_own)
{
	static const struct {
		const char *peer, *fault;
	} cases[] = {
		{ "/run/clamav", "" },
		{ "/var/lib/conclave/clamav", "" },
		{ "/etc/conclaved", "" },
		{ "run/clamav", "absolute path" },
		{ "/", "absolute path" },
		{ "/run/../clamav", "absolute path" },
		{ "/etc/conclave", "of its own" },
		{ "/etc", "of its own" },
		{ "/var/lib/conclave", "of its own" },
		{ "/var", "of its own" },
	};

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct jail_plan p = { .conf_dir = "/etc/conclave",
			.state_dir = "/var/lib/conclave",
			.peer_dir = cases[i].peer };
		struct err e = { 0, "" };
		int r = jail_plan_check(&p, false, &e);

		cr_expect(r == (cases[i].fault[0] != '\0' ? -1 : 0), "%s: %s", cases[i].peer, e.text);
		cr_expect(strstr(e.text, cases[i].fault) != NULL, "%s: %s", cases[i].peer, e.text);
	}
}

static const char *
order(char *conf, char *state, char *peer)
{
	static char text[128];
	const struct jail j = { .conf_dir = conf, .state_dir = state, .peer_dir = peer };
	struct jail_dir dirs[JAIL_N_DIRS];
	size_t n = jail_dirs(&j, dirs), used = 0;

	for (size_t i = 0; i < n; i++)
		used += (size_t)snprintf(text + used, sizeof(text) - used, "%s%s ", dirs[i].path,
			dirs[i].is_state ? "(rw)" : "");
	return text;
}

Test(jail_plan, directories_come_in_the_order_in_which_they_are_mounted)
{
	char etc[] = "/etc", state[] = "/srv/irc", conf[] = "/srv/irc/conf", peer[] = "/run/clam";
	char below[] = "/srv/irc/clam/x";

	cr_expect_str_eq(order(conf, state, peer), "/srv/irc(rw) /run/clam /srv/irc/conf ");
	cr_expect_str_eq(order(etc, state, below), "/etc /srv/irc(rw) /srv/irc/clam/x ");
	cr_expect_str_eq(order(etc, NULL, NULL), "/etc ");
}

struct ladder_case {
	bool pivot, chroot, landlocked, filtered; /* what the kernel would give */
	enum jail_rung rung;
	enum jail_level level;
};

ParameterizedTestParameters(jail_plan, ladder)
{
	static struct ladder_case cases[] = {
		{ true, true, true, true, RUNG_PIVOT, JAIL_LEVEL_NAMESPACE },
		{ true, false, false, false, RUNG_PIVOT, JAIL_LEVEL_NAMESPACE },
		{ false, true, true, true, RUNG_CHROOT, JAIL_LEVEL_CHROOT },
		{ false, false, true, true, RUNG_NONE, JAIL_LEVEL_LANDLOCK },
		{ false, false, true, false, RUNG_NONE, JAIL_LEVEL_LANDLOCK },
		{ false, false, false, true, RUNG_NONE, JAIL_LEVEL_SECCOMP },
		{ false, false, false, false, RUNG_NONE, JAIL_LEVEL_NONE },
	};

	return cr_make_param_array(struct ladder_case, cases, ARRAY_LEN(cases));
}
ParameterizedTest(struct ladder_case *c, jail_plan, ladder)
{
	bool works[N_RUNGS] = { [RUNG_PIVOT] = c->pivot, [RUNG_CHROOT] = c->chroot };
	enum jail_rung rung = jail_rung_choose(works);

	cr_expect(rung == c->rung, "rung %d, wanted %d", (int)rung, (int)c->rung);
	cr_expect(jail_level_of(rung, c->landlocked, c->filtered) == c->level);
}

Test(jail_plan, enough_is_what_reaches_the_required_level)
{
	for (enum jail_level have = JAIL_LEVEL_NONE; have <= JAIL_LEVEL_NAMESPACE; have++) {
		for (enum jail_level require = JAIL_LEVEL_NONE; require <= JAIL_LEVEL_NAMESPACE; require++) {
			struct err e = { 0, "" };
			int r = jail_level_check(have, require, &e);

			cr_expect(r == (have >= require ? 0 : -1), "%s for %s", jail_level_name(have),
				jail_level_name(require));
			if (r == 0)
				continue;
			cr_expect(strstr(e.text, jail_level_name(have)) != NULL, "%s", e.text);
			cr_expect(strstr(e.text, jail_level_name(require)) != NULL, "%s", e.text);
			cr_expect(strstr(e.text, "lower jail { require }") != NULL, "%s", e.text);
		}
	}
}
