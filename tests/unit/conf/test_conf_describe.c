/*
 * The table, the sample and the manual page say the same.  In the sample a '#' right before a name switches
 * a setting off; "# " begins an explanation.
 */
#include "conf/conf_describe.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>

#include "conf_fixture.h"
#include "core/buf.h"
#include "core/mem.h"

static char *
read_source(const char *name)
{
	const char *top = getenv("top_srcdir");
	char path[1024], *text = mem_zalloc(1 << 20);
	FILE *from;

	(void)snprintf(path, sizeof(path), "%s/%s", top != NULL ? top : ".", name);
	from = fopen(path, "r");
	cr_assert_not_null(from, "%s", path);
	cr_assert_neq(fread(text, 1, (1 << 20) - 1, from), 0);
	cr_assert_eq(fclose(from), 0);
	return text;
}

/* A line of the sample with what switches it off taken away; *was_off says whether there was. */
static struct view
switch_on(struct view line, bool *was_off)
{
	struct view v = view_trim(line);

	*was_off = v.n > 1 && v.p[0] == '#' && v.p[1] != ' ' && v.p[1] != '#';
	return *was_off ? view_trim(view_skip(v, 1)) : v;
}

struct hit {
	size_t n;
	bool is_off;
	struct view value; /* a list without its other lines */
	struct view rest;  /* what is behind that line */
};

/* "key = value" in any section of that name of the sample. */
static struct hit
find(const char *sample, const char *section, const char *key)
{
	struct view rest = view_z(sample), line, in = VIEW("");
	struct hit hit = { .n = 0 };
	bool is_off;

	while (view_cut(&rest, '\n', &line)) {
		struct view v = switch_on(line, &is_off);
		size_t eq = view_find(v, '=');

		if (v.n == 0 || v.p[0] == '#')
			continue;
		if (v.p[v.n - 1] == '{')
			in = view_left(v, view_find(v, ' '));
		else if (eq < v.n && view_eq(in, view_z(section)) &&
			view_eq(view_trim(view_left(v, eq)), view_z(key)) && hit.n++ == 0)
			hit = (struct hit){ .n = 1,
				.is_off = is_off,
				.value = view_trim(view_skip(v, eq + 1)),
				.rest = rest };
	}
	return hit;
}

/* A list may go over several lines; dst gets it on one. */
static struct view
whole_list(struct hit hit, char *dst, size_t room)
{
	struct view line, v = hit.value;
	size_t n = 0;
	bool is_off;

	for (;;) {
		cr_assert_lt(n + v.n + 1, room);
		memcpy(dst + n, v.p, v.n);
		n += v.n;
		if (v.n != 0 && v.p[v.n - 1] == '}')
			return view_of(dst, n);
		dst[n++] = ' ';
		cr_assert(view_cut(&hit.rest, '\n', &line));
		v = switch_on(line, &is_off);
	}
}

static void
sample_has(void *sample, const struct conf_key *k)
{
	struct hit hit = find(sample, k->section, k->key);
	struct view v = hit.value;
	char list[2048];

	cr_expect_neq(hit.n, 0, "the sample lacks %s %s", k->section, k->key);
	if (v.n >= 2 && v.p[0] == '"')
		v = view_of(v.p + 1, v.n - 2);
	else if (v.n >= 1 && v.p[0] == '{')
		v = whole_list(hit, list, sizeof(list));
	if (hit.is_off && k->standard != NULL)
		cr_expect(view_eq(v, view_z(k->standard)), "the sample says %.*s for %s %s, the table %s",
			VIEW_ARG(v), k->section, k->key, k->standard);
}

Test(conf_describe, sample_has_every_key_with_its_default)
{
	char *sample = read_source("etc/conclave.conf");

	cr_expect_gt(conf_describe(sample_has, sample), 40);
	mem_free(sample);
}

Test(conf_describe, sample_is_good_as_shipped)
{
	struct conf_fixture *f = conf_fixture_new();
	char *sample = read_source("etc/conclave.conf"), *motd = read_source("etc/motd.txt");
	char *rules = read_source("etc/guard.conf");

	conf_fixture_file(f, "guard.conf", rules);
	cr_expect_str_eq(conf_fixture_load(f, sample), "");
	conf_fixture_file(f, "motd.txt", motd);
	cr_expect_str_eq(conf_fixture_load(f, sample), "");
	cr_expect_neq(f->conf->server.n_motd, 0);
	cr_expect_geq(f->conf->n_guard_rule, 20);
	mem_free(rules);
	mem_free(motd);
	mem_free(sample);
	conf_fixture_free(f);
}

Test(conf_describe, sample_is_good_with_everything_switched_on)
{
	struct conf_fixture *f = conf_fixture_new();
	char *sample = read_source("etc/conclave.conf");
	struct view rest = view_z(sample), line;
	struct buf all;
	bool is_off;

	buf_init(&all, 1 << 20);
	while (view_cut(&rest, '\n', &line)) {
		struct view v = switch_on(line, &is_off);

		if (view_eq(v, VIEW("channel-ranks = \"qaohv\""))) /* the default, but links need the other */
			v = VIEW("channel-ranks = \"ov\"");
		if (view_eq(v,
			    VIEW("proxy = \"none\""))) /* the default, but what is said to a proxy needs one */
			v = VIEW("proxy = \"socks5\"");
		cr_assert_eq(buf_putf(&all, "%.*s\n", VIEW_ARG(v)), 0);
	}
	cr_assert_eq(buf_put(&all, VIEW("\0")), 0);
	conf_fixture_tls(f);
	conf_fixture_file(f, "motd.txt", "x\n");
	conf_fixture_file(f, "rules.txt", "x\n");
	conf_fixture_file(f, "opermotd.txt", "x\n");
	conf_fixture_file(f, "opers.conf", "# none\n");
	conf_fixture_file(f, "guard.conf", "# none\n");
	cr_expect_str_eq(conf_fixture_load(f, buf_view(&all).p), "");
	cr_assert_not_null(f->conf);
	cr_expect_eq(f->conf->n_listen, 3);
	cr_expect_eq(f->conf->n_oper, 1);
	cr_expect_eq(f->conf->n_link, 1);
	cr_expect_eq(f->conf->n_icq, 1);
	cr_expect_eq(f->conf->n_uplink, 1);
	cr_expect_eq(f->conf->n_contact, 1);
	buf_release(&all);
	mem_free(sample);
	conf_fixture_free(f);
}

/* The page has a head ".Ss section" and then items ".It Ic key No = Ar type". */
static void
page_has(void *page, const struct conf_key *k)
{
	char head[128], item[128], deflt[2048];
	const char *from, *to, *at, *end;

	(void)snprintf(head, sizeof(head), "\n.Ss %s\n", k->section);
	from = strstr(page, head);
	cr_assert_not_null(from, "the manual page has no section %s", k->section);
	to = strstr(from + 1, "\n.Ss ");
	(void)snprintf(item, sizeof(item), "\n.It Ic %s ", k->key);
	at = strstr(from, item);
	cr_expect(at != NULL && (to == NULL || at < to), "the manual page lacks %s %s", k->section, k->key);
	if (at == NULL || k->standard == NULL)
		return;
	end = strstr(at + 1, "\n.It ");
	(void)snprintf(deflt, sizeof(deflt), "\n.Pq default Ql %s", k->standard);
	at = strstr(at, deflt);
	cr_expect(at != NULL && (end == NULL || at < end),
		"the manual page has another default for %s %s than %s", k->section, k->key, k->standard);
}

Test(conf_describe, manual_page_has_every_key_with_its_default)
{
	char *page = read_source("contrib/doc/man/conclave.conf.5");

	cr_expect_gt(conf_describe(page_has, page), 40);
	mem_free(page);
}

static void
is_whole(void *unused, const struct conf_key *k)
{
	(void)unused;
	cr_expect(k->help != NULL && strlen(k->help) >= 10, "%s %s has no help", k->section, k->key);
	cr_expect(k->type != NULL && k->range != NULL && k->range[0] != '\0', "%s %s", k->section, k->key);
	cr_expect_not(k->required && k->standard != NULL, "%s %s is required and has a default", k->section,
		k->key);
	for (const char *p = k->key; *p != '\0'; p++)
		cr_expect(islower((unsigned char)*p) || *p == '-' ||
				(p != k->key && isdigit((unsigned char)*p)),
			"%s", k->key);
}

Test(conf_describe, every_row_is_whole)
{
	cr_expect_gt(conf_describe(is_whole, NULL), 40);
}
