/*
 * Version n of the schema is what the first n scripts make of an empty file; PRAGMA user_version
 * says how many have run. A script that was released never changes: a new one is appended.
 *
 * sessions	one run of the program; `ended` stays NULL when it was killed. pid, pid_start and
 *		boot tell a session that still runs from one that died.
 * entries	one line; `status` is NULL until it is complete
 * results	apart from entries, so that a search over lines reads few pages
 * models	what lines were asked of: the same name at the same path with the same content
 */
#include "history/migrations.h"

#include <stdbool.h>
#include <stdio.h>

#include "base/compiler.h"

static const char *const scripts[] = {
	"CREATE TABLE sessions ("
	" id INTEGER PRIMARY KEY AUTOINCREMENT,"
	" started INTEGER NOT NULL,"
	" ended INTEGER,"
	" version TEXT NOT NULL,"
	" pid INTEGER NOT NULL,"
	" pid_start INTEGER NOT NULL,"
	" boot TEXT NOT NULL);"
	"CREATE TABLE models ("
	" id INTEGER PRIMARY KEY,"
	" name TEXT NOT NULL,"
	" path TEXT NOT NULL,"
	" fingerprint INTEGER NOT NULL,"
	" UNIQUE (name, path, fingerprint));"
	"CREATE TABLE entries ("
	" id INTEGER PRIMARY KEY AUTOINCREMENT,"
	" session INTEGER NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,"
	" seq INTEGER NOT NULL,"
	" at INTEGER NOT NULL,"
	" line TEXT NOT NULL,"
	" model INTEGER REFERENCES models (id),"
	" status TEXT,"
	" ms REAL,"
	" summary TEXT,"
	" UNIQUE (session, seq));"
	"CREATE INDEX entries_model ON entries (model);"
	"CREATE TABLE results ("
	" entry INTEGER PRIMARY KEY REFERENCES entries (id) ON DELETE CASCADE,"
	" json TEXT NOT NULL);"
	"CREATE TABLE notes ("
	" entry INTEGER PRIMARY KEY REFERENCES entries (id) ON DELETE CASCADE,"
	" text TEXT NOT NULL);"
	"CREATE TABLE pins ("
	" entry INTEGER PRIMARY KEY REFERENCES entries (id) ON DELETE CASCADE);",
};

int migrations_latest(void)
{
	return (int)ARRAY_LEN(scripts);
}

static int read_pragma(sqlite3 *db, const char *sql, int *out)
{
	sqlite3_stmt *stmt;
	int rc = sqlite3_prepare_v2(db, sql, -1, &stmt, NULL);

	if (rc != SQLITE_OK)
		return rc;
	rc = sqlite3_step(stmt);
	if (rc == SQLITE_ROW) {
		*out = sqlite3_column_int(stmt, 0);
		rc = SQLITE_OK;
	}
	sqlite3_finalize(stmt);
	return rc;
}

int migrations_read_version(sqlite3 *db, int *version, int *application_id)
{
	int rc = read_pragma(db, "PRAGMA main.user_version", version);

	return rc == SQLITE_OK ? read_pragma(db, "PRAGMA main.application_id", application_id) : rc;
}

static int run_scripts(sqlite3 *db, int from)
{
	char sql[96];
	int rc = SQLITE_OK;

	for (int i = from; i < migrations_latest() && rc == SQLITE_OK; i++)
		rc = sqlite3_exec(db, scripts[i], NULL, NULL, NULL);
	if (rc != SQLITE_OK)
		return rc;
	snprintf(sql, sizeof(sql), "PRAGMA application_id = %d; PRAGMA user_version = %d",
		 HISTORY_APPLICATION_ID, migrations_latest());
	return sqlite3_exec(db, sql, NULL, NULL, NULL);
}

int migrations_run(sqlite3 *db)
{
	int version = 0, application_id = 0;
	int rc = sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL);

	if (rc != SQLITE_OK)
		return rc;
	/* under the lock: another program may have done it meanwhile */
	rc = migrations_read_version(db, &version, &application_id);
	if (rc == SQLITE_OK && version < migrations_latest())
		rc = run_scripts(db, version);
	if (rc == SQLITE_OK)
		rc = sqlite3_exec(db, "COMMIT", NULL, NULL, NULL);
	if (rc != SQLITE_OK && !sqlite3_get_autocommit(db))
		sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
	return rc;
}
