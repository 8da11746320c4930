/*
 * One job for each row that is written.  A job belongs to the store until its done(), which may come when the modules are no more: what is
 * under way is in a list of its module, and is cut loose with it.
 */
#include "module/module_store.h"

#include <string.h>

#include "core/log.h"
#include "core/mem.h"
#include "module/module_priv.h"
#include "store/store.h"
#include "store/store_module.h"

enum deed { DEED_PUT, DEED_DELETE };

struct write {
	struct store_job job;
	struct list link;	  /* in host->writes */
	struct module_host *host; /* NULL: it is gone */
	struct view module;	  /* static */
	enum deed deed;
	bool may_insert, is_new;     /* is_new: set on the storage thread */
	struct store_module_row row; /* of the bytes behind */
	module_stored_fn *done;
	void *arg;
	char bytes[];
};

static enum store_result
run(struct store_job *j, struct store_db *db)
{
	struct write *w = CONTAINER_OF(j, struct write, job);
	enum store_result r;

	if (w->deed == DEED_DELETE)
		return store_module_delete(db, w->module, &w->row);
	r = store_module_update(db, w->module, &w->row);
	w->is_new = r == STORE_REFUSED && w->may_insert;
	return w->is_new ? store_module_insert(db, w->module, &w->row) : r;
}

static void
on_done(struct store_job *j, enum store_result result)
{
	struct write *w = CONTAINER_OF(j, struct write, job);
	struct module_host *h = w->host;
	bool is_ok = result == STORE_OK || (w->deed == DEED_DELETE && result == STORE_REFUSED);

	list_del(&w->link);
	if (h != NULL) {
		h->n_writes--;
		if (result == STORE_OK && w->deed == DEED_DELETE)
			h->n_rows--;
		else if (result == STORE_OK && w->is_new)
			h->n_rows++;
		if (w->done != NULL)
			w->done(w->arg, is_ok);
	}
	explicit_bzero(
		w->bytes, w->row.kind.n + w->row.key.n + w->row.value.n); /* passwords may be in there */
	mem_free(w);
}

static struct view
copy(char **to, struct view v)
{
	char *at = *to;

	(void)memcpy(at, v.n != 0 ? v.p : "", v.n);
	*to += v.n;
	return view_of(at, v.n);
}

static bool
fits(struct view kind, struct view key, struct view value)
{
	return kind.n != 0 && kind.n <= MODULE_KIND_MAX && key.n != 0 && key.n <= MODULE_KEY_MAX &&
		value.n <= MODULE_VALUE_MAX;
}

static bool
submit(struct module_host *h, enum deed deed, const struct module_row *row, module_stored_fn *done, void *arg)
{
	size_t n = row->kind.n + row->key.n + row->value.n;
	struct write *w;
	char *to;

	if (h->set->is_stopped || h->n_writes >= MODULE_WRITES_MAX || !fits(row->kind, row->key, row->value))
		return false;
	if (h->set->env.store == NULL) {
		if (done != NULL)
			done(arg, true);
		return true;
	}
	w = mem_zalloc(sizeof(*w) + n);
	*w = (struct write){ .job = { .run = run, .done = on_done },
		.host = h,
		.module = h->module->name,
		.deed = deed,
		.may_insert = h->n_rows + h->n_writes < MODULE_ROWS_MAX,
		.done = done,
		.arg = arg };
	to = w->bytes;
	w->row.kind = copy(&to, row->kind);
	w->row.key = copy(&to, row->key);
	w->row.value = copy(&to, row->value);
	list_add_tail(&h->writes, &w->link);
	if (!store_submit(h->set->env.store, &w->job)) {
		list_del(&w->link);
		mem_free(w);
		return false;
	}
	h->n_writes++;
	return true;
}

bool
module_put(struct module_host *h, const struct module_row *row, module_stored_fn *done, void *arg)
{
	return submit(h, DEED_PUT, row, done, arg);
}

bool
module_delete(struct module_host *h, struct view kind, struct view key, module_stored_fn *done, void *arg)
{
	return submit(h, DEED_DELETE, &(struct module_row){ kind, key, VIEW("") }, done, arg);
}

static int
load_row(void *arg, const struct store_module_row *row, struct err *e)
{
	struct module_host *h = arg;

	if (!fits(row->kind, row->key, row->value))
		return err_fmt(e, "a row of kind %.*s is longer than rows of modules are",
			VIEW_ARG(view_left(row->kind, MODULE_KIND_MAX)));
	if (h->n_rows >= MODULE_ROWS_MAX)
		return err_fmt(e, "there are more than %u rows", MODULE_ROWS_MAX);
	h->n_rows++;
	return h->module->load != NULL ? h->module->load(h->self, row->kind, row->key, row->value, e) : 0;
}

int
module_store_load(struct module_host *h, struct err *e)
{
	struct store *store = h->set->env.store;

	if (store != NULL && store_module_load(store_idle_db(store), h->module->name, load_row, h, e) == -1)
		return err_wrap(e, h->title);
	return 0;
}

void
module_store_forget(struct module_host *h)
{
	LIST_FOR_EACH_SAFE (it, nx, &h->writes) {
		struct write *w = CONTAINER_OF(it, struct write, link);

		w->host = NULL;
		list_del(&w->link);
	}
}
