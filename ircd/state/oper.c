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

bool
oper_grant_is_given(const struct oper_grant *g)
{
	return g->by[0] != '\0';
}

struct oper_grant *
oper_grant_ref(struct oper_grant *g)
{
	if (g == NULL)
		return NULL;
	assert(g->refs < UINT32_MAX);
	g->refs++;
	return g;
}

struct oper_grant *
oper_grant_new_given(const struct client *c, struct view role, uint64_t privs, struct view by)
{
	struct oper_grant *own = c->oper != NULL && oper_grant_is_given(c->oper) ? c->oper->below : c->oper;
	struct oper_grant *g = oper_grant_new(own != NULL ? view_z(own->oper) : VIEW(""), role, privs);

	(void)view_copy(by, g->by, sizeof(g->by));
	g->below = oper_grant_ref(own);
	return g;
}

/* At most one is below another. */
void
oper_grant_unref(struct oper_grant *g)
{
	while (g != NULL) {
		struct oper_grant *below = g->below;

		assert(g->refs > 0);
		if (--g->refs != 0)
			return;
		mem_free(g);
		g = below;
	}
}

void
oper_raise(struct client *c, struct oper_grant *g)
{
	struct oper_grant *old = c->oper;

	c->oper = oper_grant_ref(g);
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

enum priv
oper_lacks(const struct client *c, uint64_t privs)
{
	enum priv p = 0;

	while (p < PRIV_N && ((privs & PRIV_BIT(p)) == 0 || oper_has(c, p)))
		p++;
	return p;
}
