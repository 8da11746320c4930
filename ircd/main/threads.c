#include "main/threads.h"

#include <limits.h>

#include "core/log.h"
#include "core/worker.h"
#include "main/settings.h"
#include "store/audit_log.h"
#include "store/audit_syslog.h"
#include "store/store.h"

#define SYSLOG_SOCKET "/dev/log"
#define WORKERS	      2
#define JOBS_WAITING  256

void
threads_open_syslog(struct threads *t, const struct conf *conf)
{
	struct err e;

	t->syslog_fd = -1;
	if (!conf->audit.enabled || !conf->audit.syslog)
		return;
	t->syslog_fd = audit_syslog_open(SYSLOG_SOCKET, &e);
	if (t->syslog_fd == -1)
		log_error("audit", "no copy to syslog: %s", e.text);
}

void
threads_make_dirs(const struct conf *conf)
{
	char path[PATH_MAX];
	struct err e;

	settings_audit_dir(conf, path);
	if (conf->audit.enabled && audit_file_make_dir(path, &e) == -1)
		log_error("audit", "%s", e.text);
}

static int
start_audit(struct threads *t, const struct conf *conf, struct loop *loop, struct err *e)
{
	struct audit_log_conf ac;
	char path[PATH_MAX];

	settings_audit(conf, &ac);
	settings_audit_dir(conf, path);
	t->audit_log = audit_log_new(loop, path, &ac, t->syslog_fd);
	return audit_log_start(t->audit_log, e);
}

int
threads_start(struct threads *t, const struct conf *conf, struct loop *loop, struct err *e)
{
	char path[PATH_MAX];

	settings_database(conf, path);
	t->store = store_open(path, e);
	if (t->store == NULL)
		return err_wrap(e, "accounts");
	t->workers = worker_pool_new(loop, WORKERS, JOBS_WAITING, e);
	if (t->workers == NULL || store_start(t->store, loop, e) == -1)
		return -1;
	return conf->audit.enabled ? start_audit(t, conf, loop, e) : 0;
}

void
threads_free(struct threads *t)
{
	worker_pool_free(t->workers); /* their jobs' done() looks into the world */
	store_free(t->store);	      /* the same; what it was given is written first */
	t->workers = NULL;
	t->store = NULL;
}

void
threads_free_audit(struct threads *t)
{
	audit_log_free(t->audit_log);
	t->audit_log = NULL;
}
