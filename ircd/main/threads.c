#include "main/threads.h"

#include <limits.h>

#include "core/worker.h"
#include "main/settings.h"
#include "store/store.h"

#define WORKERS	     2
#define JOBS_WAITING 256

int
threads_start(struct threads *t, const struct conf *conf, struct loop *loop, struct err *e)
{
	char path[PATH_MAX];

	settings_database(conf, path);
	t->store = store_open(path, e);
	if (t->store == NULL)
		return err_wrap(e, "accounts");
	t->workers = worker_pool_new(loop, WORKERS, JOBS_WAITING, e);
	return t->workers != NULL ? store_start(t->store, loop, e) : -1;
}

void
threads_free(struct threads *t)
{
	worker_pool_free(t->workers); /* their jobs' done() looks into the world */
	store_free(t->store);	      /* the same; what it was given is written first */
	*t = (struct threads){ .workers = NULL };
}
