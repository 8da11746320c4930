#include "store/store_account.h"

#include "store/sql.h"

int
store_account_load(struct store_db *db, store_account_fn *fn, void *arg, struct err *e)
{
	struct sql q;
	int r = 0;

	sql_begin(&q, db,
		"SELECT name, password, scram_iterations, scram_salt, scram_stored, scram_server, email, "
		"suspended, created_s, seen_s, flags FROM account ORDER BY id");
	while (r == 0 && sql_step(&q)) {
		const struct store_account row = { .name = sql_text(&q, 0),
			.secret = { .password = sql_text(&q, 1),
				.iterations = (uint32_t)sql_number(&q, 2),
				.salt = sql_blob(&q, 3),
				.stored = sql_blob(&q, 4),
				.server = sql_blob(&q, 5) },
			.email = sql_text(&q, 6),
			.suspended = sql_text(&q, 7),
			.created_s = sql_number(&q, 8),
			.seen_s = sql_number(&q, 9),
			.flags = (uint32_t)sql_number(&q, 10) };

		r = fn(arg, &row, e);
	}
	if (sql_end(&q) != STORE_OK && r == 0)
		return err_fmt(e, "accounts: %s", db->fault);
	return r;
}

int
store_cert_load(struct store_db *db, store_cert_fn *fn, void *arg, struct err *e)
{
	struct sql q;
	int r = 0;

	sql_begin(&q, db,
		"SELECT account.name, certificate.fingerprint FROM certificate "
		"JOIN account ON account.id = certificate.account ORDER BY certificate.id");
	while (r == 0 && sql_step(&q))
		r = fn(arg, sql_text(&q, 0), sql_blob(&q, 1), e);
	if (sql_end(&q) != STORE_OK && r == 0)
		return err_fmt(e, "certificates: %s", db->fault);
	return r;
}

static void
bind_secret(struct sql *q, const struct store_secret *s)
{
	sql_bind_text(q, s->password);
	sql_bind_number(q, s->iterations);
	sql_bind_blob(q, s->salt);
	sql_bind_blob(q, s->stored);
	sql_bind_blob(q, s->server);
}

enum store_result
store_account_insert(struct store_db *db, const struct store_account *row)
{
	struct sql q;

	sql_begin(&q, db,
		"INSERT INTO account (name, password, scram_iterations, scram_salt, scram_stored, "
		"scram_server, email, suspended, created_s, seen_s, flags) "
		"VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
	sql_bind_text(&q, row->name);
	bind_secret(&q, &row->secret);
	sql_bind_text(&q, row->email);
	sql_bind_text(&q, row->suspended);
	sql_bind_number(&q, row->created_s);
	sql_bind_number(&q, row->seen_s);
	sql_bind_number(&q, row->flags);
	return sql_end(&q);
}

enum store_result
store_account_secret(struct store_db *db, struct view name, const struct store_secret *secret)
{
	struct sql q;

	sql_begin(&q, db,
		"UPDATE account SET password = ?, scram_iterations = ?, scram_salt = ?, scram_stored = ?, "
		"scram_server = ? WHERE name = ?");
	bind_secret(&q, secret);
	sql_bind_text(&q, name);
	return sql_end_changed(&q);
}

static enum store_result
set_text(struct store_db *db, const char *text, struct view v, struct view name)
{
	struct sql q;

	sql_begin(&q, db, text);
	sql_bind_text(&q, v.n != 0 ? v : view_of(NULL, 0));
	sql_bind_text(&q, name);
	return sql_end_changed(&q);
}

enum store_result
store_account_suspended(struct store_db *db, struct view name, struct view why)
{
	return set_text(db, "UPDATE account SET suspended = ? WHERE name = ?", why, name);
}

enum store_result
store_account_email(struct store_db *db, struct view name, struct view email)
{
	return set_text(db, "UPDATE account SET email = ? WHERE name = ?", email, name);
}

enum store_result
store_account_flags(struct store_db *db, struct view name, uint32_t on, uint32_t off)
{
	struct sql q;

	sql_begin(&q, db, "UPDATE account SET flags = (flags & ~?) | ? WHERE name = ?");
	sql_bind_number(&q, off);
	sql_bind_number(&q, on);
	sql_bind_text(&q, name);
	return sql_end_changed(&q);
}

enum store_result
store_account_seen(struct store_db *db, struct view name, uint64_t seen_s)
{
	struct sql q;

	sql_begin(&q, db, "UPDATE account SET seen_s = ? WHERE name = ?");
	sql_bind_number(&q, seen_s);
	sql_bind_text(&q, name);
	return sql_end_changed(&q);
}

enum store_result
store_account_delete(struct store_db *db, struct view name)
{
	struct sql q;

	sql_begin(&q, db, "DELETE FROM account WHERE name = ?");
	sql_bind_text(&q, name);
	return sql_end_changed(&q);
}

enum store_result
store_cert_insert(
	struct store_db *db, struct view account, const uint8_t fingerprint[STORE_HASH_BYTES], uint64_t now_s)
{
	struct sql q;

	sql_begin(&q, db,
		"INSERT INTO certificate (fingerprint, created_s, account) "
		"SELECT ?, ?, id FROM account WHERE name = ?");
	sql_bind_blob(&q, view_of(fingerprint, STORE_HASH_BYTES));
	sql_bind_number(&q, now_s);
	sql_bind_text(&q, account);
	return sql_end_changed(&q);
}

enum store_result
store_cert_delete(struct store_db *db, struct view account, const uint8_t fingerprint[STORE_HASH_BYTES])
{
	struct sql q;

	sql_begin(&q, db,
		"DELETE FROM certificate WHERE fingerprint = ? "
		"AND account = (SELECT id FROM account WHERE name = ?)");
	sql_bind_blob(&q, view_of(fingerprint, STORE_HASH_BYTES));
	sql_bind_text(&q, account);
	return sql_end_changed(&q);
}

enum store_result
store_code_insert(struct store_db *db, const struct store_code *code, uint64_t now_s, size_t max)
{
	enum store_result r;
	struct sql q;

	sql_begin(&q, db, "DELETE FROM invite_code WHERE uses = 0 OR (expires_s != 0 AND expires_s <= ?)");
	sql_bind_number(&q, now_s);
	r = sql_end(&q);
	if (r != STORE_OK)
		return r;
	sql_begin(&q, db,
		"INSERT INTO invite_code (hash, uses, expires_s, created_s) SELECT ?, ?, ?, ? "
		"WHERE (SELECT count(*) FROM invite_code) < ?");
	sql_bind_blob(&q, view_of(code->hash, sizeof(code->hash)));
	sql_bind_number(&q, code->uses);
	sql_bind_number(&q, code->expires_s);
	sql_bind_number(&q, now_s);
	sql_bind_number(&q, max);
	return sql_end_changed(&q);
}

enum store_result
store_code_use(struct store_db *db, const uint8_t hash[STORE_HASH_BYTES], uint64_t now_s)
{
	struct sql q;

	sql_begin(&q, db,
		"UPDATE invite_code SET uses = uses - 1 WHERE hash = ? AND uses > 0 "
		"AND (expires_s = 0 OR expires_s > ?)");
	sql_bind_blob(&q, view_of(hash, STORE_HASH_BYTES));
	sql_bind_number(&q, now_s);
	return sql_end_changed(&q);
}
