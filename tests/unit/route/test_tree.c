/* Which changes of users other servers hear of, and by which of the functions that link/ sets. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "route/away_event.h"
#include "route/chghost.h"
#include "route/leave.h"
#include "route/renick.h"
#include "route/setname.h"
#include "route/tree.h"
#include "route_rig.h"
#include "state/client_remote.h"

static char told[512];

static void
note(const char *what, const struct client *c, const char *more)
{
	size_t n = strlen(told);

	(void)snprintf(told + n, sizeof(told) - n, "%s %s %s;", what, c->nick, more);
}

static void
on_nick(void *arg, const struct client *c)
{
	(void)arg;
	note("nick", c, c->nick_ts == 77 ? "77" : "");
}

static void
on_host(void *arg, struct tree_source by, const struct client *c)
{
	(void)arg;
	note("host", c, by.client == NULL && by.node == NULL ? "us" : "");
}

static void
on_signon(void *arg, const struct client *c)
{
	(void)arg;
	note("signon", c, c->user);
}

static void
on_realname(void *arg, const struct client *c)
{
	(void)arg;
	note("realname", c, c->realname);
}

static void
on_away(void *arg, const struct client *c)
{
	(void)arg;
	note("away", c, c->away != NULL ? c->away : "-");
}

static void
on_kill(void *arg, struct tree_source by, const struct client *c, struct view reason)
{
	char text[64];

	(void)arg;
	(void)by;
	(void)view_copy(reason, text, sizeof(text));
	note("kill", c, text);
}

static void
on_quit(void *arg, const struct client *c, struct view reason)
{
	(void)arg;
	(void)reason;
	note("quit", c, "");
}

static const struct tree_ops ops = { .nick = on_nick,
	.host = on_host,
	.signon = on_signon,
	.realname = on_realname,
	.away = on_away,
	.kill = on_kill,
	.quit = on_quit };

static struct route_rig *
rig(void)
{
	struct route_rig *r = rig_new();

	told[0] = '\0';
	route_set_tree(r->route, &ops, NULL);
	return r;
}

Test(tree, a_nick_is_told_once_and_by_put_too)
{
	struct route_rig *r = rig();
	struct hearer *h = rig_user(r, "alice", 0);

	cr_expect_eq(renick(r->route, h->c, VIEW("Alice")), NICK_OK);
	cr_expect_eq(renick(r->route, h->c, VIEW("Alice")), NICK_SAME);
	renick_put(r->route, h->c, VIEW("1HBAAAAAB"), 77);
	renick_here(r->route, h->c, VIEW("al"), 78);
	cr_expect_str_eq(told, "nick Alice ;nick 1HBAAAAAB 77;");
	cr_expect(strstr(rig_heard(h), "NICK :1HBAAAAAB\r\n") != NULL);
	cr_expect_eq(h->c->nick_ts, 78);
	rig_free(r);
}

Test(tree, who_has_not_registered_is_not_told_of)
{
	struct route_rig *r = rig();
	struct hearer *h = rig_stranger(r, 0);

	cr_expect_eq(renick(r->route, h->c, VIEW("alice")), NICK_OK);
	chghost_set(r->route, h->c, VIEW("u"), VIEW("h.example"));
	cr_expect_str_eq(told, "");
	rig_free(r);
}

Test(tree, a_host_goes_alone_and_a_user_name_as_signon)
{
	struct route_rig *r = rig();
	struct hearer *h = rig_user(r, "alice", 0);

	chghost_set(r->route, h->c, client_user(h->c), VIEW("h.example"));
	chghost_set(r->route, h->c, client_user(h->c), VIEW("h.example"));
	chghost_set(r->route, h->c, VIEW("other"), VIEW("i.example"));
	cr_expect(chghost_here(r->route, h->c, VIEW("other"), VIEW("j.example")));
	cr_expect_not(chghost_here(r->route, h->c, VIEW("other"), VIEW("j.example")));
	cr_expect_str_eq(told, "host alice us;signon alice other;");
	rig_free(r);
}

Test(tree, a_real_name_and_an_absence)
{
	struct route_rig *r = rig();
	struct hearer *h = rig_user(r, "alice", 0);

	setname_set(r->route, h->c, VIEW("Alice A"));
	setname_here(r->route, h->c, VIEW("Alice B"));
	client_set_away(h->c, VIEW("lunch"));
	away_event(r->route, h->c);
	client_set_away(h->c, VIEW(""));
	away_event(r->route, h->c);
	cr_expect_str_eq(told, "realname alice Alice A;away alice lunch;away alice -;");
	rig_free(r);
}

Test(tree, who_is_killed_elsewhere_goes_without_quit)
{
	struct route_rig *r = rig();
	struct node_intro n = { VIEW("hub.test"), VIEW("1HB"), VIEW("Hub"), r->world->me, 1 };
	struct client_intro intro = { .node = node_add(r->world, &n, RIG_WALL),
		.uid = VIEW("1HBAAAAAA"),
		.nick = VIEW("carol"),
		.user = VIEW("c"),
		.host = VIEW("c.example"),
		.realname = VIEW("C"),
		.nick_ts = 5 };
	struct client *c = client_introduce(r->world, &intro, RIG_WALL);

	leave_killed(r->route, TREE_US, c, VIEW("why"), VIEW("Killed"));
	cr_expect_str_eq(told, "kill carol why;");
	cr_expect_null(client_find(r->world, VIEW("carol")));
	rig_free(r);
}
