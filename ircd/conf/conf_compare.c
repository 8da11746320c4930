/* What a running server can't change: each key that the table marks with CONF_RESTART.  Listeners: main/ports.h. */
#include "conf/conf.h"
#include "conf/conf_diff.h"
#include "conf/conf_faults.h"
#include "conf/conf_schema.h"

struct notes {
	struct conf_faults *to;
	size_t n;
};

static void
on_change(void *arg, const struct conf_change *change)
{
	struct notes *notes = arg;

	if (!change->restart)
		return;
	conf_faults_add(notes->to, change->place.file, change->place.line,
		"%s %s has changed; that takes a restart", change->name, change->bind->key);
	notes->n++;
}

size_t
conf_compare(const struct conf *running, const struct conf *fresh, struct conf_faults *notes)
{
	struct notes n = { .to = notes };

	(void)conf_diff(running, fresh, on_change, &n);
	return n.n;
}
