/* IRCv3 account-notify; numerics 900 and 901 of IRCv3 sasl-3.1, which also say what happened without SASL. */
#include "route/login.h"

#include "proto/caps.h"
#include "proto/names.h"
#include "route/chghost.h"
#include "route/mode_event.h"
#include "route/reply.h"
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

enum login_verdict
login_set(struct route *rt, struct client *c, struct view account)
{
	char mask[MASK_LEN + 8];
	struct reply r;

	if (!name_is_account(account))
		return LOGIN_INVALID;
	if (c->account != NULL && view_eq(account, view_z(c->account)))
		return LOGIN_SAME;
	tell_others(rt, c, account);
	client_set_account(c, account);
	reply_begin(&r, rt, c, RPL_LOGGEDIN);
	reply_param(&r, mask_of(c, mask));
	reply_param(&r, view_z(c->account));
	reply_end_textf(&r, "You are now logged in as %s", c->account);
	follow(rt, c);
	mode_event_access(rt, c);
	return LOGIN_OK;
}

void
login_clear(struct route *rt, struct client *c)
{
	char mask[MASK_LEN + 8];

	if (c->account == NULL)
		return;
	tell_others(rt, c, VIEW(""));
	client_set_account(c, VIEW(""));
	reply(rt, c, RPL_LOGGEDOUT, mask_of(c, mask));
	follow(rt, c);
}
