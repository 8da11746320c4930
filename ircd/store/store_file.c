/*
 * Three looks, each of which changes nothing: at the file's first 100 bytes without SQLite; then with SQLite, read-only and "immutable",
 * which makes no file beside it; but if a killed server has left a write-ahead log, that log is part of the data, and only an ordinary
 * connection reads it: one that never writes and leaves the log where it is.
 *
 * A new file is made under another name and moved: one that is empty or half made is never taken for a database without accounts.
 */
#include "config.h"

#include "store/store_file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/sql.h"
#include "store/store_schema.h"

enum {
	HEADER_BYTES = 100,
	PAGE_SIZE_AT = 16,
	PAGES_AT = 28,
	VERSION_AT = 60,
	APPLICATION_AT = 68,
	SUFFIX_MAX = 16
};

#define HEAP_BYTES_MAX (64 * 1024 * 1024)

static const char magic[16] = "SQLite format 3"; /* with its NUL */

struct path {
	char z[PATH_MAX];
};

static int
beside(struct path *p, const char *path, const char *suffix, struct err *e)
{
	int n = snprintf(p->z, sizeof(p->z), "%s%s", path, suffix);

	return n > 0 && (size_t)n < sizeof(p->z) - SUFFIX_MAX ? 0 : err_set(e, ENAMETOOLONG, path);
}

/* A directory that is not there or not ours says so at the first file that is made in it. */
static int
err_file(struct err *e, const char *path)
{
	int code = errno;

	if (code != ENOENT && code != EACCES && code != EPERM && code != EROFS)
		return err_set(e, code, path);
	return err_fmt(e,
		"%s: %s; the directory must be there, and it and the file must belong to the server's user",
		path, strerror(code));
}

int
store_file_lock(const char *path, struct err *e)
{
	struct flock whole = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
	struct path lock;
	int fd;

	if (beside(&lock, path, ".lock", e) == -1)
		return -1;
	fd = open(lock.z, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd == -1)
		return err_file(e, lock.z);
	if (fcntl(fd, F_OFD_SETLK, &whole) == 0)
		return fd;
	if (errno == EAGAIN || errno == EACCES)
		(void)err_fmt(e, "%s: another server is using it", path);
	else
		(void)err_sys(e, lock.z);
	(void)close(fd);
	return -1;
}

static int
pragmas(struct store_db *db, struct err *e)
{
	static const char *const text[] = {
		"PRAGMA trusted_schema = OFF",
		"PRAGMA cell_size_check = ON",
		"PRAGMA foreign_keys = ON",
		"PRAGMA mmap_size = 0",
		"PRAGMA temp_store = MEMORY",
	};
	int off;

	(void)sqlite3_db_config(db->db, SQLITE_DBCONFIG_DEFENSIVE, 1, &off);
	(void)sqlite3_db_config(db->db, SQLITE_DBCONFIG_DQS_DML, 0, &off);
	(void)sqlite3_db_config(db->db, SQLITE_DBCONFIG_DQS_DDL, 0, &off);
	(void)sqlite3_limit(db->db, SQLITE_LIMIT_LENGTH, 1024 * 1024);
	(void)sqlite3_limit(db->db, SQLITE_LIMIT_SQL_LENGTH, 4096);
	(void)sqlite3_limit(db->db, SQLITE_LIMIT_ATTACHED, 0);
	(void)sqlite3_hard_heap_limit64(HEAP_BYTES_MAX);
	for (size_t i = 0; i < ARRAY_LEN(text); i++) {
		if (sql_run(db, text[i]) != STORE_OK)
			return sql_err(db, e, text[i]);
	}
	return 0;
}

int
store_file_open(struct store_db *db, const char *path, int how, struct err *e)
{
	int flags = how | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE | SQLITE_OPEN_NOFOLLOW |
		SQLITE_OPEN_EXRESCODE;

	*db = (struct store_db){ .db = NULL };
	if (sqlite3_open_v2(path, &db->db, flags, NULL) == SQLITE_OK && pragmas(db, e) == 0)
		return 0;
	(void)sql_err(db, e, path);
	store_file_close(db);
	return -1;
}

void
store_file_close(struct store_db *db)
{
	(void)sqlite3_close(db->db); /* NULL is fine; all statements have ended */
	db->db = NULL;
}

static int
sync_directory(const char *path, struct err *e)
{
	const char *slash = strrchr(path, '/');
	size_t n = slash != NULL && slash != path ? (size_t)(slash - path) : 1;
	struct path dir;
	int fd, r;

	(void)view_copy(view_of(slash != NULL ? path : ".", n), dir.z, sizeof(dir.z));
	fd = open(dir.z, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd == -1)
		return err_sys(e, dir.z);
	r = fsync(fd) == -1 ? err_sys(e, dir.z) : 0;
	(void)close(fd);
	return r;
}

/* Whatever a server that was killed has left of an earlier try goes first. */
static int
make_empty(const char *path, struct err *e)
{
	struct path journal;
	int fd;

	if (beside(&journal, path, "-journal", e) == -1)
		return -1;
	(void)unlink(path);
	(void)unlink(journal.z);
	fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd == -1)
		return err_file(e, path);
	(void)close(fd);
	return 0;
}

int
store_file_make(const char *path, struct err *e)
{
	struct store_db db;
	struct path fresh;
	struct stat st;
	int r;

	if (lstat(path, &st) == 0)
		return 0;
	if (errno != ENOENT)
		return err_file(e, path);
	if (beside(&fresh, path, ".new", e) == -1 || make_empty(fresh.z, e) == -1 ||
		store_file_open(&db, fresh.z, SQLITE_OPEN_READWRITE, e) == -1)
		return -1;
	r = store_schema_update(&db, e);
	store_file_close(&db);
	if (r == 0 && rename(fresh.z, path) == -1)
		r = err_sys(e, path);
	if (r == -1)
		return err_wrap(e, path);
	return sync_directory(path, e);
}

static uint32_t
number_at(const unsigned char *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static int
err_version(const char *path, uint64_t version, struct err *e)
{
	return err_fmt(e,
		"%s: made by a later version of this program (tables %llu, known up to %u): install that "
		"version, "
		"or put a backup in its place",
		path, (unsigned long long)version, store_schema_version());
}

static int
err_damaged(const char *path, const char *what, struct err *e)
{
	return err_fmt(e,
		"%s: damaged (%.80s): put a backup in its place, or move it away to begin without accounts",
		path, what);
}

static int
check_header(const char *path, const unsigned char *head, ssize_t n, struct err *e)
{
	if (n >= 0 && n < HEADER_BYTES)
		return err_damaged(path, n == 0 ? "it is empty" : "it is too short", e);
	if (memcmp(head, magic, sizeof(magic)) != 0)
		return err_fmt(e,
			"%s: not a database: move it away, or name another in accounts { database }", path);
	if (number_at(head + APPLICATION_AT) != STORE_APPLICATION_ID)
		return err_fmt(
			e, "%s: a database of another program: name another in accounts { database }", path);
	if (number_at(head + VERSION_AT) > store_schema_version())
		return err_version(path, number_at(head + VERSION_AT), e);
	return 0;
}

/* SQLite would read zeros for what is missing of the last page.  Not while a log is there: that is where pages may be still. */
static int
check_size(const char *path, const unsigned char *head, const struct stat *st, struct err *e)
{
	uint64_t page = (uint64_t)head[PAGE_SIZE_AT] << 8 | head[PAGE_SIZE_AT + 1]; /* 1 stands for 65536 */
	uint64_t want = (page == 1 ? 65536 : page) * number_at(head + PAGES_AT);

	return st->st_size >= 0 && (uint64_t)st->st_size >= want ? 0
								 : err_damaged(path, "its end is missing", e);
}

static int
look_at_header(const char *path, bool has_log, struct err *e)
{
	unsigned char head[HEADER_BYTES];
	struct stat st;
	ssize_t n;
	int fd = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);

	if (fd == -1)
		return err_file(e, path);
	if (fstat(fd, &st) == -1 || !S_ISREG(st.st_mode)) {
		(void)close(fd);
		return err_fmt(e, "%s: not a file", path);
	}
	n = pread(fd, head, sizeof(head), 0);
	if (n == -1)
		(void)err_sys(e, path);
	(void)close(fd);
	if (n == -1 || check_header(path, head, n, e) == -1)
		return -1;
	return has_log ? 0 : check_size(path, head, &st, e);
}

/* PRAGMA quick_check gives one row, "ok", or rows that say what is wrong. */
static int
check_whole(struct store_db *db, const char *path, struct err *e)
{
	uint64_t version = 0;
	char what[100] = "";
	bool has_row;
	struct sql q;

	sql_begin(&q, db, "PRAGMA quick_check(1)");
	has_row = sql_step(&q);
	if (has_row)
		(void)view_copy(sql_text(&q, 0), what, sizeof(what));
	if (sql_end(&q) != STORE_OK || !has_row)
		return err_damaged(path, db->fault, e);
	if (strcmp(what, "ok") != 0)
		return err_damaged(path, what, e);
	if (sql_ask(db, "PRAGMA user_version", &version, e) == -1)
		return err_wrap(e, path);
	return version > store_schema_version() ? err_version(path, version, e) : 0;
}

/* "file:///a%3Fb?immutable=1": all but the plainest bytes are written as %XX. */
static void
immutable_uri(const char *path, char *dst, size_t size)
{
	size_t n = view_copy(VIEW("file:"), dst, size);

	for (; *path != '\0' && n + 4 < size; path++) {
		unsigned char c = (unsigned char)*path;

		if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '/' ||
			c == '.' || c == '-' || c == '_')
			dst[n++] = (char)c;
		else
			n += (size_t)snprintf(dst + n, size - n, "%%%02X", c);
	}
	(void)view_copy(VIEW("?immutable=1"), dst + n, size - n);
}

static int
look_immutable(const char *path, struct err *e)
{
	char uri[3 * PATH_MAX + 32];
	struct store_db db;
	int r;

	immutable_uri(path, uri, sizeof(uri));
	if (store_file_open(&db, uri, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, e) == -1)
		return -1;
	r = check_whole(&db, path, e);
	store_file_close(&db);
	return r;
}

/* Exclusive: then the log's index is in memory, and no file of it is made. */
static int
look_with_log(const char *path, struct err *e)
{
	struct store_db db;
	int on, r;

	if (store_file_open(&db, path, SQLITE_OPEN_READWRITE, e) == -1)
		return -1;
	(void)sqlite3_db_config(db.db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, &on);
	r = sql_run(&db, "PRAGMA locking_mode = EXCLUSIVE") == STORE_OK ? check_whole(&db, path, e)
									: sql_err(&db, e, path);
	store_file_close(&db);
	return r;
}

static bool
has_bytes(const char *path)
{
	struct stat st;

	return lstat(path, &st) == 0 && st.st_size != 0;
}

int
store_file_look(const char *path, struct err *e)
{
	struct path log, journal;
	bool has_log;

	if (beside(&log, path, "-wal", e) == -1 || beside(&journal, path, "-journal", e) == -1)
		return -1;
	has_log = has_bytes(log.z) || has_bytes(journal.z);
	if (look_at_header(path, has_log, e) == -1)
		return -1;
	return has_log ? look_with_log(path, e) : look_immutable(path, e);
}
