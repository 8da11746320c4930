#include "state/mass.h"

#include "proto/mask.h"
#include "state/client.h"
#include "state/oper.h"

bool
mass_is_target(struct view target)
{
	return target.n > 2 && target.p[0] == '$' && (target.p[1] == '$' || target.p[1] == '#');
}

/* What is behind the last dot; all of it where there is none. */
static struct view
top_level(struct view mask)
{
	size_t at = mask.n;

	while (at > 0 && mask.p[at - 1] != '.')
		at--;
	return view_skip(mask, at);
}

enum mass_verdict
mass_may_write(const struct client *c, struct view target, struct view *hosts)
{
	struct view mask = view_skip(target, 2), top = top_level(mask);
	bool of_hosts = target.p[1] == '#';
	bool has_top = !of_hosts || view_find(mask, ':') == mask.n;

	*hosts = of_hosts ? mask : VIEW("");
	if (c->oper == NULL)
		return MASS_NOT_OPER;
	if (!oper_has(c, PRIV_MASS_MESSAGE))
		return MASS_NO_PRIV;
	if (has_top && top.n == mask.n)
		return MASS_NO_TOPLEVEL;
	if (has_top && view_has_any(top, VIEW("*?")))
		return MASS_WILD_TOPLEVEL;
	if (!of_hosts && node_match(c->world, mask) == NULL)
		return MASS_NO_SUCH_SERVER;
	return MASS_OK;
}
