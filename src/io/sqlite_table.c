/*
 * A database from anywhere may be made to run code of SQLite's own that nobody meant to: views,
 * triggers, generated columns, virtual tables. The recipe of sqlite.org/security.html: read only,
 * defensive, schema not trusted, limits far below the defaults, no memory map, and an authorizer that
 * lets nothing pass but reading. What is asked for must be a plain table.
 */
#include "io/sqlite_table.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "base/compiler.h"
#include "base/mem.h"

struct sqlite_table {
	sqlite3 *db;
	sqlite3_stmt *rows;
	char *path;
};

static enum status fault(const struct sqlite_table *t, struct error *err)
{
	return error_set(err, ST_FORMAT, "%s cannot be read as an SQLite database: %s", t->path,
			 t->db ? sqlite3_errmsg(t->db) : "no memory");
}

static int allow_reading(void *ctx, int action, const char *a, const char *b, const char *c,
			 const char *d)
{
	(void)ctx, (void)a, (void)b, (void)c, (void)d;
	return action == SQLITE_SELECT || action == SQLITE_READ ? SQLITE_OK : SQLITE_DENY;
}

static void harden(sqlite3 *db)
{
	static const int limits[][2] = {
		{ SQLITE_LIMIT_LENGTH, 1 << 20 },
		{ SQLITE_LIMIT_SQL_LENGTH, 1 << 20 },
		{ SQLITE_LIMIT_EXPR_DEPTH, 20 },
		{ SQLITE_LIMIT_COMPOUND_SELECT, 1 },
		{ SQLITE_LIMIT_VDBE_OP, 50000 },
		{ SQLITE_LIMIT_FUNCTION_ARG, 8 },
		{ SQLITE_LIMIT_ATTACHED, 0 },
		{ SQLITE_LIMIT_TRIGGER_DEPTH, 1 },
		{ SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 50 },
		{ SQLITE_LIMIT_WORKER_THREADS, 0 },
	};

	for (size_t i = 0; i < ARRAY_LEN(limits); i++)
		sqlite3_limit(db, limits[i][0], limits[i][1]);
	sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
	sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_VIEW, 0, NULL);
	sqlite3_exec(db, "PRAGMA mmap_size=0; PRAGMA cell_size_check=ON; PRAGMA query_only=ON",
		     NULL, NULL, NULL);
	sqlite3_set_authorizer(db, allow_reading, NULL);
}

static enum status prepare(struct sqlite_table *t, const char *sql, sqlite3_stmt **out,
			   struct error *err)
{
	return sqlite3_prepare_v2(t->db, sql, -1, out, NULL) == SQLITE_OK ? ST_OK : fault(t, err);
}

/* An ordinary table: not a view, not virtual. */
static enum status check_table(struct sqlite_table *t, const char *table, struct error *err)
{
	sqlite3_stmt *q = NULL;
	enum status st =
		prepare(t, "SELECT sql FROM sqlite_master WHERE type='table' AND name=?1", &q, err);
	const char *sql = NULL;
	int rc;

	if (st)
		return st;
	sqlite3_bind_text(q, 1, table, -1, SQLITE_STATIC);
	rc = sqlite3_step(q);
	if (rc == SQLITE_ROW)
		sql = (const char *)sqlite3_column_text(q, 0);
	if (rc != SQLITE_ROW && rc != SQLITE_DONE)
		st = fault(t, err);
	else if (!sql || sqlite3_strnicmp(sql, "CREATE TABLE", 12) != 0)
		st = error_set(err, ST_FAILED, "%s has no table \"%s\"", t->path, table);
	sqlite3_finalize(q);
	return st;
}

enum status sqlite_table_open(struct sqlite_table **out, const char *path, const char *table,
			      struct error *err)
{
	struct sqlite_table *t = xcalloc(1, sizeof(*t));
	char *sql = xasprintf("SELECT * FROM \"%s\"", table);
	enum status st = ST_OK;

	t->path = xstrdup(path);
	if (sqlite3_open_v2(path, &t->db, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL) !=
	    SQLITE_OK)
		st = fault(t, err);
	if (!st) {
		harden(t->db);
		st = check_table(t, table, err);
	}
	if (!st)
		st = prepare(t, sql, &t->rows, err);
	free(sql);
	if (st)
		sqlite_table_close(t);
	else
		*out = t;
	return st;
}

void sqlite_table_close(struct sqlite_table *t)
{
	if (!t)
		return;
	sqlite3_finalize(t->rows);
	sqlite3_close(t->db);
	free(t->path);
	free(t);
}

size_t sqlite_table_columns(const struct sqlite_table *t)
{
	return (size_t)sqlite3_column_count(t->rows);
}

const char *sqlite_table_name(const struct sqlite_table *t, size_t column)
{
	const char *name = sqlite3_column_name(t->rows, (int)column);

	return name ? name : "";
}

enum status sqlite_table_next(struct sqlite_table *t, bool *more, struct error *err)
{
	int rc = sqlite3_step(t->rows);

	if (rc != SQLITE_ROW && rc != SQLITE_DONE)
		return fault(t, err);
	*more = rc == SQLITE_ROW;
	return ST_OK;
}

const char *sqlite_table_text(const struct sqlite_table *t, size_t column, size_t *n)
{
	const unsigned char *s = sqlite3_column_text(t->rows, (int)column);

	*n = s ? (size_t)sqlite3_column_bytes(t->rows, (int)column) : 0;
	return s ? (const char *)s : "";
}

int64_t sqlite_table_i64(const struct sqlite_table *t, size_t column)
{
	return sqlite3_column_int64(t->rows, (int)column);
}

double sqlite_table_f64(const struct sqlite_table *t, size_t column)
{
	return sqlite3_column_double(t->rows, (int)column);
}
