#include "store/store_ban.h"

#include "store/sql.h"

int
store_ban_load(struct store_db *db, store_ban_fn *fn, void *arg, struct err *e)
{
	struct sql q;
	int r = 0;

	sql_begin(&q, db,
		"SELECT id, kind, mask, set_by, reason, oper_reason, set_s, until_s FROM server_ban ORDER BY "
		"id");
	while (r == 0 && sql_step(&q)) {
		const struct store_ban row = { .id = sql_number(&q, 0),
			.kind = sql_text(&q, 1),
			.mask = sql_text(&q, 2),
			.by = sql_text(&q, 3),
			.reason = sql_text(&q, 4),
			.oper_reason = sql_text(&q, 5),
			.set_s = sql_number(&q, 6),
			.until_s = sql_number(&q, 7) };

		r = fn(arg, &row, e);
	}
	if (sql_end(&q) != STORE_OK && r == 0)
		return err_fmt(e, "server bans: %s", db->fault);
	return r;
}

int
store_ban_last_id(struct store_db *db, uint64_t *id, struct err *e)
{
	return sql_ask(
		db, "SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'server_ban'", id, e);
}

enum store_result
store_ban_insert(struct store_db *db, const struct store_ban *row)
{
	struct sql q;

	sql_begin(&q, db,
		"INSERT INTO server_ban (id, kind, mask, set_by, reason, oper_reason, set_s, until_s) "
		"VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
	sql_bind_number(&q, row->id);
	sql_bind_text(&q, row->kind);
	sql_bind_text(&q, row->mask);
	sql_bind_text(&q, row->by);
	sql_bind_text(&q, row->reason);
	sql_bind_text(&q, row->oper_reason);
	sql_bind_number(&q, row->set_s);
	sql_bind_number(&q, row->until_s);
	return sql_end(&q);
}

enum store_result
store_ban_delete(struct store_db *db, uint64_t id)
{
	struct sql q;

	sql_begin(&q, db, "DELETE FROM server_ban WHERE id = ?");
	sql_bind_number(&q, id);
	return sql_end_changed(&q);
}

enum store_result
store_ban_delete_expired(struct store_db *db, uint64_t now_s)
{
	struct sql q;

	sql_begin(&q, db, "DELETE FROM server_ban WHERE until_s != 0 AND until_s <= ?");
	sql_bind_number(&q, now_s);
	return sql_end(&q);
}
