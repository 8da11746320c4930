#include "store/store_module.h"

#include "store/sql.h"

int
store_module_load(struct store_db *db, struct view module, store_module_fn *fn, void *arg, struct err *e)
{
	struct sql q;
	int r = 0;

	sql_begin(&q, db, "SELECT kind, key, value FROM module_row WHERE module = ? ORDER BY kind, key");
	sql_bind_text(&q, module);
	while (r == 0 && sql_step(&q)) {
		const struct store_module_row row = {
			.kind = sql_text(&q, 0), .key = sql_blob(&q, 1), .value = sql_blob(&q, 2)
		};

		r = fn(arg, &row, e);
	}
	if (sql_end(&q) != STORE_OK && r == 0)
		return err_fmt(e, "rows of modules: %s", db->fault);
	return r;
}

/* Nothing is a value, too; SQL's NULL is none. */
static struct view
value_of(const struct store_module_row *row)
{
	return row->value.n != 0 ? row->value : VIEW("");
}

enum store_result
store_module_update(struct store_db *db, struct view module, const struct store_module_row *row)
{
	struct sql q;

	sql_begin(&q, db, "UPDATE module_row SET value = ? WHERE module = ? AND kind = ? AND key = ?");
	sql_bind_blob(&q, value_of(row));
	sql_bind_text(&q, module);
	sql_bind_text(&q, row->kind);
	sql_bind_blob(&q, row->key);
	return sql_end_changed(&q);
}

enum store_result
store_module_insert(struct store_db *db, struct view module, const struct store_module_row *row)
{
	struct sql q;

	sql_begin(&q, db, "INSERT INTO module_row (module, kind, key, value) VALUES (?, ?, ?, ?)");
	sql_bind_text(&q, module);
	sql_bind_text(&q, row->kind);
	sql_bind_blob(&q, row->key);
	sql_bind_blob(&q, value_of(row));
	return sql_end(&q);
}

enum store_result
store_module_delete(struct store_db *db, struct view module, const struct store_module_row *row)
{
	struct sql q;

	sql_begin(&q, db, "DELETE FROM module_row WHERE module = ? AND kind = ? AND key = ?");
	sql_bind_text(&q, module);
	sql_bind_text(&q, row->kind);
	sql_bind_blob(&q, row->key);
	return sql_end_changed(&q);
}
