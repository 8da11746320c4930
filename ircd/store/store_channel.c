/* A channel is written whole: what changed of it is not worth finding out for a handful of rows. */
#include "store/store_channel.h"

#include "store/sql.h"

int
store_channel_load(struct store_db *db, store_channel_fn *fn, void *arg, struct err *e)
{
	struct sql q;
	int r = 0;

	sql_begin(&q, db,
		"SELECT id, name, founder, modes, topic, topic_by, topic_ms, description, url, settings, "
		"mode_lock, "
		"created_ms, registered_s FROM channel ORDER BY id");
	while (r == 0 && sql_step(&q)) {
		const struct store_channel row = { .id = sql_number(&q, 0),
			.name = sql_text(&q, 1),
			.founder = sql_text(&q, 2),
			.modes = sql_text(&q, 3),
			.topic = sql_text(&q, 4),
			.topic_by = sql_text(&q, 5),
			.topic_ms = sql_number(&q, 6),
			.description = sql_text(&q, 7),
			.url = sql_text(&q, 8),
			.settings = sql_text(&q, 9),
			.lock = sql_text(&q, 10),
			.created_ms = sql_number(&q, 11),
			.registered_s = sql_number(&q, 12) };

		r = fn(arg, &row, e);
	}
	if (sql_end(&q) != STORE_OK && r == 0)
		return err_fmt(e, "channels: %s", db->fault);
	return r;
}

int
store_mask_load(struct store_db *db, store_mask_fn *fn, void *arg, struct err *e)
{
	struct sql q;
	int r = 0;

	sql_begin(&q, db, "SELECT channel, list, mask, set_by, set_ms FROM channel_mask ORDER BY id");
	while (r == 0 && sql_step(&q)) {
		const struct store_mask row = { .list = sql_text(&q, 1),
			.mask = sql_text(&q, 2),
			.by = sql_text(&q, 3),
			.set_ms = sql_number(&q, 4) };

		r = fn(arg, sql_number(&q, 0), &row, e);
	}
	if (sql_end(&q) != STORE_OK && r == 0)
		return err_fmt(e, "lists of channels: %s", db->fault);
	return r;
}

int
store_access_load(struct store_db *db, store_access_fn *fn, void *arg, struct err *e)
{
	struct sql q;
	int r = 0;

	sql_begin(&q, db, "SELECT channel, account, flags, set_s FROM channel_access ORDER BY id");
	while (r == 0 && sql_step(&q)) {
		const struct store_access row = {
			.account = sql_text(&q, 1), .flags = sql_text(&q, 2), .set_s = sql_number(&q, 3)
		};

		r = fn(arg, sql_number(&q, 0), &row, e);
	}
	if (sql_end(&q) != STORE_OK && r == 0)
		return err_fmt(e, "access to channels: %s", db->fault);
	return r;
}

enum store_result
store_channel_delete(struct store_db *db, uint64_t id)
{
	struct sql q;

	sql_begin(&q, db, "DELETE FROM channel WHERE id = ?");
	sql_bind_number(&q, id);
	return sql_end(&q);
}

static enum store_result
put_row(struct store_db *db, const struct store_channel *row)
{
	struct sql q;

	sql_begin(&q, db,
		"INSERT INTO channel (id, name, founder, modes, topic, topic_by, topic_ms, description, url, "
		"settings, mode_lock, created_ms, registered_s) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
		"?)");
	sql_bind_number(&q, row->id);
	sql_bind_text(&q, row->name);
	sql_bind_text(&q, row->founder);
	sql_bind_text(&q, row->modes);
	sql_bind_text(&q, row->topic);
	sql_bind_text(&q, row->topic_by);
	sql_bind_number(&q, row->topic_ms);
	sql_bind_text(&q, row->description);
	sql_bind_text(&q, row->url);
	sql_bind_text(&q, row->settings);
	sql_bind_text(&q, row->lock);
	sql_bind_number(&q, row->created_ms);
	sql_bind_number(&q, row->registered_s);
	return sql_end(&q);
}

static enum store_result
put_mask(struct store_db *db, uint64_t channel, const struct store_mask *m)
{
	struct sql q;

	sql_begin(&q, db,
		"INSERT INTO channel_mask (channel, list, mask, set_by, set_ms) VALUES (?, ?, ?, ?, ?)");
	sql_bind_number(&q, channel);
	sql_bind_text(&q, m->list);
	sql_bind_text(&q, m->mask);
	sql_bind_text(&q, m->by);
	sql_bind_number(&q, m->set_ms);
	return sql_end(&q);
}

static enum store_result
put_access(struct store_db *db, uint64_t channel, const struct store_access *a)
{
	struct sql q;

	sql_begin(&q, db, "INSERT INTO channel_access (channel, account, flags, set_s) VALUES (?, ?, ?, ?)");
	sql_bind_number(&q, channel);
	sql_bind_text(&q, a->account);
	sql_bind_text(&q, a->flags);
	sql_bind_number(&q, a->set_s);
	return sql_end(&q);
}

enum store_result
store_channel_put(struct store_db *db, const struct store_channel *row)
{
	enum store_result v = store_channel_delete(db, row->id);

	if (v == STORE_OK)
		v = put_row(db, row);
	for (size_t i = 0; v == STORE_OK && i < row->n_masks; i++)
		v = put_mask(db, row->id, &row->mask[i]);
	for (size_t i = 0; v == STORE_OK && i < row->n_access; i++)
		v = put_access(db, row->id, &row->access[i]);
	return v;
}
