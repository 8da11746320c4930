/*
 * What a neighbour is told depends on what it can: who has no EUID gets UID, and host and account behind it.  A user that comes is told to all
 * of one kind with one line; in a burst each neighbour has its own.
 */
#include "link/introduce.h"

#include <arpa/inet.h>

#include "link/link_umodes.h"
#include "state/channel.h"
#include "state/channel_ts.h"
#include "state/oper.h"

#define EUID  LINK_CAP_BIT(LINK_CAP_EUID)
#define OURS  LINK_CAP_BIT(LINK_CAP_CONCLAVE)
#define KINDS 4u /* of neighbours, by these two */

/* One neighbour, or all that have exactly these of EUID and OURS. */
struct audience {
	struct links *ls;
	struct link *only; /* NULL: all of the kind */
	uint64_t caps;
};

static void
deliver(const struct audience *a, struct out *o)
{
	if (a->only != NULL)
		out_to(o, a->only);
	else
		out_flood(o, a->caps, ~a->caps & (EUID | OURS));
}

/* Numeric, or "0". */
static const char *
address_of(const struct client *c, char dst[INET6_ADDRSTRLEN + 2])
{
	struct peer_addr a;

	if (peer_addr_parse(c->address != NULL ? view_z(c->address) : client_host(c), &a) == -1)
		return "0";
	return peer_addr_host(&a, dst, INET6_ADDRSTRLEN + 2);
}

static struct view
real_host_or_star(const struct client *c)
{
	struct view host = client_real_host(c);

	return view_eq(host, client_host(c)) ? VIEW("*") : host;
}

static void
put_user(const struct audience *a, const struct client *c)
{
	char modes[LINK_UMODES_TEXT], address[INET6_ADDRSTRLEN + 2];
	bool euid = (a->caps & EUID) != 0;
	struct out o;

	out_begin(&o, a->ls, tree_by_node(c->node), euid ? VIEW("EUID") : VIEW("UID"));
	out_param(&o, client_nick(c));
	out_param_u64(&o, c->node->hops + 1);
	out_param_u64(&o, c->nick_ts);
	out_param(&o, view_of(modes, link_umodes_text(c->umodes, a->caps, modes)));
	out_param(&o, client_user(c));
	out_param(&o, client_host(c));
	out_param(&o, view_z(address_of(c, address)));
	out_param(&o, client_uid(c));
	if (euid) {
		out_param(&o, real_host_or_star(c));
		out_param(&o, c->account != NULL ? view_z(c->account) : VIEW("*"));
	}
	out_text(&o, view_z(c->realname));
	deliver(a, &o);
}

/* ":<uid> ENCAP * <what> <word>" */
static void
put_encap(const struct audience *a, const struct client *c, struct view what, struct view word)
{
	struct out o;

	out_begin(&o, a->ls, tree_by(c), VIEW("ENCAP"));
	out_param(&o, VIEW("*"));
	out_param(&o, what);
	out_text(&o, word);
	deliver(a, &o);
}

static void
put_fingerprint(const struct audience *a, const struct client *c)
{
	const struct links_env *env = &a->ls->env;
	char print[65];

	if (c->far != NULL && c->far->fingerprint != NULL)
		put_encap(a, c, VIEW("CERTFP"), view_z(c->far->fingerprint));
	else if (client_is_local(c) && env->fingerprint != NULL && env->fingerprint(env->arg, c, print) == 0)
		put_encap(a, c, VIEW("CERTFP"), view_z(print));
}

static void
put_away(const struct audience *a, const struct client *c)
{
	struct out o;

	if (c->away == NULL)
		return;
	out_begin(&o, a->ls, tree_by(c), VIEW("AWAY"));
	out_text(&o, view_z(c->away));
	deliver(a, &o);
}

/* As one word, whatever the configuration calls it. */
static void
put_name(struct out *o, const char *name)
{
	char word[sizeof(((struct oper_grant *)NULL)->role)];
	size_t n = view_copy(view_z(name), word, sizeof(word));

	for (size_t i = 0; i < n; i++) {
		if (word[i] == ' ' || (word[i] == ':' && i == 0))
			word[i] = '_';
	}
	out_param(o, n != 0 ? view_of(word, n) : VIEW("*"));
}

void
introduce_oper(struct out *o, struct links *ls, const struct client *c)
{
	out_begin(o, ls, tree_by(c), VIEW("OPER"));
	put_name(o, c->oper->oper);
	if (c->oper->role[0] != '\0')
		put_name(o, c->oper->role);
}

static void
put_oper(const struct audience *a, const struct client *c)
{
	struct out o;

	if (c->oper == NULL)
		return;
	introduce_oper(&o, a->ls, c);
	deliver(a, &o);
}

/* It is the server of c that says so, where services have said it before. */
static void
put_identified(const struct audience *a, const struct client *c)
{
	struct out o;

	if (!c->owns_nick)
		return;
	out_begin(&o, a->ls, tree_by_node(c->node), VIEW("ENCAP"));
	out_param(&o, VIEW("*"));
	out_param(&o, VIEW("IDENTIFIED"));
	out_param(&o, client_uid(c));
	out_text(&o, client_nick(c));
	deliver(a, &o);
}

static void
put_all(const struct audience *a, const struct client *c)
{
	put_user(a, c);
	put_fingerprint(a, c);
	if ((a->caps & EUID) == 0) {
		put_encap(a, c, VIEW("REALHOST"), client_real_host(c));
		if (c->account != NULL)
			put_encap(a, c, VIEW("LOGIN"), view_z(c->account));
	}
	put_away(a, c);
	put_oper(a, c);
	put_identified(a, c);
}

static bool
is_anybody(const struct audience *a)
{
	for (unsigned i = 1; i <= NODE_LINKS_MAX; i++) {
		const struct link *l = a->ls->neighbour[i];

		if (l != NULL && (l->caps & (EUID | OURS)) == a->caps)
			return true;
	}
	return false;
}

void
introduce(struct links *ls, const struct client *c)
{
	for (unsigned i = 0; i < KINDS; i++) {
		const struct audience a = { ls, NULL, ((i & 1) != 0 ? EUID : 0) | ((i & 2) != 0 ? OURS : 0) };

		if (is_anybody(&a))
			put_all(&a, c);
	}
}

void
introduce_to(struct link *l, const struct client *c)
{
	const struct audience a = { l->ls, l, l->caps };

	put_all(&a, c);
}

void
introduce_again(struct link *l, const struct client *c)
{
	introduce_to(l, c);
	LIST_FOR_EACH (it, &c->memberships) {
		const struct member *m = member_of_client_link(it);
		char who[UID_LEN + 3], *p = who;
		struct out o;

		if (member_has_rank(m, RANK_OP))
			*p++ = '@';
		if ((m->ranks & RANK_VOICE) != 0)
			*p++ = '+';
		p += view_copy(client_uid(c), p, UID_LEN + 1);
		out_begin(&o, l->ls, tree_by_node(c->node), VIEW("SJOIN"));
		out_param_u64(&o, channel_ts(m->channel));
		out_param(&o, channel_name(m->channel));
		out_param(&o, VIEW("+"));
		out_text(&o, view_of(who, (size_t)(p - who)));
		out_to(&o, l);
	}
}
