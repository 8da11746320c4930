#include "auth/reserved.h"

#include "auth/admission.h"
#include "auth/session.h"
#include "proto/casemap.h"
#include "proto/confusable.h"
#include "proto/limits.h"

#define SERVICES_HERE \
	2 /* the first ones: this server answers by these names, and people send them passwords */
static const struct view services[] = {
	VIEW_INIT("NickServ"),
	VIEW_INIT("ChanServ"),
	VIEW_INIT("OperServ"),
	VIEW_INIT("MemoServ"),
	VIEW_INIT("HostServ"),
	VIEW_INIT("BotServ"),
	VIEW_INIT("HelpServ"),
	VIEW_INIT("SaslServ"),
	VIEW_INIT("Global"),
};

/* What the casemapping takes for the same is the same, though it may look different ('|' and '\'). */
static bool
is_like(struct view nick, struct view skeleton, struct view name)
{
	return casemap_eq(nick, name) || confusable_is(skeleton, name);
}

static bool
is_for_nobody(const struct conf *conf, struct view nick, struct view skeleton)
{
	for (size_t i = 0; i < ARRAY_LEN(services); i++) {
		if (is_like(nick, skeleton, services[i]))
			return true;
	}
	for (size_t i = 0; i < conf->server.n_protected_names; i++) {
		if (is_like(nick, skeleton, view_z(conf->server.protected_names[i])))
			return true;
	}
	return false;
}

static bool
is_service_here(struct view nick)
{
	for (size_t i = 0; i < SERVICES_HERE; i++) {
		if (casemap_eq(nick, services[i]))
			return true;
	}
	return false;
}

/* Who may be called as an operator may also add what a client adds to a nick that is taken. */
bool
reserved_may_have(const struct conf *conf, const struct client *c, struct view nick)
{
	char dst[NICK_LEN_MAX + 1];
	struct view skeleton = view_of(dst, confusable_skeleton(nick, dst, sizeof(dst)));
	bool like_oper = false, admitted = false;

	if (is_service_here(nick))
		return false;
	for (size_t i = 0; i < conf->n_oper; i++) {
		const struct conf_oper *oper = &conf->oper[i];
		bool admits;

		if (!is_like(nick, skeleton, view_z(oper->name)))
			continue;
		admits = !c->session->has_user || admission_who(oper->from, oper->n_from, c);
		if (casemap_eq(nick, view_z(oper->name)))
			return admits;
		like_oper = true;
		admitted = admitted || admits;
	}
	return (!like_oper || admitted) && !is_for_nobody(conf, nick, skeleton);
}
