/*
 * One statement: begin, bind from left to right, step, read columns, end.  The first error sticks: later calls do nothing and sql_end()
 * tells it.  For the files of this folder, which are the only ones that know SQL.
 */
#ifndef CONCLAVE_STORE_SQL_H
#define CONCLAVE_STORE_SQL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/err.h"
#include "core/util.h"
#include "core/view.h"
#include "store/store.h"

struct sqlite3;
struct sqlite3_stmt;

struct store_db {
	struct sqlite3 *db;
	char fault[160]; /* SQLite's words about the last STORE_FAILED */
};

struct sql {
	struct store_db *db;
	struct sqlite3_stmt *stmt;
	int rc, n_bound;
};

/* text: one statement, a literal. */
void sql_begin(struct sql *q, struct store_db *db, const char *text);
/* What is bound is borrowed until sql_end().  A view whose p is NULL is SQL's NULL. */
void sql_bind_text(struct sql *q, struct view v);
void sql_bind_blob(struct sql *q, struct view v);
void sql_bind_number(struct sql *q, uint64_t n); /* at most INT64_MAX */
/* true: a row is there. */
bool sql_step(struct sql *q) WARN_UNUSED;
/* Columns count from 0; what they give dies with the next step or the end.  NULL gives a view whose p is NULL. */
struct view sql_text(struct sql *q, int at) WARN_UNUSED;
struct view sql_blob(struct sql *q, int at) WARN_UNUSED;
uint64_t sql_number(struct sql *q, int at) WARN_UNUSED; /* 0 for NULL and for what is below 0 */
/* Steps to the end if nobody has. */
enum store_result sql_end(struct sql *q) WARN_UNUSED;
/* The same; STORE_REFUSED if no row was changed. */
enum store_result sql_end_changed(struct sql *q) WARN_UNUSED;
/* A statement without parameters and rows. */
enum store_result sql_run(struct store_db *db, const char *text) WARN_UNUSED;
/* The one number that it gives; 0, or -1 with *e. */
int sql_ask(struct store_db *db, const char *text, uint64_t *n, struct err *e) WARN_UNUSED;
/* -1, with what was wrong last in *e. */
int sql_err(struct store_db *db, struct err *e, const char *what);

#endif
