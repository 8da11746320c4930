/* Operators.  UMODE_OPER and client.oper go together: mode_user.c drops the grant with the bit. */
#include "state/oper.h"

#include <assert.h>

#include "core/mem.h"
#include "state/client.h"
#include "state/mode.h"
#include "state/snomask.h"

struct oper_grant *
oper_grant_new(struct view oper, struct view role, uint64_t privs)
{
	struct oper_grant *g = mem_zalloc(sizeof(*g));

	g->privs = privs;
	g->refs = 1;
	(void)view_copy(oper, g->oper, sizeof(g->oper));
	(void)view_copy(role, g->role, sizeof(g->role));
	return g;
}

void
oper_grant_unref(struct oper_grant *g)
{
	if (g == NULL)
		return;
	assert(g->refs > 0);
	if (--g->refs == 0)
		mem_free(g);
}

void
oper_raise(struct client *c, struct oper_grant *g)
{
	struct oper_grant *old = c->oper;

	assert(g->refs < UINT32_MAX);
	g->refs++;
	c->oper = g;
	oper_grant_unref(old); /* last: it may be the same one */
	if (!oper_has(c, PRIV_SERVER_NOTICES))
		snomask_set(c, 0);
	client_set_modes(c, UMODE_OPER, 0);
}

void
oper_lower(struct client *c)
{
	client_set_modes(c, 0, UMODE_OPER);
}

bool
oper_has(const struct client *c, enum priv p)
{
	return c->oper != NULL && (c->oper->privs & PRIV_BIT(p)) != 0;
}
