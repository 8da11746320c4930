/* Statements are prepared each time: that takes microseconds, the fsync(2) behind them milliseconds. */
#include "store/sql.h"

#include <sqlite3.h>
#include <stdio.h>

static bool
is_good(int rc)
{
	return rc == SQLITE_OK || rc == SQLITE_ROW || rc == SQLITE_DONE;
}

static void
keep_fault(struct store_db *db)
{
	(void)snprintf(db->fault, sizeof(db->fault), "%s", sqlite3_errmsg(db->db));
}

static void
take(struct sql *q, int rc)
{
	if (is_good(q->rc))
		q->rc = rc;
}

void
sql_begin(struct sql *q, struct store_db *db, const char *text)
{
	*q = (struct sql){ .db = db };
	q->rc = sqlite3_prepare_v2(db->db, text, -1, &q->stmt, NULL);
}

static bool
bind_null(struct sql *q, struct view v)
{
	if (!is_good(q->rc))
		return true;
	q->n_bound++;
	if (v.p != NULL && v.n <= INT32_MAX)
		return false;
	take(q, v.p == NULL ? sqlite3_bind_null(q->stmt, q->n_bound) : SQLITE_TOOBIG);
	return true;
}

void
sql_bind_text(struct sql *q, struct view v)
{
	if (!bind_null(q, v))
		take(q, sqlite3_bind_text(q->stmt, q->n_bound, v.p, (int)v.n, SQLITE_STATIC));
}

void
sql_bind_blob(struct sql *q, struct view v)
{
	if (!bind_null(q, v))
		take(q, sqlite3_bind_blob(q->stmt, q->n_bound, v.p, (int)v.n, SQLITE_STATIC));
}

void
sql_bind_number(struct sql *q, uint64_t n)
{
	if (is_good(q->rc))
		take(q,
			sqlite3_bind_int64(q->stmt, ++q->n_bound,
				n <= INT64_MAX ? (sqlite3_int64)n : (sqlite3_int64)INT64_MAX));
}

bool
sql_step(struct sql *q)
{
	if (is_good(q->rc) && q->rc != SQLITE_DONE)
		q->rc = sqlite3_step(q->stmt);
	return q->rc == SQLITE_ROW;
}

static struct view
column(struct sql *q, int column, const void *p)
{
	return view_of(p, p != NULL ? (size_t)sqlite3_column_bytes(q->stmt, column) : 0);
}

struct view
sql_text(struct sql *q, int at)
{
	if (sqlite3_column_type(q->stmt, at) == SQLITE_NULL)
		return view_of(NULL, 0);
	return column(q, at, sqlite3_column_text(q->stmt, at));
}

struct view
sql_blob(struct sql *q, int at)
{
	return column(q, at, sqlite3_column_blob(q->stmt, at));
}

uint64_t
sql_number(struct sql *q, int at)
{
	sqlite3_int64 n = sqlite3_column_int64(q->stmt, at);

	return n > 0 ? (uint64_t)n : 0;
}

enum store_result
sql_end(struct sql *q)
{
	bool is_row;

	do
		is_row = sql_step(q);
	while (is_row);
	if (!is_good(q->rc) && (q->rc & 0xff) != SQLITE_CONSTRAINT)
		keep_fault(q->db);
	(void)sqlite3_finalize(q->stmt); /* says again what step said */
	q->stmt = NULL;
	if (is_good(q->rc))
		return STORE_OK;
	return (q->rc & 0xff) == SQLITE_CONSTRAINT ? STORE_REFUSED : STORE_FAILED;
}

enum store_result
sql_end_changed(struct sql *q)
{
	enum store_result r = sql_end(q);

	return r == STORE_OK && sqlite3_changes(q->db->db) == 0 ? STORE_REFUSED : r;
}

enum store_result
sql_run(struct store_db *db, const char *text)
{
	struct sql q;

	sql_begin(&q, db, text);
	return sql_end(&q);
}

int
sql_err(struct store_db *db, struct err *e, const char *what)
{
	return err_fmt(e, "%s: %s", what, db->db != NULL ? sqlite3_errmsg(db->db) : "out of memory");
}

int
sql_ask(struct store_db *db, const char *text, uint64_t *n, struct err *e)
{
	struct sql q;
	bool has_row;

	*n = 0;
	sql_begin(&q, db, text);
	has_row = sql_step(&q);
	if (has_row)
		*n = sql_number(&q, 0);
	return sql_end(&q) == STORE_OK && has_row ? 0 : err_fmt(e, "%s: %s", text, db->fault);
}
