#include "link/link_services.h"

#include <string.h>

#include "conf/conf.h"
#include "core/mem.h"
#include "link/link_priv.h"
#include "link/out.h"
#include "state/mode_bits.h"

#define MECHS_AT_FIRST "PLAIN,EXTERNAL" /* what every agent knows, until it has said more */

struct link_services {
	char agent[UID_LEN + 1];      /* as last told; "": none */
	char mechs[LINKS_MECHS_SIZE]; /* of the agent */
	char told[LINKS_MECHS_SIZE];  /* as last told */
};

struct link_services *
link_services_new(void)
{
	struct link_services *sv = mem_zalloc(sizeof(*sv));

	(void)view_copy(VIEW(MECHS_AT_FIRST), sv->mechs, sizeof(sv->mechs));
	return sv;
}

void
link_services_free(struct link_services *sv)
{
	mem_free(sv);
}

static const struct client *
agent_of(const struct links *ls)
{
	const char *nick = ls->conf->links.sasl_agent;
	const struct client *c = nick != NULL ? client_find(link_world(ls), view_z(nick)) : NULL;

	return c != NULL && c->node->is_services && (c->umodes & UMODE_SERVICE) != 0 ? c : NULL;
}

const char *
links_sasl_agent(const struct links *ls)
{
	const struct client *c = agent_of(ls);

	return c != NULL ? c->uid : NULL;
}

const char *
links_sasl_mechanisms(const struct links *ls)
{
	return agent_of(ls) != NULL ? ls->services->mechs : "";
}

void
links_sasl_send(struct links *ls, const struct client *c, const struct links_sasl_piece *piece)
{
	const struct client *to = client_find_uid(link_world(ls), view_z(piece->agent));
	struct out o;

	if (to == NULL && piece->mode != 'D')
		return;
	out_begin(&o, ls, TREE_US, VIEW("ENCAP"));
	out_param(&o, to != NULL ? node_name(to->node) : VIEW("*"));
	out_param(&o, VIEW("SASL"));
	out_param(&o, client_uid(c));
	out_param(&o, to != NULL ? view_z(piece->agent) : VIEW("*"));
	out_param(&o, view_of(&piece->mode, 1));
	for (size_t i = 0; i < piece->n; i++)
		out_param(&o, piece->data[i]);
	if (to != NULL)
		out_client(&o, to);
	else
		out_flood(&o, 0, 0);
}

void
link_services_check(struct links *ls)
{
	struct link_services *sv = ls->services;
	const struct client *c = agent_of(ls);
	char was[LINKS_MECHS_SIZE];

	if (c == NULL)
		(void)view_copy(VIEW(MECHS_AT_FIRST), sv->mechs, sizeof(sv->mechs));
	if (strcmp(c != NULL ? c->uid : "", sv->agent) == 0 &&
		strcmp(c != NULL ? sv->mechs : "", sv->told) == 0)
		return;
	memcpy(was, sv->told, sizeof(was));
	(void)view_copy(c != NULL ? view_z(c->uid) : VIEW(""), sv->agent, sizeof(sv->agent));
	(void)view_copy(c != NULL ? view_z(sv->mechs) : VIEW(""), sv->told, sizeof(sv->told));
	if (ls->env.sasl_agent != NULL)
		ls->env.sasl_agent(ls->env.arg, was);
}

void
link_services_mechanisms(struct links *ls, struct view list)
{
	char *dst = ls->services->mechs;
	struct view name;
	size_t n = 0;

	dst[0] = '\0';
	while (view_cut(&list, ',', &name)) {
		if (name.n == 0 || n + name.n + 2 > LINKS_MECHS_SIZE)
			continue;
		if (n != 0)
			dst[n++] = ',';
		n += view_copy(name, dst + n, LINKS_MECHS_SIZE - n);
	}
}
