/*
 * CERTFP REALHOST LOGIN CHGHOST IDENTIFIED SETNAME: what servers say of their users behind ENCAP.  ENCAP goes on by itself, so other servers are told
 * nothing here.
 */
#include "core/utf8.h"
#include "link/link_kill.h"
#include "proto/casemap.h"
#include "route/login.h"
#include "route/setname.h"

#define FINGERPRINT_LEN 160 /* "SPKI:SHA2-512:" and 128 digits fit */

/* ENCAP * CERTFP :fingerprint */
static enum link_verdict
encap_certfp(struct link_msg *m)
{
	struct view v = m->msg->param[0];

	if (v.n > FINGERPRINT_LEN)
		return link_fault(m, LINK_BAD, "CERTFP: longer than %d bytes", FINGERPRINT_LEN);
	for (size_t i = 0; i < v.n; i++) {
		if (v.p[i] <= ' ' || v.p[i] > '~')
			return link_fault(m, LINK_BAD, "CERTFP: that is no fingerprint");
	}
	client_set_fingerprint(m->user, v);
	return LINK_OK;
}

/* ENCAP * REALHOST host: behind UID, which has no place for it. */
static enum link_verdict
encap_realhost(struct link_msg *m)
{
	client_set_real_host(m->user, m->msg->param[0]);
	return LINK_OK;
}

/* ENCAP * LOGIN account */
static enum link_verdict
encap_login(struct link_msg *m)
{
	if (login_told(m->ls->env.route, m->user, m->msg->param[0]) == LOGIN_INVALID)
		return link_fault(m, LINK_BAD, "LOGIN: that is no account");
	return LINK_OK;
}

/* ENCAP * SETNAME :real name, of another Conclave */
static enum link_verdict
encap_setname(struct link_msg *m)
{
	struct view name = utf8_left(m->msg->param[0], REALNAME_LEN);

	if (name.n == 0)
		return link_fault(m, LINK_BAD, "SETNAME: there is none");
	setname_here(m->ls->env.route, m->user, name);
	return LINK_OK;
}

/* ENCAP * IDENTIFIED uid nick [OFF]: by services, and by its own server in a burst.  What it was called before is no matter. */
static enum link_verdict
encap_identified(struct link_msg *m)
{
	struct client *c = m->arg[0].client;

	if (m->node != c->node && !m->node->is_services)
		return link_fault(m, LINK_BAD, "IDENTIFIED of somebody of another server");
	if (!casemap_eq(m->msg->param[1], client_nick(c)))
		return LINK_STALE;
	c->owns_nick = !view_eq_nocase(msg_param(m->msg, 2), VIEW("OFF"));
	return LINK_OK;
}

static const struct link_verb rows[] = {
	{ VIEW_INIT("CERTFP"), LINK_FROM_USER, 1, 1, false, { LP_WORD }, encap_certfp },
	{ VIEW_INIT("REALHOST"), LINK_FROM_USER, 1, 1, false, { LP_HOST }, encap_realhost },
	{ VIEW_INIT("LOGIN"), LINK_FROM_USER, 1, 1, false, { LP_WORD }, encap_login },
	{ VIEW_INIT("CHGHOST"), LINK_FROM_ANY, 2, 2, false, { LP_USER, LP_ANY }, link_chghost },
	{ VIEW_INIT("IDENTIFIED"), LINK_FROM_NODE, 2, 3, false, { LP_USER, LP_WORD, LP_WORD },
		encap_identified },
	{ VIEW_INIT("SETNAME"), LINK_FROM_USER, 1, 1, false, { LP_TEXT }, encap_setname },
};
const struct link_verb_table link_encaps_user = { rows, ARRAY_LEN(rows) };
