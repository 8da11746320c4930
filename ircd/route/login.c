/* IRCv3 account-notify; numerics 900 and 901 of IRCv3 sasl-3.1, which also say what happened without SASL. */
#include "route/login.h"

#include "proto/caps.h"
#include "proto/names.h"
#include "route/chghost.h"
#include "route/mode_event.h"
#include "route/reply.h"
#include "route/tree.h"
#include "state/client_remote.h"
#include "state/mode.h"

/* Before the change, so that what is told of the old account goes with it; the name "*" is no account's. */
static void
tell_others(struct route *rt, struct client *c, struct view account)
{
	struct event ev;

	if (!client_is_user(c))
		return;
	event_begin(&ev, route_world(rt), c, VIEW("ACCOUNT"));
	msg_build_param(&ev.build, account.n != 0 ? account : VIEW("*"));
	ev.need = CAP_BIT(CAP_ACCOUNT_NOTIFY);
	route_known(rt, c, &ev, true);
}

/* Its mask may lack nick and user still. */
static struct view
mask_of(const struct client *c, char dst[MASK_LEN + 8])
{
	char whole[MASK_LEN + 1];
	size_t n = 0;

	if (c->nick_len != 0 && c->user_len != 0)
		return view_of(dst, view_copy(view_of(whole, client_mask(c, whole)), dst, MASK_LEN + 8));
	n += view_copy(c->nick_len != 0 ? client_nick(c) : VIEW("*"), dst, MASK_LEN + 8);
	dst[n++] = '!';
	n += view_copy(c->user_len != 0 ? client_user(c) : VIEW("*"), dst + n, MASK_LEN + 8 - n);
	dst[n++] = '@';
	n += view_copy(client_host(c), dst + n, MASK_LEN + 8 - n);
	return view_of(dst, n);
}

/* With +x the host may follow the account. */
static void
follow(struct route *rt, struct client *c)
{
	if (!client_is_user(c) || (c->umodes & UMODE_CLOAK) == 0 || !route_world(rt)->conf.account_cloaks)
		return;
	(void)chghost_cloak(rt, c);
}

/* 900 or 901; and what goes by accounts on the server of who has one. */
static void
tell_itself(struct route *rt, struct client *c)
{
	char mask[MASK_LEN + 8];
	struct reply r;

	if (c->account == NULL) {
		reply(rt, c, RPL_LOGGEDOUT, mask_of(c, mask));
	} else {
		reply_begin(&r, rt, c, RPL_LOGGEDIN);
		reply_param(&r, mask_of(c, mask));
		reply_param(&r, view_z(c->account));
		reply_end_textf(&r, "You are now logged in as %s", c->account);
	}
	follow(rt, c);
	if (c->account != NULL)
		mode_event_access(rt, c);
}

enum login_verdict
login_told(struct route *rt, struct client *c, struct view account)
{
	if (account.n != 0 && !name_is_account(account))
		return LOGIN_INVALID;
	if (view_eq(account, c->account != NULL ? view_z(c->account) : VIEW("")))
		return LOGIN_SAME;
	tell_others(rt, c, account);
	client_set_account(c, account);
	if (client_is_local(c))
		tell_itself(rt, c);
	return LOGIN_OK;
}

enum login_verdict
login_set(struct route *rt, struct client *c, struct view account)
{
	enum login_verdict v = account.n != 0 ? login_told(rt, c, account) : LOGIN_INVALID;

	if (v == LOGIN_OK)
		tree_account(rt, c);
	return v;
}

void
login_clear(struct route *rt, struct client *c)
{
	if (login_told(rt, c, VIEW("")) == LOGIN_OK)
		tree_account(rt, c);
}
