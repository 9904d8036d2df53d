#include "history/store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/compiler.h"
#include "base/mem.h"
#include "base/path.h"
#include "base/strbuf.h"
#include "history/guard.h"
#include "history/match.h"
#include "history/migrations.h"

/* Rows of a database that somebody prepared are refused above this, before they are read. */
#define VALUE_BYTES_MAX (8 << 20)
#define BUSY_MS		50

enum store_fault store_classify(int rc)
{
	switch (rc & 0xff) {
	case SQLITE_OK:
	case SQLITE_ROW:
	case SQLITE_DONE:
		return FAULT_NONE;
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return FAULT_BUSY;
	case SQLITE_FULL:
	case SQLITE_IOERR:
	case SQLITE_NOMEM:
		return FAULT_FULL;
	case SQLITE_READONLY:
		return rc == SQLITE_READONLY_DBMOVED ? FAULT_MOVED : FAULT_REFUSED;
	case SQLITE_CANTOPEN:
	case SQLITE_PERM:
	case SQLITE_AUTH:
		return FAULT_REFUSED;
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
		return FAULT_CORRUPT;
	case SQLITE_CONSTRAINT:
		return rc == SQLITE_CONSTRAINT_FOREIGNKEY ? FAULT_ORPHAN : FAULT_OTHER;
	default:
		return FAULT_OTHER;
	}
}

int store_exec(struct store *s, const char *sql)
{
	return sqlite3_exec(s->db, sql, NULL, NULL, NULL);
}

int store_begin(struct store *s, int busy_ms)
{
	int rc;

	sqlite3_busy_timeout(s->db, busy_ms);
	rc = store_exec(s, "BEGIN IMMEDIATE");
	sqlite3_busy_timeout(s->db, BUSY_MS);
	return rc;
}

int store_end(struct store *s, int rc)
{
	if (store_classify(rc) == FAULT_NONE)
		rc = store_exec(s, "COMMIT");
	s->rc = rc;
	if (rc != SQLITE_OK && !sqlite3_get_autocommit(s->db))
		store_exec(s, "ROLLBACK");
	return rc;
}

sqlite3_stmt *store_prepare(struct store *s, const char *sql, int *rc)
{
	sqlite3_stmt *stmt = NULL;

	*rc = sqlite3_prepare_v2(s->db, sql, -1, &stmt, NULL);
	return stmt;
}

/* --- connecting ------------------------------------------------------------------------------ */

/* secure_delete: what is forgotten is overwritten. TRUNCATE, not WAL: see the head of hist.c. */
static const char settings[] = "PRAGMA trusted_schema = OFF;"
			       "PRAGMA foreign_keys = ON;"
			       "PRAGMA mmap_size = 0;"
			       "PRAGMA temp_store = MEMORY;"
			       "PRAGMA cell_size_check = ON;"
			       "PRAGMA secure_delete = ON;"
			       "PRAGMA synchronous = FULL;"
			       "PRAGMA journal_mode = TRUNCATE;";

static int connect_db(struct store *s, const char *path, int flags)
{
	int rc = sqlite3_open_v2(path, &s->db, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE,
				 NULL);

	if (rc != SQLITE_OK)
		return rc;
	sqlite3_db_config(s->db, SQLITE_DBCONFIG_DEFENSIVE, 1, (int *)NULL);
	sqlite3_db_config(s->db, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, (int *)NULL);
	sqlite3_limit(s->db, SQLITE_LIMIT_LENGTH, VALUE_BYTES_MAX);
	sqlite3_busy_timeout(s->db, BUSY_MS);
	return match_register(s->db);
}

static void disconnect(struct store *s)
{
	sqlite3_close_v2(s->db);
	s->db = NULL;
	s->ready = false;
	s->ino = 0;
}

#define LOG_COLUMNS(schema)                                                                        \
	"SELECT e.id AS id, e.session AS session, e.at AS at, e.line AS line, m.name AS model,"    \
	" m.path AS path, m.fingerprint AS fingerprint, e.status AS status, e.ms AS ms,"           \
	" e.summary AS summary, n.text AS note, p.entry IS NOT NULL AS pinned, r.json AS result,"  \
	" s.ended AS ended, s.pid AS pid, s.pid_start AS pid_start, s.boot AS boot, e.seq AS seq"  \
	" FROM " schema ".entries e JOIN " schema ".sessions s ON s.id = e.session"                \
	" LEFT JOIN " schema ".models m ON m.id = e.model"                                         \
	" LEFT JOIN " schema ".notes n ON n.entry = e.id"                                          \
	" LEFT JOIN " schema ".pins p ON p.entry = e.id"                                           \
	" LEFT JOIN " schema ".results r ON r.entry = e.id"

/* Prepared once, so that a newer file whose tables differ is found out here. */
static int make_view(struct store *s)
{
	int rc = store_exec(s,
			    s->kind == STORE_OVER
				    ? "CREATE TEMP VIEW IF NOT EXISTS log AS " LOG_COLUMNS(
					      "old") " UNION ALL " LOG_COLUMNS("main")
				    : "CREATE TEMP VIEW IF NOT EXISTS log AS " LOG_COLUMNS("main"));

	if (rc == SQLITE_OK)
		sqlite3_finalize(store_prepare(s, "SELECT * FROM log", &rc));
	return rc;
}

static bool has_tables(struct store *s)
{
	int rc;
	sqlite3_stmt *stmt = store_prepare(s, "SELECT 1 FROM main.sqlite_schema LIMIT 1", &rc);
	bool any = stmt && sqlite3_step(stmt) == SQLITE_ROW;

	sqlite3_finalize(stmt);
	return any;
}

/* Is it ours, and do we know its schema? Makes the schema where there is none. */
static enum store_fault examine(struct store *s)
{
	int version = 0, id = 0;
	int rc = store_exec(s, settings);

	if (rc == SQLITE_OK)
		rc = migrations_read_version(s->db, &version, &id);
	s->rc = rc;
	if (rc != SQLITE_OK)
		return store_classify(rc);
	if (id != HISTORY_APPLICATION_ID && (id || version || has_tables(s)))
		return FAULT_FOREIGN;
	if (version > migrations_latest())
		return FAULT_NEWER;
	if (version < migrations_latest())
		s->rc = migrations_run(s->db);
	return store_classify(s->rc);
}

enum store_fault store_make_ready(struct store *s, int busy_ms)
{
	enum store_fault fault;

	if (s->ready)
		return FAULT_NONE;
	sqlite3_busy_timeout(s->db, busy_ms);
	fault = examine(s);
	sqlite3_busy_timeout(s->db, BUSY_MS);
	if (fault == FAULT_NONE) {
		s->rc = make_view(s);
		fault = store_classify(s->rc);
	}
	s->ready = fault == FAULT_NONE;
	return fault;
}

static void open_memory(struct store *s)
{
	disconnect(s);
	s->kind = STORE_MEMORY;
	if (connect_db(s, ":memory:", SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE) == SQLITE_OK)
		store_make_ready(s, 0);
}

/* --- over a file that is only read ----------------------------------------------------------- */

/* The path as a URI that opens it read-only; what could mean something in a URI is quoted. */
static void add_read_only_uri(struct strbuf *out, const char *path)
{
	strbuf_adds(out, "file:");
	for (const char *p = path; *p; p++) {
		if (strchr("%?#", *p))
			strbuf_addf(out, "%%%02X", (unsigned)(unsigned char)*p);
		else
			strbuf_addc(out, *p);
	}
	strbuf_adds(out, "?mode=ro");
}

static int attach_old(struct store *s)
{
	struct strbuf uri = STRBUF_INIT;
	sqlite3_stmt *stmt;
	int rc;

	add_read_only_uri(&uri, s->path);
	stmt = store_prepare(s, "ATTACH ?1 AS old", &rc);
	if (stmt) {
		sqlite3_bind_text(stmt, 1, uri.buf, -1, SQLITE_TRANSIENT);
		sqlite3_step(stmt);
		rc = sqlite3_finalize(stmt);
	}
	strbuf_release(&uri);
	return rc;
}

/* New ids start above those of the file, so that every id means one entry. */
static int continue_ids(struct store *s)
{
	sqlite3_stmt *stmt;
	int rc = store_exec(s, "INSERT INTO main.sqlite_sequence (name, seq)"
			       " SELECT 'entries', coalesce(max(id), 0) FROM old.entries"
			       " UNION ALL SELECT 'sessions', coalesce(max(id), 0)"
			       " FROM old.sessions");

	if (rc != SQLITE_OK)
		return rc;
	stmt = store_prepare(s, "SELECT coalesce(max(id), 0) FROM old.entries", &rc);
	if (!stmt)
		return rc;
	if (sqlite3_step(stmt) == SQLITE_ROW)
		s->old_max = sqlite3_column_int64(stmt, 0);
	return sqlite3_finalize(stmt);
}

/* Memory over the file if it can at least be read, else memory alone. */
static void open_over(struct store *s)
{
	int rc;

	disconnect(s);
	rc = connect_db(s,
			":memory:", SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_URI);
	if (rc == SQLITE_OK)
		rc = store_exec(s, settings);
	if (rc == SQLITE_OK)
		rc = migrations_run(s->db);
	if (rc == SQLITE_OK)
		rc = attach_old(s);
	if (rc == SQLITE_OK)
		rc = continue_ids(s);
	if (rc == SQLITE_OK) {
		s->kind = STORE_OVER;
		rc = make_view(s);
	}
	if (rc == SQLITE_OK)
		s->ready = true;
	else
		open_memory(s);
}

/* The file below turned out to be unreadable: go on without it, keeping this session's lines. */
static void drop_old(struct store *s)
{
	store_exec(s, "DROP VIEW temp.log");
	store_exec(s, "DETACH old");
	s->kind = STORE_MEMORY;
	s->ready = make_view(s) == SQLITE_OK;
}

/* --- opening --------------------------------------------------------------------------------- */

/* Connect, and know which file it is: another program may rename a damaged one and make a new one
 * while we open it. False: that happened, try again. */
static bool connect_file(struct store *s, int *rc)
{
	struct stat before, after;
	bool was = stat(s->path, &before) == 0;

	*rc = connect_db(s, s->path, SQLITE_OPEN_READWRITE);
	if (!was || stat(s->path, &after) != 0 || after.st_ino != before.st_ino)
		return false;
	s->dev = after.st_dev;
	s->ino = after.st_ino;
	return true;
}

static enum store_fault open_file(struct store *s)
{
	char why[400];
	enum guard guard;
	int rc = SQLITE_CANTOPEN;

	for (int i = 0; i < 10; i++) {
		disconnect(s);
		guard = guard_prepare(s->path, why, sizeof(why));
		if (guard != GUARD_OK || connect_file(s, &rc))
			break;
	}
	if (guard != GUARD_OK) {
		snprintf(s->notice, sizeof(s->notice),
			 "the history cannot be kept (%s); the lines of this session stay in "
			 "memory",
			 why);
		if (guard == GUARD_READ_ONLY)
			open_over(s);
		else
			open_memory(s);
		return FAULT_NONE;
	}
	s->kind = STORE_FILE;
	s->rc = rc;
	return rc == SQLITE_OK ? store_make_ready(s, BUSY_MS) : store_classify(rc);
}

static void note_refusal(struct store *s)
{
	snprintf(s->notice, sizeof(s->notice),
		 "the history cannot be kept (%s: %s); the lines of this session stay in memory",
		 s->path, sqlite3_errstr(s->rc));
}

/* One step towards a store that works; the fault that is left. */
static enum store_fault react(struct store *s, enum store_fault fault)
{
	ino_t ino = s->ino;

	switch (fault) {
	case FAULT_CORRUPT:
		disconnect(s);
		if (store_set_aside(s, ino))
			return open_file(s);
		open_memory(s);
		return FAULT_NONE;
	case FAULT_MOVED:
		return open_file(s);
	case FAULT_NEWER:
		snprintf(
			s->notice, sizeof(s->notice),
			"the history %s was written by a newer vecscope: it can be read, the lines "
			"of this session stay in memory",
			s->path);
		open_over(s);
		return FAULT_NONE;
	case FAULT_FOREIGN:
		snprintf(s->notice, sizeof(s->notice),
			 "%s is the database of another program; the lines of this session stay in "
			 "memory",
			 s->path);
		open_memory(s);
		return FAULT_NONE;
	default:
		note_refusal(s);
		open_over(s);
		return FAULT_NONE;
	}
}

static bool can_wait(enum store_fault fault)
{
	return fault == FAULT_NONE || fault == FAULT_BUSY || fault == FAULT_FULL;
}

static void settle(struct store *s, enum store_fault fault)
{
	for (int i = 0; !can_wait(fault) && i < 4; i++)
		fault = react(s, fault);
	if (!can_wait(fault)) {
		note_refusal(s);
		open_memory(s);
	}
}

bool store_recover(struct store *s, enum store_fault fault)
{
	if (can_wait(fault) || s->kind == STORE_MEMORY)
		return false;
	if (s->kind == STORE_OVER)
		drop_old(s);
	else
		settle(s, fault);
	return true;
}

void store_open(struct store *s, const char *path)
{
	s->path = path ? xstrdup(path) : NULL;
	if (path)
		settle(s, open_file(s));
	else
		open_memory(s);
}

void store_close(struct store *s)
{
	disconnect(s);
	free(s->path);
	s->path = NULL;
}
