/*
 * steps[n] leads from version n to n + 1.  A step that has been released is never changed: another one is added.
 * Times are seconds of wall time; names are compared as they are, for the casemapping is the server's business.
 */
#include "store/store_schema.h"

#include <stdio.h>

#include "store/sql.h"

static const char *const step_accounts[] = {
	"CREATE TABLE account ("
	" id INTEGER PRIMARY KEY,"
	" name TEXT NOT NULL UNIQUE,"
	" password TEXT,"
	" scram_iterations INTEGER NOT NULL DEFAULT 0,"
	" scram_salt BLOB, scram_stored BLOB, scram_server BLOB,"
	" email TEXT,"
	" suspended TEXT,"
	" created_s INTEGER NOT NULL,"
	" seen_s INTEGER NOT NULL DEFAULT 0,"
	" flags INTEGER NOT NULL DEFAULT 0"
	") STRICT",
	"CREATE TABLE certificate ("
	" id INTEGER PRIMARY KEY,"
	" fingerprint BLOB NOT NULL UNIQUE CHECK (length(fingerprint) = 32),"
	" account INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,"
	" created_s INTEGER NOT NULL"
	") STRICT",
	"CREATE INDEX certificate_account ON certificate (account)",
	"CREATE TABLE invite_code ("
	" hash BLOB PRIMARY KEY NOT NULL CHECK (length(hash) = 32),"
	" uses INTEGER NOT NULL CHECK (uses >= 0),"
	" expires_s INTEGER NOT NULL,"
	" created_s INTEGER NOT NULL"
	") STRICT, WITHOUT ROWID",
	NULL,
};

/* account, founder: names, for an account may go while its channels are being given on. */
static const char *const step_channels[] = {
	"CREATE TABLE channel ("
	" id INTEGER PRIMARY KEY,"
	" name TEXT NOT NULL,"
	" founder TEXT NOT NULL,"
	" modes TEXT NOT NULL,"
	" topic TEXT, topic_by TEXT, topic_ms INTEGER NOT NULL,"
	" description TEXT, url TEXT,"
	" settings TEXT NOT NULL,"
	" mode_lock TEXT NOT NULL,"
	" created_ms INTEGER NOT NULL,"
	" registered_s INTEGER NOT NULL"
	") STRICT",
	"CREATE TABLE channel_mask ("
	" id INTEGER PRIMARY KEY,"
	" channel INTEGER NOT NULL REFERENCES channel (id) ON DELETE CASCADE,"
	" list TEXT NOT NULL,"
	" mask TEXT NOT NULL,"
	" set_by TEXT NOT NULL,"
	" set_ms INTEGER NOT NULL"
	") STRICT",
	"CREATE INDEX channel_mask_channel ON channel_mask (channel)",
	"CREATE TABLE channel_access ("
	" id INTEGER PRIMARY KEY,"
	" channel INTEGER NOT NULL REFERENCES channel (id) ON DELETE CASCADE,"
	" account TEXT NOT NULL,"
	" flags TEXT NOT NULL,"
	" set_s INTEGER NOT NULL"
	") STRICT",
	"CREATE INDEX channel_access_channel ON channel_access (channel)",
	NULL,
};

/* AUTOINCREMENT: a ban that has gone keeps its number, by which the audit log names it. */
static const char *const step_server_bans[] = {
	"CREATE TABLE server_ban ("
	" id INTEGER PRIMARY KEY AUTOINCREMENT,"
	" kind TEXT NOT NULL,"
	" mask TEXT NOT NULL,"
	" set_by TEXT NOT NULL,"
	" reason TEXT NOT NULL,"
	" oper_reason TEXT,"
	" set_s INTEGER NOT NULL,"
	" until_s INTEGER NOT NULL,"
	" UNIQUE (kind, mask)"
	") STRICT",
	NULL,
};

/* key: bytes, for a module may number its rows. */
static const char *const step_modules[] = {
	"CREATE TABLE module_row ("
	" module TEXT NOT NULL,"
	" kind TEXT NOT NULL,"
	" key BLOB NOT NULL,"
	" value BLOB NOT NULL,"
	" PRIMARY KEY (module, kind, key)"
	") STRICT",
	NULL,
};

static const char *const *const steps[] = { step_accounts, step_channels, step_server_bans, step_modules };

uint32_t
store_schema_version(void)
{
	return (uint32_t)ARRAY_LEN(steps);
}

static int
run_step(struct store_db *db, const char *const *step)
{
	for (; *step != NULL; step++) {
		if (sql_run(db, *step) != STORE_OK)
			return -1;
	}
	return 0;
}

static int
run_steps(struct store_db *db, uint64_t from)
{
	char text[64];

	for (uint64_t v = from; v < ARRAY_LEN(steps); v++) {
		if (run_step(db, steps[v]) == -1)
			return -1;
	}
	(void)snprintf(text, sizeof(text), "PRAGMA user_version = %u", store_schema_version());
	if (sql_run(db, text) != STORE_OK)
		return -1;
	(void)snprintf(text, sizeof(text), "PRAGMA application_id = %u", STORE_APPLICATION_ID);
	return sql_run(db, text) == STORE_OK ? 0 : -1;
}

int
store_schema_update(struct store_db *db, struct err *e)
{
	uint64_t version;

	if (sql_ask(db, "PRAGMA user_version", &version, e) == -1)
		return -1;
	if (version == store_schema_version())
		return 0;
	if (sql_run(db, "BEGIN IMMEDIATE") != STORE_OK || run_steps(db, version) == -1 ||
		sql_run(db, "COMMIT") != STORE_OK) {
		(void)err_fmt(e, "tables: %s", db->fault);
		return sql_run(db, "ROLLBACK") == STORE_OK ? -1 : err_wrap(e, "left half done");
	}
	return 0;
}
